"""What a visitor gets when something breaks: 500 for a fault of ours, 503 while the database is away."""

from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError

PEEK = "shop.services.baskets.basket_peek"


@pytest.fixture
def visitor(client, shop_tree):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("error", [OperationalError("the server closed the connection"), InterfaceError("closed")])
def test_a_database_that_is_away_asks_to_come_back(visitor, error):
    with patch(PEEK, side_effect=error):
        response = visitor.get("/koszyk/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "the server closed" not in response.content.decode()


def test_a_fault_of_ours_does_not_ask_to_come_back(visitor):
    with patch(PEEK, side_effect=ValueError("a fault")):
        response = visitor.get("/koszyk/")
    assert response.status_code == 500
    assert "Retry-After" not in response


def test_a_session_that_cannot_be_saved_asks_to_come_back(visitor, make_product):
    """Django answers 400 to that, as if the visitor had asked for something wrong."""
    data, headers = {"product": make_product(stock=5).pk}, {"sec-fetch-site": "same-origin"}
    assert visitor.post("/koszyk/dodaj/", data, headers=headers).status_code == 302
    with patch("django.contrib.sessions.models.Session.save", side_effect=OperationalError("gone")):
        response = visitor.post("/koszyk/dodaj/", data, headers=headers)
    assert (response.status_code, response["Retry-After"]) == (503, "30")

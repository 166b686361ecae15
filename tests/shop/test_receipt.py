"""The public social receipt: makers and amounts, nothing about the buyer."""

import pytest

from shop.services.orders import order_cancel
from tests import factories
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shop_tree, make_product):
    first = factories.make_enterprise(shop_tree, name="WTZ „Pod Lipą”", purpose="piec do ceramiki")
    second = factories.make_enterprise(shop_tree, name="ZAZ „Lniana Nić”", kind="zaz", city="Żyrardów")
    return factories.make_order(
        make_product(enterprise=first, price="120.00", title="Wazon „Brzeg”"),
        (make_product(enterprise=second, price="40.00", stock=5), 2),
        buyer_note="Zostawić u sąsiadki",
    )


def test_receipt_says_who_is_supported_with_how_much(client, order):
    text = words(client.get(f"/paragon/{order.share_token}/").content.decode()).replace("\xa0", " ")
    for expected in (
        "WTZ „Pod Lipą”",
        "piec do ceramiki",
        "120,00 zł",
        "ZAZ „Lniana Nić”",
        "80,00 zł",
        "200,00 zł",
    ):
        assert expected in text
    assert "Wazon „Brzeg”" in text


def test_receipt_shows_no_personal_data(client, order):
    response = client.get(f"/paragon/{order.share_token}/")
    html = response.content.decode()
    for secret in (order.ref, order.name, order.email, order.phone, order.street, "sąsiadki", "18,90"):
        assert secret not in html
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_receipt_of_a_cancelled_order_is_gone(client, order):
    order_cancel(order=order, by=None)
    assert client.get(f"/paragon/{order.share_token}/").status_code == 404

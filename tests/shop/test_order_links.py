"""The guest's secret link: a long secret, stored hashed, alike for every wrong one, and written down nowhere."""

import base64
import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.services.orders import order_by_secret, order_secret
from shop.services.secrets import secret_hash
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    return factories.make_order(make_product())


def link(secret: str) -> str:
    return f"/zamowienie/status/{secret}/"


def test_secret_has_more_than_128_bits_and_is_stored_as_a_hash(order):
    secret = order_secret(order=order)
    assert len(base64.urlsafe_b64decode(secret + "=")) * 8 == 160
    assert order.token == secret_hash(secret)
    row = type(order).objects.filter(pk=order.pk).values().get()
    assert secret not in str(row)


def test_secrets_of_two_orders_differ(order, make_product):
    other = factories.make_order(make_product())
    assert order_secret(order=order) != order_secret(order=other)
    assert order_by_secret(order_secret(order=other)) == other


def test_secret_moves_into_the_session_and_out_of_the_address(order):
    client = Client()
    secret = order_secret(order=order)
    answer = client.get(link(secret))
    assert (answer.status_code, answer.url) == (302, f"/zamowienie/{order.ref}/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    page = client.get(answer.url)
    assert page["Referrer-Policy"] == "same-origin"
    assert secret not in page.content.decode()
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert [order.ref in words for words in kept].count(True) == 1
    assert [words for words in kept if secret in words] == []


WRONG = ["x", "A" * 27, "A" * 20, "A" * 64, "A" * 65, "A" * 500, "-_-", "ż" * 27]


def test_all_wrong_secrets_get_the_same_answer(order):
    tried = [*WRONG[:-1], order.token, order.ref]
    # The page names its own address (canonical, other languages); the rest is the same to the byte.
    pages = {Client().get(link(secret)).content.decode().replace(secret, "…") for secret in tried if len(secret) > 4}
    assert len(pages) == 1
    assert {Client().get(link(secret)).status_code for secret in WRONG} == {404}


def test_right_and_wrong_secrets_of_the_right_form_cost_the_same_look_up(order):
    """The look-up compares hashes in an index, so that time tells nothing about how much of a secret was right."""
    secret = order_secret(order=order)
    near = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    statements = []
    for tried in (secret, near, "A" * len(secret)):
        with CaptureQueriesContext(connection) as queries:
            order_by_secret(tried)
        statements.append([query["sql"].replace(secret_hash(tried), "…") for query in queries])
        assert tried not in str([query["sql"] for query in queries])
    assert statements[0] == statements[1] == statements[2]
    assert len(statements[0]) == 1


def test_secret_is_in_no_log(order, caplog):
    secret = order_secret(order=order)
    near = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    with caplog.at_level(logging.DEBUG):
        client = Client()
        client.get(link(secret), follow=True)
        client.get(link(near))
        client.post(link(secret))
        Client(enforce_csrf_checks=True).post(link(secret))
        client.get(f"{link(secret)}x/")
    assert secret not in caplog.text
    assert near not in caplog.text
    assert "/zamowienie/status/***/" in caplog.text


def test_order_of_another_session_is_not_there(order, make_product):
    other = factories.make_order(make_product())
    client = Client()
    client.get(link(order_secret(order=order)))
    stranger, unknown = client.get(f"/zamowienie/{other.ref}/"), client.get("/zamowienie/ZZZZZZZZ/")
    assert (stranger.status_code, unknown.status_code) == (404, 404)
    assert stranger.content.decode().replace(other.ref, "…") == unknown.content.decode().replace("ZZZZZZZZ", "…")

"""Throttles: who is too fast is told when to try again; nobody else notices, and a broken cache closes nothing."""

import threading

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory

from home.client_address import client_address, client_network
from home.throttle import throttle_take
from shop.models import Basket, BasketItem
from shop.services.secrets import order_secret
from tests import factories
from tests.shop.pages import add_to_basket, words

ADDRESS = "203.0.113.9"
OTHER = "203.0.113.10"


@pytest.fixture
def limits(settings):
    """limits(scope=…): small limits for the scopes that a test is about."""

    def put(**rules):
        settings.THROTTLES = rules

    return put


def of(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def rows_of_cache() -> int:
    """Zero where CACHE_URL names a cache outside of the database: then there is no such table."""
    with connection.cursor() as cursor:
        if "market_cache" not in connection.introspection.table_names(cursor):
            return 0
        cursor.execute("SELECT COUNT(*) FROM market_cache")
        return cursor.fetchone()[0]


def refused(response) -> int:
    """Seconds of a 429; fails for any other answer."""
    assert response.status_code == 429
    assert "no-store" in response["Cache-Control"]
    return int(response["Retry-After"])


@pytest.mark.django_db
def test_adding_too_fast_is_refused_for_the_address_whatever_the_session(limits, make_product):
    limits(basket={"seconds": 60, "session": 99, "address": 2})
    product = make_product(stock=9)
    for _number in range(2):
        assert add_to_basket(of(ADDRESS), product).status_code == 302
    response = add_to_basket(of(ADDRESS), product)
    assert 1 <= refused(response) <= 60
    assert "Spróbuj" in words(response.content.decode()) or "Try again" in words(response.content.decode())
    assert Basket.objects.count() == 2
    assert add_to_basket(of(OTHER), product).status_code == 302


@pytest.mark.django_db
def test_one_session_is_refused_before_its_address(limits, make_product):
    limits(basket={"seconds": 60, "session": 2, "address": 99})
    product, client = make_product(stock=9), of(ADDRESS)
    # The first one makes the session; it came without.
    for _number in range(3):
        assert add_to_basket(client, product).status_code == 302
    refused(add_to_basket(client, product))
    item = BasketItem.objects.get()
    refused(client.post("/koszyk/zmien/", {"item": item.pk, "quantity": 1}))
    item.refresh_from_db()
    assert item.quantity == 3
    assert client.get("/koszyk/").status_code == 200
    assert add_to_basket(of(ADDRESS), product).status_code == 302


@pytest.mark.django_db
def test_checkout_counts_posts_only(limits, make_product):
    limits(checkout={"seconds": 600, "session": 1, "address": 99})
    client = of(ADDRESS)
    add_to_basket(client, make_product())
    factories.make_delivery()
    for _number in range(3):
        assert client.get("/zamowienie/").status_code == 200
    assert client.post("/zamowienie/", {}).status_code == 422
    assert 1 <= refused(client.post("/zamowienie/", {})) <= 600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "path"), [("order_link", "/zamowienie/status/{secret}/"), ("receipt", "/paragon/{secret}/")]
)
def test_only_wrong_secrets_count_and_then_right_ones_are_hidden_too(limits, make_product, scope, path):
    limits(**{scope: {"seconds": 600, "address": 2}})
    order = factories.make_order(make_product())
    secret = order_secret(order=order) if scope == "order_link" else order.share_token
    right = path.format(secret=secret)
    of(ADDRESS).get("/szukaj/")
    before = rows_of_cache()
    for _number in range(5):
        assert of(ADDRESS).get(right).status_code in {200, 302}
    assert rows_of_cache() == before
    for number in range(2):
        assert of(ADDRESS).get(path.format(secret=f"wrong-{number}")).status_code == 404
    refused(of(ADDRESS).get(path.format(secret="wrong-9")))
    refused(of(ADDRESS).get(right))
    assert of(OTHER).get(right).status_code in {200, 302}


@pytest.mark.django_db
def test_searching_too_fast_writes_no_row(limits, shop_tree):
    limits(search={"seconds": 60, "address": 3, "cache": "counters"})
    # Wagtail remembers the roots of its sites at the first request.
    of(ADDRESS).get("/szukaj/")
    before = rows_of_cache()
    for _number in range(3):
        assert of(ADDRESS).get("/szukaj/?q=wazon").status_code == 200
    response = of(ADDRESS).get("/szukaj/?q=wazon")
    refused(response)
    assert not response.cookies
    assert of(ADDRESS).get("/szukaj/").status_code == 200
    assert rows_of_cache() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "word"), [("/en/szukaj/", "Try again"), ("/uk/szukaj/", "lang=\"uk\"")])
def test_the_page_speaks_the_language_of_the_address(limits, shop_tree, path, word):
    limits(search={"seconds": 60, "address": 0, "cache": "counters"})
    assert word in of(ADDRESS).get(f"{path}?q=a").content.decode()


@pytest.mark.django_db
def test_a_new_window_begins_from_nought(limits, make_product, monkeypatch):
    limits(basket={"seconds": 60, "address": 1})
    now = [1_800_000_000.0]
    monkeypatch.setattr("home.throttle.time.time", lambda: now[0])
    request = RequestFactory().post("/", REMOTE_ADDR=ADDRESS)
    assert [throttle_take(request, "basket") for _try in range(2)] == [0, 60]
    now[0] += 59
    assert throttle_take(request, "basket") == 1
    now[0] += 1
    assert throttle_take(request, "basket") == 0


@pytest.mark.django_db
def test_a_broken_cache_closes_nothing_and_is_reported(limits, make_product, monkeypatch, caplog):
    limits(basket={"seconds": 60, "session": 0, "address": 0})

    def broken(*args, **kwargs):
        raise OSError("no connection")

    monkeypatch.setattr(type(caches["default"]), "incr", broken)
    assert add_to_basket(of(ADDRESS), make_product()).status_code == 302
    assert BasketItem.objects.count() == 1
    assert "the cache does not answer" in caplog.text


@pytest.mark.django_db
def test_counters_hold_no_address(limits, make_product):
    limits(basket={"seconds": 60, "address": 9})
    add_to_basket(of(ADDRESS), make_product())
    if "DatabaseCache" in type(caches["default"]).__name__:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM market_cache")
            keys = [row[0] for row in cursor.fetchall()]
        assert any("throttle:basket:address" in key for key in keys)
        assert not any(ADDRESS in key for key in keys)


@pytest.mark.django_db(transaction=True)
def test_no_step_is_lost_between_threads():
    cache, threads, steps = caches["default"], 8, 10
    cache.set("counter", 0, 60)

    def count():
        for _step in range(steps):
            caches["default"].incr("counter")
        connection.close()

    running = [threading.Thread(target=count) for _number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert cache.get("counter") == threads * steps
    with pytest.raises(ValueError, match="not found"):
        cache.incr("no such key")


CHAIN = "198.51.100.66, 203.0.113.9, 10.0.0.2"
ADDRESSES = [
    (0, "10.0.0.1", CHAIN, "10.0.0.1"),
    (1, "10.0.0.1", CHAIN, "10.0.0.2"),
    (2, "10.0.0.1", CHAIN, "203.0.113.9"),
    (4, "10.0.0.1", CHAIN, "10.0.0.1"),
    (1, "10.0.0.1", "", "10.0.0.1"),
    (1, "10.0.0.1", "1.2.3.4, rubbish", "10.0.0.1"),
    (1, "10.0.0.1", "rubbish, 203.0.113.9:4711", "203.0.113.9"),
    (1, "", "203.0.113.9", "203.0.113.9"),
    (1, "10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
    (0, "::ffff:203.0.113.9", "", "203.0.113.9"),
    (0, "fe80::1%eth0", "", "fe80::1"),
    (0, "", CHAIN, ""),
]


@pytest.mark.parametrize(("proxies", "remote", "forwarded", "expected"), ADDRESSES)
def test_only_our_own_proxies_are_believed(settings, proxies, remote, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_a_household_of_ipv6_is_one_visitor():
    requests = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:0:1::{end}") for end in ("1", "ffff:2")]
    assert {client_network(request) for request in requests} == {"2001:db8:0:1::/64"}
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=ADDRESS)) == ADDRESS


def test_every_scope_of_the_settings_is_used():
    from market.settings import base

    assert set(base.THROTTLES) == {
        "basket",
        "checkout",
        "code",
        "complaint",
        "exchange",
        "lockers",
        "notice",
        "order_link",
        "receipt",
        "search",
        "suggest",
        "tracking",
        "withdrawal",
    }

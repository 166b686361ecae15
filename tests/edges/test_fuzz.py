"""Thousands of hostile requests and of anonymous visits over every public address that the resolver knows."""

from collections import Counter
from urllib.parse import unquote_to_bytes

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from shop.models import Basket, BasketItem, Order
from stories.models import EventPage
from tests import factories
from tests.edges.hostile import Hostile, hostile_requests
from tests.edges.routes import public_routes
from tests.goodpractices import builders as library_builders
from tests.shop.pages import SAME_ORIGIN, add_to_basket, words
from tests.stories import builders as story_builders

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

LARGEST_ROW = 16 * 1024
REQUESTS = 2_200
VISITS = 3_000


@pytest.fixture
def whole_site(shop_tree, make_product):
    """A page of every room, an order, a basket."""
    product = make_product(stock=50, title="Wazon z falą")
    factories.make_story(shop_tree, enterprises=[product.enterprise], products=[product])
    factories.make_standard_page(shop_tree, slug="o-nas", title="O nas", text="<p>My</p>")
    story_builders.make_campaign(story_builders.make_campaigns(shop_tree.home), start=-1, end=9)
    story_builders.make_event(story_builders.make_events(shop_tree.home), enterprises=[product.enterprise])
    library = library_builders.make_library(shop_tree.home)
    library_builders.make_term(library, "wtz", "WTZ", ["WTZ"])
    library_builders.make_practice(library)
    factories.make_delivery()
    return product


@pytest.fixture
def routes(whole_site, make_product) -> list[str]:
    order = factories.make_order(make_product())
    event = EventPage.objects.get()
    found = [path.replace("/wydarzenia/1/", f"/wydarzenia/{event.pk}/") for path in public_routes(order)]
    assert len(found) > 50
    return found


def large_rows() -> dict[str, int]:
    """Rows above the size, by table; a row counts with the text of all its columns."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sum(sum(len(str(value)) for value in row) > LARGEST_ROW for row in cursor.fetchall())
    return found


def send(client: Client, hostile: Hostile):
    # As a server hands it on (PEP 3333): all of it as bytes, written down in Latin-1.
    extra = {f"HTTP_{name.upper().replace('-', '_')}": value.encode().decode("latin-1") for name, value in hostile.headers.items()}
    return client.generic(
        hostile.method, "/", hostile.body, hostile.content_type,
        headers={} if "sec-fetch-site" in hostile.headers else SAME_ORIGIN,
        PATH_INFO=unquote_to_bytes(hostile.path).decode("latin-1"), QUERY_STRING=hostile.query.encode().decode("latin-1"), **extra,
    )  # fmt: skip


def test_no_hostile_request_breaks_anything(whole_site, routes, capsys):
    """0 answers of 500 or more, the session goes on, no order is made, no row is larger than 16 KB."""
    client = Client(raise_request_exception=False)
    assert add_to_basket(client, whole_site).status_code == 302
    item = BasketItem.objects.get()
    orders, large = Order.objects.count(), large_rows()
    per_route = -(-REQUESTS // len(routes))
    statuses: Counter = Counter()
    broken = []
    requests = hostile_requests(routes, per_route=per_route, products=[whole_site.pk], items=[item.pk])
    for number, hostile in enumerate(requests):
        response = send(client, hostile)
        statuses[response.status_code // 100] += 1
        if response.status_code >= 500:
            broken.append((response.status_code, hostile))
        # The session of the visitor answers after each; every hundredth time the basket takes things and shows them.
        assert client.get("/koszyk/licznik/").status_code == 200, hostile
        if number % 100 == 0:
            added = add_to_basket(client, whole_site)
            assert added.status_code == 302, hostile
            assert "Wazon z falą" in words(client.get("/koszyk/").content.decode()), hostile
            for line in BasketItem.objects.all():
                client.post("/koszyk/zmien/", {"item": line.pk, "quantity": 1})
    assert broken == []
    assert sum(statuses.values()) >= 2_000
    assert Order.objects.count() == orders
    assert {table: number for table, number in large_rows().items() if number > large.get(table, 0)} == {}
    with capsys.disabled():
        shown = ", ".join(f"{number} × {group}xx" for group, number in sorted(statuses.items()))
        print(f"\nfuzz: {sum(statuses.values())} hostile requests to {len(routes)} addresses: {shown}, 0 new orders")


def test_three_thousand_anonymous_visits_leave_nothing(routes, capsys):
    baskets, sessions, cookies, statuses = Basket.objects.count(), Session.objects.count(), 0, Counter()
    personal = [path for path in routes if path.endswith(("/licznik/", "/zamowienie/", "/dodaj/", "/zmien/", "/qr.svg"))]
    for number in range(VISITS):
        # Every address ten times, then those where plain Salesman made a basket and a session for each visit.
        round_trip = number < 10 * len(routes)
        response = Client().get(routes[number % len(routes)] if round_trip else personal[number % len(personal)])
        statuses[response.status_code] += 1
        cookies += bool(response.cookies)
    assert max(statuses) < 500
    assert statuses[200] > 500
    assert (cookies, Basket.objects.count() - baskets, Session.objects.count() - sessions) == (0, 0, 0)
    with capsys.disabled():
        print(f"\nvisits: {VISITS} anonymous GETs of {len(routes)} addresses: 0 cookies, 0 baskets, 0 sessions")

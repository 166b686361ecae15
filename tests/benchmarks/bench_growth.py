"""How times grow with the number of things; run by `make bench`, not with the other tests.

Times of one machine say little about another one, so each figure is a ratio taken within one run: with ten times the
things against the demo as it is.
"""

import statistics
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation

from market import scale
from shop.models import Product, ProductPage
from shop.services.audit import shop_breaches
from stories.models import StoryPage
from tests import factories
from tests.cache_keys import forget_cache
from tests.databases import connected_to

ROUNDS = 7
#: With ten times the things a page may take this many times as long.
BOUNDS = {"home": 2.0, "listing": 4.0, "filtered listing": 4.0, "product": 2.0, "story": 2.0, "search": 4.0, "order": 2.0}


@pytest.fixture(scope="module")
def house(demo, demo_copy, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        connected_to(demo_copy("bench")),
        override_settings(MEDIA_ROOT=demo.media),
        translation.override("pl"),
    ):
        connection.close()
        yield


@pytest.fixture(autouse=True)
def _media():
    """The demo's own files, set by `house`."""


def median_time(act) -> float:
    act()
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def place_an_order() -> None:
    """A whole order, undone afterwards, so that each round finds the same shop."""
    product = Product.objects.filter(kind=Product.Kind.SERIES, stock__on_hand__gt=5).select_related("stock").first()
    with transaction.atomic():
        factories.make_order((product, 1))
        transaction.set_rollback(True)


def measured() -> dict[str, float]:
    forget_cache()
    addresses = {
        "home": "/",
        "listing": "/sklep/",
        "filtered listing": "/sklep/?kategoria=ceramika&dostepne=1&sort=cena-rosnaco",
        "product": ProductPage.objects.live().filter(locale__language_code="pl").order_by("pk").first().url,
        "story": StoryPage.objects.live().filter(locale__language_code="pl").order_by("pk").first().url,
        "search": "/szukaj/?q=wazon",
    }
    times = {name: median_time(lambda path=path: Client().get(path)) for name, path in addresses.items()}
    return times | {"order": median_time(place_an_order)}


def test_growth(house):
    few = measured()
    scale.products_add(10 * Product.objects.count())
    scale.stories_add(10 * StoryPage.objects.filter(locale__language_code="pl").count())
    scale.orders_add(500)
    call_command("update_index", verbosity=0)
    many = measured()

    print(f"\n{'':18}{'demo':>10}{'10 ×':>10}{'ratio':>8}")
    for name in few:
        print(f"{name:18}{few[name] * 1000:8.1f} ms{many[name] * 1000:8.1f} ms{many[name] / few[name]:8.2f}")
    assert list(shop_breaches()) == []
    assert {name: many[name] / few[name] for name in few if many[name] / few[name] > BOUNDS[name]} == {}

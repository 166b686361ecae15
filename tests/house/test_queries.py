"""How many queries a page takes: within bounds on the demo, and no more when there are two hundred things."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodpractices.models import GoodPracticePage
from market import scale
from shop.models import Product, ProductPage
from stories.models import StoryPage
from tests.cache_keys import forget_cache

BOUNDS = {
    "home": 20, "listing": 15, "category": 15, "product": 20, "story": 20, "practices": 15, "practice": 30, "stories": 15,
    # What belongs to them is asked for too: parts with their legal data and pages, pieces to choose, variants.
    "set": 25, "own set": 22, "variants": 22,
    # A film comes in the same queries as its good; in a text it is one query, and one for the sizes of its poster.
    "film of a good": 20, "film in a story": 20,
}  # fmt: skip


def addresses() -> dict[str, str]:
    def first(model) -> str:
        return model.objects.live().filter(locale__language_code="pl").order_by("-pk").first().url

    def first_of(**facts) -> str:
        products = Product.objects.filter(variant_of=None, **facts)
        pages = ProductPage.objects.live().filter(locale__language_code="pl", product__in=products)
        return pages.order_by("-pk").first().url

    return {
        "home": "/",
        "listing": "/sklep/",
        "category": "/sklep/ceramika/",
        "product": first_of(kind="unique"),
        "set": first_of(kind="set"),
        "own set": first_of(kind="own_set"),
        "variants": first_of(variants__isnull=False),
        "film of a good": first_of(video__isnull=False),
        "film in a story": "/historie/trzy-tygodnie-wazonu/",
        "story": first(StoryPage),
        "practices": "/baza-wiedzy/dobre-praktyki/",
        "practice": first(GoodPracticePage),
        "stories": "/historie/",
    }


def number_of_queries(path: str) -> int:
    """Queries of a GET that is not the first one: site root paths and pictures are known."""
    Client().get(path)
    with CaptureQueriesContext(connection) as caught:
        assert Client().get(path).status_code == 200
    return len([query for query in caught if not re.match(r"(SAVEPOINT|RELEASE)", query["sql"])])


@pytest.mark.parametrize("name", BOUNDS)
def test_queries_stay_within_bounds(name):
    assert number_of_queries(addresses()[name]) <= BOUNDS[name]


def test_queries_do_not_grow_with_the_number_of_things():
    few = {name: number_of_queries(path) for name, path in addresses().items()}
    scale.products_add(200)
    scale.stories_add(200)
    scale.practices_add(200)
    forget_cache()
    many = {name: number_of_queries(path) for name, path in addresses().items()}
    assert {name: count for name, count in many.items() if count > BOUNDS[name]} == {}
    # A page of a list may bring its own one or two (how many there are, whether there is a next page).
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name] + 2} == {}

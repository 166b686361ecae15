"""The editors' words for a promotion: shown to buyers where it lowers a price, always after the lowest price of 30 days."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from shop.cards import product_card
from shop.models import Product
from shop.services.prices import price_reduce
from shop.services.promotions import promotion_plan, promotion_withdraw
from tests.shop.pages import add_to_basket, words

pytestmark = pytest.mark.django_db

LOWEST = "Najniższa cena z 30 dni przed obniżką: 120,00 zł"
LABEL = "Promocja: Tydzień gliny"


@pytest.fixture
def product(make_product):
    return make_product(price="120.00", stock=4, kind="series", title="Misa")


def plan(product):
    return promotion_plan(
        code="glina",
        name="Tydzień gliny",
        name_en="Clay week",
        starts_at=timezone.now() - datetime.timedelta(minutes=1),
        ends_at=None,
        prices={product: Decimal("90.00")},
    )


def text_of(response) -> str:
    text = words(response.content.decode()).replace("\xa0", " ")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("path", ["/sklep/", None])
def test_the_card_and_the_page_show_it_after_the_lowest_price(client, product, path):
    plan(product)
    text = text_of(client.get(path or product.pages.get().url))
    assert LABEL in text
    assert text.index(LOWEST) < text.index(LABEL)
    assert re.search(re.escape(LOWEST) + r" \( ?teraz o 25 % taniej ?\) " + re.escape(LABEL), text)


def test_the_basket_line_shows_it_with_the_lowest_price(client, product):
    plan(product)
    add_to_basket(client, product)
    text = text_of(client.get("/koszyk/"))
    assert text.index(LOWEST) < text.index(LABEL)


def test_in_the_language_of_the_reader(product):
    plan(product)
    with translation.override("en"):
        assert product_card(Product.objects.get(pk=product.pk)).reduction.promotion_label == "Clay week"


def test_a_reduction_by_hand_has_no_words_and_leaves_the_basket_as_it_was(client, product):
    price_reduce(product=product, price=Decimal("90.00"))
    add_to_basket(client, product)
    assert "Promocja:" not in text_of(client.get("/sklep/"))
    text = text_of(client.get("/koszyk/"))
    assert "Promocja:" not in text
    assert "Najniższa cena" not in text


def test_a_hand_that_takes_the_good_out_takes_the_words_away(client, product):
    plan(product)
    price_reduce(product=Product.objects.get(pk=product.pk), price=Decimal("80.00"))
    assert LABEL not in text_of(client.get("/sklep/"))


def test_after_the_end_nothing_is_left(client, product):
    promotion_withdraw(promotion=plan(product))
    text = text_of(client.get("/sklep/"))
    assert LABEL not in text
    assert "Najniższa cena" not in text


def test_words_cost_no_query(product, django_assert_num_queries):
    from shop.services.reductions import reductions

    plan(product)
    fresh = Product.objects.get(pk=product.pk)
    with django_assert_num_queries(1):
        (found,) = reductions(products=[fresh]).values()
        assert found.promotion_label == "Tydzień gliny"

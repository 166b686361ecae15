"""The price per unit of measure, by the Regulation of 19 December 2022 on displaying prices."""

from decimal import Decimal

import pytest

from shop.cards import product_card
from shop.unit_price import unit_price, unit_price_text
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(db):
    return {gate: factories.make_category(f"polka-{gate or 'inne'}", f"Półka {gate}") for gate in ("", "cosmetic", "food")}


@pytest.mark.parametrize(
    ("gate", "price", "quantity", "unit", "expected"),
    [
        ("food", "18.00", "250", "g", ("72.00", "1 kg")),
        ("food", "24.50", "330", "ml", ("74.24", "1 l")),
        ("cosmetic", "18.00", "75", "g", ("24.00", "100 g")),
        ("cosmetic", "30.00", "250", "ml", ("12.00", "100 ml")),
        ("", "36.00", "6", "pc", ("6.00", "szt.")),
        ("food", "18.00", "1000", "g", None),
        ("cosmetic", "18.00", "100", "g", None),
        ("", "18.00", "1", "pc", None),
        ("food", "9.00", "4.9", "g", None),
        ("food", "9.00", None, "", None),
    ],
)
def test_unit_price(make_product, shelf, gate, price, quantity, unit, expected):
    shelf[gate].gate = gate
    shelf[gate].save()
    product = make_product(
        price=price,
        category=shelf[gate],
        net_quantity=quantity and Decimal(quantity),
        net_unit=unit,
    )
    found = unit_price(product)
    assert found == (expected and (Decimal(expected[0]), expected[1]))
    assert bool(product_card(product).unit_price) == bool(expected)


def test_sets_need_none(make_product):
    product = make_product(kind="set", stock=0, with_page=False, net_quantity=Decimal(500), net_unit="g")
    assert unit_price(product) is None


def test_the_words(client, make_product, shelf):
    product = make_product(price="18.00", category=shelf["food"], net_quantity=Decimal(250), net_unit="g")
    text = unit_price_text(product).replace("\xa0", " ")
    assert text == "250 g · 72,00 zł / 1 kg"
    assert text in client.get(product.pages.get().url).content.decode().replace("\xa0", " ")

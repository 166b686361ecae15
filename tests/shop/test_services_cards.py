"""Cards of goods: what they say, and that two hundred cost no more queries than ten."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shop.cards import product_cards
from shop.models import Product, ProductPage
from shop.services.prices import price_reduce
from tests import factories


def cards():
    products = Product.objects.select_related("enterprise", "category", "stock").order_by("pk")
    return product_cards(products)


def test_a_card_tells_all(shop_tree, make_product, make_enterprise):
    maker = make_enterprise(name="WTZ „Pod Lipą”")
    picture = factories.make_image()
    product = make_product(enterprise=maker, price="120.00", title="Wazon „Maj”", picture=picture)
    price_reduce(product=product, price=Decimal("90.00"))
    (card,) = cards()
    assert (card.title, card.url, card.language) == ("Wazon „Maj”", f"/sklep/{product.code.lower()}/", "pl")
    assert (card.picture, card.picture_alt) == (picture, "Zielony wazon.")
    assert (card.price, card.reduction.regular, card.reduction.lowest, card.reduction.percent) == (
        Decimal("90.00"),
        Decimal("120.00"),
        Decimal("120.00"),
        25,
    )
    assert (card.is_available, card.available) == (True, 1)
    assert (card.maker.name, card.maker.kind_label, card.maker.place) == ("WTZ „Pod Lipą”", "WTZ", "Gniezno")
    assert (card.story, card.category_label) == (None, "Ceramika")


@pytest.mark.parametrize(
    ("kind", "stock", "ordered", "available"),
    [("unique", 1, 0, 1), ("unique", 1, 1, 0), ("series", 5, 2, 3), ("series", 0, 0, 0)],
)
def test_availability(make_product, kind, stock, ordered, available):
    product = make_product(kind=kind, stock=stock)
    if ordered:
        factories.make_order((product, ordered))
    (card,) = cards()
    assert (card.available, card.is_available) == (available, available > 0)
    assert card.stock_text


def test_the_own_story_goes_before_the_makers_and_the_newest_first(shop_tree, make_product, make_enterprise):
    maker = make_enterprise()
    told, untold = make_product(enterprise=maker), make_product(enterprise=maker)
    strange = make_product()
    factories.make_story(shop_tree, enterprises=[maker], title="Dawna", published_on="2024-01-01")
    factories.make_story(shop_tree, enterprises=[maker], title="Nowa", published_on="2025-01-01")
    factories.make_story(shop_tree, products=[told], title="Własna", published_on="2020-01-01")
    hidden = factories.make_story(shop_tree, enterprises=[strange.enterprise], title="Zdjęta")
    hidden.unpublish()
    stories = {card.product.pk: card.story and card.story.title for card in cards()}
    assert stories == {told.pk: "Własna", untold.pk: "Nowa", strange.pk: None}


def test_goods_without_a_live_page_are_dropped_and_order_is_kept(make_product):
    products = [make_product() for _number in range(3)]
    ProductPage.objects.get(product=products[1]).unpublish()
    shown = [card.product for card in product_cards([products[2], products[1], products[0]])]
    assert shown == [products[2], products[0]]
    assert product_cards([]) == []


def test_another_language_falls_back_to_polish(make_product):
    make_product(title="Wazon „Maj”")
    with translation.override("uk"):
        (card,) = cards()
    assert (card.title, card.language, card.url.startswith("/sklep/")) == ("Wazon „Maj”", "pl", True)


def test_sixty_cards_take_as_many_queries_as_ten(shop_tree, make_product, make_enterprise):
    picture = factories.make_image()
    picture.get_rendition("fill-320x320")

    def add(count: int) -> None:
        for number in range(count):
            maker = make_enterprise() if number % 5 == 0 else None
            product = make_product(enterprise=maker, stock=number % 3, picture=picture, price="50.00")
            if number % 4 == 0:
                price_reduce(product=product, price=Decimal("40.00"))
            if number % 5 == 0:
                factories.make_story(shop_tree, enterprises=[maker], products=[product])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = cards()
            assert all(card.url and card.maker.url for card in shown)
            for card in shown:
                card.picture.get_rendition("fill-320x320")
        return len(captured)

    add(10)
    queries()  # fills the cache of site roots
    few = queries()
    add(50)
    assert Product.objects.count() == 60
    assert queries() == few <= 25

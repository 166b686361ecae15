"""The price of a list: cards, filters, counts and order all tell the least that can be ordered."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from shop.cards import product_card, product_cards
from shop.listing import product_listing
from shop.listing_goods import Goods
from shop.models import Product
from shop.services.listed_price import Offer, Piece, listed_price, listed_price_of_choice
from shop.services.prices import price_reduce, price_set
from tests.shop.goods import make_own_set, make_set, make_variant
from tests.shop.pages import words

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([("50", True)], ("50", False, 0)),
        ([("50", True), ("40", True)], ("40", True, 1)),
        ([("50", True), ("50", True)], ("50", False, 0)),
        ([("30", False), ("50", True)], ("50", False, 1)),
        ([("30", False), ("50", True), ("60", True)], ("50", True, 1)),
        ([("30", False), ("50", False)], ("30", True, 0)),
    ],
)
def test_the_least_of_what_can_be_ordered(offers, expected):
    found = listed_price([Offer(key, D(price), is_open) for key, (price, is_open) in enumerate(offers)])
    assert found == (type(found))(D(expected[0]), expected[1], expected[2])


@pytest.mark.parametrize(
    ("least", "most", "pieces", "expected"),
    [
        (2, 4, [("10", 1, 1), ("7", 3, 3)], ("26", True)),
        (1, 1, [("10", 2, 2)], ("22", False)),
        (1, 1, [("10", 2, 2), ("15", 1, 1)], ("22", True)),
        # The cheaper one is sold out.
        (1, 1, [("7", 0, 5), ("10", 2, 2)], ("22", False)),
        # Nothing can be put together: the price with full shelves.
        (2, 2, [("7", 0, 5), ("10", 1, 2)], ("26", True)),
        (2, 2, [], ("12", False)),
    ],
)
def test_the_least_set_of_choice(least, most, pieces, expected):
    found = listed_price_of_choice(
        box=D("12"), least=least, most=most, pieces=[Piece(D(price), now, full) for price, now, full in pieces]
    )
    assert (found.amount, found.is_from, found.key) == (D(expected[0]), expected[1], None)


@pytest.fixture
def goods(shop_tree, make_product):
    """A notebook whose smaller variant is cheaper, a jug whose cheap one is sold, a set of choice, a set, a plain mug."""
    mug = make_product(title="Kubek", price="40.00", stock=5, kind="series")
    soap = make_product(title="Mydło", price="15.00", stock=5, kind="series")
    note = make_product(title="Notes", price="60.00", stock=2, kind="series", variant_name="duży")
    jug = make_product(title="Dzban", price="30.00", stock=0, kind="series", variant_name="mały")
    return {
        "mug": mug,
        "soap": soap,
        "note": note,
        "small": make_variant(note, "mały", price="45.00", stock=3, kind="series"),
        "jug": jug,
        "tall": make_variant(jug, "wysoki", price="90.00", stock=1, kind="series"),
        "box": make_own_set(shop_tree, (mug, 2), (soap, 3), price="12.00", least=2, most=3, title="Pudełko"),
        "set": make_set(shop_tree, mug, soap, price="50.00", title="Zestaw"),
    }


def listing(tree, query=""):
    return product_listing(tree.shop, QueryDict(query))


def titles(tree, query):
    return [card.title for card in listing(tree, query)["cards"]]


def facet(tree, query, name):
    found = next((facet for facet in listing(tree, query)["facets"] if facet.name == name), None)
    return {option.value: option.count for option in found.options} if found else {}


def test_cards_and_filters_agree(goods, shop_tree):
    price_set(product=goods["soap"], price=D("16.00"))
    price_reduce(product=goods["small"], price=D("44.00"))
    read = Goods(locale_id=shop_tree.shop.locale_id)
    mains = Product.objects.filter(pk__in=read.entries).select_related("enterprise", "category", "stock")
    cards = {card.product.pk: card for card in product_cards(mains)}
    assert {key: entry.price for key, entry in read.entries.items()} == {
        key: card.listed.amount for key, card in cards.items()
    }
    assert {key for key, entry in read.entries.items() if entry.values["obnizone"]} == {
        key for key, card in cards.items() if card.listed.reduction
    }


def test_order_and_range_follow_the_card(goods, shop_tree):
    assert titles(shop_tree, "sort=cena-rosnaco") == ["Mydło", "Kubek", "Pudełko", "Notes", "Zestaw", "Dzban"]
    assert [str(card.listed.amount) for card in listing(shop_tree, "sort=cena-malejaco")["cards"]] == [
        "90.00", "50.00", "45.00", "42.00", "40.00", "15.00",
    ]  # fmt: skip
    assert set(titles(shop_tree, "cena_od=42&cena_do=45")) == {"Pudełko", "Notes"}
    # The big notebook costs 60 zł, but its card says 45: the range is that of the cards.
    assert titles(shop_tree, "cena_od=55&cena_do=65") == []
    assert facet(shop_tree, "cena_do=45", "rodzaj") == {"series": 3, "own_set": 1}
    form = listing(shop_tree)["price_form"]
    assert (form["lowest"], form["highest"]) == ("15", "90")


def test_cards_say_from_only_where_prices_differ(goods, shop_tree, client):
    assert {card.title: card.listed.is_from for card in listing(shop_tree)["cards"]} == {
        "Kubek": False, "Mydło": False, "Notes": True, "Dzban": False, "Pudełko": True, "Zestaw": False,
    }  # fmt: skip
    text = words(client.get("/sklep/").content.decode()).replace("\xa0", " ")
    assert "od 45,00 zł" in text
    assert "od 42,00 zł" in text
    assert "od 90,00 zł" not in text


def test_reduced_is_what_the_card_announces(goods, shop_tree):
    assert facet(shop_tree, "", "obnizone") == {}
    # The dearer variant is reduced: the card shows the price of the other one.
    price_reduce(product=goods["note"], price=D("55.00"))
    assert facet(shop_tree, "", "obnizone") == {}
    price_reduce(product=goods["small"], price=D("40.00"))
    assert facet(shop_tree, "", "obnizone") == {"1": 1}
    (card,) = listing(shop_tree, "obnizone=1")["cards"]
    assert (card.title, card.listed.amount, card.listed.is_from) == ("Notes", D("40.00"), True)
    assert (card.listed.reduction.regular, card.listed.reduction.lowest) == (D("45.00"), D("45.00"))
    # Of a sum none is announced, whatever the box costs.
    price_reduce(product=goods["box"], price=D("9.00"))
    assert titles(shop_tree, "obnizone=1") == ["Notes"]


def test_what_may_not_be_announced_is_not_counted(goods, shop_tree):
    price_set(product=goods["mug"], price=D("20.00"))
    price_set(product=goods["mug"], price=D("40.00"))
    price_reduce(product=goods["mug"], price=D("30.00"))
    assert facet(shop_tree, "", "obnizone") == {}


def test_a_variant_that_may_not_be_announced_shows_no_crossed_out_price(goods, client):
    price_set(product=goods["small"], price=D("20.00"))
    price_set(product=goods["small"], price=D("45.00"))
    price_reduce(product=goods["small"], price=D("30.00"))
    url = goods["note"].pages.get().url
    page = client.get(f"{url}?wariant={goods['small'].code}").content.decode()
    assert "<s>" not in page
    assert "StrikethroughPrice" not in page


def test_the_basket_tells_the_price_of_the_line_not_of_the_list(goods):
    card = product_card(goods["note"])
    assert (card.price, card.own.amount, card.listed.amount) == (D("60.00"), D("60.00"), D("45.00"))


def test_no_more_queries_with_variants_sets_and_reductions(goods, shop_tree, client, django_assert_max_num_queries):
    shop_tree.shop.show_in_menus = True
    shop_tree.shop.save()
    price_reduce(product=goods["small"], price=D("40.00"))
    client.get("/sklep/")
    for query in ("", "?obnizone=1", "?dostawa=odbior&sort=cena-rosnaco"):
        with django_assert_max_num_queries(15):
            assert client.get(f"/sklep/{query}").status_code == 200

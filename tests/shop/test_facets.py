"""Occasions, goals, ready or to order, reductions; availability of sets and variants; the part that htmx asks for."""

import re
from decimal import Decimal

import pytest
from django.http import QueryDict

from home.models import Sdg
from shop.listing import product_listing
from shop.models import Occasion, Product, ProductPage, SetComponent, ShopPage
from shop.services.availability import goods_read
from shop.services.lines import ENOUGH
from shop.services.prices import price_reduce
from shop.stock_rows import sold_pages
from tests import factories

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true", "hx-target": "listing", "hx-boosted": "true"}


@pytest.fixture
def goods(shop_tree, make_product):
    """A vase on hand, a sold bowl, a scarf to order, a reduced mug."""
    wedding, birthday = (Occasion.objects.create(code=code, name=code) for code in ("slub", "urodziny"))
    for number in (8, 12):
        Sdg.objects.create(number=number, name=f"Cel {number}", name_en=f"Goal {number}", name_uk=f"Ціль {number}")
    made = {
        "vase": make_product(title="Wazon", stock=1),
        "bowl": make_product(title="Misa", stock=0),
        "scarf": make_product(title="Szal", stock=0, kind=Product.Kind.TO_ORDER, lead_time_days=10),
        "mug": make_product(title="Kubek", stock=5),
    }
    for key, occasions, goals in (
        ("vase", [wedding], [8]), ("bowl", [wedding, birthday], [8, 12]), ("scarf", [birthday], []), ("mug", [], [12]),
    ):  # fmt: skip
        made[key].occasions.set(occasions)
        made[key].sdgs.set(Sdg.objects.filter(number__in=goals))
        made[key].save()
    price_reduce(product=made["mug"], price=Decimal("90.00"))
    return made


def listing(tree, query=""):
    return product_listing(tree.shop, QueryDict(query))


def titles(tree, query=""):
    return {card.title for card in listing(tree, query)["cards"]}


def counts(tree, query, name):
    facet = next(facet for facet in listing(tree, query)["facets"] if facet.name == name)
    return {option.value: option.count for option in facet.options}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("okazja=slub", {"Wazon", "Misa"}),
        ("okazja=slub&okazja=urodziny", {"Wazon", "Misa", "Szal"}),
        ("cel=12", {"Misa", "Kubek"}),
        ("cel=8&okazja=urodziny", {"Misa"}),
        ("wykonanie=na-zamowienie", {"Szal"}),
        ("wykonanie=gotowe&dostepne=1", {"Wazon", "Kubek"}),
        ("dostepne=1", {"Wazon", "Szal", "Kubek"}),
        ("obnizone=1", {"Kubek"}),
        ("obnizone=1&cena_do=89", set()),
    ],
)
def test_filters(goods, shop_tree, query, expected):
    assert titles(shop_tree, query) == expected
    assert listing(shop_tree, query)["total"] == len(expected)


def test_counts(goods, shop_tree):
    assert counts(shop_tree, "", "okazja") == {"slub": 2, "urodziny": 2}
    assert counts(shop_tree, "okazja=slub", "okazja") == {"slub": 2, "urodziny": 2}
    assert counts(shop_tree, "okazja=slub", "cel") == {"8": 2, "12": 1}
    assert counts(shop_tree, "", "wykonanie") == {"gotowe": 3, "na-zamowienie": 1}
    assert counts(shop_tree, "cel=12", "obnizone") == {"1": 1}
    assert counts(shop_tree, "", "dostepne") == {"1": 3}


def test_goals_stand_by_their_numbers(goods, shop_tree):
    facet = next(facet for facet in listing(shop_tree)["facets"] if facet.name == "cel")
    assert [option.label for option in facet.options] == ["8. Cel 8", "12. Cel 12"]


def gift_set(make_product, *parts: tuple[Product, int], **values) -> Product:
    """A set with a public page, whatever the rules of publication say: what was fit once may be so no longer."""
    made = make_product(stock=0, kind=values.pop("kind", Product.Kind.SET), with_page=False, **values)
    for product, quantity in parts:
        SetComponent.objects.create(gift_set=made, product=product, quantity=quantity)
    page = ProductPage(title="Zestaw", slug=made.code.lower(), lead="Zestaw.", product=made, how_made="Złożony.", live=False)
    factories.add_page(ShopPage.objects.get(), page)
    ProductPage.objects.filter(pk=page.pk).update(live=True)
    return made


def entry_of(tree, product) -> int:
    from shop.listing_goods import Goods

    return Goods(locale_id=tree.shop.locale_id).entries[product.pk].available


def test_lists_and_services_agree_on_what_is_there(goods, shop_tree, make_product):
    hidden = make_product(stock=5, with_page=False)
    made = [
        *goods.values(),
        gift_set(make_product, (goods["mug"], 2), (goods["vase"], 1)),
        gift_set(make_product, (goods["mug"], 1), (hidden, 1)),
        gift_set(make_product, (goods["mug"], 4), kind=Product.Kind.OWN_SET, set_least=3, set_most=4),
        gift_set(make_product, (goods["mug"], 4), kind=Product.Kind.OWN_SET, set_least=5, set_most=9),
        make_product(stock=0, kind=Product.Kind.GIFT_CARD),
    ]
    read = goods_read(Product.objects.filter(pk__in=[product.pk for product in made]).select_related("stock"))
    for product in Product.objects.filter(pk__in=[product.pk for product in made]).select_related("stock"):
        assert entry_of(shop_tree, product) == read.available(product), product


def test_a_set_is_there_as_often_as_its_scarcest_part(goods, shop_tree, make_product):
    made = gift_set(make_product, (goods["mug"], 2), (goods["vase"], 1))
    assert entry_of(shop_tree, made) == 1
    assert "Zestaw" in titles(shop_tree, "dostepne=1")
    more = gift_set(make_product, (goods["mug"], 2), (goods["scarf"], 1))
    assert entry_of(shop_tree, more) == 2
    sold = gift_set(make_product, (goods["bowl"], 1), (goods["vase"], 1))
    assert entry_of(shop_tree, sold) == 0
    assert entry_of(shop_tree, gift_set(make_product)) == 0


def test_a_set_of_choice_needs_its_least_pieces(goods, shop_tree, make_product):
    made = gift_set(make_product, (goods["mug"], 5), kind=Product.Kind.OWN_SET, set_least=3, set_most=5)
    assert entry_of(shop_tree, made) == ENOUGH
    many = gift_set(make_product, (goods["mug"], 5), kind=Product.Kind.OWN_SET, set_least=6, set_most=9)
    assert entry_of(shop_tree, many) == 0


def test_a_good_is_there_while_one_of_its_variants_is(goods, shop_tree, make_product):
    make_product(stock=3, with_page=False, variant_of=goods["bowl"], variant_name="mała")
    assert entry_of(shop_tree, goods["bowl"]) == 3
    assert "Misa" in titles(shop_tree, "dostepne=1")
    # Variants have no page, so they are not counted as goods of their own.
    assert listing(shop_tree)["total"] == 4


def test_sold_pages(goods, make_product):
    pages = {key: product.pages.get().pk for key, product in goods.items()}
    assert sold_pages(pages.values()) == [pages["bowl"]]
    assert sold_pages([]) == []


@pytest.mark.parametrize("path", ["/sklep/", "/sklep/?okazja=slub", "/sklep/?sort=nazwa&strona=2", "/sklep/?obnizone=1&cena_do=89"])
def test_the_part_for_htmx_is_the_list_of_the_whole_page(goods, client, path):
    whole = client.get(path).content.decode()
    part = client.get(path, headers=HTMX).content.decode().strip()
    assert "<html" not in part
    assert part.startswith("<div")
    assert re.sub(r"\s+", " ", part) in re.sub(r"\s+", " ", whole)


def test_caches_keep_part_and_page_apart(goods, client):
    for headers in ({}, HTMX):
        assert {"HX-Request", "HX-Target"} <= {name.strip() for name in client.get("/sklep/", headers=headers)["Vary"].split(",")}


def test_going_back_asks_for_the_whole_page(goods, client):
    response = client.get("/sklep/", headers=HTMX | {"hx-history-restore-request": "true"})
    assert "<html" in response.content.decode()


def test_htmx_may_neither_eval_nor_style(goods, client):
    html = client.get("/sklep/").content.decode()
    config = re.search(r"<meta name=\"htmx-config\" content='([^']+)'>", html)[1]
    assert '"allowEval":false' in config
    assert '"includeIndicatorStyles":false' in config
    assert '"historyCacheSize":0' in config
    assert "hx-on" not in html


def test_ids_of_the_list_are_unique(goods, client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/sklep/").content.decode())
    assert len(ids) == len(set(ids))


def test_unknown_occasion_gives_the_whole_list(goods, shop_tree):
    assert titles(shop_tree, "okazja=nie-ma&cel=99&wykonanie=x") == {"Wazon", "Misa", "Szal", "Kubek"}


def test_the_shop_leads_to_the_page_about_ranking(goods, shop_tree, client):
    page = factories.make_standard_page(shop_tree, slug="jak-ukladamy-wyniki", title="Jak układamy wyniki", text="<p>x</p>")
    assert f'href="{page.url}"' in client.get("/sklep/").content.decode()

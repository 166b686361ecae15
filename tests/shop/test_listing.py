"""The list of goods: facets with right counts, order, pages, and no address that breaks it."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from home.alphabet import alphabetical
from shop.listing import product_listing
from shop.listing_filters import parse_price
from shop.models import CategoryPage, Material, Product
from stories.models import Technique
from tests import factories
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(shop_tree, make_product):
    """Six goods of two makers on two shelves."""
    pottery = factories.make_category()
    cloth = factories.make_category("tkaniny", "Tkaniny")
    lipa = factories.make_enterprise(shop_tree, code="lipa", name="WTZ „Pod Lipą”")
    nic = factories.make_enterprise(
        shop_tree, code="nic", name="ZAZ „Nić”", kind="zaz", voivodeship="mazowieckie"
    )
    clay, linen = (Material.objects.create(code=code, name=code) for code in ("glina", "len"))
    coils = Technique.objects.create(code="walki", name="lepienie")
    made = {
        "a": make_product(title="Żabka", category=pottery, enterprise=lipa, price="30.00"),
        "b": make_product(title="Misa", category=pottery, enterprise=lipa, price="80.00", stock=4),
        "c": make_product(title="Dzban", category=pottery, enterprise=nic, price="120.00", stock=0),
        "d": make_product(title="Łapka", category=cloth, enterprise=nic, price="25.00", stock=9),
        "e": make_product(title="Torba", category=cloth, enterprise=nic, price="64.00", stock=9),
        "f": make_product(
            title="Ącka", category=cloth, enterprise=nic, price="64.50", stock=0, kind="series"
        ),
    }
    for key in "abc":
        made[key].materials.add(clay)
        made[key].techniques.add(coils)
        made[key].save()
    for key in "def":
        made[key].materials.add(linen)
        made[key].save()
    for place, product in enumerate(made.values()):
        moment = timezone.now() - timezone.timedelta(days=10 - place)
        Product.objects.filter(pk=product.pk).update(created_at=moment)
    return made


def listing(tree, query="", **kwargs):
    return product_listing(tree.shop, QueryDict(query), **kwargs)


def titles(tree, query=""):
    return [card.title for card in listing(tree, query)["cards"]]


def counts(tree, query, name):
    facet = next(facet for facet in listing(tree, query)["facets"] if facet.name == name)
    return {option.value: option.count for option in facet.options}


def test_default_order_puts_the_newest_first_and_the_sold_last(goods, shop_tree):
    assert titles(shop_tree) == ["Torba", "Łapka", "Misa", "Żabka", "Ącka", "Dzban"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("cena-rosnaco", ["Łapka", "Żabka", "Torba", "Ącka", "Misa", "Dzban"]),
        ("cena-malejaco", ["Dzban", "Misa", "Ącka", "Torba", "Żabka", "Łapka"]),
        ("nazwa", ["Ącka", "Dzban", "Łapka", "Misa", "Torba", "Żabka"]),
        ("bzdura", ["Torba", "Łapka", "Misa", "Żabka", "Ącka", "Dzban"]),
    ],
)
def test_sorting(goods, shop_tree, sort, expected):
    assert titles(shop_tree, f"sort={sort}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kategoria=tkaniny", {"Torba", "Łapka", "Ącka"}),
        ("kategoria=tkaniny&kategoria=ceramika", {"Torba", "Łapka", "Ącka", "Żabka", "Misa", "Dzban"}),
        ("producent=lipa", {"Żabka", "Misa"}),
        ("region=mazowieckie&kategoria=ceramika", {"Dzban"}),
        ("technika=walki&dostepne=1", {"Żabka", "Misa"}),
        ("material=len&rodzaj=series&dostepne=1", {"Torba", "Łapka"}),
        ("cena_od=64&cena_do=80", {"Torba", "Misa", "Ącka"}),
        ("cena_od=64,01&cena_do=80", {"Misa", "Ącka"}),
        ("producent=lipa&kategoria=tkaniny", set()),
    ],
)
def test_filters(goods, shop_tree, query, expected):
    assert set(titles(shop_tree, query)) == expected
    assert listing(shop_tree, query)["total"] == len(expected)


def test_counts_are_what_choosing_the_option_would_show(goods, shop_tree):
    assert counts(shop_tree, "", "kategoria") == {"ceramika": 3, "tkaniny": 3}
    assert counts(shop_tree, "", "region") == {"wielkopolskie": 2, "mazowieckie": 4}
    assert counts(shop_tree, "producent=lipa", "kategoria") == {"ceramika": 2}
    assert counts(shop_tree, "producent=lipa", "producent") == {"lipa": 2, "nic": 4}
    assert counts(shop_tree, "cena_do=30", "material") == {"glina": 1, "len": 1}
    assert counts(shop_tree, "kategoria=ceramika", "dostepne") == {"1": 2}


def test_every_link_of_a_facet_shows_as_many_as_it_says(goods, shop_tree):
    for query in ("", "kategoria=ceramika", "dostepne=1&producent=nic"):
        for facet in listing(shop_tree, query)["facets"]:
            for option in facet.options:
                if not option.is_active and not any(other.is_active for other in facet.options):
                    assert listing(shop_tree, option.url.lstrip("?."))["total"] == option.count


def test_active_option_links_to_the_list_without_it(goods, shop_tree):
    shown = listing(shop_tree, "kategoria=ceramika&dostepne=1")
    assert [chip["url"] for chip in shown["active_filters"]] == ["?dostepne=1", "?kategoria=ceramika"]


def test_category_page_lists_its_shelf_only(goods, shop_tree, client):
    shelf = CategoryPage(title="Ceramika", slug="ceramika", category=goods["a"].category)
    shop_tree.shop.add_child(instance=shelf)
    text = words(client.get("/sklep/ceramika/").content.decode())
    assert "Misa" in text
    assert "Torba" not in text


def test_nothing_found_helps(goods, shop_tree, client):
    response = client.get("/sklep/?producent=lipa&kategoria=tkaniny")
    assert response.status_code == 200
    html = response.content.decode()
    assert 'class="empty"' in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_page_says_what_the_order_follows(goods, client):
    assert 'class="sort__note"' in client.get("/sklep/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "kategoria=nieznana", "kategoria[]=ceramika", "kategoria[x]=1", "strona=abc", "strona=-1", "strona=0",
        "strona=99999999999999999999", "strona=" + "9" * 1500, "cena_od=abc", "cena_od=-5", "cena_od=1e9",
        "cena_od=NaN&cena_do=Infinity", "cena_od=" + "9" * 400, "sort=%01", "kategoria=%0A", "dostepne=tak",
        "rodzaj=unique%27--", "%FF%FE=%FF", "kategoria=" + "a" * 1500, "=", "&&&", "kategoria=%ED%A0%80",
    ],
)  # fmt: skip
def test_hostile_address_gives_the_list(goods, client, query):
    response = client.get(f"/sklep/?{query}")
    assert response.status_code == 200
    assert "Torba" in words(response.content.decode())


@pytest.mark.parametrize(
    ("query", "status"),
    [("sort=%00", 400), ("kategoria=%00", 400), ("strona=" + "9" * 5000, 414), ("kategoria=" + "a" * 5000, 414)],
)
def test_what_no_page_takes_is_refused_in_words(goods, client, query, status):
    response = client.get(f"/sklep/?{query}")
    assert response.status_code == status
    assert "<h1" in response.content.decode()


def test_pages_of_twenty_four(shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree)
    for _piece in range(26):
        make_product(enterprise=maker)
    assert len(titles(shop_tree)) == 24
    assert len(titles(shop_tree, "strona=2")) == 2
    assert len(titles(shop_tree, "strona=77")) == 2


def test_withdrawn_goods_are_neither_listed_nor_counted(goods, shop_tree):
    goods["b"].pages.get().unpublish()
    assert "Misa" not in titles(shop_tree)
    assert counts(shop_tree, "", "kategoria")["ceramika"] == 2


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12.00"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        (" 1 200 zł", "1200"),
        ("0", "0"),
        ("", None),
        ("1,234", None),
    ],
)
def test_prices_as_people_type_them(text, amount):
    assert parse_price(text) == (Decimal(amount) if amount else None)


def test_alphabet_knows_polish_and_ukrainian():
    assert sorted(["Żółw", "Zebra", "Ćma", "Cis", "Łoś", "Lis"], key=alphabetical) == [
        "Cis", "Ćma", "Lis", "Łoś", "Zebra", "Żółw",
    ]  # fmt: skip
    assert sorted(["Їжак", "Ива", "Ґава", "Гора"], key=alphabetical) == ["Гора", "Ґава", "Ива", "Їжак"]


@pytest.mark.parametrize("number", [10, 200])
def test_at_most_fifteen_queries(shop_tree, client, django_assert_max_num_queries, number):
    factories.fill_shop(shop_tree, number)
    client.get("/sklep/")
    for query in ("", "?dostepne=1&sort=nazwa"):
        with django_assert_max_num_queries(15):
            response = client.get(f"/sklep/{query}")
        assert response.status_code == 200

"""Filters by whom a good supports and by how it is delivered: right counts, links that can be shared, plain words."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from shop.delivery_context import product_quotes
from shop.delivery_ways import WAYS
from shop.listing import product_listing
from shop.models import DeliveryMethod, Product
from shop.product_context import product_context
from stories.kinds import GROUPS_BY_LAW, EnterpriseKind, SupportedGroup, groups_supported
from stories.listing import enterprise_listing
from stories.models import Enterprise
from stories.page_context import enterprise_context
from tests import factories
from tests.shop.admin_people import client_of, make_person
from tests.shop.goods import make_set, make_variant
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(shop_tree, make_product):
    """Of a WTZ, a ZAZ, a cooperative and a foundation; small, too large for a locker, by e-mail, a set of two makers."""
    makers = {
        kind: factories.make_enterprise(shop_tree, code=kind.value, name=kind.value, kind=kind.value)
        for kind in (EnterpriseKind.WTZ, EnterpriseKind.ZAZ, EnterpriseKind.SOCIAL_COOPERATIVE, EnterpriseKind.FOUNDATION)
    }
    small = {"width_mm": 100, "height_mm": 60, "depth_mm": 100, "weight_g": 300}
    made = {
        "mug": make_product(title="Kubek", enterprise=makers["wtz"], stock=5, kind="series", **small),
        "scarf": make_product(title="Szal", enterprise=makers["zaz"], stock=5, kind="series", **small),
        "painting": make_product(
            title="Obraz", enterprise=makers["foundation"], width_mm=900, height_mm=700, depth_mm=40, weight_g=4000
        ),
        "card": make_product(title="Karta", enterprise=makers["social_cooperative"], stock=0, kind=Product.Kind.GIFT_CARD),
    }
    made["set"] = make_set(shop_tree, made["mug"], made["scarf"], title="Zestaw", enterprise=makers["social_cooperative"])
    factories.make_delivery("kurier", oversize_price="39.00")
    factories.make_locker_delivery()
    factories.make_delivery("odbior", price="0.00", is_pickup=True)
    factories.make_delivery("e-mail", price="0.00", kind=DeliveryMethod.Kind.EMAIL)
    return made


def listing(tree, query=""):
    return product_listing(tree.shop, QueryDict(query))


def titles(tree, query):
    return {card.title for card in listing(tree, query)["cards"]}


def options(tree, query, name):
    facet = next(facet for facet in listing(tree, query)["facets"] if facet.name == name)
    return {option.value: option.count for option in facet.options}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("grupa=nauka-i-rehabilitacja", {"Kubek", "Zestaw"}),
        ("grupa=praca-z-niepelnosprawnoscia", {"Szal", "Zestaw"}),
        ("grupa=powrot-do-pracy", {"Karta", "Zestaw"}),
        ("grupa=powrot-do-pracy&grupa=nauka-i-rehabilitacja", {"Karta", "Zestaw", "Kubek"}),
        ("grupa=nieznana", {"Kubek", "Szal", "Obraz", "Karta", "Zestaw"}),
        ("dostawa=kurier", {"Kubek", "Szal", "Obraz", "Zestaw"}),
        ("dostawa=paczkomat", {"Kubek", "Szal", "Zestaw"}),
        ("dostawa=odbior", {"Kubek", "Szal", "Obraz", "Zestaw"}),
        ("dostawa=e-mail", {"Karta"}),
        ("dostawa=paczkomat&grupa=powrot-do-pracy", {"Zestaw"}),
        ("dostawa=golab", {"Kubek", "Szal", "Obraz", "Karta", "Zestaw"}),
    ],
)
def test_filters(goods, shop_tree, query, expected):
    assert titles(shop_tree, query) == expected
    assert listing(shop_tree, query)["total"] == len(expected)


def test_counts(goods, shop_tree):
    assert options(shop_tree, "", "grupa") == {
        "nauka-i-rehabilitacja": 2, "praca-z-niepelnosprawnoscia": 2, "powrot-do-pracy": 2,
    }  # fmt: skip
    assert options(shop_tree, "", "dostawa") == {"kurier": 4, "paczkomat": 3, "odbior": 4, "e-mail": 1}
    assert options(shop_tree, "grupa=powrot-do-pracy", "dostawa") == {"kurier": 1, "paczkomat": 1, "odbior": 1, "e-mail": 1}
    assert options(shop_tree, "dostawa=e-mail", "grupa") == {"powrot-do-pracy": 1}


def test_every_link_shows_as_many_as_it_says(goods, shop_tree):
    for facet in listing(shop_tree)["facets"]:
        for option in facet.options:
            assert listing(shop_tree, option.url.lstrip("?."))["total"] == option.count, option


def test_delivery_is_what_the_checkout_decides(goods, shop_tree):
    """For every good and every way: the filter has it exactly where the quote of the checkout does."""
    from shop.listing_goods import Goods

    entries = Goods(locale_id=shop_tree.shop.locale_id).entries
    products = Product.objects.filter(pk__in=entries).select_related("enterprise")
    for key, quotes in product_quotes(products).items():
        assert entries[key].values["dostawa"] == {
            WAYS[DeliveryMethod.Kind(quote.method.kind)] for quote in quotes if quote.is_available
        }


def test_a_way_that_is_not_offered_is_no_option(goods, shop_tree):
    from django.core.cache import caches

    DeliveryMethod.objects.filter(code="paczkomat").update(is_active=False)
    caches["memory"].clear()
    assert options(shop_tree, "", "dostawa") == {"kurier": 4, "odbior": 4, "e-mail": 1}


def test_one_variant_that_fits_is_enough_and_a_sold_one_is_none(goods, shop_tree):
    small = make_variant(goods["painting"], "mały", stock=1, width_mm=200, height_mm=150, depth_mm=30, weight_g=500)
    assert "Obraz" in titles(shop_tree, "dostawa=paczkomat")
    small.stock.on_hand = 0
    small.stock.save()
    assert "Obraz" not in titles(shop_tree, "dostawa=paczkomat")


def test_words_stand_in_the_page_with_plain_links(goods, client):
    html = client.get("/sklep/?grupa=nauka-i-rehabilitacja").content.decode()
    text = words(html)
    assert "Kogo wspierasz" in text
    assert "do paczkomatu" in text
    assert 'id="facet-dostawa-paczkomat"' in html
    assert 'href="?grupa=nauka-i-rehabilitacja&amp;dostawa=paczkomat"' in html


def test_the_law_names_a_group_for_these_kinds_alone():
    assert set(GROUPS_BY_LAW.values()) == {SupportedGroup.LEARNING, SupportedGroup.EMPLOYED, SupportedGroup.RETURNING}
    assert set(EnterpriseKind) - set(GROUPS_BY_LAW) == {
        EnterpriseKind.FOUNDATION, EnterpriseKind.ASSOCIATION, EnterpriseKind.OTHER,
    }  # fmt: skip
    assert groups_supported("foundation") == frozenset()
    assert groups_supported("wtz") == {"nauka-i-rehabilitacja"}
    assert groups_supported("wtz", ["tworczosc"]) == {"tworczosc"}


def name_groups(code: str, *groups: str) -> None:
    Enterprise.objects.filter(code=code).update(groups=list(groups))


def test_counts_are_exact_where_some_makers_name_their_groups(goods, shop_tree):
    """The foundation names two, the WTZ (its mug lies in the set too) another one than the law's; the rest follow from the kind."""
    name_groups("foundation", "tworczosc", "powrot-do-pracy")
    name_groups("wtz", "po-kryzysie-psychicznym")
    assert options(shop_tree, "", "grupa") == {
        "praca-z-niepelnosprawnoscia": 2, "powrot-do-pracy": 3, "tworczosc": 1, "po-kryzysie-psychicznym": 2,
    }  # fmt: skip
    assert titles(shop_tree, "grupa=tworczosc") == {"Obraz"}
    assert titles(shop_tree, "grupa=powrot-do-pracy") == {"Obraz", "Karta", "Zestaw"}
    assert titles(shop_tree, "grupa=po-kryzysie-psychicznym") == {"Kubek", "Zestaw"}
    for option in next(facet for facet in listing(shop_tree)["facets"] if facet.name == "grupa").options:
        assert listing(shop_tree, option.url.lstrip("?."))["total"] == option.count, option


def test_a_variant_counts_once_with_the_group_of_its_maker(goods, shop_tree):
    name_groups("foundation", "tworczosc")
    make_variant(goods["painting"], "mały", stock=1)
    assert options(shop_tree, "", "grupa")["tworczosc"] == 1


def test_the_list_of_makers_counts_the_same_groups(goods, shop_tree):
    name_groups("foundation", "tworczosc", "powrot-do-pracy")

    def shown(query: str) -> tuple[dict[str, int], int]:
        context = enterprise_listing(shop_tree.enterprises, QueryDict(query))
        facet = next(facet for facet in context["facets"] if facet["name"] == "grupa")
        return {option["value"]: option["count"] for option in facet["options"]}, context["total"]

    by_group = {"nauka-i-rehabilitacja": 1, "praca-z-niepelnosprawnoscia": 1, "powrot-do-pracy": 2, "tworczosc": 1}
    assert shown("") == (by_group, 4)
    assert shown("grupa=powrot-do-pracy") == (by_group, 2)


def test_the_good_and_the_profile_name_the_groups_and_lead_to_the_lists(goods, shop_tree, client):
    name_groups("foundation", "tworczosc", "po-kryzysie-psychicznym")
    painting = goods["painting"].pages.get()
    html = client.get(painting.url).content.decode()
    assert '<a href="../?grupa=tworczosc" rel="nofollow">artyści i artystki z niepełnosprawnością</a>' in html
    profile = Enterprise.objects.get(code="foundation").pages.get()
    assert "/producenci/?grupa=po-kryzysie-psychicznym" in client.get(profile.url).content.decode()
    assert [group["code"] for group in enterprise_context(profile)["groups"]] == ["tworczosc", "po-kryzysie-psychicznym"]


def fact_of(product) -> list[str]:
    rows = {fact["label"]: fact for fact in product_context(product.pages.get())["facts"]}
    return [link["url"] for link in rows["Kogo wspierasz"]["links"]] if "Kogo wspierasz" in rows else []


def test_a_set_names_the_groups_of_all_its_makers_and_a_silent_foundation_none(goods):
    assert fact_of(goods["set"]) == [
        "../?grupa=nauka-i-rehabilitacja", "../?grupa=praca-z-niepelnosprawnoscia", "../?grupa=powrot-do-pracy",
    ]  # fmt: skip
    assert fact_of(goods["painting"]) == []


def test_the_panel_takes_known_groups_alone(goods):
    maker = Enterprise.objects.get(code="foundation")
    form_field = Enterprise._meta.get_field("groups").formfield()
    assert form_field.clean(["tworczosc", "uchodzcy"]) == ["tworczosc", "uchodzcy"]
    assert form_field.clean([]) == []
    with pytest.raises(ValidationError):
        form_field.clean(["tworczosc", "wszyscy"])
    maker.groups = ["wszyscy"]
    with pytest.raises(ValidationError) as caught:
        maker.full_clean()
    assert caught.value.message_dict == {"groups": ["Nieznane: wszyscy."]}
    owner = client_of(make_person("owner"))
    html = owner.get(reverse(Enterprise.snippet_viewset.get_url_name("edit"), args=[maker.pk])).content.decode()
    assert html.count('name="groups"') == len(SupportedGroup)
    assert "Zaznacz wszystkie" in html

"""Search over goods and pages: what is indexed and when, ranking, the page of results, suggestions, the shop's own field."""

import pytest
from django.core.management import call_command
from django.http import QueryDict
from wagtail.models import Page

from home.models import SearchEntry, SearchTerm
from home.search.backend import index_pages
from home.search.queries import MAX_PAGES, find
from home.search.suggestions import suggestions
from shop.listing import product_listing
from shop.models import ProductPage
from shop.search_signals import refresh_goods
from tests import factories
from tests.shop.pages import words

pytestmark = pytest.mark.django_db

HOSTILE = [
    "", " ", "\x01", "'", '"', "%", "_", "*", "AND", "OR NOT", "a" * 5_000, "wazon)(", "=wazon", "wazon\u0301", "🏺", "ł" * 119,
    "<script>alert(1)</script>", "' OR 1=1 --", "\u202ewazon", "ﷺ", "wazon " * 400, "ß" * 100, "zażółć" * 19, "\U0001f9ff" * 60,
]  # fmt: skip


def index_all() -> None:
    for model in {page.specific_class for page in Page.objects.filter(depth__gt=1)}:
        index_pages(list(model.objects.all()))


def title_list(query: str, **kwargs) -> list[str]:
    keys = find(query, **kwargs).ranked()
    known = dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))
    return [known[key] for key in keys]


@pytest.fixture
def goods(shop_tree, make_product):
    made = [
        make_product(title="Wazon „Fala”", stock=1),
        make_product(title="Kubek do miodu", stock=7),
        make_product(title="Wazon „Sosna”", stock=0),
        make_product(title="Szal", stock=2),
    ]
    index_all()
    return made


def test_title_lead_text_in_this_order(shop_tree, make_product):
    """All have the word; the lead of every good of the tests has „wazon” and „gliny”."""
    named = make_product(title="Miska z gliny")
    told = make_product(title="Talerz")
    page = told.pages.get()
    page.lead, page.how_made = "Okrągły.", "Ulepiony z gliny."
    page.save()
    led = make_product(title="Dzban")
    index_all()
    assert title_list("gliny") == ["Miska z gliny", "Dzban", "Talerz"]
    assert {named, told, led}


def test_sold_goods_step_back(goods):
    assert title_list("wazon", room="shop")[:2] == ["Wazon „Fala”", "Wazon „Sosna”"]
    place = find("wazon").scores
    on_hand, sold = (place[goods[number].pages.get().pk] for number in (0, 2))
    assert sold == pytest.approx(on_hand * 0.4)


def test_maker_place_and_code_are_found(shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree, name="ZAZ „Gliniany Most”", city="Bolesławiec", kind="zaz")
    product = make_product(enterprise=maker, title="Dzban", code="XYZ-777")
    index_all()
    assert title_list("boleslawcu")[0] == "ZAZ „Gliniany Most”"
    for query in ("xyz-777", "gliniany most", "bolesławiec"):
        assert product.pages.get().pk in find(query).scores


def test_unpublished_and_deleted_pages_leave_the_index(goods):
    page = goods[3].pages.get()
    assert title_list("szal") == ["Szal"]
    page.live = False
    index_pages([page])
    assert title_list("szal") == []
    index_pages([ProductPage.objects.get(pk=goods[0].pages.get().pk)])
    SearchEntry.objects.get(pk=goods[0].pages.get().pk)
    goods[0].pages.get().delete()
    assert not SearchEntry.objects.filter(page__title="Wazon „Fala”").exists()
    assert not SearchTerm.objects.filter(entry__page__title="Wazon „Fala”").exists()


@pytest.mark.django_db(transaction=True)
def test_saving_a_page_or_its_record_indexes_it(searchable, shop_tree, make_product):
    product = make_product(title="Latawiec")
    assert title_list("latawca") == ["Latawiec"]
    page = product.pages.get()
    page.title = "Karuzela"
    page.save_revision().publish()
    assert title_list("latawca") == []
    assert title_list("karuzele") == ["Karuzela"]
    product.code = "NOWY-123"
    product.save()
    assert title_list("nowy-123") == ["Karuzela"]


def test_update_index_builds_the_whole_index(goods):
    SearchEntry.objects.all().delete()
    assert title_list("szal") == []
    call_command("update_index", backend_name="public", verbosity=0)
    assert title_list("szal") == ["Szal"]
    assert SearchEntry.objects.count() == Page.objects.live().filter(depth__gt=2).count()


def test_a_word_that_comes_again_is_indexed_once(goods):
    for entry in SearchEntry.objects.all():
        terms = list(entry.terms.values_list("term", flat=True))
        assert len(terms) == len(set(terms))


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_breaks_anything(goods, client, query):
    query = query.replace("\x00", "")
    for path in ("/szukaj/", "/szukaj/podpowiedzi/", "/sklep/"):
        response = client.get(path, {"q": query[:900], "dzial": query[:50], "strona": query[:50]})
        assert response.status_code == 200, path
        assert "<script>alert" not in response.content.decode()
    assert len(find(query).scores) <= MAX_PAGES


def test_results_page_shows_price_stock_and_rooms(goods, client):
    html = client.get("/szukaj/?q=wazon").content.decode().replace("\xa0", " ")
    text = words(html)
    assert "120,00 zł" in text
    assert "Jedyna sztuka" in text
    assert "Sprzedane" in text
    assert '<meta name="robots" content="noindex, follow">' in html


def test_results_name_a_better_spelling(goods, client):
    html = client.get("/szukaj/?q=wazn").content.decode()
    assert "Czy chodziło o:" in html
    assert 'href="?q=wazon"' in html


def test_nothing_found_offers_ways_on(goods, client):
    html = client.get("/szukaj/?q=lutownica").content.decode()
    text = words(html)
    assert "Skończone ostatnio" in text
    assert "Kubek do miodu" in text
    assert client.get("/szukaj/?q=lutownica").status_code == 200


def test_results_write_nothing_and_set_no_cookie(goods, client, django_assert_num_queries):
    for path in ("/szukaj/?q=wazon", "/szukaj/podpowiedzi/?q=waz", "/sklep/?q=wazon"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_suggestions_are_cacheable_options(goods, client):
    response = client.get("/szukaj/podpowiedzi/?q=kub")
    html = response.content.decode()
    assert set(response["Cache-Control"].split(", ")) == {"max-age=600", "public"}
    assert html.count('role="option"') == len(suggestions("kub")) >= 2
    assert 'data-label="Kubek do miodu"' in html
    assert f'data-url="{goods[1].pages.get().url}"' in html
    assert client.post("/szukaj/podpowiedzi/").status_code == 405


def test_suggestions_are_throttled(goods, client, settings):
    settings.THROTTLES = {"suggest": {"seconds": 100_000, "address": 2, "cache": "counters"}}
    assert [client.get("/szukaj/podpowiedzi/?q=kub").status_code for _time in range(3)] == [200, 200, 429]


def shop_list(tree, query: str):
    return product_listing(tree.shop, QueryDict(query))


def test_the_shop_searches_among_its_goods_alone(goods, shop_tree):
    factories.make_story(shop_tree, title="Historia wazonu")
    index_all()
    shown = shop_list(shop_tree, "q=wazonu")
    assert shown["cards"][0].title == "Wazon „Fala”"
    assert "Historia wazonu" not in [card.title for card in shown["cards"]]
    assert shown["sort_options"][0]["is_current"]
    assert shown["sort_options"][0]["label"] == "najtrafniejsze"


def test_words_go_along_with_filters_sorting_and_pages(goods, shop_tree):
    shown = shop_list(shop_tree, "q=kubki&dostepne=1")
    assert [card.title for card in shown["cards"]] == ["Kubek do miodu"]
    assert shown["query"] == "q=kubki&dostepne=1"
    assert [chip["url"] for chip in shown["active_filters"]] == ["?dostepne=1", "?q=kubki"]
    assert shown["sort_options"][1]["url"] == "?q=kubki&dostepne=1&sort=nowe"
    for facet in shown["facets"]:
        for option in facet.options:
            assert "q=kubki" in option.url


def test_counts_are_of_what_was_found(goods, shop_tree):
    facets = {facet.name: facet for facet in shop_list(shop_tree, "q=kubek")["facets"]}
    assert {option.value: option.count for option in facets["rodzaj"].options} == {"series": 1}


def test_a_choice_that_fits_nothing_shows_the_nearest(goods, shop_tree):
    shown = shop_list(shop_tree, "q=szal&rodzaj=unique")
    assert shown["total"] == 0
    assert shown["near_cards"][0].title == "Szal"


@pytest.mark.parametrize("number", [10, 60])
def test_queries_stay_within_bounds(shop_tree, client, django_assert_max_num_queries, number):
    factories.fill_shop(shop_tree, number)
    index_all()
    for path, most in (
        ("/sklep/?q=wazon&dostepne=1", 18),
        ("/sklep/?q=wazonn", 18),
        ("/szukaj/?q=wazon", 18),
        ("/szukaj/podpowiedzi/?q=waz", 8),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def terms_of(page) -> set[str]:
    return set(SearchTerm.objects.filter(entry=page.pk).values_list("term", flat=True))


def test_a_renamed_maker_is_found_with_its_goods_at_once(shop_tree, make_product, django_capture_on_commit_callbacks):
    product = make_product(title="Miska")
    page, maker = product.pages.get(), product.enterprise
    index_all()
    assert "kaczeniec" not in terms_of(page)
    maker.name = "ZAZ „Kaczeniec”"
    with django_capture_on_commit_callbacks(execute=True):
        maker.save()
    assert "kaczeniec" in terms_of(page)
    assert "Miska" in title_list("kaczeniec miska")
    SearchTerm.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        maker.phone = "+48 61 000 00 01"
        maker.save()
    assert refresh_goods not in [getattr(callback, "func", None) for callback in callbacks]
    assert terms_of(page) == set()

"""Lists of the knowledge base: facets that count right, letters, figures in words."""

import datetime
import json
import re
from decimal import Decimal
from itertools import product as combinations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from goodpractices.listing import figure_listing, glossary_listing, practice_listing
from goodpractices.models import Figure
from tests import factories

from . import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(shop_tree):
    return builders.make_library(shop_tree.home)


@pytest.fixture
def practices(library):
    rows = [
        ("ceramika", [8, 12], "ngo", "wielkopolskie"),
        ("ceramika", [8], "business", "wielkopolskie"),
        ("kosmetyki", [3, 8], "business", "pomorskie"),
        ("kosmetyki", [], "business", ""),
    ]
    return [
        builders.make_practice(library, industry=industry, sdgs=sdgs, organisation_kind=kind, voivodeship=region)
        for industry, sdgs, kind, region in rows
    ]


def listing(library, query: str = ""):
    return practice_listing(library.practices, QueryDict(query))


def counts(context, name: str) -> dict[str, int]:
    group = next(group for group in context["facets"] if group["name"] == name)
    return {option["value"]: option["count"] for option in group["options"]}


class TestPractices:
    def test_counts_without_a_choice(self, library, practices):
        context = listing(library)

        assert counts(context, "cel") == {"3": 1, "8": 3, "12": 1}
        assert counts(context, "branza") == {"ceramika": 2, "kosmetyki": 2}
        assert counts(context, "organizacja") == {"business": 3, "ngo": 1}
        assert counts(context, "region") == {"wielkopolskie": 2, "pomorskie": 1}
        assert context["total"] == 4

    def test_goals_stand_in_the_order_of_their_numbers(self, library, practices):
        group = next(group for group in listing(library)["facets"] if group["name"] == "cel")

        assert [option["value"] for option in group["options"]] == ["3", "8", "12"]

    def test_every_combination_of_two_facets_counts_right(self, library, practices):
        facts = {
            page.pk: {
                "cel": {str(goal.number) for goal in page.sdgs.all()},
                "branza": {page.industry.code},
                "organizacja": {page.organisation_kind},
                "region": {page.voivodeship},
            }
            for page in practices
        }
        for goal, kind in combinations(("3", "8", "12"), ("ngo", "business")):
            context = listing(library, f"cel={goal}&organizacja={kind}")
            expected = {
                key for key, values in facts.items() if goal in values["cel"] and kind in values["organizacja"]
            }
            assert {page.pk for page in context["practices"]} == expected
            for industry, count in counts(context, "branza").items():
                assert count == len([key for key in expected if industry in facts[key]["branza"]])

    def test_two_options_of_a_facet_widen_the_choice(self, library, practices):
        assert listing(library, "cel=3&cel=12")["total"] == 2

    @pytest.mark.parametrize("query", ["cel=99", "cel=a", "branza=%27", "strona=0", "strona=x", "region=", "cel=8&cel=8"])
    def test_nonsense_never_breaks_the_page(self, client, library, practices, query):
        assert client.get(f"/baza-wiedzy/dobre-praktyki/?{query}").status_code == 200

    def test_queries_do_not_grow(self, client, shop_tree, library):
        # A page in the menu: the frame of the pages is then kept in memory, as on the real site.
        shop_tree.shop.show_in_menus = True
        shop_tree.shop.save()

        def cost() -> int:
            client.get("/baza-wiedzy/dobre-praktyki/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/baza-wiedzy/dobre-praktyki/")
            return len(captured)

        for number in range(10):
            builders.make_practice(library, sdgs=[1 + number % 17, 8])
        ten = cost()
        for number in range(40):
            builders.make_practice(library, sdgs=[1 + number % 17, 8])
        assert cost() == ten <= 15

    def test_sheet_shows_facts_model_and_effects(self, client, library, shop_tree):
        page = builders.make_practice(
            library,
            sdgs=[8],
            is_inclusive_model=True,
            business_partner="El-Cab",
            trade="wiązki elektryczne",
            effect_figures=[("effect", {"label": "Zestawy", "value": "blisko 800", "unit": "zestawów", "note": ""})],
        )
        factories.make_product(shop_tree, title="Wazon tej samej branży")

        response = client.get(page.url)
        html = response.content.decode()

        for words in ("El-Cab", "wiązki elektryczne", "blisko 800", "?cel=8", "Wazon tej samej branży"):
            assert words in html
        data = [json.loads(block) for block in re.findall(r'ld\+json">(.*?)</script>', html, re.S)]
        assert "Article" in [block["@type"] for block in data if isinstance(block, dict)]


class TestGlossary:
    def test_letters_in_polish_order(self, library):
        for code, title in (("zaz", "Zakład"), ("l", "Łódka"), ("s", "Spółdzielnia"), ("c", "Centrum"), ("s2", "Środek")):
            builders.make_term(library, code, title, [])

        context = glossary_listing(library.glossary)

        assert [group["letter"] for group in context["letters"]] == ["C", "Ł", "S", "Ś", "Z"]
        assert context["total"] == 5

    def test_entry_warns_when_nobody_has_checked_it_for_a_year(self, client, library):
        today = timezone.localdate()
        fresh = builders.make_term(library, "a", "Świeży", [], checked_on=today - datetime.timedelta(days=365))
        stale = builders.make_term(library, "b", "Dawny", [], checked_on=today - datetime.timedelta(days=366))

        assert "notice--warning" not in client.get(fresh.url).content.decode()
        assert "notice--warning" in client.get(stale.url).content.decode()

    def test_structured_data_of_an_entry(self, client, library):
        page = builders.make_term(library, "wtz", "Warsztat", [], abbreviation="WTZ", definition="Placówka.")

        html = client.get(page.url).content.decode()

        blocks = [json.loads(block) for block in re.findall(r'ld\+json">(.*?)</script>', html, re.S)]
        data = next(block for block in blocks if isinstance(block, dict) and block["@type"] == "DefinedTerm")
        assert (data["name"], data["termCode"], data["description"]) == ("Warsztat", "WTZ", "Placówka.")
        assert data["inDefinedTermSet"]["name"] == "Słownik"

    def test_entry_of_a_kind_shows_its_makers_and_goods(self, client, library, shop_tree):
        page = builders.make_term(library, "zaz", "Zakład", [])
        factories.make_product(
            shop_tree, title="Rzecz z ZAZ", enterprise=factories.make_enterprise(shop_tree, name="ZAZ „Most”", kind="zaz")
        )
        factories.make_product(shop_tree, title="Rzecz z WTZ")

        html = client.get(page.url).content.decode()

        assert "ZAZ „Most”" in html
        assert "Rzecz z ZAZ" in html
        assert "Rzecz z WTZ" not in html


class TestFigures:
    @pytest.mark.parametrize(
        ("value", "value_from", "language", "text"),
        [
            ("608", None, "pl", "608"),
            ("46300", None, "pl", "46\u00a0300"),
            ("46300", None, "en", "46,300"),
            ("1.8", "1.1", "pl", "1,1–1,8"),
            ("0.38", None, "uk", "0,38"),
        ],
    )
    def test_value_as_people_write_it(self, value, value_from, language, text):
        figure = Figure(value=Decimal(value), value_from=Decimal(value_from) if value_from else None)

        with translation.override(language):
            assert figure.value_text == text

    def test_approximate_value_says_so(self):
        with translation.override("en"):
            assert Figure(value=Decimal("800"), approximate=True).value_text == "about 800"

    def test_old_figure_stands_beside_the_newer_one(self, client, library):
        new = builders.make_figure("wtz-729", "729")
        old = builders.make_figure("wtz-608", "608", historical=True, compare_with=new, as_of_label="2005")

        context = figure_listing(library.figures)
        html = client.get(library.figures.url).content.decode()

        assert [(pair["old"], pair["new"]) for pair in context["pairs"]] == [(old, new)]
        assert context["figures"] == [new, old]
        assert html.index("608") < html.index("729")
        assert "2005" in html

    def test_the_hall_counts_the_historical_ones_too_and_shows_the_new(self, client, library):
        new = builders.make_figure("wtz-729", "729")
        builders.make_figure("wtz-608", "608", historical=True, compare_with=new)

        response = client.get(library.hall.url)

        assert response.context["figures_count"] == 2
        assert response.context["figures"] == [new]

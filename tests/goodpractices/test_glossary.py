"""Words that open their meaning: which ones, where, and how often."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from goodpractices.glossary import GlossaryLinker, Term
from goodpractices.rich_text import expand_links
from tests import factories

from . import builders

WTZ = Term(
    code="wtz",
    page_id=1,
    term_id=1,
    url="/slownik/wtz/",
    title="Warsztat terapii zajęciowej",
    definition="Placówka <terapii> & nauki.",
    abbreviation="WTZ",
    language="pl",
    phrases={
        "pl": ("WTZ", "WTZ-ów", "warsztat terapii zajęciowej", "warsztatu terapii zajęciowej"),
        "uk": ("WTZ", "суб’єкт"),
    },
)
BASE = Term(
    code="base",
    page_id=2,
    term_id=2,
    url="/slownik/base/",
    title="Certyfikacja BASE",
    definition="Audyt.",
    abbreviation="BASE",
    language="pl",
    phrases={"pl": ("BASE", "certyfikat BASE")},
)
SHOP = Term(
    code="socjalna",
    page_id=3,
    term_id=3,
    url="/slownik/ss/",
    title="Spółdzielnia socjalna",
    definition="Firma.",
    abbreviation="",
    language="pl",
    phrases={"pl": ("spółdzielnia socjalna", "spółdzielni", "spółdzielni socjalnej")},
)


def linker(*, language: str = "pl", used: set[str] | None = None) -> GlossaryLinker:
    return GlossaryLinker({term.code: term for term in (WTZ, BASE, SHOP)}, language=language, used=used or set())


def linked(html: str, **options) -> list[str]:
    """Words that became buttons, in order."""
    with translation.override("pl"):
        html = linker(**options).link(html)
    return re.findall(r'<button type="button" class="term__word"[^>]*>(.*?)</button>', html, re.S)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>WTZ to nie fabryka.</p>", ["WTZ"]),
        ("<p>WTZ i znów WTZ.</p>", ["WTZ"]),
        ("<p>Jeden z WTZ-ów w powiecie.</p>", ["WTZ-ów"]),
        ("<p>WTZ-owski stół</p>", []),
        ("<p>XWTZ, WTZX, pod_WTZ</p>", []),
        ("<p>(WTZ), „WTZ”</p>", ["WTZ"]),
        ("<p>wtz małymi literami</p>", []),
        ("<p>Warsztat Terapii Zajęciowej w Pucku</p>", ["Warsztat Terapii Zajęciowej"]),
        ("<p>z warsztatu\n terapii&nbsp;zajęciowej</p>", ["warsztatu\n terapii&nbsp;zajęciowej"]),
        ("<p>warsztatu terapii zajęciowejś</p>", []),
        ("<p>data base nie jest certyfikatem</p>", []),
        ("<p>certyfikat BASE</p>", ["certyfikat BASE"]),
        ("<p>członek spółdzielni socjalnej z Łodzi</p>", ["spółdzielni socjalnej"]),
        ("<p>członek spółdzielni</p>", ["spółdzielni"]),
        ("<p>współspółdzielni</p>", []),
        ('<p><a href="/x/">WTZ</a> oraz WTZ</p>', ["WTZ"]),
        ("<h2>WTZ</h2><h3>BASE</h3>", []),
        ("<button>WTZ</button><summary>BASE</summary>", []),
        ("<blockquote><p>W WTZ</p></blockquote><figcaption>kierowniczka WTZ</figcaption>", ["WTZ"]),
        ("<p><cite>WTZ</cite> <code>BASE</code></p>", []),
        ('<article><p>WTZ</p><article></article><p>BASE</p></article><p>WTZ</p>', ["WTZ"]),
        ('<img alt="WTZ > BASE" src="a.png"><br/>BASE', ["BASE"]),
        ("<!-- WTZ --><p>BASE</p>", ["BASE"]),
        ('<div data-no-glossary><div>WTZ</div>BASE</div><p>WTZ</p>', ["WTZ"]),
        ("<p><b>WTZ</b> i <i>BASE</i></p>", ["WTZ", "BASE"]),
        ("Tom &amp; WTZ", ["WTZ"]),
        ("", []),
    ],
)
def test_which_words_are_linked(html, words):
    assert linked(html) == words


def test_text_around_stays_as_it_was():
    html = '<p class="a">Ala & "kot" – WTZ; <b title=\'x>y\'>koniec</b></p>'

    with translation.override("pl"):
        result = linker().link(html)

    assert re.sub(r'<span class="term">.*</span></span>', "WTZ", result) == html


def test_markup_is_a_button_with_a_popover_and_a_link():
    with translation.override("pl"):
        html = linker().link("<p>WTZ</p>")

    assert 'popovertarget="term-wtz"' in html
    assert '<span class="term__card" popover id="term-wtz">' in html
    assert 'class="term__more" href="/slownik/wtz/"' in html
    assert "Placówka &lt;terapii&gt; &amp; nauki." in html
    assert html.count("<p>") == 1


def test_apostrophes_of_ukrainian_words():
    assert linked("<p>суб'єкт</p>", language="uk") == ["суб'єкт"]
    assert linked("<p>суб’єкта</p>", language="uk") == []


def test_terms_already_used_stay_plain():
    assert linked("<p>WTZ i BASE</p>", used={"wtz"}) == ["BASE"]


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def library(self, shop_tree):
        return builders.make_library(shop_tree.home)

    @pytest.fixture
    def terms(self, library):
        return [
            builders.make_term(library, "wtz", "Warsztat", ["WTZ"], abbreviation="WTZ", body=[("paragraph", "<p>WTZ i ZAZ.</p>")]),
            builders.make_term(library, "zaz", "Zakład", ["ZAZ"], abbreviation="ZAZ"),
        ]

    def test_an_entry_never_links_its_own_word(self, client, terms):
        html = client.get(terms[0].url).content.decode()

        assert 'id="term-zaz"' in html
        assert 'id="term-wtz"' not in html

    def test_one_link_a_page_across_blocks(self, client, shop_tree, terms):
        story = factories.make_story(
            shop_tree,
            body=[
                ("paragraph", "<p>WTZ pierwszy.</p>"),
                ("quote", {"text": "Idę do WTZ.", "who": "kierowniczka ZAZ"}),
                ("note", {"text": "<p>WTZ i ZAZ.</p>"}),
            ],
        )

        html = client.get(story.url).content.decode()

        assert html.count('popovertarget="term-wtz"') == 1
        assert html.count('popovertarget="term-zaz"') == 1
        assert html.index("term-wtz") < html.index("Idę do WTZ")

    def test_links_to_pages_cost_the_same_for_one_and_for_many(self, client, shop_tree, library):
        stories = [factories.make_story(shop_tree) for _number in range(6)]
        html = [f'<p><a linktype="page" id="{story.pk}">x</a></p>' for story in stories]
        one = builders.make_term(library, "jeden", "Jeden", [], body=[("paragraph", html[0])])
        many = builders.make_term(library, "wiele", "Wiele", [], body=[("paragraph", part) for part in html])
        costs = []
        for page in (one, many, one, many):
            client.get(page.url)
        for page in (one, many):
            with CaptureQueriesContext(connection) as captured:
                content = client.get(page.url).content.decode()
            costs.append(len(captured))

        assert costs[0] == costs[1]
        assert all(f'href="{story.url}"' in content for story in stories)

    def test_link_to_a_page_that_is_gone_is_no_link(self):
        assert expand_links('<a linktype="page" id="999999">x</a>') == "<a>x</a>"

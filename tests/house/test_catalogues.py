"""The interface is whole in Polish and Ukrainian, and the compiled catalogues say what their sources say.

What the packages lack in Polish (site/locale_upstream) is judged by the same rules; which words belong there, by
test_words_of_packages.py.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

#: Language and file of each catalogue: ours, then the words that the packages lack.
OURS = [("pl", "locale/pl/LC_MESSAGES/django"), ("uk", "locale/uk/LC_MESSAGES/django")]
OF_PACKAGES = [("pl", f"locale_upstream/pl/LC_MESSAGES/{domain}") for domain in ("django", "djangojs")]
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
#: What translators must not change: the law asks for these very words (Consumer Rights Act, art. 17 par. 4; Act on
#: informing about prices, art. 4 par. 2); and the words before each purpose.
FIXED_WORDS = {
    "Order with obligation to pay": "Zamówienie z obowiązkiem zapłaty",
    "Lowest price of the 30 days before the reduction:": "Najniższa cena z 30 dni przed obniżką:",
    "The income is for:": "Dochód idzie na:",
}


def read(language: str, stem: str) -> Catalog:
    with (settings.SITE_DIR / f"{stem}.po").open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


@pytest.fixture(params=OURS + OF_PACKAGES, ids=lambda which: which[1])
def which(request) -> tuple[str, str]:
    return request.param


@pytest.fixture
def language(which) -> str:
    return which[0]


@pytest.fixture
def catalogue(which) -> Catalog:
    return read(*which)


def messages(catalogue: Catalog) -> list[Message]:
    """All messages but the header."""
    return [message for message in catalogue if message.id]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each translated form beside the English one that it stands for."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    singular, plural = message.id
    return [(singular if place == 0 else plural, form) for place, form in enumerate(message.string)]


def said(catalogue: Catalog) -> dict:
    """What is said for each message, whichever way the file keeps it."""
    return {
        # Babel reads the context from a compiled file as bytes.
        (message.context.decode() if isinstance(message.context, bytes) else message.context, *pair): place
        for message in messages(catalogue)
        for place, pair in enumerate(pairs(message))
    }


def tags(text: str) -> list[tuple]:
    found: list[tuple] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, *sorted(attrs, key=lambda pair: pair[0])))

        def handle_endtag(self, tag):
            found.append(("/" + tag,))

    reader = Reader()
    reader.feed(text)
    reader.close()
    return sorted(found, key=repr)


def test_nothing_is_untranslated(catalogue):
    gaps = [
        message.id for message in messages(catalogue) if not all(form for _english, form in pairs(message))
    ]
    assert not gaps


def test_nothing_is_guessed_or_left_over(catalogue):
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert not catalogue.obsolete


def test_every_plural_form_is_there(catalogue, which):
    """Three in ours; beside Wagtail's, the four that its Polish has (the fourth is of fractions)."""
    forms = 3 if which in OURS else 4
    assert catalogue.num_plurals == forms
    short = [
        message.id for message in messages(catalogue) if message.pluralizable and len(message.string) != forms
    ]
    assert not short


def test_placeholders_match(catalogue):
    wrong = []
    for message in messages(catalogue):
        for english, form in pairs(message):
            if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(form)):
                wrong.append((english, form))
    assert not wrong


def test_tags_match(catalogue):
    wrong = [
        (english, form)
        for message in messages(catalogue)
        for english, form in pairs(message)
        if tags(english) != tags(form)
    ]
    assert not wrong


def test_edges_match(catalogue):
    """A colon, a space or a line end at the edge belongs to the place where the text stands."""
    wrong = []
    for message in messages(catalogue):
        for english, form in pairs(message):
            edges = [re.search(r"^\s*|$", text)[0] + re.search(r"\s*$", text)[0] for text in (english, form)]
            if edges[0] != edges[1] or (english.endswith(":") and not form.endswith(":")):
                wrong.append((english, form))
    assert not wrong


def test_quotation_marks_are_those_of_the_language(catalogue, language):
    foreign = "“\"'" if language == "pl" else "“”„\"'"
    wrong = []
    for message in messages(catalogue):
        for _english, form in pairs(message):
            text = re.sub(r"<[^>]*>", "", form)
            if any(sign in text for sign in foreign) or text.count("„") != text.count("”"):
                wrong.append(form)
    assert not wrong


def test_compiled_catalogue_agrees_with_its_source(catalogue, which):
    with (settings.SITE_DIR / f"{which[1]}.mo").open("rb") as compiled:
        assert said(read_mo(compiled)) == said(catalogue)


def sources() -> list[Path]:
    root = settings.ROOT_DIR
    rooms = ["home", "stories", "goodpractices", "shop", "site/market", "templates"]
    return [
        path
        for room in rooms
        for path in (root / room).rglob("*")
        if path.suffix in {".html", ".txt", ".py"} and "/migrations/" not in path.as_posix()
    ]


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours[0])
def test_catalogue_knows_every_message_of_the_templates(ours):
    """A sentence added to a template without `make messages` would stay English."""
    catalogue = read(*ours)
    known = {message.id[0] if message.pluralizable else message.id for message in messages(catalogue)}
    unknown = set()
    for path in sources():
        if path.suffix == ".py":
            continue
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for found in re.finditer(
            r"\b(?:n?gettext|pgettext)\((?:u?)('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", code
        ):
            text = found[1][1:-1].replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n")
            if text not in known:
                unknown.add((path.name, text))
    assert not unknown


@pytest.mark.parametrize(("english", "polish"), FIXED_WORDS.items())
def test_words_of_the_law_stay(english, polish):
    with translation.override("pl"):
        assert translation.gettext(english) == polish


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("pl", 1, "1 rzecz"),
        ("pl", 3, "3 rzeczy"),
        ("pl", 12, "12 rzeczy"),
        ("uk", 1, "1 річ"),
        ("uk", 22, "22 речі"),
        ("uk", 11, "11 речей"),
        ("en", 2, "2 things"),
    ],
)
def test_counted_things_take_the_right_form(language, count, words):
    with translation.override(language):
        assert translation.ngettext("%(count)d thing", "%(count)d things", count) % {"count": count} == words


def test_english_is_what_the_sources_say():
    """No fallback to Polish where English is asked for."""
    with translation.override("en"):
        assert translation.gettext("Add to basket") == "Add to basket"

"""What of a page is indexed, and how much each word counts."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from modelsearch.index import SearchField

from . import stems
from .text import fold, words

#: A word of a title counts this much, and the same again shared among the title's words: short titles tell more.
TITLE = 16
#: Words that name what the page is about: code, maker, category, material, synonyms of a term.
KEYWORDS = 10
LEAD = 6
BODY = 2
#: A word that comes again in the text counts a bit more, up to this.
BODY_MOST = 5
#: A page whose name is the whole query, word for word: „WTZ” leads to the entry of the glossary.
NAME = 60
#: What stands before a whole name among the terms; no word begins so.
NAME_MARK = "="
#: A page of the size of a book must not fill the index.
MAX_TERMS = 1_500
#: Length of the column of terms.
MAX_TERM = 80


@dataclass
class Term:
    weight: int = 0
    shown: str = ""


def page_terms(page) -> dict[str, Term]:
    """{term: Term} of a BasePage, in the language of its words."""
    language = page.content_language
    with translation.override(language):
        texts = {
            "title": [page.title],
            "keywords": page.search_keywords(),
            "lead": [page.lead],
            "body": body_texts(page),
        }
        names = page.search_names()
    terms: dict[str, Term] = {}
    for part, pieces in texts.items():
        found = [word for piece in pieces for word in words(piece)]
        _add(terms, part, found, language)
    for name in names:
        terms.setdefault(name_term(words(name), language), Term(weight=NAME))
    kept = sorted(terms.items(), key=lambda item: -item[1].weight)[:MAX_TERMS]
    return dict(kept)


def name_term(name: list[str], language: str) -> str:
    """The term for a whole name or query; words without meaning do not count in it."""
    telling = [fold(word) for word in name if not stems.is_stop_word(word, language)]
    return NAME_MARK + " ".join(telling or map(fold, name))[: MAX_TERM - 1]


def _add(terms: dict[str, Term], part: str, found: list[str], language: str) -> None:
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for word in found:
        if stems.is_stop_word(word, language) and part != "title":
            continue
        form = fold(word)
        shown.setdefault(form, word)
        counts.update({form} | stems.stems(word, language))
    for key, number in counts.items():
        term = terms.setdefault(key, Term())
        term.weight += _weight(part, number, len(found))
        term.shown = term.shown or shown.get(key, "")


def _weight(part: str, number: int, length: int) -> int:
    if part == "title":
        return TITLE + TITLE // length
    if part == "keywords":
        return KEYWORDS
    if part == "lead":
        return LEAD
    return min(BODY + number - 1, BODY_MOST)


def body_texts(page) -> list[str]:
    """The texts of all other fields that the page's model names in `search_fields`."""
    found: list[str] = []
    for field in page.get_search_fields():
        if isinstance(field, SearchField) and field.field_name not in {"title", "lead"}:
            found += _flat(field.get_value(page))
    return found


def _flat(value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _flat(item)]
    return [strip_tags(str(value))]

"""What a query finds, and in which order. The same on every database: the ranking is done here."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from . import stems
from .documents import name_term
from .text import MAX_WORDS, clean_query, fold, words
from .vocabulary import Vocabulary, vocabulary

#: How much a page counts that has the word as typed, in another form, with its accents put in, longer, misspelled, akin.
EXACT, FORM, ACCENTS, LONGER, NEAR, KIN = 1.0, 0.9, 0.8, 0.5, 0.45, 0.3
#: Words on fewer pages bring their kin along.
RARE = 5
#: Shorter beginnings are not completed.
LEAST_BEGINNING = 2
#: Fewer pages with all words than this, and those with most of the words follow.
FEW = 3
#: Pages that a query gives at most.
MAX_PAGES = 2_000
#: Rows of the index that one query may bring along; the weightiest are kept.
MAX_ROWS = 20_000


@dataclass
class QueryWord:
    """A word of the query: {term of the index: how well it stands for the word}, and a better spelling, if any."""

    typed: str
    terms: dict[str, float] = field(default_factory=dict)
    spelling: str = ""


@dataclass
class Found:
    """What a query found.

    scores: {primary key of a page: place value}, the higher the better; rooms: {primary key: room}; spelling: the query
    as it was probably meant, empty where it was found as typed; is_partial: no page has all words.
    """

    query: str
    scores: dict[int, float] = field(default_factory=dict)
    rooms: dict[int, str] = field(default_factory=dict)
    spelling: str = ""
    is_partial: bool = False

    def ranked(self, room: str = "") -> list[int]:
        """Primary keys, the best first."""
        keys = [key for key in self.scores if not room or self.rooms[key] == room]
        return sorted(keys, key=lambda key: (-self.scores[key], key))


def find(
    query: str, *, locale_id: int | None = None, room: str = "", complete: bool = False, demote: bool = True
) -> Found:
    """Pages of one language tree (of the active language without `locale_id`) that have the words of the query.

    room: of this part of the site alone; complete: the last word may be a beginning, as while somebody types; demote: False for
    a caller who applies the factors of BasePage.search_factors himself. Any text
    may come; what holds no word finds nothing. Four queries, five when the vocabulary is read anew.
    """
    query = clean_query(query)
    found = Found(query)
    if not words(query):
        return found
    locale_id = locale_id or Locale.get_active().pk
    known = vocabulary(locale_id)
    asked = query_words(query, known, complete=complete)
    name = name_term(words(query)[:MAX_WORDS], get_language() or settings.LANGUAGE_CODE)
    hits, rooms = _hits(asked, name, locale_id, room)
    _score(found, asked, name, hits, known)
    found.rooms = {page: rooms[page] for page in found.scores}
    spelled = [word.spelling or word.typed for word in asked]
    if any(word.spelling for word in asked):
        found.spelling = " ".join(spelled)
    if found.scores and demote:
        _demote(found)
    return found


def query_words(query: str, known: Vocabulary, *, complete: bool = False) -> list[QueryWord]:
    """The words of a query with what stands for them in the index; words without meaning fall out."""
    language = get_language() or settings.LANGUAGE_CODE
    typed = words(query)[:MAX_WORDS]
    telling = [word for word in typed if not stems.is_stop_word(word, language)]
    # „z” alone is looked for as it is.
    return [
        _query_word(word, known, language, complete=complete and word == typed[-1]) for word in telling or typed
    ]


def _query_word(word: str, known: Vocabulary, language: str, *, complete: bool) -> QueryWord:
    form = fold(word)
    asked = QueryWord(typed=word)

    def add(terms, value: float) -> None:
        for term in terms:
            if term in known.words:
                asked.terms.setdefault(term, value)

    add([form], EXACT)
    add(stems.stems(word, language), FORM)
    # Pages that are not translated yet stand in the other trees in Polish.
    if language != settings.LANGUAGE_CODE:
        add(stems.stems(word, settings.LANGUAGE_CODE), ACCENTS)
    if form == word:
        add(stems.stems_without_accents(word), ACCENTS)
    is_rare = max((known.words[term].pages for term in asked.terms), default=0) < RARE
    if (complete or not asked.terms) and len(form) >= LEAST_BEGINNING:
        add(known.beginning_with(form), LONGER)
    if not asked.terms or max(asked.terms.values()) < ACCENTS:
        near = known.near(form)
        add(near, NEAR)
        spelling = next((known.words[term].shown for term in near if known.is_telling(term)), "")
        # While somebody types, a word that can still be finished is no mistake.
        if spelling and not (complete and LONGER in asked.terms.values()):
            asked.spelling = spelling
    if is_rare:
        add(known.kin(form), KIN)
    return asked


def _hits(
    asked: list[QueryWord], name: str, locale_id: int, room: str
) -> tuple[dict[int, dict[str, int]], dict[int, str]]:
    """{page: {term: weight}} for all terms of the query and for it as a name, {page: room}; one query."""
    from ..models import SearchTerm

    terms = {term for word in asked for term in word.terms}
    rooms: dict[int, str] = {}
    hits: dict[int, dict[str, int]] = defaultdict(dict)
    rows = SearchTerm.objects.filter(locale=locale_id, term__in={*terms, name}).order_by("-weight")
    if room:
        rows = rows.filter(entry__room=room)
    for page, term, weight, its_room in rows.values_list("entry_id", "term", "weight", "entry__room")[:MAX_ROWS]:
        hits[page][term] = weight
        rooms[page] = its_room
    return hits, rooms


def _score(
    found: Found, asked: list[QueryWord], name: str, hits: dict[int, dict[str, int]], known: Vocabulary
) -> None:
    """Pages with all words; where there are none, those with the most telling ones."""
    rarity = [
        math.log1p(known.total / max([known.words[term].pages for term in word.terms], default=1)) for word in asked
    ]
    scores: dict[int, tuple[float, float]] = {}
    for page, weights in hits.items():
        share = score = 0.0
        for word, rare in zip(asked, rarity, strict=True):
            best = max((weights[term] * value for term, value in word.terms.items() if term in weights), default=0)
            share += rare * bool(best)
            score += rare * best
        scores[page] = (share, score + weights.get(name, 0) * max(rarity))
    whole = sum(rarity) - 1e-9
    complete = {page: score for page, (share, score) in scores.items() if share >= whole}
    if len(complete) < FEW and scores:
        found.is_partial = not complete
        most = max(share for share, _score in scores.values() if share < whole) if len(complete) < len(scores) else 0
        # Behind the complete ones, whatever their score.
        behind = 0.1 * min(complete.values(), default=1.0) / max(score for _share, score in scores.values())
        for page, (share, score) in scores.items():
            if most * 0.75 <= share < whole:
                complete[page] = score if found.is_partial else score * behind
    best = sorted(complete.items(), key=lambda item: -item[1])[:MAX_PAGES]
    found.scores = dict(best)


def _demote(found: Found) -> None:
    """Each model of pages may push its own back (BasePage.search_factors)."""
    from ..models import BasePage

    for model in apps.get_models():
        if issubclass(model, BasePage) and "search_factors" in vars(model):
            for page, factor in model.search_factors(list(found.scores)).items():
                found.scores[page] *= factor

"""What is offered while somebody types: words that go on so, and the best pages."""

from dataclasses import dataclass

from wagtail.models import Locale, Page

from ..models import with_root_paths
from .documents import KEYWORDS
from .queries import find
from .results import room_labels
from .text import clean_query, fold, words
from .vocabulary import vocabulary

LEAST_LETTERS = 2
MAX_WORDS = 3
MAX_PAGES = 6


@dataclass(frozen=True)
class Suggestion:
    """A line of the list. url: of a page, empty for words to look for; note: the part of the site."""

    label: str
    url: str
    note: str


def suggestions(raw: str, *, room: str = "") -> list[Suggestion]:
    """At most nine lines for what was typed so far; room: a part of the site, anything else stands for all."""
    query = clean_query(raw)
    typed = words(query)
    if not typed or len(query) < LEAST_LETTERS:
        return []
    room = room if room in room_labels() else ""
    found = find(query, room=room, complete=True)
    lines = [Suggestion(text, "", "") for text in _whole_queries(typed, found.spelling)]
    keys = found.ranked()[:MAX_PAGES]
    pages = with_root_paths(Page.objects.live().filter(pk__in=keys).select_related("locale").defer_streamfields())
    labels = room_labels()
    by_key = {page.pk: page for page in pages}
    lines += [
        Suggestion(by_key[key].title, by_key[key].url or "/", labels.get(found.rooms[key], ""))
        for key in keys
        if key in by_key
    ]
    return lines


def _whole_queries(typed: list[str], spelling: str) -> list[str]:
    """The query with its last word finished, else with its mistakes mended."""
    known = vocabulary(Locale.get_active().pk)
    *before, last = typed
    ends = [
        known.words[term].shown
        for term in known.beginning_with(fold(last))
        if known.words[term].shown and known.words[term].weight >= KEYWORDS
    ]
    queries = [" ".join([*before, end]) for end in dict.fromkeys(ends)]
    if spelling:
        queries.insert(0, spelling)
    return [query for query in dict.fromkeys(queries) if query != " ".join(typed)][:MAX_WORDS]

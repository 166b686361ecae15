"""What the page of results shows: entries with their part of the site, counts of the parts, ways on where nothing is."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page as ResultsPage
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from ..models import BasePage, with_root_paths
from .queries import Found, find
from .text import clean_query, fold, words
from .vocabulary import vocabulary

PER_PAGE = 20
MAX_SPELLINGS = 4


@dataclass(frozen=True)
class Result:
    """An entry of the list; `page` for what templates of the higher floors add to it."""

    title: str
    url: str
    kind: str
    text: str
    language: str
    page: BasePage


@dataclass(frozen=True)
class RoomLink:
    """A part of the site with the number of its results."""

    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Results:
    """page_obj: entries of the present page; rooms: empty where only one part of the site has results."""

    query: str
    page_obj: ResultsPage
    rooms: list[RoomLink]
    room: str
    spelling: str
    is_partial: bool
    pagination_query: str


def room_labels() -> dict[str, str]:
    """Parts of the site by the value of the parameter `dzial`, in the order shown."""
    return {
        "shop": _("Shop"),
        "makers": _("Makers"),
        "stories": _("Stories"),
        "knowledge": _("Knowledge base"),
        "events": _("Campaigns and events"),
        "pages": _("About the market"),
    }


def search_results(query: str, *, room: str = "", number: str | int = 1) -> Results:
    """Results in the active language, best first. Any text may come as room and number."""
    found = find(query)
    counts = Counter(found.rooms.values())
    room = room if counts.get(room) else ""
    page_obj = Paginator(found.ranked(room), PER_PAGE).get_page(number)
    page_obj.object_list = _entries(page_obj.object_list)
    return Results(
        query=found.query,
        page_obj=page_obj,
        rooms=_room_links(found, counts, room) if len(counts) > 1 else [],
        room=room,
        spelling=found.spelling,
        is_partial=found.is_partial,
        pagination_query=urlencode({"q": found.query} | ({"dzial": room} if room else {})),
    )


def _room_links(found: Found, counts: Counter, current: str) -> list[RoomLink]:
    def link(label: str, count: int, room: str) -> RoomLink:
        query = urlencode({"q": found.query} | ({"dzial": room} if room else {}))
        return RoomLink(label, count, f"?{query}", room == current)

    shown = [link(label, counts[room], room) for room, label in room_labels().items() if counts[room]]
    return [link(_("Everything"), counts.total(), ""), *shown]


def _entries(keys: list[int]) -> list[Result]:
    pages = with_root_paths(Page.objects.live().filter(pk__in=keys).specific())
    prefetch_related_objects(pages, "locale", "alias_of")
    by_key = {page.pk: page for page in pages}
    return [
        Result(
            title=page.title,
            url=page.url or "/",
            kind=str(page._meta.verbose_name),
            text=page.lead or page.search_description,
            language=page.content_language,
            page=page,
        )
        for page in (by_key.get(key) for key in keys)
        if page
    ]


def spellings(query: str) -> list[str]:
    """Queries that were perhaps meant, where nothing was found: each word's nearest neighbours in the index."""
    typed = words(clean_query(query))
    if not typed:
        return []
    known = vocabulary(Locale.get_active().pk)
    options = [
        [known.words[term].shown for term in known.near(fold(word), looser=1) if known.words[term].shown] or [word]
        for word in typed
    ]
    if all(found == [word] for found, word in zip(options, typed, strict=True)):
        return []
    best = [found[0] for found in options]
    meant = [" ".join(best)]
    for place, found in enumerate(options):
        meant += [" ".join([*best[:place], other, *best[place + 1 :]]) for other in found[1:]]
    return list(dict.fromkeys(meant))[:MAX_SPELLINGS]

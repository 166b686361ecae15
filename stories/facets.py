"""Filters as plain links, for lists short enough to be counted in memory: a query gives the values of all items."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import QueryDict

from home.alphabet import alphabetical

#: Name of the parameter that holds the number of a page of a list.
PAGE_PARAM = "strona"
#: A longer group of options is folded until one of them is chosen.
FOLDED_FROM = 16


@dataclass
class Item:
    """What the filters know of an item: its key and its values by name of the facet."""

    key: int
    values: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Facet:
    """A group of options. name: of the parameter; labels: {value: words}; by_label: False keeps the labels' order."""

    name: str
    title: str
    labels: dict[str, str]
    by_label: bool = True


class Facets:
    """One choice of filters over the items. Values that no item has are left out, so no address gives an error."""

    def __init__(self, facets: Iterable[Facet], items: Iterable[Item], params: QueryDict):
        self.facets = {facet.name: facet for facet in facets}
        self.items = list(items)
        self.chosen: dict[str, list[str]] = {}
        for name in self.facets:
            known = set().union(*(item.values[name] for item in self.items))
            if values := [value for value in dict.fromkeys(params.getlist(name)) if value in known]:
                self.chosen[name] = values

    @property
    def keys(self) -> list[int]:
        """Keys of the items that fit, in the order given."""
        return [item.key for item in self.items if not self._missed(item)]

    def _missed(self, item: Item) -> list[str]:
        return [name for name, values in self.chosen.items() if not item.values[name].intersection(values)]

    def groups(self) -> list[dict[str, Any]]:
        """Options for components/facets.html; a count says how many items the option shows beside the other facets."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.facets}
        for item in self.items:
            missed = self._missed(item)
            for name, counter in counts.items():
                if missed in ([], [name]):
                    counter.update(item.values[name])
        return [
            {
                "title": facet.title,
                "name": name,
                "options": (options := self._options(facet, counts[name])),
                "is_open": len(options) < FOLDED_FROM or name in self.chosen,
            }
            for name, facet in self.facets.items()
        ]

    def _options(self, facet: Facet, counter: Counter[str]) -> list[dict[str, Any]]:
        chosen = self.chosen.get(facet.name, [])
        values = [value for value in facet.labels if counter[value] or value in chosen]
        if facet.by_label:
            values.sort(key=lambda value: alphabetical(facet.labels[value]))
        return [
            {
                "value": value,
                "label": facet.labels[value],
                "count": counter[value],
                "url": self.toggled(facet.name, value),
                "is_active": value in chosen,
            }
            for value in values
        ]

    def active(self) -> list[dict[str, str]]:
        """Filters that are on, each with the link that takes it off."""
        return [
            {"label": self.facets[name].labels[value], "url": self.toggled(name, value)} for name, value in self.pairs()
        ]

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.chosen.items() for value in values]

    def toggled(self, name: str, value: str) -> str:
        """Address of the list with one option put on or taken off."""
        pair, pairs = (name, value), self.pairs()
        return address([item for item in pairs if item != pair] if pair in pairs else [*pairs, pair])

    def context(self) -> dict[str, Any]:
        """What every filtered list shows."""
        return {
            "facets": self.groups(),
            "active_filters": self.active(),
            "has_filters": bool(self.chosen),
            "reset_url": "." if self.chosen else "",
            "query": encoded(self.pairs()),
        }


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """A link relative to the list's own address."""
    return f"?{query}" if (query := encoded(pairs)) else "."


def paged(items: Any, params: QueryDict, *, size: int) -> dict[str, Any]:
    """The page of a list that the parameters ask for; the first or last one where they ask for nonsense."""
    page_obj: ListPage = Paginator(items, size).get_page(params.get(PAGE_PARAM, 1))
    return {
        "page_obj": page_obj,
        "page_numbers": list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1)),
    }

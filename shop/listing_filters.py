"""What a visitor chose of a list of goods: filters, prices, order; read from an address and written into one."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from home.alphabet import alphabetical
from home.search.queries import Found

from .listing_goods import Entry, Goods, facet_titles

PRICE_PATTERN = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")


def sort_orders(scores: dict[int, float] | None = None) -> dict[str, tuple[str, str, Callable[[Entry], Any]]]:
    """{value of `sort`: (label, what the order follows, key)}; the first one is the default.

    scores: {primary key of a page: place value} of a search, which brings an order of its own.
    """
    by_match = {
        "trafnosc": (
            _("best match"),
            _("First what has your words in its title, then in its description. Sold things step back. No place is paid for."),
            lambda entry: (-scores.get(entry.page_id, 0), entry.product_id),
        )
    }
    return (by_match if scores is not None else {}) | {
        "nowe": (
            _("newest"),
            _(
                "First what you can buy now, the newest before the older. Sold things come last. No place is paid for."
            ),
            lambda entry: (entry.available <= 0, -entry.created_at.timestamp(), entry.product_id),
        ),
        "cena-rosnaco": (
            _("cheapest"),
            _("From the lowest price to the highest. No place is paid for."),
            lambda entry: (entry.price, entry.product_id),
        ),
        "cena-malejaco": (
            _("most expensive"),
            _("From the highest price to the lowest. No place is paid for."),
            lambda entry: (-entry.price, entry.product_id),
        ),
        "nazwa": (
            _("name"),
            _("By name, from A to Z. No place is paid for."),
            lambda entry: (alphabetical(entry.title), entry.product_id),
        ),
    }


def parse_price(text: str) -> Decimal | None:
    """An amount typed by a visitor; None when it is none."""
    match = PRICE_PATTERN.fullmatch(re.sub(r"\s|zł", "", text[:20]))
    return Decimal(f"{match[1]}.{match[2] or 0}") if match else None


class Filters:
    """What a visitor chose, cleaned: values that no good has are left out, so no address gives an error."""

    def __init__(self, params: QueryDict, goods: Goods, found: Found | None = None):
        """found: what the words in `q` have found, None without any."""
        self.query = found.query if found else ""
        self.scores = found.scores if found else None
        self.chosen: dict[str, list[str]] = {}
        for name in facet_titles():
            known = set().union(*(entry.values[name] for entry in goods.entries.values()))
            values = [value for value in dict.fromkeys(params.getlist(name)) if value in known]
            if values:
                self.chosen[name] = values
        self.price_from = parse_price(params.get("cena_od", ""))
        self.price_to = parse_price(params.get("cena_do", ""))
        sort = params.get("sort", "")
        orders = sort_orders(self.scores)
        self.sort = sort if sort in orders else next(iter(orders))
        self.default_sort = next(iter(orders))

    @property
    def is_empty(self) -> bool:
        return not self.chosen and self.price_from is None and self.price_to is None and not self.query

    def passes_query(self, entry: Entry) -> bool:
        return self.scores is None or entry.page_id in self.scores

    def passes_price(self, entry: Entry) -> bool:
        return (self.price_from is None or entry.price >= self.price_from) and (
            self.price_to is None or entry.price <= self.price_to
        )

    def missed_facets(self, entry: Entry) -> list[str]:
        """Names of the chosen facets that the good does not fit."""
        return [name for name, values in self.chosen.items() if not entry.values[name].intersection(values)]

    def pairs(self, *, without: str = "") -> list[tuple[str, str]]:
        """Parameters of the present choice, for links and hidden fields."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        if self.price_from is not None:
            pairs.append(("cena_od", price_text(self.price_from)))
        if self.price_to is not None:
            pairs.append(("cena_do", price_text(self.price_to)))
        if self.sort != self.default_sort:
            pairs.append(("sort", self.sort))
        return [(name, value) for name, value in pairs if name not in without.split()]

    def toggled(self, name: str, value: str) -> str:
        """Address of the list with one option put on or taken off."""
        pairs = self.pairs()
        pair = (name, value)
        return address([item for item in pairs if item != pair] if pair in pairs else [*pairs, pair])


def price_text(amount: Decimal) -> str:
    return f"{amount:.2f}".removesuffix(".00").replace(".", ",")


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """A link relative to the list's own address."""
    return f"?{query}" if (query := encoded(pairs)) else "."


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()

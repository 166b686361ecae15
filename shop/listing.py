"""Goods in a list: facets with counts, sorting, pages."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import caches
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from home.alphabet import alphabetical
from home.models import ready_for_cards
from home.search.queries import find
from home.search.results import spellings
from home.search.text import clean_query, words

from .cards import product_cards
from .listing_filters import Filters, address, encoded, price_text, sort_orders
from .listing_goods import IN_ORDER_TOLD, Entry, Goods, facet_titles
from .models import CategoryPage, ProductPage
from .models.pages import SOLD_FACTOR

PAGE_SIZE = 24
FOLDED_FROM = 9
#: Goods offered where nothing fits the whole choice.
NEAREST = 4


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    url: str
    is_active: bool


@dataclass(frozen=True)
class Facet:
    title: str
    name: str
    options: list[Option]

    @property
    def is_open(self) -> bool:
        """Long lists are folded until something in them is chosen."""
        return len(self.options) <= FOLDED_FROM or any(option.is_active for option in self.options)


class Listing:
    """The list for one choice of filters."""

    def __init__(self, goods: Goods, filters: Filters, *, hide: frozenset[str] = frozenset()):
        self.goods, self.filters, self.hide = goods, filters, hide

    @cached_property
    def matching(self) -> list[Entry]:
        key = sort_orders(self.filters.scores)[self.filters.sort][2]
        entries = self.goods.entries.values()
        return sorted((entry for entry in entries if self._fits(entry)), key=key)

    def _fits(self, entry: Entry) -> bool:
        filters = self.filters
        return filters.passes_query(entry) and filters.passes_price(entry) and not filters.missed_facets(entry)

    def nearest(self) -> list[Entry]:
        """Goods that fit most of a choice that nothing fits whole: at most four, those on hand before the sold."""
        filters = self.filters

        def misses(entry: Entry) -> int:
            return (
                len(filters.missed_facets(entry))
                + (not filters.passes_price(entry))
                + 2 * (not filters.passes_query(entry))
            )

        chosen = len(filters.chosen) + (filters.price_from is not None or filters.price_to is not None)
        most = chosen + 2 * bool(filters.query)
        near = [(misses(entry), entry) for entry in self.goods.entries.values()]
        ranked = sorted(
            (pair for pair in near if pair[0] < most or not most),
            key=lambda pair: (pair[0], pair[1].available <= 0, -pair[1].created_at.timestamp(), pair[1].product_id),
        )
        return [entry for _misses, entry in ranked[:NEAREST]]

    def facets(self) -> list[Facet]:
        """Options with the number of goods that choosing them would show, beside the other facets' choice."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in facet_titles()}
        for entry in self.goods.entries.values():
            if not (self.filters.passes_price(entry) and self.filters.passes_query(entry)):
                continue
            missed = self.filters.missed_facets(entry)
            for name, counter in counts.items():
                if missed in ([], [name]):
                    counter.update(entry.values[name])
        facets = [self._facet(title, name, counts[name]) for name, title in facet_titles().items()]
        return [facet for facet in facets if facet.options]

    def _facet(self, title: str, name: str, counter: Counter[str]) -> Facet:
        if name in self.hide:
            return Facet(title, name, [])
        chosen = self.filters.chosen.get(name, [])
        names = self.goods.names[name]
        values = sorted({*counter, *chosen}, key=_place_in(name, names))
        return Facet(
            title,
            name,
            [
                Option(
                    value, names[value], counter[value], self.filters.toggled(name, value), value in chosen
                )
                for value in values
            ],
        )

    def active(self) -> list[dict[str, str]]:
        """Chosen filters, each with the link that takes it off."""
        chips = []
        if self.filters.query:
            label = _("“%(words)s”") % {"words": self.filters.query}
            chips.append({"label": label, "url": address(self.filters.pairs(without="q"))})
        chips += [
            {"label": self.goods.names[name][value], "url": self.filters.toggled(name, value)}
            for name, values in self.filters.chosen.items()
            for value in values
        ]
        for name, template, amount in (
            ("cena_od", _("from %(amount)s zł"), self.filters.price_from),
            ("cena_do", _("up to %(amount)s zł"), self.filters.price_to),
        ):
            if amount is not None:
                label = template % {"amount": price_text(amount)}
                chips.append({"label": label, "url": address(self.filters.pairs(without=name))})
        return chips

    def sort_options(self) -> list[dict[str, Any]]:
        pairs = self.filters.pairs(without="sort")
        return [
            {
                "label": label,
                "url": address(pairs if value == self.filters.default_sort else [*pairs, ("sort", value)]),
                "is_current": value == self.filters.sort,
            }
            for value, (label, _note, _key) in sort_orders(self.filters.scores).items()
        ]

    def price_form(self) -> dict[str, Any]:
        """What the form of prices shows and carries along."""
        prices = [entry.price for entry in self.goods.entries.values()]
        pairs = dict(self.filters.pairs())
        return {
            "price_from": pairs.get("cena_od", ""),
            "price_to": pairs.get("cena_do", ""),
            "lowest": price_text(min(prices)) if prices else "",
            "highest": price_text(max(prices)) if prices else "",
            "hidden": self.filters.pairs(without="cena_od cena_do"),
        }


def product_listing(page: Page, params: QueryDict, category: int | None = None) -> dict[str, Any]:
    """Context of a list of goods.

    page: ShopPage or CategoryPage; params: GET parameters as they came; category: primary key of the only shelf to be listed.
    """
    goods = Goods(locale_id=page.locale_id, category=category)
    query = clean_query(params.get("q", ""))
    found = find(query, locale_id=page.locale_id, room=page.search_room, demote=False) if words(query) else None
    if found:
        for entry in goods.entries.values():
            if entry.available <= 0 and entry.page_id in found.scores:
                found.scores[entry.page_id] *= SOLD_FACTOR
    filters = Filters(params, goods, found)
    listing = Listing(goods, filters, hide=frozenset({"kategoria"}) if category else frozenset())
    total = len(listing.matching)
    page_obj = Paginator(listing.matching, PAGE_SIZE).get_page(params.get("strona", 1))
    shown = page_obj.object_list or listing.nearest()
    order = [entry.product_id for entry in shown]
    pages = pages_with_products(order, locale_id=page.locale_id)
    for key, shown_page in pages.items():
        shown_page.product.has_variants = goods.entries[key].has_variants
    cards = product_cards(
        [pages[key].product for key in order if key in pages], pages=pages, reduced=goods.reductions
    )
    return {
        "cards": cards if total else [],
        "near_cards": [] if total else cards,
        "search_words": filters.query,
        "spelling": found.spelling if found else "",
        "spellings": spellings(query) if found and not found.scores else [],
        "is_partial": bool(found and found.is_partial),
        "facets": listing.facets(),
        "active_filters": listing.active(),
        "price_form": listing.price_form(),
        "sort_options": listing.sort_options(),
        "sort_note": sort_orders(filters.scores)[filters.sort][1],
        "page_obj": page_obj,
        "query": encoded(filters.pairs()),
        "total": total,
        "results_text": ngettext("%(count)d thing", "%(count)d things", total) % {"count": total},
        "has_filters": not filters.is_empty,
        "reset_url": address([] if filters.sort == filters.default_sort else [("sort", filters.sort)]),
        "category_links": category_links(page),
    }


def _place_in(facet: str, names: dict[str, str]) -> Callable[[str], Any]:
    """Where an option stands: development goals by their numbers, groups and ways in the order told, all else by its name."""
    if facet == "cel":
        return int
    if facet in IN_ORDER_TOLD:
        return list(names).index
    return lambda value: alphabetical(names[value])


def pages_with_products(product_ids: list[int], *, locale_id: int) -> dict[int, ProductPage]:
    """Pages by primary key of their product, with all that cards need of both."""
    pages = (
        ready_for_cards(ProductPage.objects.live().filter(product__in=product_ids, locale_id=locale_id))
        .select_related("product__enterprise", "product__category", "product__stock")
        .defer("body", "gallery")
    )
    return {page.product_id: page for page in pages}


def category_links(page: Page) -> list[dict[str, Any]]:
    """The shelves of the shop, in the language of the page, which is marked if it is one of them."""
    return [{**link, "is_current": link["pk"] == page.pk} for link in shelves(page.locale_id)]


def shelves(locale_id: int) -> list[dict[str, Any]]:
    """The shelves of the shop in one language; remembered for a minute as the frame is."""
    key = f"shelves:{locale_id}"
    links = caches["memory"].get(key)
    if links is None:
        pages = CategoryPage.objects.live().filter(locale_id=locale_id).select_related("category", "locale")
        links = [
            {"pk": shelf.pk, "title": shelf.title, "url": shelf.url}
            for shelf in pages.order_by("category__sort_order", "category__name")
        ]
        caches["memory"].set(key, links)
    return links

"""What the filters of a list know of the goods: two queries, one more for sets and variants, one for reductions."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from home.models.records import in_language
from stories.kinds import SupportedGroup, Voivodeship

from .delivery_context import remembered_methods
from .delivery_ways import DeliveryWays, way_names
from .models import Product, ProductPage
from .row_goods import RowGood
from .services.lines import PUT_TOGETHER
from .services.listed_price import ListedPrice
from .services.reductions import reductions
from .stock_rows import FACTS, RelatedGoods, RowFacts, related_goods

#: Value of a facet that is either on or off.
YES = "1"
READY, TO_ORDER = "gotowe", "na-zamowienie"
#: Facets whose options have an order of their own, that of their names in `Goods`.
IN_ORDER_TOLD = frozenset({"grupa", "dostawa"})


@dataclass(frozen=True)
class Name:
    """An option's name in three languages, as NamedRecord has it."""

    name: str
    name_en: str = ""
    name_uk: str = ""

    @property
    def label(self) -> str:
        return in_language(self, "name")


@dataclass
class Entry:
    """A good as the filters see it. `available`: pieces that can be ordered, of its variants and parts too. `price`: the
    one on its card."""

    product_id: int
    page_id: int
    title: str
    price: Decimal
    available: int
    created_at: Any
    values: dict[str, set[str]] = field(default_factory=dict)
    has_variants: bool = False


def facet_titles() -> dict[str, str]:
    """Facets by the name of their parameter, in the order shown."""
    return {
        "kategoria": _("Category"),
        "okazja": _("Occasion"),
        "dostepne": _("Availability"),
        "wykonanie": _("Ready or to order"),
        "obnizone": _("Reductions"),
        "rodzaj": _("Kind"),
        "technika": _("Technique"),
        "material": _("Material"),
        "producent": _("Maker"),
        "grupa": _("Whom you support"),
        "dostawa": _("Delivery"),
        "region": _("Region"),
        "cel": _("Development goal"),
    }


#: Facets that come from lists of words: {facet: (field of Product, columns of a word: code and three names)}.
VOCABULARIES = {
    "technika": ("techniques", "technique", "code"),
    "material": ("materials", "material", "code"),
    "okazja": ("occasions", "occasion", "code"),
    "cel": ("sdgs", "sdg", "number"),
}

#: Columns of a page of a good that the filters read.
COLUMNS = (
    "pk",
    "title",
    "product__set_least",
    "product__set_most",
    "product__created_at",
    *(f"product__category__{part}" for part in ("code", "name", "name_en", "name_uk")),
    *(f"product__enterprise__{part}" for part in ("code", "name", "voivodeship")),
    *(f"product__{name}" for name in FACTS),
)
KIND = COLUMNS.index("product__kind")


class Goods:
    """All public goods of one language with what the filters need. reductions: of them and their variants."""

    def __init__(self, *, locale_id: int, category: int | None = None):
        self.names: dict[str, dict[str, str]] = {name: {} for name in facet_titles()}
        self.entries: dict[int, Entry] = {}
        self._read_pages(locale_id, category)
        self._read_vocabularies()

    def _read_pages(self, locale_id: int, category: int | None) -> None:
        rows = ProductPage.objects.live().filter(locale_id=locale_id)
        if category is not None:
            rows = rows.filter(product__category=category)
        has_variants = Exists(Product.objects.filter(variant_of=OuterRef("product")))
        found = list(rows.order_by().annotate(has_variants=has_variants).values_list(*COLUMNS, "has_variants"))
        is_simple = not any(row[-1] or row[KIND] in PUT_TOGETHER for row in found)
        related = RelatedGoods() if is_simple else related_goods()
        listed: dict[int, ListedPrice] = {}
        candidates: list[Product] = []
        ways = DeliveryWays(remembered_methods())
        for *row, _has_variants in found:
            page_id, title, set_least, set_most, created_at, *words = row[: -len(FACTS)]
            code, *names = words[:4]
            maker_code, maker_name, region = words[4:]
            own = RowFacts.of(row[-len(FACTS) :])
            kind, product_id = own.kind, own.key
            good = RowGood(own, set_least, set_most, related)
            price = listed[product_id] = good.listed_price
            self.names["kategoria"].setdefault(code, Name(*names).label)
            self.names["producent"].setdefault(maker_code, maker_name)
            self.entries[product_id] = Entry(
                product_id=product_id,
                page_id=page_id,
                title=title,
                price=price.amount,
                available=good.available,
                created_at=created_at,
                has_variants=product_id in related.variants,
                values={
                    **{name: set() for name in VOCABULARIES},
                    "kategoria": {code},
                    "dostepne": {YES} if good.available > 0 else set(),
                    "wykonanie": {TO_ORDER if kind == Product.Kind.TO_ORDER else READY},
                    "obnizone": set(),
                    "rodzaj": {kind},
                    "producent": {maker_code},
                    "region": {region},
                    "grupa": good.groups,
                    "dostawa": good.ways(ways),
                },
            )
            candidates += good.reduced
        self.reductions = reductions(products=candidates)
        for key, price in listed.items():
            if price.key in self.reductions:
                self.entries[key].values["obnizone"].add(YES)
        self.names["rodzaj"] = {kind.value: str(kind.label) for kind in Product.Kind}
        self.names["region"] = {region.value: str(region.label) for region in Voivodeship}
        self.names["grupa"] = {group.value: str(group.label) for group in SupportedGroup}
        self.names["dostawa"] = way_names()
        self.names["dostepne"] = {YES: _("only what can be bought now")}
        self.names["wykonanie"] = {READY: _("ready to be sent"), TO_ORDER: _("made to order")}
        self.names["obnizone"] = {YES: _("only reduced goods")}

    def _read_vocabularies(self) -> None:
        """Techniques, materials, occasions and development goals of all goods in one query."""
        first, *others = (_vocabulary(facet) for facet in VOCABULARIES)
        for facet, product_id, code, *names in first.union(*others, all=True):
            if entry := self.entries.get(product_id):
                label = Name(*names).label
                entry.values[facet].add(code)
                self.names[facet].setdefault(code, f"{code}. {label}" if facet == "cel" else label)


def _vocabulary(facet: str):
    field_name, relation, key = VOCABULARIES[facet]
    through = getattr(Product, field_name).through
    return (
        through.objects.order_by()
        .annotate(
            facet=Value(facet, output_field=CharField()),
            product_key=ExpressionWrapper(F("product_id"), output_field=IntegerField()),
            word=Cast(f"{relation}__{key}", CharField(max_length=60)),
        )
        .values_list(
            "facet", "product_key", "word", *(f"{relation}__{part}" for part in ("name", "name_en", "name_uk"))
        )
    )

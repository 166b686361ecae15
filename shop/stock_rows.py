"""How many pieces can be ordered, read from columns: for lists, filters and search, which do without whole products.

The rules are those of shop.services.availability, and a test holds both together.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Value, When

from stories.kinds import groups_supported

from .delivery_ways import MEASURES, Measures
from .models import Product, ProductPage, SetComponent
from .services.catalogue import products_for_sale
from .services.lines import ENOUGH, MADE_WHEN_PAID

#: Columns that lists read of a good, of its variants and of its parts alike.
FACTS = (
    "pk", "price", "regular_price", "reduced_at", "enterprise__kind", "enterprise__groups", "stock__on_hand", "stock__reserved",
    *MEASURES,
)  # fmt: skip


@dataclass(frozen=True)
class RowFacts:
    """What lists know of a good, a variant or a part. available: pieces of it by itself that can be ordered. groups: whom its
    maker supports."""

    key: int
    price: Decimal
    regular_price: Decimal | None
    reduced_at: datetime.datetime | None
    groups: frozenset[str]
    available: int
    measures: Measures

    @property
    def kind(self) -> str:
        return self.measures[0]

    @classmethod
    def of(cls, values: Sequence[Any]) -> "RowFacts":
        """values: in the order of FACTS."""
        key, price, regular_price, reduced_at, maker_kind, named, on_hand, reserved, *measures = values
        available = own_pieces(measures[0], on_hand, reserved)
        return cls(key, price, regular_price, reduced_at, groups_supported(maker_kind, named), available, tuple(measures))


@dataclass(frozen=True)
class Related:
    """A part of a set or a variant. available: pieces that can be ordered; quantity: how many a set takes (at most)."""

    available: int
    quantity: int
    facts: RowFacts


@dataclass
class RelatedGoods:
    """{primary key of the set: its parts}, {primary key of the product: its variants}."""

    parts: dict[int, list[Related]] = field(default_factory=lambda: defaultdict(list))
    variants: dict[int, list[Related]] = field(default_factory=lambda: defaultdict(list))


def related_goods() -> RelatedGoods:
    """Parts of all sets and all variants, in one query."""
    text, whole = CharField(), IntegerField()
    is_for_sale = Exists(products_for_sale().filter(pk=OuterRef("product")))
    parts = SetComponent.objects.order_by().annotate(
        relation=Value("parts", output_field=text),
        owner=F("gift_set_id"),
        amount=F("quantity"),
        offered=Case(When(is_for_sale, then=Value(1)), default=Value(0), output_field=whole),
        **{f"of_{place}": F(f"product__{name}") for place, name in enumerate(FACTS)},
    )
    variants = (
        Product.objects.filter(variant_of__isnull=False)
        .order_by()
        .annotate(
            relation=Value("variants", output_field=text),
            owner=F("variant_of_id"),
            amount=Value(1, output_field=whole),
            offered=Value(1, output_field=whole),
            **{f"of_{place}": F(name) for place, name in enumerate(FACTS)},
        )
    )
    found = RelatedGoods()
    columns = ("relation", "owner", "amount", "offered", *(f"of_{place}" for place in range(len(FACTS))))
    for relation, owner, amount, offered, *values in parts.values_list(*columns).union(
        variants.values_list(*columns), all=True
    ):
        facts = RowFacts.of(values)
        getattr(found, relation)[owner].append(Related(facts.available if offered else 0, amount, facts))
    return found


def own_pieces(kind: str, on_hand: int | None, reserved: int | None) -> int:
    """Pieces of a good that is no set; on_hand, reserved: None where nothing was ever received."""
    return ENOUGH if kind in MADE_WHEN_PAID else (on_hand or 0) - (reserved or 0)


def pieces(product_id: int, kind: str, own: int, set_least: int | None, related: RelatedGoods) -> int:
    """Pieces that can be ordered, those of the variants with them; of a set as many as its scarcest part allows.

    own: pieces of the good by itself, as `own_pieces` gives them.
    """
    parts = related.parts.get(product_id, [])
    if kind == Product.Kind.SET:
        return min((part.available // part.quantity for part in parts), default=0)
    if kind == Product.Kind.OWN_SET:
        choosable = sum(min(part.available, part.quantity) for part in parts)
        return ENOUGH if choosable >= max(set_least or 1, 1) else 0
    variants = related.variants.get(product_id, [])
    return own + sum(variant.available for variant in variants)


def sold_pages(page_ids: Iterable[int]) -> list[int]:
    """Those of the pages whose goods cannot be ordered now; two queries, one where no page is of a good."""
    rows = ProductPage.objects.filter(pk__in=page_ids).values_list(
        "pk", "product_id", "product__kind", "product__stock__on_hand", "product__stock__reserved", "product__set_least"
    )
    rows = list(rows)
    related = related_goods() if rows else RelatedGoods()
    return [
        page
        for page, product, kind, on_hand, reserved, least in rows
        if pieces(product, kind, own_pieces(kind, on_hand, reserved), least, related) <= 0
    ]

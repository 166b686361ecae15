"""How many pieces can be ordered, read from columns: for lists, filters and search, which do without whole products.

The rules are those of shop.services.availability, and a test holds both together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Value, When

from .models import Product, ProductPage, SetComponent
from .services.catalogue import products_for_sale
from .services.lines import ENOUGH, MADE_WHEN_PAID


@dataclass(frozen=True)
class Related:
    """A part of a set or a variant: pieces that can be ordered, and how many of them a set takes (at most)."""

    available: int
    quantity: int


@dataclass
class RelatedGoods:
    """{primary key of the set: its parts}, {primary key of the product: its variants}."""

    parts: dict[int, list[Related]] = field(default_factory=lambda: defaultdict(list))
    variants: dict[int, list[Related]] = field(default_factory=lambda: defaultdict(list))


def related_goods() -> RelatedGoods:
    """Parts of all sets and all variants, in one query."""
    columns = ("relation", "owner", "amount", "sort", "hand", "held", "offered")
    text, whole = CharField(), IntegerField()
    is_for_sale = Exists(products_for_sale().filter(pk=OuterRef("product")))
    parts = SetComponent.objects.order_by().annotate(
        relation=Value("parts", output_field=text),
        owner=F("gift_set_id"),
        amount=F("quantity"),
        sort=F("product__kind"),
        hand=F("product__stock__on_hand"),
        held=F("product__stock__reserved"),
        offered=Case(When(is_for_sale, then=Value(1)), default=Value(0), output_field=whole),
    )
    variants = (
        Product.objects.filter(variant_of__isnull=False)
        .order_by()
        .annotate(
            relation=Value("variants", output_field=text),
            owner=F("variant_of_id"),
            amount=Value(1, output_field=whole),
            sort=F("kind"),
            hand=F("stock__on_hand"),
            held=F("stock__reserved"),
            offered=Value(1, output_field=whole),
        )
    )
    found = RelatedGoods()
    for relation, owner, amount, kind, hand, held, offered in parts.values_list(*columns).union(
        variants.values_list(*columns), all=True
    ):
        free = own_pieces(kind, hand, held) if offered else 0
        getattr(found, relation)[owner].append(Related(free, amount))
    return found


def own_pieces(kind: str, on_hand: int | None, reserved: int | None) -> int:
    """Pieces of a good that is no set; on_hand, reserved: None where nothing was ever received."""
    return ENOUGH if kind in MADE_WHEN_PAID else (on_hand or 0) - (reserved or 0)


def pieces(
    product_id: int, kind: str, on_hand: int | None, reserved: int | None, set_least: int | None, related: RelatedGoods
) -> int:
    """Pieces that can be ordered, those of the variants with them; of a set as many as its scarcest part allows."""
    parts = related.parts.get(product_id, [])
    if kind == Product.Kind.SET:
        return min((part.available // part.quantity for part in parts), default=0)
    if kind == Product.Kind.OWN_SET:
        choosable = sum(min(part.available, part.quantity) for part in parts)
        return ENOUGH if choosable >= max(set_least or 1, 1) else 0
    variants = related.variants.get(product_id, [])
    return own_pieces(kind, on_hand, reserved) + sum(variant.available for variant in variants)


def sold_pages(page_ids: Iterable[int]) -> list[int]:
    """Those of the pages whose goods cannot be ordered now; two queries, one where no page is of a good."""
    rows = ProductPage.objects.filter(pk__in=page_ids).values_list(
        "pk", "product_id", "product__kind", "product__stock__on_hand", "product__stock__reserved", "product__set_least"
    )
    rows = list(rows)
    related = related_goods() if rows else RelatedGoods()
    return [page for page, *facts in rows if pieces(*facts, related) <= 0]

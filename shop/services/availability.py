"""What can be bought now, of every kind of good, and what it is put together from; a fixed number of queries.

A set lies on no shelf: there are as many of it as its scarcest part allows. What is made to order can always be had.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThanOrEqual

from ..models import Product, SetComponent, StockItem
from .catalogue import products_for_sale
from .lines import ENOUGH, MADE_WHEN_PAID, PUT_TOGETHER
from .listed_price import ListedPrice, Offer, Piece, listed_price, listed_price_of_choice
from .own_sets import bounds


@dataclass(frozen=True)
class Goods:
    """Products with what belongs to them. components: of each set, with products, stock and `is_for_sale`.

    variants: of each main product, without itself.
    """

    components: Mapping[int, list[SetComponent]] = field(default_factory=dict)
    variants: Mapping[int, list[Product]] = field(default_factory=dict)

    def available(self, product: Product) -> int:
        """Pieces of the good itself (not of its variants) that can still be ordered."""
        if product.kind == Product.Kind.SET:
            return min((part_sets(part) for part in self.components.get(product.pk, [])), default=0)
        if product.kind == Product.Kind.OWN_SET:
            pieces = sum(self.choosable(part) for part in self.components.get(product.pk, []))
            return ENOUGH if pieces >= max(product.set_least or 1, 1) else 0
        return pieces_free(product)

    def choosable(self, component: SetComponent) -> int:
        """How many pieces of a component a buyer may choose now."""
        return min(component.quantity, pieces_free(component.product)) if component.product.is_for_sale else 0

    def listed_price(self, product: Product) -> ListedPrice:
        """The least for which the good, one of its variants or a set of choice can be ordered."""
        if product.kind == Product.Kind.OWN_SET:
            least, most = bounds(product)
            return listed_price_of_choice(
                box=product.price,
                least=least,
                most=most,
                pieces=[
                    Piece(part.product.price, self.choosable(part), part.quantity)
                    for part in self.components.get(product.pk, [])
                ],
            )
        variants = self.variants.get(product.pk, [])
        own = Offer(product.pk, product.price, self.available(product) > 0)
        return listed_price([own, *(Offer(each.pk, each.price, pieces_free(each) > 0) for each in variants)])

    def offers(self, product: Product) -> list[Product]:
        """The good and its variants."""
        return [product, *self.variants.get(product.pk, [])]

    def short_parts(self, product: Product) -> list[SetComponent]:
        """The parts of a set that are missing, so that it cannot be put together."""
        if product.kind != Product.Kind.SET:
            return []
        return [part for part in self.components.get(product.pk, []) if part_sets(part) < 1]


def goods_read(products: Iterable[Product], *, variants: bool = True) -> Goods:
    """Components and variants of these products in one query; none where it is known that there are none.

    products: with their stock. Where the caller has learnt it already, an attribute `has_variants` of a product spares
    looking for them.
    """
    products = list(products)
    sets = {product.pk: product for product in products if product.kind in PUT_TOGETHER}
    mains = {product.pk for product in products if variants and _may_have_variants(product)}
    components, others = defaultdict(list), defaultdict(list)
    if not sets and not mains:
        return Goods(components, others)
    found = (
        Product.objects.annotate(
            part=FilteredRelation("in_sets", condition=Q(in_sets__gift_set__in=list(sets) or [0])),
            is_for_sale=Exists(products_for_sale().filter(pk=OuterRef("pk"))),
        )
        .filter(Q(variant_of__in=mains) | Q(part__isnull=False))
        .annotate(
            part_pk=F("part__pk"),
            part_set=F("part__gift_set"),
            part_quantity=F("part__quantity"),
            part_order=F("part__sort_order"),
        )
        .select_related("stock", "enterprise", "category")
        .order_by("part_order", "part_pk", "pk")
    )
    seen = set()
    for product in found:
        if product.part_pk:
            components[product.part_set].append(
                SetComponent(
                    pk=product.part_pk,
                    gift_set_id=product.part_set,
                    product=product,
                    quantity=product.part_quantity,
                    sort_order=product.part_order,
                )
            )
        if product.variant_of_id in mains and product.pk not in seen:
            seen.add(product.pk)
            others[product.variant_of_id].append(product)
    for group in others.values():
        group.sort(key=lambda variant: variant.pk)
    return Goods(components, others)


def _may_have_variants(product: Product) -> bool:
    return (
        product.variant_of_id is None
        and product.kind not in PUT_TOGETHER
        and getattr(product, "has_variants", True)
    )


def pieces_free(product: Product) -> int:
    """Pieces on the product's own shelf that are promised to nobody; ENOUGH of what is made when it is paid for."""
    if product.kind in MADE_WHEN_PAID:
        return ENOUGH
    stock = getattr(product, "stock", None)
    return stock.available if stock else 0


def part_sets(component: SetComponent) -> int:
    """For how many sets a part is enough."""
    return pieces_free(component.product) // component.quantity if component.product.is_for_sale else 0


def can_be_bought() -> Q:
    """Condition on Product for queries: at least one piece of it or of one of its variants can be ordered now.

    Subqueries alone, so that it may be turned round: a good that has no row of stock is none that can be bought.
    """
    on_shelf = Q(Exists(StockItem.objects.filter(product=OuterRef("pk"), on_hand__gt=F("reserved"))))
    plain = ~Q(kind__in=PUT_TOGETHER) & (on_shelf | Q(kind__in=MADE_WHEN_PAID))
    variants = Product.objects.filter(plain, variant_of=OuterRef("pk"))
    parts = SetComponent.objects.filter(gift_set=OuterRef("pk"))
    free = Case(
        When(product__kind__in=MADE_WHEN_PAID, then=F("quantity")),
        default=F("product__stock__on_hand") - F("product__stock__reserved"),
    )
    on_offer = SetComponent.objects.filter(product__in=products_for_sale()).annotate(free=free)
    # Not the condition turned round: a part that has no row of stock would be neither enough nor short.
    short = parts.exclude(pk__in=on_offer.filter(free__gte=F("quantity")).values("pk"))
    choosable = on_offer.filter(gift_set=OuterRef("pk"), free__gt=0).order_by().values("gift_set")
    pieces = Subquery(choosable.annotate(pieces=Sum(Least("quantity", "free"))).values("pieces"))
    can_be_filled = GreaterThanOrEqual(Coalesce(pieces, 0), Coalesce(F("set_least"), 1))
    return (
        plain
        | Q(Exists(variants))
        | (Q(kind=Product.Kind.SET) & Q(Exists(parts)) & ~Q(Exists(short)))
        | (Q(kind=Product.Kind.OWN_SET) & Q(can_be_filled))
    )

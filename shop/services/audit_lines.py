"""Invariants of order lines: what was taken from a shelf, gift sets, wishes. Part of shop.services.audit."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from ..models import OrderItem, StockReservation

CHUNK = 1000


def lines_are_reserved() -> Iterator[str]:
    """Each good of an order is reserved as often as its lines say, by itself and in sets together."""
    of_order = StockReservation.objects.filter(exchange=None)
    held = of_order.filter(order=OuterRef("order"), item__product=OuterRef("product_id"))
    lines = (
        OrderItem.objects.filter(from_stock=True)
        .order_by()
        .values("order", "order__ref", "product_id")
        .annotate(pieces=Sum("quantity"))
        .annotate(held=Coalesce(Subquery(held.values("quantity")[:1], output_field=IntegerField()), 0))
    )
    for line in lines.exclude(pieces=F("held")).iterator(CHUNK):
        yield (
            f"order {line['order__ref']}, product {line['product_id']}: {line['pieces']} pieces ordered, "
            f"{line['held']} reserved"
        )
    ordered = OrderItem.objects.filter(
        order=OuterRef("order"), product_id=OuterRef("item__product"), from_stock=True
    )
    for reservation in (
        of_order.annotate(line=Subquery(ordered.values("pk")[:1]))
        .filter(line=None)
        .select_related("order", "item__product")
        .iterator(CHUNK)
    ):
        yield f"order {reservation.order.ref}: {reservation.item.product.code} is reserved, but was not ordered"


def sets_are_whole() -> Iterator[str]:
    """The lines of a set lie in one parcel, bear its name, and cost together what the set cost."""
    lines = OrderItem.objects.exclude(set_number=None).select_related("order").order_by("order_id", "set_number", "pk")
    for (_order, number), group in groupby(lines.iterator(CHUNK), key=lambda line: (line.order_id, line.set_number)):
        parts = list(group)
        ref = parts[0].order.ref
        if len({line.parcel_id for line in parts}) > 1:
            yield f"order {ref}: set {number} lies in several parcels"
        if len({line.set_name for line in parts}) > 1 or not parts[0].set_name:
            yield f"order {ref}: the lines of set {number} do not bear one name"
        told = parts[0].product_data.get("set", {})
        price = Decimal(told.get("unit_price", "0")) * told.get("quantity", 0)
        if (total := sum(line.subtotal for line in parts)) != price:
            yield f"order {ref}: the lines of set {number} make {total}, it cost {price}"


def wishes_are_told() -> Iterator[str]:
    """A line that cannot be returned because of a wish tells the wish, and only a line by itself has one."""
    personalised = Q(no_withdrawal=OrderItem.NoWithdrawal.PERSONALISED)
    for line in OrderItem.objects.filter(personalised, personalisation=[]).select_related("order").iterator(CHUNK):
        yield f"order {line.order.ref}: line {line.code} is personalised, but does not say how"
    in_sets = OrderItem.objects.exclude(set_number=None).exclude(personalisation=[])
    for line in in_sets.select_related("order").iterator(CHUNK):
        yield f"order {line.order.ref}: line {line.code} of a set is personalised"


LINE_CHECKS = (lines_are_reserved, sets_are_whole, wishes_are_told)

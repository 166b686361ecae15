"""Invariants of delivery: the shares of the parcels make its price, and what was handed over has its date."""

from collections.abc import Callable, Iterator

from django.db.models import DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce, Round

from ..models import Order, Parcel
from ..status import ParcelStatus

CHUNK = 1000


def parcel_shares_add_up() -> Iterator[str]:
    shared = Coalesce(Sum("parcels__delivery_price"), 0, output_field=DecimalField(max_digits=9, decimal_places=2))
    # Rounded, because SQLite adds decimals as floating-point numbers.
    wrong = Order.objects.annotate(shared=Round(shared, precision=2)).exclude(shared=F("delivery_price"))
    for ref, shares, price in wrong.values_list("ref", "shared", "delivery_price").iterator(CHUNK):
        yield f"order {ref}: parcels share {shares:.2f}, delivery costs {price:.2f}"


def handing_over_is_dated() -> Iterator[str]:
    undated = Parcel.objects.filter(Q(delivered_at=None) | Q(order__delivered_at=None), status=ParcelStatus.DELIVERED)
    whole = ~Q(order__parcels__status__in=[ParcelStatus.NEW, ParcelStatus.PACKED, ParcelStatus.SENT, ParcelStatus.READY])
    for pk, ref in undated.filter(Q(delivered_at=None) | whole).values_list("pk", "order__ref").iterator(CHUNK):
        yield f"order {ref}: parcel {pk} is handed over, but not dated"


DELIVERY_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (parcel_shares_add_up, handing_over_is_dated)

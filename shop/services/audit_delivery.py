"""Invariants of delivery: who packs what, the shares of the parcels make its price, and what was handed over has its date."""

from collections.abc import Callable, Iterator

from django.db.models import Count, DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce, Round

from stories.models import Enterprise
from stories.packers import same_address

from ..models import Order, OrderItem, Parcel, Product
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


def packers_are_in_the_house() -> Iterator[str]:
    """Who packs for another is at the same address and packs its own goods: forms see to it, one at a time."""
    for maker in Enterprise.objects.exclude(packed_by=None).select_related("packed_by").iterator(CHUNK):
        packer = maker.packed_by
        if packer.packed_by_id is not None:
            yield f"enterprise {maker.code}: packed by {packer.code}, which is itself packed by another"
        if not same_address(maker, packer):
            yield f"enterprise {maker.code}: packed by {packer.code}, which has another address"


def lines_lie_with_their_packer() -> Iterator[str]:
    """A good by itself lies in the parcel of its maker, or in one that was shared with it when ordered, and all goods of a
    maker lie in one. Parts of sets go with the set (`sets_are_whole`), gift cards come by e-mail."""
    alone = OrderItem.objects.filter(set_number=None)
    elsewhere = alone.exclude(enterprise=F("parcel__enterprise")).select_related("order", "parcel__enterprise", "enterprise")
    for item in elsewhere.iterator(CHUNK):
        sharing = {maker["enterprise"] for maker in item.parcel.shared_by}
        if item.product_data.get("kind") != Product.Kind.GIFT_CARD and item.enterprise_id not in sharing:
            yield (
                f"order {item.order.ref}: line {item.code} of {item.enterprise.code} lies in the parcel of "
                f"{item.parcel.enterprise.code}, which does not pack for it"
            )
    parted = alone.order_by().values("order__ref", "enterprise__code").annotate(parcels=Count("parcel", distinct=True))
    for row in parted.filter(parcels__gt=1).iterator(CHUNK):
        yield f"order {row['order__ref']}: goods of {row['enterprise__code']} lie in {row['parcels']} parcels"


DELIVERY_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    parcel_shares_add_up,
    handing_over_is_dated,
    packers_are_in_the_house,
    lines_lie_with_their_packer,
)

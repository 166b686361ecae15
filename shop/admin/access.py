"""Whose goods and parcels a person may see."""

from django.db.models import Q, QuerySet

from stories.models import Enterprise

from ..models import OrderItem, Parcel, Product
from ..status import OrderStatus, ParcelStatus

#: While an order is in one of these, its makers need the goods' list and the address.
WORKSHOP_STATUSES = (OrderStatus.PROCESSING, OrderStatus.READY, OrderStatus.SHIPPED)


def own_enterprises(user) -> QuerySet[Enterprise]:
    """Enterprises whose goods the person looks after."""
    return Enterprise.objects.filter(staff=user)


def is_workshop_person(user) -> bool:
    """True for staff of an enterprise; the answer is kept on the user for the rest of the request."""
    if not hasattr(user, "_is_workshop_person"):
        user._is_workshop_person = user.has_perm("shop.change_parcel") and own_enterprises(user).exists()
    return user._is_workshop_person


def own_products(user) -> QuerySet[Product]:
    return Product.objects.filter(enterprise__staff=user)


def own_parcels(user) -> QuerySet[Parcel]:
    """Parcels of the person's enterprises whose order is being handled now: neither unpaid nor closed ones; and
    replacements from when they are to be packed until they are handed over."""
    moving = (ParcelStatus.NEW, ParcelStatus.PACKED, ParcelStatus.READY, ParcelStatus.SENT)
    replacement = Q(exchange__isnull=False, order__status=OrderStatus.COMPLETED, status__in=moving)
    own = Parcel.objects.filter(Q(order__status__in=WORKSHOP_STATUSES) | replacement, enterprise__staff=user)
    # What nobody packs any more, because the buyer withdrew before the replacement was sent.
    return own.exclude(exchange__isnull=False, status=ParcelStatus.CANCELLED)


def goods_packed_by_others(user) -> QuerySet[OrderItem]:
    """Goods of the person's enterprises that lie in somebody else's parcel: of a maker in the same house, or of a gift set.

    The lines alone: who gets them, and where, is the business of those who pack.
    """
    items = OrderItem.objects.filter(enterprise__in=own_enterprises(user), order__status__in=WORKSHOP_STATUSES)
    return items.exclude(parcel__enterprise__in=own_enterprises(user))

"""When things are sent, in days and in words: as the terms say, or as was promised for what is made to order."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import OrderItem, Parcel, Product

#: Terms of the shop, point 6.2: working days to send.
PACKING_DAYS = 5


def lead_time_days(product: Product) -> int:
    """Working days from the payment to the sending; 0 for what lies on the shelf."""
    return (product.lead_time_days or 0) if product.kind == Product.Kind.TO_ORDER else 0


def lead_time_text(days: int) -> str:
    """The promise in the active language; empty for 0 days."""
    if not days:
        return ""
    return ngettext(
        "We make it to order and send it within %(days)d working day of your payment.",
        "We make it to order and send it within %(days)d working days of your payment.",
        days,
    ) % {"days": days}


def packing_days(items: Iterable[OrderItem]) -> int:
    """Working days to send a parcel: those of the terms, or of the thing in it that takes longest, as promised when ordered."""
    return max([PACKING_DAYS, *(item.product_data.get("lead_time_days") or 0 for item in items)])


def packing_text(parcels: Iterable[Parcel]) -> str:
    """Who packs the parcels of an order and in how many days. parcels: with their items."""
    first, last = _range(parcels)
    if first == last:
        return ngettext(
            "The workshops pack within %(days)d working day.",
            "The workshops pack within %(days)d working days.",
            last,
        ) % {"days": last}
    return _(
        "The workshops pack within %(first)d working days; what is made to order takes up to %(last)d."
    ) % {"first": first, "last": last}


def sending_text(parcels: Iterable[Parcel]) -> str:
    """When the parcels leave, for the mail about the payment. parcels: with their items."""
    first, last = _range(parcels)
    if first == last:
        return ngettext(
            "The workshops are packing. A parcel leaves within %(days)d working day, and we write when it does.",
            "The workshops are packing. A parcel leaves within %(days)d working days, and we write when it does.",
            last,
        ) % {"days": last}
    return _(
        "The workshops are packing. A parcel leaves within %(first)d working days, one with a thing made to order within "
        "%(last)d. We write when it does."
    ) % {"first": first, "last": last}


def _range(parcels: Iterable[Parcel]) -> tuple[int, int]:
    days = [packing_days(parcel.items.all()) for parcel in parcels] or [PACKING_DAYS]
    return min(days), max(days)

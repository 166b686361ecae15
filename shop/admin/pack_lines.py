"""The lines of parcels for those who pack: who made each where they are several, and what is not to leave the workshop."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import OrderItem, Parcel
from ..services.exchange_goods import replacement_line
from ..services.withdrawal_terms import withdrawn_of_items
from ..status import ParcelStatus

#: Until a parcel is sent or handed over somebody can still take a thing out of it.
STILL_HERE = frozenset({ParcelStatus.NEW, ParcelStatus.PACKED, ParcelStatus.READY})


@dataclass(frozen=True)
class PackLine:
    """A line of a parcel. warning: why not all of it is to be sent, in the active language; empty where all is.

    maker: who made it, where the parcel holds goods of several."""

    item: OrderItem
    warning: str = ""
    maker: str = ""


def pack_lines(parcels: Iterable[Parcel], items: Iterable[OrderItem]) -> list[PackLine]:
    """The lines of these parcels with their warnings, a replacement as a line of its own. One query."""
    parcels = list(parcels)
    here = {parcel.pk: parcel for parcel in parcels if parcel.status in STILL_HERE}
    items = list(items)
    withdrawn = withdrawn_of_items([item.pk for item in items if item.parcel_id in here])
    makers: dict[int, set[int]] = {}
    for item in items:
        makers.setdefault(item.parcel_id, set()).add(item.enterprise_id)
    return [
        PackLine(
            item,
            _warning(here[item.parcel_id], item, withdrawn[item.pk]) if item.pk in withdrawn else "",
            item.context.get("maker", "") if len(makers[item.parcel_id]) > 1 else "",
        )
        for item in items
    ] + [PackLine(replacement_line(parcel.exchange, parcel)) for parcel in parcels if parcel.exchange]


def _warning(parcel: Parcel, item: OrderItem, pieces: int) -> str:
    is_waiting = parcel.status == ParcelStatus.READY
    if pieces >= item.quantity:
        if item.quantity == 1:
            return (
                _("Do not hand it over: the buyer withdrew from this piece.")
                if is_waiting
                else _("Do not send it: the buyer withdrew from this piece.")
            )
        return (
            _("Do not hand them over: the buyer withdrew from all these pieces.")
            if is_waiting
            else _("Do not send them: the buyer withdrew from all these pieces.")
        )
    text = (
        ngettext(
            "Do not hand over %(count)d piece of %(all)d: the buyer withdrew from it.",
            "Do not hand over %(count)d pieces of %(all)d: the buyer withdrew from them.",
            pieces,
        )
        if is_waiting
        else ngettext(
            "Do not send %(count)d piece of %(all)d: the buyer withdrew from it.",
            "Do not send %(count)d pieces of %(all)d: the buyer withdrew from them.",
            pieces,
        )
    )
    return text % {"count": pieces, "all": item.quantity}

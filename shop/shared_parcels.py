"""Parcels that makers in one house share, in plain words: at the checkout and wherever an order lists its parcels."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .models import OrderItem, Parcel
from .services.shipping import DeliveryQuote


def names_joined(names: Sequence[str]) -> str:
    """„WTZ Malwa, ZAZ Gliniany Most i Fundacja Barwa”."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def one_parcel_text(packer: str, makers: Sequence[str], *, boxes: int = 1, is_pickup: bool = False) -> str:
    """Why goods of several makers come together, or from another one than made them; empty where they do not.

    makers: names of those who share the parcel, empty for the goods of one that packs them itself.
    """
    if not makers:
        return ""
    if len(makers) == 1:
        text = (
            _("%(packer)s hands it over: %(maker)s has the same address.")
            if is_pickup
            else _("%(packer)s packs and sends it: %(maker)s has the same address.")
        )
        return text % {"packer": packer, "maker": makers[0]}
    if is_pickup:
        text = _("One place to collect: %(makers)s share one address.")
    elif boxes > 1:
        text = _("Packed together: %(makers)s share one address.")
    else:
        text = _("One parcel: %(makers)s share one address.")
    return text % {"makers": names_joined(makers)}


def parcel_text(parcel: Parcel, *, is_pickup: bool) -> str:
    """The same of a parcel of a placed order, as it was when ordered. parcel: with its enterprise."""
    return one_parcel_text(parcel.enterprise.name, parcel.house, boxes=parcel.boxes, is_pickup=is_pickup)


def quote_texts(quote: DeliveryQuote) -> list[str]:
    """The same of what a way of delivery would bring."""
    texts = [
        one_parcel_text(
            parcel.packed.packer.name,
            [maker.name for maker in parcel.packed.shared_by],
            boxes=len(parcel.packed.boxes),
            is_pickup=quote.method.is_pickup,
        )
        for parcel in quote.parcels
    ]
    return [text for text in texts if text]


def basket_texts(quotes: Iterable[DeliveryQuote]) -> list[str]:
    """The same of a basket, before a way of delivery is chosen; nothing where none can bring it."""
    sent = next((quote for quote in quotes if quote.is_available and not quote.method.is_pickup), None)
    return quote_texts(sent) if sent else []


def has_several_makers(items: Iterable[OrderItem]) -> bool:
    """Whether who made it must stand at each line of a parcel."""
    return len({item.enterprise_id for item in items}) > 1

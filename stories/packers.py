"""Who packs for whom: makers in one house may send their goods in one parcel. One packs, the others are packed by it."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import Enterprise


def same_address(first: "Enterprise", second: "Enterprise") -> bool:
    """Whether both are in one house: street with number, postcode and town are the same but for capitals and spaces."""
    return _folded(first) == _folded(second)


def check_packer(enterprise: "Enterprise") -> None:
    """Raises ValidationError, at the field to be mended, where `packed_by` names somebody who cannot pack for it.

    No chains: whoever packs for others packs for itself. Where the packer itself moves, those in its house are looked at.
    """
    if enterprise.packed_by_id is None:
        if moved := next((other for other in _packed_for(enterprise) if not same_address(enterprise, other)), None):
            raise ValidationError(
                {
                    "street": _(
                        "%(other)s is packed by this enterprise at the address %(address)s. If both moved, take the packing "
                        "off in %(other)s first, change both addresses and put it on again."
                    )
                    % {"other": moved.name, "address": moved.postal_address}
                }
            )
        return
    packer = enterprise.packed_by
    if problem := _problem(enterprise, packer):
        raise ValidationError({"packed_by": problem})


def _problem(enterprise: "Enterprise", packer: "Enterprise") -> str:
    if packer.pk == enterprise.pk:
        return _("An enterprise that packs by itself has nothing here: leave it empty.")
    if packer.packed_by_id is not None:
        return _("%(packer)s does not pack its own goods: %(other)s does. Choose %(other)s, if it is in the same house.") % {
            "packer": packer.name,
            "other": packer.packed_by.name,
        }
    if packed := next(iter(_packed_for(enterprise)), None):
        return _("This enterprise packs for %(other)s, so it packs its own goods too. Change that in %(other)s first.") % {
            "other": packed.name
        }
    if not same_address(enterprise, packer):
        return _("%(packer)s has another address (%(address)s). Only enterprises in one house send one parcel.") % {
            "packer": packer.name,
            "address": packer.postal_address,
        }
    return ""


def _packed_for(enterprise: "Enterprise"):
    return enterprise.packs_for.all() if enterprise.pk else ()


def _folded(enterprise: "Enterprise") -> tuple[str, ...]:
    return tuple(" ".join(part.split()).casefold() for part in (enterprise.street, enterprise.postcode, enterprise.city))

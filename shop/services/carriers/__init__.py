"""Carriers behind one interface (`base`): at present InPost through ShipX, off until its token is set.

Without a carrier parcels are sent by hand: the workshop writes the number down that the carrier gave it.
"""

from django.conf import settings

from .base import Carrier
from .shipx import ShipX

__all__ = ["carrier"]


def carrier() -> Carrier | None:
    """The carrier in use; None where none is set up."""
    if not (settings.SHIPX_TOKEN and settings.SHIPX_ORGANIZATION_ID):
        return None
    return ShipX(
        token=settings.SHIPX_TOKEN,
        organization=settings.SHIPX_ORGANIZATION_ID,
        url=settings.SHIPX_API_URL,
        sending_method=settings.SHIPX_SENDING_METHOD,
    )

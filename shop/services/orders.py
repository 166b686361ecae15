"""Orders: the one door through which views, admin and commands place and handle them."""

from .order_handling import note_add, order_cancel, order_change_status, parcel_update, payment_record
from .order_placing import BuyerData, order_of_basket, order_place
from .secrets import order_by_secret, order_secret

__all__ = [
    "BuyerData",
    "note_add",
    "order_by_secret",
    "order_cancel",
    "order_change_status",
    "order_of_basket",
    "order_place",
    "order_secret",
    "parcel_update",
    "payment_record",
]

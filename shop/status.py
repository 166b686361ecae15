"""States of an order and of a parcel, and the steps allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from salesman.orders.status import BaseOrderStatus


class OrderStatus(BaseOrderStatus):
    """Salesman's status enum (NEW, CREATED, COMPLETED, REFUNDED are required by it) with the market's own steps."""

    NEW = "NEW", _("New")
    CREATED = "CREATED", _("Placed, waiting for payment")
    PROCESSING = "PROCESSING", _("Being prepared")
    READY = "READY", _("Ready for pick-up")
    SHIPPED = "SHIPPED", _("Sent")
    COMPLETED = "COMPLETED", _("Completed")
    CANCELLED = "CANCELLED", _("Cancelled")
    REFUNDED = "REFUNDED", _("Refunded")

    @classmethod
    def get_payable(cls) -> list[str]:
        """Statuses in which money is still awaited (pay on pick-up is paid when the order is READY)."""
        return [cls.CREATED, cls.PROCESSING, cls.READY]

    @classmethod
    def get_transitions(cls) -> dict[str, list[str]]:
        """Allowed steps; a new list each time, because Salesman's validator appends to it."""
        return {
            cls.NEW: [cls.CREATED],
            cls.CREATED: [cls.PROCESSING, cls.CANCELLED],
            cls.PROCESSING: [cls.READY, cls.SHIPPED, cls.CANCELLED],
            cls.READY: [cls.COMPLETED, cls.CANCELLED],
            cls.SHIPPED: [cls.COMPLETED, cls.REFUNDED],
            cls.COMPLETED: [cls.REFUNDED],
            cls.CANCELLED: [],
            cls.REFUNDED: [],
        }


class ParcelStatus(models.TextChoices):
    """Steps of one enterprise's part of an order."""

    NEW = "new", _("to be packed")
    PACKED = "packed", _("packed")
    SENT = "sent", _("sent")
    READY = "ready", _("ready for pick-up")
    DELIVERED = "delivered", _("handed over")
    CANCELLED = "cancelled", _("cancelled")


class ReservationState(models.TextChoices):
    """A reservation holds stock for an order until the goods leave (consumed) or the order is cancelled (released)."""

    ACTIVE = "active", _("active")
    CONSUMED = "consumed", _("consumed")
    RELEASED = "released", _("released")

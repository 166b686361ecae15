"""The next steps of orders and parcels, in words for buttons."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..models import Order, Parcel
from ..services.deferred import waits_for_acceptance
from ..services.order_handling import PARCEL_STEPS, parcel_statuses
from ..services.order_money import was_paid
from ..services.order_moves import PAID_BEFORE
from ..status import OrderStatus, ParcelStatus

ORDER_VERBS = {
    OrderStatus.PROCESSING: _("Accept and prepare"),
    OrderStatus.READY: _("Ready for pick-up"),
    OrderStatus.SHIPPED: _("Sent"),
    OrderStatus.COMPLETED: _("Handed over: complete"),
    OrderStatus.CANCELLED: _("Cancel the order"),
    OrderStatus.REFUNDED: _("Refunded"),
}
#: What follows from each step, told before it is taken.
ORDER_CONSEQUENCES = {
    OrderStatus.PROCESSING: _("The makers see the order and can pack it."),
    OrderStatus.READY: _("All parcels become ready for pick-up. The buyer gets an e-mail."),
    OrderStatus.SHIPPED: _("All parcels become sent, the goods leave the stock. The buyer gets an e-mail."),
    OrderStatus.COMPLETED: _(
        "The goods are with the buyer. For an order paid on pick-up, the money is written down as received."
    ),
    OrderStatus.CANCELLED: _(
        "The goods go back to the shelf. The buyer gets an e-mail. This cannot be undone. "
        "Money that was paid online is sent back in the next step."
    ),
    OrderStatus.REFUNDED: _(
        "Write the money paid back down as a payment below zero. The stock does not change: correct it when the "
        "goods come back."
    ),
}
#: The same step for an order that nobody paid: there is nothing to pay back.
CLOSE_UNPAID = _("Close without payment")
CLOSE_UNPAID_CONSEQUENCE = _(
    "The buyer need not pay for this order any more. The stock does not change: correct it when the goods come back. "
    "This cannot be undone."
)
PARCEL_VERBS = {
    ParcelStatus.NEW: _("Not packed yet"),
    ParcelStatus.PACKED: _("Packed"),
    ParcelStatus.SENT: _("Sent"),
    ParcelStatus.READY: _("Ready for pick-up"),
    ParcelStatus.DELIVERED: _("Handed over"),
}


@dataclass(frozen=True)
class Step:
    """A step that may be taken now. value: the status it leads to."""

    value: str
    label: str
    is_danger: bool = False


def order_verb(order: Order, status: OrderStatus) -> str:
    """What the button of the step says."""
    return CLOSE_UNPAID if _closes_unpaid(order, status) else ORDER_VERBS[status]


def order_consequence(order: Order, status: OrderStatus) -> str:
    """What follows from the step."""
    return CLOSE_UNPAID_CONSEQUENCE if _closes_unpaid(order, status) else ORDER_CONSEQUENCES[status]


def _closes_unpaid(order: Order, status: OrderStatus) -> bool:
    return status == OrderStatus.REFUNDED and not was_paid(order)


def order_steps(order: Order) -> list[Step]:
    """Steps that the service would take now; one that waits for the money or for a term of payment is left out."""
    unpaid = (order.payment_method in PAID_BEFORE and not order.paid_at) or waits_for_acceptance(order)
    return [
        Step(
            status.value,
            order_verb(order, status),
            is_danger=status in {OrderStatus.CANCELLED, OrderStatus.REFUNDED},
        )
        for status in order.allowed_statuses
        if not (status == OrderStatus.PROCESSING and unpaid)
    ]


def parcel_steps(order: Order, parcel: Parcel) -> list[Step]:
    """Steps of a parcel, in the order of the work."""
    wrong_way = ParcelStatus.SENT if order.is_pickup else ParcelStatus.READY
    if order.status not in parcel_statuses(parcel):
        return []
    allowed = PARCEL_STEPS[ParcelStatus(parcel.status)] - {wrong_way}
    return [Step(status.value, PARCEL_VERBS[status]) for status in PARCEL_VERBS if status in allowed]

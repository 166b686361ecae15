"""What the order screen shows of online payments: attempts, messages, refunds, alerts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..models import OnlinePayment, Order, OrderAlert, PaymentEvent
from ..services.refunds import refundable

Kind = OrderAlert.Kind
#: What a person does about each kind of alert.
WHAT_TO_DO = {
    Kind.SHORT: _(
        "Write to the buyer and agree: the rest by transfer, written down here as a payment, or the money sent back and "
        "the order cancelled."
    ),
    Kind.OVER: _("Send the difference back with “Send money back”, then settle this alert."),
    Kind.DOUBLE: _("Send one of the two payments back with “Send money back”, then settle this alert."),
    Kind.LATE: _(
        "The refund goes out by itself and the buyer knows. Look below whether it is done. If the goods are there after "
        "all, the buyer may order again."
    ),
    Kind.MISMATCH: _(
        "Look the payment up in the panel of the gateway by our number. If the money is there, write it down here as a "
        "payment or send it back in the panel."
    ),
    Kind.UNKNOWN: _(
        "Look the payment up in the panel of the gateway: it may be of another installation or a test. If the money is "
        "there, send it back in the panel."
    ),
    Kind.REFUND: _(
        "Look the refund up in the panel of the gateway. If the money did not go out, send it back again here, or by "
        "transfer, written down here as a payment below zero."
    ),
    Kind.OVERDUE: _(
        "Part of the money is here. Agree with the buyer: the rest within a few days, or the money back and the order "
        "cancelled. Until then the goods are held."
    ),
    Kind.UNPAID: _(
        "The goods are with the buyer, the invoice is not paid and the buyer was reminded. Call or write: they may have "
        "paid with another title. Write the money down on the order when it comes. Nothing is cancelled by itself."
    ),
}


@dataclass(frozen=True)
class AlertSheet:
    """An alert with what is to be done about it."""

    alert: OrderAlert
    what_to_do: str


@dataclass(frozen=True)
class AttemptSheet:
    """An attempt with the messages about it, oldest first."""

    payment: OnlinePayment
    events: list[PaymentEvent]


def alert_sheet(alert: OrderAlert) -> AlertSheet:
    return AlertSheet(alert, str(WHAT_TO_DO[Kind(alert.kind)]))


def online_sheet(order: Order) -> dict:
    """Context of templates/shop/admin/order_online.html; a few queries, whatever the number of attempts."""
    payments = list(order.online_payments.prefetch_related("events"))
    return {
        "attempts": [
            AttemptSheet(payment, sorted(payment.events.all(), key=lambda event: event.pk))
            for payment in payments
        ],
        "refunds": list(order.refunds.select_related("requested_by")),
        "refundable": refundable(order) if payments else 0,
        "alerts": [alert_sheet(alert) for alert in order.alerts.filter(resolved_at=None)],
    }

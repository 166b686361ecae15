"""What the buyer sees of an online payment: where it stands and what can be done about it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from .models import OnlinePayment, Order
from .services.deadlines import pay_until
from .services.gateways import active_provider
from .services.order_moves import money_by_hand_or_gateway
from .status import OrderStatus


@dataclass(frozen=True)
class PaymentView:
    """State of an unpaid online order.

    state: `start` (nothing begun), `waiting` (the buyer was at the payment page, its answer is awaited), `failed`,
    `part` (some of the money is here), `over` (the time is over, cancellation is near).
    """

    state: str
    ends: datetime.datetime | None
    can_pay: bool
    can_switch: bool

    @property
    def is_waiting(self) -> bool:
        return self.state == "waiting"


def payment_view(order: Order) -> PaymentView | None:
    """None when nothing is awaited online: another way to pay, paid, cancelled."""
    if order.status != OrderStatus.CREATED or order.payment_method != Order.PaymentMethod.ONLINE:
        return None
    if order.paid_at:
        return None
    ends = pay_until(order)
    if money_by_hand_or_gateway(order) > 0:
        return PaymentView("part", ends, can_pay=False, can_switch=False)
    over = ends is not None and ends <= timezone.now()
    return PaymentView(
        _state(order, over=over), ends, can_pay=bool(active_provider()) and not over, can_switch=True
    )


def _state(order: Order, *, over: bool) -> str:
    newest = order.online_payments.first()
    if newest is not None and newest.state == OnlinePayment.State.PENDING:
        return "waiting"
    if over:
        return "over"
    if newest is not None and newest.state == OnlinePayment.State.FAILED:
        return "failed"
    return "start"

"""Orders that were not paid in time let their goods go: never while the money may be on its way.

Online: 30 minutes, then the gateway is asked and the order is cancelled. Transfer: 7 days, a reminder that sets 3 more
days, then the order is cancelled (terms of the shop, point 5.2; Civil Code, art. 491 § 1).
"""

import datetime
import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from home.formats import money

from ..models import Order, OrderAlert, OrderStatusChange, Outbox
from ..status import OrderStatus, ReservationState
from .alerts import alert_raise
from .deadlines import REMINDER_DAYS, is_overdue, overdue
from .gateways.base import GatewayUnavailable
from .online_payments import OPEN, payment_ask
from .order_moves import PAID_BEFORE, money_by_hand_or_gateway, order_locked, order_move
from .outbox import message_queue

logger = logging.getLogger(__name__)

#: A gateway that does not answer holds the goods for no longer than this after the time to pay is over.
WAIT_FOR_GATEWAY = datetime.timedelta(hours=24)


@dataclass
class Expired:
    """How many orders were reminded of, cancelled, left to a person, left for the next run."""

    reminded: int = 0
    cancelled: int = 0
    flagged: int = 0
    waiting: int = 0

    def __str__(self) -> str:
        return (
            f"{self.cancelled} cancelled, {self.reminded} reminded, {self.flagged} left to a person, "
            f"{self.waiting} waiting for the gateway"
        )


def orders_expire() -> Expired:
    """Deal with every order whose time to pay is over. Safe to run twice at once and to be killed anywhere."""
    done = Expired()
    for order in orders_overdue().order_by("date_created", "pk"):
        try:
            result = order_expire(order=order)
        except Exception:
            # One spoilt order must not keep the goods of the others.
            logger.exception("order %s could not be dealt with", order.ref)
            continue
        if result:
            setattr(done, result, getattr(done, result) + 1)
    return done


def orders_overdue() -> QuerySet[Order]:
    """Placed orders, not paid, whose time to be paid for is over."""
    return Order.objects.filter(
        overdue(),
        status=OrderStatus.CREATED,
        paid_at=None,
        payment_method__in=PAID_BEFORE,
    )


def order_expire(*, order: Order) -> str:
    """Deal with one overdue order. Gives what was done, a field of Expired, or "" where there was nothing to do.

    The gateway is asked before, outside of any transaction; whether the order is still unpaid is decided under its
    lock, so that money which comes at the same moment either stops the cancellation or comes late.
    """
    if not _gateway_is_asked(order):
        return "waiting"
    with transaction.atomic():
        locked = order_locked(order)
        if locked.status != OrderStatus.CREATED or locked.paid_at or not is_overdue(locked):
            return ""
        if locked.payment_method not in PAID_BEFORE:
            return ""
        if (paid := money_by_hand_or_gateway(locked)) > 0:
            alert_raise(
                kind=OrderAlert.Kind.OVERDUE,
                dedupe=f"overdue:{locked.ref}",
                order=locked,
                detail=gettext_noop("%(paid)s of %(total)s came in, and the time to pay is over."),
                values={"paid": money(paid), "total": money(locked.to_pay)},
            )
            return "flagged"
        if locked.payment_method == Order.PaymentMethod.TRANSFER and not _is_reminded(locked):
            _remind(locked)
            return "reminded"
        order_move(
            locked,
            OrderStatus.CANCELLED,
            reason=OrderStatusChange.Reason.EXPIRED,
            mail="order_expired",
        )
    return "cancelled"


def _gateway_is_asked(order: Order) -> bool:
    """Whether nothing is left to be learnt from the gateway; its money is taken over here."""
    for payment in order.online_payments.filter(state__in=OPEN):
        try:
            payment_ask(payment=payment)
        except GatewayUnavailable as error:
            logger.warning("nothing is known of payment %s: %s", payment.session_id, error)
            limit = timezone.now() - WAIT_FOR_GATEWAY
            if not is_overdue(order, at=limit):
                return False
    return True


def _is_reminded(order: Order) -> bool:
    return Outbox.objects.filter(order=order, kind="order_reminder").exists()


def _remind(order: Order) -> None:
    """The reminder and its further term in one transaction: neither without the other."""
    further = timezone.now() + datetime.timedelta(days=REMINDER_DAYS)
    order.reservations.filter(state=ReservationState.ACTIVE).update(expires_at=further)
    message_queue(kind="order_reminder", order=order)

"""Invariants of online payments, refunds and reservations; part of shop.services.audit."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ..models import OnlinePayment, Order, OrderAlert, OrderPayment, Outbox, Refund, StockReservation
from ..status import OrderStatus, ReservationState
from .deferred import orders_in_debt
from .gift_cards import CARD_BACK_PREFIX
from .order_moves import CLOSED, PAID_BEFORE, REFUND_PREFIX

#: Attempts that are still open then were forgotten by reconciliation.
LONGEST_ATTEMPT = datetime.timedelta(days=2)
#: Housekeeping lets goods go long before; a gateway that is away may hold them for a day.
LONGEST_OVERDUE = datetime.timedelta(days=1)


def paid_attempts_are_money() -> Iterator[str]:
    written = OrderPayment.objects.filter(order=OuterRef("order"), transaction_id=OuterRef("session_id"))
    attempts = OnlinePayment.objects.annotate(is_written=Exists(written)).select_related("order")
    paid = Q(state=OnlinePayment.State.PAID)
    for attempt in attempts.filter(paid, is_written=False):
        yield f"order {attempt.order.ref}: payment {attempt.session_id} is paid, but its money is not written down"
    for attempt in attempts.filter(~paid, is_written=True):
        yield f"order {attempt.order.ref}: payment {attempt.session_id} is {attempt.state}, but money is written down"


def online_money_has_its_attempt() -> Iterator[str]:
    attempt = OnlinePayment.objects.filter(order=OuterRef("order"), session_id=OuterRef("transaction_id"))
    online = OrderPayment.objects.filter(payment_method=Order.PaymentMethod.ONLINE, amount__gt=0)
    for money in online.filter(~Exists(attempt)).select_related("order"):
        yield f"order {money.order.ref}: {money.amount} came in online by no payment ({money.transaction_id})"


def refunds_are_money() -> Iterator[str]:
    back = {
        number.removeprefix(REFUND_PREFIX): -amount
        for number, amount in OrderPayment.objects.filter(
            transaction_id__startswith=REFUND_PREFIX
        )
        .exclude(transaction_id__startswith=CARD_BACK_PREFIX)
        .values_list("transaction_id", "amount")
    }
    for refund in Refund.objects.select_related("order"):
        written = back.pop(str(refund.key), None)
        expected = refund.amount if refund.state == Refund.State.DONE else None
        if written != expected:
            yield f"order {refund.order.ref}: refund {refund.key} is {refund.state}, written down as {written}"
    for key, amount in back.items():
        yield f"refund {key}: {amount} went back without a refund"


def attempts_ask_for_the_total() -> Iterator[str]:
    left = F("order__total") - F("order__gift_card_money")
    # Half a grosz, because SQLite subtracts decimals as floating-point numbers.
    half = Decimal("0.005")
    fits = Q(amount__gt=left - half, amount__lt=left + half)
    for attempt in OnlinePayment.objects.exclude(fits).select_related("order"):
        yield (
            f"order {attempt.order.ref}: payment {attempt.session_id} asks for {attempt.amount}, "
            f"the order costs {attempt.order.to_pay}"
        )


def attempts_are_decided() -> Iterator[str]:
    limit = timezone.now() - LONGEST_ATTEMPT
    opened = Q(state=OnlinePayment.State.NEW) | Q(state=OnlinePayment.State.PENDING)
    for attempt in OnlinePayment.objects.filter(opened, created_at__lt=limit).select_related("order"):
        yield f"order {attempt.order.ref}: payment {attempt.session_id} is still {attempt.state}"


def cancelled_orders_hold_nothing() -> Iterator[str]:
    held = StockReservation.objects.filter(order=OuterRef("pk"), state=ReservationState.ACTIVE)
    for order in Order.objects.filter(Exists(held), status=OrderStatus.CANCELLED):
        yield f"order {order.ref}: cancelled, but holds goods"


def overdue_orders_are_dealt_with() -> Iterator[str]:
    """Unpaid orders whose time is long over, unless a person was asked to look."""
    limit = timezone.now() - LONGEST_OVERDUE
    held = StockReservation.objects.filter(
        order=OuterRef("pk"), state=ReservationState.ACTIVE, expires_at__lt=limit
    )
    alert = OrderAlert.objects.filter(order=OuterRef("pk"))
    late = Order.objects.filter(
        Exists(held), ~Exists(alert), status=OrderStatus.CREATED, paid_at=None, payment_method__in=PAID_BEFORE
    )
    for order in late:
        yield f"order {order.ref}: the time to pay is over, but its goods are still held"


def unpaid_goods_were_agreed() -> Iterator[str]:
    """Nothing leaves unpaid on a term of payment that no person accepted, and what left has its day to pay."""
    deferred = Order.objects.filter(payment_method=Order.PaymentMethod.DEFERRED, paid_at=None).exclude(status__in=CLOSED)
    for order in deferred.filter(accepted_at=None).exclude(status=OrderStatus.CREATED):
        yield f"order {order.ref}: {order.status} and not paid, but nobody accepted the term of payment"
    gone = deferred.filter(status__in=[OrderStatus.SHIPPED, OrderStatus.COMPLETED], payment_due=None)
    for order in gone:
        yield f"order {order.ref}: {order.status} and not paid, but there is no day by which to pay"


def debts_are_chased() -> Iterator[str]:
    """Debts long over their day, unless the buyer was reminded."""
    limit = timezone.localdate() - LONGEST_OVERDUE
    reminded = Outbox.objects.filter(order=OuterRef("pk"), kind="order_deferred_reminder")
    for order in orders_in_debt().filter(~Exists(reminded), payment_due__lt=limit):
        yield f"order {order.ref}: was to be paid by {order.payment_due}, but nobody reminded the buyer"


PAYMENT_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    paid_attempts_are_money,
    online_money_has_its_attempt,
    refunds_are_money,
    attempts_ask_for_the_total,
    attempts_are_decided,
    cancelled_orders_hold_nothing,
    overdue_orders_are_dealt_with,
    unpaid_goods_were_agreed,
    debts_are_chased,
)

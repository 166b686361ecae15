"""How long goods wait for their money (terms of the shop, point 5.2)."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Order, Outbox, StockReservation
from ..status import ReservationState

#: An online payment is a matter of minutes; a one-of-a-kind good must not be blocked by an abandoned one for longer.
ONLINE_MINUTES = 30
TRANSFER_DAYS = 7
#: The further term that the reminder sets (Civil Code, art. 491 § 1).
REMINDER_DAYS = 3

_TIMES = {
    Order.PaymentMethod.ONLINE: datetime.timedelta(minutes=ONLINE_MINUTES),
    Order.PaymentMethod.TRANSFER: datetime.timedelta(days=TRANSFER_DAYS),
}


def reservation_end(payment_method: str) -> datetime.datetime | None:
    """When goods that are reserved now are let go unless paid; None for money that comes with handing over."""
    time = _TIMES.get(payment_method)
    return timezone.now() + time if time else None


def pay_until(order: Order) -> datetime.datetime | None:
    """Until when the order waits for its money; None when it waits for none before handing over.

    Told by what is reserved for it. An order of nothing but things made to order reserves nothing: it waits as long as
    any other, from the moment it was placed, and after the reminder for the further term.
    """
    reservation = order.reservations.exclude(expires_at=None).order_by("expires_at").first()
    if reservation:
        return reservation.expires_at
    time = _TIMES.get(order.payment_method)
    if time is None or order.reservations.exists():
        return None
    reminder = Outbox.objects.filter(order=order, kind="order_reminder").order_by("pk").first()
    if reminder and order.payment_method == Order.PaymentMethod.TRANSFER:
        return reminder.created_at + datetime.timedelta(days=REMINDER_DAYS)
    return order.date_created + time


def is_overdue(order: Order, at: datetime.datetime | None = None) -> bool:
    """Whether the time to pay was over at a moment (now). Whether the order is paid is not looked at."""
    held = order.reservations.filter(state=ReservationState.ACTIVE, expires_at__lte=at or timezone.now())
    if held.exists():
        return True
    if order.reservations.exists():
        return False
    until = pay_until(order)
    return until is not None and until <= (at or timezone.now())


def overdue() -> Q:
    """Condition on Order for queries: the time to pay is over. Of orders that reserve nothing it tells those whose first
    term is over, reminded or not; `is_overdue` knows better."""
    now = timezone.now()
    held = StockReservation.objects.filter(order=OuterRef("pk"))
    expired = held.filter(state=ReservationState.ACTIVE, expires_at__lte=now)
    first_term = Q()
    for method, time in _TIMES.items():
        first_term |= Q(payment_method=method, date_created__lte=now - time)
    return Q(Exists(expired)) | (~Q(Exists(held)) & first_term)

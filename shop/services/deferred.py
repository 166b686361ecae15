"""Payment by invoice with a term (companies, schools, local governments): a person agrees first, then goods go out unpaid.

Placed → accepted (being prepared, unpaid) → sent or handed over, from which the days count → paid; or refused, which
cancels the order or asks for the money in advance. See docs/decisions/0062.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from home.formats import money
from home.models import SiteSettings

from ..models import Order, OrderAlert, Outbox
from ..status import OrderStatus
from .alerts import alert_raise
from .checks import clean_text
from .deadlines import reservation_end
from .errors import TransitionRefused
from .order_money import CLOSED, money_owed
from .order_moves import order_locked, order_mirror, order_move
from .outbox import message_queue

#: Days after the reminder in which the money may still come before a person is asked to look.
PATIENCE_DAYS = 7
REMINDER = "order_deferred_reminder"


@dataclass(frozen=True)
class DeferredTerms:
    """What the operator allows now. days: to pay, from the day of sending. most: greatest sum left to pay, gross PLN."""

    is_on: bool = False
    days: int = 14
    most: Decimal = Decimal("0.00")


@dataclass
class Chased:
    """How many buyers were reminded, how many orders left to a person."""

    reminded: int = 0
    flagged: int = 0

    def __str__(self) -> str:
        return f"{self.reminded} reminded, {self.flagged} left to a person"


def deferred_terms() -> DeferredTerms:
    """From the settings of the site; off where no account is known to which one could pay. One query."""
    facts = SiteSettings.objects.filter(site__is_default_site=True).first()
    if facts is None or not facts.bank_account:
        return DeferredTerms()
    return DeferredTerms(facts.deferred_on, facts.deferred_days, facts.deferred_most)


def waits_for_acceptance(order: Order) -> bool:
    """Whether a person of the shop has to accept or refuse the order."""
    return (
        order.payment_method == Order.PaymentMethod.DEFERRED
        and order.status == OrderStatus.CREATED
        and order.accepted_at is None
    )


def orders_to_accept() -> QuerySet[Order]:
    """Orders of which `waits_for_acceptance` is true."""
    return Order.objects.filter(
        payment_method=Order.PaymentMethod.DEFERRED, status=OrderStatus.CREATED, accepted_at=None
    )


def orders_in_debt() -> QuerySet[Order]:
    """Orders whose goods have left, whose day to pay is over and whose money is not here."""
    return Order.objects.filter(
        payment_method=Order.PaymentMethod.DEFERRED, paid_at=None, payment_due__lt=timezone.localdate()
    ).exclude(status__in=CLOSED)


def is_in_debt(order: Order) -> bool:
    """Whether the day to pay of goods sent with a term is over, and their money is not here."""
    return (
        order.payment_due is not None
        and order.payment_method == Order.PaymentMethod.DEFERRED
        and order.paid_at is None
        and order.status not in CLOSED
        and order.payment_due < timezone.localdate()
    )


def deferred_accept(*, order: Order, by=None, notify: bool = True) -> Order:
    """Agree to send an order before it is paid for: it goes to be prepared, and the buyer is told.

    A second call changes nothing. Gives the order, refreshed. Raises TransitionRefused where there is nothing to accept.
    """
    with transaction.atomic():
        locked = order_locked(order)
        if not locked.accepted_at:
            _check_waits(locked)
            locked.accepted_at = timezone.now()
            locked.save(update_fields=["accepted_at", "date_updated"])
            order_move(locked, OrderStatus.PROCESSING, by=by, notify=notify)
            if notify:
                message_queue(kind="order_deferred_accepted", order=locked)
        elif locked.payment_method != Order.PaymentMethod.DEFERRED or locked.status == OrderStatus.CANCELLED:
            raise TransitionRefused(_("This order does not wait for anybody to accept it."))
    return order_mirror(order, locked)


def deferred_refuse(*, order: Order, reason: str, in_advance: bool = False, by=None, notify: bool = True) -> Order:
    """Refuse to send an order before it is paid for. reason: for the buyer, at most 500 signs.

    in_advance: the order stays, and the buyer is asked for a transfer as for any other; else it is cancelled and its goods
    go back to the shelf. Gives the order, refreshed. Raises BadInput, or TransitionRefused where it does not wait any more.
    """
    reason = clean_text(reason, label=_("Reason"), max_length=500)
    with transaction.atomic():
        locked = order_locked(order)
        _check_waits(locked)
        if in_advance:
            locked.payment_method = Order.PaymentMethod.TRANSFER
            locked.save(update_fields=["payment_method", "date_updated"])
            locked.reservations.update(expires_at=reservation_end(Order.PaymentMethod.TRANSFER))
        else:
            order_move(locked, OrderStatus.CANCELLED, by=by, notify=False)
        # Imported here, because it moves orders too.
        from .order_handling import note_add

        note_add(order=locked, message=_("No term of payment: %(reason)s") % {"reason": reason}, by=by)
        if notify:
            kind = "order_deferred_in_advance" if in_advance else "order_deferred_refused"
            message_queue(kind=kind, order=locked, payload={"reason": reason})
    return order_mirror(order, locked)


def deferred_chase() -> Chased:
    """Remind whoever has not paid in time, once; a week later ask a person to look. Nothing is ever cancelled by itself.

    Safe to run twice at once and to be killed anywhere.
    """
    done = Chased()
    for order in orders_in_debt().order_by("payment_due", "pk"):
        result = _chase(order)
        done.reminded += result == "reminded"
        done.flagged += result == "flagged"
    return done


def _chase(order: Order) -> str:
    with transaction.atomic():
        locked = order_locked(order)
        if not is_in_debt(locked):
            return ""
        reminder = Outbox.objects.filter(order=locked, kind=REMINDER).first()
        if reminder is None:
            message_queue(kind=REMINDER, order=locked)
            return "reminded"
        waited_until = timezone.localdate(reminder.created_at) + datetime.timedelta(days=PATIENCE_DAYS)
        dedupe = f"unpaid:{locked.ref}"
        if timezone.localdate() <= waited_until or OrderAlert.objects.filter(dedupe=dedupe).exists():
            return ""
        alert_raise(
            kind=OrderAlert.Kind.UNPAID,
            dedupe=dedupe,
            order=locked,
            detail=gettext_noop("%(owed)s was to be paid by %(day)s. The buyer was reminded."),
            values={"owed": money(money_owed(locked)), "day": locked.payment_due.strftime("%d.%m.%Y")},
        )
    return "flagged"


def _check_waits(locked: Order) -> None:
    if not waits_for_acceptance(locked):
        raise TransitionRefused(_("This order does not wait for anybody to accept it."))

"""What the staff do with an order: status, payments, parcels, notes. Every function locks the order's row first."""

import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from home.formats import money

from ..models import Order, OrderNote, OrderPayment, Parcel
from ..status import OrderStatus, ParcelStatus
from .checks import clean_money, clean_text
from .errors import BadInput, TransitionRefused
from .exchange_goods import exchange_follow
from .order_money import price_due
from .order_moves import (
    CLOSED,
    PAID_BEFORE,
    REFUND_PREFIX,
    RETURN_PREFIX,
    delivered_mark,
    money_in,
    order_locked,
    order_mirror,
    order_move,
    payment_write,
)
from .outbox import message_queue

PARCEL_STEPS = {
    ParcelStatus.NEW: {ParcelStatus.PACKED, ParcelStatus.SENT, ParcelStatus.READY},
    ParcelStatus.PACKED: {ParcelStatus.NEW, ParcelStatus.SENT, ParcelStatus.READY},
    ParcelStatus.SENT: {ParcelStatus.DELIVERED},
    ParcelStatus.READY: {ParcelStatus.DELIVERED},
    ParcelStatus.DELIVERED: set(),
    ParcelStatus.CANCELLED: set(),
}


def order_change_status(*, order: Order, status: str, by=None, notify: bool = True) -> Order:
    """Move an order along, with its parcels and stock, and tell the buyer.

    status: value of OrderStatus; the present one changes nothing. by: user of the staff.
    An order to be paid online or by transfer is prepared only when it is paid. An order paid on pick-up is paid when
    it is handed over: its completion records what is still due. Sent or handed-over goods leave the stock, cancelled
    ones go back to the shelf; a refund moves no stock, because nobody knows whether the goods came back.
    Gives the order, refreshed. Raises TransitionRefused.
    """
    with transaction.atomic():
        locked = order_locked(order)
        before = locked.status
        order_move(locked, status, by=by, notify=notify)
        if locked.status == OrderStatus.CANCELLED != before:
            # Cancelled while, or after, the money came in: somebody must pay it back.
            _note_difference(locked, by)
    return order_mirror(order, locked)


def order_cancel(*, order: Order, by=None, notify: bool = True) -> Order:
    """Cancel an order and give its goods back to the shelf, once. Raises TransitionRefused when it is too late."""
    return order_change_status(order=order, status=OrderStatus.CANCELLED, by=by, notify=notify)


def payment_record(
    *,
    order: Order,
    amount: Decimal,
    received_on: datetime.date,
    transaction_id: str,
    by=None,
    notify: bool = True,
) -> OrderPayment:
    """Write down money received for an order (negative: paid back). amount: PLN, not zero.

    The full amount sets `paid_at` and moves a placed order to „being prepared”, unless it is paid on pick-up. Too little, too much, or
    money for a cancelled order is written down with a note for the staff. transaction_id: the bank's number of the
    transfer, or another one that tells payments of this order apart.
    Raises BadInput for wrong values and for a transaction already written down for the order.
    """
    amount = clean_money(amount)
    transaction_id = clean_text(transaction_id, label=_("Transaction number"), max_length=128)
    if transaction_id.startswith((REFUND_PREFIX, RETURN_PREFIX)):
        raise BadInput(_("Refunds of online payments are written down by themselves."))
    if amount == 0:
        raise BadInput(_("Give an amount other than zero."))
    if received_on > timezone.localdate():
        raise BadInput(_("The date of the payment lies in the future."))
    with transaction.atomic():
        locked = order_locked(order)
        if locked.payments.filter(transaction_id=transaction_id).exists():
            raise BadInput(
                _("Payment %(number)s is already written down for this order.") % {"number": transaction_id}
            )
        was_paid = locked.paid_at is not None
        payment = payment_write(
            locked,
            amount=amount,
            received_on=received_on,
            transaction_id=transaction_id,
            payment_method=_way_of_hand(locked),
            by=by,
        )
        is_deferred = locked.payment_method == Order.PaymentMethod.DEFERRED
        waits = locked.status == OrderStatus.CREATED and (is_deferred or locked.payment_method in PAID_BEFORE)
        if locked.paid_at and waits:
            order_move(locked, OrderStatus.PROCESSING, by=by, notify=notify)
        if locked.paid_at and (waits or (is_deferred and not was_paid)) and notify:
            message_queue(kind="order_paid", order=locked)
        _note_difference(locked, by)
    order_mirror(order, locked)
    return payment


def note_add(*, order: Order, message: str, by=None, public: bool = False) -> OrderNote:
    """Add a remark; a public one is shown to the buyer on the status page. Raises BadInput for an empty one."""
    text = clean_text(message, label=_("Note"), max_length=2000)
    return OrderNote.objects.create(order=order, message=text, author=by, public=public)


def parcel_update(
    *,
    parcel: Parcel,
    by=None,
    status: str | None = None,
    tracking_number: str | None = None,
    notify: bool = True,
) -> Parcel:
    """Change what a maker's part of an order is at. None leaves a value as it is.

    The parcel of a replacement moves its exchange, not the order. Of the others: when the last parcel is sent (or ready), the order becomes sent (or ready), and the buyer is told. When the last one
    is handed over, the order is delivered, and complete as soon as nothing is owed.
    Gives the parcel, refreshed. Raises BadInput or TransitionRefused.
    """
    with transaction.atomic():
        order = order_locked(parcel.order)
        locked = Parcel.objects.select_for_update().get(pk=parcel.pk)
        if tracking_number is not None:
            locked.tracking_number = clean_text(
                tracking_number, label=_("Tracking number"), max_length=60, required=False
            )
        if status is not None and status != locked.status:
            _check_parcel_step(order, locked, status)
            locked.status = status
            if status == ParcelStatus.SENT:
                locked.sent_at = timezone.now()
            elif status == ParcelStatus.DELIVERED:
                locked.delivered_at = timezone.now()
        locked.save(update_fields=["tracking_number", "status", "sent_at", "delivered_at"])
        if locked.exchange_id:
            locked.order = order
            exchange_follow(parcel=locked, by=by)
        else:
            _let_order_follow(order, by=by, notify=notify)
    parcel.refresh_from_db()
    return parcel


def parcel_statuses(parcel: Parcel) -> frozenset[str]:
    """Of the order, in which the parcel may move: a replacement is packed when the order itself is with the buyer."""
    in_work = {OrderStatus.PROCESSING, OrderStatus.READY, OrderStatus.SHIPPED}
    return frozenset({OrderStatus.SHIPPED, OrderStatus.COMPLETED} if parcel.exchange_id else in_work)


def _check_parcel_step(order: Order, parcel: Parcel, status: str) -> None:
    wrong_way = ParcelStatus.SENT if order.is_pickup else ParcelStatus.READY
    leaves = status in {ParcelStatus.SENT, ParcelStatus.READY, ParcelStatus.DELIVERED}
    in_hand = order.status in parcel_statuses(parcel)
    allowed = status in PARCEL_STEPS[ParcelStatus(parcel.status)] and status != wrong_way
    if not allowed or (leaves and not in_hand):
        raise TransitionRefused(
            _("A parcel that is “%(old)s” cannot become “%(new)s” now.")
            % {
                "old": ParcelStatus(parcel.status).label,
                "new": dict(ParcelStatus.choices).get(status, status),
            }
        )


def _let_order_follow(order: Order, *, by, notify: bool) -> None:
    """Move an order being prepared as soon as none of its parcels is left on a bench; complete one that has arrived."""
    delivered_mark(order)
    if order.status in {OrderStatus.READY, OrderStatus.SHIPPED}:
        # Paid on pick-up, it waits for whoever writes the money down by completing it. One with a term of payment is
        # complete with the goods: the debt is counted from its own day.
        if order.delivered_at and (order.paid_at or order.payment_method == Order.PaymentMethod.DEFERRED):
            order_move(order, OrderStatus.COMPLETED, by=by, notify=notify)
        return
    if order.status != OrderStatus.PROCESSING:
        return
    gone, goal = (
        ({ParcelStatus.READY, ParcelStatus.DELIVERED}, OrderStatus.READY)
        if order.is_pickup
        else ({ParcelStatus.SENT, ParcelStatus.DELIVERED}, OrderStatus.SHIPPED)
    )
    if not order.parcels.ordered().exclude(status__in=gone).exists():
        order_move(order, goal, by=by, notify=notify)


def _way_of_hand(order: Order) -> str:
    """How money came that a person writes down: never through the gateway, which speaks for itself."""
    methods = Order.PaymentMethod
    by_itself = {methods.ONLINE, methods.GIFT_CARD, methods.NOTHING}
    return methods.TRANSFER if order.payment_method in by_itself | {methods.DEFERRED} else order.payment_method


def _note_difference(order: Order, by) -> None:
    """Tell the staff, in the language of the house, when the money does not match the order."""
    paid, due = money_in(order), price_due(order)
    with translation.override(settings.LANGUAGE_CODE):
        amounts = {
            "paid": money(paid),
            "total": money(due),
            "difference": money(abs(paid - due)),
        }
        if order.status in CLOSED:
            text = (
                _("The order is closed, and %(paid)s is written down as paid: pay it back.")
                if paid > 0
                else ""
            )
        elif 0 < paid < due:
            text = _("Paid %(paid)s of %(total)s: %(difference)s is missing.")
        elif paid > due:
            text = _("Paid %(paid)s for an order of %(total)s: pay %(difference)s back.")
        else:
            text = ""
        if text:
            note_add(order=order, message=text % amounts, by=by)

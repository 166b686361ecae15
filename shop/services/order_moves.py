"""What happens to an order whose row the caller has locked: steps of its status, money, and what follows from both.

Every service that moves orders or money locks the order first, then payments, then stock, always in that order, so
that no two of them wait for each other in a circle.
"""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Order, OrderPayment, OrderStatusChange
from ..status import OrderStatus, ParcelStatus
from .discounts import discount_retake, discount_return
from .errors import BadInput, TransitionRefused
from .exchange_yield import exchanges_end
from .gift_card_balances import gift_cards_paid
from .gift_cards import gift_cards_issue, gift_cards_retake, gift_cards_return, gift_cards_void
from .order_money import CAME_IN, CLOSED, REFUND_PREFIX, RETURN_PREFIX, money_gross, money_in, price_due
from .outbox import message_queue
from .stock import stock_consume, stock_release, stock_retake
from .workdays import term_end

# Sums and marks of money live in order_money; who moves orders finds them here too.
__all__ = ["CAME_IN", "CLOSED", "PAID_BEFORE", "REFUND_PREFIX", "RETURN_PREFIX", "money_gross", "money_in"]

#: What the buyer is told when an order reaches a status. „Paid” is told by the payment itself.
STATUS_MAILS = {
    OrderStatus.READY: "order_ready",
    OrderStatus.SHIPPED: "order_shipped",
    OrderStatus.CANCELLED: "order_cancelled",
}
#: Where the parcels go when the order goes somewhere.
PARCELS_FOLLOW = {
    OrderStatus.READY: ParcelStatus.READY,
    OrderStatus.SHIPPED: ParcelStatus.SENT,
    OrderStatus.COMPLETED: ParcelStatus.DELIVERED,
    OrderStatus.CANCELLED: ParcelStatus.CANCELLED,
}
#: Ways to pay where the goods are prepared only when the money is here.
PAID_BEFORE = frozenset(
    {
        Order.PaymentMethod.ONLINE,
        Order.PaymentMethod.TRANSFER,
        Order.PaymentMethod.GIFT_CARD,
        Order.PaymentMethod.NOTHING,
    }
)


def order_locked(order: Order | int) -> Order:
    """The order's row, locked until the end of the transaction."""
    return Order.objects.select_for_update().get(pk=order if isinstance(order, int) else order.pk)


def order_mirror(order: Order, locked: Order) -> Order:
    """Bring the caller's object up to date with the row that was changed."""
    order.status = order._current_status = locked.status
    order.payment_method = locked.payment_method
    order.paid_at = locked.paid_at
    order.accepted_at = locked.accepted_at
    order.payment_days = locked.payment_days
    order.payment_due = locked.payment_due
    order.delivered_at = locked.delivered_at
    order.date_updated = locked.date_updated
    order.__dict__.pop("amount_paid", None)
    return order


def order_move(
    order: Order, status: str, *, by=None, notify: bool = True, reason: str = "", mail: str = "", cards_back: bool = True
) -> None:
    """Change the status of a locked order, with all that follows from it. Raises TransitionRefused, BadInput.

    reason: of OrderStatusChange, where no person decided. mail: kind of message in place of the status's own.
    cards_back: give what gift cards paid back to them when the order is closed; not where a person decided on the amount.
    """
    if status == order.status:
        return
    if status not in OrderStatus.values:
        raise BadInput(_("There is no such status."))
    _check_transition(order, OrderStatus(status))
    status = OrderStatus(status)
    if status == OrderStatus.CANCELLED:
        stock_release(order=order)
        discount_return(order=order)
    elif status in {OrderStatus.SHIPPED, OrderStatus.COMPLETED}:
        stock_consume(order=order, by=by)
        if _begin_term(order) and status == OrderStatus.COMPLETED:
            # Handed over at the workshop; of sent goods the mail of the sending tells the day.
            mail = mail or "order_deferred_due"
    if status in CLOSED:
        exchanges_end(order=order)
        gift_cards_void(order=order)
        if cards_back:
            gift_cards_return(order=order, by=by)
    if status == OrderStatus.COMPLETED and order.payment_method == Order.PaymentMethod.ON_PICKUP:
        _pay_on_handing_over(order, by)
    _write_status(order, status, by=by, reason=reason)
    _move_parcels(order, status)
    if notify and (kind := mail or STATUS_MAILS.get(status)):
        message_queue(kind=kind, order=order)


def order_revive(order: Order) -> None:
    """Take a locked order back to work that expired and was paid late. Raises OutOfStock when goods are gone, and
    GiftCardChanged when the cards that paid a part of it were spent on something else.

    The one step out of CANCELLED: no person and no form can take it, only money that covers the order.
    """
    stock_retake(order=order)
    discount_retake(order=order)
    gift_cards_retake(order=order)
    _write_status(order, OrderStatus.PROCESSING, by=None, reason=OrderStatusChange.Reason.LATE_PAYMENT)
    order.parcels.ordered().filter(status=ParcelStatus.CANCELLED).update(status=ParcelStatus.NEW)
    paid_mark(order)


def payment_write(
    order: Order,
    *,
    amount: Decimal,
    received_on: datetime.date,
    transaction_id: str,
    payment_method: str = "",
    by=None,
) -> OrderPayment:
    """Write money of a locked order down and see whether the order is paid by it."""
    payment = OrderPayment.objects.create(
        order=order,
        amount=amount,
        received_on=received_on,
        transaction_id=transaction_id,
        payment_method=payment_method or order.payment_method,
        recorded_by=by,
    )
    paid_mark(order)
    return payment


def paid_mark(order: Order) -> None:
    """Set or take away the mark „paid” of a locked order; a closed order keeps what it had.

    An order stays paid while a part of its money goes back through the gateway or on withdrawal: the buyer owes nothing.
    It is no longer paid when nothing of the money is left, or when the staff wrote down by hand that money went back.
    """
    if order.status in CLOSED:
        return
    is_paid = money_gross(order) >= price_due(order) and (money_in(order) > 0 or order.total == 0)
    if is_paid and not order.paid_at:
        gift_cards_issue(order=order)
    order.paid_at = (order.paid_at or timezone.now()) if is_paid else None
    order.save(update_fields=["paid_at", "date_updated"])


def money_by_hand_or_gateway(order: Order) -> Decimal:
    """What came in for an order less what went back, not counting gift cards: those are debited when it is placed."""
    return money_in(order) - gift_cards_paid(order=order)


def _check_transition(order: Order, status: OrderStatus) -> None:
    try:
        OrderStatus.validate_transition(status, order)
    except ValidationError:
        allowed = False
    else:
        allowed = status in order.allowed_statuses
    if not allowed:
        raise TransitionRefused(
            _("An order with the status “%(old)s” cannot become “%(new)s”.")
            % {"old": OrderStatus(order.status).label, "new": status.label}
        )
    if status == OrderStatus.PROCESSING and order.payment_method in PAID_BEFORE and not order.paid_at:
        raise TransitionRefused(
            _("This order is not paid yet: record the payment, the order then moves by itself.")
        )
    deferred = status == OrderStatus.PROCESSING and order.payment_method == Order.PaymentMethod.DEFERRED
    if deferred and not (order.accepted_at or order.paid_at):
        raise TransitionRefused(_("Accept or refuse the term of payment: the order then moves by itself."))


def _write_status(order: Order, status: OrderStatus, *, by, reason: str) -> None:
    OrderStatusChange.objects.create(
        order=order, old_status=order.status, new_status=status, changed_by=by, reason=reason
    )
    order.status = status
    order.save(update_fields=["status", "date_updated"])


def _move_parcels(order: Order, status: OrderStatus) -> None:
    step = PARCELS_FOLLOW.get(status)
    if step is None:
        return
    open_parcels = order.parcels.ordered().exclude(status__in=[ParcelStatus.DELIVERED, ParcelStatus.CANCELLED])
    if step == ParcelStatus.SENT:
        open_parcels.filter(sent_at=None).update(sent_at=timezone.now())
    if step == ParcelStatus.DELIVERED:
        open_parcels.filter(delivered_at=None).update(delivered_at=timezone.now())
    open_parcels.update(status=step)
    delivered_mark(order)


def delivered_mark(order: Order) -> None:
    """Set `delivered_at` of a locked order, once, to the moment in which its last parcel was handed over.

    The 14 days to withdraw count from it (Consumer Rights Act, art. 28 pt 1 lit. a).
    """
    parcels = order.parcels.ordered().exclude(status=ParcelStatus.CANCELLED)
    if order.delivered_at or parcels.exclude(status=ParcelStatus.DELIVERED).exists():
        return
    last = parcels.aggregate(last=Max("delivered_at"))["last"]
    if last is None:
        return
    order.delivered_at = last
    order.save(update_fields=["delivered_at", "date_updated"])


def _begin_term(order: Order) -> bool:
    """The days to pay count from the sending, or from handing over what is picked up (Civil Code, art. 111 and 115).

    Gives whether they begin now.
    """
    if order.payment_method != Order.PaymentMethod.DEFERRED or order.payment_due or order.paid_at:
        return False
    order.payment_due = term_end(timezone.localdate(), order.payment_days)
    order.save(update_fields=["payment_due", "date_updated"])
    return True


def _pay_on_handing_over(order: Order, by) -> None:
    due = order.total - money_in(order)
    if due > 0:
        payment_write(
            order,
            amount=due,
            received_on=timezone.localdate(),
            transaction_id=f"{order.payment_method}:{order.ref}",
            by=by,
        )

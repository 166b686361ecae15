"""Money that a gateway confirmed is taken over: one transaction that decides what it does to the order."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from home.formats import money

from ..models import OnlinePayment, Order, OrderAlert, OrderStatusChange, PaymentEvent
from ..status import OrderStatus
from .alerts import alert_raise
from .errors import GiftCardChanged, OutOfStock
from .gateways.base import PaymentMessage, Told
from .order_moves import money_in, order_locked, order_move, order_revive, payment_write
from .outbox import message_queue
from .refunds import refund_request

State, Kind, Outcome = OnlinePayment.State, OrderAlert.Kind, PaymentEvent.Outcome
#: States only go up; `paid` is the last.
RANK = {State.NEW: 0, State.PENDING: 1, State.FAILED: 2, State.PAID: 3}
TOLD_STATE = {Told.PENDING: State.PENDING, Told.FAILED: State.FAILED, Told.PAID: State.PAID}
RAW_LENGTH = 16_384


@dataclass(frozen=True)
class Taken:
    """What a message did: its outcome, and a word on it for the log of messages."""

    outcome: Outcome
    detail: str = ""


def message_raw(message: PaymentMessage) -> str:
    """An answer of a gateway to a question of ours, as it is kept with the messages."""
    return json.dumps({key: str(value) for key, value in asdict(message).items()}, ensure_ascii=False)


def event_write(
    *, provider: str, event_id: str, raw: str, taken: Taken, payment: OnlinePayment | None = None
) -> PaymentEvent:
    """Keep a message whose signature was good. The same message again gives the first one, unchanged."""
    return PaymentEvent.objects.get_or_create(
        provider=provider,
        event_id=event_id,
        defaults={
            "payment": payment,
            "outcome": taken.outcome,
            "detail": taken.detail[:300],
            "raw": raw.replace("\x00", "\\x00")[:RAW_LENGTH],
        },
    )[0]


def message_take(*, payment: OnlinePayment, message: PaymentMessage, raw: str) -> PaymentEvent:
    """Take over what a gateway says of an attempt; money must be confirmed before. Repeating it changes nothing."""
    with transaction.atomic():
        order = order_locked(payment.order_id)
        payment = OnlinePayment.objects.select_for_update().get(pk=payment.pk)
        known = PaymentEvent.objects.filter(provider=payment.provider, event_id=message.event_id).first()
        if known:
            return known
        taken = _take(order, payment, message)
        return event_write(
            provider=payment.provider, event_id=message.event_id, raw=raw, taken=taken, payment=payment
        )


def message_refuse(*, payment: OnlinePayment, message: PaymentMessage, raw: str, why: str) -> PaymentEvent:
    """The gateway itself would not confirm what its message says: nothing counts, a person looks."""
    with transaction.atomic():
        order = order_locked(payment.order_id)
        _mismatch(order, payment, why)
        return event_write(
            provider=payment.provider,
            event_id=message.event_id,
            raw=raw,
            taken=Taken(Outcome.FLAGGED, why),
            payment=payment,
        )


def _take(order: Order, payment: OnlinePayment, message: PaymentMessage) -> Taken:
    state = TOLD_STATE[message.told]
    if payment.state == State.PAID:
        if state == State.PAID and _is_other(payment, message):
            return _mismatch(order, payment, f"{message.gateway_id}, {message.amount} {message.currency}")
        return Taken(Outcome.IGNORED, f"{message.told} after paid")
    if RANK[state] <= RANK[payment.state]:
        return Taken(Outcome.IGNORED, f"{message.told} after {payment.state}")
    if state == State.PAID and message.currency != payment.currency:
        return _mismatch(order, payment, f"{message.amount} {message.currency}")
    if _is_taken_number(payment, message.gateway_id):
        return _mismatch(order, payment, message.gateway_id)
    payment.state = state
    payment.gateway_id = message.gateway_id or payment.gateway_id
    payment.save(update_fields=["state", "gateway_id"])
    if state != State.PAID:
        return Taken(Outcome.ACCEPTED)
    return _count(order, payment, message)


def _count(order: Order, payment: OnlinePayment, message: PaymentMessage) -> Taken:
    """Write the money down and let the order follow, or flag what does not fit."""
    before = OrderStatus(order.status)
    number = payment.session_id
    if not order.payments.filter(transaction_id=number).exists():
        payment_write(
            order,
            amount=message.amount,
            received_on=timezone.localdate(),
            transaction_id=number,
            payment_method=Order.PaymentMethod.ONLINE,
        )
    if before == OrderStatus.CANCELLED:
        return _late(order, payment, message)
    if before != OrderStatus.CREATED:
        return _flag(
            order,
            Kind.DOUBLE,
            number,
            gettext_noop("%(paid)s came in once more."),
            {"paid": money(message.amount)},
        )
    if order.paid_at:
        order_move(order, OrderStatus.PROCESSING)
        message_queue(kind="order_paid", order=order)
    return _difference(order, number)


def _difference(order: Order, number: str) -> Taken:
    """Flag too little or too much for an order; nothing when the money fits."""
    paid = money_in(order)
    values = {"paid": money(paid), "total": money(order.total)}
    if paid < order.total:
        return _flag(order, Kind.SHORT, number, gettext_noop("%(paid)s of %(total)s came in."), values)
    if paid > order.total:
        return _flag(order, Kind.OVER, number, gettext_noop("%(paid)s came in for %(total)s."), values)
    return Taken(Outcome.ACCEPTED)


def _late(order: Order, payment: OnlinePayment, message: PaymentMessage) -> Taken:
    """Money for a cancelled order: an expired one is taken up again where its goods are still free, else refunded."""
    last = order.status_changes.order_by("-changed_at", "-pk").first()
    expired = last is not None and last.reason == OrderStatusChange.Reason.EXPIRED
    if expired and message.amount >= order.to_pay:
        try:
            # A savepoint: what was taken before the piece that is gone goes back.
            with transaction.atomic():
                order_revive(order)
        except (OutOfStock, GiftCardChanged):
            order.refresh_from_db()
        else:
            message_queue(kind="order_paid", order=order)
            return _difference(order, payment.session_id)
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Paid after the order was cancelled")
    refund_request(order=order, amount=message.amount, reason=reason, payment=payment, send_now=False)
    message_queue(
        kind="order_paid_late_refund",
        order=order,
        dedupe=f"order-paid-late-refund:{payment.session_id}",
        payload={"amount": str(message.amount)},
    )
    return _flag(
        order,
        Kind.LATE,
        payment.session_id,
        gettext_noop("%(paid)s came in after the order was cancelled. The refund is on its way by itself."),
        {"paid": money(message.amount)},
    )


def _flag(order: Order, kind: OrderAlert.Kind, number: str, detail: str, values: dict) -> Taken:
    alert_raise(kind=kind, dedupe=f"{kind}:{number}", order=order, detail=detail, values=values)
    return Taken(Outcome.FLAGGED, str(kind))


def _mismatch(order: Order, payment: OnlinePayment, told: str) -> Taken:
    alert_raise(
        kind=Kind.MISMATCH,
        dedupe=f"mismatch:{payment.session_id}:{told}",
        order=order,
        detail=gettext_noop(
            "The gateway says: %(told)s. We asked for %(amount)s %(currency)s. Nothing was counted."
        ),
        values={"told": told[:120], "amount": payment.amount, "currency": payment.currency},
    )
    return Taken(Outcome.FLAGGED, told)


def _is_other(payment: OnlinePayment, message: PaymentMessage) -> bool:
    """Whether a paid attempt is told as paid with another number: two payments of one attempt."""
    return bool(message.gateway_id) and bool(payment.gateway_id) and message.gateway_id != payment.gateway_id


def _is_taken_number(payment: OnlinePayment, gateway_id: str) -> bool:
    same = OnlinePayment.objects.filter(provider=payment.provider, gateway_id=gateway_id)
    return bool(gateway_id) and same.exclude(pk=payment.pk).exists()

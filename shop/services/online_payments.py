"""Paying through a gateway: starting an attempt, listening to the gateway, asking it.

The gateway is never called inside a transaction. What it says is taken over by `payment_taking`, in one.
"""

import datetime
import logging
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from home.formats import money

from ..models import OnlinePayment, Order, OrderAlert, PaymentEvent
from ..status import OrderStatus
from .alerts import alert_raise
from .deadlines import is_overdue, reservation_end
from .errors import PaymentRefused, PaymentUnavailable
from .gateways import active_provider, gateway_for
from .gateways.base import (
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    MessageRefused,
    PaymentMessage,
    PaymentStatus,
    RefundMessage,
    Started,
    StartRequest,
    Told,
)
from .links import notify_url, order_url
from .order_moves import money_by_hand_or_gateway, order_locked, order_mirror
from .outbox import message_queue
from .payment_taking import Taken, event_write, message_raw, message_refuse, message_take
from .qr import transfer_title
from .refunds import refund_message_take

logger = logging.getLogger(__name__)

State = OnlinePayment.State
OPEN = (State.NEW, State.PENDING)
#: More attempts than this at one order are a machine's, not a buyer's.
MOST_ATTEMPTS = 20
#: Reconciliation leaves fresh attempts to the gateway's own message.
ASK_AFTER = datetime.timedelta(minutes=2)
#: (age of the attempt, pause between two questions)
ASK_PAUSES = (
    (datetime.timedelta(hours=1), datetime.timedelta(minutes=4)),
    (datetime.timedelta(hours=6), datetime.timedelta(minutes=30)),
)
ASK_PAUSE_AT_LAST = datetime.timedelta(hours=3)
#: A buyer who has not paid by then does not pay through this attempt any more; money that comes all the same counts.
ABANDONED_AFTER = datetime.timedelta(days=1)


def payment_start(*, order: Order, buyer_ip: str = "") -> str:
    """Open a payment page for an order, or give the one that is open. Gives its address.

    The attempt is committed before the gateway is called; its `session_id` is the key of the call, so that neither a
    second click nor a crash between the two makes a second payment.
    Raises PaymentRefused (paid, cancelled, too late, not offered) or PaymentUnavailable (the order stands).
    """
    with transaction.atomic(durable=True):
        locked = order_locked(order)
        _check_payable(locked)
        payment = _open_attempt(locked)
    if payment.state == State.PENDING and payment.redirect_url:
        return payment.redirect_url
    try:
        started = gateway_for(payment.provider).start(_start_request(locked, payment, buyer_ip))
        _check_started(started)
    except GatewayRefused as error:
        logger.exception("payment %s was refused by the gateway", payment.session_id)
        OnlinePayment.objects.filter(pk=payment.pk, state=State.NEW).update(state=State.FAILED)
        raise PaymentUnavailable from error
    except Exception as error:
        # Whatever went wrong with the gateway, the order is placed: the buyer must be told so.
        logger.exception("payment %s could not be started", payment.session_id)
        raise PaymentUnavailable from error
    _remember_started(payment, started)
    return started.redirect_url


def payment_message_receive(*, provider: str, body: bytes, headers: Mapping[str, str]) -> PaymentEvent:
    """Take over a gateway's message; the same message any number of times has one effect. Gives its record.

    Raises LookupError for a provider without an adapter, MessageRefused for a forged message (nothing is stored), and
    GatewayUnavailable where the gateway could not confirm it: the gateway must then send it again.
    """
    gateway = gateway_for(provider)
    message = gateway.read_message(body=body, headers=headers)
    _check_fields(message)
    raw = body.decode("utf-8", "backslashreplace")
    if isinstance(message, RefundMessage):
        return _refund_event(provider, message, raw)
    if known := PaymentEvent.objects.filter(provider=provider, event_id=message.event_id).first():
        return known
    payment = OnlinePayment.objects.filter(provider=provider, session_id=message.session_id).first()
    if payment is None:
        return _unknown(provider, message, raw)
    return _confirm_and_take(gateway, payment, message, raw)


def payments_reconcile(*, limit: int = 100) -> int:
    """Ask the gateways about open attempts whose message did not come. Gives the number of attempts that changed.

    Old attempts are asked about less and less often. No answer changes nothing. Safe to run twice at once: a question
    is claimed by a conditional update.
    """
    now = timezone.now()
    due = Q(asked_at=None) | Q(asked_at__lte=now - ASK_PAUSE_AT_LAST)
    for age, pause in ASK_PAUSES:
        due |= Q(created_at__gt=now - age, asked_at__lte=now - pause)
    waiting = OnlinePayment.objects.filter(due, state__in=OPEN, created_at__lte=now - ASK_AFTER)
    changed = 0
    for payment in waiting.order_by("asked_at", "created_at", "pk")[:limit]:
        mine = OnlinePayment.objects.filter(pk=payment.pk, asked_at=payment.asked_at, state__in=OPEN)
        if not mine.update(asked_at=now):
            continue
        try:
            changed += payment_ask(payment=payment)
        except GatewayUnavailable as error:
            logger.warning("nothing is known of payment %s: %s", payment.session_id, error)
        except Exception:
            # One spoilt attempt must not keep the others from being asked about.
            logger.exception("payment %s could not be reconciled", payment.session_id)
    return changed


def payment_ask(*, payment: OnlinePayment) -> bool:
    """Ask the gateway about an attempt and take the answer over. Gives True when the attempt changed.

    Raises GatewayUnavailable where there is no answer; nothing has changed then.
    """
    try:
        gateway = gateway_for(payment.provider)
    except LookupError as error:
        raise GatewayUnavailable(str(error)) from error
    try:
        status = gateway.ask(session_id=payment.session_id, gateway_id=payment.gateway_id)
    except GatewayRefused as error:
        # The gateway does not know the attempt: it was never begun there.
        logger.info("payment %s: %s", payment.session_id, error)
        status = PaymentStatus(told=Told.PENDING)
    if status.told == Told.PENDING:
        return _give_up_if_old(payment)
    message = PaymentMessage(
        event_id=f"asked:{payment.session_id}:{status.told}",
        session_id=payment.session_id,
        gateway_id=status.gateway_id,
        told=status.told,
        amount=payment.amount if status.amount is None else status.amount,
        currency=status.currency,
    )
    _confirm_and_take(gateway, payment, message, message_raw(message))
    before = payment.state
    payment.refresh_from_db(fields=["state"])
    return payment.state != before


def payment_method_switch(*, order: Order) -> Order:
    """Let the buyer pay an unpaid online order by transfer instead: a new term, and a mail with the account.

    An attempt that is open at the gateway stays open; its money counts all the same. Gives the order, refreshed.
    Raises PaymentRefused. Switching a second time changes nothing.
    """
    with transaction.atomic():
        locked = order_locked(order)
        if locked.payment_method != Order.PaymentMethod.TRANSFER:
            _check_unpaid(locked)
            locked.payment_method = Order.PaymentMethod.TRANSFER
            locked.save(update_fields=["payment_method", "date_updated"])
            locked.reservations.update(expires_at=reservation_end(Order.PaymentMethod.TRANSFER))
            message_queue(kind="order_transfer", order=locked)
    return order_mirror(order, locked)


def _check_unpaid(order: Order) -> None:
    if order.status == OrderStatus.CANCELLED:
        raise PaymentRefused(_("This order is cancelled, so there is nothing to pay."))
    if order.status != OrderStatus.CREATED or order.paid_at:
        raise PaymentRefused(_("This order is paid already."))
    if order.payment_method != Order.PaymentMethod.ONLINE:
        raise PaymentRefused(_("This order is paid in another way."))


def _check_payable(order: Order) -> None:
    _check_unpaid(order)
    if not active_provider():
        raise PaymentRefused(_("Online payment is switched off just now. You can pay by transfer."))
    if money_by_hand_or_gateway(order) > 0:
        raise PaymentRefused(
            _("Part of the money for this order is here already. We will write to you about the rest.")
        )
    if is_overdue(order):
        raise PaymentRefused(_("The time to pay online is over. You can still pay by transfer."))


def _open_attempt(order: Order) -> OnlinePayment:
    provider = active_provider()
    payment = order.online_payments.filter(provider=provider, state__in=OPEN, amount=order.to_pay).first()
    if payment:
        return payment
    if order.online_payments.count() >= MOST_ATTEMPTS:
        raise PaymentRefused(_("There were too many attempts to pay this order. You can pay by transfer."))
    return OnlinePayment.objects.create(
        order=order, provider=provider, session_id=f"{order.ref}-{uuid.uuid4().hex}", amount=order.to_pay
    )


def _start_request(order: Order, payment: OnlinePayment, buyer_ip: str) -> StartRequest:
    return StartRequest(
        session_id=payment.session_id,
        amount=payment.amount,
        currency=payment.currency,
        description=f"{transfer_title(order=order)}, {settings.WAGTAIL_SITE_NAME}",
        email=order.email,
        language=order.language,
        return_url=order_url(order=order),
        notify_url=notify_url(provider=payment.provider),
        buyer_ip=buyer_ip,
    )


def _check_started(started: Started) -> None:
    longest = OnlinePayment._meta.get_field("redirect_url").max_length
    parts = urlsplit(started.redirect_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(started.redirect_url) > longest:
        raise GatewayUnavailable("the gateway gave no usable address of its payment page")


def _remember_started(payment: OnlinePayment, started: Started) -> None:
    """A message may have come between the call and now: fill in only what is still empty."""
    mine = OnlinePayment.objects.filter(pk=payment.pk)
    mine.filter(state=State.NEW).update(state=State.PENDING)
    mine.update(redirect_url=started.redirect_url)
    if started.gateway_id:
        mine.filter(gateway_id="").update(gateway_id=started.gateway_id)


def _check_fields(message: PaymentMessage | RefundMessage) -> None:
    """A signed message may still hold what no database stores."""
    key = message.refund_key if isinstance(message, RefundMessage) else message.session_id
    for text, most in ((message.event_id, 120), (key, 64), (message.gateway_id, 80), (message.currency, 3)):
        if len(text) > most or "\x00" in text:
            raise MessageRefused("a field of the message is too long or cannot be stored")
    if not message.amount.is_finite() or abs(message.amount) >= 10**10:
        raise MessageRefused("this is not an amount of money")


def _confirm_and_take(
    gateway: Gateway, payment: OnlinePayment, message: PaymentMessage, raw: str
) -> PaymentEvent:
    if message.told == Told.PAID and message.amount <= 0:
        return message_refuse(
            payment=payment, message=message, raw=raw, why=f"{message.amount} {message.currency}"
        )
    if message.told == Told.PAID and payment.state != State.PAID and message.currency == payment.currency:
        try:
            gateway.confirm(message)
        except GatewayRefused as error:
            logger.exception("payment %s was not confirmed", payment.session_id)
            return message_refuse(
                payment=payment, message=message, raw=raw, why=f"not confirmed: {error}"[:200]
            )
    return message_take(payment=payment, message=message, raw=raw)


def _unknown(provider: str, message: PaymentMessage, raw: str) -> PaymentEvent:
    """A message for no attempt of ours; answered as taken, or the gateway would send it for days."""
    with transaction.atomic():
        if message.told != Told.PAID:
            taken = Taken(PaymentEvent.Outcome.IGNORED, f"{message.told}, unknown: {message.session_id}")
        else:
            taken = Taken(PaymentEvent.Outcome.FLAGGED, f"unknown: {message.session_id}")
            alert_raise(
                kind=OrderAlert.Kind.UNKNOWN,
                dedupe=f"unknown:{provider}:{message.session_id}",
                detail=gettext_noop("%(provider)s: %(amount)s %(currency)s, payment %(number)s."),
                values={
                    "provider": provider,
                    "amount": message.amount,
                    "currency": message.currency,
                    "number": message.session_id,
                },
            )
        return event_write(provider=provider, event_id=message.event_id, raw=raw, taken=taken)


def _refund_event(provider: str, message: RefundMessage, raw: str) -> PaymentEvent:
    outcome = refund_message_take(provider=provider, message=message)
    taken = Taken(outcome, f"refund {message.refund_key}: {message.told}, {money(message.amount)}")
    return event_write(provider=provider, event_id=message.event_id, raw=raw, taken=taken)


def _give_up_if_old(payment: OnlinePayment) -> bool:
    if payment.created_at > timezone.now() - ABANDONED_AFTER:
        return False
    return bool(OnlinePayment.objects.filter(pk=payment.pk, state__in=OPEN).update(state=State.FAILED))

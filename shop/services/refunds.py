"""Money back through the gateway it came by: asked for in a transaction, sent after it, written down once it is back.

A refund keeps its key at every try, so a gateway that took it before a time-out or a crash does not pay twice. While
it is not known to have failed, its amount counts as gone.
"""

import datetime
import logging
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from home.formats import money

from ..models import OnlinePayment, Order, OrderAlert, OrderPayment, PaymentEvent, Refund
from ..status import OrderStatus
from .alerts import alert_raise
from .checks import clean_money, clean_text
from .errors import BadInput
from .gateways import gateway_for
from .gateways.base import GatewayRefused, RefundAnswer, RefundMessage, RefundRequest, Told
from .links import notify_url
from .order_moves import REFUND_PREFIX, order_locked, order_mirror, payment_write
from .outbox import message_queue

logger = logging.getLogger(__name__)

State = Refund.State
#: Still on its way: to be sent, or taken by the gateway.
ON_ITS_WAY = (State.REQUESTED, State.SENT)
#: Minutes to wait after the first, second… try; the last one is kept for good.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
#: After so many tries without an answer a person is asked to look.
ALERT_AFTER = len(PAUSES)


def refund_request(
    *,
    order: Order,
    amount: Decimal,
    reason: str,
    by=None,
    payment: OnlinePayment | None = None,
    send_now: bool = True,
) -> list[Refund]:
    """Ask for money to go back the way it came, wholly or in part. Gives one refund for each attempt it came by.

    amount: PLN above zero, at most what came in online and is not yet on its way back. payment: the attempt that is
    to be refunded; without it, one that fits the amount exactly, else the newest first. send_now: try right after
    the commit; else housekeeping does. Raises BadInput.
    """
    amount = clean_money(amount)
    reason = clean_text(reason, label=_("Reason"), max_length=200)
    if amount <= 0:
        raise BadInput(_("Give an amount above zero."))
    with transaction.atomic():
        locked = order_locked(order)
        free = _refundable_by_payment(locked, payment)
        most = sum(free.values(), Decimal("0.00"))
        if amount > most:
            raise BadInput(
                _(
                    "At most %(most)s can be sent back: that much came in online and is not on its way back yet."
                )
                % {"most": money(most)}
            )
        refunds = [
            Refund.objects.create(order=locked, payment=source, amount=part, reason=reason, requested_by=by)
            for source, part in _spread(amount, free)
        ]
        if send_now:
            for refund in refunds:
                transaction.on_commit(partial(refund_send, refund=refund), robust=True)
    return refunds


def refundable(order: Order) -> Decimal:
    """What came in online for an order and is neither back nor on its way back, PLN."""
    return sum(
        _free(order, order.online_payments.filter(state=OnlinePayment.State.PAID)).values(), Decimal("0.00")
    )


def orders_to_refund() -> QuerySet[Order]:
    """Cancelled orders of which money that came in online is neither back nor on its way back."""
    money_column = DecimalField(max_digits=18, decimal_places=2)

    def total(rows) -> Coalesce:
        summed = rows.order_by().values("order").annotate(sum_of_rows=Sum("amount")).values("sum_of_rows")
        return Coalesce(Subquery(summed, output_field=money_column), Decimal("0.00"))

    online = OrderPayment.objects.filter(
        order=OuterRef("pk"), payment_method=Order.PaymentMethod.ONLINE, amount__gt=0
    )
    gone = Refund.objects.filter(order=OuterRef("pk")).exclude(state=State.FAILED)
    orders = Order.objects.filter(status=OrderStatus.CANCELLED).annotate(came=total(online), gone=total(gone))
    # Half a grosz, because SQLite adds decimals as floating-point numbers.
    return orders.filter(came__gt=F("gone") + Decimal("0.005"))


def refunds_send(*, limit: int = 100) -> int:
    """Send or ask about what is due, oldest first. Gives the number of refunds that moved. Safe to run twice at once."""
    due = Refund.objects.filter(state__in=ON_ITS_WAY, next_at__lte=timezone.now())
    return sum(refund_send(refund=refund) for refund in due.order_by("next_at", "pk")[:limit])


def refund_send(*, refund: Refund) -> bool:
    """One try at a refund that is due: send it, or ask what became of it. Gives True when its state changed.

    The try is claimed by a conditional update that also sets when the next one is due, so two processes never send
    at once. Raises nothing.
    """
    now = timezone.now()
    pause = PAUSES[min(refund.attempts, len(PAUSES) - 1)]
    mine = Refund.objects.filter(
        pk=refund.pk, state=refund.state, state__in=ON_ITS_WAY, attempts=refund.attempts, next_at__lte=now
    )
    if not mine.update(attempts=F("attempts") + 1, next_at=now + datetime.timedelta(minutes=pause)):
        return False
    refund = Refund.objects.select_related("order", "payment").get(pk=refund.pk)
    try:
        answer = _call(refund)
    except GatewayRefused as error:
        logger.exception("refund %s was refused", refund.key)
        return _failed(refund, str(error))
    except Exception as error:
        # Whatever it was, the money may be on its way: the same call, with the same key, is tried again.
        logger.exception("refund %s was not sent", refund.key)
        _remember_error(refund, error)
        return False
    return _answered(refund, answer)


def refund_message_take(*, provider: str, message: RefundMessage) -> PaymentEvent.Outcome:
    """Take over what a gateway says of a refund. Repeating it changes nothing."""
    refund = _refund_of(provider, message)
    if refund is None:
        number = message.refund_key or message.gateway_id
        alert_raise(
            kind=OrderAlert.Kind.UNKNOWN,
            dedupe=f"unknown-refund:{provider}:{number}",
            detail=gettext_noop("%(provider)s tells of a refund that was not asked for here: %(number)s."),
            values={"provider": provider, "number": number},
        )
        return PaymentEvent.Outcome.FLAGGED
    if message.told == Told.PAID and (message.amount, message.currency) != (
        refund.amount,
        refund.payment.currency,
    ):
        _alert(
            refund,
            gettext_noop("The gateway paid %(paid)s back, %(amount)s was asked for."),
            {"paid": f"{message.amount} {message.currency}", "amount": money(refund.amount)},
        )
        return PaymentEvent.Outcome.FLAGGED
    changed = _answered(refund, RefundAnswer(told=message.told, gateway_id=message.gateway_id))
    return PaymentEvent.Outcome.ACCEPTED if changed else PaymentEvent.Outcome.IGNORED


def _refund_of(provider: str, message: RefundMessage) -> Refund | None:
    """The refund that a message means: by our key, or by the gateway's number where it does not repeat the key (PayU)."""
    refunds = Refund.objects.select_related("payment").filter(payment__provider=provider)
    if message.refund_key:
        try:
            return refunds.filter(key=message.refund_key).first()
        except ValidationError:
            # No UUID, so no key of ours.
            return None
    return refunds.filter(gateway_id=message.gateway_id).first() if message.gateway_id else None


def _refundable_by_payment(order: Order, payment: OnlinePayment | None) -> dict[OnlinePayment, Decimal]:
    paid = order.online_payments.select_for_update().filter(state=OnlinePayment.State.PAID)
    if payment is not None:
        paid = paid.filter(pk=payment.pk)
    return _free(order, paid)


def _free(order: Order, payments) -> dict[OnlinePayment, Decimal]:
    """What may still go back by each attempt, newest first."""
    came = dict(order.payments.values_list("transaction_id", "amount"))
    gone = dict(
        order.refunds.exclude(state=State.FAILED)
        .order_by()
        .values("payment")
        .annotate(gone=Sum("amount"))
        .values_list("payment", "gone")
    )
    zero = Decimal("0.00")
    left = {
        each: came.get(each.session_id, zero) - gone.get(each.pk, zero) for each in payments.order_by("-pk")
    }
    return {each: amount for each, amount in left.items() if amount > 0}


def _spread(amount: Decimal, free: dict[OnlinePayment, Decimal]) -> list[tuple[OnlinePayment, Decimal]]:
    """Parts of the amount by attempt."""
    for source, most in free.items():
        if most == amount:
            return [(source, amount)]
    parts = []
    for source, most in free.items():
        part = min(amount, most)
        if part > 0:
            parts.append((source, part))
            amount -= part
    return parts


def _call(refund: Refund) -> RefundAnswer:
    gateway = gateway_for(refund.payment.provider)
    request = RefundRequest(
        key=str(refund.key),
        session_id=refund.payment.session_id,
        gateway_id=refund.payment.gateway_id,
        amount=refund.amount,
        currency=refund.payment.currency,
        reason=refund.reason,
        notify_url=notify_url(provider=refund.payment.provider),
    )
    if refund.state == State.SENT:
        return gateway.ask_refund(request)
    try:
        return gateway.refund(request)
    except GatewayRefused:
        if refund.attempts == 1:
            raise
        # An earlier try may have got through although its answer did not: what does the gateway know of it?
        return gateway.ask_refund(request)


def _answered(refund: Refund, answer: RefundAnswer) -> bool:
    if answer.told == Told.PAID:
        return _done(refund, answer)
    if answer.told == Told.FAILED:
        return _failed(refund, _("The gateway did not pay it back."))
    # Taken: the next question is asked after the first pause again.
    waiting = Refund.objects.filter(pk=refund.pk, state=State.REQUESTED)
    return bool(
        waiting.update(
            state=State.SENT,
            gateway_id=answer.gateway_id[:80],
            last_error="",
            attempts=1,
            next_at=timezone.now() + datetime.timedelta(minutes=PAUSES[1]),
        )
    )


def _done(refund: Refund, answer: RefundAnswer) -> bool:
    """Write the money down as gone, once. A refund told as failed before may still turn out to be done."""
    with transaction.atomic():
        order = order_locked(refund.order_id)
        locked = Refund.objects.select_for_update().get(pk=refund.pk)
        if locked.state == State.DONE:
            return False
        locked.state = State.DONE
        locked.gateway_id = answer.gateway_id[:80] or locked.gateway_id
        locked.done_at = timezone.now()
        locked.last_error = ""
        locked.save(update_fields=["state", "gateway_id", "done_at", "last_error"])
        payment_write(
            order,
            amount=-locked.amount,
            received_on=timezone.localdate(),
            transaction_id=f"{REFUND_PREFIX}{locked.key}",
            payment_method=Order.PaymentMethod.ONLINE,
            by=locked.requested_by,
        )
        message_queue(
            kind="order_refunded",
            order=order,
            dedupe=f"order-refunded:{locked.key}",
            payload={"amount": str(locked.amount)},
        )
    order_mirror(refund.order, order)
    return True


def _failed(refund: Refund, why: str) -> bool:
    with transaction.atomic():
        order_locked(refund.order_id)
        mine = Refund.objects.filter(pk=refund.pk, state__in=ON_ITS_WAY)
        if not mine.update(state=State.FAILED, last_error=why[:300]):
            return False
        _alert(
            refund,
            gettext_noop("%(amount)s did not go back: %(why)s"),
            {"amount": money(refund.amount), "why": why},
        )
    return True


def _remember_error(refund: Refund, error: Exception) -> None:
    Refund.objects.filter(pk=refund.pk).update(last_error=f"{type(error).__name__}: {error}"[:300])
    if refund.attempts >= ALERT_AFTER:
        _alert(
            refund,
            gettext_noop("%(amount)s: no answer after %(tries)d tries. They go on, once a day."),
            {"amount": money(refund.amount), "tries": refund.attempts},
        )


def _alert(refund: Refund, detail: str, values: dict) -> None:
    alert_raise(
        kind=OrderAlert.Kind.REFUND,
        dedupe=f"refund:{refund.key}",
        order=refund.order,
        detail=detail,
        values=values,
    )

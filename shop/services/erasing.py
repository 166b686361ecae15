"""Takes the buyer out of an order and leaves what books, stock and the social receipt need.

Every function wants the order's row locked by the caller's transaction, and may be repeated. Fields are set by UPDATE,
so that nobody's unsaved copy of the order writes them back and `date_updated` stays the day of the last real change.
"""

import datetime
import json
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..models import (
    Complaint,
    Exchange,
    OnlinePayment,
    Order,
    OrderAlert,
    OrderItem,
    OrderNote,
    OrderPayment,
    Outbox,
    Parcel,
    PaymentEvent,
    Refund,
    Review,
    SalesDocument,
    StockMovement,
    Withdrawal,
)
from .order_money import REFUND_PREFIX, RETURN_PREFIX, money_owed

#: Keys of gateways' messages (Przelewy24, PayU) that name a payment, its amount and state, and nobody. All others go:
#: a key that a gateway adds some day is personal until somebody has looked.
IMPERSONAL_KEYS = frozenset(
    {
        "merchantId",
        "posId",
        "merchantPosId",
        "sessionId",
        "orderId",
        "extOrderId",
        "amount",
        "originAmount",
        "totalAmount",
        "currency",
        "currencyCode",
        "status",
        "refundId",
        "extRefundId",
        "requestId",
        "refundsUuid",
        "refundDate",
        "timestamp",
        "orderCreateDate",
        "localReceiptDateTime",
    }
)
WITHDRAWAL_OPEN = (Withdrawal.State.RECEIVED, Withdrawal.State.GOODS_BACK)
#: Begins what stands in place of a bank's number that is no longer kept.
ERASED_PREFIX = "erased-"
#: Keys below which the search goes on.
IMPERSONAL_NODES = frozenset({"order", "refund"})


def delivery_erase(*, order: Order) -> None:
    """Drop how the goods got to the buyer: phone, address, parcel locker, remarks of both sides, parcel numbers."""
    Order.objects.filter(pk=order.pk).update(
        phone="", street="", postcode="", city="", locker_code="", locker_address="", buyer_note="", shipping_address=""
    )
    Parcel.objects.filter(order=order).exclude(tracking_number="", shipment_id="").update(
        tracking_number="", shipment_id=""
    )
    OrderNote.objects.filter(order=order).delete()


def buyer_erase(*, order: Order, for_good: bool, now: datetime.datetime | None = None) -> None:
    """Drop everything that tells who bought; sets `erased_at`, once.

    What stays: reference, dates, amounts, lines, statuses, payments with the bank's number, refunds, and the documents of
    sale with their buyer (Accounting Act, art. 74). for_good: the books are closed, so the buyer's data for an invoice, on
    the documents too, and the numbers at bank and gateway go as well.
    """
    delivery_erase(order=order)
    Order.objects.filter(pk=order.pk).update(name="", email="", user=None, _extra={})
    Order.objects.filter(pk=order.pk, erased_at=None).update(erased_at=now or timezone.now())
    OrderItem.objects.filter(order=order).update(_extra={})
    for line in OrderItem.objects.filter(order=order).exclude(personalisation=[]):
        # That there was a wish stays, for it is why the line could not be returned; what it said may name somebody.
        told = [{"label": wish["label"], "value": ""} for wish in line.personalisation]
        OrderItem.objects.filter(pk=line.pk).update(personalisation=told)
    Outbox.objects.filter(order=order).update(payload={}, last_error="")
    StockMovement.objects.filter(order=order).exclude(note="").update(note="")
    OrderAlert.objects.filter(order=order).exclude(detail="").update(detail="")
    Refund.objects.filter(order=order).update(reason="", last_error="")
    OnlinePayment.objects.filter(order=order).update(redirect_url="")
    # A review is bound to its buyer as long as the order is; without a buyer nobody could say it is a true one.
    Review.objects.filter(item__order=order).delete()
    events_erase(events=PaymentEvent.objects.filter(payment__order=order))
    after_sale_erase(
        withdrawals=Withdrawal.objects.filter(order=order),
        complaints=Complaint.objects.filter(order=order),
        exchanges=Exchange.objects.filter(order=order),
        now=now,
    )
    if for_good:
        _numbers_erase(order)


def after_sale_erase(
    *,
    withdrawals: QuerySet[Withdrawal],
    complaints: QuerySet[Complaint],
    exchanges: QuerySet[Exchange],
    now: datetime.datetime | None = None,
) -> int:
    """Drop who withdrew or complained, and all words of both sides, those about exchanges too. Gives the number of rows.

    What stays: number, dates, lines, state, amounts.
    """
    now = now or timezone.now()
    gone = {"name": "", "email": "", "contract": "", "erased_at": now}
    Outbox.objects.filter(withdrawal__in=withdrawals).update(payload={}, last_error="")
    Outbox.objects.filter(complaint__in=complaints).update(payload={}, last_error="")
    Outbox.objects.filter(exchange__in=exchanges).update(payload={}, last_error="")
    done = exchanges.filter(erased_at=None).update(remark="", explanation="", erased_at=now)
    done += withdrawals.filter(erased_at=None).update(items_text="", explanation="", **gone)
    return done + complaints.filter(erased_at=None).update(description="", noticed="", answer="", **gone)


def events_erase(*, events: QuerySet[PaymentEvent]) -> None:
    """Leave in these messages of gateways only what names nobody."""
    for event in events:
        PaymentEvent.objects.filter(pk=event.pk).update(raw=message_scrubbed(event.raw), detail="")


def message_scrubbed(raw: str) -> str:
    """A gateway's message with nothing in it but what is known to name nobody; empty when it is no JSON object.

    What is left no longer fits the signature: it was found good when the message came.
    """
    try:
        told = json.loads(raw)
    except ValueError:
        return ""
    return json.dumps(_impersonal(told), sort_keys=True) if isinstance(told, dict) else ""


def _impersonal(told: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in told.items():
        if key in IMPERSONAL_NODES and isinstance(value, dict):
            kept[key] = _impersonal(value)
        elif key in IMPERSONAL_KEYS and isinstance(value, str | int | float):
            kept[key] = value
    return kept


def _numbers_erase(order: Order) -> None:
    """Drop the invoice's buyer and the numbers by which bank and gateway know the payer."""
    Order.objects.filter(pk=order.pk).update(billing_address="", company="", nip="")
    for document in SalesDocument.objects.filter(order=order):
        document.data["buyer"] = {"name": "", "nip": "", "address": []}
        SalesDocument.objects.filter(pk=document.pk).update(data=document.data, ksef_upo="")
    bank_numbers = OrderPayment.objects.filter(order=order).exclude(transaction_id__startswith=REFUND_PREFIX)
    for number, name in bank_numbers.values_list("pk", "transaction_id"):
        # Money paid back stays recognisable as such, or the order would look unpaid.
        prefix = RETURN_PREFIX if name.startswith(RETURN_PREFIX) else ""
        OrderPayment.objects.filter(pk=number).update(transaction_id=f"{prefix}{ERASED_PREFIX}{number}")
    OnlinePayment.objects.filter(order=order).update(gateway_id="")
    Refund.objects.filter(order=order).update(gateway_id="")
    PaymentEvent.objects.filter(payment__order=order).update(raw="", detail="")


def order_unsettled(*, order: Order) -> bool:
    """Whether money or a question about the order is still open: goods sent with a term of payment and not paid for, a refund
    on its way, an alert nobody has settled, a withdrawal or complaint nobody has answered, an exchange under way."""
    on_its_way = [Refund.State.REQUESTED, Refund.State.SENT]
    return (
        (order.payment_due is not None and order.paid_at is None and money_owed(order) > 0)
        or Refund.objects.filter(order=order, state__in=on_its_way).exists()
        or OrderAlert.objects.filter(order=order, resolved_at=None).exists()
        or Withdrawal.objects.filter(order=order, state__in=WITHDRAWAL_OPEN).exists()
        or Complaint.objects.filter(order=order, state=Complaint.State.RECEIVED).exists()
        or Exchange.objects.filter(order=order, state__in=Exchange.OPEN).exists()
    )

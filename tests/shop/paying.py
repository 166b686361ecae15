"""Paying online in tests: an order, an attempt, and what a gateway tells of it."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from shop.models import OnlinePayment, Order, StockItem
from shop.services.gateways.base import PaymentMessage, Told
from shop.services.online_payments import payment_message_receive, payment_start
from tests import factories
from tests.shop.fake_gateway import signed


def online_order(*products, **values) -> Order:
    return factories.make_order(*products, payment_method="online", **values)


def attempt_of(order: Order) -> OnlinePayment:
    """An attempt that stands open at the gateway."""
    payment_start(order=order)
    return order.online_payments.first()


def message_of(payment: OnlinePayment, told: Told = Told.PAID, **values) -> PaymentMessage:
    """What the gateway says of an attempt; without further values that it went as asked for."""
    message = PaymentMessage(
        event_id=f"{payment.session_id}:{told}",
        session_id=payment.session_id,
        gateway_id=payment.gateway_id,
        told=told,
        amount=payment.amount,
        currency=payment.currency,
    )
    return replace(message, **values)


def tell(payment: OnlinePayment, told: Told = Told.PAID, **values):
    """Deliver the message."""
    return payment_message_receive(provider=payment.provider, **signed(message_of(payment, told, **values)))


def let_time_pass(order: Order, **values) -> None:
    """The time to pay is over since `values` (of timedelta); by default for a minute."""
    ago = datetime.timedelta(**(values or {"minutes": 1}))
    order.reservations.update(expires_at=timezone.now() - ago)


def outcome(order: Order) -> dict:
    """Everything that a payment may change, in one comparable value."""
    order.refresh_from_db()
    return {
        "status": order.status,
        "paid": order.paid_at is not None,
        "money": [payment.amount for payment in order.payments.order_by("pk")],
        "attempts": list(order.online_payments.order_by("pk").values_list("state", flat=True)),
        "alerts": sorted(order.alerts.values_list("kind", flat=True)),
        "refunds": list(order.refunds.order_by("pk").values_list("state", "amount")),
        "mails": list(order.messages.order_by("pk").values_list("kind", flat=True)),
        "reserved": sum(StockItem.objects.values_list("reserved", flat=True)),
        "parcels": sorted(set(order.parcels.values_list("status", flat=True))),
    }


def zl(text: str) -> Decimal:
    return Decimal(text)

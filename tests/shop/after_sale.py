"""Orders on their way back, for the tests of withdrawals and complaints."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone

from shop.models import Order
from shop.services.complaints import ComplaintData, complaint_submit
from shop.services.orders import order_change_status, payment_record
from shop.services.withdrawals import WithdrawalData, withdrawal_submit
from shop.status import OrderStatus
from tests import factories
from tests.shop.paying import attempt_of, online_order, tell

WARSAW = ZoneInfo("Europe/Warsaw")


def moment(text: str) -> datetime.datetime:
    """„2026-12-24 13:00” by the clock in Warsaw."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def delivered(order: Order, *, days_ago: int = 2) -> Order:
    """The order with all its parcels handed over."""
    if order.status == OrderStatus.PROCESSING:
        order_change_status(order=order, status=OrderStatus.SHIPPED)
    if order.status == OrderStatus.SHIPPED:
        order_change_status(order=order, status=OrderStatus.COMPLETED)
    Order.objects.filter(pk=order.pk).update(delivered_at=timezone.now() - datetime.timedelta(days=days_ago))
    order.refresh_from_db()
    return order


def paid_by_transfer(*products, **values) -> Order:
    order = factories.make_order(*products, **values)
    payment_record(
        order=order, amount=Decimal(order.total), received_on=timezone.localdate(), transaction_id="PRZELEW-1"
    )
    order.refresh_from_db()
    return order


def paid_online(*products, **values) -> Order:
    """Needs the fixture `gateway`."""
    order = online_order(*products, **values)
    tell(attempt_of(order))
    order.refresh_from_db()
    return order


def withdrawal_data(order: Order | None = None, **values) -> WithdrawalData:
    facts = {"name": "Anna Nowak", "email": "anna@example.org", "contract": order.ref if order else "NIEZNANE"}
    return WithdrawalData(**(facts | values))


def withdraw(order: Order, pieces: dict | None = None, *, key: str = "key-of-the-statement", **values):
    """A statement of somebody who sees the order."""
    chosen = None if pieces is None else {item.pk: number for item, number in pieces.items()}
    return withdrawal_submit(data=withdrawal_data(order, **values), key=key, order=order, pieces=chosen)


def complain(order: Order | None = None, *, key: str = "key-of-the-complaint", item=None, known=True, **values):
    facts = {
        "name": "Anna Nowak",
        "email": "anna@example.org",
        "contract": order.ref if order else "NIEZNANE",
        "description": "Ucho kubka odpadło.",
        "demand": "repair",
        "noticed": "od wczoraj",
    }
    return complaint_submit(data=ComplaintData(**(facts | values)), key=key, order=order if known else None, item=item)

"""The audit finds each breach, and the daily life of the shop makes none."""

import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from shop.models import (
    OnlinePayment,
    Order,
    OrderItem,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    Product,
    Refund,
    StockItem,
    StockMovement,
    StockReservation,
)
from shop.services.audit import shop_breaches
from shop.services.baskets import basket_add
from shop.services.expiry import orders_expire
from shop.services.orders import order_cancel, order_change_status, payment_record
from shop.services.prices import price_reduce, price_restore
from shop.services.refunds import refund_request, refunds_send
from shop.services.stock import stock_correct
from tests import factories
from tests.shop.goods import make_field, make_set
from tests.shop.paying import attempt_of, let_time_pass, online_order, tell
from tests.shop.placing import place


@pytest.fixture
def lived_in_shop(make_product):
    """A shop in which all that can happen has happened."""
    product = make_product(stock=20)
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    waiting = factories.make_order((product, 2))
    sent, refunded = factories.make_order((product, 3), make_product()), factories.make_order(product)
    for order, goals in ((sent, ["SHIPPED", "COMPLETED"]), (refunded, ["SHIPPED", "REFUNDED"])):
        payment_record(
            order=order,
            amount=order.total,
            received_on=datetime.date(2026, 1, 2),
            transaction_id=f"T-{order.ref}",
        )
        for goal in goals:
            order_change_status(order=order, status=goal)
    order_cancel(order=factories.make_order((product, 4)))
    picked_up = factories.make_order(product, delivery=pickup, payment_method="on-pickup")
    for goal in ("PROCESSING", "READY", "COMPLETED"):
        order_change_status(order=picked_up, status=goal)
    stock_correct(product=product, on_hand=14, by=None, note="inwentura")
    price_reduce(product=product, price=Decimal("100.00"))
    price_restore(product=product)
    return waiting


def test_daily_life_breaches_nothing(lived_in_shop):
    assert list(shop_breaches()) == []
    out = StringIO()
    call_command("audit_shop", stdout=out)
    assert out.getvalue() == ""


def _break_total():
    Order.objects.filter(status="CREATED").update(subtotal=Decimal("1.00"), total=Decimal("19.90"))


def _break_parcel():
    line = OrderItem.objects.filter(order__status="CREATED").first()
    foreign = Parcel.objects.exclude(order=line.order).first()
    OrderItem.objects.filter(pk=line.pk).update(parcel=foreign)


def _break_snapshot():
    OrderItem.objects.filter(order__status="CREATED").update(product_data={"name": "x", "code": "y"})


BREACHES = {
    "ledger says": lambda: StockItem.objects.update(on_hand=99),
    "active reservations say": lambda: StockReservation.objects.filter(state="active").update(quantity=1),
    "instead of active": lambda: StockReservation.objects.filter(state="active").update(state="consumed"),
    "consumed, ledger says 0": lambda: StockMovement.objects.filter(reason="sale").delete(),
    "pieces ordered, 0 reserved": lambda: StockReservation.objects.filter(state="active").delete(),
    "goods total is 1": _break_total,
    "lies in a parcel of another order": _break_parcel,
    "but marked as paid": lambda: Order.objects.filter(status="CREATED").update(paid_at=timezone.now()),
    "but not marked as paid": lambda: Order.objects.filter(status="COMPLETED").update(paid_at=None),
    "history ends with": lambda: OrderStatusChange.objects.filter(new_status="CREATED").delete(),
    "the reference has a wrong shape": lambda: Order.objects.filter(status="CREATED").update(ref="0000001"),
    "not stored as a hash": lambda: Order.objects.filter(status="CREATED").update(token="open"),
    "does not say who made it": _break_snapshot,
    "history says": lambda: Product.objects.update(price=Decimal("1.00"), regular_price=None),
    "no confirmation was written": lambda: Outbox.objects.all().delete(),
    "not sent after 8 tries": lambda: Outbox.objects.update(attempts=8),
    "overdue": lambda: Outbox.objects.update(next_at=timezone.now() - datetime.timedelta(hours=2)),
}


def each_is_told(breaches, subtests) -> None:
    """Each breach by itself: done, told by the audit with exit code 1, and undone."""
    for line, commit in breaches.items():
        with subtests.test(line), transaction.atomic():
            commit()
            out = StringIO()
            with pytest.raises(SystemExit) as end:
                call_command("audit_shop", stdout=out)
            transaction.set_rollback(True)
            assert end.value.code == 1
            assert line in out.getvalue()


def test_each_breach_is_told(lived_in_shop, subtests):
    each_is_told(BREACHES, subtests)


@pytest.fixture
def online_shop(make_product, gateway):
    """Paid, refunded in part, expired and waiting online orders."""
    paid, late, waiting = (online_order(make_product()) for _number in range(3))
    tell(attempt_of(paid))
    refund_request(order=paid, amount=Decimal("10.00"), reason="rysa")
    refunds_send()
    let_time_pass(late)
    orders_expire()
    attempt_of(waiting)


def _hold_cancelled():
    StockReservation.objects.filter(order__status="CANCELLED").update(state="active")


LONG_AGO = datetime.timedelta(days=3)
MONEY_BREACHES = {
    "is paid, but its money is not written down": lambda: OrderPayment.objects.filter(amount__gt=0).delete(),
    "is pending, but money is written down": lambda: OnlinePayment.objects.filter(state="paid").update(
        state="pending"
    ),
    "came in online by no payment": lambda: OrderPayment.objects.filter(amount__gt=0).update(
        transaction_id="X"
    ),
    "is done, written down as None": lambda: OrderPayment.objects.filter(amount__lt=0).delete(),
    "is sent, written down as 10.00": lambda: Refund.objects.update(state="sent"),
    "went back without a refund": lambda: Refund.objects.all().delete(),
    "asks for 1.00": lambda: OnlinePayment.objects.update(amount=Decimal("1.00")),
    "is still pending": lambda: OnlinePayment.objects.update(created_at=timezone.now() - LONG_AGO),
    "cancelled, but holds goods": _hold_cancelled,
    "its goods are still held": lambda: StockReservation.objects.update(expires_at=timezone.now() - LONG_AGO),
}


def test_online_money_breaches_nothing(online_shop):
    assert list(shop_breaches()) == []


def test_each_breach_of_online_money_is_told(online_shop, subtests):
    each_is_told(MONEY_BREACHES, subtests)


@pytest.fixture
def set_sold(shop_tree, make_product):
    """A set of three pieces and a personalised cup, ordered."""
    cup = make_product(stock=3)
    field = make_field(cup)
    gift_set = make_set(shop_tree, make_product(stock=3), (make_product(stock=5), 2), price="100.00")
    request = factories.make_request()
    basket_add(request=request, product=gift_set)
    basket = basket_add(request=request, product=cup, choices={f"personalisation-{field.pk}": "Ala"}).basket
    return place(basket)


def _move_a_part():
    other = Parcel.objects.exclude(items__set_number=1).first()
    OrderItem.objects.filter(pk=OrderItem.objects.filter(set_number=1).first().pk).update(parcel=other)


SET_BREACHES = {
    "set 1 lies in several parcels": _move_a_part,
    "do not bear one name": lambda: OrderItem.objects.filter(set_number=1).update(set_name=""),
    "make 0.00, it cost 100.00": lambda: OrderItem.objects.filter(set_number=1).update(
        unit_price=0, subtotal=0, total=0
    ),
    "does not say how": lambda: OrderItem.objects.update(personalisation=[]),
    "of a set is personalised": lambda: OrderItem.objects.update(personalisation=[{"label": "x", "value": "y"}]),
    "is reserved, but was not ordered": lambda: OrderItem.objects.filter(set_number=1).update(from_stock=False),
}


def test_each_breach_of_a_set_is_told(set_sold, subtests):
    assert list(shop_breaches()) == []
    each_is_told(SET_BREACHES, subtests)

"""Orders that are not paid in time: asked about, reminded of, let go; and money that comes at the same moment."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import OrderStatusChange, StockItem
from shop.services import expiry
from shop.services.audit import shop_breaches
from shop.services.expiry import order_expire, orders_expire
from shop.services.gateways.base import GatewayUnavailable, PaymentStatus, Told
from shop.services.online_payments import payment_method_switch
from shop.services.orders import order_change_status, payment_record
from tests import factories
from tests.shop.paying import attempt_of, let_time_pass, online_order, outcome, tell

pytestmark = pytest.mark.usefixtures("gateway")

CANCELLED = {
    "status": "CANCELLED",
    "paid": False,
    "money": [],
    "attempts": [],
    "alerts": [],
    "refunds": [],
    "mails": ["order_placed", "order_expired"],
    "reserved": 0,
    "parcels": ["cancelled"],
}


def pay_by_transfer(order, amount):
    payment_record(
        order=order, amount=Decimal(amount), received_on=timezone.localdate(), transaction_id=f"B{amount}"
    )


@pytest.fixture
def order(make_product):
    return online_order(make_product(price="120.00"))


def test_an_order_in_time_is_left_alone(order, make_product):
    transfer = factories.make_order(make_product())
    before = outcome(order), outcome(transfer)
    assert str(orders_expire()) == "0 cancelled, 0 reminded, 0 left to a person, 0 waiting for the gateway"
    assert (outcome(order), outcome(transfer)) == before


def test_an_online_order_never_begun_is_cancelled_with_a_mail_and_its_goods_are_free(order):
    let_time_pass(order)
    assert orders_expire().cancelled == 1
    assert outcome(order) == CANCELLED
    change = OrderStatusChange.objects.get(order=order, new_status="CANCELLED")
    assert (change.reason, change.changed_by) == ("expired", None)
    assert orders_expire().cancelled == 0
    assert list(shop_breaches()) == []


@pytest.mark.parametrize("told", [Told.PENDING, Told.FAILED, None])
def test_the_gateway_is_asked_first_and_a_payment_not_made_does_not_hold(order, gateway, told):
    payment = attempt_of(order)
    let_time_pass(order)
    if told:
        gateway.statuses[payment.session_id] = PaymentStatus(told)
    assert orders_expire().cancelled == 1
    assert gateway.called("ask") == 1
    state = "failed" if told == Told.FAILED else "pending"
    assert outcome(order) == CANCELLED | {"attempts": [state]}


def test_money_that_the_gateway_tells_of_saves_the_order(order, gateway):
    payment = attempt_of(order)
    let_time_pass(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PAID)
    assert orders_expire() == expiry.Expired()
    found = outcome(order)
    assert (found["status"], found["mails"]) == ("PROCESSING", ["order_placed", "order_paid"])
    assert list(shop_breaches()) == []


def test_a_silent_gateway_holds_the_goods_for_a_day_and_no_longer(order, gateway):
    attempt_of(order)
    gateway.errors["ask"] = GatewayUnavailable("time-out")
    let_time_pass(order, hours=23)
    before = outcome(order)
    assert orders_expire().waiting == 1
    assert outcome(order) == before
    let_time_pass(order, hours=24, minutes=1)
    assert orders_expire().cancelled == 1
    assert outcome(order)["status"] == "CANCELLED"


def test_a_transfer_is_reminded_of_once_then_cancelled(make_product):
    order = factories.make_order(make_product())
    let_time_pass(order)
    assert orders_expire().reminded == 1
    held = order.reservations.get().expires_at - timezone.now()
    assert datetime.timedelta(days=2, hours=23) < held <= datetime.timedelta(days=3)
    assert outcome(order)["mails"] == ["order_placed", "order_reminder"]
    assert orders_expire() == expiry.Expired()
    let_time_pass(order)
    assert orders_expire().cancelled == 1
    assert outcome(order) == CANCELLED | {"mails": ["order_placed", "order_reminder", "order_expired"]}
    assert list(shop_breaches()) == []


def test_a_transfer_in_the_further_term_is_in_time(make_product):
    order = factories.make_order(make_product())
    let_time_pass(order)
    orders_expire()
    pay_by_transfer(order, order.total)
    let_time_pass(order)
    assert orders_expire() == expiry.Expired()
    assert outcome(order)["status"] == "PROCESSING"


def test_an_order_switched_to_transfer_gets_the_terms_of_a_transfer(order):
    payment_method_switch(order=order)
    let_time_pass(order)
    assert orders_expire().reminded == 1
    let_time_pass(order)
    assert orders_expire().cancelled == 1


def test_part_of_the_money_is_left_to_a_person(order, make_product):
    transfer = factories.make_order(make_product(price="120.00"))
    tell(attempt_of(order), amount=Decimal("100.00"))
    pay_by_transfer(transfer, "38.90")
    for late in (order, transfer):
        let_time_pass(late)
    for _time in range(2):
        assert orders_expire().flagged == 2
    assert outcome(order)["alerts"] == ["overdue", "short"]
    assert outcome(transfer)["alerts"] == ["overdue"]
    assert {order.status, transfer.status} == {"CREATED"}
    assert list(shop_breaches()) == []


def test_what_is_paid_or_paid_on_pickup_never_expires(order, make_product):
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    there = factories.make_order(make_product(), delivery=pickup, payment_method="on-pickup")
    tell(attempt_of(order))
    order_change_status(order=order, status="SHIPPED")
    before = outcome(order), outcome(there)
    for each in (order, there):
        let_time_pass(each)
    assert orders_expire() == expiry.Expired()
    assert (outcome(order), outcome(there)) == before


def test_one_spoilt_order_does_not_keep_the_others(order, make_product, monkeypatch):
    other = online_order(make_product())
    for each in (order, other):
        let_time_pass(each)
    real = expiry.order_expire

    def spoilt(*, order):
        if order.pk == other.pk - 1:
            raise RuntimeError("spoilt")
        return real(order=order)

    monkeypatch.setattr(expiry, "order_expire", spoilt)
    assert orders_expire().cancelled == 1
    assert (outcome(order)["status"], outcome(other)["status"]) == ("CREATED", "CANCELLED")


# Expiry against payment, in both orders and in the middle.


def test_payment_just_before_the_cancellation_wins(order, gateway):
    """The order was chosen for expiry, then the money came, then the cancellation got the lock."""
    payment = attempt_of(order)
    let_time_pass(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PENDING)
    gateway.before["ask"] = lambda: tell(payment)
    assert order_expire(order=order) == ""
    assert outcome(order)["status"] == "PROCESSING"
    assert list(shop_breaches()) == []


def test_payment_just_after_the_cancellation_takes_free_goods_again(order, gateway):
    """The message was confirmed at the gateway, then the order expired, then the message got the lock."""
    payment = attempt_of(order)
    let_time_pass(order)
    gateway.before["confirm"] = lambda: orders_expire()
    tell(payment)
    assert outcome(order) == {
        "status": "PROCESSING",
        "paid": True,
        "money": [Decimal("138.90")],
        "attempts": ["paid"],
        "alerts": [],
        "refunds": [],
        "mails": ["order_placed", "order_expired", "order_paid"],
        "reserved": 1,
        "parcels": ["new"],
    }
    assert order.status_changes.last().reason == "late-payment"
    assert list(shop_breaches()) == []


def test_payment_after_the_goods_went_to_somebody_else_goes_back(order, gateway):
    payment = attempt_of(order)
    let_time_pass(order)
    orders_expire()
    product = order.reservations.get().item.product
    winner = factories.make_order(product)
    tell(payment)
    assert outcome(order) == CANCELLED | {
        "money": [Decimal("138.90")],
        "attempts": ["paid"],
        "alerts": ["late"],
        "refunds": [("requested", Decimal("138.90"))],
        "mails": ["order_placed", "order_expired", "order_paid_late_refund"],
        "reserved": 1,
    }
    assert outcome(winner)["status"] == "CREATED"
    assert list(shop_breaches()) == []


def test_one_thing_sold_means_that_none_is_taken_again(make_product):
    first, second = make_product(stock=1), make_product(stock=1)
    order = online_order(first, second)
    payment = attempt_of(order)
    let_time_pass(order)
    orders_expire()
    factories.make_order(second)
    tell(payment)
    assert outcome(order)["alerts"] == ["late"]
    assert list(StockItem.objects.order_by("pk").values_list("reserved", flat=True)) == [0, 1]
    assert list(shop_breaches()) == []

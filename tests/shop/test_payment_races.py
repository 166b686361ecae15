"""Money and expiry at the same moment, on real threads and committed data: one effect, whoever comes first."""

from decimal import Decimal

import pytest

from shop.models import OnlinePayment, OrderAlert, OrderPayment, Outbox, PaymentEvent, Refund, StockItem
from shop.services.audit import shop_breaches
from shop.services.expiry import orders_expire
from shop.services.gateways.base import PaymentStatus, Told
from shop.services.online_payments import payment_method_switch, payment_start, payments_reconcile
from shop.services.orders import order_cancel
from shop.services.refunds import refund_request, refunds_send
from tests import factories
from tests.shop.paying import attempt_of, let_time_pass, online_order, outcome, tell
from tests.shop.test_online_payments import make_old
from tests.shop.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TOTAL = Decimal("138.90")


@pytest.fixture
def tree(transactional_db, pl_locale, gateway):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    return tree


@pytest.fixture
def order(tree):
    return online_order(factories.make_product(tree, price="120.00"))


def crashes(results) -> list:
    return [result for result in results if isinstance(result, Exception)]


def test_one_message_twenty_times_at_once_has_one_effect(order):
    payment = attempt_of(order)
    results = at_once([lambda: tell(payment)] * 20)
    assert crashes(results) == []
    assert (PaymentEvent.objects.count(), OrderPayment.objects.count()) == (1, 1)
    assert (outcome(order)["status"], outcome(order)["mails"]) == (
        "PROCESSING",
        ["order_placed", "order_paid"],
    )
    assert list(shop_breaches()) == []


def test_all_kinds_of_messages_at_once_end_paid(order):
    payment = attempt_of(order)
    jobs = [
        lambda told=told, n=n: tell(payment, told, event_id=f"{told}-{n}") for n in range(6) for told in Told
    ]
    assert crashes(at_once(jobs)) == []
    assert (outcome(order)["status"], outcome(order)["money"]) == ("PROCESSING", [TOTAL])
    assert PaymentEvent.objects.count() == 18
    assert list(shop_breaches()) == []


def test_an_unknown_payment_told_at_once_is_one_alert(order):
    payment = attempt_of(order)
    jobs = [lambda: tell(payment, session_id="NOBODY", event_id="x", gateway_id="")] * 12
    assert crashes(at_once(jobs)) == []
    assert (PaymentEvent.objects.count(), OrderAlert.objects.count()) == (1, 1)


def test_many_clicks_start_one_attempt(order, gateway):
    results = at_once([lambda: payment_start(order=order)] * 12)
    assert crashes(results) == []
    assert len(set(results)) == OnlinePayment.objects.count() == len(gateway.started) == 1


@pytest.mark.parametrize("_round", range(10))
def test_expiry_against_payment(order, gateway, _round):
    payment = attempt_of(order)
    let_time_pass(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PENDING)
    results = at_once([orders_expire, lambda: tell(payment), orders_expire, lambda: tell(payment)])
    assert crashes(results) == []
    found = outcome(order)
    assert (found["status"], found["money"], found["reserved"]) == ("PROCESSING", [TOTAL], 1)
    assert found["alerts"] == found["refunds"] == []
    assert list(shop_breaches()) == []


@pytest.mark.parametrize("_round", range(5))
def test_a_late_payment_against_another_buyer_of_the_last_piece(order, _round):
    payment = attempt_of(order)
    let_time_pass(order)
    orders_expire()
    product = StockItem.objects.get().product
    results = at_once([lambda: tell(payment), lambda: factories.make_order(product)])
    found = outcome(order)
    assert StockItem.objects.get().reserved == 1
    if found["status"] == "PROCESSING":
        assert len(crashes(results)) == 1
        assert found["refunds"] == []
    else:
        assert crashes(results) == []
        assert (found["status"], found["refunds"]) == ("CANCELLED", [("requested", TOTAL)])
    assert list(shop_breaches()) == []


def test_cancelling_against_payment(order):
    payment = attempt_of(order)
    results = at_once([lambda: order_cancel(order=order), lambda: tell(payment)])
    assert crashes(results) == []
    found = outcome(order)
    assert (found["status"], found["money"], found["reserved"]) == ("CANCELLED", [TOTAL], 0)
    assert list(shop_breaches()) == []


def test_switching_against_expiry(order):
    let_time_pass(order)
    at_once([lambda: payment_method_switch(order=order), orders_expire])
    found = outcome(order)
    assert (found["status"], found["reserved"]) in {("CREATED", 1), ("CANCELLED", 0)}
    assert list(shop_breaches()) == []


def test_reconciliation_and_messages_at_once(order, gateway):
    payment = attempt_of(order)
    make_old(payment, minutes=5)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PAID, payment.gateway_id)
    results = at_once([payments_reconcile, lambda: tell(payment)] * 4)
    assert crashes(results) == []
    assert outcome(order)["money"] == [TOTAL]
    assert list(shop_breaches()) == []


def test_expiry_twice_at_once_sends_one_mail(tree):
    for _number in range(6):
        let_time_pass(factories.make_order(factories.make_product(tree)))
    results = at_once([orders_expire] * 4)
    assert crashes(results) == []
    assert sum(result.reminded for result in results) == 6
    assert Outbox.objects.filter(kind="order_reminder").count() == 6


def test_refunds_at_once_never_exceed_the_money_and_go_out_once(order, gateway):
    tell(attempt_of(order))
    asked = at_once([lambda: refund_request(order=order, amount=Decimal("50.00"), reason="x")] * 8)
    assert len(crashes(asked)) == 6
    assert crashes(at_once([refunds_send] * 6)) == []
    assert (gateway.called("refund"), Refund.objects.filter(state="done").count()) == (2, 2)
    assert outcome(order)["money"] == [TOTAL, Decimal("-50.00"), Decimal("-50.00")]
    assert list(shop_breaches()) == []

"""Starting an online payment, hearing of it, asking about it, and paying by transfer instead."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import OnlinePayment, Order, OrderAlert, OrderPayment, PaymentEvent
from shop.services.audit import shop_breaches
from shop.services.deadlines import ONLINE_MINUTES
from shop.services.errors import BadInput, PaymentRefused, PaymentUnavailable
from shop.services.gateways.base import GatewayRefused, GatewayUnavailable, PaymentStatus, Started, Told
from shop.services.online_payments import (
    ABANDONED_AFTER,
    payment_ask,
    payment_method_switch,
    payment_start,
    payments_reconcile,
)
from shop.services.orders import order_cancel, payment_record
from tests import factories
from tests.shop.paying import attempt_of, let_time_pass, online_order, outcome, tell

pytestmark = pytest.mark.usefixtures("gateway")


@pytest.fixture
def order(make_product):
    return online_order(make_product(price="120.00"))


def make_old(payment, **values):
    OnlinePayment.objects.filter(pk=payment.pk).update(
        created_at=timezone.now() - datetime.timedelta(**values)
    )


def test_goods_of_an_online_order_wait_for_half_an_hour(order):
    held = order.reservations.get().expires_at - timezone.now()
    assert ONLINE_MINUTES == 30
    assert datetime.timedelta(minutes=29) < held <= datetime.timedelta(minutes=30)


def test_goods_of_a_transfer_wait_a_week_and_of_a_pickup_without_end(make_product):
    transfer = factories.make_order(make_product())
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    there = factories.make_order(make_product(), delivery=pickup, payment_method="on-pickup")
    held = transfer.reservations.get().expires_at - timezone.now()
    assert datetime.timedelta(days=6, hours=23) < held <= datetime.timedelta(days=7)
    assert there.reservations.get().expires_at is None


def test_online_is_refused_where_it_is_switched_off(make_product, settings):
    settings.PAYMENT_PROVIDER = ""
    with pytest.raises(BadInput):
        online_order(make_product())
    assert not Order.objects.exists()


def test_the_gateway_is_told_what_it_must_know_and_no_more(order, gateway):
    url = payment_start(order=order, buyer_ip="203.0.113.7")
    payment = OnlinePayment.objects.get()
    request = gateway.started[payment.session_id]
    assert url == f"https://pay.example.org/{payment.session_id}"
    assert (payment.state, payment.gateway_id, payment.redirect_url) == (
        "pending",
        f"G-{payment.session_id}",
        url,
    )
    assert (request.amount, request.currency, request.email) == (Decimal("138.90"), "PLN", "anna@example.org")
    assert (request.language, request.buyer_ip) == ("pl", "203.0.113.7")
    assert request.return_url == f"http://127.0.0.1:8000/zamowienie/{order.ref}/"
    assert request.notify_url == "http://127.0.0.1:8000/platnosci/p24/powiadomienie/"
    assert order.ref in request.description


def test_the_return_address_is_in_the_language_of_the_order(make_product, gateway):
    payment = attempt_of(online_order(make_product(), language="uk"))
    request = gateway.started[payment.session_id]
    assert "/uk/zamowienie/" in request.return_url
    assert "/uk/" not in request.notify_url


def test_a_second_click_gives_the_same_page(order, gateway):
    assert payment_start(order=order) == payment_start(order=order)
    assert OnlinePayment.objects.count() == 1
    assert gateway.called("start") == 1


@pytest.mark.parametrize(
    "error", [GatewayUnavailable("time-out"), LookupError("no adapter"), RuntimeError("a bug")]
)
def test_a_gateway_that_does_not_answer_leaves_the_order_as_it_is(order, gateway, error):
    gateway.errors["start"] = error
    before = outcome(order)
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    assert outcome(order) == before | {"attempts": ["new"]}
    del gateway.errors["start"]
    payment_start(order=order)
    first, second = [call[1].session_id for call in gateway.calls if call[0] == "start"]
    assert first == second
    assert outcome(order)["attempts"] == ["pending"]


def test_a_refused_start_makes_room_for_another_attempt(order, gateway):
    gateway.errors["start"] = GatewayRefused("no such method")
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    gateway.errors.clear()
    payment_start(order=order)
    assert outcome(order)["attempts"] == ["failed", "pending"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "", "https://", "https://x/" + "a" * 1000]
)
def test_a_strange_address_of_a_payment_page_is_not_followed(order, monkeypatch, gateway, url):
    monkeypatch.setattr(gateway, "start", lambda self, request: Started(url))
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    assert OnlinePayment.objects.get().state == "new"


def test_a_message_that_overtakes_the_answer_is_not_undone(order, gateway):
    gateway.before["start"] = lambda: tell(OnlinePayment.objects.get(), gateway_id="G-first")
    payment_start(order=order)
    payment = OnlinePayment.objects.get()
    assert (payment.state, payment.gateway_id) == ("paid", "G-first")
    assert outcome(order)["status"] == "PROCESSING"


def test_what_may_not_be_paid_online_is_refused(order, make_product, gateway, settings):
    paid, cancelled, late, part = (online_order(make_product()) for _number in range(4))
    tell(attempt_of(paid))
    order_cancel(order=cancelled)
    let_time_pass(late)
    payment_record(order=part, amount=Decimal("1.00"), received_on=timezone.localdate(), transaction_id="B1")
    transfer = factories.make_order(make_product())
    calls = len(gateway.calls)
    for wrong in (paid, cancelled, late, part, transfer):
        with pytest.raises(PaymentRefused):
            payment_start(order=wrong)
    settings.PAYMENT_PROVIDER = ""
    with pytest.raises(PaymentRefused):
        payment_start(order=order)
    assert len(gateway.calls) == calls
    assert OnlinePayment.objects.count() == 1


def test_attempts_do_not_grow_without_end(order, gateway):
    gateway.errors["start"] = GatewayRefused("no")
    for _number in range(20):
        with pytest.raises(PaymentUnavailable):
            payment_start(order=order)
    with pytest.raises(PaymentRefused):
        payment_start(order=order)
    assert OnlinePayment.objects.count() == 20


def test_a_payment_moves_the_order_and_is_written_down(order):
    payment = attempt_of(order)
    event = tell(payment)
    assert outcome(order) == {
        "status": "PROCESSING",
        "paid": True,
        "money": [Decimal("138.90")],
        "attempts": ["paid"],
        "alerts": [],
        "refunds": [],
        "mails": ["order_placed", "order_paid"],
        "reserved": 1,
        "parcels": ["new"],
    }
    money = OrderPayment.objects.get()
    assert (money.transaction_id, money.payment_method, money.recorded_by) == (
        payment.session_id,
        "online",
        None,
    )
    assert (event.outcome, event.payment) == ("accepted", payment)
    assert payment.session_id in event.raw
    assert list(shop_breaches()) == []


def test_a_question_finds_out_what_no_message_told(order, gateway):
    payment = attempt_of(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PAID, "G-asked")
    assert payments_reconcile() == 0, "too fresh: the message may be on its way"
    make_old(payment, minutes=3)
    assert payments_reconcile() == 1
    assert outcome(order)["status"] == "PROCESSING"
    assert gateway.called("confirm") == 1
    assert PaymentEvent.objects.get().event_id == f"asked:{payment.session_id}:paid"
    assert payments_reconcile() == 0
    tell(payment, gateway_id="G-asked")
    assert outcome(order)["money"] == [Decimal("138.90")]
    assert list(shop_breaches()) == []


def test_questions_are_asked_less_and_less_often(order, gateway):
    payment = attempt_of(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PENDING)

    def asked(age: dict, since: dict) -> bool:
        before = gateway.called("ask")
        make_old(payment, **age)
        OnlinePayment.objects.update(asked_at=timezone.now() - datetime.timedelta(**since))
        payments_reconcile()
        return gateway.called("ask") > before

    assert not asked({"minutes": 10}, {"minutes": 3})
    assert asked({"minutes": 10}, {"minutes": 5})
    assert not asked({"hours": 2}, {"minutes": 20})
    assert asked({"hours": 2}, {"minutes": 31})
    assert not asked({"hours": 10}, {"hours": 2})
    assert asked({"hours": 10}, {"hours": 4})


@pytest.mark.parametrize("error", [GatewayUnavailable("time-out"), RuntimeError("a bug")])
def test_no_answer_changes_nothing_and_keeps_nobody_else_waiting(
    order, make_product, gateway, error, monkeypatch
):
    silent, other = attempt_of(order), attempt_of(online_order(make_product()))
    for payment in (silent, other):
        make_old(payment, minutes=5)
    before = outcome(order)

    def ask(self, *, session_id, gateway_id):
        if session_id == silent.session_id:
            raise error
        return PaymentStatus(Told.FAILED)

    monkeypatch.setattr(gateway, "ask", ask)
    assert payments_reconcile() == 1
    assert outcome(order) == before
    assert outcome(other.order)["attempts"] == ["failed"]


def test_an_abandoned_attempt_is_closed_after_a_day_and_its_money_still_counts(order, gateway):
    payment = attempt_of(order)
    gateway.statuses[payment.session_id] = PaymentStatus(Told.PENDING)
    assert not payment_ask(payment=payment)
    OnlinePayment.objects.update(created_at=timezone.now() - ABANDONED_AFTER)
    payment.refresh_from_db()
    assert payment_ask(payment=payment)
    assert outcome(order)["attempts"] == ["failed"]
    tell(payment)
    assert outcome(order)["status"] == "PROCESSING"


def test_an_attempt_that_never_began_is_not_known_at_the_gateway(order, gateway):
    gateway.errors["start"] = GatewayUnavailable("time-out")
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    payment = OnlinePayment.objects.get()
    make_old(payment, minutes=5)
    assert payments_reconcile() == 0
    assert outcome(order)["attempts"] == ["new"]


def test_paying_by_transfer_instead_gives_a_week_and_the_account(order):
    payment_method_switch(order=order)
    held = order.reservations.get().expires_at - timezone.now()
    assert (order.payment_method, order.status) == ("transfer", "CREATED")
    assert datetime.timedelta(days=6, hours=23) < held <= datetime.timedelta(days=7)
    payment_method_switch(order=order)
    assert outcome(order)["mails"] == ["order_placed", "order_transfer"]
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="B1")
    assert order.status == "PROCESSING"
    assert list(shop_breaches()) == []


def test_money_of_an_attempt_counts_after_the_switch_too(order):
    payment = attempt_of(order)
    payment_method_switch(order=order)
    tell(payment)
    assert (outcome(order)["status"], outcome(order)["money"]) == ("PROCESSING", [Decimal("138.90")])


def test_only_what_waits_for_online_money_can_be_switched(order, make_product):
    paid = online_order(make_product())
    tell(attempt_of(paid))
    order_cancel(order=order)
    for wrong in (order, paid):
        before = outcome(wrong)
        with pytest.raises(PaymentRefused):
            payment_method_switch(order=wrong)
        assert outcome(wrong) == before


def test_an_alert_is_raised_once_for_each_cause(order):
    payment = attempt_of(order)
    tell(payment, amount=Decimal("100.00"), event_id="first")
    tell(payment, amount=Decimal("100.00"), event_id="second")
    assert OrderAlert.objects.get().kind == "short"


@pytest.mark.django_db(transaction=True)
def test_the_gateway_is_never_called_inside_a_transaction(transactional_db, pl_locale, gateway):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    order = online_order(factories.make_product(tree))
    payment = attempt_of(order)
    tell(payment)
    other = attempt_of(online_order(factories.make_product(tree)))
    gateway.statuses[other.session_id] = PaymentStatus(Told.PAID)
    make_old(other, minutes=5)
    assert payments_reconcile() == 1
    assert {(name, inside) for name, _what, inside in gateway.calls} == {
        ("start", False),
        ("confirm", False),
        ("ask", False),
    }

"""Money back through the gateway: never more than came, never twice, never lost."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import OrderPayment, PaymentEvent, Refund
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput
from shop.services.gateways.base import GatewayRefused, GatewayUnavailable, RefundMessage, Told
from shop.services.online_payments import payment_message_receive
from shop.services.orders import order_cancel, order_change_status, payment_record
from shop.services.refunds import ALERT_AFTER, refund_request, refundable, refunds_send
from tests import factories
from tests.shop.fake_gateway import signed
from tests.shop.paying import attempt_of, message_of, online_order, outcome, tell

pytestmark = pytest.mark.usefixtures("gateway")


@pytest.fixture
def order(make_product):
    """Paid online, 138.90."""
    order = online_order(make_product(price="120.00"))
    tell(attempt_of(order))
    order.refresh_from_db()
    return order


def ask(order, amount, **values) -> list[Refund]:
    return refund_request(order=order, amount=Decimal(amount), reason="Pęknięta misa", **values)


def make_due():
    Refund.objects.update(next_at=timezone.now() - datetime.timedelta(seconds=1))


def tell_refund(refund, told=Told.PAID, *, event="1", provider="p24", **values):
    facts = {
        "event_id": f"refund-{refund.key}-{told}-{event}",
        "refund_key": str(refund.key),
        "gateway_id": "R-1",
        "told": told,
        "amount": refund.amount,
        "currency": "PLN",
    }
    return payment_message_receive(provider=provider, **signed(RefundMessage(**facts | values)))


def states() -> list[tuple]:
    return list(Refund.objects.order_by("pk").values_list("state", "amount"))


def test_a_refund_goes_out_after_the_commit_and_is_written_down_once(
    order, gateway, django_capture_on_commit_callbacks, django_user_model
):
    staff = django_user_model.objects.create(username="sklep")
    with django_capture_on_commit_callbacks(execute=True):
        (refund,) = ask(order, "38.90", by=staff)
        assert gateway.called("refund") == 0
    refund.refresh_from_db()
    assert (refund.state, refund.requested_by, refund.done_at is not None) == ("done", staff, True)
    back = OrderPayment.objects.get(amount__lt=0)
    assert (back.amount, back.transaction_id, back.recorded_by) == (
        Decimal("-38.90"),
        f"refund:{refund.key}",
        staff,
    )
    found = outcome(order)
    assert (found["status"], found["paid"]) == ("PROCESSING", True)
    assert found["mails"] == ["order_placed", "order_paid", "order_refunded"]
    request = gateway.refunds[str(refund.key)]
    assert (request.amount, request.session_id) == (Decimal("38.90"), refund.payment.session_id)
    assert request.gateway_id == refund.payment.gateway_id
    make_due()
    assert refunds_send() == 0
    tell_refund(refund)
    assert outcome(order) == found
    assert list(shop_breaches()) == []


def test_all_the_money_back_leaves_the_status_to_the_staff(order):
    ask(order, "138.90")
    assert refunds_send() == 1
    found = outcome(order)
    assert (found["status"], found["paid"], found["money"]) == (
        "PROCESSING",
        False,
        [Decimal("138.90"), Decimal("-138.90")],
    )
    assert list(shop_breaches()) == []


def test_a_cancelled_order_is_refunded_without_coming_back(order):
    order_cancel(order=order)
    ask(order, "138.90")
    refunds_send()
    assert outcome(order)["status"] == "CANCELLED"
    assert list(shop_breaches()) == []


def test_a_refund_of_a_sent_order_lets_the_staff_close_it(order):
    order_change_status(order=order, status="SHIPPED")
    ask(order, "138.90")
    refunds_send()
    order_change_status(order=order, status="REFUNDED")
    assert list(shop_breaches()) == []


@pytest.mark.parametrize("amount", ["0", "-1.00", "138.91", "0.001", "NaN", "Infinity", "99999999999"])
def test_impossible_amounts_are_refused(order, gateway, amount):
    with pytest.raises(BadInput):
        ask(order, amount)
    assert not Refund.objects.exists()
    assert gateway.called("refund") == 0


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "x" * 201])
def test_a_refund_needs_a_reason(order, reason):
    with pytest.raises(BadInput):
        refund_request(order=order, amount=Decimal("1.00"), reason=reason)
    assert not Refund.objects.exists()


def test_parts_never_make_more_than_the_whole(order):
    for part in ("100.00", "38.00", "0.90"):
        ask(order, part)
    assert refundable(order) == 0
    with pytest.raises(BadInput):
        ask(order, "0.01")
    assert refunds_send() == 3
    assert sum(OrderPayment.objects.values_list("amount", flat=True)) == 0
    assert list(shop_breaches()) == []


def test_money_by_transfer_cannot_go_back_through_the_gateway(make_product):
    order = factories.make_order(make_product())
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="B1")
    with pytest.raises(BadInput):
        ask(order, "1.00")


def test_a_refused_refund_frees_its_amount_and_asks_for_a_person(order, gateway):
    gateway.errors["refund"] = GatewayRefused("not enough money")
    ask(order, "138.90")
    assert refunds_send() == 1
    assert (states(), outcome(order)["alerts"]) == ([("failed", Decimal("138.90"))], ["refund"])
    assert "not enough money" in order.alerts.get().detail
    assert refundable(order) == Decimal("138.90")
    make_due()
    assert refunds_send() == 0
    assert not OrderPayment.objects.filter(amount__lt=0).exists()


def test_a_time_out_repeats_the_same_key_and_holds_the_amount(order, gateway):
    gateway.errors["refund"] = GatewayUnavailable("time-out")
    (refund,) = ask(order, "138.90")
    assert refunds_send() == 0
    assert refundable(order) == 0
    assert refunds_send() == 0, "not due yet"
    assert gateway.called("refund") == 1
    gateway.errors.clear()
    make_due()
    assert refunds_send() == 1
    assert {call[1].key for call in gateway.calls if call[0] == "refund"} == {str(refund.key)}
    assert states() == [("done", Decimal("138.90"))]


def test_no_answer_for_long_calls_a_person_and_goes_on(order, gateway):
    gateway.errors["refund"] = GatewayUnavailable("time-out")
    ask(order, "138.90")
    for number in range(ALERT_AFTER + 2):
        assert outcome(order)["alerts"] == (["refund"] if number >= ALERT_AFTER else [])
        make_due()
        refunds_send()
    assert gateway.called("refund") == ALERT_AFTER + 2
    assert states() == [("requested", Decimal("138.90"))]


def test_a_second_try_that_is_refused_finds_the_first_one_done(order, gateway):
    """The gateway took the refund, its answer was lost, and it refuses the same key now."""
    gateway.errors["refund"] = GatewayUnavailable("time-out")
    (refund,) = ask(order, "138.90")
    refunds_send()
    gateway.refunds[str(refund.key)] = None
    gateway.errors["refund"] = GatewayRefused("key was used")
    make_due()
    assert refunds_send() == 1
    assert (states(), outcome(order)["alerts"]) == ([("done", Decimal("138.90"))], [])


@pytest.mark.parametrize(
    ("told", "state", "alerts"),
    [(Told.PAID, "done", []), (Told.FAILED, "failed", ["refund"]), (Told.PENDING, "sent", [])],
)
def test_a_refund_taken_by_the_gateway_is_asked_about(order, gateway, told, state, alerts):
    gateway.refund_told.update(send=Told.PENDING, ask=told)
    ask(order, "138.90")
    assert refunds_send() == 1
    assert states() == [("sent", Decimal("138.90"))]
    assert refunds_send() == 0, "not asked at once"
    make_due()
    refunds_send()
    assert (states(), outcome(order)["alerts"]) == ([(state, Decimal("138.90"))], alerts)
    assert gateway.called("refund") == 1
    assert list(shop_breaches()) == []


@pytest.mark.parametrize("told", list(Told))
def test_a_message_about_a_refund_is_taken_over(order, gateway, told):
    gateway.refund_told["send"] = Told.PENDING
    (refund,) = ask(order, "138.90")
    refunds_send()
    for number in range(3):
        tell_refund(refund, told, event=str(number))
    expected = {Told.PAID: "done", Told.FAILED: "failed", Told.PENDING: "sent"}[told]
    assert states() == [(expected, Decimal("138.90"))]
    assert OrderPayment.objects.filter(amount__lt=0).count() == (told == Told.PAID)
    assert PaymentEvent.objects.count() == 4
    assert list(shop_breaches()) == []


@pytest.mark.parametrize(
    "order_of_messages",
    [
        (Told.PENDING, Told.PAID),
        (Told.PAID, Told.PENDING),
        (Told.PAID, Told.FAILED),
        (Told.FAILED, Told.PAID),
    ],
)
def test_a_refund_once_done_stays_done(order, gateway, order_of_messages):
    gateway.refund_told["send"] = Told.PENDING
    (refund,) = ask(order, "138.90")
    refunds_send()
    for told in order_of_messages:
        tell_refund(refund, told)
    assert states() == [("done", Decimal("138.90"))]
    assert OrderPayment.objects.filter(amount__lt=0).count() == 1


@pytest.mark.parametrize("values", [{"amount": Decimal("138.89")}, {"currency": "EUR"}])
def test_another_amount_back_is_left_to_a_person(order, gateway, values):
    gateway.refund_told["send"] = Told.PENDING
    (refund,) = ask(order, "138.90")
    refunds_send()
    assert tell_refund(refund, **values).outcome == "flagged"
    assert (states(), outcome(order)["alerts"]) == ([("sent", Decimal("138.90"))], ["refund"])


@pytest.mark.parametrize("key", ["x", "0f7d1f4e-6a52-4a0b-8d2f-3c1f4f0e9a11"])
def test_a_message_about_a_refund_of_nobody_is_flagged(order, key):
    refund = Refund(key=key, amount=Decimal("1.00"))
    assert tell_refund(refund).outcome == "flagged"
    assert not OrderPayment.objects.filter(amount__lt=0).exists()


def test_a_message_without_our_key_is_known_by_the_gateways_number(order, gateway):
    """PayU is not sure to repeat the key."""
    gateway.refund_told["send"] = Told.PENDING
    (refund,) = ask(order, "138.90")
    refunds_send()
    refund.refresh_from_db()
    assert tell_refund(refund, refund_key="", gateway_id="R-other").outcome == "flagged"
    assert tell_refund(refund, event="2", refund_key="", gateway_id=refund.gateway_id).outcome == "accepted"
    assert states() == [("done", Decimal("138.90"))]


def test_two_attempts_are_refunded_by_what_came_through_each(make_product, gateway):
    order = online_order(make_product(price="120.00"))
    first = attempt_of(order)
    tell(first, Told.FAILED)
    second = attempt_of(order)
    assert first.pk != second.pk
    tell(second)
    tell(first)
    assert outcome(order)["alerts"] == ["double"]
    assert refundable(order) == Decimal("277.80")
    refunds = ask(order, "200.00")
    assert {(refund.payment_id, refund.amount) for refund in refunds} == {
        (second.pk, Decimal("138.90")),
        (first.pk, Decimal("61.10")),
    }
    with pytest.raises(BadInput):
        ask(order, "77.81")
    assert refunds_send() == 2
    assert message_of(first).session_id != message_of(second).session_id
    assert list(shop_breaches()) == []

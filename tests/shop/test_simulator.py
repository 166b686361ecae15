"""Adapters against the simulator, which signs by itself: the whole way of a payment and of a refund, at both gateways."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from shop.services.gateways import active_provider, gateway_for
from shop.services.gateways.base import (
    GatewayRefused,
    GatewayUnavailable,
    MessageRefused,
    PaymentStatus,
    RefundAnswer,
    Told,
)

from .gateway_tools import KEY, START, refund_request

SESSION = START.session_id
BOTH = pytest.mark.parametrize("provider", ["p24", "payu"])


def told(gateway, notification):
    return gateway.read_message(body=notification.body.encode(), headers=notification.headers)


def paid(simulator, provider, amount=None):
    """An attempt that was started, paid and confirmed: the adapter and its message."""
    gateway = gateway_for(provider)
    gateway.start(START)
    message = told(gateway, simulator.pay(SESSION, amount))
    gateway.confirm(message)
    return gateway, message


def test_the_fixture_puts_przelewy24_in_use(simulator, settings):
    assert active_provider() == "p24"
    assert [simulator.url] == settings.PAYMENT_PAGE_ORIGINS
    simulator.use("payu")
    assert active_provider() == "payu"
    assert [simulator.url] == settings.PAYMENT_PAGE_ORIGINS


@BOTH
def test_a_payment_from_start_to_end(simulator, provider):
    gateway = gateway_for(provider)
    started = gateway.start(START)
    assert started.redirect_url.startswith(f"{simulator.url}/")
    assert gateway.ask(session_id=SESSION, gateway_id=started.gateway_id).told == Told.PENDING
    message = told(gateway, simulator.pay(SESSION))
    assert (message.told, message.session_id, message.amount) == (Told.PAID, SESSION, Decimal("123.45"))
    assert started.gateway_id in {"", message.gateway_id}
    gateway.confirm(message)
    gateway.confirm(message)
    assert gateway.ask(session_id=SESSION, gateway_id=message.gateway_id) == PaymentStatus(
        told=Told.PAID, gateway_id=message.gateway_id, amount=Decimal("123.45"), currency="PLN"
    )


def test_starting_again_at_przelewy24_gives_the_same_page(simulator):
    gateway = gateway_for("p24")
    assert gateway.start(START) == gateway.start(START)
    assert len(simulator.server.store.payments) == 1
    with pytest.raises(GatewayRefused):
        gateway.start(replace(START, amount=Decimal("1.00")))


def test_starting_again_at_payu_makes_no_second_order(simulator):
    gateway = gateway_for("payu")
    gateway.start(START)
    with pytest.raises(GatewayRefused, match="ERROR_ORDER_NOT_UNIQUE"):
        gateway.start(START)
    assert len(simulator.server.store.payments) == 1


def test_an_advance_counts_only_once_verified(simulator):
    gateway = gateway_for("p24")
    gateway.start(START)
    message = told(gateway, simulator.pay(SESSION))
    deal = simulator.payment(SESSION).deals[0]
    with pytest.raises(GatewayRefused):
        gateway.confirm(replace(message, amount=Decimal("123.44")))
    assert not deal.verified
    gateway.confirm(message)
    assert deal.verified


@BOTH
def test_a_message_that_did_not_come_is_found_out(simulator, provider):
    gateway = gateway_for(provider)
    started = gateway.start(START)
    simulator.pay(SESSION, notify=False)
    assert simulator.notifications == []
    status = gateway.ask(session_id=SESSION, gateway_id=started.gateway_id)
    assert (status.told, status.amount) == (Told.PAID, Decimal("123.45"))


@BOTH
@pytest.mark.parametrize("amount", [Decimal("123.44"), Decimal("133.45")])
def test_another_amount_is_told_as_it_is(simulator, provider, amount):
    gateway, message = paid(simulator, provider, amount)
    assert message.amount == amount
    assert gateway.ask(session_id=SESSION, gateway_id=message.gateway_id).amount == amount


@BOTH
def test_paying_twice_is_two_payments_of_one_session(simulator, provider):
    gateway = gateway_for(provider)
    gateway.start(START)
    first, second = (told(gateway, simulator.pay(SESSION)) for _time in range(2))
    assert first.session_id == second.session_id
    assert first.gateway_id != second.gateway_id
    assert first.event_id != second.event_id


def test_a_refusal_is_told_by_payu_only(simulator):
    gateway = gateway_for("p24")
    gateway.start(START)
    assert simulator.refuse(SESSION) is None
    assert gateway.ask(session_id=SESSION, gateway_id="").told == Told.PENDING
    simulator.server.store.payments.clear()
    gateway = gateway_for("payu")
    started = gateway.start(START)
    assert told(gateway, simulator.refuse(SESSION)).told == Told.FAILED
    assert gateway.ask(session_id=SESSION, gateway_id=started.gateway_id).told == Told.FAILED


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_payu_may_sign_in_two_ways(simulator, algorithm):
    simulator.server.payu.algorithm = algorithm
    _gateway, message = paid(simulator, "payu")
    assert message.told == Told.PAID


@BOTH
def test_messages_are_signed_with_the_keys_of_the_shop(simulator, provider, settings):
    gateway = gateway_for(provider)
    gateway.start(START)
    notification = simulator.pay(SESSION)
    settings.P24_CRC_KEY = settings.PAYU_SECOND_KEY = "another"
    with pytest.raises(MessageRefused, match="signature"):
        told(gateway_for(provider), notification)


def test_anything_can_be_signed_for_a_test(simulator):
    data = json.loads('{"merchantId": 10001, "posId": 10002, "sessionId": "X", "amount": 1, "originAmount": 1, '
                      '"currency": "EUR", "orderId": 7, "methodId": 1, "statement": ""}')
    body = json.dumps(simulator.sign_p24(data)).encode()
    assert gateway_for("p24").read_message(body=body, headers={}).currency == "EUR"
    text = ('{"order": {"orderId": "A", "extOrderId": "X", "merchantPosId": "300001", "currencyCode": "EUR", '
            '"totalAmount": "1", "status": "PENDING"}}')
    message = gateway_for("payu").read_message(body=text.encode(), headers=simulator.sign_payu(text))
    assert message.currency == "EUR"


@BOTH
def test_money_goes_back_once(simulator, provider):
    gateway, message = paid(simulator, provider)
    request = refund_request(gateway_id=message.gateway_id, amount=Decimal("23.45"))
    assert gateway.refund(request).told == Told.PENDING
    assert gateway.refund(request).told == Told.PENDING
    assert [(refund.key, refund.amount) for refund in simulator.refunds] == [(KEY, 2345)]
    answer = gateway.ask_refund(request)
    assert answer == RefundAnswer(told=Told.PAID, gateway_id=str(simulator.refunds[0].number))
    back = told(gateway, simulator.notifications[-1])
    assert (back.told, back.refund_key, back.amount) == (Told.PAID, KEY, Decimal("23.45"))


@BOTH
def test_a_refund_that_is_rejected_later(simulator, provider):
    gateway, message = paid(simulator, provider)
    simulator.server.p24.refunds_done = simulator.server.payu.refunds_done = False
    request = refund_request(gateway_id=message.gateway_id)
    assert gateway.refund(request).told == Told.PENDING
    assert told(gateway, simulator.notifications[-1]).told == Told.FAILED
    assert gateway.ask_refund(request).told == Told.FAILED


@BOTH
def test_more_than_was_paid_does_not_go_back(simulator, provider):
    gateway, message = paid(simulator, provider)
    with pytest.raises(GatewayRefused):
        gateway.refund(refund_request(gateway_id=message.gateway_id, amount=Decimal("123.46")))
    other = "00000000-0000-4000-8000-000000000001"
    gateway.refund(refund_request(gateway_id=message.gateway_id, amount=Decimal("100.00")))
    with pytest.raises(GatewayRefused):
        gateway.refund(refund_request(gateway_id=message.gateway_id, amount=Decimal("23.46"), key=other))
    assert [refund.amount for refund in simulator.refunds] == [10000]


@BOTH
def test_a_refund_never_sent_is_not_known(simulator, provider):
    gateway, message = paid(simulator, provider)
    with pytest.raises(GatewayRefused):
        gateway.ask_refund(refund_request(gateway_id=message.gateway_id))


@BOTH
def test_a_gateway_in_trouble(simulator, provider):
    gateway = gateway_for(provider)
    simulator.fail(*[503] * 2)
    with pytest.raises(GatewayUnavailable):
        gateway.ask_refund(refund_request())
    simulator.server.failures.clear()
    assert gateway.start(START).redirect_url


@BOTH
def test_wrong_keys_are_refused(simulator, provider, settings):
    settings.P24_API_KEY = settings.PAYU_CLIENT_SECRET = "wrong"
    with pytest.raises(GatewayRefused):
        gateway_for(provider).start(START)
    assert simulator.server.store.payments == []


def test_a_wrong_signature_registers_nothing(simulator, settings):
    settings.P24_CRC_KEY = "wrong"
    with pytest.raises(GatewayRefused, match="Invalid input data"):
        gateway_for("p24").start(START)
    assert simulator.server.store.payments == []

"""The adapter of PayU and its calls: tokens, what it sends, what it makes of every answer."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from shop.services.gateways import gateway_for, payu
from shop.services.gateways.base import (
    GatewayRefused,
    GatewayUnavailable,
    PaymentStatus,
    RefundAnswer,
    Told,
)
from shop.services.gateways.payu import PayU

from .gateway_tools import KEY, START, refund_request, scripted
from .payu_notes import ORDER, REFUND, SETTINGS, order_body, read

TOKEN = '{"access_token": "token-1", "token_type": "bearer", "expires_in": 43199, "grant_type": "client_credentials"}'
NUMBER = "WZHF5FFDRJ140731GUEST000P01"
PAGE = f"http://127.0.0.1:1/pay/?orderId={NUMBER}&token=x.y.z"
CREATED = json.dumps(
    {
        "status": {"statusCode": "SUCCESS"},
        "redirectUri": PAGE,
        "orderId": NUMBER,
        "extOrderId": "ABCD2345-0f1e2d3c",
    }
)
AUTHORIZE = "/pl/standard/user/oauth/authorize"


@pytest.fixture(autouse=True)
def _keys(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    payu._tokens.clear()
    yield
    payu._tokens.clear()


@pytest.fixture
def script(settings):
    with scripted() as (script, url):
        settings.PAYU_API_URL = f"{url}"
        yield script


@pytest.fixture
def authorized(script):
    script.say(200, TOKEN)
    return script


def payu_refund(**values):
    return refund_request(gateway_id=ORDER["orderId"], **values)


@pytest.mark.parametrize("status", [302, 201, 200])
def test_a_start_creates_an_order(authorized, status):
    authorized.say(status, CREATED, Location=PAGE)
    started = PayU().start(START)
    assert (started.redirect_url, started.gateway_id) == (PAGE, NUMBER)
    method, path, headers, body = authorized.seen[0]
    assert (method, path) == ("POST", AUTHORIZE)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert body == b"grant_type=client_credentials&client_id=300747&client_secret=client-secret"
    method, path, headers, body = authorized.seen[1]
    assert (method, path, headers["Authorization"]) == ("POST", "/api/v2_1/orders", "Bearer token-1")
    assert json.loads(body) == {
        "notifyUrl": "http://testserver/platnosci/p24/",
        "continueUrl": "http://testserver/zamowienie/x/",
        "customerIp": "203.0.113.7",
        "merchantPosId": "300746",
        "extOrderId": "ABCD2345-0f1e2d3c",
        "description": "Zamówienie ABCD2345, żółty „kubek”",
        "currencyCode": "PLN",
        "totalAmount": "12345",
        "buyer": {"email": "jan.kowalski@example.org", "language": "pl"},
        "products": [{"name": "Zamówienie ABCD2345, żółty „kubek”", "unitPrice": "12345", "quantity": "1"}],
    }


@pytest.mark.parametrize(
    ("given", "sent"),
    [("", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("nonsense", "127.0.0.1"), ("2001:db8::1", "2001:db8::1")],
)
def test_an_address_of_the_buyer_is_always_given(authorized, given, sent):
    authorized.say(302, CREATED)
    PayU().start(replace(START, buyer_ip=given))
    assert json.loads(authorized.seen[1][3])["customerIp"] == sent


def test_a_token_is_asked_for_once(authorized):
    authorized.say(302, CREATED)
    authorized.say(302, CREATED)
    PayU().start(START)
    PayU().start(START)
    assert [seen[1] for seen in authorized.seen] == [AUTHORIZE, "/api/v2_1/orders", "/api/v2_1/orders"]


def test_a_token_that_ends_is_renewed(script):
    script.say(200, TOKEN.replace("43199", "60"))
    script.say(302, CREATED)
    script.say(200, TOKEN.replace("token-1", "token-2"))
    script.say(302, CREATED)
    PayU().start(START)
    PayU().start(START)
    assert [seen[2].get("Authorization") for seen in script.seen] == [None, "Bearer token-1", None, "Bearer token-2"]


def test_a_token_that_was_withdrawn_is_renewed(authorized):
    authorized.say(302, CREATED)
    authorized.say(401, '{"status": {"statusCode": "UNAUTHORIZED"}}')
    authorized.say(200, TOKEN.replace("token-1", "token-2"))
    authorized.say(302, CREATED)
    PayU().start(START)
    assert PayU().start(START).gateway_id == NUMBER
    assert authorized.seen[-1][2]["Authorization"] == "Bearer token-2"


def test_a_fresh_token_that_is_refused_is_not_asked_for_again(authorized):
    authorized.say(401, '{"status": {"statusCode": "UNAUTHORIZED"}}')
    with pytest.raises(GatewayRefused, match="UNAUTHORIZED"):
        PayU().start(START)
    assert len(authorized.seen) == 2


def test_wrong_client_keys_are_refused(script):
    script.say(401, '{"error": "invalid_client"}')
    with pytest.raises(GatewayRefused, match="invalid_client"):
        PayU().start(START)


@pytest.mark.parametrize(
    "answer", ["{}", '{"access_token": 1}', '{"access_token": "a\\nb"}', '{"access_token": ""}', "<html>"]
)
def test_a_token_that_is_none(script, answer):
    script.say(200, answer)
    with pytest.raises(GatewayUnavailable):
        PayU().start(START)
    assert len(script.seen) == 1


def test_a_session_used_before_is_refused(authorized):
    authorized.say(400, '{"status": {"statusCode": "ERROR_ORDER_NOT_UNIQUE", "statusDesc": "extOrderId"}}')
    with pytest.raises(GatewayRefused, match="ERROR_ORDER_NOT_UNIQUE"):
        PayU().start(START)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_what_cannot_be_paid_is_not_sent(script, amount):
    with pytest.raises(GatewayRefused):
        PayU().start(replace(START, amount=Decimal(amount)))
    assert script.seen == []


@pytest.mark.parametrize(
    "change",
    [
        {"orderId": None},
        {"orderId": "a/b"},
        {"redirectUri": None},
        {"redirectUri": "javascript:alert(1)"},
        {"redirectUri": "//evil.example/"},
        {"status": {"statusCode": "WARNING_CONTINUE_CVV"}},
        {"status": "SUCCESS"},
    ],
)
def test_an_order_without_a_page_is_none(authorized, change):
    authorized.say(302, json.dumps({**json.loads(CREATED), **change}))
    with pytest.raises(GatewayUnavailable):
        PayU().start(START)


def test_a_real_gateway_leads_to_an_encrypted_page(monkeypatch):
    adapter = PayU()
    monkeypatch.setattr(adapter, "_call", lambda *args, **kwargs: json.loads(CREATED))
    adapter.url = "https://secure.payu.com"
    with pytest.raises(GatewayUnavailable, match="no payment page"):
        adapter.start(START)


def test_nothing_is_to_be_confirmed(script):
    assert PayU().confirm(read(order_body())) is None
    assert script.seen == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("NEW", Told.PENDING),
        ("PENDING", Told.PENDING),
        ("WAITING_FOR_CONFIRMATION", Told.PENDING),
        ("COMPLETED", Told.PAID),
        ("CANCELED", Told.FAILED),
    ],
)
def test_the_gateway_is_asked_about_an_order(authorized, status, told):
    authorized.say(200, json.dumps({"orders": [{**ORDER, "status": status}], "status": {"statusCode": "SUCCESS"}}))
    found = PayU().ask(session_id=ORDER["extOrderId"], gateway_id=ORDER["orderId"])
    assert found == PaymentStatus(told=told, gateway_id=ORDER["orderId"], amount=Decimal("123.45"), currency="PLN")
    assert authorized.seen[1][:2] == ("GET", "/api/v2_1/orders/LDLW5N7MF4140324GUEST000P01")


def test_an_order_without_a_number_is_not_paid(script):
    assert PayU().ask(session_id="A-1", gateway_id="") == PaymentStatus(told=Told.PENDING)
    assert script.seen == []


@pytest.mark.parametrize(
    "orders",
    [
        None,
        [],
        [1],
        [ORDER, ORDER],
        [{**ORDER, "extOrderId": "other"}],
        [{**ORDER, "orderId": "other"}],
        [{**ORDER, "merchantPosId": "1"}],
        [{**ORDER, "status": "UNKNOWN"}],
        [{**ORDER, "totalAmount": None}],
    ],
)
def test_an_answer_about_something_else_is_none(authorized, orders):
    authorized.say(200, json.dumps({"orders": orders}))
    with pytest.raises(GatewayUnavailable):
        PayU().ask(session_id=ORDER["extOrderId"], gateway_id=ORDER["orderId"])


@pytest.mark.parametrize("gateway_id", ["../x", "a b", "ż", "x" * 61, "a?b"])
def test_an_order_number_leads_nowhere_else(script, gateway_id):
    with pytest.raises(GatewayRefused):
        PayU().ask(session_id="A-1", gateway_id=gateway_id)
    with pytest.raises(GatewayRefused):
        PayU().refund(refund_request(gateway_id=gateway_id))
    assert script.seen == []


@pytest.mark.parametrize(
    ("status", "told"), [("PENDING", Told.PENDING), ("FINALIZED", Told.PAID), ("CANCELED", Told.FAILED)]
)
def test_a_refund_is_sent_with_our_key(authorized, status, told):
    answer = {"orderId": ORDER["orderId"], "refund": {**REFUND, "status": status}, "status": {"statusCode": "SUCCESS"}}
    authorized.say(200, json.dumps(answer))
    assert PayU().refund(payu_refund()) == RefundAnswer(told=told, gateway_id="912128")
    method, path, _headers, body = authorized.seen[1]
    assert (method, path) == ("POST", "/api/v2_1/orders/LDLW5N7MF4140324GUEST000P01/refunds")
    assert json.loads(body) == {
        "refund": {
            "description": "Zwrot jednej rzeczy, która była uszkodzona w transporcie",
            "amount": "2345",
            "currencyCode": "PLN",
            "extRefundId": KEY,
        }
    }


def test_a_refund_that_is_refused(authorized):
    authorized.say(400, '{"status": {"statusCode": "ERROR_VALUE_INVALID", "codeLiteral": "REFUND_TOO_BIG"}}')
    with pytest.raises(GatewayRefused, match="REFUND_TOO_BIG"):
        PayU().refund(payu_refund())


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        '{"status": {"statusCode": "SUCCESS"}}',
        '{"refund": {"status": "PENDING"}}',
        '{"status": {"statusCode": "SUCCESS"}, "refund": {"status": "ODD"}}',
    ],
)
def test_a_refund_without_a_clear_answer_may_be_tried_again(authorized, answer):
    authorized.say(200, answer)
    with pytest.raises(GatewayUnavailable):
        PayU().refund(payu_refund())


@pytest.mark.parametrize("shape", ["object", "array"])
def test_the_gateway_is_asked_about_a_refund(authorized, shape):
    refunds = [{**REFUND, "extRefundId": "other", "status": "CANCELED"}, REFUND]
    authorized.say(200, json.dumps({"refunds": refunds} if shape == "object" else refunds))
    assert PayU().ask_refund(payu_refund()) == RefundAnswer(told=Told.PAID, gateway_id="912128")


def test_a_refund_that_the_gateway_does_not_list_is_refused(authorized):
    authorized.say(200, '{"refunds": []}')
    with pytest.raises(GatewayRefused):
        PayU().ask_refund(payu_refund())


def test_an_unclear_list_of_refunds_is_no_answer(authorized):
    authorized.say(200, "{}")
    with pytest.raises(GatewayUnavailable):
        PayU().ask_refund(payu_refund())


@pytest.mark.parametrize(
    "name", ["PAYU_POS_ID", "PAYU_CLIENT_ID", "PAYU_CLIENT_SECRET", "PAYU_SECOND_KEY", "PAYU_API_URL"]
)
@pytest.mark.parametrize("value", ["", "  "])
def test_without_a_key_there_is_no_adapter(settings, name, value):
    """A message signed with an empty key would be anybody's."""
    setattr(settings, name, value)
    with pytest.raises(LookupError, match=name):
        gateway_for("payu")

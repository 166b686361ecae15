"""The adapter of Przelewy24 and its calls: what it sends, what it makes of every answer."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from shop.services.gateways import gateway_for
from shop.services.gateways.base import (
    GatewayRefused,
    GatewayUnavailable,
    PaymentStatus,
    RefundAnswer,
    Told,
)
from shop.services.gateways.p24 import Przelewy24

from .gateway_tools import KEY, START, refund_request, scripted
from .p24_notes import CRC, SETTINGS, read, sha384, signed_payment


@pytest.fixture(autouse=True)
def _keys(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture
def script(settings):
    with scripted() as (script, url):
        settings.P24_API_URL = f"{url}/"
        yield script


def test_a_start_registers_the_transaction(script, settings):
    script.say(200, '{"data": {"token": "D5B2F6A7-A3F9"}, "responseCode": 0}')
    started = Przelewy24().start(START)
    assert started.redirect_url == f"{settings.P24_API_URL}trnRequest/D5B2F6A7-A3F9"
    assert started.gateway_id == ""
    method, path, headers, body = script.seen[0]
    assert (method, path) == ("POST", "/api/v1/transaction/register")
    # 123:api-key
    assert headers["Authorization"] == "Basic MTIzOmFwaS1rZXk="
    assert json.loads(body) == {
        "merchantId": 12345,
        "posId": 123,
        "sessionId": "ABCD2345-0f1e2d3c",
        "amount": 12345,
        "currency": "PLN",
        "description": "Zamówienie ABCD2345, żółty „kubek”",
        "email": "jan.kowalski@example.org",
        "country": "PL",
        "language": "pl",
        "urlReturn": "http://testserver/zamowienie/x/",
        "urlStatus": "http://testserver/platnosci/p24/",
        "encoding": "UTF-8",
        "sign": sha384(
            f'{{"sessionId":"ABCD2345-0f1e2d3c","merchantId":12345,"amount":12345,"currency":"PLN","crc":"{CRC}"}}'
        ),
    }


def test_fields_keep_to_the_limits_of_the_documentation(script, settings):
    settings.DEFAULT_FROM_EMAIL = "Market <kontakt@market.example.org>"
    script.say(200, '{"data": {"token": "T"}}')
    long = f"{'x' * 50}@example.org"
    Przelewy24().start(replace(START, description="ż" * 2000, email=long, language="uk"))
    sent = json.loads(script.seen[0][3])
    assert sent["description"] == "ż" * 1024
    # A cut address would be somebody else's.
    assert sent["email"] == "kontakt@market.example.org"
    assert sent["language"] == "pl"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1E+12"])
def test_what_cannot_be_paid_is_not_sent(script, amount):
    with pytest.raises(GatewayRefused):
        Przelewy24().start(replace(START, amount=Decimal(amount)))
    assert script.seen == []


@pytest.mark.parametrize(
    "answer",
    ["{}", '{"data": []}', '{"data": {"token": null}}', '{"data": {"token": ""}}', '{"data": {"token": "../x"}}',
     '{"data": {"token": "a b"}}', '{"data": {"token": "https://evil.example/"}}'],
)
def test_an_answer_without_a_token_is_none(script, answer):
    script.say(200, answer)
    with pytest.raises(GatewayUnavailable):
        Przelewy24().start(START)


def test_a_refused_registration_is_told_apart_from_trouble(script):
    script.say(400, '{"error": "Invalid input data", "code": 400}')
    script.say(401, '{"error": "Incorrect authentication", "code": 401}')
    script.say(500, '{"error": "Undefined error", "code": 500}')
    with pytest.raises(GatewayRefused, match="Invalid input data"):
        Przelewy24().start(START)
    with pytest.raises(GatewayRefused, match="Incorrect authentication"):
        Przelewy24().start(START)
    with pytest.raises(GatewayUnavailable, match="500"):
        Przelewy24().start(START)


def test_an_advance_is_verified(script):
    script.say(200, '{"data": {"status": "success"}, "responseCode": 0}')
    assert Przelewy24().confirm(read(signed_payment())) is None
    method, path, _headers, body = script.seen[0]
    assert (method, path) == ("PUT", "/api/v1/transaction/verify")
    assert json.loads(body) == {
        "merchantId": 12345,
        "posId": 123,
        "sessionId": "ABCD2345-0f1e2d3c",
        "amount": 12345,
        "currency": "PLN",
        "orderId": 4295430336,
        "sign": sha384(
            '{"sessionId":"ABCD2345-0f1e2d3c","orderId":4295430336,"amount":12345,"currency":"PLN",' f'"crc":"{CRC}"}}'
        ),
    }


def test_verifying_again_does_no_harm(script):
    script.say(400, '{"error": "Invalid input data", "code": 400}')
    script.say(200, json.dumps({"data": {"sessionId": "ABCD2345-0f1e2d3c", "orderId": 4295430336, "amount": 12345, "status": 2}}))
    assert Przelewy24().confirm(read(signed_payment())) is None
    assert [path for _method, path, *_rest in script.seen] == [
        "/api/v1/transaction/verify",
        "/api/v1/transaction/by/sessionId/ABCD2345-0f1e2d3c",
    ]


@pytest.mark.parametrize("known", [{"status": 1}, {"status": 0}, {"status": 3}, {"amount": 12344}, {"orderId": 1}])
def test_a_refused_verification_is_no_payment(script, known):
    data = {"sessionId": "ABCD2345-0f1e2d3c", "orderId": 4295430336, "amount": 12345, "status": 2, **known}
    script.say(400, '{"error": "Invalid input data", "code": 400}')
    script.say(200, json.dumps({"data": data}))
    with pytest.raises(GatewayRefused):
        Przelewy24().confirm(read(signed_payment()))


@pytest.mark.parametrize("answer", [(200, "{}"), (200, '{"data": {"status": "error"}}'), (500, "{}"), (200, "<html>")])
def test_a_verification_without_a_clear_answer_may_be_tried_again(script, answer):
    script.say(*answer)
    with pytest.raises(GatewayUnavailable):
        Przelewy24().confirm(read(signed_payment()))


@pytest.mark.parametrize(
    ("status", "told"), [(0, Told.PENDING), (1, Told.PAID), (2, Told.PAID), (3, Told.FAILED)]
)
def test_the_gateway_is_asked_about_a_session(script, status, told):
    data = {"sessionId": "A-1", "orderId": 4295430336, "amount": 12345, "currency": "PLN", "status": status}
    script.say(200, json.dumps({"data": data, "responseCode": 0}))
    expected = PaymentStatus(told=told)
    if told != Told.PENDING:
        expected = PaymentStatus(told=told, gateway_id="4295430336", amount=Decimal("123.45"), currency="PLN")
    assert Przelewy24().ask(session_id="A-1", gateway_id="") == expected
    assert script.seen[0][:2] == ("GET", "/api/v1/transaction/by/sessionId/A-1")


def test_a_session_that_the_gateway_does_not_know_is_not_paid_yet(script):
    script.say(404, '{"error": "Transaction not found", "code": 404}')
    assert Przelewy24().ask(session_id="A-1", gateway_id="") == PaymentStatus(told=Told.PENDING)


@pytest.mark.parametrize(
    "change",
    [{"sessionId": "A-2"}, {"status": 9}, {"status": "2"}, {"status": True}, {"orderId": None}, {"amount": -1}, {"currency": 1}],
)
def test_an_answer_about_something_else_is_none(script, change):
    data = {"sessionId": "A-1", "orderId": 1, "amount": 12345, "currency": "PLN", "status": 2, **change}
    script.say(200, json.dumps({"data": data}))
    with pytest.raises(GatewayUnavailable):
        Przelewy24().ask(session_id="A-1", gateway_id="")


@pytest.mark.parametrize("session_id", ["", "../../refund", "a/b", "a b", "ż", "a?b", "x" * 101])
def test_a_session_number_leads_nowhere_else(script, session_id):
    with pytest.raises(GatewayRefused):
        Przelewy24().ask(session_id=session_id, gateway_id="")
    assert script.seen == []


def test_a_refund_is_sent_with_our_key(script):
    script.say(201, '{"data": [{"status": true, "message": "success"}], "responseCode": 0}')
    assert Przelewy24().refund(refund_request()) == RefundAnswer(told=Told.PENDING)
    method, path, _headers, body = script.seen[0]
    assert (method, path) == ("POST", "/api/v1/transaction/refund")
    sent = json.loads(body)
    assert sent == {
        "requestId": KEY,
        "refundsUuid": "3f2b8c1e7a544d0c9e8f1234567890ab",
        "urlStatus": "http://testserver/platnosci/p24/",
        "refunds": [
            {
                "orderId": 4300000001,
                "sessionId": "ABCD2345-0f1e2d3c",
                "amount": 2345,
                "description": "Zwrot jednej rzeczy, która była usz",
            }
        ],
    }
    assert len(sent["refundsUuid"]) <= 35
    assert len(sent["requestId"]) <= 45
    assert len(sent["refunds"][0]["description"]) == 35


def test_a_refund_sent_again_is_taken_already(script):
    script.say(400, '{"error": "Request already exists", "code": 400}')
    assert Przelewy24().refund(refund_request()) == RefundAnswer(told=Told.PENDING)


def test_a_refund_that_runs_at_the_same_time_is_tried_later(script):
    script.say(400, '{"error": "Concurrent call", "code": 400}')
    with pytest.raises(GatewayUnavailable):
        Przelewy24().refund(refund_request())


def test_a_refund_that_is_too_large_is_refused_with_the_reason(script):
    message = "The amount of refund exceeds available amount for the transaction"
    script.say(409, json.dumps({"error": [{"status": False, "message": message}], "code": 409}))
    with pytest.raises(GatewayRefused, match=message):
        Przelewy24().refund(refund_request())


def test_a_refund_that_was_not_taken_has_failed(script):
    script.say(201, '{"data": [{"status": false, "message": "no"}], "responseCode": 0}')
    assert Przelewy24().refund(refund_request()) == RefundAnswer(told=Told.FAILED)


@pytest.mark.parametrize("answer", ["{}", '{"data": []}', '{"data": [1]}', '{"data": [{}, {}]}', '{"data": {"status": true}}'])
def test_a_refund_without_a_clear_answer_may_be_tried_again(script, answer):
    script.say(201, answer)
    with pytest.raises(GatewayUnavailable):
        Przelewy24().refund(refund_request())


@pytest.mark.parametrize("values", [{"gateway_id": ""}, {"gateway_id": "1/../2"}, {"key": "no uuid"}, {"amount": Decimal(0)}])
def test_a_refund_that_cannot_be_asked_for_is_not_sent(script, values):
    with pytest.raises(GatewayRefused):
        Przelewy24().refund(refund_request(**values))
    assert script.seen == []


@pytest.mark.parametrize(("status", "told"), [(1, Told.PAID), (2, Told.PENDING), (3, Told.PENDING), (4, Told.FAILED)])
def test_the_gateway_is_asked_about_a_refund(script, status, told):
    refunds = [{"requestId": "other", "status": 1, "batchId": 1}, {"requestId": KEY, "status": status, "batchId": 77}]
    script.say(200, json.dumps({"data": {"orderId": 4300000001, "refunds": refunds}, "responseCode": 0}))
    assert Przelewy24().ask_refund(refund_request()) == RefundAnswer(told=told, gateway_id="77")
    assert script.seen[0][:2] == ("GET", "/api/v1/refund/by/orderId/4300000001")


def test_a_refund_that_the_gateway_does_not_list_is_refused(script):
    script.say(200, '{"data": {"refunds": []}}')
    script.say(404, '{"error": "Refund with given Order Id not found", "code": 404}')
    for _answer in range(2):
        with pytest.raises(GatewayRefused):
            Przelewy24().ask_refund(refund_request())


@pytest.mark.parametrize("refunds", [None, {}, [{"requestId": KEY}], [{"requestId": KEY, "status": True}], [{"requestId": KEY, "status": [1]}]])
def test_an_unclear_list_of_refunds_is_no_answer(script, refunds):
    script.say(200, json.dumps({"data": {"refunds": refunds}}))
    with pytest.raises(GatewayUnavailable):
        Przelewy24().ask_refund(refund_request())


@pytest.mark.parametrize("name", ["P24_MERCHANT_ID", "P24_POS_ID", "P24_CRC_KEY", "P24_API_KEY", "P24_API_URL"])
@pytest.mark.parametrize("value", ["", "  "])
def test_without_a_key_there_is_no_adapter(settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(LookupError, match=name):
        gateway_for("p24")


def test_the_adapter_is_found_by_its_name():
    assert isinstance(gateway_for("p24"), Przelewy24)
    with pytest.raises(LookupError):
        gateway_for("stripe")

"""Notifications of Przelewy24: what is read, and that nothing hostile passes, signed or not."""

import hashlib
import json
from decimal import Decimal

import pytest

from shop.services.gateways.base import (
    MessageRefused,
    PaymentMessage,
    RefundMessage,
    Told,
)
from shop.services.gateways.p24 import Przelewy24

from .gateway_tools import KEY, hostile_values
from .p24_notes import PAYMENT, REFUND, SETTINGS, read, resigned, sha384, signed_payment, signed_refund


@pytest.fixture(autouse=True)
def _keys(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


def test_a_signed_payment_is_read():
    message = read(signed_payment())
    assert message == PaymentMessage(
        event_id=message.event_id,
        session_id="ABCD2345-0f1e2d3c",
        gateway_id="4295430336",
        told=Told.PAID,
        amount=Decimal("123.45"),
        currency="PLN",
    )
    assert message.event_id.startswith("4295430336:paid:")
    assert len(message.event_id) <= 120


def test_a_repeated_message_has_the_same_number_and_another_has_not():
    first = read(signed_payment())
    again = json.dumps({"later": "field", **json.loads(signed_payment())}, indent=2).encode()
    assert read(again).event_id == first.event_id
    others = [signed_payment(amount=12344), signed_payment(orderId=4295430337), signed_payment(sessionId="other")]
    assert len({read(body).event_id for body in others} | {first.event_id}) == 4


def test_the_longest_message_has_a_number_that_fits():
    message = read(signed_payment(sessionId="x" * 100, orderId=2**63 - 1, amount=999_999_999_999, statement="ż" * 500))
    assert len(message.event_id) <= 120
    assert message.amount == Decimal("9999999999.99")


def test_the_amount_paid_counts_not_the_one_registered():
    assert read(signed_payment(amount=12344)).amount == Decimal("123.44")


def test_a_signed_refund_is_read():
    done, rejected = read(signed_refund()), read(signed_refund(status=1))
    assert done == RefundMessage(
        event_id=done.event_id,
        refund_key=KEY,
        gateway_id="",
        told=Told.PAID,
        amount=Decimal("23.45"),
        currency="PLN",
    )
    assert rejected.told == Told.FAILED
    assert done.event_id != rejected.event_id
    assert max(len(done.event_id), len(rejected.event_id)) <= 120
    # The time of sending changes with every attempt of the gateway; it is not signed.
    assert read(signed_refund(timestamp=1)).event_id == done.event_id


def test_a_refund_from_the_panel_keeps_its_own_name():
    assert read(signed_refund(refundsUuid="panel-77")).refund_key == "panel-77"


@pytest.mark.parametrize("field", sorted(set(PAYMENT) - {"sessionId", "statement"}))
@pytest.mark.parametrize("name", ["missing", "null", "true", "list", "float", "huge", "negative"])
def test_a_hostile_field_of_a_payment_is_refused_though_signed(field, name):
    value = hostile_values()[name]
    data = {key: known for key, known in PAYMENT.items() if key != field or value is not ...}
    if value is not ...:
        data[field] = value
    with pytest.raises(MessageRefused):
        read(resigned(data))


@pytest.mark.parametrize("field", ["sessionId", "currency", "sign"])
@pytest.mark.parametrize("name", sorted(hostile_values()))
def test_a_hostile_text_of_a_payment_is_refused_though_signed(field, name):
    value = hostile_values()[name]
    data = {key: known for key, known in PAYMENT.items() if key != field or value is not ...}
    if field == "sign":
        body = json.loads(signed_payment())
        body.pop("sign")
        with pytest.raises(MessageRefused):
            read(json.dumps(body if value is ... else {**body, "sign": value}).encode())
        return
    if value is not ...:
        data[field] = value
    with pytest.raises(MessageRefused):
        read(resigned(data))


@pytest.mark.parametrize("field", sorted(set(REFUND) - {"requestId", "timestamp"}))
@pytest.mark.parametrize("name", ["null", "true", "list", "object", "float", "huge", "negative", "nul", "surrogate"])
def test_a_hostile_field_of_a_refund_is_refused_though_signed(field, name):
    with pytest.raises(MessageRefused):
        read(resigned({**REFUND, field: hostile_values()[name]}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"NaN",
        b"{",
        b"{}",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"\xff" * 100,
        b"amount=1&sign=2",
        b"[" * 8000,
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        b'{"amount": ' + b"9" * 5000 + b"}",
        signed_payment() + b"}",
        b" " * 17_000 + signed_payment(),
        signed_payment()[:-1] + b', "pad": "' + b"x" * 17_000 + b'"}',
        signed_payment().replace(b'"amount": 12345', b'"amount": NaN'),
        signed_payment().replace(b'"amount": 12345', b'"amount": -Infinity'),
        signed_payment().replace(b'"amount": 12345', b'"amount": 12345.0'),
        signed_payment().replace(b'"amount": 12345', b'"amount": 1.2345e4'),
        signed_payment().replace(b'"amount": 12345', b'"amount": "12345"'),
        signed_payment().replace(b'"amount": 12345', b'"amount": 1, "amount": 12345'),
        signed_payment().replace(b'"sign"', b'"Sign"'),
        signed_payment().replace(b'"sign": "', b'"sign": "A'),
        signed_payment(amount=0),
        signed_payment(currency="zł"),
        signed_payment(currency="pln"),
        signed_payment(amount=1_000_000_000_000),
        signed_payment(orderId=2**63),
        signed_refund(status=2),
        signed_refund(amount=0),
    ],
)
def test_a_hostile_body_is_refused(body):
    with pytest.raises(MessageRefused):
        read(body)


def test_only_bytes_are_read():
    with pytest.raises(MessageRefused):
        Przelewy24().read_message(body="{}", headers={})


@pytest.mark.parametrize("field", sorted(PAYMENT))
def test_every_field_of_a_payment_is_signed(field):
    data = json.loads(signed_payment())
    data[field] = data[field] + (1 if isinstance(data[field], int) else "x")
    if field == "currency":
        data[field] = "EUR"
    with pytest.raises(MessageRefused, match="signature"):
        read(json.dumps(data).encode())


@pytest.mark.parametrize("field", sorted(set(REFUND) - {"requestId", "timestamp"}))
def test_what_counts_of_a_refund_is_signed(field):
    data = json.loads(signed_refund())
    data[field] = {"currency": "EUR", "status": 1}.get(
        field, data[field] + (1 if isinstance(data[field], int) else "x")
    )
    with pytest.raises(MessageRefused, match="signature"):
        read(json.dumps(data).encode())


@pytest.mark.parametrize(
    "sign",
    ["", "0" * 96, "0" * 64, "A" * 96, "ż" * 96, sha384(""),
     hashlib.sha256(json.dumps(PAYMENT).encode()).hexdigest(), hashlib.md5(b"x").hexdigest()],
)
def test_a_forged_signature_is_refused(sign):
    with pytest.raises(MessageRefused):
        read(json.dumps({**PAYMENT, "sign": sign}).encode())


@pytest.mark.parametrize("field", ["merchantId", "posId"])
def test_a_message_of_another_shop_is_refused_though_signed(field):
    with pytest.raises(MessageRefused, match="another shop"):
        read(signed_payment(**{field: 999}))


def test_a_refund_of_another_shop_is_refused_though_signed():
    with pytest.raises(MessageRefused, match="another shop"):
        read(signed_refund(merchantId=999))

"""Notifications of PayU: what is read, and that nothing hostile passes, signed or not."""

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
from shop.services.gateways.payu import PayU

from .gateway_tools import KEY, hostile_values
from .payu_notes import ORDER, REFUND, SECOND_KEY, SETTINGS, header, order_body, read, refund_body


@pytest.fixture(autouse=True)
def _keys(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("PENDING", Told.PENDING),
        ("WAITING_FOR_CONFIRMATION", Told.PENDING),
        ("COMPLETED", Told.PAID),
        ("CANCELED", Told.FAILED),
    ],
)
def test_a_signed_message_is_read(algorithm, status, told):
    body = order_body(status=status)
    message = read(body, header(body, algorithm=algorithm))
    assert message == PaymentMessage(
        event_id=message.event_id,
        session_id="ABCD2345-0f1e2d3c",
        gateway_id="LDLW5N7MF4140324GUEST000P01",
        told=told,
        amount=Decimal("123.45"),
        currency="PLN",
    )
    assert message.event_id.startswith(f"LDLW5N7MF4140324GUEST000P01:{status}:")
    assert len(message.event_id) <= 120


def test_names_and_digits_of_the_header_are_read_in_either_case():
    body = order_body()
    signature = hashlib.md5(body + SECOND_KEY.encode()).hexdigest().upper()
    headers = {"openpayu-signature": f" sender=checkout ; signature={signature} ; algorithm=md5 ; content=DOCUMENT ;"}
    assert read(body, headers).amount == Decimal("123.45")


def test_a_repeated_message_has_the_same_number_and_another_has_not():
    first = read(order_body())
    again = json.dumps({"properties": [{"name": "PAYMENT_ID", "value": "1"}], "order": ORDER}).encode()
    assert read(again).event_id == first.event_id
    others = [order_body(totalAmount="12344"), order_body(status="CANCELED"), order_body(orderId="OTHER")]
    assert len({read(body).event_id for body in others} | {first.event_id}) == 4


def test_the_longest_message_has_a_number_that_fits():
    message = read(order_body(orderId="x" * 60, extOrderId="y" * 100, status="WAITING_FOR_CONFIRMATION"))
    assert len(message.event_id) <= 120
    longest = read(json.dumps({"orderId": "x" * 60, "refund": {**REFUND, "refundId": "9" * 40}}).encode())
    assert len(longest.event_id) <= 120


def test_a_signed_refund_is_read():
    done, refused, taken = (read(refund_body(status=status)) for status in ("FINALIZED", "CANCELED", "PENDING"))
    assert done == RefundMessage(
        event_id=done.event_id,
        refund_key=KEY,
        gateway_id="912128",
        told=Told.PAID,
        amount=Decimal("23.45"),
        currency="PLN",
    )
    assert (refused.told, taken.told) == (Told.FAILED, Told.PENDING)
    assert len({done.event_id, refused.event_id, taken.event_id}) == 3


def test_a_refund_without_our_key_is_named_by_its_number():
    data = json.loads(refund_body())
    del data["refund"]["extRefundId"]
    message = read(json.dumps(data).encode())
    assert (message.refund_key, message.gateway_id) == ("", "912128")


def test_a_message_of_another_shop_is_refused_though_signed():
    with pytest.raises(MessageRefused, match="another shop"):
        read(order_body(merchantPosId="300747"))


def test_a_changed_body_is_refused():
    body = order_body()
    for changed in (body.replace(b"12345", b"12344"), body + b" ", body.replace(b"COMPLETED", b"CANCELED")):
        assert changed != body
        with pytest.raises(MessageRefused, match="signature"):
            read(changed, header(body))


def test_another_key_signs_nothing():
    body = order_body()
    for key in ("", "other", SECOND_KEY.upper()):
        with pytest.raises(MessageRefused, match="signature"):
            read(body, header(body, key=key))


GOOD = hashlib.md5(order_body() + SECOND_KEY.encode()).hexdigest()
SHA1 = hashlib.sha1(order_body() + SECOND_KEY.encode()).hexdigest()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x" * 5000,
        GOOD,
        f"signature={GOOD}",
        f"signature={GOOD};algorithm=",
        f"signature={GOOD};algorithm=SHA1",
        f"signature={SHA1};algorithm=SHA-1",
        f"signature={SHA1};algorithm=SHA1",
        f"signature={GOOD};algorithm=SHA-256",
        f"signature={GOOD};algorithm=none",
        "signature=;algorithm=MD5",
        "signature;algorithm=MD5",
        f"signature={GOOD};signature={GOOD};algorithm=MD5",
        f"signature={GOOD};algorithm=MD5;algorithm=SHA-256",
        f"signature={GOOD[:-1]};algorithm=MD5",
        f"signature={GOOD}0;algorithm=MD5",
        f"signature={'ż' * 32};algorithm=MD5",
        "\x00",
        ";;;=;=",
        None,
        b"signature=x;algorithm=MD5",
    ],
)
def test_a_forged_header_is_refused(value):
    with pytest.raises(MessageRefused):
        read(order_body(), {"OpenPayu-Signature": value})


@pytest.mark.parametrize("headers", [{}, {"OtherPayu-Signature": f"signature={GOOD};algorithm=MD5"}])
def test_an_unsigned_message_is_refused(headers):
    with pytest.raises(MessageRefused, match="no signature"):
        read(order_body(), headers)


@pytest.mark.parametrize("field", ["orderId", "extOrderId", "merchantPosId", "currencyCode", "status"])
@pytest.mark.parametrize("name", sorted(hostile_values()))
def test_a_hostile_text_is_refused_though_signed(field, name):
    value = hostile_values()[name]
    order = {key: known for key, known in ORDER.items() if key != field or value is not ...}
    if value is not ...:
        order[field] = value
    with pytest.raises(MessageRefused):
        read(json.dumps({"order": order}).encode())


@pytest.mark.parametrize(
    "amount",
    [
        None, True, False, 0, -1, 1.5, 10**40, [], {}, "", "0", "-1", "1.00", "1e3", "12 345", "١٢٣", "1" * 13, " 1",
        "0x10", "1\n",
    ],
)
@pytest.mark.parametrize("kind", ["order", "refund"])
def test_a_hostile_amount_is_refused_though_signed(amount, kind):
    body = order_body(totalAmount=amount) if kind == "order" else refund_body(amount=amount)
    with pytest.raises(MessageRefused):
        read(body)


@pytest.mark.parametrize("field", ["refundId", "currencyCode", "status"])
@pytest.mark.parametrize("name", sorted(set(hostile_values()) - {"missing"}))
def test_a_hostile_refund_is_refused_though_signed(field, name):
    with pytest.raises(MessageRefused):
        read(refund_body(**{field: hostile_values()[name]}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"order": null}',
        b'{"order": []}',
        b'{"order": {}}',
        b'{"order": "x"}',
        b'{"refund": null}',
        b'{"refund": {}}',
        b'{"orderId": "X", "refund": []}',
        b"NaN",
        b"<xml/>",
        b"\xff\xfe\xfd",
        b"\xef\xbb\xbf{}",
        b"[" * 8000,
        b'{"a":' * 3000,
        b'{"order":' * 1500 + b"1" + b"}" * 1500,
        b'{"order": {"totalAmount": ' + b"9" * 5000 + b"}}",
        order_body().replace(b'"totalAmount": "12345"', b'"totalAmount": NaN'),
        order_body().replace(b'"totalAmount": "12345"', b'"totalAmount": "1", "totalAmount": "12345"'),
        order_body().replace(b'"status"', b'"status": "PENDING", "status"'),
        order_body()[:-1] + b', "pad": "' + b"x" * 17_000 + b'"}',
        b" " * 20_000,
        order_body() + order_body(),
    ],
)
def test_a_hostile_body_is_refused_though_signed(body):
    with pytest.raises(MessageRefused):
        read(body)


def test_only_bytes_are_read():
    with pytest.raises(MessageRefused):
        PayU().read_message(body="{}", headers=header(b"{}"))

"""Notifications of Przelewy24 for tests, their signatures made by hand."""

import hashlib
import json

from shop.services.gateways.p24 import Przelewy24

from .gateway_tools import KEY

CRC = "c4816521bf32ed54"
PAYMENT = {
    "merchantId": 12345,
    "posId": 123,
    "sessionId": "ABCD2345-0f1e2d3c",
    "amount": 12345,
    "originAmount": 12345,
    "currency": "PLN",
    "orderId": 4295430336,
    "methodId": 154,
    "statement": "p24-A12-B34/żółć",
}
REFUND = {
    "orderId": 4295430336,
    "sessionId": "ABCD2345-0f1e2d3c",
    "merchantId": 12345,
    "requestId": KEY,
    "refundsUuid": KEY.replace("-", ""),
    "amount": 2345,
    "currency": "PLN",
    "timestamp": 1697544677,
    "status": 0,
}
SETTINGS = {"P24_MERCHANT_ID": "12345", "P24_POS_ID": "123", "P24_CRC_KEY": CRC, "P24_API_KEY": "api-key"}


def sha384(text: str) -> str:
    return hashlib.sha384(text.encode()).hexdigest()


def signed_payment(**values) -> bytes:
    """A notification of a payment, its signature made by hand."""
    data = {**PAYMENT, **values}
    sign = sha384(
        f'{{"merchantId":{data["merchantId"]},"posId":{data["posId"]},"sessionId":"{data["sessionId"]}",'
        f'"amount":{data["amount"]},"originAmount":{data["originAmount"]},"currency":"{data["currency"]}",'
        f'"orderId":{data["orderId"]},"methodId":{data["methodId"]},"statement":"{data["statement"]}","crc":"{CRC}"}}'
    )
    return json.dumps({**data, "sign": sign}).encode()


def signed_refund(**values) -> bytes:
    data = {**REFUND, **values}
    sign = sha384(
        f'{{"orderId":{data["orderId"]},"sessionId":"{data["sessionId"]}","refundsUuid":"{data["refundsUuid"]}",'
        f'"merchantId":{data["merchantId"]},"amount":{data["amount"]},"currency":"{data["currency"]}",'
        f'"status":{data["status"]},"crc":"{CRC}"}}'
    )
    return json.dumps({**data, "sign": sign}).encode()


def resigned(data: dict) -> bytes:
    """Any fields with the signature that the adapter itself would give them: hostile, but signed."""
    order = ("orderId", "sessionId", "refundsUuid", "merchantId", "amount", "currency", "status")
    if "refundsUuid" not in data:
        order = tuple(PAYMENT)
    values = {name: data.get(name) for name in order}
    document = json.dumps({**values, "crc": CRC}, ensure_ascii=False, separators=(",", ":"))
    sign = hashlib.sha384(document.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps({**data, "sign": sign}).encode()


def read(body: bytes):
    return Przelewy24().read_message(body=body, headers={})

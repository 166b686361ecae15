"""Notifications of PayU for tests, their signatures made by hand."""

import hashlib
import json

from shop.services.gateways.payu import PayU

from .gateway_tools import KEY

SECOND_KEY = "b6ca15b0d1020e8094d9b5f8d163db54"
ORDER = {
    "orderId": "LDLW5N7MF4140324GUEST000P01",
    "extOrderId": "ABCD2345-0f1e2d3c",
    "orderCreateDate": "2026-11-22T12:00:00",
    "notifyUrl": "http://testserver/platnosci/payu/",
    "customerIp": "127.0.0.1",
    "merchantPosId": "300746",
    "description": "Zamówienie ABCD2345",
    "currencyCode": "PLN",
    "totalAmount": "12345",
    "status": "COMPLETED",
}
REFUND = {
    "refundId": "912128",
    "extRefundId": KEY,
    "amount": "2345",
    "currencyCode": "PLN",
    "status": "FINALIZED",
    "statusDateTime": "2026-11-22T12:00:00.000Z",
    "reason": "refund",
    "reasonDescription": "on customer’s request",
}
SETTINGS = {
    "PAYU_POS_ID": "300746",
    "PAYU_CLIENT_ID": "300747",
    "PAYU_CLIENT_SECRET": "client-secret",
    "PAYU_SECOND_KEY": SECOND_KEY,
}


def header(body: bytes, *, algorithm: str = "MD5", key: str = SECOND_KEY) -> dict[str, str]:
    """The signature of a body, made by hand."""
    digest = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm](body + key.encode()).hexdigest()
    return {"OpenPayu-Signature": f"sender=checkout;signature={digest};algorithm={algorithm};content=DOCUMENT"}


def order_body(**values) -> bytes:
    return json.dumps({"order": {**ORDER, **values}, "localReceiptDateTime": "2026-11-22T12:00:01"}).encode()


def refund_body(**values) -> bytes:
    data = {"orderId": ORDER["orderId"], "extOrderId": ORDER["extOrderId"], "refund": {**REFUND, **values}}
    return json.dumps(data).encode()


def read(body: bytes, headers: dict | None = None):
    return PayU().read_message(body=body, headers=header(body) if headers is None else headers)

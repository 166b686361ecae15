"""PayU, REST API 2.1.

Sources: "PayU GPO Europe REST API" 2.1.0 (Authorize, Order, Refund) and PayU's developers' guide: Authorize and Order,
Payment Lifecycle, Refunds, Notifications.

An order is made with a bearer token; the buyer pays on PayU's page; every change of status is told in a notification
whose header OpenPayu-Signature signs the raw body with the second key. Amounts are grosze, as digits in a text. The
point of sale must have automatic receipt switched on, PayU's default: otherwise payments wait for a confirmation.
"""

import hashlib
import hmac
import ipaddress
import json
import logging
import re
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from . import fields
from .base import (
    GatewayRefused,
    GatewayUnavailable,
    MessageRefused,
    PaymentMessage,
    PaymentStatus,
    RefundAnswer,
    RefundMessage,
    RefundRequest,
    Started,
    StartRequest,
    Told,
)
from .transport import Call, HttpRefused, send

logger = logging.getLogger(__name__)

#: Digests that a signature may use; the header names one of them.
ALGORITHMS = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
STATUS = {
    "NEW": Told.PENDING,
    "PENDING": Told.PENDING,
    "WAITING_FOR_CONFIRMATION": Told.PENDING,
    "COMPLETED": Told.PAID,
    "CANCELED": Told.FAILED,
}
REFUND_STATUS = {"PENDING": Told.PENDING, "FINALIZED": Told.PAID, "CANCELED": Told.FAILED}
LONGEST_DESCRIPTION = 255
ORDER_ID = r"[A-Za-z0-9_-]{1,60}"
#: Seconds by which a token is renewed before PayU lets it expire.
TOKEN_MARGIN = 60

_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}
_tokens_lock = threading.Lock()


class PayU:
    """Adapter of PayU; keys come from the settings PAYU_*."""

    provider = "payu"

    def __init__(self):
        self.pos_id = str(settings.PAYU_POS_ID)
        self.client = (str(settings.PAYU_CLIENT_ID), settings.PAYU_CLIENT_SECRET)
        self.second_key = settings.PAYU_SECOND_KEY
        self.url = settings.PAYU_API_URL.rstrip("/")

    def start(self, request: StartRequest) -> Started:
        """Create an order (Create an Order). extOrderId is unique at a point of sale: a session that PayU knows already
        is refused, and its payment page, which nobody has seen, is lost; the buyer then needs a new attempt."""
        amount = str(_grosze(request))
        description = request.description[:LONGEST_DESCRIPTION]
        body = {
            "notifyUrl": request.notify_url,
            "continueUrl": request.return_url,
            "customerIp": _ip(request.buyer_ip),
            "merchantPosId": self.pos_id,
            "extOrderId": request.session_id,
            "description": description,
            "currencyCode": request.currency,
            "totalAmount": amount,
            "buyer": {"email": request.email, "language": request.language},
            "products": [{"name": description, "unitPrice": amount, "quantity": "1"}],
        }
        answer = self._call("payu order", "POST", "/api/v2_1/orders", body, accept=(200, 201, 302))
        _check_success("payu order", answer)
        order_id, page = answer.get("orderId"), answer.get("redirectUri")
        if not isinstance(order_id, str) or not re.fullmatch(ORDER_ID, order_id):
            raise GatewayUnavailable("payu order: no orderId in the answer")
        if not isinstance(page, str) or urlsplit(page).scheme not in {urlsplit(self.url).scheme, "https"}:
            raise GatewayUnavailable("payu order: no payment page in the answer")
        return Started(redirect_url=page, gateway_id=order_id)

    def read_message(self, *, body: bytes, headers: Mapping[str, str]) -> PaymentMessage | RefundMessage:
        """Read a notification of an order or of a refund (Notifications); the signature is looked at first."""
        if not isinstance(body, bytes) or len(body) > fields.MAX_MESSAGE:
            raise MessageRefused("longer than any message of a gateway")
        self._check_signature(body, headers)
        data = fields.read_object(body)
        return self._read_refund(data) if "refund" in data else self._read_payment(data)

    def confirm(self, message: PaymentMessage) -> None:
        """Nothing is asked for: with automatic receipt a completed payment is taken over already."""

    def ask(self, *, session_id: str, gateway_id: str) -> PaymentStatus:
        """Retrieve an Order. Without its number, which start gives, nobody has seen its payment page."""
        if not gateway_id:
            return PaymentStatus(told=Told.PENDING)
        answer = self._call("payu order status", "GET", f"/api/v2_1/orders/{_order_id(gateway_id)}")
        orders = answer.get("orders")
        if not isinstance(orders, list) or len(orders) != 1 or not isinstance(orders[0], dict):
            raise GatewayUnavailable("payu order status: the answer does not tell of one order")
        try:
            message = self._payment(orders[0])
        except MessageRefused as error:
            raise GatewayUnavailable(f"payu order status: {error}") from error
        if (message.session_id, message.gateway_id) != (session_id, gateway_id):
            raise GatewayUnavailable("payu order status: the answer is about another order")
        return PaymentStatus(
            told=message.told, gateway_id=message.gateway_id, amount=message.amount, currency=message.currency
        )

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Create a Refund: "this request is idempotent", the same extRefundId and amount give the refund made before.
        PayU tells what becomes of it at the address of the order's notifications."""
        body = {
            "refund": {
                "description": request.reason[:LONGEST_DESCRIPTION],
                "amount": str(_grosze(request)),
                "currencyCode": request.currency,
                "extRefundId": request.key,
            }
        }
        path = f"/api/v2_1/orders/{_order_id(request.gateway_id)}/refunds"
        answer = self._call("payu refund", "POST", path, body, accept=(200, 201))
        _check_success("payu refund", answer)
        refund = answer.get("refund")
        if not isinstance(refund, dict):
            raise GatewayUnavailable("payu refund: no refund in the answer")
        return _refund_answer("payu refund", refund)

    def ask_refund(self, request: RefundRequest) -> RefundAnswer:
        """Retrieve all Refunds. Raises GatewayRefused where the gateway lists no refund with this key."""
        path = f"/api/v2_1/orders/{_order_id(request.gateway_id)}/refunds"
        answer = self._call("payu refund status", "GET", path)
        # The reference shows a bare array, the guide an object around it.
        refunds = answer.get("refunds", answer.get("items"))
        if not isinstance(refunds, list):
            raise GatewayUnavailable("payu refund status: no list of refunds in the answer")
        for refund in refunds:
            if isinstance(refund, dict) and refund.get("extRefundId") == request.key:
                return _refund_answer("payu refund status", refund)
        raise GatewayRefused("payu refund status: the gateway lists no refund with this key")

    def _read_payment(self, data: Mapping[str, Any]) -> PaymentMessage:
        return self._payment(fields.child(data, "order"))

    def _payment(self, order: Mapping[str, Any]) -> PaymentMessage:
        """An order as notifications and answers show it. Raises MessageRefused."""
        order_id = fields.text(order, "orderId", longest=60, pattern=ORDER_ID)
        session_id = fields.text(order, "extOrderId", longest=100)
        status = fields.text(order, "status", longest=30)
        amount = fields.minor_units(order, "totalAmount")
        currency = fields.currency(order, "currencyCode")
        if not hmac.compare_digest(_number(order, "merchantPosId").encode(), self.pos_id.encode()):
            raise MessageRefused("a payment of another shop")
        if status not in STATUS:
            raise MessageRefused("an unknown status")
        if status == "WAITING_FOR_CONFIRMATION":
            logger.warning("PayU waits for a confirmation: switch automatic receipt on at the point of sale")
        return PaymentMessage(
            event_id=_event_id(order_id, status, session_id, amount, currency),
            session_id=session_id,
            gateway_id=order_id,
            told=STATUS[status],
            amount=fields.from_minor(amount),
            currency=currency,
        )

    def _read_refund(self, data: Mapping[str, Any]) -> RefundMessage:
        """A refund's notification. Not every one repeats our key (extRefundId); then gateway_id names the refund."""
        order_id = fields.text(data, "orderId", longest=60, pattern=ORDER_ID)
        refund = fields.child(data, "refund")
        refund_id = _number(refund, "refundId")
        key = fields.text(refund, "extRefundId", longest=64, optional=True)
        status = fields.text(refund, "status", longest=30)
        amount = fields.minor_units(refund, "amount")
        currency = fields.currency(refund, "currencyCode")
        if status not in REFUND_STATUS:
            raise MessageRefused("an unknown status")
        return RefundMessage(
            event_id=_event_id(order_id, f"REFUND-{status}", refund_id, key, amount, currency),
            refund_key=key,
            gateway_id=refund_id,
            told=REFUND_STATUS[status],
            amount=fields.from_minor(amount),
            currency=currency,
        )

    def _check_signature(self, body: bytes, headers: Mapping[str, str]) -> None:
        """OpenPayu-Signature: sender=…;signature=…;algorithm=MD5|SHA-256;content=DOCUMENT."""
        values = _signature_header(headers)
        algorithm = ALGORITHMS.get(values.get("algorithm", "").upper())
        if algorithm is None:
            raise MessageRefused("the signature names no known algorithm")
        given = values.get("signature", "")
        if not re.fullmatch(r"[0-9a-fA-F]{32,64}", given):
            raise MessageRefused("the signature is not readable")
        expected = algorithm(body + self.second_key.encode()).hexdigest()
        if not hmac.compare_digest(given.lower(), expected):
            raise MessageRefused("the signature is wrong")

    def _call(
        self, name: str, method: str, path: str, body: dict | None = None, *, accept: tuple[int, ...] = (200,)
    ) -> dict[str, Any]:
        """A call with a bearer token. HTTP 401 for a token from before: a new one, once (it may have been withdrawn)."""
        token, fresh = self._token()
        for last in (fresh, True):
            try:
                return send(
                    Call(
                        name, method, self.url + path,
                        json=body, headers={"Authorization": f"Bearer {token}"}, accept=accept,
                    )
                )
            except HttpRefused as refusal:
                if refusal.status != 401 or last:
                    raise
                self._forget_token(token)
                token, _fresh = self._token()
        raise AssertionError("unreachable")

    def _token(self) -> tuple[str, bool]:
        """The bearer token of this process, and whether it has only just been given (Authorize, client_credentials)."""
        key = (self.url, *self.client)
        with _tokens_lock:
            token, until = _tokens.get(key, ("", 0.0))
        if token and time.monotonic() < until:
            return token, False
        asked = time.monotonic()
        form = {"grant_type": "client_credentials", "client_id": self.client[0], "client_secret": self.client[1]}
        answer = send(Call("payu authorize", "POST", f"{self.url}/pl/standard/user/oauth/authorize", form=form))
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]{1,4096}", token):
            raise GatewayUnavailable("payu authorize: no token in the answer")
        seconds = seconds if type(seconds) is int and 0 < seconds < 10**7 else 0
        with _tokens_lock:
            _tokens[key] = (token, asked + seconds - TOKEN_MARGIN)
        return token, True

    def _forget_token(self, token: str) -> None:
        key = (self.url, *self.client)
        with _tokens_lock:
            if _tokens.get(key, ("", 0.0))[0] == token:
                del _tokens[key]


def _signature_header(headers: Mapping[str, str]) -> dict[str, str]:
    """The parts of the signature header; a part that stands twice is refused, for it could be read in two ways."""
    value = next((headers[name] for name in headers if str(name).lower() == "openpayu-signature"), None)
    if not isinstance(value, str) or not 0 < len(value) <= 500:
        raise MessageRefused("no signature")
    values: dict[str, str] = {}
    for part in value.split(";"):
        if not part.strip():
            continue
        name, equals, content = part.partition("=")
        name = name.strip().lower()
        if not equals or name in values:
            raise MessageRefused("the signature is not readable")
        values[name] = content.strip()
    return values


def _number(data: Mapping[str, Any], key: str) -> str:
    """A number of PayU's, as digits in a text or as a JSON number."""
    if type(data.get(key)) is int:
        return str(fields.integer(data, key))
    return fields.text(data, key, longest=40, pattern=r"[A-Za-z0-9_-]+")


def _order_id(gateway_id: str) -> str:
    if not re.fullmatch(ORDER_ID, gateway_id):
        raise GatewayRefused("payu: without the gateway's number of the payment nothing can be asked of it")
    return gateway_id


def _grosze(request: StartRequest | RefundRequest) -> int:
    try:
        return fields.to_minor(request.amount)
    except ValueError as error:
        raise GatewayRefused(f"payu: {error}") from error


def _ip(address: str) -> str:
    """The buyer's address; PayU wants one and takes no 0.0.0.0."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "127.0.0.1"
    return "127.0.0.1" if known.is_unspecified else str(known)


def _check_success(name: str, answer: Mapping[str, Any]) -> None:
    status = answer.get("status")
    code = status.get("statusCode") if isinstance(status, dict) else None
    if code != "SUCCESS":
        raise GatewayUnavailable(f"{name}: status {str(code)[:40]}")


def _refund_answer(name: str, refund: Mapping[str, Any]) -> RefundAnswer:
    told = REFUND_STATUS.get(str(refund.get("status")))
    if told is None:
        raise GatewayUnavailable(f"{name}: an unknown status")
    return RefundAnswer(told=told, gateway_id=str(refund.get("refundId") or "")[:80])


def _event_id(number: str, status: str, *content: str | int) -> str:
    digest = hashlib.sha256(json.dumps([number, status, *content]).encode()).hexdigest()
    return f"{number}:{status}:{digest[:32]}"

"""Przelewy24, REST API v1.

Sources: "Przelewy24 REST API Documentation" 1.0.16: Transaction registration, Transaction verification, Notification,
Calculating Sign, Refund transaction, RefundNotification, Refund by OrderID, Get transaction by sessionID.

A payment passes through register, the buyer's visit at /trnRequest/{token}, a signed notification and `verify`; without
the last the money stays with the buyer as an advance. Amounts are grosze. Every signature is the SHA-384 of a compact
JSON object whose fields and order are prescribed, closed by the CRC key of the shop.
"""

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

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

#: Languages of the payment page (Transaction registration, language). Ukrainian is not among them.
LANGUAGES = ("bg", "cs", "de", "en", "es", "fr", "hr", "hu", "it", "nl", "pl", "pt", "se", "sk", "ro")
LONGEST_DESCRIPTION = 1024
LONGEST_EMAIL = 50
LONGEST_REFUND_DESCRIPTION = 35
#: Get transaction by sessionID, status: 0 no payment, 1 advance (paid, not verified), 2 paid, 3 returned.
STATUS = {0: Told.PENDING, 1: Told.PAID, 2: Told.PAID, 3: Told.FAILED}
VERIFIED = 2
#: Refund by OrderID, status: 1 completed, 2 pending, 3 awaiting acceptance, 4 rejected.
REFUND_STATUS = {1: Told.PAID, 2: Told.PENDING, 3: Told.PENDING, 4: Told.FAILED}
#: RefundNotification, status: 0 completed, 1 rejected.
REFUND_TOLD = {0: Told.PAID, 1: Told.FAILED}


class Przelewy24:
    """Adapter of Przelewy24; keys come from the settings P24_*."""

    provider = "p24"

    def __init__(self):
        self.merchant_id = int(settings.P24_MERCHANT_ID)
        self.pos_id = int(settings.P24_POS_ID)
        self.crc_key = settings.P24_CRC_KEY
        self.api_key = settings.P24_API_KEY
        self.url = settings.P24_API_URL.rstrip("/")

    def start(self, request: StartRequest) -> Started:
        """Register the transaction (Transaction registration) and give the address of its payment page."""
        amount = _grosze(request)
        body = {
            "merchantId": self.merchant_id,
            "posId": self.pos_id,
            "sessionId": request.session_id,
            "amount": amount,
            "currency": request.currency,
            "description": request.description[:LONGEST_DESCRIPTION],
            "email": _email(request.email),
            "country": "PL",
            "language": request.language if request.language in LANGUAGES else "pl",
            "urlReturn": request.return_url,
            "urlStatus": request.notify_url,
            "encoding": "UTF-8",
            "sign": self.sign(
                sessionId=request.session_id, merchantId=self.merchant_id, amount=amount, currency=request.currency
            ),
        }
        answer = self._call("p24 register", "POST", "/api/v1/transaction/register", body)
        token = _data(answer).get("token")
        if not isinstance(token, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", token):
            raise GatewayUnavailable("p24 register: no token in the answer")
        return Started(redirect_url=f"{self.url}/trnRequest/{token}")

    def read_message(self, *, body: bytes, headers: Mapping[str, str]) -> PaymentMessage | RefundMessage:
        """Read a notification of a payment or of a refund; both are JSON signed in their field `sign`."""
        data = fields.read_object(body)
        return self._read_refund(data) if "refundsUuid" in data else self._read_payment(data)

    def confirm(self, message: PaymentMessage) -> None:
        """Accept the money (Transaction verification). Once verified, the gateway may refuse to do it again: a refusal
        counts only when the transaction is not verified either."""
        if message.told != Told.PAID:
            return
        order_id, amount = _order_id(message.gateway_id), _grosze(message)
        body = {
            "merchantId": self.merchant_id,
            "posId": self.pos_id,
            "sessionId": message.session_id,
            "amount": amount,
            "currency": message.currency,
            "orderId": order_id,
            "sign": self.sign(
                sessionId=message.session_id, orderId=order_id, amount=amount, currency=message.currency
            ),
        }
        try:
            answer = self._call("p24 verify", "PUT", "/api/v1/transaction/verify", body)
        except HttpRefused as refusal:
            known = self._transaction(message.session_id)
            same = (known.get("orderId"), known.get("amount")) == (order_id, amount)
            if not (same and known.get("status") == VERIFIED):
                raise refusal
            return
        if _data(answer).get("status") != "success":
            raise GatewayUnavailable("p24 verify: no success in the answer")

    def ask(self, *, session_id: str, gateway_id: str) -> PaymentStatus:
        """Get transaction by sessionID. An advance is told as PAID; it counts once `confirm` has accepted it."""
        data = self._transaction(session_id)
        if not data:
            return PaymentStatus(told=Told.PENDING)
        try:
            told = STATUS[fields.integer(data, "status", highest=max(STATUS))]
            if told == Told.PENDING:
                return PaymentStatus(told=told)
            return PaymentStatus(
                told=told,
                gateway_id=str(fields.integer(data, "orderId", lowest=1)),
                amount=fields.from_minor(fields.minor_units(data, "amount")),
                currency=fields.currency(data, "currency"),
            )
        except MessageRefused as error:
            raise GatewayUnavailable(f"p24 by sessionId: {error}") from error

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Refund transaction. The key goes along as requestId and, without hyphens, as refundsUuid (at most 35
        characters), so that the gateway knows a repeated request; that one counts as taken."""
        body = {
            "requestId": request.key,
            "refundsUuid": _compact(request.key),
            "urlStatus": request.notify_url,
            "refunds": [
                {
                    "orderId": _order_id(request.gateway_id),
                    "sessionId": request.session_id,
                    "amount": _grosze(request),
                    "description": request.reason[:LONGEST_REFUND_DESCRIPTION],
                }
            ],
        }
        try:
            answer = self._call("p24 refund", "POST", "/api/v1/transaction/refund", body, accept=(200, 201))
        except HttpRefused as refusal:
            error = refusal.data.get("error")
            if error == "Request already exists":
                return RefundAnswer(told=Told.PENDING)
            if error == "Concurrent call":
                raise GatewayUnavailable("p24 refund: another request is under way") from refusal
            if reasons := _refund_reasons(error):
                raise GatewayRefused(f"p24 refund: {reasons}") from refusal
            raise
        items = answer.get("data")
        if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
            raise GatewayUnavailable("p24 refund: the answer does not tell of one refund")
        return RefundAnswer(told=Told.PENDING if items[0].get("status") is True else Told.FAILED)

    def ask_refund(self, request: RefundRequest) -> RefundAnswer:
        """Refund by OrderID. Raises GatewayRefused where the gateway lists no refund with this key."""
        path = f"/api/v1/refund/by/orderId/{_order_id(request.gateway_id)}"
        refunds = _data(self._call("p24 refund status", "GET", path)).get("refunds")
        if not isinstance(refunds, list):
            raise GatewayUnavailable("p24 refund status: no list of refunds in the answer")
        for item in refunds:
            if isinstance(item, dict) and item.get("requestId") == request.key:
                told = REFUND_STATUS.get(item.get("status") if type(item.get("status")) is int else 0)
                if told is None:
                    raise GatewayUnavailable("p24 refund status: an unknown status")
                return RefundAnswer(told=told, gateway_id=_batch(item))
        raise GatewayRefused("p24 refund status: the gateway lists no refund with this key")

    def sign(self, **values: Any) -> str:
        """SHA-384 of the values as compact JSON in the order given, the CRC key last (Calculating Sign). Unicode and
        slashes stand as they are, as with JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES of PHP."""
        document = json.dumps({**values, "crc": self.crc_key}, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha384(document.encode()).hexdigest()

    def _call(
        self, name: str, method: str, path: str, body: dict | None = None, *, accept: tuple[int, ...] = (200,)
    ) -> dict[str, Any]:
        auth = (str(self.pos_id), self.api_key)
        return send(Call(name, method, self.url + path, json=body, auth=auth, accept=accept))

    def _transaction(self, session_id: str) -> dict[str, Any]:
        """What the gateway knows of a session; empty where it knows nothing, as before the buyer's first step."""
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", session_id):
            raise GatewayRefused("p24 by sessionId: no session of ours has such a number")
        try:
            answer = self._call("p24 by sessionId", "GET", f"/api/v1/transaction/by/sessionId/{session_id}")
        except HttpRefused as refusal:
            if refusal.status == 404:
                return {}
            raise
        data = _data(answer)
        if data.get("sessionId") != session_id:
            raise GatewayUnavailable("p24 by sessionId: the answer is about another session")
        return data

    def _read_payment(self, data: dict[str, Any]) -> PaymentMessage:
        """Notification, Transaction result. It is sent for payments only, never for failed ones."""
        signed = {
            "merchantId": fields.integer(data, "merchantId"),
            "posId": fields.integer(data, "posId"),
            "sessionId": fields.text(data, "sessionId", longest=100),
            "amount": fields.integer(data, "amount", lowest=1, highest=fields.MAX_MINOR),
            "originAmount": fields.integer(data, "originAmount", highest=fields.MAX_MINOR),
            "currency": fields.currency(data, "currency"),
            "orderId": fields.integer(data, "orderId", lowest=1),
            "methodId": fields.integer(data, "methodId"),
            "statement": fields.text(data, "statement", longest=500, optional=True),
        }
        self._check_sign(data, signed)
        if (signed["merchantId"], signed["posId"]) != (self.merchant_id, self.pos_id):
            raise MessageRefused("a payment of another shop")
        return PaymentMessage(
            event_id=_event_id(signed["orderId"], Told.PAID, signed),
            session_id=signed["sessionId"],
            gateway_id=str(signed["orderId"]),
            told=Told.PAID,
            amount=fields.from_minor(signed["amount"]),
            currency=signed["currency"],
        )

    def _read_refund(self, data: dict[str, Any]) -> RefundMessage:
        """RefundNotification. requestId and timestamp are not signed, so they are not read."""
        signed = {
            "orderId": fields.integer(data, "orderId", lowest=1),
            "sessionId": fields.text(data, "sessionId", longest=100),
            "refundsUuid": fields.text(data, "refundsUuid", longest=45),
            "merchantId": fields.integer(data, "merchantId"),
            "amount": fields.integer(data, "amount", lowest=1, highest=fields.MAX_MINOR),
            "currency": fields.currency(data, "currency"),
            "status": fields.integer(data, "status", highest=max(REFUND_TOLD)),
        }
        self._check_sign(data, signed)
        if signed["merchantId"] != self.merchant_id:
            raise MessageRefused("a refund of another shop")
        told = REFUND_TOLD[signed["status"]]
        return RefundMessage(
            event_id=_event_id(signed["orderId"], f"refund-{told}", signed),
            refund_key=_our_key(signed["refundsUuid"]),
            # The notification names the transaction, not the refund.
            gateway_id="",
            told=told,
            amount=fields.from_minor(signed["amount"]),
            currency=signed["currency"],
        )

    def _check_sign(self, data: Mapping[str, Any], signed: dict[str, Any]) -> None:
        given = fields.text(data, "sign", longest=96, pattern=r"[0-9a-f]{96}")
        if not hmac.compare_digest(given, self.sign(**signed)):
            raise MessageRefused("the signature is wrong")


def _data(answer: Mapping[str, Any]) -> dict[str, Any]:
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def _grosze(request: StartRequest | RefundRequest | PaymentMessage) -> int:
    try:
        return fields.to_minor(request.amount)
    except ValueError as error:
        raise GatewayRefused(f"p24: {error}") from error


def _order_id(gateway_id: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,18}", gateway_id):
        raise GatewayRefused("p24: without the gateway's number of the payment nothing can be asked of it")
    return int(gateway_id)


def _email(address: str) -> str:
    """The buyer's address; the shop's where the gateway takes none so long. A cut one could be somebody else's."""
    return address if len(address) <= LONGEST_EMAIL else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _compact(key: str) -> str:
    try:
        return uuid.UUID(key).hex
    except ValueError as error:
        raise GatewayRefused("p24 refund: the key is no UUID") from error


def _our_key(refunds_uuid: str) -> str:
    """Our key of a refund; the text as it came for a refund that was not asked for by us."""
    if not re.fullmatch(r"[0-9a-f]{32}", refunds_uuid):
        return refunds_uuid
    return str(uuid.UUID(refunds_uuid))


def _batch(item: Mapping[str, Any]) -> str:
    batch = item.get("batchId")
    return str(batch)[:80] if type(batch) is int else ""


def _refund_reasons(error: Any) -> str:
    """HTTP 409: a list of refunds with a message each."""
    if not isinstance(error, list):
        return ""
    return "; ".join(str(item.get("message", ""))[:160] for item in error if isinstance(item, dict))


def _event_id(order_id: int, what: str, signed: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest()
    return f"{order_id}:{what}:{digest[:32]}"

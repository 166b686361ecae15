"""A payment gateway in memory, behind the interface of shop.services.gateways.base, for tests.

What it should say or fail at is set on the class; `fresh()` forgets everything. Its messages are signed JSON.
"""

import hashlib
import hmac
import json
import threading
from dataclasses import asdict
from decimal import Decimal
from typing import ClassVar

from django.db import connection

from shop.services.gateways.base import (
    GatewayRefused,
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

KEY = b"secret of the shop"
SHOP = "market"
PATHS = {"p24": "tests.shop.fake_gateway.FakeGateway", "payu": "tests.shop.fake_gateway.OtherGateway"}


class FakeGateway:
    """Pays, refuses and stays away at the test's wish."""

    provider = "p24"
    lock = threading.Lock()
    #: (method, what it was called with, whether a transaction was open)
    calls: ClassVar[list[tuple[str, object, bool]]] = []
    #: method → error to be raised
    errors: ClassVar[dict[str, Exception]] = {}
    started: ClassVar[dict[str, StartRequest]] = {}
    #: session_id → answer to `ask`; without one the payment is not known
    statuses: ClassVar[dict[str, PaymentStatus]] = {}
    refunds: ClassVar[dict[str, RefundRequest]] = {}
    #: what a new refund is told, and what a question about one is
    refund_told: ClassVar[dict[str, Told]] = {"send": Told.PAID, "ask": Told.PAID}
    #: called at the beginning of a method: lets something else happen at that moment
    before: ClassVar[dict[str, object]] = {}

    @classmethod
    def fresh(cls) -> None:
        for store in (cls.calls, cls.errors, cls.started, cls.statuses, cls.refunds, cls.before):
            store.clear()
        cls.refund_told.update(send=Told.PAID, ask=Told.PAID)

    def _begin(self, method: str, what: object) -> None:
        with self.lock:
            self.calls.append((method, what, connection.in_atomic_block))
            act = self.before.pop(method, None)
        if act:
            act()
        if error := self.errors.get(method):
            raise error

    def start(self, request: StartRequest) -> Started:
        self._begin("start", request)
        self.started[request.session_id] = request
        return Started(f"https://pay.example.org/{request.session_id}", f"G-{request.session_id}")

    def read_message(self, *, body: bytes, headers) -> PaymentMessage | RefundMessage:
        given = headers.get("X-Signature", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), signature(body).encode()):
            raise MessageRefused("wrong signature")
        try:
            data = json.loads(body)
            if data.pop("shop") != SHOP:
                raise MessageRefused("another shop")
            kind = RefundMessage if "refund_key" in data else PaymentMessage
            return kind(**data | {"told": Told(data["told"]), "amount": Decimal(data["amount"])})
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise MessageRefused("malformed") from error

    def confirm(self, message: PaymentMessage) -> None:
        self._begin("confirm", message)

    def ask(self, *, session_id: str, gateway_id: str) -> PaymentStatus:
        self._begin("ask", session_id)
        if session_id not in self.statuses:
            raise GatewayRefused("no such payment")
        return self.statuses[session_id]

    def refund(self, request: RefundRequest) -> RefundAnswer:
        self._begin("refund", request)
        self.refunds[request.key] = request
        return RefundAnswer(self.refund_told["send"], f"R-{request.key[:8]}")

    def ask_refund(self, request: RefundRequest) -> RefundAnswer:
        self._begin("ask_refund", request)
        if request.key not in self.refunds:
            raise GatewayRefused("no such refund")
        return RefundAnswer(self.refund_told["ask"], f"R-{request.key[:8]}")

    @classmethod
    def called(cls, method: str) -> int:
        return sum(call[0] == method for call in cls.calls)


class OtherGateway(FakeGateway):
    """The same under another provider's name."""

    provider = "payu"


def signature(body: bytes, key: bytes = KEY) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def signed(message: PaymentMessage | RefundMessage, *, shop: str = SHOP, key: bytes = KEY) -> dict:
    """Body and headers of a message, as keyword arguments of payment_message_receive."""
    data = {name: str(value) for name, value in asdict(message).items()}
    body = json.dumps({"shop": shop, **data}).encode()
    return {"body": body, "headers": {"X-Signature": signature(body, key)}}

"""The server side of PayU's REST API 2.1, as far as the market uses it."""

import hashlib
import json
import secrets
import time
from datetime import UTC, datetime
from typing import Any

from .http import Answer, Asked, as_json
from .keys import Keys
from .store import PAYU, Deal, Notification, Payment, Refund, Store

TOKEN_SECONDS = 43_199


class PayUServer:
    """Answers calls and writes notifications. algorithm: MD5 or SHA-256, for the signature. refunds_done: whether
    refunds succeed, or are cancelled later."""

    def __init__(self, store: Store, keys: Keys):
        self.store = store
        self.keys = keys
        self.algorithm = "MD5"
        self.refunds_done = True
        #: Tokens given and the moment they end; emptied, every shop must ask anew.
        self.tokens: dict[str, float] = {}

    def answer(self, asked: Asked) -> tuple[Answer, list[Notification]] | None:
        """The answer to a call, and the messages that follow it; None for paths of others."""
        if (asked.method, asked.path) == ("POST", "/pl/standard/user/oauth/authorize"):
            return self._authorize(asked.form()), []
        if not asked.path.startswith("/api/v2_1/"):
            return None
        kind, _space, token = asked.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or self.tokens.get(token, 0) < time.monotonic():
            return _error(401, "UNAUTHORIZED", "Incorrect authentication"), []
        steps = asked.path.removeprefix("/api/v2_1/").split("/")
        if (asked.method, steps) == ("POST", ["orders"]):
            return self._order(asked), []
        if asked.method == "GET" and len(steps) == 2 and steps[0] == "orders":
            return self._status(steps[1]), []
        if asked.method == "POST" and len(steps) == 3 and steps[2] == "refunds":
            return self._refund(steps[1], asked.data())
        if asked.method == "GET" and len(steps) == 3 and steps[2] == "refunds":
            return self._refunds(steps[1]), []
        return _error(404, "DATA_NOT_FOUND", "No such address"), []

    def pay_path(self, payment: Payment) -> str:
        return f"/pay/?orderId={payment.order_id}&token={payment.token}"

    def new_deal(self, payment: Payment, amount: int) -> Deal:
        """The first money carries the number of the order; a second payment is an order of its own."""
        return Deal(order_id=_order_number() if payment.deals else payment.order_id, amount=amount)

    def paid_message(self, payment: Payment, deal: Deal) -> Notification:
        return self._order_message(payment, deal.order_id, deal.amount, "COMPLETED")

    def refused_message(self, payment: Payment) -> Notification:
        return self._order_message(payment, payment.order_id, payment.amount, "CANCELED")

    def refund_message(self, refund: Refund) -> Notification:
        """Whether a notification repeats extRefundId, PayU's reference does not say; this one does."""
        data = {
            "orderId": refund.order_id,
            "extOrderId": refund.session_id,
            "refund": {
                "refundId": str(refund.number),
                "extRefundId": refund.key,
                "amount": str(refund.amount),
                "currencyCode": refund.currency,
                "status": "FINALIZED" if refund.done else "CANCELED",
                "statusDateTime": _now(),
                "reason": "refund",
                "reasonDescription": refund.description,
                "refundDate": _now(),
            },
        }
        return self._notification(refund.notify_url, data)

    def signature(self, body: str) -> str:
        """The header OpenPayu-Signature of a body."""
        text = (body + self.keys.second_key).encode("utf-8")
        digest = hashlib.sha256(text) if self.algorithm == "SHA-256" else hashlib.md5(text, usedforsecurity=False)
        return f"sender=checkout;signature={digest.hexdigest()};algorithm={self.algorithm};content=DOCUMENT"

    def _order_message(self, payment: Payment, order_id: str, amount: int, status: str) -> Notification:
        data = {
            "order": {**self._shown(payment, order_id, amount, status), "notifyUrl": payment.notify_url},
            "localReceiptDateTime": _now(),
            "properties": [{"name": "PAYMENT_ID", "value": str(self.store.next_number())}],
        }
        return self._notification(payment.notify_url, data)

    def _shown(self, payment: Payment, order_id: str, amount: int, status: str) -> dict[str, Any]:
        return {
            "orderId": order_id,
            "extOrderId": payment.session_id,
            "orderCreateDate": _now(),
            "customerIp": "127.0.0.1",
            "merchantPosId": self.keys.payu_pos_id,
            "description": payment.description,
            "currencyCode": payment.currency,
            "totalAmount": str(amount),
            "products": [{"name": payment.description, "unitPrice": str(payment.amount), "quantity": "1"}],
            "status": status,
        }

    def _notification(self, url: str, data: dict[str, Any]) -> Notification:
        body = json.dumps(data, ensure_ascii=False)
        signature = self.signature(body)
        headers = {
            "Content-Type": "application/json;charset=UTF-8",
            "OpenPayu-Signature": signature,
            "X-OpenPayU-Signature": signature,
        }
        return Notification(provider=PAYU, url=url, body=body, headers=headers)

    def _authorize(self, form: dict[str, str]) -> Answer:
        given = (form.get("grant_type"), form.get("client_id"), form.get("client_secret"))
        if given != ("client_credentials", self.keys.client_id, self.keys.client_secret):
            return as_json(401, {"error": "invalid_client", "error_description": "Bad client credentials"})
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.monotonic() + TOKEN_SECONDS
        return as_json(200, {
            "access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS,
            "grant_type": "client_credentials",
        })

    def _order(self, asked: Asked) -> Answer:
        data = asked.data()
        needed = ("customerIp", "merchantPosId", "description", "currencyCode", "totalAmount", "extOrderId", "continueUrl")
        if any(not isinstance(data.get(name), str) or not data[name] for name in needed):
            return _error(400, "ERROR_VALUE_MISSING", "Missing required field")
        if data["merchantPosId"] != self.keys.payu_pos_id:
            return _error(403, "ERROR_VALUE_INVALID", "INVALID_AUTH_FOR_THIS_ORDER")
        if not data["totalAmount"].isdecimal() or int(data["totalAmount"]) < 1 or data["customerIp"].startswith("0."):
            return _error(400, "ERROR_VALUE_INVALID", "Invalid value")
        if not _sum_fits(data):
            return _error(400, "ERROR_VALUE_INVALID", "Products do not add up")
        with self.store.lock:
            if self.store.by_session(PAYU, data["extOrderId"]):
                return _error(400, "ERROR_ORDER_NOT_UNIQUE", "extOrderId is not unique")
            payment = Payment(
                provider=PAYU, session_id=data["extOrderId"], token=secrets.token_hex(16),
                amount=int(data["totalAmount"]), currency=data["currencyCode"], description=data["description"],
                return_url=data["continueUrl"], notify_url=str(data.get("notifyUrl", "")), order_id=_order_number(),
            )
            self.store.payments.append(payment)
            self.store.save()
        page = f"http://{asked.headers.get('host', '')}{self.pay_path(payment)}"
        answer = {
            "status": {"statusCode": "SUCCESS"}, "redirectUri": page,
            "orderId": payment.order_id, "extOrderId": payment.session_id,
        }
        return as_json(302, answer, Location=page)

    def _status(self, order_id: str) -> Answer:
        found = self.store.by_order(PAYU, order_id)
        if not found:
            return _error(404, "DATA_NOT_FOUND", "Could not find data for given criteria")
        payment, deal = found
        status = "COMPLETED" if deal else "CANCELED" if payment.refused else "NEW"
        shown = self._shown(payment, order_id, deal.amount if deal else payment.amount, status)
        return as_json(200, {"orders": [shown], "status": {"statusCode": "SUCCESS"}})

    def _refund(self, order_id: str, data: dict[str, Any]) -> tuple[Answer, list[Notification]]:
        asked = data.get("refund")
        if not isinstance(asked, dict) or not isinstance(asked.get("description"), str) or not asked["description"]:
            return _error(400, "ERROR_VALUE_MISSING", "Missing required field"), []
        key, amount = str(asked.get("extRefundId", "")), str(asked.get("amount", ""))
        with self.store.lock:
            found = self.store.by_order(PAYU, order_id)
            if not found or not found[1]:
                return _error(404, "DATA_NOT_FOUND", "Could not find data for given criteria"), []
            payment, deal = found
            for known in self.store.refunds_of(PAYU, order_id):
                if key and (known.key, str(known.amount)) == (key, amount):
                    return self._refund_answer(known), []
            if not amount.isdecimal() or not 1 <= int(amount) <= self.store.refundable(PAYU, deal):
                return _error(400, "ERROR_VALUE_INVALID", "OPENPAYU_REFUND_AMOUNT_TO_BIG"), []
            refund = Refund(
                provider=PAYU, key=key, number=self.store.next_number(), order_id=order_id,
                session_id=payment.session_id, amount=int(amount), currency=payment.currency,
                description=asked["description"], notify_url=payment.notify_url, done=self.refunds_done,
            )
            self.store.refunds.append(refund)
            self.store.save()
        return self._refund_answer(refund), [self.refund_message(refund)]

    def _refund_answer(self, refund: Refund) -> Answer:
        shown = {**_refund_shown(refund), "status": "PENDING"}
        return as_json(200, {
            "orderId": refund.order_id, "refund": shown,
            "status": {"statusCode": "SUCCESS", "statusDesc": "Refund queued for processing"},
        })

    def _refunds(self, order_id: str) -> Answer:
        return as_json(200, {"refunds": [_refund_shown(refund) for refund in self.store.refunds_of(PAYU, order_id)]})


def _refund_shown(refund: Refund) -> dict[str, str]:
    return {
        "refundId": str(refund.number),
        "extRefundId": refund.key,
        "amount": str(refund.amount),
        "currencyCode": refund.currency,
        "description": refund.description,
        "creationDateTime": _now(),
        "status": "FINALIZED" if refund.done else "CANCELED",
        "statusDateTime": _now(),
    }


def _sum_fits(data: dict[str, Any]) -> bool:
    try:
        total = sum(int(item["unitPrice"]) * int(item["quantity"]) for item in data["products"])
    except (KeyError, TypeError, ValueError):
        return False
    return total == int(data["totalAmount"])


def _order_number() -> str:
    return f"SIM{secrets.token_hex(12).upper()}"


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="milliseconds")


def _error(status: int, code: str, text: str) -> Answer:
    return as_json(status, {"status": {"statusCode": code, "severity": "ERROR", "statusDesc": text}})

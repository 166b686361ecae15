"""The server side of Przelewy24's REST API v1, as far as the market uses it."""

import hashlib
import hmac
import json
import secrets
import time
import uuid
from typing import Any

from .http import Answer, Asked, as_json
from .keys import Keys
from .store import P24, Deal, Notification, Payment, Refund, Store

INVALID = (400, {"error": "Invalid input data", "code": 400})


class P24Server:
    """Answers calls and writes notifications. refunds_done: whether refunds succeed, or are rejected later."""

    def __init__(self, store: Store, keys: Keys):
        self.store = store
        self.keys = keys
        self.refunds_done = True

    def answer(self, asked: Asked) -> tuple[Answer, list[Notification]] | None:
        """The answer to a call, and the messages that follow it; None for paths of others."""
        path = asked.path
        if not path.startswith("/api/v1/"):
            return None
        if not asked.is_basic(str(self.keys.p24_pos_id), self.keys.api_key):
            return as_json(401, {"error": "Incorrect authentication", "code": 401}), []
        if (asked.method, path) == ("GET", "/api/v1/testAccess"):
            return as_json(200, {"data": True, "error": ""}), []
        if (asked.method, path) == ("POST", "/api/v1/transaction/register"):
            return self._register(asked.data()), []
        if (asked.method, path) == ("PUT", "/api/v1/transaction/verify"):
            return self._verify(asked.data()), []
        if (asked.method, path) == ("POST", "/api/v1/transaction/refund"):
            return self._refund(asked.data())
        if asked.method == "GET" and path.startswith("/api/v1/transaction/by/sessionId/"):
            return self._by_session(path.rsplit("/", 1)[1]), []
        if asked.method == "GET" and path.startswith("/api/v1/refund/by/orderId/"):
            return self._refunds(path.rsplit("/", 1)[1]), []
        return as_json(404, {"error": "Not found", "code": 404}), []

    def pay_path(self, payment: Payment) -> str:
        return f"/trnRequest/{payment.token}"

    def new_deal(self, payment: Payment, amount: int) -> Deal:
        return Deal(order_id=str(self.store.next_number()), amount=amount)

    def paid_message(self, payment: Payment, deal: Deal) -> Notification:
        """Transaction result."""
        data: dict[str, Any] = {
            "merchantId": self.keys.merchant_id,
            "posId": self.keys.p24_pos_id,
            "sessionId": payment.session_id,
            "amount": deal.amount,
            "originAmount": payment.amount,
            "currency": payment.currency,
            "orderId": int(deal.order_id),
            "methodId": 154,
            "statement": f"p24-{deal.order_id[-9:]} płatność",
        }
        order = ("merchantId", "posId", "sessionId", "amount", "originAmount", "currency", "orderId", "methodId", "statement")
        data["sign"] = self.sign(data, order)
        return _notification(payment.notify_url, data)

    def refund_message(self, refund: Refund) -> Notification:
        """RefundNotification."""
        data: dict[str, Any] = {
            "orderId": int(refund.order_id),
            "sessionId": refund.session_id,
            "merchantId": self.keys.merchant_id,
            "requestId": refund.key,
            "refundsUuid": refund.extra,
            "amount": refund.amount,
            "currency": refund.currency,
            "timestamp": int(time.time()),
            "status": 0 if refund.done else 1,
        }
        order = ("orderId", "sessionId", "refundsUuid", "merchantId", "amount", "currency", "status")
        data["sign"] = self.sign(data, order)
        return _notification(refund.notify_url, data)

    def sign(self, data: dict[str, Any], order: tuple[str, ...]) -> str:
        """SHA-384 over {"name":value,…,"crc":"…"} written by hand, not by the adapter's means."""
        parts = [f'"{name}":{_quoted(data[name])}' for name in order]
        text = "{" + ",".join([*parts, f'"crc":{_quoted(self.keys.crc)}']) + "}"
        return hashlib.sha384(text.encode("utf-8")).hexdigest()

    def _is_signed(self, data: dict[str, Any], order: tuple[str, ...]) -> bool:
        given = data.get("sign")
        if not isinstance(given, str) or not given.isascii():
            return False
        return all(name in data for name in order) and hmac.compare_digest(given, self.sign(data, order))

    def _register(self, data: dict[str, Any]) -> Answer:
        words = ("sessionId", "currency", "description", "email", "country", "language", "urlReturn")
        limits = {"sessionId": 100, "currency": 3, "description": 1024, "email": 50, "urlReturn": 250, "urlStatus": 250}
        if any(not isinstance(data.get(name), str) or not data[name] for name in words):
            return as_json(*INVALID)
        if any(len(str(data.get(name, ""))) > most for name, most in limits.items()):
            return as_json(*INVALID)
        if type(data.get("amount")) is not int or data["amount"] < 1 or data["currency"] != "PLN":
            return as_json(*INVALID)
        if (data.get("merchantId"), data.get("posId")) != (self.keys.merchant_id, self.keys.p24_pos_id):
            return as_json(*INVALID)
        if not self._is_signed({**data, "merchantId": self.keys.merchant_id},
                               ("sessionId", "merchantId", "amount", "currency")):
            return as_json(*INVALID)
        with self.store.lock:
            known = self.store.by_session(P24, data["sessionId"])
            if known is None:
                known = Payment(
                    provider=P24,
                    session_id=data["sessionId"],
                    token=secrets.token_hex(16).upper(),
                    amount=data["amount"],
                    currency=data["currency"],
                    description=data["description"],
                    return_url=data["urlReturn"],
                    notify_url=str(data.get("urlStatus", "")),
                )
                self.store.payments.append(known)
                self.store.save()
            elif known.paid or known.amount != data["amount"]:
                return as_json(*INVALID)
        return as_json(200, {"data": {"token": known.token}, "responseCode": 0})

    def _verify(self, data: dict[str, Any]) -> Answer:
        if not self._is_signed(data, ("sessionId", "orderId", "amount", "currency")):
            return as_json(*INVALID)
        with self.store.lock:
            found = self.store.by_order(P24, str(data["orderId"]))
            if not found or not found[1] or found[0].session_id != data["sessionId"]:
                return as_json(*INVALID)
            payment, deal = found
            if (deal.amount, payment.currency) != (data["amount"], data["currency"]) or deal.verified:
                return as_json(*INVALID)
            deal.verified = True
            self.store.save()
        return as_json(200, {"data": {"status": "success"}, "responseCode": 0})

    def _by_session(self, session_id: str) -> Answer:
        payment = self.store.by_session(P24, session_id)
        if payment is None:
            return as_json(404, {"error": "Transaction not found", "code": 404})
        deal = payment.deals[0] if payment.deals else None
        status = 0
        if deal:
            status = 3 if self.store.refundable(P24, deal) == 0 else 2 if deal.verified else 1
        return as_json(200, {
            "data": {
                "statement": "", "orderId": int(deal.order_id) if deal else 0, "sessionId": payment.session_id,
                "status": status, "amount": deal.amount if deal else payment.amount, "currency": payment.currency,
                "description": payment.description, "paymentMethod": 154,
            },
            "responseCode": 0,
        })

    def _refund(self, data: dict[str, Any]) -> tuple[Answer, list[Notification]]:
        request_id, refunds_uuid, items = (data.get(name) for name in ("requestId", "refundsUuid", "refunds"))
        if not isinstance(request_id, str) or not 0 < len(request_id) <= 45:
            return as_json(*INVALID), []
        if not isinstance(refunds_uuid, str) or not 0 < len(refunds_uuid) <= 35:
            return as_json(*INVALID), []
        if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
            return as_json(*INVALID), []
        item = items[0]
        if len(str(item.get("description", ""))) > 35:
            return as_json(*INVALID), []
        with self.store.lock:
            if any(r.provider == P24 and r.key == request_id for r in self.store.refunds):
                return as_json(400, {"error": "Request already exists", "code": 400}), []
            found = self.store.by_order(P24, str(item.get("orderId")))
            problem = self._refund_problem(found, item)
            if problem:
                answer = {**item, "status": False, "message": problem}
                return as_json(409, {"error": [answer], "code": 409}), []
            payment, deal = found
            refund = Refund(
                provider=P24, key=request_id, number=self.store.next_number(), order_id=deal.order_id,
                session_id=payment.session_id, amount=item["amount"], currency=payment.currency,
                description=str(item.get("description", "")), notify_url=str(data.get("urlStatus", "")),
                extra=refunds_uuid, done=self.refunds_done,
            )
            self.store.refunds.append(refund)
            self.store.save()
        answer = {**item, "status": True, "message": "success"}
        return as_json(201, {"data": [answer], "responseCode": 0}), [self.refund_message(refund)]

    def _refund_problem(self, found: tuple[Payment, Deal | None] | None, item: dict[str, Any]) -> str:
        if not found or not found[1] or found[0].session_id != item.get("sessionId"):
            return "Transaction not found"
        if not found[1].verified:
            return "Transaction in wrong status - cannot refund"
        amount = item.get("amount")
        if type(amount) is not int or not 1 <= amount <= self.store.refundable(P24, found[1]):
            return "The amount of refund exceeds available amount for the transaction"
        return ""

    def _refunds(self, order_id: str) -> Answer:
        refunds = self.store.refunds_of(P24, order_id)
        if not refunds:
            return as_json(404, {"error": "Refund with given Order Id not found", "code": 404})
        return as_json(200, {
            "data": {
                "orderId": int(order_id), "sessionId": refunds[0].session_id, "amount": refunds[0].amount,
                "currency": refunds[0].currency,
                "refunds": [
                    {
                        "batchId": refund.number, "requestId": refund.key, "date": "", "login": "simulator",
                        "description": refund.description, "status": 1 if refund.done else 4, "amount": refund.amount,
                    }
                    for refund in refunds
                ],
            },
            "responseCode": 0,
        })


def _quoted(value: Any) -> str:
    return str(value) if type(value) is int else json.dumps(str(value), ensure_ascii=False)


def _notification(url: str, data: dict[str, Any]) -> Notification:
    headers = {"Content-Type": "application/json", "X-Request-Id": str(uuid.uuid4())}
    return Notification(provider=P24, url=url, body=json.dumps(data, ensure_ascii=False), headers=headers)

"""The simulator as a server, and what can be done with its payments."""

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings

from . import pages
from .delivery import Delivery
from .http import Answer, Asked, as_json, as_page, see_other
from .keys import Keys
from .p24 import P24Server
from .payu import PayUServer
from .store import P24, PAYU, Notification, Payment, Store

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
MAX_BODY = 64 * 1024


class SimulatorRefused(Exception):
    """The settings forbid the simulator."""


class Simulator:
    """Both gateways on one port of this machine.

    Its keys are those that the shop in this process uses. path: a file that keeps what was paid through a restart; None
    forgets. deliver: called for each notification; None sends it over HTTP. Raises SimulatorRefused where the settings
    forbid it or lack the shop's numbers, OSError where the port is taken.
    """

    def __init__(
        self, *, port: int, path: Path | None = None, deliver: Callable[[Notification], None] | None = None
    ):
        if not settings.PAYMENT_SIMULATOR:
            raise SimulatorRefused("PAYMENT_SIMULATOR is off in these settings")
        try:
            keys = Keys.from_settings()
        except ValueError as error:
            raise SimulatorRefused("P24_MERCHANT_ID and P24_POS_ID must be numbers") from error
        self.store = Store(path)
        self.p24 = P24Server(self.store, keys)
        self.payu = PayUServer(self.store, keys)
        self.delivery = Delivery(self.store)
        self.deliver = deliver or self.delivery.send
        #: HTTP statuses that the next calls get instead of an answer; for tests.
        self.failures: list[int] = []
        self.http = _Server((HOST, port), _Handler)
        self.http.simulator = self
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self.http.server_address[1]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Serve in a thread of its own; messages that a restart cut short go out again."""
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), name="payment-simulator", daemon=True)
        self._thread.start()
        self.delivery.resume()

    def serve(self) -> None:
        """Serve in this thread until interrupted."""
        self.delivery.resume()
        self.http.serve_forever()

    def stop(self) -> None:
        self.delivery.stop()
        if self._thread:
            self.http.shutdown()
            self._thread.join(5)
        self.http.server_close()

    def pay(self, payment: Payment, *, amount: int | None = None, notify: bool = True) -> Notification:
        """Money for a payment: grosze, all of it by default. Gives the notification, sent unless notify is false."""
        gateway = self._gateway(payment)
        with self.store.lock:
            deal = gateway.new_deal(payment, payment.amount if amount is None else amount)
            payment.deals.append(deal)
            notification = gateway.paid_message(payment, deal)
            self.store.save()
        if notify:
            self.notify(notification)
        return notification

    def refuse(self, payment: Payment, *, notify: bool = True) -> Notification | None:
        """The bank refuses. PayU tells the shop and closes the order; Przelewy24 says nothing and lets the buyer retry."""
        if payment.provider == P24:
            return None
        with self.store.lock:
            payment.refused = True
            notification = self.payu.refused_message(payment)
            self.store.save()
        if notify:
            self.notify(notification)
        return notification

    def notify(self, notification: Notification) -> None:
        with self.store.lock:
            self.store.notifications.append(notification)
            self.store.save()
        self.deliver(notification)

    def answer(self, asked: Asked) -> Answer:
        """The answer to any request."""
        if asked.path == "/" and asked.method == "GET":
            with self.store.lock:
                return as_page(pages.overview(self.store.payments, self.store.refunds, self.store.notifications))
        if asked.path.startswith("/trnRequest/"):
            return self._page(asked, P24, asked.path.rsplit("/", 1)[1])
        if asked.path == "/pay/":
            return self._page(asked, PAYU, asked.query.get("token", ""))
        if self.failures:
            return as_json(self.failures.pop(0), {"error": "simulated failure"})
        for gateway in (self.p24, self.payu):
            if (found := gateway.answer(asked)) is not None:
                answer, notifications = found
                for notification in notifications:
                    self.notify(notification)
                return answer
        return as_page(pages.plain_page("Nie ma takiej strony", "Sprawdź adres."), status=404)

    def _gateway(self, payment: Payment) -> P24Server | PayUServer:
        return self.p24 if payment.provider == P24 else self.payu

    def _page(self, asked: Asked, provider: str, token: str) -> Answer:
        payment = self.store.by_token(token)
        if payment is None or payment.provider != provider:
            return as_page(pages.plain_page("Nie ma takiej płatności", "Wróć do sklepu i zacznij płatność od nowa."), status=404)
        if asked.method != "POST":
            return as_page(pages.pay_page(payment))
        form = asked.form()
        action = form.get("action", "")
        if action == "back":
            return see_other(payment.return_url)
        with self.store.lock:
            if payment.paid or payment.refused:
                return as_page(pages.pay_page(payment))
            if action == "blik" and not _is_blik(form.get("blik", "")):
                error = "Kod BLIK ma sześć cyfr. Wpisz dowolne, na przykład 123456."
                return as_page(pages.pay_page(payment, error=error), status=422)
            if action not in {"blik", "card", *(value for value, _text in pages.ODD_WAYS)}:
                return as_page(pages.pay_page(payment), status=422)
            notifications, failed = self._do(payment, action)
        for notification in notifications:
            self.notify(notification)
        return see_other(_with_error(payment.return_url) if failed and provider == PAYU else payment.return_url)

    def _do(self, payment: Payment, action: str) -> tuple[list[Notification], bool]:
        """What a button does: the messages to send, and whether the payment failed."""
        if action == "refuse":
            notification = self.refuse(payment, notify=False)
            return [notification] if notification else [], True
        amounts = {
            "less": [payment.amount - 1],
            "more": [payment.amount + 1000],
            "twice": [payment.amount, payment.amount],
        }.get(action, [payment.amount])
        made = [self.pay(payment, amount=max(amount, 1), notify=False) for amount in amounts]
        return [] if action == "silent" else made, False


def _is_blik(code: str) -> bool:
    digits = "".join(code.split())
    return len(digits) == 6 and digits.isascii() and digits.isdigit()


def _with_error(url: str) -> str:
    """PayU adds error=501 to continueUrl after a failed payment."""
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("error", "501")]
    return parts._replace(query=urlencode(query)).geturl()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    simulator: Simulator


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "PaymentSimulator"
    sys_version = ""
    timeout = 30

    def _handle(self) -> None:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= MAX_BODY:
            self._write(as_json(413, {"error": "Body too large"}))
            return
        parts = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        try:
            answer = self.server.simulator.answer(asked)
        except Exception:
            logger.exception("payment simulator: %s failed", self.command)
            answer = as_json(500, {"error": "Undefined error", "code": 500})
        self._write(answer)

    do_GET = do_POST = do_PUT = _handle

    def _write(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args) -> None:
        """The log of requests would tell nothing that the shop's does not."""

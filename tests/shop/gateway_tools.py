"""What the tests of the gateway adapters share: requests, hostile values, a server that says anything."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from shop.services.gateways.base import RefundRequest, StartRequest

START = StartRequest(
    session_id="ABCD2345-0f1e2d3c",
    amount=Decimal("123.45"),
    currency="PLN",
    description="Zamówienie ABCD2345, żółty „kubek”",
    email="jan.kowalski@example.org",
    language="pl",
    return_url="http://testserver/zamowienie/x/",
    notify_url="http://testserver/platnosci/p24/",
    buyer_ip="203.0.113.7",
)
KEY = "3f2b8c1e-7a54-4d0c-9e8f-1234567890ab"


def refund_request(**values) -> RefundRequest:
    base = {
        "key": KEY,
        "session_id": START.session_id,
        "gateway_id": "4300000001",
        "amount": Decimal("23.45"),
        "currency": "PLN",
        "reason": "Zwrot jednej rzeczy, która była uszkodzona w transporcie",
        "notify_url": "http://testserver/platnosci/p24/",
    }
    return RefundRequest(**{**base, **values})


@dataclass
class Scripted:
    """A gateway that answers what the test wrote down, in order; `seen` holds (method, path, headers, body)."""

    answers: list[tuple[int, dict, bytes]] = field(default_factory=list)
    seen: list[tuple[str, str, dict, bytes]] = field(default_factory=list)
    url: str = ""
    #: Seconds before an answer begins, and between its bytes.
    wait: float = 0
    drip: float = 0

    def say(self, status: int, body: bytes | str = b"{}", **headers: str) -> None:
        self.answers.append((status, headers, body.encode() if isinstance(body, str) else body))


class ScriptedServer(ThreadingHTTPServer):
    daemon_threads = True
    script: Scripted


class Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def _handle(self):
        script = self.server.script
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        script.seen.append((self.command, self.path, dict(self.headers), body))
        time.sleep(script.wait)
        status, headers, content = script.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if not script.drip:
            self.wfile.write(content)
            return
        for place in range(len(content)):
            self.wfile.write(content[place : place + 1])
            self.wfile.flush()
            time.sleep(script.drip)

    do_GET = do_POST = do_PUT = _handle

    def log_message(self, *args):
        pass


def serve(script: Scripted) -> ScriptedServer:
    server = ScriptedServer(("127.0.0.1", 0), Handler)
    server.script = script
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def hostile_values() -> dict[str, object]:
    """Values that no field of a message may have."""
    return {
        "missing": ...,
        "null": None,
        "true": True,
        "false": False,
        "list": [1],
        "object": {"a": 1},
        "float": 12.5,
        "huge": 10**40,
        "negative": -1,
        "empty": "",
        "long": "x" * 600,
        "nul": "a\x00b",
        "newline": "a\nb",
        "surrogate": "a\ud800b",
        "separator": "a\u2028b",
    }


@contextlib.contextmanager
def scripted() -> Iterator[tuple[Scripted, str]]:
    """A scripted gateway and its address."""
    script = Scripted()
    server = serve(script)
    try:
        yield script, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()

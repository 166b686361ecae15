"""A ShipX of our own on 127.0.0.1: points in pages, shipments that get a number at the second look, labels.

    def test_x(shipx):
        shipx.status = "delivered"        # what every shipment is said to be
        shipx.fail = 503                  # the next call gets this
        shipx.shipments                   # bodies of the shipments ordered
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

PDF = b"%PDF-1.4 label"
TOKEN = "token-of-the-test"


class FakeShipX(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.shipments: list[dict] = []
        self.points: list[dict] = []
        self.calls: list[str] = []
        self.status = "confirmed"
        self.number = "620000000000000000000001"
        self.fail = 0
        self.details: dict = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeShipX

    def do_GET(self):
        parts = urlsplit(self.path)
        self.server.calls.append(f"GET {parts.path}")
        if self._refuse():
            return
        if parts.path == "/v1/points":
            query = parse_qs(parts.query)
            page, size = int(query["page"][0]), 2
            rows = self.server.points
            pages = max(-(-len(rows) // size), 1)
            self._json(200, {"items": rows[(page - 1) * size : page * size], "page": page, "total_pages": pages})
        elif parts.path.endswith("/label"):
            self._answer(200, PDF, "application/pdf")
        else:
            self._json(200, {"id": 7, "status": self.server.status, "tracking_number": self.server.number})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(f"POST {self.path}")
        if self._refuse():
            return
        self.server.shipments.append(body)
        self._json(201, {"id": 7, "status": "created", "tracking_number": None})

    def _refuse(self) -> bool:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._json(401, {"error": "token_invalid"})
            return True
        if status := self.server.fail:
            self.server.fail = 0
            self._json(status, {"error": "validation_failed", "details": self.server.details})
            return True
        return False

    def _json(self, status: int, data: dict) -> None:
        self._answer(status, json.dumps(data).encode(), "application/json")

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def shipx(settings):
    """A running ShipX, its settings in place."""
    server = FakeShipX()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SHIPX_TOKEN, settings.SHIPX_ORGANIZATION_ID, settings.SHIPX_API_URL = TOKEN, "77", server.url
    yield server
    server.shutdown()
    server.server_close()

"""Requests and answers of the simulator."""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

#: What no page of the simulator needs, no page may load.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Asked:
    """A request. path: without the query; headers: names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def data(self) -> dict[str, Any]:
        """The JSON object of the body; empty for anything else."""
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}

    def form(self) -> dict[str, str]:
        """The fields of a form, the first value of each."""
        fields = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    def is_basic(self, user: str, password: str) -> bool:
        """Whether the request carries this user and password (HTTP basic)."""
        kind, _space, value = self.headers.get("authorization", "").partition(" ")
        try:
            given = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and hmac.compare_digest(given, f"{user}:{password}".encode())


@dataclass(frozen=True)
class Answer:
    """An answer to be sent."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def as_json(status: int, data: Any, **headers: str) -> Answer:
    return Answer(status, json.dumps(data, ensure_ascii=False).encode(), headers=headers)


def as_page(html: str, *, status: int = 200) -> Answer:
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"}
    return Answer(status, html.encode(), "text/html; charset=utf-8", headers)


def see_other(url: str) -> Answer:
    return Answer(303, headers={"Location": url, "Cache-Control": "no-store"})

"""The one way to a gateway: HTTP with limits, whose every ending is an answer or an error of `base`.

Nothing of a request or an answer is logged but its name, status and duration: both hold addresses of people.
"""

import json
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from .base import GatewayRefused, GatewayUnavailable

logger = logging.getLogger(__name__)

#: Seconds for the connection, and between two parts of the answer.
TIMEOUTS = (5, 15)
#: Seconds that a whole answer may take, however steadily it drips.
DEADLINE = 30
#: Bytes of an answer. The longest known, the refunds of a transaction, has a few thousand.
MAX_ANSWER = 256 * 1024
#: Refusals that say nothing of the request itself: the same call may succeed later (RFC 9110, 15.5.9; RFC 6585, 4).
TRANSIENT = (408, 425, 429)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class HttpRefused(GatewayRefused):
    """HTTP 4xx. `data`: the JSON of the answer, empty where it had none."""

    def __init__(self, message: str, *, status: int, data: dict[str, Any]):
        super().__init__(message)
        self.status = status
        self.data = data


class NoAuth(AuthBase):
    """Sends what the headers say: without it requests looks for passwords in ~/.netrc."""

    def __call__(self, request):
        return request


class Session(requests.Session):
    """Knows no redirects. Not following them is not enough: requests would read such an answer whole, whatever its
    size, to say where it leads."""

    def get_redirect_target(self, resp):
        return None


@dataclass(frozen=True)
class Call:
    """A request. label: what the log calls it; url: absolute; json or form: the body; auth: HTTP basic, user and password."""

    label: str
    method: str
    url: str
    json: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None
    auth: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[int, ...] = (200,)


def send(call: Call, *, most: int | None = None) -> dict[str, Any]:
    """Send a call once; redirects are not followed. most: bytes of the answer, else MAX_ANSWER.

    Returns the JSON object of an answer whose status is one of `call.accept`; an array comes as {"items": [...]}. Raises GatewayUnavailable for time-outs,
    lost connections, HTTP 5xx and whatever is not the JSON object expected; HttpRefused for HTTP 4xx.
    """
    return _judge(call, *_exchange(call, most or MAX_ANSWER))


def fetch(call: Call, *, most: int) -> bytes:
    """The same for an answer that is no JSON, such as a PDF. Raises as `send` does."""
    status, content = _exchange(call, most)
    if status not in call.accept:
        _judge(call, status, content)
        raise GatewayUnavailable(f"{call.label}: unexpected HTTP {status}")
    return content


def _exchange(call: Call, most: int) -> tuple[int, bytes]:
    started = time.monotonic()
    outcome = "lost"
    try:
        with Session() as session:
            # Proxies of the environment lead out of the house; the simulator is inside.
            session.trust_env = urlsplit(call.url).hostname not in LOOPBACK
            response = session.request(
                call.method,
                call.url,
                data=_body(call),
                headers={"Accept": "application/json", **_content_type(call), **call.headers},
                auth=call.auth or NoAuth(),
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
            )
            outcome = str(response.status_code)
            with response:
                content = _read(response, deadline=started + DEADLINE, most=most)
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        # The class alone: texts of such errors repeat the address, and with it numbers of payments.
        raise GatewayUnavailable(f"{call.label}: {type(error).__name__}") from error
    finally:
        logger.info("gateway %s: %s in %d ms", call.label, outcome, (time.monotonic() - started) * 1000)
    return response.status_code, content


def _body(call: Call) -> bytes | Mapping[str, str] | None:
    if call.json is None:
        return call.form
    return json.dumps(call.json, ensure_ascii=False, separators=(",", ":")).encode()


def _content_type(call: Call) -> dict[str, str]:
    return {} if call.json is None else {"Content-Type": "application/json; charset=utf-8"}


def _read(response: requests.Response, *, deadline: float, most: int) -> bytes:
    """The content, decoded. read1 returns after each part, so that a dripping answer meets the deadline."""
    content = b""
    while part := response.raw.read1(65536, decode_content=True):
        content += part
        if len(content) > most:
            raise ValueError("answer too long")
        if time.monotonic() > deadline:
            raise TimeoutError
    return content


def _judge(call: Call, status: int, content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if status >= 500 or status in TRANSIENT:
        raise GatewayUnavailable(f"{call.label}: HTTP {status}{_reason(data)}")
    if 400 <= status < 500:
        raise HttpRefused(
            f"{call.label}: HTTP {status}{_reason(data)}",
            status=status,
            data=data if isinstance(data, dict) else {},
        )
    if status not in call.accept:
        raise GatewayUnavailable(f"{call.label}: unexpected HTTP {status}")
    if isinstance(data, list):
        data = {"items": data}
    if not isinstance(data, dict):
        raise GatewayUnavailable(f"{call.label}: HTTP {status} without a JSON object")
    return data


def _reason(data: Any) -> str:
    """What the gateway gives as reason, cut short and without e-mail addresses. Przelewy24: error; PayU: status."""
    if not isinstance(data, dict):
        return ""
    reason = data.get("error") or data.get("status") or ""
    if isinstance(reason, dict):
        reason = " ".join(str(reason.get(key, "")) for key in ("statusCode", "codeLiteral", "statusDesc"))
    reason = re.sub(r"\S+@\S+", "…", str(reason))
    reason = "".join(sign for sign in reason if sign.isprintable()).strip()
    return f": {reason[:160]}" if reason else ""

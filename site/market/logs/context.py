"""The request that is being answered: its number, for every line logged meanwhile, and one line about it in the end."""

import logging
import re
import time
import uuid
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

from .masking import mask_path

logger = logging.getLogger("market.access")

HEADER = "X-Request-ID"
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
#: Asked every few seconds by machines; only what fails is worth a line.
QUIET = ("/healthz", "/readyz")


@dataclass
class RequestFacts:
    request_id: str
    method: str
    path: str


_current: ContextVar[RequestFacts | None] = ContextVar("market_request", default=None)


def current_facts() -> RequestFacts | None:
    """The request that this thread is answering; None outside of one."""
    return _current.get()


class RequestLogMiddleware:
    """Gives each request a number, the caller's own when it is of a safe form, tells it back in X-Request-ID, and writes
    one line about the answer: what, status, milliseconds, primary key of who is logged in. Never query or address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        given = request.headers.get(HEADER, "")
        facts = RequestFacts(
            request_id=given if SAFE_ID.fullmatch(given) else uuid.uuid4().hex,
            method=request.method if request.method and request.method.isalpha() else "?",
            path=mask_path(request.path_info),
        )
        request.log_facts = facts
        mark = _current.set(facts)
        try:
            response = self.get_response(request)
            self._tell(request, response, facts, began)
        finally:
            _current.reset(mark)
        response.headers[HEADER] = facts.request_id
        return response

    def _tell(self, request, response, facts: RequestFacts, began: float) -> None:
        if match := getattr(request, "resolver_match", None):
            facts.path = mask_path(request.path_info, match.captured_kwargs)
        quiet = request.path_info in QUIET or request.path_info.startswith(settings.STATIC_URL)
        if quiet and response.status_code < 400:
            return
        # What the view has asked for itself: asking here would open the session of a page that needs none.
        user = getattr(request, "_cached_user", None)
        logger.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            extra={
                "status": response.status_code,
                "duration_ms": round((time.monotonic() - began) * 1000),
                "user_id": user.pk if user is not None and user.is_authenticated else None,
            },
        )

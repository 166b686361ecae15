"""The request being answered, for code that no view hands it to (addresses of pages in cards and lists)."""

from contextvars import ContextVar

from django.core.cache import caches
from django.http import HttpRequest
from wagtail.models import Site

#: Answered also when database and cache are gone; they show no page.
HEALTH = frozenset({"/healthz", "/readyz"})

_request: ContextVar[HttpRequest | None] = ContextVar("market_request", default=None)


def current_request() -> HttpRequest | None:
    """The request of this thread or task; None outside of one (commands, outbox)."""
    return _request.get()


class CurrentRequestMiddleware:
    """Remember the request while it is answered.

    Wagtail keeps the sites' root paths on the request; without it every single `page.url` asks the cache again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in HEALTH:
            request._wagtail_cached_site_root_paths = caches["memory"].get_or_set(
                "root_paths", Site.get_site_root_paths
            )
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)

"""How often one visitor may do what costs us work or could be tried by machine; see docs/decisions/0021.

What a scope allows stands in `settings.THROTTLES`: so many times in so many seconds for a session and for an address. A
session is cheap to throw away, so the address decides in the end; it allows more, for a school or a mobile operator
stands behind one address.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from .client_address import client_network
from .refusals import too_many_requests

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counter:
    """One number that grows with each try and is forgotten when its window ends."""

    cache: str
    key: str
    limit: int
    #: Seconds until the window ends.
    wait: int

    def value(self) -> int:
        return caches[self.cache].get(self.key, 0)

    def add(self) -> int:
        """Count one try and give their number, this one included. Atomic on every cache that we offer."""
        cache = caches[self.cache]
        try:
            return cache.incr(self.key)
        except ValueError:
            cache.add(self.key, 0, timeout=self.wait + 1)
            return cache.incr(self.key)


def throttle_take(request: HttpRequest, scope: str) -> int:
    """Count one try of `scope`. Gives 0 when it is allowed, else the seconds until the next one is.

    A cache that does not answer allows everything: a broken counter must not close the shop.
    """
    return _ask(request, scope, Counter.add)


def throttle_wait(request: HttpRequest, scope: str) -> int:
    """Seconds until the next try of `scope` is allowed, 0 for now; counts nothing and writes nothing."""
    return _ask(request, scope, lambda counter: counter.value() + 1)


def throttled(scope: str, *, methods: tuple[str, ...] = ("POST",)):
    """Decorator of a view: every request of these methods counts; one too many gets 429 with Retry-After."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method in methods and (wait := throttle_take(request, scope)):
                return too_many_requests(request, wait)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def throttled_misses(scope: str, *, missed: type[Exception]):
    """Decorator of a view behind a secret address: only what is not found counts, so that reading writes nothing.

    missed: what the view raises for a wrong secret. After too many of them even right ones get 429: the answer must not
    tell the guesser which they are.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if wait := throttle_wait(request, scope):
                return too_many_requests(request, wait)
            try:
                return view(request, *args, **kwargs)
            except missed:
                throttle_take(request, scope)
                raise

        return guarded

    return decorate


def _ask(request: HttpRequest, scope: str, number: Callable[[Counter], int]) -> int:
    wait = 0
    for counter in _counters(request, scope):
        try:
            if number(counter) > counter.limit:
                wait = max(wait, counter.wait)
        except Exception:
            logger.exception("Throttle %s: the cache does not answer, the request is let through", scope)
    if wait:
        logger.warning("Throttle %s: refused for %s s", scope, wait)
    return wait


def _counters(request: HttpRequest, scope: str) -> list[Counter]:
    rule = settings.THROTTLES.get(scope)
    if rule is None:
        return []
    now = int(time.time())
    window, wait = now // rule["seconds"], rule["seconds"] - now % rule["seconds"]
    who = {"session": request.COOKIES.get(settings.SESSION_COOKIE_NAME), "address": client_network(request)}
    return [
        # Addresses are personal data: the cache holds only what nobody can turn back into them.
        Counter(
            rule.get("cache", "default"),
            f"throttle:{scope}:{kind}:{window}:{salted_hmac('home.throttle', who[kind]).hexdigest()[:24]}",
            rule[kind],
            wait,
        )
        for kind in ("session", "address")
        if kind in rule and who[kind]
    ]

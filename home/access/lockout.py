"""The throttle of logins: django-axes with two limits, one for the login and one for the address."""

import datetime
import logging
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from axes.attempts import get_cool_off_threshold
from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from ..client_address import client_address

logger = logging.getLogger("market.access")

NAME, ADDRESS = "username", "ip_address"
LONGEST_NAME = 254


def limit_of(parameter: str) -> int:
    """How many failures are one too many, for a login or an address."""
    return {NAME: settings.LOGIN_FAILURES_OF_NAME, ADDRESS: settings.LOGIN_FAILURES_OF_ADDRESS}[parameter]


def login_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """The login that was tried, the same for every spelling of it."""
    name = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(name).strip().casefold().replace("\0", "")[:LONGEST_NAME]


def login_address(request: HttpRequest) -> str | None:
    """The address to count failures by; None where it is not known (a socket of the same machine)."""
    return client_address(request) or None


class LockoutBackend(AxesStandaloneBackend):
    """Refuses locked logins before a password is looked at. Code without a request (commands, tests) is no attacker."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if request is None:
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)


class LockoutHandler(AxesDatabaseHandler):
    """Axes has one limit; ours are two, and a good login forgives the failures of that login alone."""

    def get_failures(self, request, credentials=None) -> int:
        """Failures by the measure of the login's limit: those of an address are scaled to it."""
        kinds = zip((NAME, ADDRESS), self.get_user_attempts(request, credentials), strict=True)
        return max(
            _sum(attempts) * limit_of(NAME) // limit_of(kind)
            for kind, attempts in kinds
            # A client behind a socket has no address, and shares none with anybody.
            if kind == NAME or request.axes_ip_address
        )

    def reset_user_attempts(self, request, credentials=None) -> int:
        # Axes would forgive the address too: an attacker with a login of his own could go on for ever.
        count, _models = AccessAttempt.objects.filter(username=login_name(request, credentials)).delete()
        return count


def _sum(attempts) -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


@dataclass(frozen=True)
class Lock:
    """A login or an address that is locked. kind: NAME or ADDRESS; until: when it may be tried again."""

    kind: str
    value: str
    failures: int
    until: datetime.datetime

    @property
    def is_address(self) -> bool:
        return self.kind == ADDRESS


def locks() -> list[Lock]:
    """Every lock there is now, the longest first."""
    return sorted(_locks(AccessAttempt.objects.all()), key=lambda lock: lock.until, reverse=True)


def lock_lift(*, kind: str, value: str, by) -> bool:
    """Forget the failures of a login or an address. False when there were none."""
    if kind not in {NAME, ADDRESS}:
        return False
    count, _models = AccessAttempt.objects.filter(**{kind: value}).delete()
    if count:
        logger.info("Login lock lifted: kind=%s by=%s", kind, by.pk)
    return bool(count)


def _locks(attempts) -> Iterable[Lock]:
    now = timezone.now()
    rows: dict[tuple[str, str], list[AccessAttempt]] = defaultdict(list)
    recent = attempts.filter(attempt_time__gte=now - settings.AXES_COOLOFF_TIME).order_by("attempt_time")
    for attempt in recent.only(NAME, ADDRESS, "failures_since_start", "attempt_time"):
        for kind in (NAME, ADDRESS):
            if value := getattr(attempt, kind):
                rows[kind, value].append(attempt)
    for (kind, value), group in rows.items():
        total = sum(attempt.failures_since_start for attempt in group)
        if total >= limit_of(kind):
            yield Lock(kind, value, total, _end(group, total, limit_of(kind)))


def _end(attempts: list[AccessAttempt], total: int, limit: int) -> datetime.datetime:
    """When so many of the failures are forgotten, oldest first, that fewer than `limit` are left."""
    for attempt in attempts:
        total -= attempt.failures_since_start
        if total < limit:
            return attempt.attempt_time + settings.AXES_COOLOFF_TIME
    return timezone.now()


def lockout_response(request: HttpRequest, original_response=None, credentials=None) -> HttpResponse:
    """429 with Retry-After, and a page that says how long and what to do; the same for every login, known or not."""
    name, address = login_name(request, credentials), request.axes_ip_address
    mine = [
        lock.until
        for lock in _locks(AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request)))
        if (lock.kind, lock.value) in {(NAME, name), (ADDRESS, address)}
    ]
    until = max(mine, default=timezone.now() + settings.AXES_COOLOFF_TIME)
    seconds = max(1, math.ceil((until - timezone.now()).total_seconds()))
    response = render(request, "admin/access/locked.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response

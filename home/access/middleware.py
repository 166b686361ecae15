"""What a login is worth: its age, and the second factor."""

import time
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .factors import factor_of, factor_required

BEGUN, SEEN = "staff_since", "staff_seen"
#: The time of the last request is written at most so often, in seconds.
SEEN_STEP = 60

VERIFY, RECOVERY, SETUP = "market_factor_verify", "market_factor_recovery", "market_factor_setup"
#: What everybody may open, logged in or not.
OPEN = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
    }
)


class AccessMiddleware:
    """In the admin: ends old logins, and leads to the second factor before anything else.

    On the public site nothing is looked at until somebody asks for the user; a login that still lacks its second
    factor counts as none there (private documents, for example).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _in_admin(request):
            request.user = SimpleLazyObject(partial(_counted, request, request.user))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if not _in_admin(request) or not request.user.is_authenticated:
            return None
        if login_is_over(request):
            logout(request)
            return None if name in OPEN else _sent_to_login(request)
        _mark_seen(request)
        wanted = factor_step(request.user)
        if wanted is None or name in OPEN or name in wanted:
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect(f"{reverse(wanted[0])}?{urlencode({'next': _back_to(request)})}")


def factor_step(user) -> tuple[str, ...] | None:
    """Names of the addresses where the person must prove or set up the second factor; None when nothing is missing."""
    if user.is_verified():
        return None
    if factor_of(user) is not None:
        return (VERIFY, RECOVERY)
    if factor_required() and user.has_perm("wagtailadmin.access_admin"):
        return (SETUP,)
    return None


def login_is_over(request: HttpRequest) -> bool:
    """Whether the login is older than STAFF_SESSION_AGE, or was not used for STAFF_SESSION_IDLE."""
    now = time.time()
    begun, seen = request.session.get(BEGUN, now), request.session.get(SEEN, now)
    return now - begun >= settings.STAFF_SESSION_AGE or now - seen >= settings.STAFF_SESSION_IDLE


def _mark_seen(request: HttpRequest) -> None:
    now = time.time()
    request.session.setdefault(BEGUN, now)
    if now - request.session.get(SEEN, 0) >= SEEN_STEP:
        request.session[SEEN] = now


def _counted(request: HttpRequest, user):
    if user.is_authenticated and (login_is_over(request) or factor_step(user) is not None):
        return AnonymousUser()
    return user


def _sent_to_login(request: HttpRequest) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    messages.info(request, _("You were logged out because a long time has passed. Log in again."))
    return redirect(f"{reverse('wagtailadmin_login')}?{urlencode({'next': _back_to(request)})}")


def _back_to(request: HttpRequest) -> str:
    """Where to go on afterwards: the address that was asked for, if it can be asked for again."""
    return request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")


def _in_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")

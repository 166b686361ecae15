"""Views that belong to no room: health, robots, errors."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.refusals import refuse

from .readiness import readiness

logger = logging.getLogger(__name__)

#: The server refuses connections, ended while a query ran, or stayed locked: to be tried again, no fault in the code.
DATABASE_IS_AWAY = (OperationalError, InterfaceError)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache, migrations and worker are in order; 503 with the names of what is not. `warnings` need a look
    without being a reason to take the site off: disk, backup, audit (docs/operations.md)."""
    failed, warnings = readiness()
    return JsonResponse(
        {"status": "failed" if failed else "ok", "failed": failed, "warnings": warnings},
        status=503 if failed else 200,
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything but the admin and personal pages."""
    lines = ["User-agent: *"]
    for prefix in ("", "/en", "/uk"):
        lines += [
            f"Disallow: {prefix}{path}" for path in ("/koszyk/", "/zamowienie/", "/paragon/", "/szukaj/")
        ]
    lines += ["Disallow: /admin/", f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a visitor sees when a form's protection fails, for example after a long pause."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; but a session that could not be saved because the database is away is no fault of the visitor.

    Also for a foreign Host header, so nothing of the request may be used here. Django's session store hides any
    DatabaseError behind UpdateError, and the middleware that one behind a 400.
    """
    cause: BaseException | None = exception
    while cause is not None:
        if isinstance(cause, DATABASE_IS_AWAY):
            return server_error(request, is_away=True)
        cause = cause.__context__
    return refuse(request, 400)


def not_found(request: HttpRequest) -> HttpResponse:
    """An address of a library that is not offered here."""
    raise Http404


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


#: For the case that not even the page of errors can be made, for example when the list of static files is missing.
BARE_ERROR = (
    '<!doctype html><html lang="pl"><meta charset="utf-8"><title>Błąd po naszej stronie</title>'
    "<h1>Coś się u nas zepsuło</h1><p>Odśwież stronę za chwilę. "
    '<span lang="en">The fault is ours, please try again in a moment.</span> '
    '<span lang="uk">Помилка на нашому боці, спробуйте за хвилину.</span></p></html>'
)


def server_error(request: HttpRequest, *, is_away: bool = False) -> HttpResponse:
    """500, or 503 with Retry-After (RFC 9110, section 15.6.4) while the database does not answer.

    No context processors: whatever broke may break them too.
    """
    from django.template.loader import render_to_string

    try:
        page = render_to_string("500.html")
    except Exception:
        logger.exception("the page of errors cannot be shown")
        page = BARE_ERROR
    response = HttpResponse(page, status=500)
    if is_away or isinstance(sys.exc_info()[1], DATABASE_IS_AWAY):
        response.status_code = 503
        response["Retry-After"] = "30"
    return response

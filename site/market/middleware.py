"""Middleware of the whole site."""

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_path

from home.refusals import refuse
from home.request_limits import is_admin


class PathLocaleMiddleware:
    """Activate the language that the path names, Polish without a prefix.

    Unlike Django's LocaleMiddleware it looks at neither header nor cookie, so a response varies on nothing personal
    and any cache may keep it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with one exception: the Wagtail admin, which needs inline scripts and styles of its own."""

    def process_response(self, request, response):
        if is_admin(request):
            response._csp_replace = ADMIN_POLICY
            # The editor shows the preview of a page in a frame of its own.
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        elif getattr(request, "is_dummy", False):
            # What that frame shows: Wagtail asks for it as if it were a page of the site, through all middleware.
            response._csp_replace = {"frame-ancestors": [SELF]}
        return super().process_response(request, response)


#: Powers of a browser that no page of ours uses (W3C Permissions Policy).
UNUSED_POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{power}=()" for power in UNUSED_POWERS)


class BrowserPolicyMiddleware:
    """Permissions-Policy, Cross-Origin-Resource-Policy and nosniff on every answer; words for an empty 405.

    Pictures and static files may be shown by readers of our feed and by mail programs on the web, pages and documents
    by nobody else.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            page = refuse(request, 405)
            response.content, response["Content-Type"] = page.content, page["Content-Type"]
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        is_file = request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_file else "same-origin")
        return response


class OwnNotFoundMiddleware:
    """For development: our own page for an address without a page, where Django would list its patterns.

    Who looks round the demonstration sees what visitors will see. An error of the code still shows where it happened.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "404.html", status=404) if isinstance(exception, Http404) else None


class IncompleteFormMiddleware:
    """400 or 404 instead of 500 for requests to the admin that no form of it sends: Wagtail's views trust theirs."""

    #: Wagtail's form fails on its own missing field without a KeyError.
    FIELDS = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}
    #: The second step of an import, asked for without the first.
    STEPS = frozenset({"wagtailredirects:process_import"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        # Whoever may not be here is told so by the view.
        if request.method != "POST" or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        name = request.resolver_match.view_name
        field = self.FIELDS.get(name)
        if field and field not in request.POST:
            return incomplete_form(request)
        if name.startswith("wagtailsnippetchoosers_") and name.endswith(":create"):
            # Registered for every kind, also for those that a chooser cannot make.
            chooser = view.view_class(**view.view_initkwargs)
            return None if chooser.get_creation_form_class() else render(request, "404.html", status=404)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path_info.startswith("/admin/"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if isinstance(exception, MultiValueDictKeyError) or (isinstance(exception, KeyError) and name in self.STEPS):
            return incomplete_form(request)
        if isinstance(exception, ValidationError) and request.method == "POST":
            # Published by a list, by moderation or by an old version, past the form that would have told it in time.
            return refused_page(request, exception)
        if isinstance(exception, ObjectDoesNotExist) and name.startswith("wagtail_localize"):
            # Its views expect the translated page to be there; it may be deleted, or not made yet.
            return render(request, "404.html", status=404)
        return None


def refused_page(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Back to the page, or to the tree, with what the page's model says against it; nothing was changed."""
    for message in refusal.messages:
        messages.error(request, message)
    page = request.resolver_match.kwargs.get("page_id") if request.resolver_match else None
    return redirect("wagtailadmin_pages:edit", page) if page else redirect("wagtailadmin_explore_root")


def incomplete_form(request: HttpRequest) -> HttpResponse:
    return render(request, "admin/incomplete_form.html", status=400)

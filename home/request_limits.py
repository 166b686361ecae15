"""What a request may look like before anything of it is used: how long, in which encoding, with which characters.

Behind it stands the thought that whatever reaches a view is text that every database and every page can take.
"""

import codecs
import io
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from .refusals import refuse

#: Status set by `readable_requests` for what Django itself cannot build a request from.
UNREADABLE = "market.unreadable"
#: Control characters, lone surrogates, private use, unassigned.
UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})


def readable_requests(application: Callable) -> Callable:
    """WSGI wrapper: what makes Django raise while it builds the request, where no error page is made, becomes a 4xx.

    That are a Content-Type with broken parameters, and a charset: with one, Django decodes the query at once.
    """

    def guarded(environ, start_response):
        if status := _unreadable_status(environ):
            environ.update({"CONTENT_TYPE": "", "QUERY_STRING": "", UNREADABLE: status})
        return application(environ, start_response)

    return guarded


def _unreadable_status(environ: dict) -> int:
    if len(environ.get("QUERY_STRING", "")) > settings.QUERY_LIMIT:
        return 414
    try:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        return 0 if _is_plain_charset(parameters.get("charset", "utf-8")) else 415
    except (ValueError, LookupError, TypeError, AttributeError):
        return 400


def _is_plain_charset(name: str) -> bool:
    """Whether it is the encoding of the web; an unknown one is, for Django passes over it.

    Of Python's other encodings some are no text (rot13, zlib), others make lone surrogates out of letters (utf-7).
    """
    try:
        return codecs.lookup(name).name in {"utf-8", "ascii"}
    except LookupError:
        return True


class RequestLimitsMiddleware:
    """Refuses with 4xx what is too long or cannot be text; cookies that cannot are dropped, for their owner cannot help it.

    Stands behind the middleware that knows the language, and before all that reads query, cookies or body.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = (
            request.META.get(UNREADABLE)
            or _address_status(request)
            or _header_status(request)
            or _body_status(request)
        )
        if status:
            return refuse(request, status)
        for name, value in list(request.COOKIES.items()):
            if not _is_printable(name) or not _is_printable(value):
                del request.COOKIES[name]
        return self.get_response(request)


class StaffUploadsMiddleware:
    """Lets large bodies through to the administration for those who are logged in, and for nobody else.

    Stands behind the authentication; the body has not been read until then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        too_long = _content_length(request) > settings.PUBLIC_BODY_LIMIT
        if too_long and not request.user.is_authenticated:
            return refuse(request, 413)
        return self.get_response(request)


def body_limit(request: HttpRequest) -> int:
    """Most bytes of a body: pictures and long pages are sent to the administration, 64 KB are enough elsewhere."""
    return settings.STAFF_BODY_LIMIT if is_admin(request) else settings.PUBLIC_BODY_LIMIT


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def _address_status(request: HttpRequest) -> int:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) > settings.PATH_LIMIT or len(query) > settings.QUERY_LIMIT:
        return 414
    if query.count("&") >= settings.FIELDS_LIMIT:
        return 400
    # NUL is text to nobody, and PostgreSQL cannot even look for it. No page of ours has one in its address.
    if "\0" in request.path_info:
        return 404
    return 400 if "\0" in query or "%00" in query else 0


def _header_status(request: HttpRequest) -> int:
    headers = [value for name, value in request.META.items() if name.startswith("HTTP_") and isinstance(value, str)]
    if max(map(len, headers), default=0) > settings.HEADER_LIMIT or sum(map(len, headers)) > 4 * settings.HEADER_LIMIT:
        return 431
    return 0 if _is_plain_charset(request.encoding or "utf-8") else 415


def _body_status(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    if length and not (length.isascii() and length.isdecimal()):
        return 400
    if _content_length(request) > body_limit(request):
        return 413
    in_chunks = not length and request.META.get("HTTP_TRANSFER_ENCODING")
    if in_chunks and (status := _read_chunks(request)):
        return status
    if is_admin(request) or request.method in {"GET", "HEAD", "OPTIONS"}:
        return 0
    return _form_status(request)


def _content_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    # A number of more digits than any body has bytes; int() of a very long one is refused by Python.
    return int(length[:18])


def _read_chunks(request: HttpRequest) -> int:
    """A body in chunks has no length of its own: read as much as is allowed, refuse when there is more.

    Only a server that says so (`wsgi.input_terminated`, gunicorn does) ends such a body; from others it cannot be read.
    """
    if not request.META.get("wsgi.input_terminated"):
        return 411
    data = request.META["wsgi.input"].read(settings.PUBLIC_BODY_LIMIT + 1)
    if len(data) > settings.PUBLIC_BODY_LIMIT:
        return 413
    # Django takes a body without a length for an empty one.
    request.META["CONTENT_LENGTH"] = str(len(data))
    request._stream = io.BytesIO(data)
    return 0


def _form_status(request: HttpRequest) -> int:
    """Read the form here, so that a broken one is refused in one place. The raw body stays readable for the views."""
    try:
        request.body  # noqa: B018 – kept by Django, and POST is then parsed from it
        fields = sum(map(len, dict(request.POST.lists()).values())) + len(request.FILES)
    except (ValueError, LookupError, TypeError):
        # Parameters of a part in an encoding that does not exist, and the like.
        return 400
    return 400 if fields > settings.FIELDS_LIMIT else 0


def _is_printable(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or not any(unicodedata.category(char) in UNPRINTABLE for char in text)

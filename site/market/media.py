"""Uploaded files during development; in production the proxy serves them (docs/deploy)."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe
from whitenoise.media_types import MediaTypes
from whitenoise.responders import StaticFile

TYPES = MediaTypes()


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A file below MEDIA_ROOT, in parts where the browser asks for them: without that, Safari plays no film and others
    cannot go back in one."""
    file = Path(safe_join(settings.MEDIA_ROOT, path))
    if not file.is_file():
        raise Http404
    found = StaticFile(str(file), [("Content-Type", TYPES.get_type(path))]).get_response(request.method, request.META)
    response = FileResponse(found.file, status=found.status) if found.file else HttpResponse(status=found.status)
    for name, value in found.headers:
        response[name] = value
    return response

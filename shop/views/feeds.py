"""Files of goods for price comparison sites."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..feeds import MAX_AGE, ceneo_feed, google_feed


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def google(request: HttpRequest) -> HttpResponse:
    """RSS 2.0 for Google Merchant Center and Meta."""
    return HttpResponse(google_feed(), content_type="application/rss+xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def ceneo(request: HttpRequest) -> HttpResponse:
    """XML for Ceneo."""
    return HttpResponse(ceneo_feed(), content_type="application/xml; charset=utf-8")

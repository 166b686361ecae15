"""Search, and captions of films."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .models import Video
from .refusals import too_many_requests
from .search.results import search_results, spellings
from .search.suggestions import suggestions
from .search.text import clean_query
from .throttle import throttle_take

#: Seconds that a browser and a proxy keep suggestions: the same few letters are typed again and again.
SUGGESTIONS_AGE = 600
#: Seconds for captions: a mended fault must show soon.
CAPTIONS_AGE = 300


@require_safe
def search_view(request: HttpRequest) -> HttpResponse:
    """Results for `q`, of one part of the site with `dzial`; a form alone without `q`."""
    query = clean_query(request.GET.get("q", ""))
    if query and (wait := throttle_take(request, "search")):
        return too_many_requests(request, wait)
    results = search_results(query, room=request.GET.get("dzial", ""), number=request.GET.get("strona", 1))
    total = results.page_obj.paginator.count
    return render(
        request,
        "home/search.html",
        {
            "page_title": _("Search: %(query)s") % {"query": query} if query else _("Search"),
            "search_query": query,
            "results": results,
            "page_obj": results.page_obj,
            "total": total,
            "spellings": spellings(query) if query and not total else [],
            "pagination_query": results.pagination_query,
            "breadcrumbs": [{"title": "Market Społeczny", "url": "/"}, {"title": _("Search"), "url": ""}],
        },
    )


@cache_control(public=True, max_age=SUGGESTIONS_AGE)
def _suggestions(request: HttpRequest) -> HttpResponse:
    lines = suggestions(request.GET.get("q", ""), room=request.GET.get("dzial", ""))
    return render(request, "home/suggestions.html", {"suggestions": lines})


@require_safe
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """Options of a list for what was typed so far (`q`), as a fragment. Says nothing personal, so any cache may keep it."""
    if wait := throttle_take(request, "suggest"):
        return too_many_requests(request, wait)
    return _suggestions(request)


@require_safe
@cache_control(public=True, max_age=CAPTIONS_AGE)
def video_captions(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Captions of a film as WebVTT: from our own address, wherever the files lie, for browsers take no others."""
    video = get_object_or_404(Video.objects.without_posters(), pk=pk)
    if language not in video.languages:
        raise Http404
    headers = {"Content-Language": language}
    return HttpResponse(video.words("captions", language), content_type="text/vtt; charset=utf-8", headers=headers)

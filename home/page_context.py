"""What a page of the tree tells about itself: title, description, canonical address, languages, way back."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from .context import page_frame
from .links import absolute, page_language_links
from .renditions import SOCIAL_CARD

#: Depth of home pages in the tree of pages.
HOME_DEPTH = 2


def page_context(page, request: HttpRequest) -> dict:
    """Entries that base.html reads; lazy, so a page without some of them pays nothing."""
    links = SimpleLazyObject(lambda: page_language_links(page, request))
    context = {
        "page_title": "" if page.depth == HOME_DEPTH else (page.seo_title or page.title),
        "meta_description": page.meta_description,
        "canonical_url": SimpleLazyObject(lambda: absolute(_canonical(page, request))),
        "language_links": links,
        "alternates": SimpleLazyObject(lambda: _alternates(page, links)),
        "breadcrumbs": SimpleLazyObject(lambda: breadcrumbs(page, request)),
    }
    if page.picture_id and (url := _social_card(page)):
        context["og_image_url"] = absolute(url)
    return context


def _canonical(page, request: HttpRequest) -> str:
    """An alias repeats the words of its source: search engines are sent there."""
    return page.alias_of.get_url(request) if page.alias_of_id else page.get_url(request)


def _alternates(page, links) -> list[dict[str, str]]:
    """hreflang entries of true translations; Polish is the default."""
    if page.alias_of_id:
        return []
    found = [{"code": link.code, "url": absolute(link.url)} for link in links if link.is_translated]
    default = [
        {"code": "x-default", "url": entry["url"]}
        for entry in found
        if entry["code"] == settings.LANGUAGE_CODE
    ]
    return found + default if len(found) > 1 else []


def breadcrumbs(page, request: HttpRequest) -> list[dict[str, str]]:
    """The way from the home page to this one; nothing on the home page itself."""
    if page.depth <= HOME_DEPTH:
        return []
    frame = page_frame(request)
    url = page.get_url(request)
    rooms = [room for room in frame.navigation if url.startswith(room.url) and url != room.url]
    way = [
        {"title": frame.home_title, "url": frame.home_url},
        *({"title": r.title, "url": r.url} for r in rooms),
    ]
    if page.depth > len(way) + HOME_DEPTH:
        between = (
            Page.objects.ancestor_of(page)
            .filter(depth__gt=len(way) + 1)
            .order_by("depth")
            .defer_streamfields()
        )
        way += [{"title": ancestor.title, "url": ancestor.get_url(request)} for ancestor in between]
    return [*way, {"title": page.title, "url": url}]


def _social_card(page) -> str | None:
    try:
        return page.picture.get_rendition(SOCIAL_CARD).url
    except SourceImageIOError:
        # The file of the picture is gone; the site's own card serves.
        return None

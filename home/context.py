"""What every public page shows around its own content; fetched only when a template asks for it."""

from dataclasses import dataclass, replace

from django.core.cache import caches
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Site

from .links import absolute, view_language_links
from .models import Funder, HomePage, SiteSettings, StandardPage


@dataclass(frozen=True)
class FrameLink:
    title: str
    url: str


@dataclass(frozen=True)
class NavigationLink:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """Head and foot of all pages of a language."""

    home_url: str
    home_title: str
    navigation: list[FrameLink]
    footer: list[FrameLink]
    site_settings: SiteSettings | None
    funders: list[Funder]


EMPTY_FRAME = Frame("/", "Market Społeczny", [], [], None, [])


def site_context(request: HttpRequest) -> dict:
    """Context processor: navigation, footer, operator's facts, language links. Nothing for the admin."""
    if request.path_info.startswith("/admin/"):
        return {}
    frame = SimpleLazyObject(lambda: page_frame(request))
    return {
        "navigation": SimpleLazyObject(
            lambda: [
                NavigationLink(link.title, link.url, request.path.startswith(link.url))
                for link in frame.navigation
            ]
        ),
        "footer_pages": SimpleLazyObject(lambda: frame.footer),
        "home_url": SimpleLazyObject(lambda: frame.home_url),
        "site_settings": SimpleLazyObject(lambda: frame.site_settings),
        "funders": SimpleLazyObject(lambda: frame.funders),
        "language_links": SimpleLazyObject(lambda: view_language_links(request)),
        "canonical_url": SimpleLazyObject(lambda: absolute(request.path)),
        "og_image_url": absolute(static("img/og-default.png")),
        "feed_url": reverse("stories_feed"),
    }


def page_frame(request: HttpRequest) -> Frame:
    """The frame in the active language; kept in memory for a minute and forgotten when an editor changes a part."""
    key = f"frame:{get_language()}"
    frame = caches["memory"].get(key)
    if frame is None:
        frame = _build_frame(request)
        if frame.navigation:
            caches["memory"].set(key, frame)
    return frame


def forget_frames(**kwargs) -> None:
    """Receiver of the signals of pages, settings and funders: what changed must show at once, here at least."""
    for name in ("memory", "template_fragments"):
        caches[name].clear()


def _build_frame(request: HttpRequest) -> Frame:
    """Children of the home page: those in the menus make the navigation, other text pages stand at the foot."""
    site = Site.find_for_request(request)
    root = HomePage.objects.live().filter(locale__language_code=get_language()).defer_streamfields().first()
    if site is None:
        return EMPTY_FRAME
    if root is None:
        # A language without a tree of its own yet: the seller is the same one.
        return replace(EMPTY_FRAME, site_settings=SiteSettings.for_site(site))
    navigation, footer = [], []
    for page in root.get_children().live().defer_streamfields().select_related("content_type"):
        link = FrameLink(page.title, page.get_url(request) or "/")
        if page.show_in_menus:
            navigation.append(link)
        elif page.content_type.model_class() is StandardPage:
            footer.append(link)
    return Frame(
        home_url=root.get_url(request) or "/",
        home_title=root.title,
        navigation=navigation,
        footer=footer,
        site_settings=SiteSettings.for_site(site),
        funders=list(Funder.objects.filter(in_footer=True).select_related("image")),
    )

"""Addresses of the text pages that the law wants to be at hand before an order or beside a list."""

from django.conf import settings
from django.core.cache import caches
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from home.models import StandardPage, with_root_paths

from .models import ShopPage

#: Slugs of the Polish pages; other languages are found by the translation key.
SLUGS = {
    "terms": "regulamin",
    "privacy": "polityka-prywatnosci",
    "returns": "odstapienie-od-umowy",
    "ranking": "jak-ukladamy-wyniki",
}


def legal_links() -> dict[str, str]:
    """{"terms": url, "privacy": url, "returns": url, "ranking": url} in the active language; a page not yet written is missing.

    Kept in memory for a minute like the frame of the page, and forgotten with it when an editor publishes something.
    """
    key = f"legal:{get_language()}"
    links = caches["memory"].get(key)
    if links is None:
        links = _find_links()
        caches["memory"].set(key, links)
    return links


def _find_links() -> dict[str, str]:
    polish = StandardPage.objects.filter(
        slug__in=SLUGS.values(),
        locale__language_code=settings.LANGUAGE_CODE,
        translation_key=OuterRef("translation_key"),
    )
    pages = (
        StandardPage.objects.live()
        .filter(locale__language_code=get_language() or settings.LANGUAGE_CODE)
        .annotate(polish_slug=Subquery(polish.values("slug")[:1]))
        .filter(polish_slug__isnull=False)
        .select_related("locale")
        .defer("body")
    )
    names = {slug: name for name, slug in SLUGS.items()}
    return {names[page.polish_slug]: page.url for page in with_root_paths(pages)}


def shop_url() -> str:
    """Address of the list of goods in the active language; empty while there is no shop page."""
    language = get_language() or settings.LANGUAGE_CODE
    page = ShopPage.objects.live().filter(locale__language_code=language).select_related("locale").first()
    return page.url if page else ""

"""sitemap.xml of all languages, with hreflang and pictures; aliases (untranslated pages) stay out."""

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from home.links import absolute
from home.models import BasePage, MarketRendition
from home.renditions import SOCIAL_CARD


class PageSitemap(Sitemap):
    """Every live public page in its own language."""

    def items(self):
        pages = (
            Page.objects.live()
            .filter(alias_of__isnull=True, depth__gt=1)
            .select_related("locale")
            .defer_streamfields()
            .order_by("path")
        )
        self.translations: dict = {}
        # A page beside the trees of all sites has no address.
        pages = [page for page in pages if page.url]
        self.pictures = pictures_of_pages()
        for page in pages:
            self.translations.setdefault(page.translation_key, []).append(page)
        return pages

    def get_urls(self, page=1, site=None, protocol=None):
        """One entry a page. Addresses come from BASE_URL, not from the sites framework."""
        return [self._entry(item) for item in self.paginator.page(page).object_list]

    def _entry(self, page: Page) -> dict:
        twins = self.translations[page.translation_key]
        alternates = [
            {"location": absolute(twin.url), "lang_code": twin.locale.language_code} for twin in twins
        ]
        polish = [twin for twin in twins if twin.locale.language_code == settings.LANGUAGE_CODE]
        alternates += [{"location": absolute(twin.url), "lang_code": "x-default"} for twin in polish]
        return {
            "item": page,
            "location": absolute(page.url),
            "lastmod": page.last_published_at,
            "changefreq": None,
            "priority": "",
            "alternates": alternates if len(twins) > 1 else [],
            "image": self.pictures.get(page.pk, ""),
        }

    def get_latest_lastmod(self):
        return (
            Page.objects.live()
            .order_by("-last_published_at")
            .values_list("last_published_at", flat=True)
            .first()
        )


def pictures_of_pages() -> dict[int, str]:
    """{primary key of a page: absolute address of its opening picture} (Google's image extension of the protocol).

    Only sizes that are cut already: a map of the site makes no files.
    """
    pictures: dict[int, int] = {}
    for model in apps.get_models():
        if issubclass(model, BasePage):
            pictures |= dict(model.objects.live().filter(picture__isnull=False).values_list("pk", "picture_id"))
    cut = MarketRendition.objects.filter(filter_spec=SOCIAL_CARD, image__in=set(pictures.values()))
    addresses = {rendition.image_id: absolute(rendition.url) for rendition in cut}
    return {page: addresses[image] for page, image in pictures.items() if image in addresses}

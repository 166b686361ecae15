from django.conf import settings
from django.core.cache import caches
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.search import index

from ..current_request import current_request
from ..renditions import SOCIAL_CARD


def language_code(locale_id: int) -> str:
    """Code of the language of a tree, remembered: there are three of them, and every card asks."""
    codes = caches["memory"].get_or_set(
        "locales", lambda: dict(Locale.objects.values_list("pk", "language_code"))
    )
    if locale_id not in codes:
        caches["memory"].delete("locales")
        return Locale.objects.get(pk=locale_id).language_code
    return codes[locale_id]


class BasePage(Page):
    """What all pages share: a lead, an opening picture with its alternative text, and language fallbacks."""

    #: Tree of the page that an alias stands for, where the query has fetched it (`ready_for_cards`).
    source_locale_id: int | None = None

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_(
            "One or two sentences that say what the page is about. Shown under the title and in lists."
        ),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_(
            "What the picture shows, for people who do not see it. Needed whenever there is a picture."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead", boost=2),
        index.AutocompleteField("lead"),
    ]

    #: Part of the site that the page belongs to in results of a search (home.search.results).
    search_room = "pages"

    #: Everything here is for everybody: no page can be made private, so lists need not ask which ones are.
    private_page_options: list[str] = []

    #: Sizes in which lists and the page itself show the picture (templates/components/card_picture.html).
    picture_sizes: tuple[str, ...] = ("fill-640x640", "fill-800x500", "fill-1280x800", SOCIAL_CARD)

    #: Type of the page in schema.org's vocabulary; None where no JSON-LD of its own is given.
    schema_type: str | None = None

    class Meta:
        abstract = True

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows: not everybody sees it.")})

    def get_context(self, request, *args, **kwargs):
        from ..page_context import page_context

        return {**super().get_context(request, *args, **kwargs), **page_context(self, request)}

    def get_view_restrictions(self):
        """None, without asking the database: see `private_page_options`."""
        return PageViewRestriction.objects.none()

    def get_url(self, request=None, current_site=None):
        """Address of the page; looks the sites up once a request, not once a page."""
        return super().get_url(request or current_request(), current_site)

    url = property(get_url)

    def search_keywords(self) -> list[str]:
        """Words that name what the page is about beside its title, in the active language: codes, makers, synonyms."""
        return []

    def search_names(self) -> list[str]:
        """Names of the page; who types one of them whole means this page."""
        return [self.title]

    @classmethod
    def search_factors(cls, page_ids: list[int]) -> dict[int, float]:
        """Factors for the places of pages among the results, for example of sold goods; 1 for those not named."""
        return {}

    @property
    def content_language(self) -> str:
        """Code of the language that the words are in: an alias shows the words of the page it stands for."""
        if not self.alias_of_id:
            return language_code(self.locale_id)
        return language_code(self.source_locale_id or self.alias_of.locale_id)

    @property
    def is_translated(self) -> bool:
        """False for a page of a translated tree that still shows the words of its source."""
        return not self.alias_of_id

    @property
    def meta_description(self) -> str:
        """Text for search engines and social cards, at most 160 characters."""
        return Truncator(self.search_description or self.lead).chars(160)

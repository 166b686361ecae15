import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock
from home.models import BasePage


class GlossaryTerm(models.Model):
    """The identity of a term: abbreviation, legal basis, when it was last checked. Its words are on pages."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True, help_text=_("Act, article and journal."))
    legal_url = models.URLField(_("address of the act"), blank=True)
    checked_on = models.DateField(
        _("checked on"), help_text=_("When somebody last compared the entry with the law in force.")
    )
    sources = models.TextField(_("sources"), blank=True)
    related = models.ManyToManyField("self", verbose_name=_("related terms"), blank=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.abbreviation or self.code

    @property
    def is_stale(self) -> bool:
        """True when nobody has checked the entry for twelve months."""
        return self.checked_on < timezone.localdate() - datetime.timedelta(days=365)


class GlossaryIndexPage(BasePage):
    """All terms from A to Z."""

    parent_page_types = ["goodpractices.KnowledgeIndexPage"]
    subpage_types = ["goodpractices.GlossaryTermPage"]
    max_count_per_parent = 1
    search_room = "knowledge"

    class Meta:
        verbose_name = _("glossary")

    def get_context(self, request, *args, **kwargs):
        from ..listing import glossary_listing

        return {**super().get_context(request, *args, **kwargs), **glossary_listing(self)}


class GlossaryTermPage(BasePage):
    """What a term means, in one language."""

    term = models.ForeignKey(GlossaryTerm, verbose_name=_("term"), on_delete=models.PROTECT, related_name="pages")
    definition = models.TextField(
        _("definition"), max_length=300, help_text=_("At most 300 characters, in plain words; shown beside the word.")
    )
    easy = models.CharField(_("in one easy sentence"), max_length=200, blank=True)
    phrases = models.TextField(
        _("words to be linked"),
        blank=True,
        help_text=_("One form a line, with inflected ones. The first use on a page is linked to this entry."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        FieldPanel("term"),
        *BasePage.content_panels,
        FieldPanel("definition"),
        FieldPanel("easy"),
        FieldPanel("phrases"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [SynchronizedField("term", overridable=False)]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("definition", boost=3),
        index.SearchField("phrases", boost=4),
        index.AutocompleteField("phrases"),
        index.SearchField("body"),
    ]
    parent_page_types = ["goodpractices.GlossaryIndexPage"]
    subpage_types: list[str] = []
    schema_type = "DefinedTerm"
    search_room = "knowledge"

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")

    def search_keywords(self) -> list[str]:
        return [self.term.abbreviation, *self.phrases.splitlines()]

    def search_names(self) -> list[str]:
        return [self.title, *self.search_keywords()]

    def get_context(self, request, *args, **kwargs):
        from ..page_context import term_context

        return {**super().get_context(request, *args, **kwargs), **term_context(self)}

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from home.formats import decimal_text
from home.models import BasePage
from home.models.records import in_language


class Figure(index.Indexed, models.Model):
    """A number that texts quote by reference: never shown without its date and its source."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("what is counted (Polish)"), max_length=200)
    name_en = models.CharField(_("what is counted (English)"), max_length=200, blank=True)
    name_uk = models.CharField(_("what is counted (Ukrainian)"), max_length=200, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    value_from = models.DecimalField(
        _("lower end"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only for a range: the value above is then its upper end."),
    )
    approximate = models.BooleanField(_("approximate"), default=False)
    unit = models.CharField(_("unit (Polish)"), max_length=60, blank=True)
    unit_en = models.CharField(_("unit (English)"), max_length=60, blank=True)
    unit_uk = models.CharField(_("unit (Ukrainian)"), max_length=60, blank=True)
    as_of = models.DateField(_("as of"))
    as_of_label = models.CharField(
        _("as of, in words"), max_length=60, blank=True, help_text=_("For example 2021, or: about 2012.")
    )
    source = models.CharField(_("source"), max_length=250)
    source_url = models.URLField(_("address of the source"), blank=True)
    historical = models.BooleanField(
        _("historical"), default=False, help_text=_("A newer figure exists; shown with a mark and beside the newer one.")
    )
    compare_with = models.ForeignKey(
        "self", verbose_name=_("compare with"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("what it means (Polish)"), blank=True)
    note_en = models.TextField(_("what it means (English)"), blank=True)
    note_uk = models.TextField(_("what it means (Ukrainian)"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("note"),
        index.SearchField("name_en"),
        index.SearchField("name_uk"),
    ]

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.as_of_text})"

    @property
    def label(self) -> str:
        return in_language(self, "name")

    @property
    def value_text(self) -> str:
        """The value as people write it in the active language, for example „608”, „ok. 800” or „1,1–1,8”."""
        number = decimal_text(self.value)
        if self.value_from is not None:
            number = f"{decimal_text(self.value_from)}–{number}"
        return gettext("about %(value)s") % {"value": number} if self.approximate else number

    @property
    def unit_label(self) -> str:
        return in_language(self, "unit")

    @property
    def note_text(self) -> str:
        return in_language(self, "note")

    @property
    def as_of_text(self) -> str:
        return self.as_of_label or str(self.as_of.year)


class FigureIndexPage(BasePage):
    """The register of figures, each with date, source and what it means."""

    parent_page_types = ["goodpractices.KnowledgeIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    search_room = "knowledge"

    class Meta:
        verbose_name = _("register of figures")

    def get_context(self, request, *args, **kwargs):
        from ..listing import figure_listing

        return {**super().get_context(request, *args, **kwargs), **figure_listing(self)}

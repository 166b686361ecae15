from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.models import BasePage, NamedRecord, Sdg
from stories.kinds import Voivodeship

from ..blocks import EffectsBlock


class Industry(NamedRecord):
    """Trade of a practice."""

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["name"]


class GoodPracticeIndexPage(BasePage):
    """Good practices with facets: goal, industry, kind of organisation, region."""

    parent_page_types = ["goodpractices.KnowledgeIndexPage"]
    subpage_types = ["goodpractices.GoodPracticePage"]
    max_count_per_parent = 1
    search_room = "knowledge"

    class Meta:
        verbose_name = _("list of good practices")

    def get_context(self, request, *args, **kwargs):
        from ..listing import practice_listing

        return {**super().get_context(request, *args, **kwargs), **practice_listing(self, request.GET)}


class GoodPracticePage(BasePage):
    """A practice that others can repeat: challenge, strategy, description, effects, and its facts."""

    class OrganisationKind(models.TextChoices):
        NGO = "ngo", _("non-governmental organisation")
        BUSINESS = "business", _("company")
        PUBLIC = "public", _("public body")
        SOCIAL_COOPERATIVE = "social_cooperative", _("social cooperative")
        WTZ = "wtz", _("occupational therapy workshop (WTZ)")

    challenge = RichTextField(_("challenge"), help_text=_("What problem the practice answers."))
    strategy = RichTextField(_("link to strategy"), help_text=_("How it fits the aims of the organisation."))
    description = RichTextField(_("description"), help_text=_("What was done, step by step, by whom."))
    effects = RichTextField(_("effects"), help_text=_("What changed. Numbers go below, with a unit."))
    effect_figures = StreamField(EffectsBlock(), verbose_name=_("effects in numbers"), blank=True)
    transfer = RichTextField(_("how to repeat it"), blank=True)
    lessons = RichTextField(_("what was learnt"), blank=True)
    sdgs = ParentalManyToManyField(
        Sdg, verbose_name=_("Sustainable Development Goals"), blank=True, related_name="practices"
    )
    industry = models.ForeignKey(
        Industry, verbose_name=_("industry"), on_delete=models.PROTECT, related_name="practices"
    )
    organisation = models.CharField(_("organisation"), max_length=200)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=30, choices=OrganisationKind.choices
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    voivodeship = models.CharField(_("voivodeship"), max_length=30, choices=Voivodeship.choices, blank=True)
    period_start = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)
    partners = models.TextField(_("partners"), blank=True, help_text=_("One partner a line."))
    is_inclusive_model = models.BooleanField(
        _("inclusive business model"), default=False, help_text=_("A company and a cooperative or WTZ work together.")
    )
    business_partner = models.CharField(_("business partner"), max_length=200, blank=True)
    cooperative = models.CharField(_("cooperative or WTZ"), max_length=200, blank=True)
    trade = models.CharField(_("trade"), max_length=200, blank=True)
    scope = models.TextField(_("scope of the cooperation"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("challenge"),
        FieldPanel("strategy"),
        FieldPanel("description"),
        FieldPanel("effects"),
        FieldPanel("effect_figures"),
        FieldPanel("transfer"),
        FieldPanel("lessons"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("organisation_kind"),
                FieldPanel("industry"),
                FieldPanel("sdgs"),
                FieldPanel("place"),
                FieldPanel("voivodeship"),
                FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                FieldPanel("partners"),
            ],
            heading=_("Facts"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("is_inclusive_model", "business_partner", "cooperative", "trade", "scope")
            ],
            heading=_("Inclusive model"),
        ),
    ]
    override_translatable_fields = [
        SynchronizedField("organisation"),
        SynchronizedField("organisation_kind", overridable=False),
        SynchronizedField("voivodeship", overridable=False),
        SynchronizedField("place"),
        SynchronizedField("partners"),
        SynchronizedField("business_partner"),
        SynchronizedField("cooperative"),
    ]
    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in ("challenge", "description", "effects", "organisation", "partners")),
        index.SearchField("trade"),
        index.FilterField("industry"),
        index.FilterField("voivodeship"),
    ]
    parent_page_types = ["goodpractices.GoodPracticeIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Article"
    search_room = "knowledge"

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    def get_context(self, request, *args, **kwargs):
        from ..page_context import practice_context

        return {**super().get_context(request, *args, **kwargs), **practice_context(self)}

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.period_start and self.period_end and self.period_end < self.period_start:
            errors["period_end"] = _("The practice ends before it begins.")
        if self.is_inclusive_model and not (self.business_partner and self.trade):
            errors["business_partner"] = _("An inclusive model names its business partner and its trade.")
        if errors:
            raise ValidationError(errors)

    @property
    def period(self) -> str:
        """Years as text, for example 2019–2021; empty where they are not known."""
        return "–".join(str(year) for year in (self.period_start, self.period_end) if year)

    @property
    def partner_list(self) -> list[str]:
        return [line.strip() for line in self.partners.splitlines() if line.strip()]

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock
from home.claims import ClaimsForm
from home.models import BasePage, ClaimsMixin

from .enterprises import Enterprise


class EnterpriseIndexPage(BasePage):
    """List and map of the makers."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.EnterprisePage"]
    max_count_per_parent = 1
    search_room = "makers"

    class Meta:
        verbose_name = _("list of enterprises")

    def get_context(self, request, *args, **kwargs):
        from ..listing import enterprise_listing

        return {**super().get_context(request, *args, **kwargs), **enterprise_listing(self, request.GET)}


class EnterprisePage(ClaimsMixin, BasePage):
    """The words about an enterprise in one language."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("enterprise"), on_delete=models.PROTECT, related_name="pages"
    )
    people_text = models.TextField(
        _("whom it works with"), max_length=400, help_text=_("Who learns, works or is supported here.")
    )
    income_purpose = models.CharField(
        _("what the income is for"),
        max_length=200,
        help_text=_(
            "One concrete phrase that goes on after “The income is for:”. It is shown with every product, in the "
            "basket, on the order and on the parcel."
        ),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    base_form_class = ClaimsForm
    content_panels = [
        FieldPanel("enterprise"),
        *BasePage.content_panels,
        FieldPanel("people_text"),
        FieldPanel("income_purpose"),
        FieldPanel("body"),
        ClaimsMixin.claims_panel,
    ]
    override_translatable_fields = [SynchronizedField("enterprise", overridable=False)]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("people_text"),
        index.SearchField("income_purpose"),
        index.SearchField("body"),
        index.RelatedFields("enterprise", [index.SearchField("name", boost=3), index.SearchField("city")]),
    ]
    parent_page_types = ["stories.EnterpriseIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Organization"
    search_room = "makers"

    class Meta:
        verbose_name = _("enterprise profile")
        verbose_name_plural = _("enterprise profiles")

    def search_keywords(self) -> list[str]:
        maker = self.enterprise
        techniques = (technique.label for technique in maker.techniques.all())
        return [maker.name, maker.city, str(maker.get_kind_display()), str(maker.get_voivodeship_display()), *techniques]

    def search_names(self) -> list[str]:
        return [self.title, self.enterprise.name]

    def get_context(self, request, *args, **kwargs):
        from ..page_context import enterprise_context

        return {**super().get_context(request, *args, **kwargs), **enterprise_context(self)}

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        super().clean()
        others = EnterprisePage.objects.filter(enterprise_id=self.enterprise_id, locale_id=self.locale_id)
        if self.enterprise_id and others.exclude(pk=self.pk).exists():
            raise ValidationError({"enterprise": _("This enterprise has a profile in this language already.")})

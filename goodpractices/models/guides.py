from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BodyBlock
from home.models import BasePage

from ..blocks import StepsBlock


class GuideIndexPage(BasePage):
    """Guides: who gains, and what each audience can do."""

    parent_page_types = ["goodpractices.KnowledgeIndexPage"]
    subpage_types = ["goodpractices.GuidePage"]
    max_count_per_parent = 1
    search_room = "knowledge"

    class Meta:
        verbose_name = _("list of guides")

    def get_context(self, request, *args, **kwargs):
        from ..listing import guide_listing

        return {**super().get_context(request, *args, **kwargs), **guide_listing(self)}


class GuidePage(BasePage):
    """What one audience gains from the social economy, in at most five steps."""

    class Audience(models.TextChoices):
        PEOPLE = "people", _("people with disabilities and families")
        WTZ = "wtz", _("occupational therapy workshops")
        LOCAL_GOVERNMENT = "local_government", _("local governments")
        BUSINESS = "business", _("companies")
        OWES = "owes", _("support centres (OWES)")

    audience = models.CharField(_("for whom"), max_length=30, choices=Audience.choices)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("steps"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("audience"), FieldPanel("body"), FieldPanel("steps")]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("steps")]
    parent_page_types = ["goodpractices.GuideIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Article"
    search_room = "knowledge"

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request, *args, **kwargs):
        from ..page_context import guide_context

        return {**super().get_context(request, *args, **kwargs), **guide_context(self)}

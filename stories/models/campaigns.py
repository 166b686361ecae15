from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BodyBlock
from home.models import BasePage

from ..blocks import ChannelsBlock


class CampaignIndexPage(BasePage):
    """Campaigns: running, planned, past."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.CampaignPage"]
    max_count_per_parent = 1
    search_room = "events"

    class Meta:
        verbose_name = _("list of campaigns")

    def get_context(self, request, *args, **kwargs):
        from ..listing import campaign_listing

        return {**super().get_context(request, *args, **kwargs), **campaign_listing(self)}


class CampaignPage(BasePage):
    """A promotion campaign: slogan, aim, channels with carriers and stations, flight dates, funders."""

    slogan = models.CharField(_("slogan"), max_length=120)
    purpose = models.TextField(_("aim"), max_length=600, help_text=_("What the campaign wants people to do or know."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    funders = ParentalManyToManyField(
        "home.Funder", verbose_name=_("funders"), blank=True, related_name="campaigns",
        help_text=_("Their marks stand at the foot of the page."),
    )
    channels = StreamField(ChannelsBlock(), verbose_name=_("channels"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("slogan"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("channels"),
        FieldPanel("funders"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("slogan"),
        index.SearchField("purpose"),
        index.SearchField("body"),
        index.FilterField("starts_on"),
    ]
    parent_page_types = ["stories.CampaignIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Article"
    search_room = "events"

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_context(self, request, *args, **kwargs):
        from ..page_context import campaign_context

        return {**super().get_context(request, *args, **kwargs), **campaign_context(self)}

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first one.")})

    @property
    def state(self) -> str:
        """`running`, `planned` or `past`, by today's date in Poland."""
        today = timezone.localdate()
        if today < self.starts_on:
            return "planned"
        return "past" if today > self.ends_on else "running"

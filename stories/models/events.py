from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock
from home.formats import day
from home.models import BasePage

from ..kinds import Voivodeship


class EventIndexPage(BasePage):
    """Events, coming ones first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.EventPage"]
    max_count_per_parent = 1
    search_room = "events"

    class Meta:
        verbose_name = _("list of events")

    def get_context(self, request, *args, **kwargs):
        from ..listing import event_listing

        return {**super().get_context(request, *args, **kwargs), **event_listing(self)}


class EventPage(BasePage):
    """A fair, an open day, a meeting: when, where, and how accessible the place is."""

    starts_at = models.DateTimeField(
        _("begins"), help_text=_("Where nobody knows the hours: 0:00, and the end at 23:59. Readers then see the day alone.")
    )
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("place"), max_length=160, help_text=_("Name of the building, or: online."))
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    voivodeship = models.CharField(_("voivodeship"), max_length=30, choices=Voivodeship.choices, blank=True)
    accessibility = models.TextField(
        _("accessibility of the place"),
        max_length=1000,
        help_text=_("Entrance, lift, toilet, induction loop, sign language, quiet place, parking."),
    )
    enterprises = ParentalManyToManyField(
        "stories.Enterprise", verbose_name=_("enterprises"), blank=True, related_name="events"
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("venue", "street", "postcode", "city", "voivodeship")], heading=_("Place")
        ),
        FieldPanel("accessibility"),
        FieldPanel("enterprises"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        SynchronizedField("street"),
        SynchronizedField("postcode"),
        SynchronizedField("city"),
        SynchronizedField("voivodeship"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("venue"),
        index.SearchField("city"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
    ]
    parent_page_types = ["stories.EventIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Event"
    search_room = "events"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def get_context(self, request, *args, **kwargs):
        from ..page_context import event_context

        return {**super().get_context(request, *args, **kwargs), **event_context(self)}

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The event ends before it begins.")})

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_whole_day(self) -> bool:
        """From midnight to the last minute of a day, by the site's clock: the hours are not known."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return (start.hour, start.minute) == (0, 0) and (end.hour, end.minute) == (23, 59)

    @property
    def time_text(self) -> str:
        """Day and hours in the active language, by the site's clock; both days where there is more than one."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        one_day = start.date() == end.date()
        first, last = f"{date_format(start, 'l')}, {day(start)}", day(end)
        if self.is_whole_day:
            return first if one_day else f"{day(start)} – {last}"
        begins, ends = date_format(start, "G:i"), date_format(end, "G:i")
        return f"{first}, {begins}–{ends}" if one_day else f"{day(start)}, {begins} – {last}, {ends}"

    @property
    def address(self) -> str:
        """Street, postcode and town on one line; empty for an online event."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BodyBlock
from home.models import BasePage


class StoryIndexPage(BasePage):
    """All stories, newest first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count_per_parent = 1
    search_room = "stories"

    class Meta:
        verbose_name = _("list of stories")

    def get_context(self, request, *args, **kwargs):
        from ..listing import story_listing

        return {**super().get_context(request, *args, **kwargs), **story_listing(self, request.GET)}


class StoryPage(BasePage):
    """A magazine article about makers and what they make."""

    published_on = models.DateField(_("date"), default=timezone.localdate)
    author = models.CharField(_("author"), max_length=120, blank=True)
    enterprises = ParentalManyToManyField(
        "stories.Enterprise",
        verbose_name=_("enterprises"),
        blank=True,
        related_name="stories",
        help_text=_("Whom the story is about. It is then shown with all their goods."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("author"),
        FieldPanel("enterprises"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    schema_type = "Article"
    search_room = "stories"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def get_context(self, request, *args, **kwargs):
        from ..page_context import story_context

        return {**super().get_context(request, *args, **kwargs), **story_context(self)}

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from ..blocks import BodyBlock, FigureEmbedBlock
from .base import BasePage


class HomePage(BasePage):
    """The front door: what this is in five seconds, then the three rooms."""

    hero_title = models.CharField(
        _("opening sentence"), max_length=120, blank=True, help_text=_("The largest words of the page.")
    )
    shop_title = models.CharField(_("door to the shop: title"), max_length=60, blank=True)
    shop_text = models.CharField(_("door to the shop: text"), max_length=200, blank=True)
    stories_title = models.CharField(_("door to the stories: title"), max_length=60, blank=True)
    stories_text = models.CharField(_("door to the stories: text"), max_length=200, blank=True)
    knowledge_title = models.CharField(_("door to the knowledge base: title"), max_length=60, blank=True)
    knowledge_text = models.CharField(_("door to the knowledge base: text"), max_length=200, blank=True)
    # A block, not a foreign key: the register of figures lies on a higher floor.
    featured_figure = StreamField(
        [("figure", FigureEmbedBlock())], verbose_name=_("figure explained"), blank=True, max_num=1
    )
    figure_text = models.TextField(_("what the figure means"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("further content"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("hero_title"),
        MultiFieldPanel(
            [
                FieldPanel(f"{door}_{part}")
                for door in ("shop", "stories", "knowledge")
                for part in ("title", "text")
            ],
            heading=_("Three doors"),
        ),
        MultiFieldPanel(
            [FieldPanel("featured_figure"), FieldPanel("figure_text")], heading=_("Figure explained")
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 3

    def route(self, request, path_components):
        """Find a page below by its whole address, in two queries however deep it lies (Wagtail asks level by level)."""
        if path_components:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(url_path=url_path, path__startswith=self.path, live=True).first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    """A page of plain text: about us, how to buy, terms, privacy, accessibility, contact."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    show_contact = models.BooleanField(
        _("show the contact box"),
        default=False,
        help_text=_("Adds the operator's address, phone and e-mail."),
    )
    reviewed_on = models.DateField(
        _("reviewed on"),
        null=True,
        blank=True,
        help_text=_("When the text was last checked; shown to readers."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("show_contact"),
        FieldPanel("reviewed_on"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

"""Guides for the people who work in the admin, in Polish."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


@dataclass(frozen=True)
class Guide:
    """A guide: its address part, and the title in the menu."""

    key: str
    title: str

    @property
    def template(self) -> str:
        return f"admin/help/{self.key}.html"


GUIDES = [
    Guide("poczatek", _("First steps")),
    Guide("historia", _("Publish a story")),
    Guide("towar", _("Add a product")),
    Guide("film", _("Add a film")),
    Guide("zamowienie", _("Handle an order")),
    Guide("paczki", _("Parcels and parcel lockers")),
    Guide("zwroty", _("Returns and complaints")),
    Guide("dokumenty", _("Documents of sale")),
    Guide("ceny", _("Prices, promotions and codes")),
    Guide("karty", _("Gift cards")),
    Guide("opinie", _("Reviews and requests")),
    Guide("pracownia", _("My workshop")),
    Guide("tlumaczenie", _("Translate a page")),
]


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """One guide, with the list of all."""

    template_name = "admin/help/guide.html"
    header_icon = "help"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        key = kwargs.get("key", GUIDES[0].key)
        self.guide = next((guide for guide in GUIDES if guide.key == key), None)
        if self.guide is None:
            raise Http404

    def get_page_title(self):
        return self.guide.title

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"label": _("Help"), "url": reverse("market_help")},
            {"label": self.guide.title, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "guide": self.guide, "guides": GUIDES}

"""Registers what stories/admin offers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from home.admin.duties import HOOK
from home.admin.shortcuts import HOOK as SHORTCUTS
from home.admin.shortcuts import page_shortcuts

from .admin.certificates import CertificateReport, certificate_duties
from .admin.viewsets import MakersGroup
from .models import (
    CampaignIndexPage,
    CampaignPage,
    Enterprise,
    EnterprisePage,
    EventIndexPage,
    EventPage,
    StoryIndexPage,
    StoryPage,
)

register_snippet(MakersGroup)
hooks.register(HOOK, certificate_duties)


@hooks.register(SHORTCUTS)
def magazine_shortcuts(request):
    return [
        *page_shortcuts(
            request, label=_("Write a story"), model=StoryPage, place=StoryIndexPage, icon="doc-full-inverse"
        ),
        *page_shortcuts(request, label=_("Announce an event"), model=EventPage, place=EventIndexPage, icon="date"),
        *page_shortcuts(
            request, label=_("Plan a campaign"), model=CampaignPage, place=CampaignIndexPage, icon="comment"
        ),
    ]


@hooks.register("register_admin_urls")
def certificate_urls():
    return CertificateReport.urls()


@hooks.register("register_reports_menu_item")
def certificate_menu():
    return CertificateReport.menu_item(order=20)


@hooks.register("register_page_header_buttons")
def record_button(page, user, view_name=None, next_url=None):
    """In the page's menu: back to the record of the maker."""
    if page.specific_class is EnterprisePage and user.has_perm("stories.change_enterprise"):
        yield Button(
            _("Record: address, certificates, staff"),
            url=reverse(Enterprise.snippet_viewset.get_url_name("edit"), args=[page.specific.enterprise_id]),
            icon_name="group",
            priority=5,
        )

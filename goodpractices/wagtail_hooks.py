"""Registers what goodpractices/admin offers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from home.admin.duties import HOOK
from home.admin.shortcuts import HOOK as SHORTCUTS
from home.admin.shortcuts import page_shortcuts

from .admin.checks import KnowledgeReport, knowledge_duties
from .admin.viewsets import KnowledgeGroup
from .models import GlossaryTerm, GlossaryTermPage, GoodPracticeIndexPage, GoodPracticePage

register_snippet(KnowledgeGroup)
hooks.register(HOOK, knowledge_duties)


@hooks.register(SHORTCUTS)
def library_shortcuts(request):
    return page_shortcuts(
        request, label=_("Describe a good practice"), model=GoodPracticePage, place=GoodPracticeIndexPage, icon="list-ul"
    )


@hooks.register("register_admin_urls")
def knowledge_urls():
    return KnowledgeReport.urls()


@hooks.register("register_reports_menu_item")
def knowledge_menu():
    return KnowledgeReport.menu_item(order=30)


@hooks.register("register_page_header_buttons")
def record_button(page, user, view_name=None, next_url=None):
    """In the page's menu: back to the record of the term."""
    if page.specific_class is GlossaryTermPage and user.has_perm("goodpractices.change_glossaryterm"):
        yield Button(
            _("Record: law, sources, date checked"),
            url=reverse(GlossaryTerm.snippet_viewset.get_url_name("edit"), args=[page.specific.term_id]),
            icon_name="help",
            priority=5,
        )

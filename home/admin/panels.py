"""Panels of edit screens: the pages that tell of a record."""

from dataclasses import dataclass

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Locale, Page


@dataclass(frozen=True)
class PageLink:
    """A page of a record. edit_url and live_url are empty where there is none."""

    language: str
    title: str
    state: str
    edit_url: str
    live_url: str
    is_alias: bool


def page_links(pages, user) -> list[PageLink]:
    """The pages as links, Polish first; those the person may not edit come without a link to the editor."""
    ordered = sorted(
        pages.select_related("locale"), key=lambda page: (page.locale.language_code != "pl", page.pk)
    )
    return [
        PageLink(
            language=page.locale.get_display_name(),
            title=page.get_admin_display_title(),
            state=page.status_string,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk])
            if page.permissions_for_user(user).can_edit()
            else "",
            live_url=(page.url or "") if page.live else "",
            is_alias=bool(page.alias_of_id),
        )
        for page in ordered
    ]


def add_page_url(model, parent_model, user) -> str:
    """Address of the form for a new Polish page of `model`, or nothing when the person may not add it."""
    parent = parent_model.objects.filter(locale=Locale.objects.filter(language_code="pl").first()).first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


class PagesPanel(Panel):
    """The pages of a record in each language with their state, and a way to the first one.

    page_model: the model of the pages, whose foreign key has the related name `pages`; parent_model: where they live.
    """

    def __init__(self, page_model: type[Page], parent_model: type[Page], **kwargs):
        super().__init__(**kwargs)
        self.page_model = page_model
        self.parent_model = parent_model

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "page_model": self.page_model, "parent_model": self.parent_model}

    class BoundPanel(Panel.BoundPanel):
        template_name = "admin/record_pages.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            user = self.request.user
            links = page_links(self.instance.pages.all(), user)
            return {
                **super().get_context_data(parent_context),
                "links": links,
                "add_url": ""
                if links
                else add_page_url(self.panel.page_model, self.panel.parent_model, user),
            }

"""„Na skróty”: what a person most often begins, on the start page. Each app tells its own through `market_shortcuts`."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

HOOK = "market_shortcuts"


@dataclass(frozen=True)
class Shortcut:
    """Something that a person may begin now. label: what it is, as a command; icon: name of one of Wagtail's icons."""

    label: str
    url: str
    icon: str = "plus"


def page_shortcuts(request, *, label: str, model: type[Page], place: type[Page], icon: str = "plus") -> list[Shortcut]:
    """The way to write a new page of `model` below the Polish page of `place`; empty for those who may not."""
    parent = place.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
        return []
    meta = model._meta
    return [Shortcut(label, reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk]), icon)]


def shortcuts_for(request) -> list[Shortcut]:
    """All shortcuts of the person, in the order of the apps."""
    return [shortcut for tell in hooks.get_hooks(HOOK) for shortcut in tell(request)]


class ShortcutsPanel(Component):
    """Second panel of the start page, below the duties."""

    name = "market_shortcuts"
    template_name = "admin/shortcuts.html"
    order = 60

    def get_context_data(self, parent_context):
        return {"shortcuts": shortcuts_for(parent_context["request"])}

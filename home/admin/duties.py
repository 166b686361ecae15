"""„What to do today”: each app tells its tasks through the hook `market_duties`, by the rights of the person."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail import hooks
from wagtail.admin.ui.components import Component

HOOK = "market_duties"


@dataclass(frozen=True)
class Duty:
    """Something that waits for a person. count: how many; url: where it is done; urgent: something is late."""

    label: str
    count: int
    url: str
    icon: str = "tasks"
    urgent: bool = False


def duties_for(request) -> list[Duty]:
    """All duties of the person with at least one thing waiting, late ones first."""
    duties: Iterable[Duty] = (duty for tell in hooks.get_hooks(HOOK) for duty in tell(request))
    return sorted((duty for duty in duties if duty.count), key=lambda duty: not duty.urgent)


class DutiesPanel(Component):
    """First panel of the start page."""

    name = "market_duties"
    template_name = "admin/duties.html"
    order = 50

    def get_context_data(self, parent_context):
        return {"duties": duties_for(parent_context["request"])}

"""Pages of makers, campaigns and events for tests."""

import datetime
import itertools

from django.utils import timezone

from home.models import Funder
from stories.models import CampaignIndexPage, CampaignPage, EventIndexPage, EventPage
from tests.factories import add_page

_numbers = itertools.count(1)


def make_campaigns(home) -> CampaignIndexPage:
    page = CampaignIndexPage(title="Kampanie", slug="kampanie")
    add_page(home, page)
    return page


def make_campaign(index: CampaignIndexPage, *, start: int, end: int, funders=(), **values) -> CampaignPage:
    """A campaign that begins and ends so many days from today."""
    today = timezone.localdate()
    number = next(_numbers)
    page = CampaignPage(
        title=values.pop("title", f"Kampania {number}"),
        slug=f"kampania-{number}",
        slogan="Nie odrywaj metki.",
        purpose="Żeby metka została przy prezencie.",
        starts_on=today + datetime.timedelta(days=start),
        ends_on=today + datetime.timedelta(days=end),
        **values,
    )
    page.funders = list(funders)
    add_page(index, page)
    return page


def make_funder(code: str, kind: str, sort_order: int = 0) -> Funder:
    return Funder.objects.create(code=code, name=code.upper(), kind=kind, sort_order=sort_order)


def make_events(home) -> EventIndexPage:
    page = EventIndexPage(title="Wydarzenia", slug="wydarzenia")
    add_page(home, page)
    return page


def make_event(index: EventIndexPage, *, enterprises=(), **values) -> EventPage:
    number = next(_numbers)
    facts = {
        "title": f"Kiermasz {number}",
        "slug": f"kiermasz-{number}",
        "lead": "Przyjdź.",
        "starts_at": timezone.now() + datetime.timedelta(days=3),
        "ends_at": timezone.now() + datetime.timedelta(days=3, hours=2),
        "venue": "Biblioteka",
        "accessibility": "Wejście bez schodów.",
    }
    page = EventPage(**(facts | values))
    page.enterprises = list(enterprises)
    add_page(index, page)
    return page

"""What the pages of makers, stories, campaigns and events show beside their own words."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.formats import day, telephone

from . import structured_data
from .cards import MakerTag, maker_tags, stories_in_language, story_cards
from .kinds import EnterpriseKind, Voivodeship, groups_told
from .listing import capitalised, newest_stories, shown_pages
from .models import CampaignPage, Certificate, Enterprise, EnterprisePage, EventPage, StoryPage

FUNDER_ORDER = ["fe", "rp", "eu"]
STORIES_BESIDE = 3


def fact(label: str, value: Any, url: str = "") -> dict[str, Any]:
    """A row of components/facts.html."""
    return {"label": label, "value": value, "url": url}


def enterprise_context(page: EnterprisePage) -> dict[str, Any]:
    """A maker's profile: tag, facts, certificates in force, stories and events about it."""
    maker = page.enterprise
    certificates = list(Certificate.objects.valid_on(timezone.localdate()).filter(enterprise=maker))
    stories = stories_in_language().filter(enterprises=maker).defer("body")
    events = shown_pages(EventPage, page).defer("body").filter(enterprises=maker).order_by("-starts_at")
    return {
        "maker": _tag_of(page, certificates),
        "kind_name": capitalised(str(EnterpriseKind(maker.kind).label)),
        "certificates": certificates,
        "facts": _maker_facts(maker),
        "techniques": list(maker.techniques.all()),
        "groups": groups_told(maker.groups_supported),
        "stories": story_cards(stories),
        "events": sorted(events, key=lambda event: event.is_past),
        "json_ld": structured_data.organization(page),
    }


def _tag_of(page: EnterprisePage, certificates: list[Certificate]) -> MakerTag:
    """The tag of the page's own maker: it does not link to the page it stands on."""
    maker = page.enterprise
    return MakerTag(
        enterprise_id=maker.pk,
        name=maker.name,
        kind_label=maker.kind_short,
        kind_explanation=maker.kind_explanation,
        term_code=maker.term_code,
        place=maker.city,
        url="",
        purpose=page.income_purpose,
        running_body=maker.running_body,
        certificates=certificates,
        language=page.content_language,
    )


def _maker_facts(maker: Enterprise) -> list[dict[str, Any]]:
    people = ""
    if maker.people:
        people = ngettext("%(count)d person", "%(count)d people", maker.people) % {"count": maker.people}
        if maker.people_as_of:
            people = _("%(people)s (%(year)d)") % {"people": people, "year": maker.people_as_of}
    rows = [
        fact(_("Run by"), maker.running_body),
        fact(_("Address"), maker.postal_address),
        fact(_("Voivodeship"), str(Voivodeship(maker.voivodeship).label)),
        fact(_("Since"), maker.founded),
        fact(_("Works with"), people),
        fact(_("Pick-up"), maker.opening_hours),
        fact(_("E-mail"), maker.email, f"mailto:{maker.email}"),
        fact(_("Phone"), maker.phone, f"tel:{telephone(maker.phone)}" if maker.phone else ""),
        fact(_("Website"), maker.website.removeprefix("https://").rstrip("/"), maker.website),
        fact("NIP", maker.nip),
        fact("KRS", maker.krs),
        fact("REGON", maker.regon),
    ]
    return [row for row in rows if row["value"]]


def story_context(page: StoryPage) -> dict[str, Any]:
    """A story: the tags of its makers and what else to read. Lazy, since the page keeps its text for a minute."""
    makers = SimpleLazyObject(lambda: sorted(page.enterprises.all(), key=lambda maker: maker.pk))
    return {
        "makers": SimpleLazyObject(lambda: list(maker_tags(makers).values())),
        "more_stories": SimpleLazyObject(lambda: newest_stories(page, limit=STORIES_BESIDE, exclude=page.pk)),
        # A function, not a lazy object: JSON wants a plain dictionary.
        "json_ld": lambda: structured_data.story(page, about=[maker.name for maker in makers]),
    }


def campaign_context(page: CampaignPage) -> dict[str, Any]:
    """A campaign: its state in words, its days, and the marks of its funders in the order that the rules ask for."""
    states = {
        "running": _("The campaign is on"),
        "planned": _("The campaign is being prepared"),
        "past": _("The campaign is over"),
    }
    return {
        "state_text": states[page.state],
        "facts": [
            fact(_("State"), states[page.state]),
            fact(_("First day"), day(page.starts_on)),
            fact(_("Last day"), day(page.ends_on)),
        ],
        "campaign_funders": sorted(
            page.funders.select_related("image"),
            key=lambda funder: (
                FUNDER_ORDER.index(funder.kind) if funder.kind in FUNDER_ORDER else len(FUNDER_ORDER),
                funder.sort_order,
            ),
        ),
        "json_ld": structured_data.campaign(page),
    }


def event_context(page: EventPage) -> dict[str, Any]:
    """An event: time and place in words, the makers who will be there, the file for a calendar."""
    makers = list(page.enterprises.all())
    tags = maker_tags(makers)
    region = str(Voivodeship(page.voivodeship).label) if page.voivodeship else ""
    return {
        "facts": [
            row
            for row in (
                fact(_("When"), page.time_text),
                fact(_("Place"), page.venue),
                fact(_("Address"), page.address),
                fact(_("Voivodeship"), region),
            )
            if row["value"]
        ],
        "makers": [tags[maker.pk] for maker in makers],
        "enterprises": makers,
        "calendar_url": reverse("event_ics", args=[page.pk]),
        "json_ld": structured_data.event(page),
    }

"""Lists of makers, stories, campaigns and events: a constant number of queries, whatever the number of items."""

from collections import defaultdict
from typing import Any

from django.db.models import Case, QuerySet, When, prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from home.alphabet import alphabetical
from home.models import ready_for_cards, with_root_paths
from home.models.records import in_language

from .cards import StoryCard, story_cards
from .facets import Facet, Facets, Item, encoded, paged
from .kinds import SHORT_LABELS, EnterpriseKind, SupportedGroup, Voivodeship
from .map import maker_map
from .models import (
    CampaignIndexPage,
    CampaignPage,
    Enterprise,
    EnterpriseIndexPage,
    EnterprisePage,
    EventIndexPage,
    EventPage,
    StoryIndexPage,
    StoryPage,
    Technique,
)

ENTERPRISES_A_PAGE = 24
STORIES_A_PAGE = 12
PAST_EVENTS_SHOWN = 24


def shown_pages(model: type[Page], page: Page) -> QuerySet:
    """Public pages of a model in the language of `page`, with all that their cards need."""
    return ready_for_cards(model.objects.live().filter(locale_id=page.locale_id))


def enterprise_listing(page: EnterpriseIndexPage, params: QueryDict) -> dict[str, Any]:
    """Makers with facets, and the map of the same makers.

    page: the list; params: GET parameters `rodzaj`, `region`, `technika`, `grupa` (repeatable), `strona`, as they came.
    """
    pages = list(shown_pages(EnterprisePage, page).select_related("enterprise").defer("body"))
    pages.sort(key=lambda item: alphabetical(item.enterprise.name))
    techniques, names = _techniques()
    items = [
        Item(
            item.pk,
            {
                "rodzaj": {item.enterprise.kind},
                "region": {item.enterprise.voivodeship},
                "technika": techniques[item.enterprise_id],
                "grupa": set(item.enterprise.groups_supported),
            },
        )
        for item in pages
    ]
    kinds = {kind.value: str(kind.label) for kind in EnterpriseKind}
    facets = Facets(
        [
            Facet("rodzaj", _("Kind"), {code: capitalised(label) for code, label in kinds.items()}, by_label=False),
            Facet("region", _("Voivodeship"), {region.value: str(region.label) for region in Voivodeship}),
            Facet("technika", _("Technique"), names),
            Facet(
                "grupa", _("Whom they support"), {group.value: str(group.label) for group in SupportedGroup}, by_label=False
            ),
        ],
        items,
        params,
    )
    chosen = set(facets.keys)
    matching = with_root_paths(item for item in pages if item.pk in chosen)
    total = len(matching)
    region_urls = {region.value: f"?{encoded([('region', region.value)])}" for region in Voivodeship}
    return {
        **facets.context(),
        **paged(matching, params, size=ENTERPRISES_A_PAGE),
        "maker_map": maker_map(matching, region_urls=region_urls),
        "total": total,
        "results_text": ngettext("%(count)d maker", "%(count)d makers", total) % {"count": total},
    }


def capitalised(label: str) -> str:
    """The label with a large first letter, the rest (abbreviations) as it is."""
    return label[:1].upper() + label[1:]


def _techniques() -> tuple[dict[int, set[str]], dict[str, str]]:
    """Codes of techniques by primary key of the enterprise, and their names in the active language; one query."""
    by_maker: dict[int, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for link in Enterprise.techniques.through.objects.select_related("technique"):
        technique: Technique = link.technique
        by_maker[link.enterprise_id].add(technique.code)
        names.setdefault(technique.code, in_language(technique, "name"))
    return by_maker, names


def story_listing(page: StoryIndexPage, params: QueryDict) -> dict[str, Any]:
    """Stories, newest first; `producent` (code of an enterprise, repeatable) leaves those about it."""
    rows = list(
        ready_for_cards(StoryPage.objects.live().filter(locale_id=page.locale_id), pictures=False)
        .select_related("picture")
        .defer("body")
        .order_by("-published_on", "-pk")
    )
    makers: dict[int, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    links = StoryPage.enterprises.through.objects.filter(storypage__locale_id=page.locale_id)
    for story, code, name in links.values_list("storypage_id", "enterprise__code", "enterprise__name"):
        makers[story].add(code)
        names[code] = name
    items = [Item(row.pk, {"producent": makers[row.pk]}) for row in rows]
    facets = Facets([Facet("producent", _("Maker"), names)], items, params)
    context = {**facets.context(), **paged(facets.keys, params, size=STORIES_A_PAGE)}
    by_key = {row.pk: row for row in rows}
    shown = [by_key[key] for key in context["page_obj"].object_list]
    prefetch_related_objects(shown, "picture__renditions")
    cards = story_cards(shown)
    is_front = context["page_obj"].number == 1 and not facets.chosen
    total = context["page_obj"].paginator.count
    return {
        **context,
        "feature": cards[0] if is_front and cards else None,
        "cards": cards[1:] if is_front else cards,
        "total": total,
        "results_text": ngettext("%(count)d story", "%(count)d stories", total) % {"count": total},
    }


def newest_stories(page: Page, *, limit: int, exclude: int | None = None) -> list[StoryCard]:
    """Cards of the newest stories in the tree of `page`; those told in its language before those shown in Polish."""
    is_told = Case(When(alias_of=None, then=1), default=0)
    rows = shown_pages(StoryPage, page).defer("body").order_by(is_told.desc(), "-published_on", "-pk")
    return story_cards(rows.exclude(pk=exclude)[:limit])


def campaign_listing(page: CampaignIndexPage) -> dict[str, Any]:
    """Campaigns by what they are today: running, planned (the next first), past (the last first)."""
    campaigns = with_root_paths(shown_pages(CampaignPage, page).defer("body", "channels").order_by("starts_on", "pk"))
    by_state: dict[str, list[CampaignPage]] = {"running": [], "planned": [], "past": []}
    for campaign in campaigns:
        by_state[campaign.state].append(campaign)
    by_state["past"].reverse()
    return {**by_state, "has_campaigns": bool(campaigns)}


def campaign_of_the_moment(page: Page) -> CampaignPage | None:
    """The campaign that runs today in the language of `page`, else the next one, else None."""
    campaigns = shown_pages(CampaignPage, page).defer("body", "channels").filter(ends_on__gte=timezone.localdate())
    return next(iter(with_root_paths(campaigns.order_by("starts_on", "pk")[:1])), None)


def event_listing(page: EventIndexPage) -> dict[str, Any]:
    """Events to come, the next first, and those that have taken place, the last first."""
    now = timezone.now()
    events = shown_pages(EventPage, page).defer("body")
    coming = with_root_paths(events.filter(ends_at__gte=now).order_by("starts_at", "pk"))
    past = with_root_paths(events.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:PAST_EVENTS_SHOWN])
    return {"coming": coming, "past": past}


def all_makers(page: Page) -> list[EnterprisePage]:
    """Profiles of all makers in the language of `page`, without their pictures, for the map."""
    rows = EnterprisePage.objects.live().filter(locale_id=page.locale_id)
    return with_root_paths(rows.select_related("enterprise", "locale").defer("body"))


def kind_label(kind: str) -> str:
    """The kind of an enterprise as printed on a tag."""
    return str(SHORT_LABELS[EnterpriseKind(kind)])

"""What terms, guides and practices show beside their own words."""

from typing import Any

from django.utils.translation import gettext as _

from home.formats import day
from home.links import absolute
from home.models import with_root_paths
from stories.kinds import TERM_CODES, Voivodeship
from stories.listing import capitalised, shown_pages
from stories.models import EnterprisePage
from stories.page_context import fact
from stories.structured_data import CONTEXT, article, page_url, without_gaps

from .listing import practice_cards
from .models import GlossaryTermPage, GoodPracticeIndexPage, GoodPracticePage, GuidePage

MAKERS_SHOWN = 6
RELATED_PRACTICES = 3


def term_context(page: GlossaryTermPage) -> dict[str, Any]:
    """An entry: law with the day it was checked, related entries, makers of the kind it explains."""
    term = page.term
    related = shown_pages(GlossaryTermPage, page).select_related("term").filter(term__in=term.related.all())
    kinds = [kind for kind, code in TERM_CODES.items() if code == term.code]
    makers = shown_pages(EnterprisePage, page).select_related("enterprise").filter(enterprise__kind__in=kinds)
    return {
        "related_terms": with_root_paths(related.defer("body").order_by("title")),
        "makers": with_root_paths(makers.defer("body").order_by("enterprise__name")[:MAKERS_SHOWN]) if kinds else [],
        "checked_text": day(term.checked_on),
        "sources": [line.strip() for line in term.sources.splitlines() if line.strip()],
        "stale_text": _("Nobody has checked this entry for more than twelve months. Check the law before you rely on it."),
        "json_ld": defined_term(page),
    }


def defined_term(page: GlossaryTermPage) -> dict[str, Any]:
    """The entry as a DefinedTerm of the glossary."""
    glossary = page.get_parent()
    return without_gaps(
        {
            "@context": CONTEXT,
            "@type": "DefinedTerm",
            "@id": page_url(page),
            "name": page.title,
            "termCode": page.term.abbreviation,
            "description": page.definition,
            "url": page_url(page),
            "inLanguage": page.content_language,
            "inDefinedTermSet": {
                "@type": "DefinedTermSet",
                "name": glossary.title,
                "url": absolute(glossary.url or "/"),
            },
        }
    )


def guide_context(page: GuidePage) -> dict[str, Any]:
    """A guide and the guides for others."""
    others = shown_pages(GuidePage, page).defer("body", "steps").exclude(pk=page.pk).order_by("title")
    return {
        "other_guides": with_root_paths(others),
        "json_ld": article(page, about=[str(page.get_audience_display())], body=page.body),
    }


def practice_context(page: GoodPracticePage) -> dict[str, Any]:
    """A practice: its facts as rows, goals with links to the list, and related practices."""
    goals = list(page.sdgs.all())
    list_page = GoodPracticeIndexPage.objects.live().filter(locale_id=page.locale_id).first()
    list_url = list_page.url if list_page else ""
    return {
        "list_url": list_url,
        "list_title": list_page.title if list_page else "",
        "kind_label": practice_kind(page),
        "facts": _practice_facts(page, list_url),
        "inclusive_facts": _inclusive_facts(page),
        "goals": [{"number": goal.number, "name": goal.label, "url": f"{list_url}?cel={goal.number}"} for goal in goals],
        "effects": [effect.value for effect in page.effect_figures],
        "related_practices": _related(page, goals),
        "json_ld": article(page, about=[page.organisation]),
    }


def practice_kind(page: GoodPracticePage) -> str:
    """What stands above the title of a practice."""
    return _("Inclusive business model") if page.is_inclusive_model else _("Good practice")


def _practice_facts(page: GoodPracticePage, list_url: str) -> list[dict[str, Any]]:
    region = str(Voivodeship(page.voivodeship).label) if page.voivodeship else ""
    kind = GoodPracticePage.OrganisationKind(page.organisation_kind)
    rows = [
        fact(_("Organisation"), page.organisation),
        fact(_("Kind of organisation"), capitalised(str(kind.label)), f"{list_url}?organizacja={kind.value}"),
        fact(_("Industry"), capitalised(page.industry.label), f"{list_url}?branza={page.industry.code}"),
        fact(_("Place"), page.place),
        fact(_("Voivodeship"), region, f"{list_url}?region={page.voivodeship}"),
        fact(_("Period"), page.period),
        fact(_("Partners"), ", ".join(page.partner_list)),
    ]
    return [row for row in rows if row["value"]]


def _inclusive_facts(page: GoodPracticePage) -> list[dict[str, Any]]:
    if not page.is_inclusive_model:
        return []
    rows = [
        fact(_("Business partner"), page.business_partner),
        fact(_("Cooperative or WTZ"), page.cooperative),
        fact(_("Trade"), page.trade),
        fact(_("Scope of the cooperation"), page.scope),
    ]
    return [row for row in rows if row["value"]]


def _related(page: GoodPracticePage, goals: list) -> list[GoodPracticePage]:
    """Practices that share the industry, then those with most goals in common."""
    numbers = {goal.number for goal in goals}
    others = practice_cards(page).exclude(pk=page.pk)

    def nearness(other: GoodPracticePage) -> tuple:
        shared = len(numbers.intersection(goal.number for goal in other.sdgs.all()))
        return (other.industry_id != page.industry_id, -shared, other.title)

    return with_root_paths(sorted(others, key=nearness)[:RELATED_PRACTICES])



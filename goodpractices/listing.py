"""Lists of the knowledge base: a constant number of queries, whatever the number of entries."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from home.alphabet import alphabetical, initial
from home.models import ready_for_cards, with_root_paths
from stories.facets import Facet, Facets, Item, paged
from stories.kinds import TERM_CODES, Voivodeship
from stories.listing import capitalised, shown_pages

from .models import (
    Figure,
    FigureIndexPage,
    GlossaryIndexPage,
    GlossaryTermPage,
    GoodPracticeIndexPage,
    GoodPracticePage,
    GuideIndexPage,
    GuidePage,
    KnowledgeIndexPage,
)

PRACTICES_A_PAGE = 12
TERMS_IN_HALL = 6
PRACTICES_IN_HALL = 3
FIGURES_IN_HALL = 4


def practice_rows(page: Page) -> QuerySet:
    """Practices in the language of `page` without their long texts and renditions; two queries."""
    long_texts = ("challenge", "strategy", "description", "effects", "effect_figures", "transfer", "lessons")
    return (
        ready_for_cards(GoodPracticePage.objects.live().filter(locale_id=page.locale_id), pictures=False)
        .select_related("industry", "picture")
        .prefetch_related("sdgs")
        .defer(*long_texts)
    )


def practice_cards(page: Page) -> QuerySet:
    """The same with all that their cards need."""
    return practice_rows(page).prefetch_related("picture__renditions")


def practice_listing(page: GoodPracticeIndexPage, params: QueryDict) -> dict[str, Any]:
    """Practices with facets.

    page: the list; params: GET parameters `cel` (number of the goal), `branza`, `organizacja`, `region` (all
    repeatable) and `strona`, as they came.
    """
    rows = sorted(practice_rows(page), key=lambda row: alphabetical(row.title))
    goals = {goal.number: goal for row in rows for goal in row.sdgs.all()}
    sdg_names = {str(number): f"{number}. {goals[number].label}" for number in sorted(goals)}
    industries = {row.industry.code: row.industry.label for row in rows}
    kinds = GoodPracticePage.OrganisationKind
    facets = Facets(
        [
            Facet("cel", _("Development goal"), sdg_names, by_label=False),
            Facet("branza", _("Industry"), {code: capitalised(name) for code, name in industries.items()}),
            Facet("organizacja", _("Organisation"), {kind.value: capitalised(str(kind.label)) for kind in kinds}),
            Facet("region", _("Voivodeship"), {region.value: str(region.label) for region in Voivodeship}),
        ],
        [
            Item(
                row.pk,
                {
                    "cel": {str(goal.number) for goal in row.sdgs.all()},
                    "branza": {row.industry.code},
                    "organizacja": {row.organisation_kind},
                    "region": {row.voivodeship} if row.voivodeship else set(),
                },
            )
            for row in rows
        ],
        params,
    )
    context = {**facets.context(), **paged(facets.keys, params, size=PRACTICES_A_PAGE)}
    by_key = {row.pk: row for row in rows}
    shown = [by_key[key] for key in context["page_obj"].object_list]
    prefetch_related_objects(shown, "picture__renditions")
    total = context["page_obj"].paginator.count
    return {
        **context,
        "practices": with_root_paths(shown),
        "total": total,
        "results_text": ngettext("%(count)d practice", "%(count)d practices", total) % {"count": total},
    }


def term_pages(page: Page) -> list[GlossaryTermPage]:
    """All entries in the language of `page`, from A to Z."""
    pages = shown_pages(GlossaryTermPage, page).select_related("term").defer("body")
    return sorted(with_root_paths(pages), key=lambda entry: alphabetical(entry.title))


def glossary_listing(page: GlossaryIndexPage) -> dict[str, Any]:
    """Entries by letter. An entry with an abbreviation stands under the letter of its full name."""
    entries = term_pages(page)
    letters: dict[str, list[GlossaryTermPage]] = {}
    for entry in entries:
        letters.setdefault(initial(entry.title), []).append(entry)
    abbreviations = sorted(
        (entry for entry in entries if entry.term.abbreviation), key=lambda entry: alphabetical(entry.term.abbreviation)
    )
    return {
        "letters": [{"letter": letter, "terms": terms} for letter, terms in letters.items()],
        "abbreviations": abbreviations,
        "total": len(entries),
    }


def figures() -> list[Figure]:
    """The whole register in its order; one query. A historical figure stands after the newer one it is compared with."""
    rows = list(Figure.objects.select_related("compare_with"))
    return sorted(rows, key=lambda figure: figure.historical)


def figure_listing(page: FigureIndexPage) -> dict[str, Any]:
    """Pairs of an older and a newer figure first, then the register."""
    rows = figures()
    pairs = [
        {"old": figure, "new": figure.compare_with} for figure in rows if figure.historical and figure.compare_with
    ]
    return {"figures": rows, "pairs": pairs, "total": len(rows)}


def guide_listing(page: GuideIndexPage) -> dict[str, Any]:
    """Guides in the order of the audiences."""
    order = list(GuidePage.Audience.values)
    pages = with_root_paths(shown_pages(GuidePage, page).defer("body", "steps"))
    return {"guides": sorted(pages, key=lambda guide: (order.index(guide.audience), guide.pk))}


def knowledge_hall(page: KnowledgeIndexPage) -> dict[str, Any]:
    """The hall: the rooms below it, and a little of each: words that stand on tags, figures with an older one."""
    rooms = {
        type(room): room
        for room in with_root_paths(page.get_children().live().select_related("locale").specific())
    }
    terms = term_pages(page)
    on_tags = set(TERM_CODES.values())
    register = figures()
    current = sorted(
        (figure for figure in register if not figure.historical), key=lambda figure: figure.compare_with is None
    )
    practices = with_root_paths(practice_cards(page).order_by("-is_inclusive_model", "title")[:PRACTICES_IN_HALL])
    return {
        "practices_page": rooms.get(GoodPracticeIndexPage),
        "glossary_page": rooms.get(GlossaryIndexPage),
        "figures_page": rooms.get(FigureIndexPage),
        "guides_page": rooms.get(GuideIndexPage),
        "practices": practices,
        "terms": sorted(terms, key=lambda entry: entry.term.code not in on_tags)[:TERMS_IN_HALL],
        "figures": current[:FIGURES_IN_HALL],
        "guides": guide_listing(page)["guides"],
        "practices_count": GoodPracticePage.objects.live().filter(locale_id=page.locale_id).count(),
        "terms_count": len(terms),
        "figures_count": len(register),
    }

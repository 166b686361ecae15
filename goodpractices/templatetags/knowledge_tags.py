"""Pieces of the knowledge base inside pages of other rooms."""

from django import template
from django.template.context import Context
from wagtail.blocks import StreamValue
from wagtail.models import Page

from home.models import with_root_paths

from ..listing import figures, practice_cards
from ..models import Figure, GoodPracticePage, KnowledgeIndexPage
from ..rich_text import linked_pages, stream_source

register = template.Library()

FIGURES = "_figures"
PRACTICES_SHOWN = 2
#: Industries whose practices are near the goods of a shelf of the shop.
INDUSTRIES_OF_SHELVES = {
    "ceramika": ("ceramika",),
    "tkaniny": ("tekstylia-i-it", "logistyka"),
    "swiece-i-mydla": ("kosmetyki",),
    "drewno-i-wiklina": ("przemysl-materialowy",),
    "zestawy": ("ngo", "logistyka"),
    "papier": ("ngo",),
    "obrazy-i-grafiki": ("ngo",),
    "wianki-i-stroiki": ("uslugi-porzadkowe",),
}


@register.simple_tag(takes_context=True)
def figure_of(context: Context, figure: Figure | None) -> Figure | None:
    """The record with the one it is compared with; all figures of a page cost one query."""
    request = context.get("request")
    known: dict[int, Figure] | None = getattr(request, FIGURES, None)
    if known is None:
        known = {record.pk: record for record in figures()}
        if request is not None:
            setattr(request, FIGURES, known)
    return known.get(figure.pk, figure) if figure else None


@register.simple_tag
def linked_practices(page: Page, *streams: StreamValue) -> list[GoodPracticePage]:
    """Good practices that the texts of a page link to, in their order."""
    ids = [key for stream in streams if isinstance(stream, StreamValue) for key in linked_pages(stream_source(stream))]
    if not ids:
        return []
    keys = GoodPracticePage.objects.filter(pk__in=ids).values("translation_key")
    return with_root_paths(practice_cards(page).filter(translation_key__in=keys))


@register.simple_tag
def practices_of_shelf(page: Page, code: str) -> list[GoodPracticePage]:
    """Good practices of the trade that a shelf of the shop (code of a category) belongs to."""
    industries = INDUSTRIES_OF_SHELVES.get(code)
    if not industries:
        return []
    practices = practice_cards(page).filter(industry__code__in=industries).order_by("title")
    return with_root_paths(practices[:PRACTICES_SHOWN])


@register.simple_tag
def knowledge_url(page: Page) -> str:
    """Address of the knowledge base in the language of `page`."""
    hall = KnowledgeIndexPage.objects.live().filter(locale_id=page.locale_id).first()
    return hall.url if hall else ""

"""A knowledge base for tests."""

import datetime
import itertools
from dataclasses import dataclass

from django.utils import timezone

from goodpractices.models import (
    Figure,
    FigureIndexPage,
    GlossaryIndexPage,
    GlossaryTerm,
    GlossaryTermPage,
    GoodPracticeIndexPage,
    GoodPracticePage,
    GuideIndexPage,
    Industry,
    KnowledgeIndexPage,
)
from home.models import Sdg
from tests.factories import add_page

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Library:
    """The hall and its rooms."""

    hall: KnowledgeIndexPage
    practices: GoodPracticeIndexPage
    glossary: GlossaryIndexPage
    figures: FigureIndexPage
    guides: GuideIndexPage


def make_library(home) -> Library:
    hall = KnowledgeIndexPage(title="Baza wiedzy", slug="baza-wiedzy")
    add_page(home, hall)
    rooms = {
        "practices": GoodPracticeIndexPage(title="Dobre praktyki", slug="dobre-praktyki"),
        "glossary": GlossaryIndexPage(title="Słownik", slug="slownik"),
        "figures": FigureIndexPage(title="Liczby", slug="liczby"),
        "guides": GuideIndexPage(title="Poradniki", slug="poradniki"),
    }
    for room in rooms.values():
        add_page(hall, room)
    return Library(hall=hall, **rooms)


def make_term(library: Library, code: str, title: str, phrases: list[str], **values) -> GlossaryTermPage:
    facts = {"abbreviation": "", "legal_basis": "Ustawa, art. 1", "checked_on": timezone.localdate()}
    term = GlossaryTerm.objects.create(code=code, **{key: values.pop(key, facts[key]) for key in facts})
    page = GlossaryTermPage(
        title=title,
        slug=code,
        term=term,
        definition=values.pop("definition", f"Co znaczy {title}."),
        phrases="\n".join(phrases),
        **values,
    )
    add_page(library.glossary, page)
    return page


def make_practice(library: Library, *, industry="ceramika", sdgs=(), **values) -> GoodPracticePage:
    number = next(_numbers)
    facts = {
        "title": f"Praktyka {number}",
        "slug": f"praktyka-{number}",
        "challenge": "<p>Wyzwanie.</p>",
        "strategy": "<p>Strategia.</p>",
        "description": "<p>Opis.</p>",
        "effects": "<p>Efekty.</p>",
        "organisation": "Fundacja",
        "organisation_kind": "ngo",
    }
    page = GoodPracticePage(
        industry=Industry.objects.get_or_create(code=industry, defaults={"name": industry})[0], **(facts | values)
    )
    page.sdgs = [Sdg.objects.get_or_create(number=number, defaults={"name": f"Cel {number}"})[0] for number in sdgs]
    add_page(library.practices, page)
    return page


def make_figure(code: str, value: str, **values) -> Figure:
    facts = {"name": code, "as_of": datetime.date(2021, 12, 31), "source": "GUS", "unit": "warsztatów"}
    return Figure.objects.create(code=code, value=value, **(facts | values))

"""The map of makers: shapes of the voivodeships and a dot for each maker, ready for components/map.html."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from home.alphabet import alphabetical

from .kinds import Voivodeship
from .models import EnterprisePage

DATA = Path(__file__).parent / "data" / "voivodeships.json"
#: Dots nearer than this, in units of the map, are pushed apart so that a finger hits one of them.
NEAREST = 44
ROUNDS = 60
#: More dots than this cannot be told apart by a finger; then only the list has links.
MOST_LINKS = 40


@dataclass
class Dot:
    """A maker on the map. label_end: its label stands to the left of the dot."""

    x: float
    y: float
    name: str
    place: str
    url: str
    label_end: bool = False


@dataclass(frozen=True)
class MakerMap:
    """Shapes and dots for the eye; places with their makers for everybody."""

    width: int
    height: int
    regions: list[dict[str, Any]]
    dots: list[Dot]
    places: list[dict[str, Any]] = field(default_factory=list)
    dots_are_links: bool = True


@cache
def geometry() -> dict[str, Any]:
    """Shapes and projection, from the data file (MIT, see there)."""
    return json.loads(DATA.read_text(encoding="utf-8"))


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Position on the map of a point on the globe."""
    by = geometry()["projection"]
    return (longitude - by["west"]) * by["x_per_degree"], (by["north"] - latitude) * by["y_per_degree"]


def maker_map(pages: Iterable[EnterprisePage], *, region_urls: dict[str, str] | None = None) -> MakerMap:
    """The map of the makers of these pages (with their enterprises); no query of its own.

    region_urls: {code of a voivodeship: address of the list of its makers}, for the names in the list.
    """
    pages = sorted(pages, key=lambda page: alphabetical(page.enterprise.name))
    shapes = geometry()
    here = {page.enterprise.voivodeship for page in pages}
    dots = _spread([_dot(page) for page in pages])
    return MakerMap(
        width=shapes["width"],
        height=shapes["height"],
        regions=[{"path": region["path"], "is_here": region["code"] in here} for region in shapes["regions"]],
        dots=dots,
        places=_places(pages, region_urls or {}),
        dots_are_links=len(dots) <= MOST_LINKS,
    )


def _dot(page: EnterprisePage) -> Dot:
    maker = page.enterprise
    if maker.latitude is None or maker.longitude is None:
        centres = {region["code"]: region["centre"] for region in geometry()["regions"]}
        x, y = centres[maker.voivodeship]
    else:
        x, y = project(float(maker.latitude), float(maker.longitude))
    return Dot(x, y, maker.name, maker.city, page.url or "")


def _spread(dots: list[Dot]) -> list[Dot]:
    """Push dots apart until each can be hit; the same dots always give the same picture."""
    for _round in range(ROUNDS if len(dots) <= MOST_LINKS else 0):
        moved = False
        for number, one in enumerate(dots):
            for other in dots[number + 1 :]:
                moved = _push(one, other) or moved
        if not moved:
            break
    width, height = geometry()["width"], geometry()["height"]
    for dot in dots:
        dot.x = round(min(max(dot.x, 12), width - 12), 1)
        dot.y = round(min(max(dot.y, 12), height - 12), 1)
        dot.label_end = dot.x > width * 0.62
    return dots


def _push(one: Dot, other: Dot) -> bool:
    dx, dy = other.x - one.x, other.y - one.y
    distance = (dx * dx + dy * dy) ** 0.5
    if distance >= NEAREST - 0.1:
        return False
    if distance == 0:
        dx, dy, distance = 1.0, 0.0, 1.0
    step = (NEAREST - distance) / 2
    one.x, one.y = one.x - dx / distance * step, one.y - dy / distance * step
    other.x, other.y = other.x + dx / distance * step, other.y + dy / distance * step
    return True


def _places(pages: list[EnterprisePage], region_urls: dict[str, str]) -> list[dict[str, Any]]:
    """Makers by voivodeship, both in alphabetical order."""
    regions: dict[str, list[EnterprisePage]] = {}
    for page in pages:
        regions.setdefault(page.enterprise.voivodeship, []).append(page)
    places = [
        {
            "name": str(Voivodeship(code).label),
            "url": region_urls.get(code, ""),
            "count_text": ngettext("%(count)d maker", "%(count)d makers", len(makers)) % {"count": len(makers)},
            "makers": [
                {"name": page.enterprise.name, "place": page.enterprise.city, "url": page.url} for page in makers
            ],
        }
        for code, makers in regions.items()
    ]
    return sorted(places, key=lambda place: alphabetical(place["name"]))

"""Places: the regions' landscapes and the houses people work in."""

from __future__ import annotations

import math
from typing import Any

from . import buildings, props, scenery, shapes
from .canvas import Canvas
from .places_base import BRICK, PLASTER, TILE, _ground, _sky, grasses
from .places_north import lodz, mazowsze, pomorze, warmia, wielkopolska
from .places_south import dolny_slask, lubelszczyzna, malopolska, podkarpacie, slask
from .registry import scene

REGIONS = {
    f.__name__: f
    for f in (
        wielkopolska,
        pomorze,
        lubelszczyzna,
        dolny_slask,
        mazowsze,
        warmia,
        podkarpacie,
        lodz,
        slask,
        malopolska,
    )
}


@scene("landscape", "clay", "meadow", "sea", "forest")
def landscape(c: Canvas, params: dict[str, Any]) -> None:
    names = list(REGIONS)
    own = c.rng.choice(names)
    name = params.get("region") or own
    if name not in REGIONS:
        raise ValueError(f"Unknown region {name!r}; known: {', '.join(names)}")
    REGIONS[name](c)


@scene("house", "clay", "meadow", "sea", "forest", "honey", turns=True)
def house(c: Canvas, params: dict[str, Any]) -> None:
    """A workshop's house: who works there shows in the yard."""
    pal, rng = c.pal, c.rng
    kinds = {
        "wielkopolska": "cottage",
        "pomorze": "timbered",
        "lodz": "mill",
        "mazowsze": "mill",
        "malopolska": "tenement",
        "dolny_slask": "timbered",
        "warmia": "mill",
    }
    own = rng.choice(("cottage", "timbered", "mill", "barn"))
    kind = params.get("kind") or kinds.get(params.get("region", ""), own)
    if kind not in ("cottage", "timbered", "mill", "barn", "tenement"):
        raise ValueError(f"Unknown house {kind!r}; known: cottage, timbered, mill, barn, tenement")
    _sky(c, sun=(rng.choice((240, 1340)), 200))
    _ground(c, 560, 40, pal.pale(pal.leaf, 0.35), 14)
    for x in (90, 210, 1440, 1550):
        scenery.tree(
            c,
            x,
            640,
            rng.uniform(220, 330),
            pal.deep(pal.leaf, 0.15),
            kind=rng.choice(("round", "poplar", "birch", "fir")),
        )
    _ground(c, 660, 20, pal.leaf, 8)
    wall = (
        BRICK
        if kind == "mill"
        else rng.choice((PLASTER, "#e3c289", "#dfe3cf", "#e9d2c0"))
        if kind != "barn"
        else pal.table
    )
    h = {"mill": 400, "tenement": 400}.get(kind, 270)
    buildings.house(
        c,
        800,
        800,
        760 if kind != "tenement" else 520,
        h,
        wall,
        TILE if kind != "mill" else pal.deep(BRICK, 0.5),
        kind=kind,
        windows={"mill": 6, "tenement": 4}.get(kind, 3),
    )
    _ground(c, 800, 8, pal.pale(pal.table, 0.2), 2)
    c.stroke([(1190, 560), (1330, 560)], pal.ink, 9)
    c.stroke([(1190, 600), (1250, 562)], pal.ink, 6)
    props.tag(c, 1290, 630, size=1.05, turn=rng.uniform(-5, 5), string=(1290, 562))
    c.stroke([(380, 850), (560, 850)], pal.deep(pal.table, 0.4), 16)
    for x in (396, 544):
        c.stroke([(x, 850), (x, 900)], pal.deep(pal.table, 0.5), 12)
    _ground(c, 900, 12, pal.deep(pal.leaf, 0.2), 6)
    for i in range(9):
        x = (60, 130, 210, 1180, 1260, 1340, 1420, 1500, 1570)[i]
        if i % 2:
            scenery.hollyhock(
                c, x, 960, rng.uniform(220, 330), rng.choice((pal.accent, pal.main, "#d9727a", "#e4a04a"))
            )
        else:
            c.cut(
                [shapes.polar(x, 930, a * 20, 56 + 8 * math.sin(a * 2.1)) for a in range(18)],
                pal.deep(pal.leaf, 0.3),
                lift=3,
            )
    grasses(c, 975, pal.leaf, tall=70)

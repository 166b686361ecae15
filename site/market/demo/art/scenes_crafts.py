"""Workshops as still lifes: tools, pottery, sewing, wood, painting. The people have just stepped out of the frame."""

from __future__ import annotations

import math
from typing import Any

from . import backdrop, shapes
from .canvas import Canvas
from .compose import put
from .patterns import printed
from .registry import scene
from .scene_props import H, W, hand, jar, room, shelf, spool, window
from .scene_tools import hang_tools, tool

CRAFT_TOOLS = {
    "ceramics": ["loop", "needle", "spatula", "brush", "loop", "ladle"],
    "textile": ["scissors", "needle", "square", "awl", "scissors"],
    "wood": ["saw", "hammer", "gouge", "square", "gouge", "brush"],
    "paper": ["roller", "gouge", "brush", "scissors", "spatula"],
    "wax": ["ladle", "spatula", "brush", "scissors", "awl"],
    "wicker": ["awl", "scissors", "hammer", "gouge", "square"],
}


@scene("tools", "clay", "sea", "meadow", "honey", "linen", "forest", turns=True)
def tools(c: Canvas, params: dict[str, Any]) -> None:
    """Tools of one craft on the rail, above a bench with what they make."""
    own = c.rng.choice(sorted(CRAFT_TOOLS))
    craft = params.get("craft") or own
    if craft not in CRAFT_TOOLS:
        raise ValueError(f"Unknown craft {craft!r}; known: {', '.join(CRAFT_TOOLS)}")
    room(c, 800, bench="planks", kind=c.rng.choice(("bare", "panel", "window")))
    bar = shapes.rect(-20, 120, W + 40, 76)
    tone = c.pal.deep(c.pal.table, 0.1)
    c.cut(bar, tone, lift=10, edge=True)
    c.hatch(
        (0, 122, W, 70), c.pal.deep(tone, 0.4), angle=0, gap=13, length=150, width=2.6, density=0.4, spread=1
    )
    items = CRAFT_TOOLS[craft]
    hang_tools(c, items, 158)
    makes = {
        "ceramics": ("bowl", "vase", "mug"),
        "textile": ("cushion", "blanket", "cap"),
        "wood": ("box", "figurine_bird", "box"),
        "paper": ("notebook", "card_set", "painting_flowers"),
        "wax": ("candle", "soap_set", "candle"),
        "wicker": ("wicker_basket", "gift_basket", "wicker_basket"),
    }[craft]
    for i, name in enumerate(makes):
        put(c, name, 340 + i * 460, 900 + (i % 2) * 16, (310, 330, 300)[i])


@scene("workshop_pottery", "clay", "sea", "honey", "forest", turns=True)
def pottery(c: Canvas, _: dict[str, Any]) -> None:
    """A pot rising on the wheel between two hands."""
    pal = c.pal
    backdrop.wall(c, W, H, "bare", (800, 400), 600)
    window(c, 120, 130, 330, 400)
    shelf(c, 980, 330, 560)
    for i, name in enumerate(("vase", "bowl", "mug", "jug")):
        put(c, name, 1050 + i * 140, 330, (190, 96, 110, 180)[i], cast=False)
    backdrop.table(c, W, H, 800, "planks")
    tray = pal.deep(pal.table, 0.5)
    c.cut(shapes.ellipse(800, 880, 420, 96), tray, lift=14)
    c.cut(shapes.ellipse(800, 852, 420, 92), pal.pale(tray, 0.25), edge=True)
    c.cut(shapes.ellipse(800, 846, 290, 60), "#8f9ba3", lift=8, edge=True)
    for r in (260, 220, 180, 140):
        c.stroke(shapes.ellipse(800, 846, r, r * 0.2, 20, 150), "#66727a", 3)
    clay = "#b86f4a"
    half = shapes.smooth([(128, 430), (118, 480), (170, 580), (196, 690), (160, 790), (140, 838)], per=8)
    body = [(800 + x, y) for x, y in half] + [(800 - x, y) for x, y in reversed(half)]
    c.soft(shapes.path(body), 0.3, "translate(40 6)")
    c.cut(body, clay, edge=True)
    rad = shapes.outline_radius(half)
    y = 470.0
    while y < 830:
        r = rad(y)
        c.marks([(800 + r, y, 181, r * c.rng.uniform(0.4, 1.2), 6)], pal.deep(clay, 0.5))
        c.marks([(800 - r * 0.85, y, 2, r * c.rng.uniform(0.2, 0.7), 4)], pal.pale(clay, 0.5))
        y += 19
    c.cut(shapes.ellipse(800, 432, 128, 26), pal.pale(clay, 0.3))
    c.cut(shapes.ellipse(800, 434, 108, 19), pal.deep(clay, 0.7))
    apron = pal.main if pal.name == "sea" else pal.accent
    hand(c, 560, 640, 230, apron, turn=8)
    hand(c, 1046, 620, 230, apron, flip=True, turn=-6)
    put(c, "bowl", 250, 950, 110, variant=1, pattern="plain")
    jar(c, 1400, 950, 230, pal.second)


@scene("workshop_sewing", "linen", "sea", "berry", "clay", turns=True)
def sewing(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    room(c, 760, bench="planks", kind="panel", window_at=1180)
    shelf(c, 100, 300, 520)
    tints = (pal.main, pal.accent, pal.second, pal.leaf, "#e0b24a", "#d58f86")
    for i in range(5):
        spool(c, 160 + i * 96, 300, (96, 120, 84, 110, 96)[i], tints[i])
    body = pal.ink if pal.name != "night" else pal.accent
    c.soft(shapes.path(shapes.rect(420, 500, 640, 340)), 0.22, "translate(40 4)", 14)
    c.cut(shapes.rect(400, 800, 700, 60), pal.deep("#a9703d", 0.1), lift=9, edge=True)
    arm = shapes.smooth(
        [(430, 800), (430, 640), (440, 520), (520, 470), (900, 468), (1010, 480), (1030, 560), (1030, 800)],
        per=7,
    )
    under = shapes.smooth(
        [
            (880, 800),
            (880, 640),
            (850, 600),
            (620, 596),
            (580, 606),
            (566, 660),
            (560, 700),
            (460, 700),
            (452, 800),
        ],
        per=6,
    )
    c.cut(arm + under, body, lift=8, edge=True)
    c.comb(arm, pal.deep(body, 0.6) if body != pal.ink else "#5b6b7d", pal.pale(body, 0.4), depth=40, step=14)
    c.stroke([(520, 500), (960, 500)], "#e0b24a", 5)
    for i in range(5):
        c.cut(shapes.leaf(640 + i * 56, 540, -20 + i * 12, 50, 20), "#e0b24a")
    c.cut(shapes.ellipse(1060, 560, 34, 92), "#8f9ba3", lift=6, edge=True)
    c.cut(shapes.ellipse(1066, 560, 18, 62), pal.deep("#8f9ba3", 0.5))
    c.cut(shapes.rect(494, 690, 24, 84), "#8f9ba3", lift=3)
    c.stroke([(506, 770), (506, 806)], pal.ink, 5)
    spool(c, 900, 470, 100, pal.main)
    c.stroke(shapes.smooth([(880, 420), (700, 440), (500, 470), (500, 690)]), pal.main, 4)
    cloth = shapes.smooth(
        [(60, 812), (300, 790), (520, 800), (760, 812), (780, 850), (700, 940), (420, 1010), (60, 1010)],
        per=6,
    )
    d = c.cut(cloth, pal.paper if pal.name != "linen" else pal.second, lift=8, edge=True)
    printed(
        c,
        d,
        (60, 780, 740, 240),
        "poppies" if c.rng.random() < 0.5 else "checks",
        pal.accent,
        pal.leaf,
        scale=0.9,
    )
    c.marks([(140 + i * 90, 1000, -70 + i * 8, 160, 10) for i in range(6)], pal.deep(pal.paper, 0.3), 0.6)
    put(c, "cushion", 1290, 900, 260)
    with c.group("translate(900 930) rotate(-78) scale(0.72)"):
        tool(c, "scissors", 0, -190)


@scene("workshop_wood", "honey", "forest", "clay", "linen", turns=True)
def woodwork(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    backdrop.wall(c, W, H, "panel", (800, 400), 600)
    c.cut(shapes.rect(-20, 110, W + 40, 66), pal.deep(pal.table, 0.2), lift=9, edge=True)
    hang_tools(c, ["saw", "hammer", "gouge", "square", "gouge"], 140, 120, 1180)
    window(c, 1210, 130, 290, 380)
    backdrop.table(c, W, H, 740, "planks")
    put(c, "box", 380, 880, 250, pattern="plain")
    put(c, "figurine_bird", 700, 880, 200)
    # plane
    tone = "#b6773f"
    c.soft(shapes.path(shapes.rect(850, 800, 380, 90)), 0.35, "translate(30 -6)")
    c.cut(
        shapes.smooth([(850, 890), (850, 830), (900, 806), (1160, 800), (1220, 830), (1230, 890)], per=5),
        tone,
        lift=5,
        edge=True,
    )
    c.comb(shapes.rect(850, 806, 380, 84), pal.deep(tone, 0.6), depth=30)
    c.cut([(1000, 812), (1030, 700), (1074, 696), (1064, 808)], "#8f9ba3", lift=5, edge=True)
    c.cut(
        shapes.smooth([(1110, 806), (1120, 720), (1170, 690), (1200, 716), (1172, 740), (1170, 806)], per=5),
        pal.deep(tone, 0.4),
        lift=4,
    )
    c.cut(shapes.ellipse(900, 790, 30, 34), pal.deep(tone, 0.4), lift=4, edge=True)
    pale = "#ecd0a0"
    for i in range(12):
        x, y, r = c.rng.uniform(760, 1330), c.rng.uniform(890, 970), c.rng.uniform(22, 46)
        c.stroke(
            shapes.ellipse(x, y, r, r * 0.7, c.rng.uniform(0, 180), c.rng.uniform(300, 520)),
            pale if i % 2 else pal.deep(pale, 0.2),
            10,
        )
    put(c, "birdhouse", 1420, 556, 330, pattern="plain")
    jar(c, 160, 900, 230, pal.accent, holds="pencils")


@scene("workshop_paint", "clay", "sea", "meadow", "berry", turns=True)
def paintroom(c: Canvas, _: dict[str, Any]) -> None:
    """An easel with a half-finished picture, brushes, tubes."""
    pal = c.pal
    room(c, 770, bench="plain", kind="bare", window_at=150)
    wood = "#b07a45"
    for pts in ([(640, 1000), (860, 60)], [(1160, 1000), (940, 60)], [(900, 60), (900, 760)]):
        c.stroke(pts, pal.deep(wood, 0.2), 26)
    put(c, "painting_flowers" if c.rng.random() < 0.5 else "painting_landscape", 900, 760, 600, shadow=False)
    c.cut(shapes.rect(620, 760, 560, 34), wood, lift=8, edge=True)
    pl = shapes.smooth(
        [(1130, 930), (1200, 860), (1360, 850), (1480, 890), (1490, 950), (1400, 985), (1240, 985)],
        closed=True,
        per=7,
    )
    c.cut(pl, "#c99560", lift=8, edge=True)
    c.cut(shapes.ellipse(1200, 940, 28, 16), pal.deep(pal.table, 0.3))
    for i, tint in enumerate((pal.main, pal.second, pal.accent, pal.leaf, pal.paper, "#e0b24a")):
        a = 190 + i * 38
        x, y = 1340 + math.cos(math.radians(a)) * 106, 916 + math.sin(math.radians(a)) * 42
        c.cut(shapes.petals(x, y, 30, 5, i * 20, 0.85), tint, lift=2)
    jar(c, 470, 930, 280, pal.pale(pal.second, 0.4))
    jar(c, 330, 950, 210, pal.accent, holds="brushes")
    for i, tint in enumerate((pal.main, pal.leaf)):
        with c.group(f"translate({640 + i * 150} {930 + i * 20}) rotate({-12 + i * 30})"):
            c.cut([(-70, -22), (50, -30), (50, 30), (-70, 22)], pal.paper, lift=5)
            c.cut([(-30, -26), (30, -29), (30, 29), (-30, 26)], tint)
            c.cut(shapes.rect(50, -14, 26, 28), pal.ink)
    c.marks([(740 + i * 9, 960 + i * 3, -20 + i * 4, 60, 12) for i in range(5)], pal.main, 0.8)

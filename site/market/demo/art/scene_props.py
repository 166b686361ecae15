"""Furniture of the scenes: rooms, shelves, windows, lamps, pots, hands."""

from __future__ import annotations

import math

from . import backdrop, shapes
from .canvas import Canvas
from .patterns import sprig

W, H = 1600, 1000


def room(
    c: Canvas, horizon: float, *, bench: str = "planks", kind: str = "bare", window_at: float | None = None
) -> None:
    """A wall with a work table in front."""
    backdrop.wall(c, W, H, kind, (W / 2, horizon * 0.6), 620)
    if window_at is not None:
        window(c, window_at, 130, 330, 400)
    backdrop.table(c, W, H, horizon, bench)


def window(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    pal, rng = c.pal, c.rng
    light = pal.pale(pal.second, 0.66) if pal.name != "night" else "#3d5670"
    frame = pal.pale(pal.paper, 0.5)
    c.cut(shapes.rect(x - 18, y - 18, w + 36, h + 36), frame, lift=8, edge=True)
    d = c.cut(shapes.rect(x, y, w, h), light)
    with c.clip(d):
        c.hatch((x, y, w, h), pal.pale(light, 0.6), angle=0, gap=22, length=90, width=4, density=0.35)
        hill = shapes.smooth(
            [
                (x - 10, y + h * 0.74),
                (x + w * 0.3, y + h * 0.62),
                (x + w * 0.7, y + h * 0.78),
                (x + w + 20, y + h * 0.66),
            ]
        )
        c.cut([*hill, (x + w + 20, y + h + 10), (x - 10, y + h + 10)], pal.pale(pal.leaf, 0.2))
        for i in range(3):
            tx = x + w * (0.15 + 0.32 * i) + rng.uniform(-8, 8)
            c.cut(shapes.leaf(tx, y + h * 0.8, -90, h * 0.32, h * 0.13), pal.leaf)
    c.cut(shapes.rect(x + w / 2 - 7, y, 14, h), frame, lift=3)
    c.cut(shapes.rect(x, y + h * 0.4, w, 13), frame, lift=3)
    c.cut(shapes.rect(x - 38, y + h + 10, w + 76, 24), pal.deep(frame, 0.12), lift=8)


def shelf(c: Canvas, x: float, y: float, w: float) -> None:
    """A board on two brackets; things stand on y."""
    pal = c.pal
    tone = pal.deep(pal.table, 0.12)
    for bx in (x + w * 0.1, x + w * 0.86):
        c.cut(
            [(bx, y + 20), (bx + 20, y + 20), (bx + 20, y + 34), (bx + 5, y + 92), (bx, y + 92)],
            pal.deep(tone, 0.5),
            lift=4,
        )
    c.cut(shapes.rect(x, y, w, 28), tone, lift=10, edge=True)
    c.hatch(
        (x, y + 2, w, 24), pal.deep(tone, 0.45), angle=0, gap=9, length=110, width=2.2, density=0.4, spread=1
    )


def lamp(c: Canvas, x: float, y: float, w: float, colour: str) -> None:
    """A pendant lamp whose shade ends at y."""
    pal = c.pal
    c.stroke([(x, -20), (x, y - w * 0.5)], pal.ink if pal.name != "night" else pal.second, 6)
    c.fill(
        shapes.path(
            [(x - w * 0.42, y), (x + w * 0.42, y), (x + w * 1.3, y + w * 2.4), (x - w * 1.3, y + w * 2.4)]
        ),
        "#f9e3a4",
        0.2,
    )
    shade = [(x - w * 0.14, y - w * 0.52), (x + w * 0.14, y - w * 0.52), (x + w * 0.5, y), (x - w * 0.5, y)]
    shape = shades(shade)
    c.cut(shape, colour, lift=6, edge=True)
    c.comb(shape, pal.deep(colour, 0.55), pal.pale(colour, 0.5), depth=w * 0.2)
    c.cut(shapes.ellipse(x, y, w * 0.2, w * 0.07), "#f6d683")


def shades(points: shapes.Points) -> shapes.Points:
    a, b, d, e = points
    return [a, b, *shapes.smooth([b, ((b[0] + d[0]) / 2 - 4, (b[1] + d[1]) / 2 - 12), d], per=5)[1:], e]


def plant(c: Canvas, x: float, y: float, h: float, pot: str, *, kind: int = 0) -> None:
    pal, rng = c.pal, c.rng
    pw, ph = h * 0.32, h * 0.34
    c.soft(
        shapes.path([(x - pw / 2, y - ph), (x + pw / 2, y - ph), (x + pw * 0.4, y), (x - pw * 0.4, y)]),
        0.3,
        "translate(22 -4)",
    )
    for i in range(11):
        a = -150 + i * 12 + rng.uniform(-5, 5)
        size = h * rng.uniform(0.46, 0.68)
        if kind == 0:
            c.cut(
                shapes.leaf(x, y - ph * 0.9, a, size, h * 0.13, rng.uniform(-0.2, 0.2)),
                (pal.leaf, pal.deep(pal.leaf, 0.3))[i % 2],
                lift=2,
            )
            c.marks(
                [(*shapes.polar(x, y - ph * 0.9, a, size * 0.2), a, size * 0.6, 3)], pal.pale(pal.leaf, 0.5)
            )
        elif i % 2:
            sprig(c, x + (i - 5) * 6, y - ph * 0.9, size, pal.leaf, pairs=4, lean=(i - 5) * 14)
    body = [(x - pw / 2, y - ph), (x + pw / 2, y - ph), (x + pw * 0.38, y), (x - pw * 0.38, y)]
    c.cut(body, pot, lift=3, edge=True)
    c.comb(body, pal.deep(pot, 0.55), pal.pale(pot, 0.5), depth=pw * 0.34)
    c.cut(shapes.rect(x - pw * 0.56, y - ph - 6, pw * 1.12, ph * 0.22), pal.deep(pot, 0.1), lift=2)


def jar(c: Canvas, x: float, y: float, h: float, colour: str, *, holds: str = "brushes") -> None:
    """A jar with brushes, pencils, spoons or nothing."""
    pal, rng = c.pal, c.rng
    w = h * 0.42
    top = y - h * 0.5
    if holds:
        for i in range(6):
            bx = x + (i - 2.5) * w * 0.13
            a = -90 + (i - 2.5) * 6 + rng.uniform(-3, 3)
            ln = h * rng.uniform(0.46, 0.62)
            end = shapes.polar(bx, top + 10, a, ln)
            c.stroke(
                [(bx, top + 30), end],
                (pal.table, pal.accent, pal.second, pal.ink)[i % 4] if pal.name != "night" else "#c89660",
                h * 0.026,
            )
            if holds == "brushes":
                c.cut(
                    shapes.leaf(*shapes.polar(*end, a, -4), a, h * 0.15, h * 0.06),
                    (pal.ink, pal.main, pal.leaf)[i % 3],
                )
            elif holds == "spoons":
                c.cut(
                    shapes.ellipse(*shapes.polar(*end, a, h * 0.04), h * 0.045, h * 0.06),
                    "#c98f56",
                    edge=True,
                )
    c.soft(shapes.path(shapes.rect(x - w / 2, top, w, h * 0.5)), 0.28, "translate(20 -2)")
    body = shapes.smooth(
        [
            (x - w * 0.46, top),
            (x - w / 2, top + h * 0.1),
            (x - w / 2, y - 8),
            (x - w * 0.4, y),
            (x + w * 0.4, y),
            (x + w / 2, y - 8),
            (x + w / 2, top + h * 0.1),
            (x + w * 0.46, top),
        ],
        per=5,
    )
    c.cut(body, colour, lift=3, edge=True)
    c.comb(body, pal.deep(colour, 0.55), pal.pale(colour, 0.6), depth=w * 0.34)


def crate(c: Canvas, x: float, y: float, w: float, h: float, tone: str) -> None:
    pal = c.pal
    c.soft(shapes.path(shapes.rect(x - w / 2, y - h, w, h)), 0.3, "translate(24 -4)")
    c.cut(shapes.rect(x - w / 2, y - h, w, h), pal.deep(tone, 0.6))
    n = 3
    for i in range(n):
        yy = y - h + i * h / n
        c.cut(shapes.rect(x - w / 2 - 3, yy, w + 6, h / n - 8), tone, lift=3, edge=True)
        c.hatch(
            (x - w / 2, yy, w, h / n - 8),
            pal.deep(tone, 0.4),
            angle=0,
            gap=10,
            length=70,
            width=2.2,
            density=0.4,
            spread=1,
        )
    for bx in (x - w / 2 + 6, x + w / 2 - 30):
        c.cut(shapes.rect(bx, y - h - 2, 24, h + 2), pal.deep(tone, 0.16), lift=2)


def spool(c: Canvas, x: float, y: float, h: float, colour: str) -> None:
    pal = c.pal
    w = h * 0.62
    wood = "#d3a366"
    c.soft(shapes.path(shapes.rect(x - w / 2, y - h, w, h)), 0.3, "translate(16 -2)")
    c.cut(shapes.rect(x - w / 2, y - h * 0.13, w, h * 0.13), wood, edge=True)
    c.cut(shapes.rect(x - w / 2, y - h, w, h * 0.13), wood, edge=True)
    reel = shapes.smooth(
        [
            (x - w * 0.38, y - h * 0.87),
            (x - w * 0.44, y - h * 0.5),
            (x - w * 0.38, y - h * 0.13),
            (x + w * 0.38, y - h * 0.13),
            (x + w * 0.44, y - h * 0.5),
            (x + w * 0.38, y - h * 0.87),
        ],
        closed=True,
        per=4,
    )
    c.cut(reel, colour)
    c.marks([(x - w * 0.4, y - h * (0.2 + 0.08 * i), 4, w * 0.8, 3) for i in range(9)], pal.deep(colour, 0.4))
    c.comb(reel, pal.deep(colour, 0.6), depth=w * 0.24, step=9)


def cup(c: Canvas, x: float, y: float, w: float, colour: str, *, steam: bool = False) -> None:
    pal = c.pal
    c.cut(shapes.ellipse(x, y, w * 0.86, w * 0.17), pal.deep(pal.paper, 0.12), lift=5, edge=True)
    outer = shapes.smooth(
        [
            (x + w * 0.42, y - w * 0.66),
            (x + w * 0.76, y - w * 0.6),
            (x + w * 0.7, y - w * 0.28),
            (x + w * 0.36, y - w * 0.18),
        ],
        per=5,
    )
    c.stroke(outer, pal.deep(colour, 0.2), w * 0.09)
    body = shapes.smooth(
        [
            (x - w / 2, y - w * 0.76),
            (x - w * 0.46, y - w * 0.36),
            (x - w * 0.26, y - w * 0.04),
            (x + w * 0.26, y - w * 0.04),
            (x + w * 0.46, y - w * 0.36),
            (x + w / 2, y - w * 0.76),
        ],
        per=5,
    )
    c.cut(body, colour, lift=3, edge=True)
    c.comb(body, pal.deep(colour, 0.55), pal.pale(colour, 0.6), depth=w * 0.26, step=11)
    c.cut(shapes.ellipse(x, y - w * 0.76, w / 2, w * 0.12), pal.pale(colour, 0.4))
    c.cut(shapes.ellipse(x, y - w * 0.75, w * 0.42, w * 0.085), "#4a2f22")
    if steam:
        for k in (-1, 1):
            pts = shapes.smooth(
                [
                    (x + k * w * 0.14, y - w),
                    (x + k * w * 0.24, y - w * 1.2),
                    (x + k * w * 0.06, y - w * 1.4),
                    (x + k * w * 0.16, y - w * 1.6),
                ]
            )
            c.stroke(pts, pal.pale(pal.wall, 0.6), 6, opacity=0.8)


def hand(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    sleeve: str,
    *,
    flip: bool = False,
    turn: float = 0,
    skin: str = "#dba57d",
) -> None:
    """A hand reaching in from the left, palm down, thumb below; `size` is the hand's length."""
    pal = c.pal
    k = size / 200
    f = -1 if flip else 1
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.1f}) scale({f * k:.3f} {k:.3f})"):
        fingers = [
            ((0, -46), (92, -52), 34),
            ((4, -16), (112, -16), 36),
            ((2, 14), (104, 22), 34),
            ((-6, 42), (82, 52), 30),
        ]
        for i, ((x0, y0), (x1, y1), w) in enumerate(fingers):
            finger = _capsule(x0 - 40, y0, x1, y1, w)
            c.cut(finger, pal.deep(skin, 0.06 * i), lift=3, wob=1.4)
            c.cut(_capsule(x1 - 14, y1 - 3, x1 - 4, y1 - 3, w * 0.5), pal.pale(skin, 0.4), wob=0.8)
            c.marks([(x0 + 22, y0 - 8, 90, 15, 2.6)], pal.deep(skin, 0.4))
        palm = shapes.smooth(
            [(-130, -58), (-40, -70), (10, -56), (18, 0), (4, 60), (-50, 74), (-130, 56)], closed=True, per=6
        )
        c.cut(palm, skin, wob=1.6)
        thumb = shapes.smooth(
            [(-84, 40), (-30, 66), (26, 92), (50, 112), (34, 130), (-6, 122), (-66, 100), (-104, 64)],
            closed=True,
            per=6,
        )
        c.cut(thumb, pal.deep(skin, 0.1), lift=3, wob=1.4)
        c.comb(thumb, pal.deep(skin, 0.45), depth=16, step=11)
        cuff = [(-176, -74), (-112, -70), (-108, 72), (-176, 80)]
        arm = [(-620, -120), (-160, -76), (-160, 82), (-620, 150)]
        c.cut(arm, sleeve, lift=7, edge=True)
        c.hatch(
            (-600, -90, 440, 200), pal.deep(sleeve, 0.4), angle=6, gap=24, length=80, width=4, density=0.35
        )
        c.comb(arm, pal.deep(sleeve, 0.55), depth=40, step=14)
        c.cut(cuff, pal.deep(sleeve, 0.25), lift=4, edge=True)


def _capsule(x0: float, y0: float, x1: float, y1: float, w: float) -> shapes.Points:
    a = math.degrees(math.atan2(y1 - y0, x1 - x0))
    return shapes.ellipse(x1, y1, w / 2, w / 2, a - 90, a + 90) + shapes.ellipse(
        x0, y0, w / 2, w / 2, a + 90, a + 270
    )

"""Wood: board, spoon, box, birdhouse."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .palettes import distance
from .patterns import printed
from .registry import Look, motif

WOODS = ("#c98f56", "#a9703d", "#e0b67c", "#8a5a35", "#d6a468", "#b67f4a")


def wood(c: Canvas, o: Look) -> str:
    """A wood that stands out from the wall."""
    order = WOODS[o.variant :] + WOODS[: o.variant]
    good = [w for w in order if distance(w, c.pal.wall) > 0.17 and distance(w, c.pal.table) > 0.06]
    return (good or list(order))[0]


def grain(
    c: Canvas,
    d: str,
    box: tuple[float, float, float, float],
    colour: str,
    *,
    angle: float = 90,
    knots: int = 1,
) -> None:
    """Annual rings cut along the wood, with a knot or two."""
    x, y, w, h = box
    rng = c.rng
    spots = [(x + w * rng.uniform(0.25, 0.75), y + h * rng.uniform(0.25, 0.75)) for _ in range(knots)]

    def flow(px: float, py: float) -> float:
        a = angle
        for kx, ky in spots:
            dx, dy = px - kx, py - ky
            r = math.hypot(dx, dy) or 1
            if r < 130:
                side = dx if angle == 90 else -dy
                a += (
                    (1 - r / 130)
                    * 44
                    * (1 if side > 0 else -1)
                    * (1 if (dy if angle == 90 else dx) < 0 else -1)
                )
        return a

    with c.clip(d):
        c.hatch(
            box,
            c.pal.deep(colour, 0.32),
            angle=angle,
            gap=18,
            length=110,
            width=2.8,
            density=0.62,
            flow=flow,
            spread=1.5,
        )
        c.hatch(
            box,
            c.pal.pale(colour, 0.4),
            angle=angle,
            gap=30,
            length=80,
            width=2.4,
            density=0.3,
            flow=flow,
            spread=1.5,
        )
        for kx, ky in spots:
            for r in (21, 13, 5):
                c.stroke(shapes.ellipse(kx, ky, r * 0.7, r), c.pal.deep(colour, 0.5), 3, closed=True)


@motif(
    "board",
    480,
    900,
    400,
    stance="wall",
    focus=(0, 520),
    tag=(40, 60),
    patterns=("plain", "leaves", "birds", "stripes"),
)
def board(c: Canvas, o: Look) -> None:
    """A serving board hanging by its eye."""
    pal = c.pal
    tone = wood(c, o)
    v = o.variant % 3
    if v == 0:
        pts = shapes.smooth(
            [
                (-46, -30),
                (-50, 120),
                (-70, 200),
                (-190, 250),
                (-214, 330),
                (-214, 780),
                (-180, 850),
                (0, 860),
                (180, 850),
                (214, 780),
                (214, 330),
                (190, 250),
                (70, 200),
                (50, 120),
                (46, -30),
                (0, -44),
            ],
            closed=True,
            per=6,
        )
    elif v == 1:
        pts = shapes.smooth(
            [
                (-44, -26),
                (-44, 170),
                (-110, 214),
                *[shapes.polar(0, 520, a, 322 if a % 60 else 318) for a in range(-128, -413, -24)],
                (110, 214),
                (44, 170),
                (44, -26),
                (0, -40),
            ],
            closed=True,
            per=6,
        )
    else:
        pts = shapes.smooth(
            [
                (-40, -30),
                (-60, 110),
                (-150, 240),
                (-206, 430),
                (-190, 660),
                (-130, 830),
                (-20, 862),
                (110, 846),
                (196, 700),
                (214, 480),
                (160, 250),
                (66, 110),
                (42, -30),
                (0, -42),
            ],
            closed=True,
            per=6,
        )
    c.cut(shapes.move(pts, 14, 10), pal.deep(tone, 0.55), solid=True)
    d = c.cut(pts, tone, solid=True, edge=True)
    grain(c, d, (-330, -50, 660, 920), tone)
    if o.pattern != "plain":
        burnt = pal.deep(tone, 0.72)
        box = (-180, 560, 360, 220) if v != 1 else (-200, 480, 400, 230)
        if o.pattern == "birds":
            c.cut(shapes.bird(0, box[1] + 90, 230), burnt)
            c.cut(shapes.leaf(2, box[1] + 84, -14, 84, 36), tone)
        else:
            printed(c, d, box, o.pattern, burnt, burnt, scale=0.8)
    c.comb(pts, pal.deep(tone, 0.6), pal.pale(tone, 0.7), depth=50, step=13)
    c.cut(shapes.ellipse(0, 22, 24), pal.deep(tone, 0.75))
    c.stroke(shapes.smooth([(-8, 30), (-14, 6), (0, -14), (14, 6), (6, 32)]), pal.paper, 6)


@motif("spoon", 560, 900, 320, stance="wall", focus=(-60, 620), tag=(-92, 180), patterns=("plain",))
def spoon(c: Canvas, o: Look) -> None:
    """A set of carved spoons and a spatula tied together."""
    pal = c.pal
    for i, (x, turn, kind) in enumerate(((-20, 13, 0), (20, -13, 1), (0, 0, 2))):
        tone = WOODS[(o.variant + i * 2) % 6]
        with c.group(f"translate({x} 0) rotate({turn})"):
            handle = shapes.smooth([(-17, -24), (-13, 180), (-19, 400), (-34, 520)], per=6)
            if (kind + o.variant) % 3 == 1:
                bowl = [(-84, 600), (-98, 800), (-70, 852), (70, 852), (98, 800), (84, 600)]
            else:
                bowl = [(-96, 600), (-112, 700), (-84, 820), (0, 866), (84, 820), (112, 700), (96, 600)]
            pts = (
                handle
                + shapes.smooth([(-34, 520), *bowl, (34, 520)], per=6)
                + [(-x2, y) for x2, y in reversed(handle)]
            )
            pts += [(0, -36)]
            d = c.cut(pts, tone, lift=8, edge=True)
            outline = shapes.move(pts, x, 0, turn=turn)
            c.silhouettes.append(shapes.path(outline))
            grain(c, d, (-120, -40, 240, 920), tone, knots=0)
            c.comb(pts, pal.deep(tone, 0.6), pal.pale(tone, 0.7), depth=34, step=12)
            if (kind + o.variant) % 3 != 1:
                inner = shapes.smooth(
                    [(-66, 620), (-82, 700), (-60, 790), (0, 826), (60, 790), (82, 700), (66, 620), (0, 596)],
                    closed=True,
                    per=6,
                )
                c.cut(inner, pal.deep(tone, 0.28), wob=1.6)
                c.comb(shapes.move(inner, 0, 0), pal.deep(tone, 0.55), depth=30, step=12)
            else:
                for sx in (-36, 0, 36):
                    c.cut(shapes.rect(sx - 8, 650, 16, 130), pal.deep(tone, 0.7), wob=1.2)
    cord = pal.accent if pal.name not in ("night",) else pal.second
    for dy in (84, 96, 108):
        c.stroke([(-62, dy), (0, dy + 5), (62, dy - 1)], cord, 9)
    c.stroke(shapes.smooth([(-10, 84), (-30, 30), (0, 0), (30, 30), (10, 84)]), cord, 6)
    c.stroke(shapes.smooth([(40, 104), (84, 140), (70, 210)]), cord, 6)


@motif(
    "box",
    760,
    560,
    160,
    focus=(-60, -240),
    tag=(210, -180),
    patterns=("plain", "leaves", "birds", "dots", "poppies", "waves"),
)
def box(c: Canvas, o: Look) -> None:
    """A wooden chest with a lid, seen from a corner."""
    pal = c.pal
    tone = wood(c, o)
    h = (330, 270, 390)[o.variant % 3]
    front = [(-340, -h), (190, -h + 22), (190, 22), (-340, 0)]
    side = [(190, -h + 22), (344, -h - 54), (344, -60), (190, 22)]
    c.cut(side, pal.deep(tone, 0.42), solid=True)
    c.comb(side, pal.deep(tone, 0.68), depth=60, step=13, tilt=180)
    d = c.cut(front, tone, solid=True, edge=True)
    grain(c, d, (-350, -h - 10, 560, h + 40), tone, angle=2)
    if o.pattern == "birds":
        for s in (-1, 1):
            c.cut(shapes.bird(-76 + s * 120, -h * 0.46, 170, flip=s < 0), o.print)
            c.cut(shapes.leaf(-76 + s * 120, -h * 0.46 - 5, -90 + s * 76, 62, 28), o.print2)
        c.cut(shapes.petals(-76, -h * 0.46, 46, 6), o.print2)
        c.dots([(-76, -h * 0.46)], 15, o.print)
    elif o.pattern != "plain":
        printed(c, d, (-310, -h * 0.8, 470, h * 0.7), o.pattern, o.print, o.print2, scale=0.9)
    c.comb(front, pal.deep(tone, 0.58), depth=30, step=13)
    for i in range(5):  # finger joints
        y = -h + 40 + i * (h - 30) / 5
        c.cut([(160, y), (190, y + 1), (190, y + h / 11), (160, y + h / 11 - 1)], pal.deep(tone, 0.5), wob=1)
    lid_f = [(-360, -h - 52), (204, -h - 28), (204, -h + 32), (-360, -h + 8)]
    lid_s = [(204, -h - 28), (366, -h - 106), (366, -h - 46), (204, -h + 32)]
    lid_t = [(-360, -h - 52), (-190, -h - 136), (366, -h - 106), (204, -h - 28)]
    c.cut(lid_s, pal.deep(tone, 0.5), solid=True)
    c.cut(lid_t, pal.pale(tone, 0.25), solid=True)
    dd = shapes.path(lid_t)
    grain(c, dd, (-360, -h - 140, 730, 120), pal.pale(tone, 0.2), angle=2, knots=0)
    c.cut(lid_f, pal.deep(tone, 0.12), lift=4, edge=True)
    c.hatch(
        (-350, -h - 42, 540, 60),
        pal.deep(tone, 0.45),
        angle=2,
        gap=14,
        length=120,
        width=2.5,
        density=0.5,
        spread=1,
    )
    c.cut(
        shapes.rect(-106, -h - 14, 58, 74),
        pal.deep(pal.second, 0.2) if pal.name != "linen" else pal.accent,
        lift=3,
    )
    c.dots([(-77, -h + 26)], 8, pal.ink)


@motif(
    "birdhouse",
    560,
    860,
    280,
    stance="wall",
    focus=(0, 420),
    tag=(-150, 480),
    patterns=("plain", "stripes", "leaves", "dots"),
)
def birdhouse(c: Canvas, o: Look) -> None:
    pal = c.pal
    tone = wood(c, o)
    paint = o.body if o.body not in (pal.paper,) else pal.accent
    v = o.variant % 3
    if v == 1:
        front = [(0, 130), (190, 320), (176, 740), (-176, 740), (-190, 320)]
    elif v == 2:
        front = [(-180, 210), (180, 210), (196, 740), (-196, 740)]
    else:
        front = [(0, 120), (200, 300), (200, 740), (-200, 740), (-200, 300)]
    c.cut(shapes.rect(-34, 0, 68, 830), pal.deep(tone, 0.4), solid=True)
    grain(c, shapes.path(shapes.rect(-34, 0, 68, 830)), (-34, 0, 68, 830), pal.deep(tone, 0.4), knots=0)
    d = c.cut(front, tone, lift=6, solid=True, edge=True)
    grain(c, d, (-200, 120, 400, 620), tone)
    if o.pattern != "plain":
        printed(c, d, (-180, 540, 360, 190), o.pattern, o.print, o.print2, scale=0.8)
    c.comb(front, pal.deep(tone, 0.58), pal.pale(tone, 0.6), depth=60)
    cy = 400
    c.cut(shapes.ellipse(0, cy, 74), pal.deep(tone, 0.35), wob=1.6)
    c.cut(shapes.ellipse(3, cy + 4, 60), pal.ink, wob=1.6)
    if c.rng.random() < 0.6:
        bird = shapes.move(shapes.bird(0, 0, 150, flip=o.variant % 2 == 0), -2, 482 - 12)
        c.cut(bird, o.print if o.print != pal.ink else pal.accent, lift=5)
        c.cut(shapes.leaf(0, 462, -16 if o.variant % 2 else 196, 56, 26), pal.ink)
    if v == 2:
        roof = [(-236, 236), (-214, 142), (216, 166), (240, 236)]
        c.cut(roof, paint, lift=9, solid=True, edge=True)
        c.comb(roof, pal.deep(paint, 0.55), pal.pale(paint, 0.5), depth=50)
    else:
        rise = 130 if v == 1 else 120
        left = [(-14, rise - 40), (26, rise - 4), (-226, 350), (-258, 312)]
        right = [(14, rise - 46), (262, 312), (228, 350), (-22, rise - 2)]
        c.cut(right, pal.deep(paint, 0.3), lift=9, solid=True)
        c.comb(right, pal.deep(paint, 0.62), depth=36)
        c.cut(left, paint, lift=6, solid=True, edge=True)
        c.comb(left, pal.deep(paint, 0.5), pal.pale(paint, 0.5), depth=30)
    c.cut(shapes.rect(-210, 728, 420, 28), pal.deep(tone, 0.3), lift=5, solid=True)

"""Willow: basket and lamp, and the weave."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .goods_wood import WOODS
from .patterns import printed
from .registry import Look, motif


def plait(c: Canvas, radius, top: float, foot: float, tone: str, *, rows: float = 34, cols: int = 13) -> None:
    """Willow weave on a turned form: staggered rods over upright stakes."""
    pal = c.pal
    n = int((foot - top) / rows)
    for j in range(n + 1):
        y = top + rows * (j + 0.5)
        r = radius(min(y, foot))
        darks, lights = [], []
        for i in range(cols):
            a0 = -math.pi / 2 + math.pi * (i + (0.5 if j % 2 else 0)) / cols
            a1 = a0 + math.pi / cols * 1.02
            x0, x1 = math.sin(a0) * r, math.sin(min(a1, math.pi / 2)) * r
            sag = r * 0.06
            y0 = y + sag * math.cos(a0)
            w = x1 - x0
            if w < 4:
                continue
            shade = 0.1 + 0.5 * max(0, math.sin(a0)) ** 1.2
            pts = shapes.smooth(
                [(x0, y0), (x0 + w * 0.5, y0 - rows * 0.42), (x1, y0), (x0 + w * 0.5, y0 + rows * 0.42)],
                closed=True,
                per=3,
            )
            c.cut(pts, pal.deep(tone, shade * c.rng.uniform(0.8, 1.25)), wob=1)
            lights.append((x0 + w * 0.2, y0 - rows * 0.17, 2, w * 0.55, 2.4))
            darks.append((x0 + w * 0.15, y0 + rows * 0.2, -2, w * 0.7, 3.4))
        c.marks(darks, pal.deep(tone, 0.68))
        c.marks([m for m in lights if m[0] < r * 0.3], pal.pale(tone, 0.6))


@motif("wicker_basket", 780, 720, 300, focus=(-80, -220), tag=(230, -230), patterns=("plain",))
def wicker_basket(c: Canvas, o: Look) -> None:
    pal = c.pal
    tone = ("#c4904f", "#a8743c", "#dcb577", "#8f6136", "#cf9a55", "#b88648")[o.variant % 6]
    rights = (
        [(330, -330), (310, -180), (262, 0)],
        [(300, -360), (330, -190), (250, 0)],
        [(350, -270), (320, -120), (270, 0)],
    )
    half = shapes.smooth(rights[o.variant % 3], per=8)
    rad = shapes.outline_radius(half)
    top, rx = half[0][1], half[0][0]
    ry = rx * 0.22
    if o.variant % 2 == 0:
        for k, colour in ((0, pal.deep(tone, 0.35)),):
            arc = [
                (math.cos(math.radians(a)) * rx * 0.94, top - 10 + math.sin(math.radians(a)) * 350)
                for a in range(180, 361, 6)
            ]
            c.stroke(arc, colour, 34 - k)
            outline = arc + [(x * 0.9, y * 0.9 - 30) for x, y in reversed(arc)]
            c.silhouettes.append(shapes.path(outline))
            for i in range(len(arc) - 1):
                (x0, y0), (x1, y1) = arc[i], arc[i + 1]
                a = math.degrees(math.atan2(y1 - y0, x1 - x0)) + 38
                c.marks([(x0 - 10, y0 - 12, a, 34, 6)], pal.pale(tone, 0.35) if i < 18 else tone)
    mouth = c.cut(shapes.ellipse(0, top, rx, ry), pal.deep(tone, 0.72), solid=True)
    with c.clip(mouth):
        c.hatch(
            (-rx * 0.9, top - ry, rx * 1.8, ry),
            pal.deep(tone, 0.45),
            angle=2,
            gap=15,
            length=60,
            width=3,
            density=0.6,
        )
    if o.variant % 3 == 1:
        for i, x in enumerate((-150, -20, 120)):
            colour = (pal.accent, pal.second, pal.main)[i]
            c.cut(shapes.ellipse(x, top - 6, 92, 74), colour, lift=4, edge=True)
            c.comb(shapes.ellipse(x, top - 6, 92, 74), pal.deep(colour, 0.5), depth=40)
    elif o.variant % 3 == 2:
        cloth = shapes.smooth(
            [
                (-280, top + 10),
                (-220, top - 96),
                (-60, top - 60),
                (60, top - 120),
                (210, top - 70),
                (290, top + 14),
            ],
            per=6,
        )
        d = c.cut([*cloth, (200, top + 50), (-200, top + 50)], pal.paper, lift=3)
        printed(c, d, (-290, top - 120, 580, 180), "checks", pal.accent, pal.accent, scale=0.6)
    body = half + [
        (math.cos(math.radians(a)) * 262, math.sin(math.radians(a)) * 40) for a in range(0, 181, 12)
    ]
    body += [(-x, y) for x, y in reversed(half)]
    front = [
        (math.cos(math.radians(a)) * rx, top + math.sin(math.radians(a)) * ry) for a in range(180, -1, -9)
    ]
    d = c.cut(body + front, pal.deep(tone, 0.6), solid=True)
    with c.clip(d):
        plait(c, rad, top + ry * 0.4, 34, tone)
    rim = [
        (math.cos(math.radians(a)) * (rx + 8), top + math.sin(math.radians(a)) * (ry + 6))
        for a in range(0, 181, 5)
    ]
    c.stroke(rim, pal.deep(tone, 0.3), 36)
    for i in range(len(rim) - 1):
        x, y = rim[i]
        c.marks([(x + 6, y - 16, 118, 40, 8)], pal.pale(tone, 0.2) if x < rx * 0.3 else pal.deep(tone, 0.1))


@motif("wicker_lamp", 720, 900, 360, stance="wall", focus=(0, 560), tag=(40, 150), patterns=("plain",))
def wicker_lamp(c: Canvas, o: Look) -> None:
    """A hanging lamp of willow rods, light inside."""
    pal, rng = c.pal, c.rng
    tone = WOODS[o.variant % 6]
    c.stroke([(0, -400), (2, 0), (0, 250)], pal.ink if pal.name != "night" else pal.second, 7)
    rights = (
        [(60, 250), (210, 330), (330, 560), (300, 760)],
        [(70, 250), (300, 380), (320, 580), (170, 800)],
        [(50, 250), (150, 420), (260, 600), (350, 740)],
    )
    half = shapes.smooth(rights[o.variant % 3], per=10)
    rad = shapes.outline_radius(half)
    foot = half[-1][1]
    bottom_r = half[-1][0]
    outline = (
        half
        + [
            (math.cos(math.radians(a)) * bottom_r, foot + math.sin(math.radians(a)) * bottom_r * 0.16)
            for a in range(0, 181, 12)
        ]
        + [(-x, y) for x, y in reversed(half)]
    )
    glow = shapes.path(shapes.ellipse(0, 580, 430, 400))
    c.fill(glow, "#f7d98a", 0.16)
    c.fill(shapes.path(shapes.ellipse(0, 580, 350, 320)), "#f7d98a", 0.22)
    d = c.cut(outline, "#f3cf7a", solid=True)
    with c.clip(d):
        c.cut(shapes.ellipse(0, 560, 130, 150), "#fbe9b8")
    for i in range(17):
        u = -1 + 2 * i / 16
        pts = [(math.sin(u * 1.5) * rad(y), y) for y in range(250, int(foot) + 1, 30)]
        c.stroke(pts, pal.deep(tone, 0.25 + 0.3 * max(0, u)), 9 - 3 * abs(u))
    y = 300.0
    while y < foot:
        r = rad(y)
        arc = [
            (r * math.sin(-1.57 + 3.14 * k / 16), y + r * 0.14 * math.cos(-1.57 + 3.14 * k / 16))
            for k in range(17)
        ]
        c.stroke(arc, pal.deep(tone, rng.uniform(0.05, 0.3)), 13)
        c.marks([(x, yy, 8, 22, 3) for x, yy in arc[2:9]], pal.pale(tone, 0.5))
        y += rng.uniform(34, 52) if o.variant % 2 else 42
    c.stroke(
        [
            (bottom_r * math.cos(math.radians(a)), foot + bottom_r * 0.16 * math.sin(math.radians(a)))
            for a in range(0, 181, 8)
        ],
        pal.deep(tone, 0.4),
        26,
    )
    c.cut([(-66, 262), (-50, 206), (50, 206), (66, 262)], pal.deep(tone, 0.55), lift=3)

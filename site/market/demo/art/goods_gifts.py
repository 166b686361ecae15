"""Things for giving: the bow, gift box, gift basket."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .goods_wax import bar, pillar
from .goods_wicker import plait
from .patterns import printed, sprig
from .registry import Look, motif


def bow(c: Canvas, x: float, y: float, s: float, colour: str) -> None:
    """A ribbon bow, `s` wide."""
    pal = c.pal
    for k in (-1, 1):
        tail = [
            (x - 4 * k, y),
            (x + k * s * 0.16, y + s * 0.52),
            (x + k * s * 0.27, y + s * 0.44),
            (x + k * s * 0.38, y + s * 0.5),
            (x + k * s * 0.16, y),
        ]
        c.cut(tail, pal.deep(colour, 0.2), lift=4)
    for k in (-1, 1):
        loop = shapes.smooth(
            [
                (x, y),
                (x + k * s * 0.2, y - s * 0.2),
                (x + k * s * 0.46, y - s * 0.22),
                (x + k * s * 0.5, y),
                (x + k * s * 0.42, y + s * 0.16),
                (x + k * s * 0.16, y + s * 0.08),
            ],
            closed=True,
            per=5,
        )
        c.cut(loop, colour, lift=4, edge=True)
        c.marks(
            [(x + k * s * 0.08, y - s * 0.02, 180 if k < 0 else 0, s * 0.26, s * 0.05)], pal.deep(colour, 0.5)
        )
        c.comb(loop, pal.deep(colour, 0.5), depth=s * 0.1, step=10)
    c.cut(shapes.ellipse(x, y, s * 0.085, s * 0.1), pal.deep(colour, 0.15), lift=3, edge=True)


def ribboned(
    c: Canvas, x: float, y: float, w: float, h: float, tone: str, band: str, pattern: str, ink: str, ink2: str
) -> None:
    pal = c.pal
    pts = shapes.rect(x - w / 2, y - h, w, h)
    d = c.cut(pts, tone, lift=5, solid=True, edge=True)
    printed(c, d, (x - w / 2, y - h, w, h), pattern, ink, ink2, scale=0.8)
    c.comb(pts, pal.deep(tone, 0.55), pal.pale(tone, 0.6), depth=60)
    c.cut(shapes.rect(x - 26, y - h - 1, 52, h), band, lift=2, wob=1.4)
    c.marks([(x - 14, y - h, 90, h, 4), (x + 14, y - h, 90, h, 4)], pal.deep(band, 0.4))


@motif(
    "gift_box",
    700,
    660,
    220,
    focus=(0, -420),
    tag=(80, -330),
    patterns=("plain", "leaves", "dots", "stripes", "checks", "birds"),
)
def gift_box(c: Canvas, o: Look) -> None:
    pal = c.pal
    band = o.print2 if o.print2 not in (o.body, o.print) else o.trim
    h = (330, 270, 400)[o.variant % 3]
    ribboned(c, 0, 0, 580, h, o.body, band, o.pattern, o.print, pal.pale(o.print, 0.4))
    lid = [(-314, -h - 84), (314, -h - 84), (318, -h + 10), (-318, -h + 10)]
    tone = pal.deep(o.body, 0.16)
    c.cut(lid, tone, lift=8, solid=True, edge=True)
    c.comb(lid, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=34)
    c.cut(shapes.rect(-30, -h - 86, 60, 98), band, lift=2, wob=1.4)
    bow(c, 0, -h - 96, 330, band)
    sprig(c, -30, -h - 92, 130, pal.leaf if pal.leaf != band else pal.paper, pairs=4, lean=-90)
    sprig(c, 30, -h - 92, 120, pal.leaf if pal.leaf != band else pal.paper, pairs=4, lean=80)


@motif("gift_basket", 800, 760, 340, focus=(-40, -330), tag=(240, -150), patterns=("plain",))
def gift_basket(c: Canvas, o: Look) -> None:
    """A shallow willow basket with things of several makers."""
    pal, rng = c.pal, c.rng
    tone = ("#c4904f", "#a8743c", "#dcb577")[o.variant % 3]
    rx, top = 350, -210
    c.cut(shapes.ellipse(0, top, rx, 80), pal.deep(tone, 0.7), solid=True)
    for _ in range(60):
        c.marks(
            [
                (
                    rng.uniform(-300, 300),
                    top + rng.uniform(-40, 20),
                    rng.uniform(-150, -30),
                    rng.uniform(40, 90),
                    4,
                )
            ],
            "#ecd9a8",
        )
    things = [("bottle", -220), ("candle", 190), ("book", -40), ("box", 80)]
    rng.shuffle(things)
    for i, (kind, _) in enumerate(things):
        x = -225 + i * 148
        if kind == "bottle":
            tall = [
                (x - 36, -560),
                (x - 30, -500),
                (x - 66, -430),
                (x - 66, -190),
                (x + 66, -190),
                (x + 66, -430),
                (x + 30, -500),
                (x + 36, -560),
            ]
            c.cut(tall, pal.leaf, lift=5, solid=True, edge=True)
            c.comb(tall, pal.deep(pal.leaf, 0.6), pal.pale(pal.leaf, 0.6), depth=50)
            c.cut(shapes.rect(x - 40, -596, 80, 44), pal.paper, lift=2)
            c.cut(shapes.rect(x - 62, -400, 124, 110), pal.paper, lift=2)
            sprig(c, x, -306, 80, pal.leaf, pairs=3)
        elif kind == "candle":
            pillar(c, x, -180, 130, 300, "#e8b84f", lit=False, comb=True)
        elif kind == "book":
            cover = shapes.move(shapes.rect(-90, -400, 180, 330), x, -110, turn=-5)
            d = c.cut(cover, pal.main, lift=5, solid=True, edge=True)
            printed(c, d, (x - 100, -520, 200, 330), "dots", pal.on(rng, pal.main), pal.second, scale=0.7)
            c.comb(cover, pal.deep(pal.main, 0.55), depth=30)
        else:
            bar(c, x, -250, 170, 110, "#d58f86", stamp="leaf")
            bar(c, x - 4, -360, 160, 90, "#8fae9b")
    cloth = shapes.smooth(
        [
            (-330, top + 30),
            (-240, top - 44),
            (-120, top + 6),
            (0, top - 36),
            (130, top + 8),
            (250, top - 40),
            (336, top + 26),
        ],
        per=6,
    )
    d = c.cut(
        [*cloth, (300, top + 110), (-300, top + 110)],
        pal.paper if pal.name != "linen" else pal.accent,
        lift=5,
    )
    printed(
        c,
        d,
        (-340, top - 50, 680, 160),
        "checks",
        pal.accent if pal.name != "linen" else pal.paper,
        pal.accent,
        scale=0.6,
    )
    half = shapes.smooth([(rx, top), (330, -90), (280, 0)], per=8)
    rad = shapes.outline_radius(half)
    body = half + [
        (math.cos(math.radians(a)) * 280, math.sin(math.radians(a)) * 36) for a in range(0, 181, 12)
    ]
    body += [(-x, y) for x, y in reversed(half)]
    body += [
        (math.cos(math.radians(a)) * rx, top + math.sin(math.radians(a)) * 80) for a in range(180, -1, -9)
    ]
    d = c.cut(body, pal.deep(tone, 0.6), solid=True)
    with c.clip(d):
        plait(c, rad, top + 34, 34, tone)
    rim = [
        (math.cos(math.radians(a)) * (rx + 8), top + math.sin(math.radians(a)) * 86) for a in range(0, 181, 5)
    ]
    c.stroke(rim, pal.deep(tone, 0.3), 34)
    c.marks([(x + 6, y - 16, 118, 38, 8) for x, y in rim[::1]], pal.pale(tone, 0.2))
    bow(c, -10, top + 96, 210, pal.accent if pal.name != "linen" else pal.leaf)

"""Sewn things for the home: tote, cushion, blanket; thread, stitches and fringe."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .patterns import poppy, printed, sprig
from .registry import Look, motif

CLOTH = ("stripes", "checks", "leaves", "dots", "waves", "birds", "poppies")


def weave(
    c: Canvas,
    d: str,
    box: tuple[float, float, float, float],
    colour: str,
    *,
    angle: float = 90,
    density: float = 0.3,
) -> None:
    """Thread texture over a cloth outline."""
    with c.clip(d):
        c.hatch(box, colour, angle=angle, gap=13, length=34, width=1.9, density=density, spread=3)


def stitches(c: Canvas, points: shapes.Points, colour: str, *, closed: bool = False, gap: float = 26) -> None:
    """A running stitch along a line."""
    pts = shapes.resample(points, gap, closed)
    n = len(pts)
    items = []
    for i in range(n if closed else n - 1):
        (x0, y0), (x1, y1) = pts[i], pts[(i + 1) % n]
        items.append(
            (x0, y0, math.degrees(math.atan2(y1 - y0, x1 - x0)), math.hypot(x1 - x0, y1 - y0) * 0.62, 3.2)
        )
    c.marks(items, colour)


def fringe(
    c: Canvas, a: shapes.Point, b: shapes.Point, length: float, colour: str, *, gap: float = 13
) -> None:
    n = max(3, int(math.hypot(b[0] - a[0], b[1] - a[1]) / gap))
    items = []
    for i in range(n + 1):
        x, y = shapes.lerp(a[0], b[0], i / n), shapes.lerp(a[1], b[1], i / n)
        items.append((x, y - 4, 90 + c.rng.uniform(-7, 7), length * c.rng.uniform(0.8, 1.1), 7.5))
    c.marks(items, colour)


@motif(
    "tote",
    560,
    900,
    640,
    stance="wall",
    focus=(0, 560),
    tag=(130, 330),
    patterns=("birds", "poppies", "leaves", "stripes", "checks", "dots", "waves"),
    bodies=("paper", "second", "main"),
)
def tote(c: Canvas, o: Look) -> None:
    """A linen bag on a peg, printed on the front."""
    pal = c.pal
    dark = pal.deep(o.body, 0.26)
    for dx, colour, top in ((26, dark, 6), (0, o.body, 0)):
        outer = shapes.smooth(
            [
                (-150 + dx, 340),
                (-120 + dx, 160),
                (-34 + dx * 0.3, top),
                (34 + dx * 0.3, top),
                (120 + dx, 160),
                (150 + dx, 340),
            ],
            per=8,
        )
        inner = shapes.smooth(
            [
                (112 + dx, 340),
                (86 + dx, 178),
                (20 + dx * 0.3, 38 + top),
                (-20 + dx * 0.3, 38 + top),
                (-86 + dx, 178),
                (-112 + dx, 340),
            ],
            per=8,
        )
        c.cut(outer + inner, colour, solid=True, edge=not dx)
        if dx:
            c.cut([(-236, 322), (248, 318), (250, 360), (-236, 366)], dark, solid=True)
    bag = [
        (-252, 332),
        (0, 340),
        (252, 330),
        (262, 600),
        (268, 872),
        (120, 884),
        (0, 880),
        (-140, 886),
        (-268, 874),
        (-262, 600),
    ]
    d = c.cut(bag, o.body, lift=6, solid=True, edge=True, wob=2.8)
    ink, ink2 = o.print, o.print2
    if o.pattern == "birds":
        c.cut(shapes.bird(0, 620, 330, flip=o.variant % 2 == 1), ink)
        c.cut(shapes.leaf(-6, 612, -12, 118, 52), ink2)
        sprig(c, -130, 830, 150, ink2, pairs=3, lean=-20)
        sprig(c, 130, 830, 150, ink2, pairs=3, lean=20)
        sprig(c, 0, 850, 120, ink2, pairs=3)
    elif o.pattern == "poppies":
        for x, y, r in ((-90, 560, 78), (84, 500, 92), (20, 680, 64)):
            c.stroke(shapes.smooth([(x * 0.2, 852), (x * 0.8, 740), (x, y)]), pal.leaf, 8)
            c.cut(shapes.leaf(x * 0.45, 800, -90 + (40 if x > 0 else -40), 110, 36), pal.leaf)
            poppy(c, x, y, r, ink if r != 64 else ink2, pal.ink)
    else:
        printed(c, d, (-236, 400, 472, 440), o.pattern, ink, ink2, scale=1.15)
    weave(c, d, (-270, 330, 540, 560), pal.deep(o.body, 0.24), density=0.36)
    stitches(c, [(-246, 366), (0, 374), (246, 364)], pal.deep(o.body, 0.5))
    for x in (-131, 131):
        stitches(c, shapes.rect(x - 17, 340, 34, 44), ink2, closed=True, gap=17)
    with c.clip(d):
        c.marks(
            [
                (-190, 890, -80, 210, 10),
                (-20, 890, -96, 160, 9),
                (170, 890, -100, 240, 11),
                (240, 350, 100, 200, 8),
            ],
            pal.deep(o.body, 0.34),
            0.7,
        )
    c.comb(bag, pal.deep(o.body, 0.52), pal.pale(o.body, 0.7), depth=46, step=13)


@motif("cushion", 720, 700, 420, focus=(40, -360), tag=(270, -250), patterns=CLOTH)
def cushion(c: Canvas, o: Look) -> None:
    pal, rng = c.pal, c.rng
    corners = [(-318, -640), (318, -652), (330, -10), (-326, -4)]
    mids = [(0, -606), (292, -320), (0, -26), (-296, -318)]
    raw: shapes.Points = []
    for i in range(4):
        a, m, b = corners[i], mids[i], corners[(i + 1) % 4]
        raw += [
            a,
            *shapes.smooth(
                [
                    a,
                    ((a[0] + m[0]) / 2 * 0.985, (a[1] + m[1] + 322 * 0.03) / 2),
                    m,
                    ((b[0] + m[0]) / 2 * 0.985, (b[1] + m[1]) / 2),
                    b,
                ],
                per=5,
            )[1:-1],
        ]
    d = c.cut(raw, o.body, solid=True, edge=True, wob=2.8)
    if o.variant % 3 == 0:
        c.dots(shapes.resample(raw, 34), 11, o.print2)
    elif o.variant % 3 == 1:
        for x, y in corners:
            c.marks(
                [
                    (x, y, math.degrees(math.atan2(y + 325, x)) + rng.uniform(-26, 26), 74, 8)
                    for _ in range(9)
                ],
                o.print2,
            )
    if o.pattern == "birds":
        for s in (-1, 1):
            c.cut(shapes.bird(s * 168, -330, 200, flip=s < 0), o.print)
            c.cut(shapes.leaf(s * 166, -338, -90 + s * 78, 76, 34), o.print2)
        sprig(c, 0, -110, 420, o.print2, pairs=5, bud=o.print)
        for s in (-1, 1):
            sprig(c, s * 190, -110, 130, o.print2, pairs=3, lean=s * 20)
    elif o.pattern == "poppies":
        with c.clip(d):
            for x, y, r in (
                (-130, -420, 92),
                (120, -470, 76),
                (60, -280, 104),
                (-150, -210, 66),
                (190, -180, 60),
            ):
                c.stroke(shapes.smooth([(x * 0.3, 0), (x * 0.7, y * 0.4), (x, y)]), pal.leaf, 8)
                poppy(c, x, y, r, o.print if r > 70 else o.print2, pal.ink)
    else:
        printed(c, d, (-300, -610, 600, 580), o.pattern, o.print, o.print2, scale=1.15)
    weave(c, d, (-320, -640, 640, 640), pal.deep(o.body, 0.26), angle=84)
    with c.clip(d):
        c.marks(
            [
                (-300, -620, 40, 190, 14),
                (300, -630, 138, 170, 13),
                (312, -24, 222, 200, 15),
                (-308, -18, -40, 180, 13),
                (262, -330, 172, 120, 9),
            ],
            pal.deep(o.body, 0.45),
            0.75,
        )
    c.comb(raw, pal.deep(o.body, 0.58), pal.pale(o.body, 0.65), depth=78, step=13)


@motif(
    "blanket",
    760,
    560,
    250,
    focus=(-80, -220),
    tag=(250, -250),
    patterns=("stripes", "checks", "dots", "waves"),
)
def blanket(c: Canvas, o: Look) -> None:
    """Folded blankets, the top one falling open."""
    pal, rng = c.pal, c.rng
    tones = [o.trim, pal.pale(o.body, 0.25), o.body]
    y = 0.0
    for i, tone in enumerate(tones):
        h = (104, 112, 190)[i]
        w = 350 - i * 12 + rng.uniform(-8, 8)
        folded = shapes.smooth(
            [
                (-w, y - 6),
                (-w - 8, y - h / 2),
                (-w + 4, y - h + 8),
                (0, y - h - 8),
                (w - 16, y - h + 4),
                (w + 10, y - h * 0.5),
                (w - 6, y - 4),
                (0, y + 4),
            ],
            closed=True,
            per=6,
        )
        d = c.cut(folded, tone, lift=5 if i else 0, solid=True, edge=True)
        ink = o.print if tone != o.print else o.print2
        if i < 2:
            with c.clip(d):
                for t in (0.34, 0.66):
                    c.stroke(
                        [(-w - 10, y - h * t), (0, y - h * t - 4), (w + 10, y - h * t)],
                        pal.deep(tone, 0.5),
                        5,
                    )
                c.marks([(-w + 6, y - h * 0.5, 0, 60, 12)], pal.deep(tone, 0.4))
        else:
            printed(c, d, (-w, y - h, w * 2, h), o.pattern, ink, o.print2, scale=0.75)
            with c.clip(d):
                c.stroke([(-w - 10, y - h * 0.34), (w + 10, y - h * 0.34)], pal.deep(tone, 0.55), 6)
        weave(c, d, (-w, y - h, w * 2, h), pal.deep(tone, 0.3), angle=90)
        c.comb(folded, pal.deep(tone, 0.6), pal.pale(tone, 0.6), depth=50, step=13)
        y -= h - 6
    ink = o.print
    x0, x1 = -250, 40
    drop = -52
    fringe(c, (x0, drop), (x1, drop + 6), 56, o.body)
    flap = shapes.smooth([(x0 - 4, y + 6), (x0 - 8, y / 2), (x0, drop)], per=5)
    flap += shapes.smooth([(x1, drop + 8), (x1 + 6, y / 2), (x1 + 2, y - 2)], per=5)
    d = c.cut(flap, o.body, lift=7, edge=True)
    printed(c, d, (x0 - 10, y, x1 - x0 + 20, drop - y), o.pattern, ink, o.print2, scale=0.75)
    weave(c, d, (x0, y, x1 - x0, drop - y), pal.deep(o.body, 0.3))
    c.comb(flap, pal.deep(o.body, 0.58), depth=36, step=13)

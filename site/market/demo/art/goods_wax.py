"""Wax and soap: candle, soap, soap set."""

from __future__ import annotations

from . import shapes
from .canvas import Canvas
from .goods_ceramics import flame
from .palettes import distance
from .patterns import printed, sprig
from .registry import Look, motif

WAX = ("#e8b84f", "#f3e6c8", "#c9573a", "#7f9d86", "#d99a8a", "#5d8595")


def pillar(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    wax: str,
    *,
    lit: bool,
    comb: bool = False,
    pattern: str = "plain",
    ink: str = "",
    ink2: str = "",
) -> None:
    """One candle; `comb` rolls it from a sheet of beeswax."""
    pal, rng = c.pal, c.rng
    ry = w * 0.13
    top = y - h
    left = [(x - w / 2, y), (x - w / 2 + rng.uniform(-4, 4), y - h * 0.5), (x - w / 2, top)]
    cup = [
        (x - w / 2 + w * t, top + ry * 0.5 * (1 - abs(2 * t - 1)) + rng.uniform(-5, 5))
        for t in (0.2, 0.4, 0.6, 0.8)
    ]
    body = (
        left
        + cup
        + [(x + w / 2, top), (x + w / 2 + rng.uniform(-4, 4), y - h * 0.5), (x + w / 2, y), (x, y + ry * 0.5)]
    )
    d = c.cut(body, wax, solid=True, edge=True)
    with c.clip(d):
        c.fill(
            shapes.path(shapes.wobble(rng, shapes.rect(x + w * 0.2, top - 10, w * 0.4, h + 30))),
            pal.deep(wax, 0.3),
            0.5,
        )
    if comb:
        with c.clip(d):
            s = 26
            for j in range(int(h / (s * 0.86)) + 2):
                for i in range(int(w / s) + 2):
                    cx, cy = x - w / 2 + i * s + (s / 2 if j % 2 else 0), top + j * s * 0.86
                    hexa = [shapes.polar(cx, cy, 30 + k * 60, s * 0.5) for k in range(6)]
                    c.add(
                        f'<path d="{shapes.path(hexa)}" fill="none" stroke="{pal.deep(wax, 0.34)}" stroke-width="2.6"/>'
                    )
            c.stroke([(x + w * 0.12, top), (x + w * 0.16, y + 10)], pal.deep(wax, 0.55), 7)
    elif pattern != "plain":
        printed(c, d, (x - w / 2, y - h * 0.62, w, h * 0.5), pattern, ink, ink2, scale=0.62, turned=True)
    c.comb(body, pal.deep(wax, 0.58), pal.pale(wax, 0.7), depth=w * 0.34, step=12, tilt=180)
    if not comb:
        for t in (0.16, 0.34, 0.7):
            px = x - w / 2 + w * t
            ln = h * rng.uniform(0.08, 0.26)
            drip = shapes.smooth(
                [
                    (px - 15, top - 2),
                    (px - 12, top + ln * 0.6),
                    (px, top + ln),
                    (px + 13, top + ln * 0.55),
                    (px + 16, top - 2),
                ],
                per=5,
            )
            c.cut(drip, pal.pale(wax, 0.35), lift=3)
    c.cut(shapes.ellipse(x, top, w / 2, ry), pal.pale(wax, 0.45), wob=1.4)
    if lit:
        c.cut(shapes.ellipse(x, top + 2, w * 0.3, ry * 0.58), pal.deep(wax, 0.12), wob=1)
    c.stroke([(x, top), (x + 4, top - 34)], pal.ink if pal.name != "night" else "#3a2f2a", 6)
    if lit:
        flame(c, x + 4, top - 30, min(1.1, w / 150))


def wax_for(c: Canvas, o: Look, shift: int = 0) -> str:
    order = [WAX[(o.variant + shift + i) % 6] for i in range(6)]
    return next((w for w in order if distance(w, c.pal.wall) > 0.16), order[0])


@motif(
    "candle",
    640,
    720,
    200,
    focus=(0, -330),
    tag=(140, -280),
    patterns=("plain", "leaves", "dots", "poppies", "stripes"),
)
def candle(c: Canvas, o: Look) -> None:
    pal = c.pal
    wax = wax_for(c, o)
    ink = pal.deep(wax, 0.75)
    v = o.variant % 3
    if v == 0:  # one broad candle on a dish
        c.cut(shapes.ellipse(0, -8, 250, 58), pal.deep(o.trim, 0.2), solid=True)
        c.cut(shapes.ellipse(-4, -18, 250, 56), o.trim, edge=True)
        c.cut(shapes.ellipse(0, -16, 210, 42), pal.deep(o.trim, 0.35))
        pillar(c, 0, -16, 270, 440, wax, lit=True, pattern=o.pattern, ink=ink, ink2=o.print2)
    elif v == 1:  # three of a family
        for i, (x, h, w) in enumerate(((-150, 520, 160), (160, 300, 170), (16, 400, 180))):
            pillar(c, x, (-34, -20, 0)[i], w, h, wax_for(c, o, i * 2), lit=i == 0, comb=i == 2)
    else:  # rolled beeswax pair with a band
        for i, (x, h) in enumerate(((-92, 560), (92, 440))):
            pillar(c, x, -10 * (1 - i), 158, h, "#e0a83c" if i else "#c98a2c", lit=i == 0, comb=True)
        cord = pal.accent if pal.name != "night" else pal.second
        for dy in (-190, -176, -204):
            c.stroke([(-174, dy - 6), (-90, dy + 12), (4, dy + 4), (90, dy + 14), (174, dy)], cord, 9)
        sprig(c, 10, -90, 190, pal.leaf, pairs=4, lean=20)


def bar(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    colour: str,
    *,
    swirl: bool = False,
    stamp: str = "",
    glass: bool = False,
) -> None:
    """A bar of soap lying on its long side, front edge at y."""
    pal, rng = c.pal, c.rng
    dx, dy = w * 0.14, -h * 0.4
    front = [
        (x - w / 2 + 8, y - h),
        (x + w / 2 - 8, y - h),
        (x + w / 2, y - h + 9),
        (x + w / 2, y - 10),
        (x + w / 2 - 10, y),
        (x - w / 2 + 10, y),
        (x - w / 2, y - 10),
        (x - w / 2, y - h + 9),
    ]
    top = [
        (x - w / 2 + 8, y - h + 3),
        (x - w / 2 + dx, y - h + dy),
        (x + w / 2 + dx - 8, y - h + dy),
        (x + w / 2 - 6, y - h + 3),
    ]
    side = [
        (x + w / 2 - 6, y - h + 6),
        (x + w / 2 + dx - 8, y - h + dy + 3),
        (x + w / 2 + dx - 2, y + dy - 6),
        (x + w / 2 - 2, y - 10),
    ]
    c.cut(side, pal.deep(colour, 0.42), solid=True)
    c.cut(top, pal.pale(colour, 0.35), solid=True, edge=True)
    d = c.cut(front, colour, solid=True)
    with c.clip(d):
        if swirl:
            for i in range(3):
                py = y - h * (0.25 + 0.25 * i)
                pts = shapes.smooth(
                    [
                        (x - w / 2, py),
                        (x - w / 4, py - 18),
                        (x, py + 14),
                        (x + w / 4, py - 16),
                        (x + w / 2, py),
                    ],
                    per=6,
                )
                c.stroke(pts, pal.pale(colour, 0.6), rng.uniform(8, 16))
        if glass:
            for _ in range(5):
                px, py = x + rng.uniform(-0.4, 0.4) * w, y - h * rng.uniform(0.2, 0.8)
                c.cut(shapes.leaf(px, py, rng.uniform(-80, 80), 56, 22), pal.deep(colour, 0.45))
                c.dots([(px + 30, py - 12)], 7, pal.pale(colour, 0.6))
            c.marks(
                [(x - w * 0.42, y - h * 0.84, 4, w * 0.3, 9), (x - w * 0.4, y - h * 0.7, 4, w * 0.12, 7)],
                pal.pale(colour, 0.8),
            )
    c.comb(front, pal.deep(colour, 0.55), pal.pale(colour, 0.7), depth=h * 0.3, step=13)
    if stamp:
        ink = pal.deep(colour, 0.5)
        c.cut(shapes.ellipse(x, y - h / 2, h * 0.32), ink, wob=1.2)
        c.cut(shapes.ellipse(x + 1, y - h / 2 + 1, h * 0.27), colour, wob=1.2)
        if stamp == "leaf":
            sprig(c, x, y - h * 0.29, h * 0.42, ink, pairs=3)
        else:
            c.cut(shapes.bird(x, y - h / 2, h * 0.42), ink)


def soap_colours(c: Canvas, o: Look) -> list[str]:
    pool = ["#d58f86", "#8fae9b", "#dca94a", "#6f98ab", "#f1e5cc", "#a9674b", "#b8563f"]
    pool = pool[o.variant :] + pool[: o.variant]
    return [p for p in pool if distance(p, c.pal.wall) > 0.12] or pool


@motif("soap", 700, 420, 60, focus=(-30, -180), tag=(220, -150), patterns=("plain",))
def soap(c: Canvas, o: Look) -> None:
    """A bar on a wooden dish, a paper belly band on every second one."""
    pal = c.pal
    tone = pal.deep(pal.table, 0.35)
    for x in (-230, 230):
        c.cut(shapes.rect(x - 26, -34, 52, 34), pal.deep(tone, 0.4), solid=True)
    for i in range(3):
        y = -34 - i * 20
        c.cut(
            [(-320 + i * 18, y - 16), (330 - i * 4, y - 16), (330 - i * 4, y), (-320 + i * 18, y)],
            pal.deep(tone, 0.12 * i),
            solid=True,
            edge=True,
        )
    c.marks([(-300 + i * 90, -40, 0, 80, 3) for i in range(7)], pal.deep(tone, 0.6))
    cols = soap_colours(c, o)
    v = o.variant % 3
    bar(c, -30, -72, 480, 210, cols[0], swirl=v == 1, stamp=("leaf", "", "bird")[v], glass=v == 1)
    if o.variant % 2:
        band = pal.paper
        c.cut([(50, -286), (120, -372), (190, -372), (134, -286), (134, -70), (50, -70)], band, lift=3)
        c.stroke([(62, -270), (62, -80)], pal.accent, 4)
        c.stroke([(122, -270), (122, -80)], pal.accent, 4)
        sprig(c, 92, -110, 130, pal.leaf, pairs=3)
    bubbles = [(300, -30), (340, -64), (268, -12)]
    for i, (x, y) in enumerate(bubbles):
        r = (26, 15, 11)[i]
        c.fill(shapes.path(shapes.ellipse(x, y, r)), pal.pale(pal.paper, 0.6), 0.75)
        c.stroke(shapes.ellipse(x, y, r), pal.deep(pal.wall, 0.5), 3, closed=True)
        c.marks([(x - r * 0.5, y - r * 0.4, -40, r * 0.7, 3)], pal.paper)


@motif("soap_set", 800, 560, 110, focus=(-80, -260), tag=(250, -330), patterns=("plain",))
def soap_set(c: Canvas, o: Look) -> None:
    """A stack of bars tied with string, two more beside it."""
    pal = c.pal
    cols = soap_colours(c, o)
    cols = (cols * 3)[:5]
    bar(c, 214, -60, 250, 150, cols[3], stamp="leaf")
    for i in range(3):
        bar(
            c,
            -120 + (i % 2) * 14,
            -10 - i * 146,
            400 - i * 14,
            142,
            cols[i],
            swirl=i == 1,
            glass=i == 2,
            stamp="bird" if i == 0 else "",
        )
    cord = pal.accent if pal.accent not in cols else pal.ink
    for x in (-150, -138):
        c.stroke([(x, -446), (x + 2, -200), (x - 2, -6)], cord, 6)
    c.stroke([(-144, -446), (-90, -500)], cord, 6)
    knot = (-140, -452)
    for s in (-1, 1):
        loop = shapes.smooth(
            [
                knot,
                (knot[0] + s * 50, knot[1] - 60),
                (knot[0] + s * 96, knot[1] - 30),
                (knot[0] + s * 60, knot[1] + 4),
            ],
            closed=True,
            per=6,
        )
        c.stroke(loop, cord, 6, closed=True)
    sprig(c, -118, -440, 150, pal.leaf, pairs=4, lean=50)
    bar(c, 150, 16, 270, 110, cols[4], stamp="")

"""For the table and the wall: wreath, table decoration, bauble."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .goods_gifts import bow
from .goods_wax import pillar
from .patterns import poppy, printed
from .registry import Look, motif


def ring(c: Canvas, cx: float, cy: float, r: float, band: float, o: Look, *, flat: float = 1.0) -> None:
    """A ring of leaves with flowers, berries or cones worked in."""
    pal, rng = c.pal, c.rng
    greens = [pal.leaf, pal.deep(pal.leaf, 0.3), pal.pale(pal.leaf, 0.3)]
    if o.variant % 3 == 1:
        greens = ["#b98d3e", "#d9b566", "#8f6a2e"]
    hoop = [
        (cx + math.cos(math.radians(a)) * r, cy + math.sin(math.radians(a)) * r * flat)
        for a in range(0, 361, 6)
    ]
    c.stroke(hoop, pal.deep(pal.table, 0.5), band * 0.5)
    n = int(r / 2.1)
    for k in range(3):
        for i in range(n):
            a = 360 * i / n + rng.uniform(-3, 3) + k * 4
            rr = r + rng.uniform(-0.5, 0.5) * band
            x = cx + math.cos(math.radians(a)) * rr
            y = cy + math.sin(math.radians(a)) * rr * flat
            lean = a + 90 + rng.choice((-1, 1)) * rng.uniform(14, 62)
            size = band * rng.uniform(0.7, 1.05)
            c.cut(
                shapes.leaf(
                    x, y, lean, size, size * (0.24 if o.variant % 3 == 1 else 0.4), rng.uniform(-0.2, 0.2)
                ),
                greens[(i + k) % 3] if k < 2 or i % 2 else greens[2],
                wob=1.2,
            )
            if i % 4 == k:
                tip = shapes.polar(x, y, lean, size * 0.15)
                c.marks([(*tip, lean, size * 0.66, 2.6)], pal.pale(pal.leaf, 0.7))
    inks = [
        pal.accent if pal.accent != pal.leaf else pal.main,
        pal.second if pal.name != "linen" else pal.accent,
        pal.paper,
    ]
    count = (9, 12, 7)[o.variant % 3]
    for i in range(count):
        a = 360 * i / count + rng.uniform(-8, 8)
        x = cx + math.cos(math.radians(a)) * (r + rng.uniform(-0.2, 0.2) * band)
        y = cy + math.sin(math.radians(a)) * (r + rng.uniform(-0.2, 0.2) * band) * flat
        kind = (i + o.variant) % 3
        if kind == 0:
            poppy(c, x, y, band * rng.uniform(0.4, 0.52), inks[0], pal.ink)
        elif kind == 1:
            for _ in range(4):
                px, py = x + rng.uniform(-0.28, 0.28) * band, y + rng.uniform(-0.28, 0.28) * band
                c.cut(shapes.ellipse(px, py, band * 0.13), inks[(o.variant + 1) % 2], lift=2, edge=True)
                c.marks([(px - band * 0.05, py - band * 0.05, 20, band * 0.07, 3)], pal.paper)
        else:
            c.cut(shapes.petals(x, y, band * 0.44, 8, rng.uniform(0, 40), 0.6), inks[2], lift=3)
            c.cut(shapes.ellipse(x, y, band * 0.15), inks[1] if inks[1] != pal.paper else pal.second)


@motif("wreath", 800, 880, 350, stance="wall", focus=(-220, 300), tag=None)
def wreath(c: Canvas, o: Look) -> None:
    r = 300
    c.stroke([(0, 0), (0, 130)], c.pal.deep(c.pal.table, 0.4), 8)
    donut = shapes.ellipse(0, 430, r + 55)
    hole = shapes.ellipse(0, 430, r - 55)[::-1]
    c.silhouettes.append(shapes.path(donut) + shapes.path(hole))
    ring(c, 0, 430, r, 112, o)
    if o.variant % 2 == 0:
        bow(c, 0, 738, 260, c.pal.accent if c.pal.accent != c.pal.leaf else c.pal.main)
    else:
        bow(c, 0, 136, 200, c.pal.main if c.pal.main not in (c.pal.leaf, c.pal.paper) else c.pal.accent)


@motif("table_decoration", 860, 620, 260, focus=(-60, -180), tag=(300, -110))
def table_decoration(c: Canvas, o: Look) -> None:
    """Greenery lying around candles, or spring branches in a low bowl."""
    pal, rng = c.pal, c.rng
    if o.variant % 3 == 2:
        twigs = [(-120, 460, -70), (-40, 540, -20), (40, 500, 40), (120, 430, 96)]
        for x, h, lean in twigs:
            pts = shapes.smooth([(x * 0.4, -120), (x, -h * 0.6), (x + lean, -h)], per=6)
            c.stroke(pts, pal.deep(pal.table, 0.55), 10)
            for k in range(7):
                t = 0.4 + k * 0.1
                px, py = pts[min(len(pts) - 1, int(t * (len(pts) - 1)))]
                c.cut(shapes.leaf(px, py, -90 + (44 if k % 2 else -44), 44, 26), pal.paper, lift=2)
        for i, (x, lean) in enumerate(((-60, -40), (70, 50))):
            c.stroke([(x + lean * 0.35, -470 + i * 70), (x + lean * 0.6, -378 + i * 60)], pal.ink, 3)
            egg = shapes.smooth(
                [(0, -62), (34, -20), (36, 22), (0, 52), (-36, 22), (-34, -20)], closed=True, per=6
            )
            d = c.cut(
                shapes.move(egg, x + lean * 0.6, -318 + i * 60), (pal.accent, pal.main)[i], lift=4, edge=True
            )
            printed(
                c,
                d,
                (x + lean * 0.6 - 40, -380 + i * 60, 80, 110),
                "stripes",
                pal.paper,
                pal.second,
                scale=0.5,
            )
        pot = shapes.mirror(shapes.smooth([(230, -150), (220, -70), (150, 0)], per=8))
        c.cut(pot, o.trim, solid=True, edge=True)
        c.comb(pot, pal.deep(o.trim, 0.6), pal.pale(o.trim, 0.6), depth=70)
        for i in range(26):
            c.cut(
                shapes.leaf(-220 + i * 17.6, -136, -90 + rng.uniform(-50, 50), rng.uniform(50, 90), 26),
                pal.leaf,
            )
        return
    c.silhouettes.append(shapes.path(shapes.ellipse(0, -60, 370, 80)))
    with c.group():
        ring(c, 0, -70, 330, 96, o, flat=0.24)
    wax = pal.paper if pal.name not in ("linen",) else pal.accent
    if o.variant % 3 == 0:
        for x, h, y in ((-130, 300, -60), (120, 240, -50), (0, 380, -20)):
            pillar(c, x, y, 104, h, wax, lit=x == 0)
    else:
        pillar(c, 0, -30, 190, 330, wax, lit=True, pattern="leaves", ink=pal.leaf, ink2=pal.accent)
    for i in range(30):
        a = 20 + i * 4.8
        x, y = math.cos(math.radians(a)) * 330, -70 + math.sin(math.radians(a)) * 84
        c.cut(
            shapes.leaf(x, y, -90 + rng.uniform(-75, 75), rng.uniform(60, 100), 34),
            (pal.leaf, pal.deep(pal.leaf, 0.3))[i % 2],
            wob=1.2,
        )
    for i in range(7):
        a = 30 + i * 20
        x, y = math.cos(math.radians(a)) * 330, -70 + math.sin(math.radians(a)) * 84 - 14
        if i % 2:
            c.cut(shapes.ellipse(x, y, 27), pal.accent if pal.accent != wax else pal.main, lift=3, edge=True)
            c.marks([(x - 12, y - 10, -20, 18, 5)], pal.paper)
        else:
            cone(c, x, y + 20, 82)


def cone(c: Canvas, x: float, y: float, h: float) -> None:
    tone = "#7a4f30"
    pts = shapes.leaf(x, y, -90, h, h * 0.72)
    c.cut(pts, tone, lift=3)
    for j in range(5):
        w = h * 0.3 * math.sin(math.pi * (0.2 + j * 0.15))
        for i in (-1, 0, 1):
            c.cut(
                shapes.leaf(x + i * w * 0.7, y - h * (0.1 + j * 0.16), -90 + i * 30, h * 0.24, h * 0.16),
                c.pal.pale(tone, 0.1 + 0.1 * (j % 2)),
                wob=0.8,
            )


@motif(
    "bauble",
    600,
    840,
    110,
    stance="wall",
    focus=(-20, 470),
    tag=(60, 200),
    patterns=("birds", "leaves", "poppies", "dots", "stripes", "waves"),
)
def bauble(c: Canvas, o: Look) -> None:
    pal = c.pal
    cord = pal.accent if pal.accent != o.body else pal.main
    c.stroke(shapes.smooth([(0, 0), (-26, 110), (0, 200), (26, 110), (0, 0)]), cord, 6)
    v = o.variant % 3
    if v == 1:
        pts = shapes.mirror(shapes.smooth([(20, 236), (150, 330), (230, 480), (150, 640), (16, 800)], per=8))
    elif v == 2:
        pts = shapes.mirror(
            shapes.smooth([(30, 236), (170, 290), (270, 470), (230, 640), (110, 740), (6, 756)], per=8)
        )
    else:
        pts = shapes.ellipse(0, 500, 272)
    c.cut(
        shapes.rect(-44, 196, 88, 62),
        pal.second if pal.second != o.body else pal.table,
        solid=True,
        edge=True,
    )
    c.marks([(-36 + i * 12, 198, 90, 54, 4) for i in range(7)], pal.ink, 0.7)
    d = c.cut(pts, o.body, solid=True, edge=True)
    with c.clip(d):
        for y in (352, 640):
            for dy, t in ((0, 12), (22, 5)):
                arc = [(-290 + 580 * i / 16, y + dy + 34 * math.sin(math.pi * i / 16)) for i in range(17)]
                c.stroke(arc, o.print2, t)
    printed(c, d, (-262, 396, 524, 250), o.pattern, o.print, o.print2, scale=0.92, turned=True)
    with c.clip(d):
        c.fill(
            shapes.path(shapes.smooth([(120, 200), (210, 480), (100, 790), (340, 790), (340, 200)], per=6)),
            pal.deep(o.body, 0.5),
            0.4,
        )
    c.comb(pts, pal.deep(o.body, 0.62), pal.pale(o.body, 0.7), depth=90, step=12)
    c.cut(shapes.leaf(-176, 420, -58, 120, 40, 0.2), pal.pale(o.body, 0.75))

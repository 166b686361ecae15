"""Pots and tiles: vase, bowl, mug, plate, jug, candleholder, tile."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .palettes import distance
from .patterns import printed, sprig
from .registry import Look, motif

CLAYS = ("#c58a63", "#e2c9a4", "#8c5a44", "#d9b08c")  # bare clay below the glaze
DECOR = ("plain", "dots", "stripes", "leaves", "waves", "poppies", "birds")


def turned(
    c: Canvas,
    o: Look,
    right: shapes.Points,
    *,
    band: tuple[float, float] | None = None,
    mouth: float = 0.16,
    scale: float = 1.0,
) -> shapes.Points:
    """A thrown pot from its right profile (top to bottom): body, glaze edge, pattern, shade and rim."""
    pal, rng = c.pal, c.rng
    half = shapes.smooth(right, per=8)
    outline = shapes.mirror(half)
    top, foot = half[0], half[-1]
    ry = top[0] * mouth
    sag = foot[0] * 0.07
    base = [
        (foot[0] * math.cos(a / 10 * math.pi), foot[1] + sag * math.sin(a / 10 * math.pi))
        for a in range(1, 10)
    ]
    outline = half + base + [(-x, y) for x, y in reversed(half)]
    lip = [
        (top[0] * math.cos(-a / 10 * math.pi), top[1] - ry * math.sin(a / 10 * math.pi))
        for a in range(9, 0, -1)
    ]
    outline += lip
    d = c.cut(outline, o.body, solid=True, edge=True)
    radius = shapes.outline_radius(half)
    height = foot[1] - top[1]
    widest = max(x for x, _ in half)
    b0, b1 = band or (0.3, 0.8)
    box = (-widest, top[1] + height * b0, widest * 2, height * (b1 - b0))
    with c.clip(d):
        if o.variant % 2:  # raw clay below the glaze, dripping edge
            y = foot[1] - height * rng.uniform(0.07, 0.16)
            edge = [
                (-widest + widest * 2 * i / 12, y + rng.uniform(-9, 9) + 10 * math.sin(math.pi * i / 12))
                for i in range(13)
            ]
            raw = next(
                t for t in CLAYS if t == CLAYS[-1] or (shapes_far(t, o.body) and shapes_far(t, pal.table))
            )
            c.cut([*shapes.smooth(edge, per=4), (widest, foot[1] + 60), (-widest, foot[1] + 60)], raw)
        shade = [(radius(y) * 0.5 + rng.uniform(-4, 4), y) for y in _steps(top[1], foot[1] + sag, 26)]
        c.fill(
            shapes.path([*shade, (widest + 20, foot[1] + 40), (widest + 20, top[1] - 40)]),
            pal.deep(o.body, 0.28),
            0.55,
        )
    if o.pattern != "plain":
        printed(c, d, box, o.pattern, o.print, o.print2, scale=scale, turned=True)
        if o.pattern not in ("stripes", "waves"):
            for y in (box[1] - 10, box[1] + box[3] + 12):
                r = radius(y)
                arc = [(-r + 2 * r * i / 14, y + r * 0.07 * math.sin(math.pi * i / 14)) for i in range(15)]
                with c.clip(d):
                    c.stroke(arc, o.print, 7)
    throwing_lines(c, radius, top[1], foot[1], pal.deep(o.body, 0.55), pal.pale(o.body, 0.6))
    if ry > 2:
        c.cut(shapes.ellipse(0, top[1], top[0], ry), pal.pale(o.body, 0.3), wob=1.2)
        c.cut(shapes.ellipse(1, top[1] + 2, top[0] * 0.88, ry * 0.74), pal.deep(o.body, 0.72), wob=1.2)
    return half


def shapes_far(a: str, b: str) -> bool:
    return distance(a, b) > 0.14


def _steps(a: float, b: float, step: float) -> list[float]:
    n = max(2, int(abs(b - a) / step))
    return [a + (b - a) * i / n for i in range(n + 1)]


def throwing_lines(c: Canvas, radius, top: float, foot: float, dark: str, light: str) -> None:
    """Teeth of shade from the right edge and thin nicks of light on the left, along the wheel's turn."""
    rng = c.rng
    darks, lights = [], []
    y = top + 12
    while y < foot - 4:
        r = radius(y)
        if r > 8:
            k = rng.uniform(0.25, 0.72) * (0.75 + 0.25 * math.sin((y - top) / 37))
            darks.append((r + 1, y, 180 + rng.uniform(-2, 4), r * k, 5.2 * c.fine**0.5))
            if rng.random() < 0.55:
                lights.append(
                    (-r * rng.uniform(0.72, 0.88), y, rng.uniform(-2, 5), r * rng.uniform(0.12, 0.4), 2.6)
                )
        y += 12.5 * c.fine * rng.uniform(0.85, 1.15)
    c.marks(darks, dark)
    c.marks(lights, light)


VASES: tuple[shapes.Points, ...] = (
    [(86, -700), (74, -640), (96, -560), (205, -420), (236, -270), (190, -110), (120, 0)],
    [(60, -740), (56, -600), (70, -490), (190, -380), (240, -230), (205, -80), (130, 0)],
    [(150, -640), (136, -600), (170, -520), (200, -380), (190, -200), (150, -60), (128, 0)],
    [(110, -680), (84, -620), (120, -540), (258, -440), (250, -320), (150, -120), (104, 0)],
    [(96, -720), (120, -660), (112, -520), (140, -330), (200, -160), (190, -50), (150, 0)],
    [(178, -600), (128, -520), (120, -460), (210, -330), (248, -200), (214, -70), (140, 0)],
)


@motif("vase", 560, 780, 240, focus=(0, -430), tag=(70, -600), patterns=DECOR)
def vase(c: Canvas, o: Look) -> None:
    right = VASES[o.variant % 6]
    if c.rng.random() < 0.5:
        stems(c, right[0], o)
    c.collar = neck(turned(c, o, right, band=(0.36, 0.78)))


def neck(half: shapes.Points) -> tuple[float, float]:
    """Where a string holds: the narrowest place of the upper half, as height and radius."""
    upper = [p for p in half if half[0][1] * 0.98 < p[1] < half[0][1] * 0.45] or half[1:2]
    r, y = min(upper)
    return y, r


def stems(c: Canvas, mouth: shapes.Point, o: Look) -> None:
    """Two or three dry stems standing in a vase."""
    pal, rng = c.pal, c.rng
    ink = pal.leaf if shapes_far(pal.leaf, pal.wall) else pal.paper
    for i in range(rng.choice((1, 2, 3))):
        x = mouth[0] * (0.1 + 0.5 * (i - 1))
        sprig(
            c,
            x,
            mouth[1] + 14,
            rng.uniform(130, 200),
            ink,
            pairs=5,
            lean=(i - 0.8) * 70,
            bud=pal.accent if i % 2 else None,
        )


BOWLS: tuple[shapes.Points, ...] = (
    [(340, -300), (330, -230), (270, -110), (150, -30), (120, 0)],
    [(360, -240), (340, -170), (260, -70), (140, -26), (130, 0)],
    [(300, -340), (312, -240), (280, -110), (180, -34), (160, 0)],
    [(350, -290), (290, -200), (200, -110), (110, -60), (140, 0)],
    [(280, -330), (330, -250), (320, -140), (210, -30), (180, 0)],
    [(372, -230), (366, -180), (300, -80), (180, -30), (170, 0)],
)


@motif("bowl", 760, 420, 130, focus=(-60, -200), tag=(280, -170), patterns=DECOR)
def bowl(c: Canvas, o: Look) -> None:
    pal = c.pal
    half = turned(c, o, BOWLS[o.variant % 6], band=(0.3, 0.74), mouth=0.27, scale=0.72)
    x, y = half[0]
    c.hook = (x * 0.66, y + x * 0.2)
    inner = shapes.ellipse(0, y + 4, x * 0.93, x * 0.225)
    d = c.cut(inner, pal.pale(o.trim, 0.25), wob=1.6)
    with c.clip(d):
        c.cut(shapes.ellipse(-x * 0.25, y - x * 0.14, x * 0.95, x * 0.2), pal.deep(o.trim, 0.35))
        c.hatch((-x, y - 100, x * 2, 200), pal.deep(o.trim, 0.6), angle=8, gap=13, length=70, density=0.5)
        if o.variant % 3 == 0:
            for i in range(5):
                a = 200 + i * 70
                px, py = (
                    x * 0.42 * math.cos(math.radians(a)) + 40,
                    y + 30 + x * 0.07 * math.sin(math.radians(a)),
                )
                c.cut(shapes.leaf(px, py, a, 60, 20), o.print)


@motif("mug", 640, 560, 95, focus=(-40, -260), tag=(236, -300), patterns=DECOR)
def mug(c: Canvas, o: Look) -> None:
    pal = c.pal
    rights = (
        [(205, -480), (205, -240), (196, -40), (170, 0)],
        [(220, -440), (200, -250), (214, -70), (160, 0)],
        [(176, -520), (190, -300), (222, -90), (190, 0)],
        [(226, -420), (226, -200), (170, -40), (120, 0)],
        [(190, -470), (214, -360), (214, -120), (176, 0)],
        [(200, -400), (236, -260), (226, -90), (150, 0)],
    )
    right = [(x - 20, y) for x, y in rights[o.variant % 6]]
    top, x = right[0][1], right[1][0]
    outer = shapes.smooth(
        [
            (x - 12, top * 0.84),
            (x + 130, top * 0.86),
            (x + 165, top * 0.56),
            (x + 116, top * 0.26),
            (x - 12, top * 0.2),
        ],
        per=8,
    )
    hole = shapes.smooth(
        [
            (x - 12, top * 0.29),
            (x + 82, top * 0.33),
            (x + 112, top * 0.56),
            (x + 84, top * 0.75),
            (x - 12, top * 0.74),
        ],
        per=8,
    )
    handle = outer + hole
    d = c.cut(handle, pal.deep(o.body, 0.2), solid=True)
    with c.clip(d):
        c.comb(handle, pal.deep(o.body, 0.62), depth=30, step=11)
    turned(c, o, right, band=(0.24, 0.8), mouth=0.2, scale=0.85)


@motif(
    "plate",
    720,
    720,
    260,
    focus=(40, -380),
    patterns=("dots", "leaves", "birds", "poppies", "waves", "stripes"),
)
def plate(c: Canvas, o: Look) -> None:
    """Stands on its rim against the wall."""
    pal, r = c.pal, 340
    cy = -r
    rim = shapes.ellipse(0, cy, r)
    if o.variant % 3 == 1:
        rim = [
            shapes.polar(0, cy, a * 3, r * (1 + 0.018 * math.cos(math.radians(a * 3 * 16))))
            for a in range(120)
        ]
    c.cut(shapes.move(rim, 12, 6), pal.deep(o.body, 0.6), solid=True)
    c.cut(rim, o.body, edge=True)
    c.comb(rim, pal.deep(o.body, 0.5), pal.pale(o.body, 0.7), depth=64)
    count = (18, 24, 30)[o.variant % 3]
    for i in range(count):
        a = 360 * i / count
        x, y = shapes.polar(0, cy, a, r * 0.83)
        if o.variant % 2:
            c.cut(
                shapes.leaf(*shapes.polar(0, cy, a, r * 0.75), a + 35, 58, 24), o.print if i % 2 else o.print2
            )
        else:
            c.dots([(x, y)], 17, o.print if i % 2 else o.print2)
    well = shapes.ellipse(0, cy, r * 0.64)
    c.cut(well, pal.deep(o.body, 0.25), wob=2.5)
    dd = c.cut(shapes.ellipse(3, cy + 5, r * 0.62), pal.pale(o.body, 0.15))
    box = (-r * 0.62, cy - r * 0.5, r * 1.24, r)
    if o.pattern == "birds":
        c.cut(shapes.bird(-4, cy + 8, 300), o.print)
        c.cut(shapes.leaf(6, cy - 6, -14, 105, 46), o.print2)
        c.dots([(-84, cy - 46)], 8, pal.pale(o.body, 0.2))
        sprig(c, 108, cy + 150, 200, o.print2, pairs=4, lean=26)
        sprig(c, -118, cy + 140, 96, o.print2, pairs=2, lean=-20)
    else:
        printed(c, dd, box, o.pattern, o.print, o.print2, scale=0.9)
    c.hatch(
        (40, cy - 180, 190, 380),
        pal.deep(o.body, 0.5),
        angle=-62,
        gap=22,
        length=64,
        density=0.35,
        opacity=0.7,
    )


JUGS: tuple[shapes.Points, ...] = (
    [(120, -650), (104, -560), (130, -470), (220, -330), (226, -170), (170, -40), (150, 0)],
    [(130, -600), (112, -520), (150, -420), (236, -280), (220, -110), (150, 0)],
    [(104, -690), (92, -600), (112, -460), (180, -280), (206, -120), (170, 0)],
)


@motif("jug", 640, 760, 230, focus=(-20, -330), tag=(150, -520), patterns=DECOR)
def jug(c: Canvas, o: Look) -> None:
    pal = c.pal
    right = JUGS[o.variant % 3]
    x, y = right[1]
    outer = shapes.smooth(
        [(x - 10, y - 50), (x + 120, y - 60), (x + 205, y + 60), (x + 190, y + 210), (x + 70, y + 330)], per=8
    )
    inner = shapes.smooth(
        [(x + 60, y + 270), (x + 142, y + 190), (x + 152, y + 70), (x + 92, y - 6), (x - 10, y + 6)], per=8
    )
    d = c.cut(outer + inner, pal.deep(o.body, 0.22), solid=True)
    with c.clip(d):
        c.comb(outer + inner, pal.deep(o.body, 0.62), depth=34, step=11)
    lx, ly = right[0]
    spout = shapes.smooth(
        [(-lx + 40, ly - 18), (-lx - 74, ly - 34), (-lx - 30, ly + 44), (-lx + 18, ly + 110)], per=6
    )
    c.cut([*spout, (-lx + 60, ly + 40)], o.body, solid=True, edge=True)
    c.collar = neck(turned(c, o, right, band=(0.42, 0.82), mouth=0.2))


@motif(
    "candleholder",
    420,
    700,
    180,
    focus=(0, -300),
    tag=(90, -170),
    patterns=("plain", "dots", "stripes", "waves"),
)
def candleholder(c: Canvas, o: Look) -> None:
    pal = c.pal
    rights = (
        [(74, -300), (60, -270), (40, -200), (56, -110), (150, -34), (164, 0)],
        [(110, -220), (90, -190), (70, -130), (120, -60), (190, -26), (180, 0)],
        [(66, -380), (48, -330), (70, -270), (40, -200), (80, -110), (150, -30), (160, 0)],
    )
    right = rights[o.variant % 3]
    top = right[0][1]
    stick = 300 if o.variant % 2 else 370
    wax = pal.paper if shapes_far(pal.paper, pal.wall) else pal.second
    candle = [
        (-34, top + 10),
        (-33, top - stick),
        (-20, top - stick - 14),
        (22, top - stick - 8),
        (33, top - stick + 6),
        (34, top + 10),
    ]
    c.cut(candle, wax, solid=True, edge=True)
    c.comb(candle, pal.deep(wax, 0.4), depth=34, step=12, tilt=180)
    c.cut(
        [
            (-33, top - stick),
            (-14, top - stick - 10),
            (-16, top - stick + 90),
            (-24, top - stick + 120),
            (-34, top - stick + 70),
        ],
        pal.pale(wax, 0.6),
        lift=2,
    )
    c.stroke([(0, top - stick - 8), (3, top - stick - 38)], pal.ink, 6)
    flame(c, 3, top - stick - 36, 1.0)
    turned(c, o, right, band=(0.45, 0.9), mouth=0.24, scale=0.5)


def flame(c: Canvas, x: float, y: float, k: float) -> None:
    """A small steady flame standing on (x, y)."""
    glow = c.pal.accent if c.pal.name in ("sea", "meadow", "linen", "forest") else c.pal.second
    for size, colour in ((1.0, glow), (0.6, "#f3c75f")):
        pts = [(0, -104), (20, -62), (27, -28), (14, 0), (-12, 0), (-25, -26), (-15, -62)]
        c.cut(shapes.move(shapes.smooth(pts, closed=True, per=5), x, y, scale=size * k), colour, wob=1.4)


@motif("tile", 700, 700, 150, focus=(30, -350), patterns=("leaves", "birds", "poppies", "waves", "dots"))
def tile(c: Canvas, o: Look) -> None:
    pal, s = c.pal, 640
    square = shapes.rect(-s / 2, -s, s, s)
    c.cut(
        [(s / 2 - 4, -s + 8), (s / 2 + 26, -s + 30), (s / 2 + 26, 8), (-s / 2 + 24, 8), (s / 2 - 4, -4)],
        pal.deep(o.body, 0.62),
        solid=True,
    )
    d = c.cut(square, o.body, solid=True, edge=True, wob=3.4)
    inner = shapes.rect(-s / 2 + 44, -s + 44, s - 88, s - 88)
    c.cut(inner, o.print, wob=3)
    dd = c.cut(shapes.rect(-s / 2 + 56, -s + 56, s - 112, s - 112), pal.pale(o.body, 0.25), wob=3)
    with c.clip(dd):
        for sx in (-1, 1):
            for sy in (-1, 1):
                x, y = sx * (s / 2 - 56), -s / 2 + sy * (s / 2 - 56)
                for k, colour in ((112, o.print), (86, o.body), (60, o.print2)):
                    c.cut(shapes.ellipse(x, y, k), colour)
    if o.pattern == "birds":
        c.cut(shapes.bird(0, -s / 2 + 10, 330, flip=o.variant % 2 == 1), o.print)
        c.cut(shapes.leaf(-6, -s / 2 - 2, -10, 118, 52), o.print2)
        for x in (-120, 120):
            sprig(c, x, -s / 2 + 210, 110, o.print2, pairs=3)
        sprig(c, 0, -s / 2 - 108, 96, o.print2, pairs=2)
    elif o.pattern == "poppies":
        printed(c, dd, (-170, -s + 130, 340, s - 200), "poppies", o.print, o.print2, scale=1.25)
    else:
        for i in range(4):
            a = 90 * i + (45 if o.variant % 2 else 0)
            c.cut(shapes.leaf(0, -s / 2, a, 190, 84), o.print2 if i % 2 else o.print)
            c.cut(shapes.leaf(0, -s / 2, a + 45, 130, 40), o.print)
            c.marks([(*shapes.polar(0, -s / 2, a, 40), a, 120, 5)], pal.pale(o.body, 0.25))
        c.dots([(0, -s / 2)], 34, pal.accent)
    with c.clip(d):
        c.comb(square, pal.deep(o.body, 0.55), pal.pale(o.body, 0.7), depth=46)

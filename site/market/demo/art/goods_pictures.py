"""Paintings and prints, and the pictures in them."""

from __future__ import annotations

from . import buildings, scenery, shapes
from .canvas import Canvas
from .patterns import poppy, printed
from .registry import Look, motif


def framed(c: Canvas, w: float, h: float, colour: str, paint, *, mat: float = 0, lean: float = 0) -> None:
    """A frame standing on the table, its picture painted in a (0, 0, w, h) box by `paint(c, w, h)`."""
    pal = c.pal
    b = 34
    outer = shapes.rect(-w / 2 - b, -h - 2 * b, w + 2 * b, h + 2 * b)
    c.cut(
        [
            (w / 2 + b - 2, -h - 2 * b + 8),
            (w / 2 + b + 20, -h - 2 * b + 24),
            (w / 2 + b + 20, 0),
            (w / 2 + b - 2, 0),
        ],
        pal.deep(colour, 0.65),
        solid=True,
    )
    c.cut(outer, colour, solid=True, edge=True)
    for pts in (
        [(-w / 2 - b, -h - 2 * b), (-w / 2, -h - b)],
        [(w / 2 + b, -h - 2 * b), (w / 2, -h - b)],
        [(-w / 2 - b, 0), (-w / 2, -b)],
        [(w / 2 + b, 0), (w / 2, -b)],
    ):
        c.stroke(pts, pal.deep(colour, 0.5), 4)
    for y in (-h - 2 * b, -b):
        c.hatch(
            (-w / 2 - b, y + 4, w + 2 * b, b - 8),
            pal.deep(colour, 0.32),
            angle=0,
            gap=10,
            length=90,
            width=2,
            density=0.4,
            spread=1,
        )
    c.comb(outer, pal.deep(colour, 0.55), pal.pale(colour, 0.6), depth=22, step=12)
    inside = shapes.rect(-w / 2, -h - b, w, h)
    if mat:
        c.cut(inside, pal.pale(pal.paper, 0.5))
        c.fill(
            shapes.path(
                [
                    (-w / 2, -h - b),
                    (w / 2, -h - b),
                    (w / 2, -h - b + 9),
                    (-w / 2 + 8, -h - b + 9),
                    (-w / 2 + 8, -b),
                    (-w / 2, -b),
                ]
            ),
            pal.ink,
            0.25,
        )
    picture(c, -w / 2 + mat, -h - b + mat, w - 2 * mat, h - 2 * mat, paint)


def picture(c: Canvas, x: float, y: float, w: float, h: float, paint) -> None:
    d = shapes.path(shapes.wobble(c.rng, shapes.rect(0, 0, w, h), 2.2))
    with c.group(f"translate({x:.1f} {y:.1f})"), c.clip(d):
        paint(c, w, h)


def _inks(o: Look, c: Canvas) -> list[str]:
    pal = c.pal
    inks = [pal.main, pal.second, pal.accent, pal.leaf, pal.deep(pal.main, 0.4), pal.pale(pal.second, 0.4)]
    k = o.variant
    return inks[k % 4 :] + inks[: k % 4]


def landscape(c: Canvas, o: Look):
    def paint(c: Canvas, w: float, h: float) -> None:
        pal, rng = c.pal, c.rng
        a, b, d, e, *_ = _inks(o, c)
        scenery.sky(c, w, h, pal.pale(b, 0.55))
        scenery.sun(
            c, w * rng.uniform(0.2, 0.8), h * 0.24, h * 0.1, pal.pale(pal.warm, 0.1), rays=o.variant % 2 == 0
        )
        scenery.land(
            c, scenery.ridge(c, w, h * 0.46, h * 0.06), h, pal.pale(e, 0.35), furrows=8, gap=13, lift=2
        )
        scenery.land(
            c, scenery.ridge(c, w, h * 0.58, h * 0.06), h, pal.pale(a, 0.2), furrows=-12, gap=13, lift=2
        )
        if o.variant % 2:
            buildings.house(c, w * 0.64, h * 0.72, w * 0.2, h * 0.1, pal.paper, d, windows=2)
        for x in (0.16, 0.28, 0.86):
            scenery.tree(
                c,
                w * x,
                h * rng.uniform(0.68, 0.76),
                h * 0.3,
                pal.deep(e, 0.2),
                kind=("round", "poplar", "birch")[(o.variant + int(x * 10)) % 3],
            )
        scenery.land(c, scenery.ridge(c, w, h * 0.76, h * 0.05), h, e, furrows=24, gap=14, lift=3)
        scenery.land(c, scenery.ridge(c, w, h * 0.9, h * 0.04), h, a, furrows=-18, gap=14, lift=3)
        if o.variant % 3 == 0:
            road = shapes.smooth(
                [(w * 0.44, h + 20), (w * 0.5, h * 0.86), (w * 0.42, h * 0.74), (w * 0.5, h * 0.62)], per=6
            )
            back = [(x + w * 0.14 * max(0.1, (y / h - 0.58) * 2), y) for x, y in reversed(road)]
            c.cut(road + back, pal.pale(pal.paper, 0.3))

    return paint


def flowers(c: Canvas, o: Look):
    def paint(c: Canvas, w: float, h: float) -> None:
        pal, rng = c.pal, c.rng
        a, b, d, e, *_ = _inks(o, c)
        c.fill(shapes.path(shapes.rect(-5, -5, w + 10, h + 10)), pal.pale(b, 0.5))
        c.hatch(
            (0, 0, w, h),
            pal.deep(pal.pale(b, 0.5), 0.16),
            angle=-58,
            gap=20,
            length=70,
            width=4,
            density=0.45,
        )
        c.cut(shapes.rect(-10, h * 0.8, w + 20, h * 0.3), pal.deep(a, 0.15))
        pot = shapes.mirror(
            shapes.smooth(
                [(w * 0.11, h * 0.56), (w * 0.1, h * 0.62), (w * 0.19, h * 0.76), (w * 0.12, h * 0.9)], per=6
            ),
            w / 2,
        )
        heads = [
            (0.5, 0.16, 0.13),
            (0.3, 0.24, 0.11),
            (0.7, 0.22, 0.12),
            (0.2, 0.42, 0.09),
            (0.8, 0.42, 0.1),
            (0.42, 0.37, 0.11),
            (0.6, 0.4, 0.1),
        ]
        for fx, fy, _ in heads:
            c.stroke(
                shapes.smooth(
                    [(w / 2, h * 0.62), (w * (0.5 + (fx - 0.5) * 0.5), h * 0.48), (w * fx, h * fy)]
                ),
                pal.leaf,
                7,
            )
        for i in range(9):
            t = -150 + i * 15
            c.cut(shapes.leaf(w / 2, h * 0.58, t, h * rng.uniform(0.2, 0.34), h * 0.07), pal.leaf, lift=2)
        for i, (fx, fy, r) in enumerate(heads):
            ink = (d, a, pal.paper)[(i + o.variant) % 3]
            if i % 3 == 2:
                c.cut(shapes.petals(w * fx, h * fy, w * r * 1.15, 9, rng.uniform(0, 40), 0.62), ink, lift=3)
                c.cut(
                    shapes.ellipse(w * fx, h * fy, w * r * 0.4),
                    pal.second if ink != pal.second else pal.accent,
                )
            else:
                poppy(c, w * fx, h * fy, w * r, ink, pal.ink)
        dd = c.cut(pot, e if e != pal.leaf else d, lift=4)
        printed(c, dd, (w * 0.3, h * 0.64, w * 0.4, h * 0.18), "stripes", pal.paper, b, scale=0.6)
        c.comb(pot, pal.deep(e, 0.6), depth=w * 0.1, step=11)

    return paint


def abstract(c: Canvas, o: Look):
    def paint(c: Canvas, w: float, h: float) -> None:
        pal, rng = c.pal, c.rng
        inks = [pal.main, pal.second, pal.accent, pal.leaf, pal.pale(pal.main, 0.5), pal.ink]
        rng.shuffle(inks)
        c.fill(shapes.path(shapes.rect(-5, -5, w + 10, h + 10)), pal.pale(pal.second, 0.72))
        c.hatch(
            (0, 0, w, h),
            pal.pale(pal.second, 0.4),
            angle=rng.uniform(-60, 60),
            gap=22,
            length=90,
            width=5,
            density=0.4,
        )
        if o.variant % 3 == 0:  # stacked stones
            y = h * 0.94
            for i in range(5):
                rx, ry = w * rng.uniform(0.2, 0.36) * (1 - i * 0.1), h * rng.uniform(0.07, 0.11)
                pts = [shapes.polar(0, 0, a * 24, 1) for a in range(15)]
                pts = [
                    (w * 0.5 + px * rx * rng.uniform(0.9, 1.08) + rng.uniform(-6, 6), y - ry + py * ry)
                    for px, py in pts
                ]
                stone = shapes.smooth(pts, closed=True, per=4)
                c.cut(stone, inks[i], lift=5)
                c.comb(stone, pal.deep(inks[i], 0.5), pal.pale(inks[i], 0.5), depth=ry * 0.8, step=12)
                y -= ry * 1.86
        elif o.variant % 3 == 1:  # arcs of a day
            for i, r in enumerate((0.46, 0.36, 0.26, 0.15)):
                arc = shapes.ellipse(w * 0.5, h * 0.62, w * r, w * r, 180, 360)
                c.cut(arc, inks[i], lift=4)
                c.comb(arc, pal.deep(inks[i], 0.4), depth=26, step=12)
            for i in range(4):
                y = h * (0.66 + i * 0.085)
                c.cut(
                    shapes.rect(w * rng.uniform(0.03, 0.2), y, w * rng.uniform(0.5, 0.76), h * 0.05),
                    inks[i + 1],
                    lift=3,
                )
        else:  # cut-out leaves
            for i in range(3):
                for j in range(3):
                    x, y = w * i / 3, h * j / 3
                    c.cut(shapes.rect(x + 6, y + 6, w / 3 - 12, h / 3 - 12), inks[(i * 2 + j) % 5], lift=3)
                    cx, cy, t = x + w / 6, y + h / 6, rng.choice((-60, -120, 30))
                    tone = pal.paper if (i + j) % 2 else inks[(i * 2 + j + 2) % 6]
                    for k in (-50, -18, 18, 50):
                        sx, sy = shapes.polar(cx, cy, t + 180, w * 0.1)
                        c.cut(shapes.leaf(sx, sy, t + k, w * 0.23, w * 0.06, k / 300), tone)
        c.marks(
            [(rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0, 180), 40, 4) for _ in range(18)],
            pal.paper,
            0.6,
        )

    return paint


SEA_INKS = {
    "forest": "#1d4f46",
    "meadow": "#2f6246",
    "night": "#3f6c7c",
    "linen": "#3d6672",
    "berry": "#284f55",
}


def sea(c: Canvas, o: Look):
    def paint(c: Canvas, w: float, h: float) -> None:
        pal, rng = c.pal, c.rng
        ink = SEA_INKS.get(pal.name, "#1d5570")
        scenery.sky(c, w, h * 0.5, pal.pale(ink, 0.72))
        warm = pal.warm if pal.warm != ink else "#d9a441"
        scenery.sun(c, w * (0.3 if o.variant % 2 else 0.68), h * 0.27, w * 0.12, warm)
        scenery.water(c, w, h * 0.44, h, pal.deep(ink, 0.08))
        for j in range(5):
            y = h * (0.58 + j * 0.1)
            pts = []
            period, amp = w * (0.2 + j * 0.05), h * (0.016 + j * 0.006)
            shift = rng.uniform(0, 6)
            for i in range(61):
                x = w * i / 60
                ph = (x / period + shift) % 1
                pts.append((x, y - amp * 2.2 * (1 - ph) ** 1.6 * (1 if ph > 0.06 else ph / 0.06)))
            tone = pal.pale(ink, 0.5 - j * 0.06) if j % 2 else pal.deep(ink, 0.12 + j * 0.06)
            c.cut(
                [*pts, (w + 10, y + h * 0.05), *[(x, yy + h * 0.05) for x, yy in reversed(pts)]],
                tone,
                wob=1.2,
            )
        if o.variant % 3 == 0:
            buildings.lighthouse(c, w * 0.8, h * 0.5, h * 0.42)
        else:
            scenery.boat(c, w * (0.62 if o.variant % 2 else 0.34), h * 0.62, w * 0.28, warm, pal.paper)
        for _ in range(3):
            scenery.gull(c, w * rng.uniform(0.1, 0.9), h * rng.uniform(0.08, 0.3), w * 0.045, pal.ink)

    return paint


def city(c: Canvas, o: Look):
    def paint(c: Canvas, w: float, h: float) -> None:
        pal, rng = c.pal, c.rng
        base = pal.pale(pal.second, 0.6)
        scenery.sky(c, w, h, base)
        scenery.sun(c, w * 0.72, h * 0.2, w * 0.1, pal.warm, rays=False)
        for _ in range(5):
            x = rng.uniform(0, w)
            c.cut(shapes.rect(x, h * rng.uniform(0.34, 0.44), w * 0.16, h), pal.deep(base, 0.18), wob=2)
        tower = w * (0.24 if o.variant % 2 else 0.6)
        c.cut(shapes.rect(tower - w * 0.06, h * 0.26, w * 0.12, h * 0.6), pal.pale(pal.main, 0.15), lift=3)
        c.cut(
            [(tower - w * 0.08, h * 0.27), (tower, h * 0.08), (tower + w * 0.08, h * 0.27)], pal.leaf, lift=3
        )
        c.cut(shapes.ellipse(tower, h * 0.34, w * 0.034), pal.paper)
        c.stroke([(tower, h * 0.34), (tower, h * 0.315)], pal.ink, 3)
        x, i = w * 0.02, 0
        tones = [pal.paper, pal.second, pal.main, pal.pale(pal.accent, 0.45), pal.pale(pal.leaf, 0.4)]
        while x < w:
            ww = w * rng.uniform(0.17, 0.23)
            hh = h * rng.uniform(0.34, 0.46)
            buildings.house(
                c,
                x + ww / 2,
                h * 0.88,
                ww,
                hh,
                tones[(i + o.variant) % 5],
                pal.deep(pal.main, 0.3),
                kind="tenement",
                windows=2 if ww < w * 0.2 else 3,
            )
            x += ww + 2
            i += 1
        c.cut(
            [(-10, h * 0.88), (w + 10, h * 0.88), (w + 10, h + 10), (-10, h + 10)], pal.deep(pal.second, 0.45)
        )
        for j in range(4):
            y = h * (0.905 + j * 0.026)
            c.marks(
                [(k * 34 + (17 if j % 2 else 0), y, 0, 26, 5) for k in range(int(w / 34) + 1)],
                pal.pale(pal.second, 0.2),
                0.7,
            )

    return paint


PAINTED = {"painting_landscape": landscape, "painting_flowers": flowers, "painting_abstract": abstract}


def _painting(name: str, w: float, h: float) -> None:
    @motif(name, w + 90, h + 90, 420, focus=(20, -h * 0.55), tag=None)
    def paint(c: Canvas, o: Look) -> None:
        wide = o.variant in (1, 4)
        frame = (
            c.pal.deep(c.pal.table, 0.12)
            if o.variant % 2
            else c.pal.ink
            if c.pal.name != "night"
            else c.pal.table
        )
        framed(c, w if not wide else w * 1.12, h if not wide else h * 0.8, frame, PAINTED[name](c, o))


_painting("painting_landscape", 640, 560)


_painting("painting_flowers", 540, 680)


_painting("painting_abstract", 560, 640)


def _print(name: str, scene, mm: float) -> None:
    @motif(name, 640, 830, mm, stance="wall", focus=(20, 400))
    def paint(c: Canvas, o: Look) -> None:
        """An unframed sheet with a deckle edge on a bulldog clip."""
        pal = c.pal
        w, h = 560, 760
        c.stroke([(0, 0), (0, 46)], pal.ink, 4)
        sheet = shapes.rect(-w / 2, 50, w, h)
        c.cut(sheet, pal.pale(pal.paper, 0.5), solid=True, wob=4.2)
        picture(c, -w / 2 + 52, 104, w - 104, h - 180, scene(c, o))
        c.marks(
            [
                (-w / 2 + 60, 50 + h - 42, -3, 70, 4),
                (w / 2 - 160, 50 + h - 44, -8, 44, 4),
                (w / 2 - 112, 50 + h - 40, -30, 36, 4),
                (w / 2 - 86, 50 + h - 46, 4, 30, 4),
            ],
            pal.ink,
            0.8,
        )
        c.comb(sheet, pal.deep(pal.paper, 0.24), depth=16, step=14)
        c.cut(
            [(-58, 34), (58, 34), (66, 78), (-66, 78)], pal.ink if pal.name != "night" else pal.second, lift=5
        )
        c.marks([(-50, 46, 0, 96, 4)], pal.pale(pal.ink, 0.5))


_print("print_sea", sea, 400)


_print("print_city", city, 400)

"""Small companions of the goods: the paper tag, an apple, a book, a ruler, a tailor's tape, a twig."""

from __future__ import annotations

from . import shapes
from .canvas import Canvas

KRAFT = "#e2c08a"
RED = "#a8321a"
INK = "#2b2013"


def tag(
    c: Canvas,
    x: float,
    y: float,
    *,
    size: float = 1.0,
    turn: float = 12.0,
    colour: str | None = None,
    string: tuple[float, float] | None = None,
) -> None:
    """A hand-cut paper tag (metka) hanging by its eye from (x, y) on a short string."""
    pal, rng = c.pal, c.rng
    paper = colour or (KRAFT if pal.name not in ("honey", "linen") else pal.pale(pal.paper, 0.5))
    sx, sy = string or (x - 18 * size, y - 74 * size)
    c.stroke(
        shapes.smooth([(sx, sy), ((sx + x) / 2 + 16 * size, (sy + y) / 2 - 6), (x, y + 20 * size)]),
        pal.ink,
        3.4 * size,
    )
    c.stroke(
        shapes.smooth([(sx, sy), ((sx + x) / 2 - 14 * size, (sy + y) / 2 + 6), (x, y + 20 * size)]),
        pal.ink,
        2.6 * size,
    )
    raw = [(-26, 0), (26, 0), (56, 34), (56, 172), (-56, 172), (-56, 34)]
    with c.group(f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({size:.2f})"):
        c.cut(raw, paper, lift=7, wob=1.6, edge=True)
        c.stroke(shapes.rect(-45, 42, 90, 119), RED, 3, closed=True)
        c.cut(shapes.ellipse(0, 23, 11), RED, wob=1)
        c.cut(shapes.ellipse(0, 23, 6), pal.ink, wob=0.6)
        for i, w in enumerate((66, 50, 60, 36)):
            c.marks([(-34, 66 + i * 23 + rng.uniform(-2, 2), rng.uniform(-2, 2), w, 5)], INK, 0.86)
        c.stroke([(0, 22), (0, 2)], INK, 2.6)


def apple(c: Canvas, h: float) -> None:
    """An apple, `h` tall, standing on the origin: everybody knows its size."""
    pal = c.pal
    red = "#b8402c" if pal.name not in ("clay", "berry") else "#8d9b3c"
    with c.group(f"scale({h / 240:.3f})"):
        raw = [
            (0, -196),
            (60, -214),
            (112, -176),
            (118, -104),
            (84, -28),
            (34, 0),
            (0, -10),
            (-34, 0),
            (-84, -28),
            (-118, -104),
            (-112, -176),
            (-60, -214),
        ]
        pts = shapes.smooth(raw, closed=True, per=6)
        d = c.cut(pts, red, edge=True, solid=True)
        with c.clip(d):
            c.fill(
                shapes.path(shapes.smooth([(60, -230), (70, -110), (20, 10), (140, 10), (140, -230)], per=5)),
                pal.deep(red, 0.4),
                0.7,
            )
        c.comb(pts, pal.deep(red, 0.65), pal.pale(red, 0.7), depth=56, step=13)
        c.marks([(-70, -170 + i * 17, 74, 34, 7) for i in range(3)], pal.pale(red, 0.75))
        c.cut(shapes.ellipse(2, -193, 26, 9), pal.deep(red, 0.6))
        c.stroke([(2, -192), (8, -226), (20, -240)], "#4b3622", 9)
        c.cut(shapes.leaf(12, -224, -22, 86, 38), pal.leaf)


def book(c: Canvas, h: float) -> None:
    """A book, `h` tall, standing on the origin a little turned."""
    pal = c.pal
    w = h * 0.66
    cover = pal.accent if pal.name != "linen" else pal.leaf
    c.cut(
        [(w / 2, -h * 0.985), (w / 2 + h * 0.1, -h * 0.95), (w / 2 + h * 0.1, -h * 0.02), (w / 2, 0)],
        pal.pale(pal.paper, 0.6),
        solid=True,
    )
    c.marks(
        [(w / 2 + h * 0.015 * i + 4, -h * 0.95, 90, h * 0.9, 1.6) for i in range(1, 6)],
        pal.deep(pal.paper, 0.4),
    )
    front = shapes.rect(-w / 2, -h, w, h)
    c.cut(front, cover, edge=True, solid=True)
    c.comb(front, pal.deep(cover, 0.5), pal.pale(cover, 0.6), depth=h * 0.07)
    c.cut(shapes.rect(-w / 2 + w * 0.06, -h, w * 0.07, h), pal.deep(cover, 0.3))
    c.cut(shapes.rect(-w * 0.22, -h * 0.8, w * 0.56, h * 0.26), pal.paper, lift=2)
    for i in range(3):
        c.marks([(-w * 0.16, -h * (0.74 - i * 0.06), 0, w * (0.42 - 0.1 * i), 6)], pal.ink)


def ruler(c: Canvas, length: float, mm: int) -> None:
    """A wooden ruler lying along the table's front, its zero at the origin."""
    pal = c.pal
    wood = "#dcb673" if pal.name != "honey" else "#f2dfb4"
    c.cut(shapes.rect(-14, -26, length + 28, 52), wood, lift=7, edge=True, wob=1.2)
    step = length / mm * 10
    ticks = []
    for i in range(mm // 10 + 1):
        ticks.append((i * step, -25, 90, 34 if i % 5 == 0 else 20, 3.6))
    c.marks(ticks, pal.ink)


def tape(c: Canvas, length: float, mm: int) -> None:
    """A tailor's tape hanging down from the origin."""
    pal = c.pal
    yellow = "#e3b53c" if pal.name not in ("honey", "night") else pal.paper
    band = [(-24, 0), (24, 0), (24, length), (-24, length + 6)]
    c.cut(band, yellow, lift=7, wob=1.4)
    step = length / mm * 10
    for i in range(mm // 10 + 1):
        long = i % 5 == 0
        c.marks([(-23, i * step + 3, 0, 36 if long else 18, 3.4)], pal.ink)
    c.cut(shapes.rect(-25, length - 4, 50, 16), pal.deep(yellow, 0.6), wob=0.8)


def tape_roll(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    """A reel of thread or ribbon seen from the front."""
    c.cut(shapes.ellipse(x, y, r), colour, lift=5, edge=True)
    c.comb(shapes.ellipse(x, y, r), c.pal.deep(colour, 0.5), depth=r * 0.3, step=10)
    c.cut(shapes.ellipse(x, y, r * 0.42), c.pal.deep(colour, 0.5))
    c.cut(shapes.ellipse(x - 2, y - 2, r * 0.26), c.pal.paper)

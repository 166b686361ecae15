"""Pieces of country: sky, sun, hills, fields, trees, water, flowers. Used by pictures on goods and by scenes."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas


def sky(c: Canvas, w: float, h: float, colour: str, *, lines: bool = True) -> None:
    c.fill(shapes.path(shapes.rect(0, 0, w, h)), colour)
    if lines:
        c.hatch(
            (0, 0, w, h),
            c.pal.pale(colour, 0.55),
            angle=0,
            gap=24,
            length=120,
            width=4,
            density=0.34,
            spread=2,
        )
        c.hatch(
            (0, 0, w, h * 0.4),
            c.pal.deep(colour, 0.14),
            angle=0,
            gap=22,
            length=130,
            width=3.4,
            density=lambda _, y: 0.5 * (1 - y / (h * 0.4)),
            spread=2,
        )


def sun(c: Canvas, x: float, y: float, r: float, colour: str, *, rays: bool = True) -> None:
    if rays:
        c.marks(
            [
                (
                    *shapes.polar(x, y, a, r * 1.14),
                    a + c.rng.uniform(-2, 2),
                    r * c.rng.uniform(0.3, 0.75),
                    r * 0.06,
                )
                for a in range(0, 360, 12)
            ],
            colour,
            0.85,
        )
    c.cut(shapes.ellipse(x, y, r), colour, wob=2)


def cloud(c: Canvas, x: float, y: float, w: float, colour: str) -> None:
    pts = [
        (-w / 2, 0),
        (-w * 0.36, -w * 0.1),
        (-w * 0.2, -w * 0.11),
        (-w * 0.06, -w * 0.2),
        (w * 0.14, -w * 0.19),
        (w * 0.24, -w * 0.1),
        (w * 0.4, -w * 0.1),
        (w / 2, 0),
    ]
    c.cut(shapes.move(shapes.smooth(pts, per=6), x, y), colour, lift=3)


def ridge(c: Canvas, w: float, y: float, amp: float, waves: float = 1.6) -> shapes.Points:
    """A rolling line across the picture."""
    a, b = c.rng.uniform(0, 6.28), c.rng.uniform(0, 6.28)
    return [
        (
            w * i / 40 - 6,
            y
            + amp
            * (math.sin(i / 40 * 6.28 * waves / 2 + a) * 0.7 + math.sin(i / 40 * 6.28 * waves + b) * 0.3),
        )
        for i in range(42)
    ]


def land(
    c: Canvas,
    line: shapes.Points,
    bottom: float,
    colour: str,
    *,
    furrows: float | None = None,
    gap: float = 20,
    lift: float = 4,
    mark: str | None = None,
    density: float = 0.42,
) -> None:
    """Ground below a line; `furrows` is the angle of ploughing."""
    pal = c.pal
    d = c.cut([*line, (line[-1][0] + 10, bottom + 20), (line[0][0] - 10, bottom + 20)], colour, lift=lift)
    if furrows is None:
        return
    top = min(y for _, y in line)
    x0, x1 = line[0][0], line[-1][0]
    with c.clip(d):
        c.hatch(
            (x0, top, x1 - x0, bottom - top),
            mark or pal.deep(colour, 0.3),
            angle=furrows,
            gap=gap,
            length=gap * 5,
            width=gap * 0.18,
            density=density,
            spread=2,
        )
        c.hatch(
            (x0, top, x1 - x0, bottom - top),
            pal.pale(colour, 0.4),
            angle=furrows,
            gap=gap * 1.6,
            length=gap * 4,
            width=gap * 0.13,
            density=density * 0.5,
            spread=2,
        )


def tree(c: Canvas, x: float, y: float, h: float, colour: str, *, kind: str = "round") -> None:
    """A tree standing on (x, y): round, poplar, fir, birch or pollard willow."""
    pal, rng = c.pal, c.rng
    bark = pal.deep(pal.table, 0.45)
    if kind == "fir":
        c.cut(shapes.rect(x - h * 0.03, y - h * 0.15, h * 0.06, h * 0.15), bark)
        for k in range(4):
            t = k / 4
            w = h * 0.26 * (1 - t * 0.72)
            top = y - h * (0.38 + t * 0.62)
            pts = [(x, top), (x + w, y - h * (0.1 + t * 0.66)), (x - w, y - h * (0.1 + t * 0.66) + 2)]
            c.cut(pts, pal.deep(colour, 0.08 * (3 - k)), lift=2)
            c.marks(
                [(x + w * 0.2 + rng.uniform(0, w * 0.3), top + h * 0.1, 62, h * 0.13, h * 0.012)],
                pal.deep(colour, 0.5),
            )
        return
    if kind == "willow":
        trunk = [
            (x - h * 0.1, y),
            (x - h * 0.07, y - h * 0.25),
            (x - h * 0.13, y - h * 0.46),
            (x + h * 0.12, y - h * 0.48),
            (x + h * 0.07, y - h * 0.22),
            (x + h * 0.12, y),
        ]
        c.marks(
            [
                (
                    x + rng.uniform(-h, h) * 0.1,
                    y - h * 0.44,
                    a + rng.uniform(-4, 4),
                    h * rng.uniform(0.4, 0.56),
                    h * 0.012,
                )
                for a in range(-160, -18, 6)
            ],
            colour,
        )
        c.marks(
            [
                (
                    x + rng.uniform(-h, h) * 0.1,
                    y - h * 0.44,
                    a + rng.uniform(-4, 4),
                    h * rng.uniform(0.3, 0.5),
                    h * 0.009,
                )
                for a in range(-152, -24, 13)
            ],
            pal.deep(colour, 0.35),
        )
        for a in range(-158, -18, 9):
            end = shapes.polar(x, y - h * 0.44, a + rng.uniform(-4, 4), h * rng.uniform(0.34, 0.5))
            for _ in range(3):
                px, py = end[0] + rng.uniform(-0.06, 0.06) * h, end[1] + rng.uniform(-0.05, 0.09) * h
                c.cut(
                    shapes.leaf(px, py, a + rng.uniform(-60, 60), h * 0.11, h * 0.035),
                    rng.choice((colour, pal.pale(colour, 0.25), pal.deep(colour, 0.25))),
                    wob=1,
                )
        c.cut(trunk, bark, lift=2)
        c.comb(trunk, pal.ink, pal.pale(bark, 0.4), depth=h * 0.07, step=max(7, h * 0.03))
        return
    if kind == "birch":
        c.cut(
            [
                (x - h * 0.02, y),
                (x - h * 0.014, y - h * 0.8),
                (x + h * 0.012, y - h * 0.8),
                (x + h * 0.026, y),
            ],
            pal.paper,
        )
        c.marks(
            [
                (x - h * 0.016, y - h * t, rng.uniform(-20, 20), h * 0.03, h * 0.01)
                for t in (0.08, 0.17, 0.24, 0.33, 0.4, 0.5)
            ],
            pal.ink,
        )
        crown = shapes.ellipse(x, y - h * 0.68, h * 0.18, h * 0.34)
    elif kind == "poplar":
        c.cut(shapes.rect(x - h * 0.02, y - h * 0.2, h * 0.04, h * 0.2), bark)
        crown = shapes.leaf(x, y - h * 0.06, -90, h * 0.94, h * 0.24)
    else:
        c.cut(
            [(x - h * 0.045, y), (x - h * 0.03, y - h * 0.5), (x + h * 0.03, y - h * 0.5), (x + h * 0.05, y)],
            bark,
        )
        crown = [
            shapes.polar(x, y - h * 0.64, a * 15, h * (0.34 + 0.035 * math.sin(a * 2.6 + x)))
            for a in range(24)
        ]
        crown = shapes.smooth(crown, closed=True, per=3)
    c.cut(crown, colour, lift=3)
    c.comb(crown, pal.deep(colour, 0.5), pal.pale(colour, 0.5), depth=h * 0.16, step=max(8, h * 0.035))
    cx, cy = x, y - h * (0.64 if kind == "round" else 0.55)
    c.marks(
        [
            (
                cx + rng.uniform(-0.2, 0.2) * h * (1 if kind == "round" else 0.4),
                cy + rng.uniform(-0.22, 0.22) * h,
                rng.uniform(20, 70),
                h * 0.07,
                h * 0.012,
            )
            for _ in range(12)
        ],
        pal.deep(colour, 0.4),
    )


def water(c: Canvas, w: float, top: float, bottom: float, colour: str, *, rough: float = 1.0) -> None:
    d = c.cut([(-10, top), (w + 10, top), (w + 10, bottom + 10), (-10, bottom + 10)], colour, wob=1.6)
    with c.clip(d):
        y = top + 12
        while y < bottom:
            k = (y - top) / (bottom - top)
            n = int(w / (70 + 90 * k))
            c.marks(
                [
                    (
                        c.rng.uniform(-40, w),
                        y + c.rng.uniform(-5, 5),
                        c.rng.uniform(-3, 3),
                        (50 + 120 * k) * rough,
                        2.5 + 6 * k,
                    )
                    for _ in range(n)
                ],
                c.pal.pale(colour, 0.5) if c.rng.random() < 0.6 else c.pal.deep(colour, 0.4),
                0.9,
            )
            y += 12 + 16 * k


def boat(c: Canvas, x: float, y: float, size: float, hull: str, sail: str) -> None:
    s = size
    c.cut(
        [(x - s * 0.06, y - s * 1.05), (x - s * 0.02, y - s * 0.12), (x - s * 0.42, y - s * 0.14)],
        sail,
        lift=2,
    )
    c.cut(
        [(x + s * 0.02, y - s * 0.92), (x + s * 0.44, y - s * 0.16), (x + s * 0.03, y - s * 0.12)],
        c.pal.deep(sail, 0.14),
        lift=2,
    )
    c.stroke([(x - s * 0.02, y - s * 1.1), (x, y)], c.pal.ink, max(3, s * 0.025))
    c.cut(
        [
            (x - s * 0.56, y - s * 0.1),
            (x + s * 0.6, y - s * 0.14),
            (x + s * 0.4, y + s * 0.1),
            (x - s * 0.4, y + s * 0.1),
        ],
        hull,
        lift=2,
    )
    c.marks([(x - s * 0.44, y - s * 0.04, -1, s * 0.9, s * 0.02)], c.pal.paper)


def gull(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.cut(
        shapes.smooth(
            [
                (x - size, y - size * 0.3),
                (x - size * 0.45, y - size * 0.42),
                (x, y),
                (x + size * 0.5, y - size * 0.46),
                (x + size, y - size * 0.24),
                (x + size * 0.45, y - size * 0.22),
                (x, y + size * 0.16),
                (x - size * 0.45, y - size * 0.2),
            ],
            closed=True,
            per=4,
        ),
        colour,
        wob=1,
    )


def hollyhock(c: Canvas, x: float, y: float, h: float, colour: str) -> None:
    pal, rng = c.pal, c.rng
    top = (x + rng.uniform(-0.06, 0.06) * h, y - h)
    c.stroke(shapes.smooth([(x, y), (x + rng.uniform(-8, 8), y - h / 2), top]), pal.leaf, max(4, h * 0.022))
    for t in (0.06, 0.16, 0.26):
        for s in (-1, 1):
            px = shapes.lerp(x, top[0], t)
            c.cut(
                shapes.petals(px + s * h * 0.08, y - h * t, h * 0.08, 5, rng.uniform(0, 60), 0.72),
                pal.leaf,
                lift=2,
            )
    n = 9
    for i in range(n):
        t = 0.3 + 0.66 * i / (n - 1)
        r = h * 0.078 * (1.1 - t * 0.72)
        px = shapes.lerp(x, top[0], t) + (-1) ** i * r * 0.8
        py = y - h * t
        c.cut(
            shapes.petals(px, py, r, 5, rng.uniform(0, 70), 0.84),
            colour if i % 3 else pal.pale(colour, 0.35),
            lift=2,
            wob=1.4,
        )
        c.dots([(px, py)], r * 0.3, pal.deep(colour, 0.55))

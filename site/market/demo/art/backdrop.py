"""Where the goods stand or hang: wall, table, cloth, rail, window light."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .patterns import sprig

WALLS = ("bare", "disc", "window", "arch", "paper", "panel")
TABLES = ("planks", "cloth", "checked", "plain", "runner")


def wall(c: Canvas, width: int, height: int, kind: str, centre: tuple[float, float], reach: float) -> None:
    """The wall with one calm shape behind the thing and gouge chatter around it."""
    pal, rng = c.pal, c.rng
    c.add(f'<rect width="{width}" height="{height}" fill="{pal.wall}"/>')
    cx, cy = centre
    soft = pal.deep(pal.wall, 0.09) if pal.name != "night" else pal.pale(pal.wall, 0.1)
    glow = pal.pale(pal.wall, 0.5 if pal.name != "night" else 0.14)
    if kind == "disc":
        c.cut(
            shapes.ellipse(cx + rng.uniform(-90, 60), cy - reach * 0.16, reach * rng.uniform(0.88, 1.02)),
            glow,
            wob=3,
        )
    elif kind == "arch":
        w = reach * 0.95
        arch = [*shapes.ellipse(cx, cy - reach * 0.1, w, w, 180, 360), (cx + w, height), (cx - w, height)]
        c.cut(arch, soft, wob=3)
    elif kind == "window":
        for i in range(2):
            for j in range(2):
                x, y = cx - reach * 1.02 + i * reach * 0.68, cy - reach * 1.0 + j * reach * 0.72
                w, h, sk = reach * 0.6, reach * 0.64, reach * 0.13
                c.cut([(x, y), (x + w, y + sk), (x + w, y + sk + h), (x, y + h)], glow, wob=2.5)
                cx += 0
    elif kind == "paper":
        gap = 118
        for i in range(int(width / gap) + 1):
            for j in range(int(height / gap) + 1):
                x, y = i * gap + (gap / 2 if j % 2 else 0), j * gap + 20
                if rng.random() < 0.96:
                    sprig(c, x, y + 34, 56, soft, pairs=2)
    elif kind == "panel":
        for i in range(6):
            x = width / 5 * i + rng.uniform(-6, 6) - 30
            c.cut(shapes.rect(x, -10, 7, height + 20), soft, wob=1.6)

    def near(x: float, y: float) -> float:
        q = math.hypot(x - cx, y - cy) / reach
        return max(0.0, 0.62 - abs(q - 1.18) * 1.25)

    def around(x: float, y: float) -> float:
        return math.degrees(math.atan2(y - cy, x - cx)) + 90

    c.hatch(
        (0, 0, width, height),
        soft,
        angle=0,
        gap=25,
        length=64,
        width=4.2,
        density=near,
        flow=around,
        spread=10,
    )


def table(c: Canvas, width: int, height: int, horizon: float, kind: str) -> None:
    """The table top from `horizon` down, with its front edge."""
    pal, rng = c.pal, c.rng
    colour = pal.table
    deep, pale = pal.deep(colour, 0.28), pal.pale(colour, 0.28)
    edge = height - rng.uniform(66, 92)
    top = [
        (-30, horizon + rng.uniform(-4, 4)),
        (width + 30, horizon + rng.uniform(-4, 4)),
        (width + 30, height + 30),
        (-30, height + 30),
    ]
    c.cut(shapes.move(top, 0, -7), pal.deep(pal.wall, 0.3), wob=2)
    c.cut(top, colour, wob=2.4)
    front = [
        (-30, edge),
        (width + 30, edge + rng.uniform(-5, 5)),
        (width + 30, height + 30),
        (-30, height + 30),
    ]
    if kind in ("planks", "plain"):
        seams = 3 if kind == "planks" else 0
        for i in range(1, seams + 1):
            y = horizon + (edge - horizon) * (i / (seams + 1)) ** 1.25
            c.stroke([(-20, y), (width / 2, y + rng.uniform(-3, 3)), (width + 20, y)], deep, 4 + i)
        c.hatch(
            (0, horizon + 8, width, edge - horizon),
            deep,
            angle=0,
            gap=19,
            length=150,
            width=2.6,
            density=0.3,
            spread=1.2,
            opacity=0.8,
        )
        c.hatch(
            (0, horizon + 8, width * 0.7, edge - horizon),
            pale,
            angle=0,
            gap=25,
            length=110,
            width=2.6,
            density=0.22,
            spread=1.2,
        )
        c.cut(front, pal.deep(colour, 0.45), wob=2)
        c.hatch(
            (0, edge + 6, width, height - edge),
            pal.deep(colour, 0.2),
            angle=0,
            gap=15,
            length=120,
            width=2.4,
            density=0.35,
            spread=1,
        )
        return
    cloth = pal.paper if pal.name != "linen" else pal.second
    shade = pal.deep(cloth, 0.16)
    left, right = (-40, width + 40) if kind != "runner" else (width * 0.12, width * 0.9)
    hem = height - 26 if kind == "runner" else height + 40
    slant = 70 if kind == "runner" else 0
    if kind == "runner":
        c.cut(front, pal.deep(colour, 0.45), wob=2)
        c.hatch(
            (0, horizon + 8, width, edge - horizon),
            deep,
            angle=0,
            gap=21,
            length=140,
            width=2.6,
            density=0.3,
            spread=1.2,
        )
    shape = [
        (left + slant, horizon + (26 if kind == "runner" else 0)),
        (right - slant, horizon + (26 if kind == "runner" else 0)),
        (right, edge),
        (right - 6, hem),
        (left + 6, hem),
        (left, edge),
    ]
    dd = c.cut(shape, cloth, lift=5 if kind == "runner" else 0, wob=2.6)
    with c.clip(dd):
        line = pal.accent if pal.name in ("sea", "meadow", "linen", "forest") else pal.main
        faint = 0.5 if pal.name != "linen" else 0.3
        if kind == "checked":
            for i in range(6):
                y = horizon + (edge - horizon) * (i / 5) ** 1.3
                c.fill(
                    shapes.path(shapes.wobble(rng, shapes.rect(-30, y, width + 60, 12 + 5 * i))), line, faint
                )
            for i in range(-8, 18):
                x = width / 2 + (i - 4.5) * 118
                far = width / 2 + (i - 4.5) * 84
                c.fill(
                    shapes.path(
                        shapes.wobble(
                            rng,
                            [
                                (far, horizon),
                                (far + 24, horizon),
                                (x + 34, edge),
                                (x + 34, height + 40),
                                (x, height + 40),
                                (x, edge),
                            ],
                        )
                    ),
                    line,
                    faint,
                )
        else:
            for off, t in ((0.80, 16), (0.9, 6)):
                y = horizon + (edge - horizon) * off
                c.fill(shapes.path(shapes.wobble(rng, shapes.rect(-40, y, width + 80, t))), line, 0.9)
        c.fill(
            shapes.path([(-40, edge), (width + 40, edge), (width + 40, height + 40), (-40, height + 40)]),
            shade,
            0.75,
        )
        folds = [
            (x, edge + rng.uniform(0, 6), 90 + rng.uniform(-5, 5), rng.uniform(50, 130), rng.uniform(3.5, 7))
            for x in range(20, width, 74)
        ]
        c.marks(folds, pal.deep(cloth, 0.34))
        c.hatch(
            (0, horizon + 6, width, edge - horizon),
            shade,
            angle=0,
            gap=21,
            length=70,
            width=2.4,
            density=0.25,
            spread=2,
        )


def rail(c: Canvas, width: int, y: float) -> None:
    """A wooden peg rail along the wall."""
    pal, rng = c.pal, c.rng
    colour = pal.table if pal.name != "linen" else pal.deep(pal.table, 0.2)
    bar = shapes.rect(-30, y - 44, width + 60, 88)
    c.cut(bar, colour, lift=9)
    c.hatch(
        (0, y - 40, width, 80),
        pal.deep(colour, 0.3),
        angle=0,
        gap=14,
        length=150,
        width=2.6,
        density=0.4,
        spread=1.5,
    )
    c.hatch(
        (0, y - 40, width, 40),
        pal.pale(colour, 0.4),
        angle=0,
        gap=16,
        length=110,
        width=2.2,
        density=0.25,
        spread=1.5,
    )
    for i in (-1, 1):
        peg(c, width / 2 + i * width * 0.36 + rng.uniform(-14, 14), y + 4)


def peg(c: Canvas, x: float, y: float) -> None:
    pal = c.pal
    colour = pal.deep(pal.table, 0.3)
    c.soft(shapes.path(shapes.ellipse(x + 16, y + 22, 24)), 0.35)
    c.cut(shapes.ellipse(x, y, 24), colour, edge=True, wob=1.5)
    c.cut(shapes.ellipse(x - 3, y - 4, 15), pal.pale(colour, 0.22), wob=1.2)


def nail(c: Canvas, x: float, y: float) -> None:
    c.cut(
        [
            (x - 9, y - 6),
            (x + 8, y - 8),
            (x + 9, y + 3),
            (x + 3, y + 5),
            (x + 3, y + 14),
            (x - 3, y + 14),
            (x - 4, y + 4),
            (x - 9, y + 4),
        ],
        c.pal.ink if c.pal.name != "night" else c.pal.second,
        lift=4,
        wob=0.8,
    )

"""Printed and painted patterns that fill an outline, set slightly off register as a hand print is."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas

PATTERNS = ("plain", "dots", "stripes", "leaves", "waves", "poppies", "checks", "birds")

Box = tuple[float, float, float, float]


class _Round:
    """Spreads columns over a turned form: crowded and narrow near the edges."""

    def __init__(self, box: Box, on: bool) -> None:
        self.x, _, self.w, _ = box
        self.on = on

    def at(self, u: float) -> tuple[float, float]:
        if not self.on:
            return self.x + self.w * u, 1.0
        a = (u - 0.5) * math.pi * 0.94
        return self.x + self.w / 2 + self.w / 2 * math.sin(a), max(0.35, math.cos(a))


def _squeeze(points: shapes.Points, x: float, k: float) -> shapes.Points:
    return [(x + (px - x) * k, py) for px, py in points]


def printed(
    c: Canvas,
    d: str,
    box: Box,
    kind: str,
    colour: str,
    second: str,
    *,
    scale: float = 1.0,
    turned: bool = False,
) -> None:
    """Fill the outline `d` (bounding box `box`) with a pattern; `plain` leaves only a few nicks."""
    if kind == "plain":
        return
    draw = {
        "dots": _dots,
        "stripes": _stripes,
        "checks": _checks,
        "leaves": _leaves,
        "waves": _waves,
        "poppies": _poppies,
        "birds": _birds,
    }[kind]
    dx, dy = c.rng.uniform(-3, 3), c.rng.uniform(-3, 3)
    with c.clip(d), c.group(f"translate({dx:.1f} {dy:.1f})"):
        draw(c, box, colour, second, scale, _Round(box, turned))


def _dots(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    _, y, w, h = box
    gap = 58 * s
    cols, rows = max(3, round(w / gap)), max(2, round(h / (gap * 0.8)))
    for j in range(rows):
        for i in range(cols + 1):
            px, k = r.at((i + (0.5 if j % 2 else 0)) / cols)
            py = y + (j + 0.5) * h / rows
            pts = shapes.ellipse(px, py, gap * 0.2 * k * c.rng.uniform(0.85, 1.15), gap * 0.2)
            c.cut(pts, second if (i + j * 2) % 5 == 0 else colour, wob=1.6)


def _stripes(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    x, y, w, h = box
    py, i = y + 14 * s, 0
    sag = 0.07 * w if r.on else 0
    while py < y + h:
        t = (36, 9, 20, 9)[i % 4] * s
        top = [(x + w * u / 12, py + sag * math.sin(math.pi * u / 12)) for u in range(13)]
        bottom = [(px, qy + t) for px, qy in reversed(top)]
        c.cut(top + bottom, colour if i % 4 != 2 else second, wob=1.8)
        py += t + (26, 22, 22, 30)[i % 4] * s
        i += 1


def _checks(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    x, y, w, h = box
    gap = 96 * s
    rows, cols = max(2, round(h / gap)), max(3, round(w / gap))
    with c.group(opacity=0.72):
        for j in range(rows + 1):
            c.cut(shapes.rect(x, y + j * h / rows - gap * 0.2, w, gap * 0.4), colour, wob=1.8)
    with c.group(opacity=0.72):
        for i in range(cols + 1):
            px, k = r.at(i / cols)
            c.cut(shapes.rect(px - gap * 0.2 * k, y, gap * 0.4 * k, h), colour, wob=1.8)
    for j in range(rows + 1):
        c.cut(shapes.rect(x, y + (j + 0.5) * h / rows, w, 5 * s), second, wob=1.2)
    for i in range(cols):
        px, k = r.at((i + 0.5) / cols)
        c.cut(shapes.rect(px, y, 5 * s * k, h), second, wob=1.2)


def sprig(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    colour: str,
    *,
    pairs: int = 4,
    k: float = 1.0,
    lean: float = 0.0,
    bud: str | None = None,
) -> None:
    """A stem with leaves, growing up from (x, y)."""
    stem = shapes.smooth([(x, y), (x + lean * 0.3 * k, y - height * 0.5), (x + lean * k, y - height)], per=6)
    c.stroke(stem, colour, max(3.0, height * 0.026), wob=1)
    for i in range(pairs):
        t = (i + 0.7) / (pairs + 0.6)
        px, py = x + lean * k * t * t, y - height * t
        size = height * 0.34 * (1 - t * 0.45)
        for side in (-1, 1):
            pts = shapes.leaf(
                px, py, -90 + side * 52, size * c.rng.uniform(0.85, 1.1), size * 0.42, side * 0.12
            )
            c.cut(_squeeze(pts, px, k), colour, wob=1.3)
    tip = shapes.leaf(x + lean * k, y - height * 0.93, -90, height * 0.2, height * 0.11)
    c.cut(_squeeze(tip, x, k), bud or colour, wob=1.2)


def _leaves(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    _, y, w, h = box
    tall = min(h * 0.96, 250 * s)
    rows = max(1, round(h / tall))
    cols = max(2, round(w / (125 * s)))
    for j in range(rows):
        base = y + h * (j + 1) / rows - 6
        for i in range(cols + 1):
            px, k = r.at((i + 0.5 * (j % 2)) / cols)
            sprig(
                c,
                px,
                base,
                h / rows * (0.94 if i % 2 else 0.72),
                colour if i % 2 else second,
                k=k,
                lean=c.rng.uniform(-12, 12),
            )


def _waves(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    x, y, w, h = box
    rows = max(2, round(h / (50 * s)))
    period = 110 * s
    for j in range(rows):
        py = y + (j + 0.5) * h / rows
        shift = c.rng.uniform(0, 1)
        top, bottom = [], []
        for i in range(int(w / 10) + 2):
            px = x + i * 10
            ph = 2 * math.pi * ((px - x) / period + shift)
            amp = math.sin(ph) * 13 * s
            thick = (9 + 4 * math.cos(ph)) * s
            top.append((px, py + amp - thick))
            bottom.append((px, py + amp + thick * 0.5))
        c.cut(top + bottom[::-1], second if j % 3 == 1 else colour, wob=1.2)


def poppy(c: Canvas, x: float, y: float, r: float, colour: str, heart: str, k: float = 1.0) -> None:
    turn = c.rng.uniform(0, 90)
    c.cut(_squeeze(shapes.petals(x, y, r, 4, turn, 0.7), x, k), colour, wob=1.6)
    c.cut(_squeeze(shapes.ellipse(x, y, r * 0.3), x, k), heart, wob=1.4)
    marks = [(*shapes.polar(x, y, a * 45 + turn, r * 0.38), a * 45 + turn, r * 0.34, 2.4) for a in range(8)]
    c.marks(marks, heart)


def _poppies(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    _, y, w, h = box
    cols = max(2, round(w / (150 * s)))
    leaf = c.pal.leaf if second == colour else second
    for i in range(cols + 1):
        px, k = r.at((i + 0.5) / (cols + 1))
        top = y + h * (0.3 if i % 2 else 0.52)
        c.stroke([(px, y + h), (px + 10 * k, (y + h + top) / 2), (px, top)], leaf, 6 * s)
        for side in (-1, 1):
            at = y + h - (y + h - top) * (0.3 if side > 0 else 0.5)
            pts = shapes.leaf(px + 6 * k, at, -90 + side * 55, 62 * s, 22 * s, side * 0.15)
            c.cut(_squeeze(pts, px, k), leaf, wob=1.3)
        poppy(c, px, top, 50 * s * (1 if i % 2 else 0.86), colour, c.pal.ink, k)


def _birds(c: Canvas, box: Box, colour: str, second: str, s: float, r: _Round) -> None:
    _, y, w, h = box
    cols, rows = max(2, round(w / (190 * s))), max(1, round(h / (170 * s)))
    for j in range(rows):
        py = y + (j + 0.5) * h / rows
        for i in range(cols + 1):
            px, k = r.at((i + 0.5 * (j % 2)) / cols)
            if (i + j) % 2:
                sprig(c, px, py + 60 * s, 115 * s, second, pairs=3, k=k)
                continue
            c.cut(_squeeze(shapes.bird(px, py, 128 * s, flip=j % 2 == 1), px, k), colour, wob=1.4)
            c.cut(
                _squeeze(shapes.leaf(px - 2, py - 4, -12 if j % 2 == 0 else 192, 44 * s, 20 * s), px, k),
                second,
                wob=1,
            )
            eye = px + (36 if j % 2 else -36) * 1.28 * s * k * 0.7
            c.dots([(eye, py - 23 * s)], 4 * s, second)

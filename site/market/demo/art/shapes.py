"""Plain geometry for hand-cut shapes: points in, points out, no drawing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from random import Random

Point = tuple[float, float]
Points = list[Point]


def lerp(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def polar(x: float, y: float, angle: float, length: float) -> Point:
    """The point `length` away from (x, y) at `angle` degrees."""
    r = math.radians(angle)
    return x + math.cos(r) * length, y + math.sin(r) * length


def rect(x: float, y: float, w: float, h: float) -> Points:
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def ellipse(
    cx: float, cy: float, rx: float, ry: float | None = None, start: float = 0, end: float = 360
) -> Points:
    ry = rx if ry is None else ry
    n = max(12, int((rx + ry) * abs(end - start) / 360 / 5))
    n = min(n, 90)
    full = abs(end - start) >= 360
    steps = n if full else n - 1
    out = []
    for i in range(n):
        a = math.radians(start + (end - start) * i / steps)
        out.append((cx + math.cos(a) * rx, cy + math.sin(a) * ry))
    return out


def smooth(points: Sequence[Point], closed: bool = False, per: int = 10) -> Points:
    """Catmull-Rom through the points, densely sampled."""
    pts = list(points)
    n = len(pts)
    out: Points = []
    last = n if closed else n - 1
    for i in range(last):
        p0 = pts[(i - 1) % n] if closed or i else pts[i]
        p1 = pts[i]
        p2 = pts[(i + 1) % n]
        p3 = pts[(i + 2) % n] if closed or i + 2 < n else p2
        for s in range(per):
            t = s / per
            t2, t3 = t * t, t * t * t
            out.append(
                tuple(
                    0.5
                    * (
                        2 * p1[k]
                        + (p2[k] - p0[k]) * t
                        + (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * t2
                        + (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * t3
                    )
                    for k in (0, 1)
                )
            )
    if not closed:
        out.append(pts[-1])
    return out


def mirror(right: Sequence[Point], cx: float = 0) -> Points:
    """A closed outline from its right half, top to bottom."""
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    return [*right, *left]


def move(points: Iterable[Point], dx: float = 0, dy: float = 0, scale: float = 1, turn: float = 0) -> Points:
    c, s = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return [(x * c - y * s + dx, x * s + y * c + dy) for x, y in points]


def resample(points: Sequence[Point], step: float, closed: bool = True) -> Points:
    """Points at most `step` apart; real corners stay where they are."""
    out: Points = []
    n = len(points)
    carry = 0.0
    for i in range(n if closed else n - 1):
        (x0, y0), (x1, y1) = points[i], points[(i + 1) % n]
        length = math.hypot(x1 - x0, y1 - y0)
        if length < step * 0.6:
            carry += length
            if carry >= step * 0.6 or not out:
                out.append((x0, y0))
                carry = 0.0
            continue
        parts = max(1, round(length / step))
        out += [(lerp(x0, x1, k / parts), lerp(y0, y1, k / parts)) for k in range(parts)]
        carry = 0.0
    if not closed:
        out.append(points[-1])
    return out


def wobble(
    rng: Random, points: Sequence[Point], amount: float = 2.2, step: float = 17, closed: bool = True
) -> Points:
    """The same outline cut by hand: short facets and a slow drift of the blade."""
    pts = resample(points, step, closed)
    f1, f2 = rng.uniform(0.16, 0.24), rng.uniform(0.5, 0.8)
    a, b, c, d = (rng.uniform(0, 6.28) for _ in range(4))
    out = []
    for i, (x, y) in enumerate(pts):
        dx = math.sin(i * f1 + a) * 0.7 + math.sin(i * f2 + b) * 0.35 + rng.uniform(-0.35, 0.35)
        dy = math.sin(i * f1 + c) * 0.7 + math.sin(i * f2 + d) * 0.35 + rng.uniform(-0.35, 0.35)
        out.append((x + dx * amount, y + dy * amount))
    return out


def path(points: Sequence[Point], closed: bool = True) -> str:
    head = f"M{points[0][0]:.1f} {points[0][1]:.1f}L"
    body = " ".join(f"{x:.1f} {y:.1f}" for x, y in points[1:])
    return head + body + ("Z" if closed else "")


def sliver(x: float, y: float, angle: float, length: float, width: float) -> str:
    """One mark of the gouge: blunt where it bites, thin where it leaves."""
    r = math.radians(angle)
    ux, uy = math.cos(r), math.sin(r)
    ex, ey = x + ux * length, y + uy * length
    mx, my = x + ux * length * 0.3, y + uy * length * 0.3
    w = width
    return (
        f"M{x:.1f} {y:.1f}Q{mx - uy * w:.1f} {my + ux * w:.1f} {ex:.1f} {ey:.1f}"
        f"Q{mx + uy * w:.1f} {my - ux * w:.1f} {x:.1f} {y:.1f}Z"
    )


def leaf(x: float, y: float, angle: float, length: float, width: float, bend: float = 0.0) -> Points:
    pts = []
    for t in (0, 0.12, 0.3, 0.5, 0.72, 0.9, 1):
        pts.append((length * t, -width * math.sin(math.pi * t**0.8) / 2 + bend * length * t * (1 - t)))
    for t in (0.9, 0.72, 0.5, 0.3, 0.12):
        pts.append((length * t, width * math.sin(math.pi * t**0.8) / 2 + bend * length * t * (1 - t)))
    return move(pts, x, y, turn=angle)


def bird(x: float, y: float, size: float, flip: bool = False) -> Points:
    """A folk bird in profile, `size` wide, looking left."""
    raw = [
        (-50, -8),
        (-36, -16),
        (-30, -27),
        (-16, -28),
        (-8, -16),
        (10, -10),
        (32, -16),
        (54, -30),
        (46, -8),
        (34, 6),
        (16, 17),
        (-6, 20),
        (-24, 14),
        (-34, 0),
    ]
    pts = smooth([(-px if flip else px, py) for px, py in raw], closed=True, per=4)
    return move(pts, x, y, scale=size / 100)


def petals(x: float, y: float, r: float, count: int, turn: float = 0, inner: float = 0.55) -> Points:
    pts = []
    for i in range(count * 4):
        a = turn + 360 * i / (count * 4)
        k = (1, 0.93, inner, 0.93)[i % 4]
        pts.append(polar(x, y, a, r * k))
    return smooth(pts, closed=True, per=3)


def outline_radius(right: Sequence[Point]) -> Callable[[float], float]:
    """Half-width of a turned shape at height y, from its right half."""
    ordered = sorted(right, key=lambda p: p[1])

    def radius(y: float) -> float:
        if y <= ordered[0][1]:
            return ordered[0][0]
        for (x0, y0), (x1, y1) in itertools.pairwise(ordered):
            if y0 <= y <= y1:
                return lerp(x0, x1, (y - y0) / (y1 - y0)) if y1 > y0 else x1
        return ordered[-1][0]

    return radius

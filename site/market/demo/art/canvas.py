"""The printing bench: cut paper, gouge marks, shadows. Motifs draw on a Canvas, nothing else writes SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from . import shapes
from .palettes import Palette
from .shapes import Points

LIGHT = (-0.64, -0.77)


class Canvas:
    """Collects SVG parts. `fine` shrinks the marks when the whole drawing will be enlarged (close view)."""

    def __init__(self, rng: Random, pal: Palette, fine: float = 1.0) -> None:
        self.rng = rng
        self.pal = pal
        self.fine = fine
        self.parts: list[str] = []
        self.defs: list[str] = []
        self.silhouettes: list[str] = []
        self.collar: tuple[float, float] | None = None  # height and radius of a neck that takes a string
        self.hook: tuple[float, float] | None = None  # another place for the string, when the shape moves it
        self._ids = 0

    # -- raw output -----------------------------------------------------------------------------------------------
    def add(self, markup: str) -> None:
        self.parts.append(markup)

    def next_id(self) -> str:
        self._ids += 1
        return f"i{self._ids}"

    def fill(self, d: str, colour: str, opacity: float = 1, shift: tuple[float, float] | None = None) -> None:
        extra = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        if shift:
            extra += f' transform="translate({shift[0]:.1f} {shift[1]:.1f})"'
        self.add(f'<path d="{d}" fill="{colour}"{extra}/>')

    def stroke(
        self,
        points: Sequence[shapes.Point],
        colour: str,
        width: float,
        *,
        closed: bool = False,
        opacity: float = 1,
        wob: float = 1.2,
    ) -> None:
        pts = shapes.wobble(self.rng, points, wob * self.fine, 15 * self.fine, closed)
        extra = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.add(
            f'<path d="{shapes.path(pts, closed)}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    @contextmanager
    def group(self, transform: str = "", opacity: float = 1) -> Iterator[None]:
        extra = f' transform="{transform}"' if transform else ""
        extra += f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.add(f"<g{extra}>")
        yield
        self.add("</g>")

    @contextmanager
    def clip(self, d: str) -> Iterator[None]:
        ref = self.next_id()
        self.defs.append(f'<clipPath id="{ref}"><path d="{d}"/></clipPath>')
        self.add(f'<g clip-path="url(#{ref})">')
        yield
        self.add("</g>")

    # -- paper ----------------------------------------------------------------------------------------------------
    def cut(
        self,
        points: Points,
        colour: str,
        *,
        lift: float = 0,
        wob: float = 2.2,
        edge: bool = False,
        solid: bool = False,
    ) -> str:
        """A piece of cut paper. `lift` > 0 throws a small soft shadow; `solid` adds it to the cast shadow."""
        d = shapes.path(shapes.wobble(self.rng, points, wob * self.fine, 17 * self.fine))
        if lift:
            for k, op in ((0.45, 0.16), (1.0, 0.10), (1.7, 0.06)):
                self.fill(d, self.pal.ink, op, (lift * k * 0.8, lift * k))
        if edge:
            self.fill(d, self.pal.pale(colour, 0.5), 1, (-1.6 * self.fine, -2.0 * self.fine))
        self.fill(d, colour)
        if solid:
            self.silhouettes.append(d)
        return d

    def line(self, points: Points, colour: str, width: float, **kwargs: float) -> None:
        self.stroke(points, colour, width, **kwargs)

    def dots(
        self, points: Sequence[shapes.Point], radius: float, colour: str, *, jitter: float = 0.2
    ) -> None:
        rng, out = self.rng, []
        for x, y in points:
            r = radius * rng.uniform(1 - jitter, 1 + jitter)
            n = 7
            turn = rng.uniform(0, 60)
            pts = [shapes.polar(x, y, turn + 360 * i / n, r * rng.uniform(0.86, 1.1)) for i in range(n)]
            out.append(shapes.path(pts))
        if out:
            self.fill("".join(out), colour)

    # -- gouge ----------------------------------------------------------------------------------------------------
    def marks(
        self, items: Sequence[tuple[float, float, float, float, float]], colour: str, opacity: float = 1
    ) -> None:
        """Slivers given as (x, y, angle, length, width), printed in one go."""
        if items:
            self.fill("".join(shapes.sliver(*m) for m in items), colour, opacity)

    def comb(
        self,
        outline: Points,
        dark: str,
        light: str | None = None,
        *,
        depth: float = 60,
        step: float = 12,
        tilt: float | None = None,
        strength: float = 1,
    ) -> None:
        """Shade an outline as lino does: teeth running in from the far side, thin nicks on the lit side."""
        rng, f = self.rng, self.fine
        pts = shapes.resample(outline, step * f)
        n = len(pts)
        area = sum(pts[i][0] * pts[(i + 1) % n][1] - pts[(i + 1) % n][0] * pts[i][1] for i in range(n))
        sign = 1 if area > 0 else -1
        darks, lights = [], []
        for i in range(n):
            (x0, y0), (x, y), (x1, y1) = pts[i - 1], pts[i], pts[(i + 1) % n]
            tx, ty = x1 - x0, y1 - y0
            length = math.hypot(tx, ty) or 1
            nx, ny = sign * ty / length, -sign * tx / length
            facing = nx * LIGHT[0] + ny * LIGHT[1]
            inward = math.degrees(math.atan2(-ny, -nx))
            if tilt is not None:
                inward = tilt if math.cos(math.radians(tilt - inward)) > 0.15 else inward
            if facing < -0.12:
                k = min(1, -facing + 0.15) * strength * rng.uniform(0.45, 1.1) * (0.55 if ny > 0.85 else 1)
                darks.append(
                    (
                        x + nx * 2,
                        y + ny * 2,
                        inward + rng.uniform(-5, 5),
                        depth * k,
                        step * f * rng.uniform(0.42, 0.62),
                    )
                )
            elif light and facing > 0.35 and rng.random() < 0.5:
                sx, sy = x - nx * 9 * f, y - ny * 9 * f
                lights.append(
                    (
                        sx,
                        sy,
                        inward + rng.uniform(-8, 8),
                        depth * 0.42 * rng.uniform(0.4, 1.1),
                        step * f * rng.uniform(0.16, 0.28),
                    )
                )
        self.marks(darks, dark)
        if light:
            self.marks(lights, light)

    def hatch(
        self,
        box: tuple[float, float, float, float],
        colour: str,
        *,
        angle: float = 0,
        gap: float = 16,
        length: float = 60,
        width: float = 2.6,
        density: Callable[[float, float], float] | float = 0.6,
        flow: Callable[[float, float], float] | None = None,
        opacity: float = 1,
        spread: float = 6,
    ) -> None:
        """Fill a box (x, y, w, h) with loose gouge marks; `density` is the chance of a mark at a place."""
        rng, f = self.rng, self.fine
        x0, y0, w, h = box
        r = math.radians(angle)
        ux, uy = math.cos(r), math.sin(r)
        cx, cy = x0 + w / 2, y0 + h / 2
        half = math.hypot(w, h) / 2
        items = []
        gap, length, width = gap * f, length * f, width * f
        rows = int(2 * half / gap)
        cols = max(1, int(2 * half / (length * 1.15)))
        for row in range(rows + 1):
            v = -half + row * gap + rng.uniform(-gap, gap) * 0.3
            for col in range(cols + 1):
                u = -half + col * length * 1.15 + rng.uniform(-length, length) * 0.55
                x, y = cx + ux * u - uy * v, cy + uy * u + ux * v
                if not (x0 - length < x < x0 + w and y0 - 4 < y < y0 + h + 4):
                    continue
                chance = density(x, y) if callable(density) else density
                if rng.random() > chance:
                    continue
                a = flow(x, y) if flow else angle
                long = length * rng.uniform(0.5, 1.15)
                turn, thick = a + rng.uniform(-spread, spread), width * rng.uniform(0.6, 1.3)
                if abs(a) < 30:  # lying marks stay inside the box; upright ones are clipped by their outline
                    end = min(x + long, x0 + w)
                    x = max(x, x0)
                    long = end - x
                    if long < length * 0.15:
                        continue
                items.append((x, y, turn, long, thick))
        self.marks(items, colour, opacity)

    # -- shadow ---------------------------------------------------------------------------------------------------
    def soft(self, d: str, opacity: float, transform: str = "", reach: float = 9) -> None:
        """A soft shadow without a filter: the outline printed thin, several times, each a little wider."""
        rings = 6
        each = 1 - (1 - opacity) ** (1 / rings)
        extra = f' transform="{transform}"' if transform else ""
        ref = self.next_id()
        self.defs.append(f'<path id="{ref}" d="{d}"/>')
        self.add(
            f'<g fill="{self.pal.ink}" stroke="{self.pal.ink}" fill-opacity="{each:.3f}" '
            f'stroke-opacity="{each:.3f}" stroke-linejoin="round"{extra}>'
        )
        for i in range(rings):
            width = reach * 3.2 * (i / (rings - 1)) ** 1.2
            stroke = f'stroke-width="{width:.1f}"' if i else 'stroke="none"'
            self.add(f'<use href="#{ref}" {stroke}/>')
        self.add("</g>")

    def svg(self, width: int, height: int) -> str:
        defs = f"<defs>{''.join(self.defs)}</defs>" if self.defs else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}">{defs}{"".join(self.parts)}</svg>'
        )

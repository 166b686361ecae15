"""What the landscapes share: ground, sky, grass, the colours of walls and roofs."""

from __future__ import annotations

from . import scenery, shapes
from .canvas import Canvas

W, H = 1600, 1000


BRICK = "#a8492f"


PLASTER = "#f3e4c8"


TILE = "#b5442c"
SKIES = {"night": "#25374c", "honey": "#f3e0b0"}


def _ground(
    c: Canvas,
    y: float,
    amp: float,
    colour: str,
    furrows: float | None,
    *,
    waves: float = 1.6,
    gap: float = 20,
    density: float = 0.42,
) -> shapes.Points:
    line = scenery.ridge(c, W, y, amp, waves)
    scenery.land(c, line, H, colour, furrows=furrows, gap=gap, density=density)
    return line


def _sky(c: Canvas, *, sun: tuple[float, float] | None = (1180, 230), clouds: int = 2) -> None:
    pal = c.pal
    tone = SKIES.get(pal.name) or pal.pale(pal.second, 0.62)
    scenery.sky(c, W, H, tone)
    if sun:
        tone = "#e6ab45" if pal.name != "honey" else "#f6ead0"
        scenery.sun(c, *sun, c.rng.uniform(60, 90), tone, rays=c.rng.random() < 0.4)
    for _ in range(clouds):
        scenery.cloud(
            c,
            c.rng.uniform(120, 1000),
            c.rng.uniform(110, 280),
            c.rng.uniform(220, 340),
            pal.pale(pal.paper, 0.5),
        )


def grasses(c: Canvas, y: float, colour: str, *, n: int = 90, tall: float = 90) -> None:
    c.marks(
        [
            (
                c.rng.uniform(-10, W + 10),
                y + c.rng.uniform(0, 40),
                -90 + c.rng.uniform(-24, 24),
                c.rng.uniform(0.4, 1) * tall,
                5,
            )
            for _ in range(n)
        ],
        colour,
    )

"""Ink sets of the demo pictures. Every set keeps the house ink, paper and one red or green."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(a: str, b: str, t: float) -> str:
    """`a` moved towards `b` by `t` (0..1)."""
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in zip(_rgb(a), _rgb(b), strict=True))


def luma(colour: str) -> float:
    r, g, b = _rgb(colour)
    return (0.299 * r + 0.587 * g + 0.114 * b) / 255


def distance(a: str, b: str) -> float:
    (r1, g1, b1), (r2, g2, b2) = _rgb(a), _rgb(b)
    return (((r1 - r2) * 0.55) ** 2 + ((g1 - g2) * 0.77) ** 2 + ((b1 - b2) * 0.33) ** 2) ** 0.5 / 255


@dataclass(frozen=True)
class Palette:
    name: str
    wall: str
    table: str
    main: str
    second: str
    accent: str
    leaf: str
    paper: str = "#f6efe3"
    ink: str = "#1c2735"

    def deep(self, colour: str, t: float = 0.42) -> str:
        return mix(colour, self.ink, t)

    def pale(self, colour: str, t: float = 0.45) -> str:
        return mix(colour, self.paper, t)

    @property
    def warm(self) -> str:
        """The ink nearest to a low sun."""
        return max((self.main, self.second, self.accent), key=lambda c: _rgb(c)[0] * 1.2 - _rgb(c)[2])

    def body(self, rng: Random, *, against: str | None = None) -> str:
        """A colour for the object that stands out from what is behind it."""
        against = against or self.wall
        pool = [self.main, self.main, self.second, self.accent, self.leaf, self.paper]
        good = [c for c in pool if distance(c, against) > 0.17]
        return rng.choice(good or [self.main])

    def on(self, rng: Random, ground: str) -> str:
        """A printing colour that reads on `ground`."""
        pool = [self.paper, self.ink, self.accent, self.main, self.second, self.leaf]
        good = [c for c in pool if abs(luma(c) - luma(ground)) > 0.26]
        return rng.choice(good or [self.ink if luma(ground) > 0.5 else self.paper])


PALETTES: dict[str, Palette] = {
    p.name: p
    for p in (
        Palette(
            "clay",
            wall="#ead6bd",
            table="#c68c62",
            main="#b23c28",
            second="#dca66c",
            accent="#23525a",
            leaf="#5f7350",
        ),
        Palette(
            "sea",
            wall="#c3d6d3",
            table="#e2cfac",
            main="#1d5570",
            second="#6f9fa6",
            accent="#c0442c",
            leaf="#2f6d63",
        ),
        Palette(
            "meadow",
            wall="#ece2bb",
            table="#87995f",
            main="#2f6246",
            second="#dd9f37",
            accent="#bf412d",
            leaf="#4f7a3d",
        ),
        Palette(
            "night",
            wall="#25374c",
            table="#8a5f45",
            main="#e4bf7c",
            second="#b8432d",
            accent="#7fa6ad",
            leaf="#5e8a74",
            ink="#121c2a",
        ),
        Palette(
            "linen",
            wall="#ddd2bf",
            table="#a8937a",
            main="#f3ead9",
            second="#7b8a86",
            accent="#b54430",
            leaf="#47624f",
        ),
        Palette(
            "berry",
            wall="#ebcfc3",
            table="#7a4148",
            main="#95253c",
            second="#d67f70",
            accent="#284f55",
            leaf="#4b6a52",
        ),
        Palette(
            "honey",
            wall="#f1dba6",
            table="#a2632c",
            main="#d0851d",
            second="#7f3f1f",
            accent="#1f5160",
            leaf="#5d7033",
        ),
        Palette(
            "forest",
            wall="#c9d1b8",
            table="#6b5038",
            main="#1d4f46",
            second="#8aa27a",
            accent="#c4502c",
            leaf="#2f6a4b",
        ),
    )
}

"""Which motifs and scenes exist, and what the composer must know about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .canvas import Canvas
from .palettes import Palette


@dataclass
class Look:
    """The choices made for one picture: shape, pattern and inks."""

    variant: int
    pattern: str
    body: str
    trim: str
    print: str
    print2: str

    def deep(self, pal: Palette, t: float = 0.42) -> str:
        return pal.deep(self.body, t)


@dataclass(frozen=True)
class Motif:
    """A thing drawn around its own origin.

    stance "table": the origin is the middle of the foot, the thing rises into negative y;
    stance "wall": the origin is the nail, the thing hangs into positive y.
    """

    name: str
    paint: Callable[[Canvas, Look], None]
    width: float
    height: float
    mm: float
    stance: str = "table"
    focus: tuple[float, float] = (0.0, -0.6)
    tag: tuple[float, float] | None = None
    patterns: tuple[str, ...] = ("plain",)
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    name: str
    paint: Callable[[Canvas, dict[str, Any]], None]
    palettes: tuple[str, ...]
    turns: bool = False  # may be seen from the other side, so that two of a kind differ


MOTIFS: dict[str, Motif] = {}
SCENES: dict[str, Scene] = {}


def motif(name: str, width: float, height: float, mm: float, **kwargs: Any) -> Callable:
    def keep(paint: Callable[[Canvas, Look], None]) -> Callable[[Canvas, Look], None]:
        MOTIFS[name] = Motif(name, paint, width, height, mm, **kwargs)
        return paint

    return keep


def scene(name: str, *palettes: str, turns: bool = False) -> Callable:
    def keep(paint: Callable[[Canvas, dict[str, Any]], None]) -> Callable[[Canvas, dict[str, Any]], None]:
        SCENES[name] = Scene(name, paint, palettes or ("clay", "meadow", "honey", "forest"), turns)
        return paint

    return keep

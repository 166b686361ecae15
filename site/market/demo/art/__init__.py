"""The art engine: every demo picture is drawn here by code, from its product's own seed.

    svg = draw("vase", "CER-001", palette="clay", pattern="leaves")
    jpeg = render("vase", "CER-001", width=1200, view="detail")

Goods are square (1200 x 1200), scenes are wide (1600 x 1000). The same arguments always give the same picture.
"""

from __future__ import annotations

from random import Random
from typing import Any

from . import (  # noqa: F401
    compose,
    goods_ceramics,
    goods_decor,
    goods_figurines,
    goods_gifts,
    goods_paper,
    goods_pictures,
    goods_textiles,
    goods_wax,
    goods_wear,
    goods_wicker,
    goods_wood,
    scenes_crafts,
    scenes_knowledge,
    scenes_making,
    scenes_market,
    scenes_places,
    scenes_work,
)
from .palettes import PALETTES
from .patterns import PATTERNS
from .registry import MOTIFS, SCENES
from .render import encode

VIEWS = compose.VIEWS
SCENE_SIZE = compose.SCENE
GOODS_SIZE = (compose.SIZE, compose.SIZE)

__all__ = ["GOODS_SIZE", "MOTIFS", "PALETTES", "PATTERNS", "SCENES", "SCENE_SIZE", "VIEWS", "draw", "render"]


def draw(motif: str, seed: str, palette: str | None = None, **params: Any) -> str:
    """The picture as SVG text. `params`: variant, pattern, view, tag for goods; what a scene asks for (region)."""
    rng = Random(f"{motif}:{seed}")
    if motif in MOTIFS:
        view, pattern = params.get("view", "front"), params.get("pattern")
        if view not in VIEWS:
            raise ValueError(f"Unknown view {view!r}; known: {', '.join(VIEWS)}")
        if pattern is not None and pattern not in PATTERNS:
            raise ValueError(f"Unknown pattern {pattern!r}; known: {', '.join(PATTERNS)}")
        known = {k: params[k] for k in ("variant", "pattern", "view", "tag") if k in params}
        return compose.goods(MOTIFS[motif], rng, compose.palette_for(palette, rng), **known)
    if motif in SCENES:
        if "variant" in params:
            rng = Random(f"{motif}:{seed}:{params['variant']}")
        return compose.scene(
            SCENES[motif], rng, compose.palette_for(palette, rng, SCENES[motif].palettes), params
        )
    raise ValueError(f"Unknown motif {motif!r}; known: {', '.join(sorted([*MOTIFS, *SCENES]))}")


def render(
    motif: str,
    seed: str,
    *,
    width: int = 1200,
    palette: str | None = None,
    image_format: str = "JPEG",
    quality: int = 84,
    **params: Any,
) -> bytes:
    """The picture as a file, `width` pixels wide."""
    return encode(draw(motif, seed, palette, **params), width, image_format=image_format, quality=quality)

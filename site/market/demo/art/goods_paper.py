"""Paper goods: cards and a notebook."""

from __future__ import annotations

from . import scenery, shapes
from .canvas import Canvas
from .palettes import luma
from .patterns import poppy, printed, sprig
from .registry import Look, motif


@motif(
    "card_set",
    800,
    620,
    150,
    focus=(30, -300),
    tag=None,
    patterns=("leaves", "poppies", "birds", "waves", "dots"),
)
def card_set(c: Canvas, o: Look) -> None:
    """Three cards and an envelope, fanned and leaning."""
    pal = c.pal
    inks = [o.print2, o.body, o.trim]
    kraft = pal.pale(pal.table, 0.25)
    with c.group("translate(-176 -8) rotate(-11)"):
        env = shapes.rect(-190, -400, 400, 400)
        c.cut(env, kraft, lift=7)
        c.stroke([(-190, -396), (10, -190), (210, -396)], pal.deep(kraft, 0.4), 5)
        c.comb(env, pal.deep(kraft, 0.5), depth=30)
    c.silhouettes.append(
        shapes.path([(-420, -320), (-180, -520), (0, -590), (340, -470), (372, -20), (-330, 0)])
    )
    for i, (x, turn) in enumerate(((-60, -4), (170, 8), (60, 1.5))):
        tone = pal.pale(pal.paper, 0.5) if i != 1 else inks[1]
        ink = inks[i] if i != 1 else pal.on(c.rng, tone)
        if abs(luma(ink) - luma(tone)) < 0.2:
            ink = pal.on(c.rng, tone)
        h = (560, 470, 500)[i]
        with c.group(f"translate({x} {4 * i}) rotate({turn})"):
            card = shapes.rect(-175, -h, 350, h)
            d = c.cut(card, tone, lift=9, wob=2.4)
            if i == 2:
                _card_front(c, o, ink, h)
            elif i == 0:
                with c.clip(d):
                    for k in range(4):
                        sprig(c, -126 + k * 84, -h + 330, 290, ink, pairs=5, lean=(k - 1.5) * 8)
            else:
                printed(c, d, (-165, -h + 10, 330, h - 20), "dots", ink, o.print2, scale=0.9)
            c.comb(card, pal.deep(tone, 0.3), depth=20, step=14)


def _card_front(c: Canvas, o: Look, ink: str, h: float) -> None:
    pal = c.pal
    other = next(p for p in (pal.accent, pal.leaf, pal.ink) if p != ink and luma(p) < 0.7)
    mid = -h * 0.54
    if o.pattern == "birds":
        c.cut(shapes.bird(-4, mid, 240), ink)
        c.cut(shapes.leaf(0, mid - 8, -14, 88, 38), other)
        for x in (-90, 0, 90):
            sprig(c, x, mid + 170, 90, other, pairs=3)
    elif o.pattern == "waves":
        scenery.sun(c, 0, mid - 80, 52, other)
        printed(
            c,
            shapes.path(shapes.rect(-130, mid, 260, 170)),
            (-130, mid, 260, 170),
            "waves",
            ink,
            other,
            scale=0.8,
        )
    elif o.pattern == "leaves":
        sprig(c, 0, -70, h * 0.72, ink, pairs=6, lean=14, bud=other)
    elif o.pattern == "dots":
        for i, r in enumerate((110, 82, 54, 26)):
            c.cut(shapes.ellipse(0, mid, r), (ink, pal.pale(pal.paper, 0.5), other, pal.paper)[i])
        c.marks([(*shapes.polar(0, mid, a, 120), a, 34, 5) for a in range(0, 360, 20)], ink)
    else:
        for x, y, r in ((-50, mid - 40, 64), (62, mid - 100, 74), (24, mid + 60, 50)):
            c.stroke(shapes.smooth([(0, -60), (x * 0.8, (y - 60) / 2), (x, y)]), pal.leaf, 7)
            poppy(c, x, y, r, ink if r != 50 else other, pal.ink)
        c.cut(shapes.leaf(0, -90, -130, 90, 30), pal.leaf)
        c.cut(shapes.leaf(4, -110, -48, 90, 30), pal.leaf)


@motif(
    "notebook",
    640,
    740,
    210,
    focus=(40, -400),
    tag=(210, -560),
    patterns=("leaves", "waves", "dots", "stripes", "poppies", "birds", "checks"),
)
def notebook(c: Canvas, o: Look) -> None:
    """A stitched notebook leaning on the wall, a second one behind it."""
    pal = c.pal
    with c.group("translate(90 0) rotate(7)"):
        back = shapes.rect(-230, -660, 460, 660)
        c.cut(back, o.trim if o.trim != o.body else pal.deep(o.body, 0.3), lift=4)
        c.comb(back, pal.deep(o.trim, 0.5), depth=36)
    c.silhouettes.append(shapes.path([(-290, -690), (310, -660), (330, 0), (-290, 0)]))
    c.cut([(225, -676), (262, -660), (262, -8), (225, 0)], pal.pale(pal.paper, 0.6), lift=3)
    c.marks([(230 + 6 * i, -668 + i * 3, 90, 650, 1.8) for i in range(5)], pal.deep(pal.paper, 0.4))
    cover = [(-280, -690), (226, -690), (236, -670), (236, -16), (226, 0), (-280, 0)]
    d = c.cut(cover, o.body, lift=5, edge=True)
    printed(c, d, (-196, -680, 440, 670), o.pattern, o.print, o.print2, scale=1.1)
    c.comb(cover, pal.deep(o.body, 0.55), pal.pale(o.body, 0.65), depth=46)
    spine = pal.deep(o.body, 0.5)
    c.cut(shapes.rect(-284, -692, 84, 694), spine, edge=True)
    if o.variant % 2:
        for y in range(-640, -40, 66):
            c.stroke([(-284, y), (-232, y + 4)], pal.paper, 6)
    else:
        c.stroke([(-232, -660), (-236, -340), (-232, -30)], pal.paper, 5)
    if o.variant % 3 != 2:
        label = shapes.rect(-90, -520, 230, 150)
        c.cut(label, pal.pale(pal.paper, 0.4), lift=3)
        c.marks([(-60, -480 + i * 34, 0, (170, 120, 146)[i], 7) for i in range(3)], pal.ink)
    band = pal.accent if pal.accent != o.body else pal.main
    c.cut(shapes.rect(150, -694, 22, 698), band, lift=3, wob=1)

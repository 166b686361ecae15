"""Figurines: a carved bird, a folk angel, a ceramic cat."""

from __future__ import annotations

from . import shapes
from .canvas import Canvas
from .palettes import luma
from .patterns import printed
from .registry import Look, motif


@motif(
    "figurine_bird",
    720,
    640,
    120,
    focus=(-60, -380),
    tag=(60, -170),
    patterns=("plain", "dots", "leaves", "stripes"),
)
def figurine_bird(c: Canvas, o: Look) -> None:
    """A carved bird on a peg in a wooden foot."""
    pal = c.pal
    base = pal.deep(pal.table, 0.4)
    raw = [
        (-300, -330),
        (-262, -364),
        (-240, -424),
        (-170, -450),
        (-104, -420),
        (-60, -366),
        (60, -350),
        (170, -390),
        (330, -470),
        (300, -360),
        (210, -250),
        (90, -180),
        (-40, -170),
        (-160, -210),
        (-220, -290),
    ]
    if o.variant % 3 == 1:
        raw = [
            (-270, -380),
            (-222, -404),
            (-196, -462),
            (-130, -480),
            (-74, -440),
            (-50, -370),
            (40, -320),
            (150, -300),
            (330, -210),
            (290, -180),
            (180, -196),
            (70, -150),
            (-60, -150),
            (-160, -210),
            (-210, -320),
        ]
    elif o.variant % 3 == 2:
        raw = [
            (-250, -420),
            (-196, -440),
            (-170, -500),
            (-110, -520),
            (-50, -490),
            (-20, -420),
            (70, -360),
            (150, -330),
            (250, -400),
            (300, -380),
            (230, -270),
            (120, -180),
            (-20, -160),
            (-140, -220),
            (-196, -340),
        ]
    for x in (-30, 30):
        c.stroke([(x, -190), (x * 0.7, -50)], pal.ink if pal.name != "night" else pal.table, 12)
    stone = shapes.smooth(
        [(-190, 0), (-180, -44), (-90, -74), (40, -82), (150, -60), (190, -20), (180, 4), (0, 12)],
        closed=True,
        per=6,
    )
    d = c.cut(stone, base, solid=True, edge=True)
    with c.clip(d):
        c.hatch((-190, -80, 380, 90), pal.deep(base, 0.4), angle=3, gap=13, length=80, width=3, density=0.6)
    pts = shapes.smooth(raw, closed=True, per=7)
    d = c.cut(pts, o.body, solid=True, edge=True)
    printed(c, d, (-120, -330, 300, 150), o.pattern, o.print, o.print2, scale=0.7)
    c.comb(pts, pal.deep(o.body, 0.6), pal.pale(o.body, 0.65), depth=80, step=13)
    with c.clip(d):
        c.hatch(
            (-260, -500, 560, 320), pal.deep(o.body, 0.4), angle=12, gap=21, length=44, width=3.4, density=0.3
        )
    wing = shapes.smooth(
        [(-90, -330), (0, -350), (110, -330), (230, -330), (150, -250), (30, -220), (-60, -250)],
        closed=True,
        per=7,
    )
    d = c.cut(wing, o.print if o.print != o.body else o.trim, lift=6, edge=True)
    for i in range(3):
        with c.clip(d):
            c.stroke(
                shapes.smooth([(-70 + i * 30, -310 + i * 26), (60, -290 + i * 24), (230, -318 + i * 20)]),
                pal.deep(o.print, 0.4) if o.print == pal.paper else pal.pale(o.print, 0.5),
                6,
            )
    head = raw[3]
    c.dots([(head[0] - 6, head[1] + 38)], 15, pal.ink)
    c.dots([(head[0] - 10, head[1] + 33)], 5, pal.paper)
    bx, by = raw[0]
    beak = pal.second if pal.second != o.body else pal.accent
    c.cut([(bx + 30, by - 28), (bx - 48, by + 8), (bx + 36, by + 20)], beak, lift=2)


@motif(
    "figurine_angel",
    640,
    800,
    180,
    focus=(0, -540),
    tag=(120, -200),
    patterns=("dots", "leaves", "stripes", "poppies", "plain"),
)
def figurine_angel(c: Canvas, o: Look) -> None:
    """A folk angel of clay and paper: a bell-shaped robe, wings, no face but a bowed head."""
    pal = c.pal
    wing_tone = pal.paper if o.body != pal.paper and pal.name not in ("linen",) else pal.second
    for k in (-1, 1):
        if o.variant % 2:
            raw = [(30, -500), (150, -640), (270, -660), (300, -560), (270, -420), (190, -320), (90, -300)]
        else:
            raw = [(20, -470), (120, -590), (250, -560), (300, -440), (250, -300), (150, -230), (70, -280)]
        wing = shapes.smooth([(k * x, y) for x, y in raw], closed=True, per=7)
        d = c.cut(wing, wing_tone, solid=True, edge=True)
        with c.clip(d):
            for i in range(5):
                a = -50 + i * 32
                c.marks([(k * 60, -430, 180 - a if k < 0 else a, 250, 7)], pal.deep(wing_tone, 0.45))
        c.comb(wing, pal.deep(wing_tone, 0.5), depth=40, step=12)
    right = [(40, -560), (70, -500), (110, -350), (170, -160), (214, -20), (190, 0)]
    if o.variant % 3 == 1:
        right = [(44, -560), (84, -480), (100, -300), (120, -140), (230, -16), (200, 0)]
    half = shapes.smooth(right, per=8)
    robe = half + [(0, 14)] + [(-x, y) for x, y in reversed(half)]
    d = c.cut(robe, o.body, solid=True, edge=True)
    printed(c, d, (-210, -330, 420, 290), o.pattern, o.print, o.print2, scale=0.72, turned=True)
    c.comb(robe, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=90, step=12, tilt=180)
    hem = [(-206, -52), (0, -26), (208, -52), (214, -22), (0, 8), (-212, -22)]
    c.cut(hem, o.print2 if o.print2 != o.body else o.trim)
    skin = "#dba882" if pal.name not in ("clay", "honey") else "#c98d66"
    for k in (-1, 1):
        sleeve = shapes.smooth(
            [(k * 60, -490), (k * 132, -400), (k * 120, -330), (k * 20, -290), (k * 8, -340), (k * 66, -390)],
            closed=True,
            per=6,
        )
        c.cut(sleeve, pal.deep(o.body, 0.2), lift=4)
        c.comb(sleeve, pal.deep(o.body, 0.6), depth=26, step=11)
    c.cut(shapes.ellipse(0, -318, 34, 28), skin, lift=2)
    star = [shapes.polar(0, -340, -90 + i * 36, 58 if i % 2 == 0 else 25) for i in range(10)]
    c.cut(star, pal.second if pal.second not in (o.body,) else pal.accent, lift=4, edge=True)
    c.cut(shapes.ellipse(0, -628, 80, 88), skin, solid=True, edge=True)
    hair = shapes.smooth(
        [
            (-88, -600),
            (-96, -690),
            (-20, -738),
            (70, -720),
            (98, -650),
            (88, -590),
            (64, -640),
            (0, -672),
            (-56, -650),
        ],
        closed=True,
        per=6,
    )
    c.cut(hair, "#5b3d28" if o.variant % 2 else "#c58d3e", lift=3)
    c.comb(shapes.ellipse(0, -628, 80, 88), pal.deep(skin, 0.4), depth=24, step=11)
    halo = shapes.ellipse(0, -752, 82, 20)
    c.stroke(halo, pal.second if pal.second != pal.wall else pal.accent, 10, closed=True)


@motif(
    "figurine_cat",
    560,
    760,
    160,
    focus=(0, -470),
    tag=(-20, -360),
    patterns=("plain", "stripes", "dots", "leaves", "poppies"),
)
def figurine_cat(c: Canvas, o: Look) -> None:
    """A ceramic cat, sitting."""
    pal = c.pal
    f = -1 if o.variant % 2 else 1
    tail = shapes.smooth(
        [
            (150 * f, -30),
            (250 * f, -60),
            (276 * f, -170),
            (222 * f, -250),
            (200 * f, -220),
            (226 * f, -160),
            (200 * f, -92),
            (120 * f, -84),
        ],
        per=7,
    )
    c.cut(tail, o.body, solid=True, edge=True)
    c.comb(tail, pal.deep(o.body, 0.6), depth=26, step=11)
    body = shapes.smooth(
        [
            (-96, -470),
            (-130, -330),
            (-176, -170),
            (-186, -40),
            (-150, 0),
            (0, 8),
            (150, 0),
            (186, -40),
            (180, -170),
            (132, -330),
            (96, -470),
        ],
        per=7,
    )
    d = c.cut(body, o.body, solid=True, edge=True)
    printed(c, d, (-180, -330, 360, 300), o.pattern, o.print, o.print2, scale=0.8, turned=True)
    c.comb(body, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=100, step=12, tilt=180)
    for x in (-56, 56):
        paw = shapes.ellipse(x, -18, 50, 30)
        c.cut(paw, pal.pale(o.body, 0.2) if o.body != pal.paper else pal.deep(o.body, 0.1), lift=3)
        c.marks([(x - 16, -30, 90, 22, 4), (x + 14, -30, 90, 22, 4)], pal.deep(o.body, 0.6))
    c.stroke(shapes.smooth([(0, -250), (-6, -140), (0, -40)]), pal.deep(o.body, 0.5), 6)
    head = shapes.smooth(
        [
            (-150, -520),
            (-158, -600),
            (-140, -728),
            (-70, -676),
            (0, -688),
            (70, -676),
            (140, -728),
            (158, -600),
            (150, -520),
            (90, -452),
            (0, -436),
            (-90, -452),
        ],
        closed=True,
        per=7,
    )
    c.cut(head, o.body, lift=6, solid=True, edge=True)
    c.comb(head, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=34, step=12)
    ink = pal.ink if o.body != pal.ink else pal.paper
    ink = pal.paper if luma(o.body) < 0.38 else pal.ink
    for k in (-1, 1):
        c.cut([(k * 124, -690), (k * 82, -664), (k * 132, -622)], pal.deep(o.body, 0.4), wob=1)
        eye = shapes.smooth(
            [(k * 38, -566), (k * 66, -588), (k * 96, -570), (k * 66, -556)], closed=True, per=5
        )
        c.cut(eye, ink, wob=1)
        c.cut(shapes.ellipse(k * 66, -571, 6, 14), o.body, wob=0.6)
        c.marks(
            [(k * 60, -496 - i * 13, (180 if k < 0 else 0) - k * (8 - i * 12), 118, 3) for i in range(2)], ink
        )
    c.cut([(-18, -530), (18, -530), (0, -508)], pal.accent if pal.accent != o.body else pal.paper, wob=1)
    c.stroke(shapes.smooth([(-30, -486), (-8, -484), (0, -508), (8, -484), (30, -486)]), ink, 4)
    collar = [(-104, -446), (0, -418), (104, -446), (108, -414), (0, -386), (-108, -414)]
    c.cut(collar, o.print2 if o.print2 != o.body else o.trim, lift=3)
    c.cut(shapes.ellipse(0, -384, 22), pal.second if pal.second != o.body else pal.accent, lift=3, edge=True)

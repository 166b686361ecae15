"""Things to wear: scarf, cap, apron, mittens."""

from __future__ import annotations

import math

from . import shapes
from .canvas import Canvas
from .goods_textiles import CLOTH, fringe, stitches, weave
from .patterns import printed
from .registry import Look, motif


@motif("scarf", 640, 960, 900, stance="wall", focus=(-120, 560), tag=(170, 420), patterns=CLOTH)
def scarf(c: Canvas, o: Look) -> None:
    """Folded over a peg, one end longer."""
    pal, rng = c.pal, c.rng
    long, short = 880, rng.uniform(640, 760)
    back = shapes.smooth(
        [(-60, -14), (20, -34), (150, 30), (224, 240), (252, short * 0.6), (256, short)], per=6
    )
    back += [(20, short + 8), (-10, short * 0.5), (-30, 120)]
    dark = pal.deep(o.body, 0.22)
    fringe(c, (22, short), (260, short), 70, dark)
    d = c.cut(back, dark, solid=True)
    printed(c, d, (0, 40, 270, short), o.pattern, pal.deep(o.print, 0.2), pal.deep(o.print2, 0.2), scale=0.8)
    c.comb(back, pal.deep(o.body, 0.62), depth=40, step=13)
    front = shapes.smooth([(64, -26), (-20, -40), (-130, 20), (-232, 200), (-278, 520), (-292, long)], per=6)
    front += shapes.smooth([(22, long - 14), (34, 560), (66, 260), (88, 60), (64, -26)], per=5)
    fringe(c, (-290, long - 2), (20, long - 14), 76, o.body)
    d = c.cut(front, o.body, lift=9, solid=True, edge=True)
    printed(c, d, (-300, 70, 390, long - 60), o.pattern, o.print, o.print2, scale=1.05)
    weave(c, d, (-300, 0, 390, long), pal.deep(o.body, 0.3))
    with c.clip(d):
        folds = [
            (x, y, a, ln, w)
            for x, y, a, ln, w in (
                (-20, 0, 104, 420, 15),
                (30, 10, 97, 340, 12),
                (-80, 50, 106, 300, 11),
                (40, 380, 97, 420, 14),
                (-120, 420, 96, 300, 9),
            )
        ]
        c.marks(folds, pal.deep(o.body, 0.5), 0.75)
    c.comb(front, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=46, step=13)


@motif(
    "cap",
    640,
    600,
    240,
    focus=(0, -330),
    tag=(230, -130),
    patterns=("stripes", "dots", "leaves", "waves", "plain"),
)
def cap(c: Canvas, o: Look) -> None:
    """A knitted cap with a turned-up brim; every second one has a pompom."""
    pal, rng = c.pal, c.rng
    tall = (470, 520, 440)[o.variant % 3]
    dome = shapes.smooth(
        [
            (-262, -110),
            (-270, -220),
            (-214, -tall * 0.74),
            (-90, -tall * 0.97),
            (0, -tall),
            (96, -tall * 0.97),
            (220, -tall * 0.72),
            (272, -220),
            (262, -110),
        ],
        per=8,
    )
    if o.variant % 2 == 0:
        pom = []
        for i in range(44):
            pom.append(shapes.polar(4, -tall - 40, i * 360 / 44, 84 if i % 2 else 66))
        c.cut(pom, o.print, solid=True, wob=3)
        c.marks(
            [(*shapes.polar(4, -tall - 40, a, 14), a, rng.uniform(34, 62), 5) for a in range(0, 360, 14)],
            pal.deep(o.print, 0.4),
        )
    d = c.cut([*dome, (200, -60), (-200, -60)], o.body, solid=True, edge=True)
    printed(
        c, d, (-272, -tall * 0.86, 544, tall * 0.62), o.pattern, o.print, o.print2, scale=0.78, turned=True
    )
    with c.clip(d):
        cols = 17
        for i in range(cols):
            u = -0.94 + 1.88 * i / (cols - 1)
            x0, x1 = math.sin(u * 1.4) * 275, math.sin(u * 1.4) * 60
            items = []
            for k in range(15):
                t = k / 15
                x, y = shapes.lerp(x0, x1, t**1.7), -120 - (tall - 125) * t
                items.append((x, y, -58, 26, 3.4))
                items.append((x, y, -122, 26, 3.4))
            c.marks(items, pal.deep(o.body, 0.34), 0.62)
        c.fill(
            shapes.path(
                shapes.smooth([(150, -60), (176, -250), (90, -tall), (300, -tall), (300, -60)], per=6)
            ),
            pal.deep(o.body, 0.35),
            0.5,
        )
    c.comb(dome, pal.deep(o.body, 0.6), pal.pale(o.body, 0.6), depth=80, step=13)
    brim = shapes.smooth(
        [
            (-284, -140),
            (-150, -170),
            (0, -178),
            (150, -170),
            (284, -140),
            (292, -70),
            (280, -12),
            (140, 8),
            (0, 14),
            (-140, 8),
            (-280, -12),
            (-292, -70),
        ],
        closed=True,
        per=6,
    )
    dark = o.trim if o.trim != o.body else pal.deep(o.body, 0.3)
    d = c.cut(brim, dark, lift=6, solid=True, edge=True)
    with c.clip(d):
        ribs = []
        for i in range(31):
            u = -1 + 2 * i / 30
            x = math.sin(u * 1.45) * 292
            ribs.append((x, -172 + 34 * u * u, 90 + u * -3, 176, 7.5 - 3 * abs(u)))
        c.marks(ribs, pal.deep(dark, 0.45))
        c.marks([(x + 7, y + 10, a, 120, 2.6) for x, y, a, _, _ in ribs[4:20]], pal.pale(dark, 0.4))
    c.comb(brim, pal.deep(dark, 0.65), depth=44, step=12)


@motif(
    "apron",
    600,
    960,
    860,
    stance="wall",
    focus=(0, 560),
    tag=(120, 300),
    patterns=("stripes", "checks", "plain", "leaves", "dots"),
)
def apron(c: Canvas, o: Look) -> None:
    pal = c.pal
    dark = pal.deep(o.body, 0.3)
    loop = shapes.smooth([(-112, 190), (-90, 60), (0, 0), (90, 60), (112, 190)], per=8)
    c.stroke(loop, dark, 22)
    c.stroke(loop, pal.pale(o.body, 0.25), 5)
    for s in (-1, 1):
        c.stroke(shapes.smooth([(s * 262, 430), (s * 300, 520), (s * 268, 640), (s * 296, 760)]), dark, 16)
    body = [(-128, 180), (0, 190), (128, 180)]
    body += shapes.smooth([(140, 250), (180, 360), (266, 430), (284, 640), (286, 916)], per=6)
    body += [(120, 930), (-20, 922), (-150, 932), (-286, 918)]
    body += shapes.smooth([(-284, 640), (-266, 430), (-180, 360), (-140, 250), (-128, 180)], per=6)
    d = c.cut(body, o.body, solid=True, edge=True)
    printed(c, d, (-290, 210, 580, 700), o.pattern, o.print, o.print2, scale=1.2)
    weave(c, d, (-290, 180, 580, 750), dark)
    with c.clip(d):
        c.marks([(-120, 430, 96, 480, 15), (60, 640, 88, 300, 13), (190, 460, 86, 470, 14)], dark, 0.7)
        stitches(c, [(-130, 206), (0, 216), (130, 206)], o.print2)
        stitches(c, [(-270, 892), (0, 900), (270, 892)], o.print2)
    c.comb(body, pal.deep(o.body, 0.58), pal.pale(o.body, 0.6), depth=50, step=13)
    pocket = [(-130, 520), (130, 516), (124, 700), (100, 722), (-104, 724), (-128, 702)]
    tone = o.trim if o.trim != o.body else pal.deep(o.body, 0.2)
    d = c.cut(pocket, tone, lift=5, edge=True)
    weave(c, d, (-130, 516, 260, 210), pal.deep(tone, 0.3), angle=0)
    stitches(c, shapes.move(pocket, 0, 62, 0.9), pal.pale(tone, 0.7), closed=True)
    if o.variant % 2:
        c.cut([(30, 470), (56, 462), (66, 590), (36, 592)], pal.pale(pal.table, 0.3))
        c.cut(shapes.ellipse(42, 450, 26, 38), pal.pale(pal.table, 0.3), edge=True)
        c.cut([*pocket[:2], (129, 604), (-129, 608)], tone)
        c.stroke([(-128, 524), (128, 520)], pal.pale(tone, 0.5), 4)


def _mitten(c: Canvas, o: Look, flip: int) -> None:
    pal = c.pal
    hand = shapes.smooth(
        [
            (-104, 250),
            (-120, 380),
            (-112, 540),
            (-60, 640),
            (10, 656),
            (84, 610),
            (112, 520),
            (116, 440),
            (176, 360),
            (196, 300),
            (166, 262),
            (122, 300),
            (106, 330),
            (102, 250),
        ],
        per=7,
    )
    hand = [(x * flip, y) for x, y in hand]
    d = c.cut(hand, o.body, lift=4, solid=True, edge=True)
    printed(c, d, (-112, 300, 224, 320), o.pattern, o.print, o.print2, scale=0.72)
    with c.clip(d):
        items = []
        for i in range(13):
            for k in range(18):
                x, y = -118 + i * 20, 260 + k * 22
                items += [(x * flip, y, 58, 22, 3), (x * flip, y, 122, 22, 3)]
        c.marks(items, pal.deep(o.body, 0.32), 0.55)
    c.comb(hand, pal.deep(o.body, 0.58), pal.pale(o.body, 0.6), depth=50, step=12)
    cuff = [(-98 * flip, 130), (98 * flip, 130), (112 * flip, 268), (-112 * flip, 268)]
    tone = o.trim if o.trim != o.body else o.print
    d = c.cut(cuff, tone, lift=4, solid=True, edge=True)
    with c.clip(d):
        c.marks([(x, 130, 90, 140, 6) for x in range(-100, 110, 19)], pal.deep(tone, 0.45))
    c.comb(cuff, pal.deep(tone, 0.6), depth=30, step=12)


@motif(
    "mittens",
    640,
    720,
    270,
    stance="wall",
    focus=(-130, 420),
    tag=(20, 60),
    patterns=("dots", "stripes", "leaves", "waves", "checks", "birds"),
)
def mittens(c: Canvas, o: Look) -> None:
    for dx, dy, flip, turn in ((118, 30, 1, -7), (-118, 0, -1, 8)):
        with c.group(f"translate({dx} {dy}) rotate({turn})"):
            before = len(c.silhouettes)
            _mitten(c, o, flip)
            del c.silhouettes[before:]
        outline = [(-110, 130), (110, 130), (118, 520), (20, 650), (-112, 560)]
        c.silhouettes.append(shapes.path(shapes.move(outline, dx, dy, turn=turn)))
    cord = c.pal.deep(o.trim if o.trim != o.body else o.print, 0.35)
    c.stroke(shapes.smooth([(-34, 136), (-22, 60), (0, 0), (22, 60), (30, 166)]), cord, 8)

"""Landscapes of the south and the east: Lubelszczyzna, Dolny Śląsk, Podkarpacie, Śląsk, Małopolska."""

from __future__ import annotations

from . import buildings, scenery, shapes
from .canvas import Canvas
from .compose import put
from .places_base import PLASTER, TILE, H, W, _ground, _sky, grasses


def lubelszczyzna(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(300, 210))
    tones = (pal.pale(pal.leaf, 0.5), "#dcb45c", pal.leaf, "#c98f3f", pal.pale(pal.leaf, 0.2))
    for i, tone in enumerate(tones):
        _ground(
            c, 470 + i * 58, 40, tone, (-24, 18, -12, 30, -20)[i], gap=18, density=0.55, waves=1.2 + i * 0.3
        )
    buildings.house(c, 1060, 800, 520, 190, "#f4ead4", "#8a6a45", windows=3)
    for i in range(30):
        x = 20 + i * 56
        if 980 < x < 1090:
            continue
        c.cut(
            [(x, 790), (x + 15, 776), (x + 30, 790), (x + 30, 920), (x, 920)],
            pal.pale(pal.table, 0.25),
            lift=3,
        )
    c.stroke([(0, 826), (960, 830)], pal.deep(pal.table, 0.2), 12)
    c.stroke([(1096, 830), (1620, 828)], pal.deep(pal.table, 0.2), 12)
    _ground(c, 915, 8, pal.deep(pal.leaf, 0.25), 4)
    tints = ("#b0304a", "#d9727a", "#f0cfc4", "#8c2440", "#e4a04a")
    for i in range(11):
        x = (60, 150, 230, 330, 420, 520, 1240, 1330, 1410, 1490, 1570)[i]
        scenery.hollyhock(c, x, 985 + c.rng.uniform(-10, 10), c.rng.uniform(330, 480), tints[i % 5])
    grasses(c, 985, pal.leaf, tall=60)


def dolny_slask(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(1300, 190))
    for i, y in enumerate((400, 470)):
        peaks = shapes.smooth(
            [
                (-20, y + 60),
                (200, y - 30),
                (420, y + 20),
                (700, y - 130 + i * 60),
                (980, y + 10),
                (1260, y - 60),
                (1640, y + 50),
            ],
            per=8,
        )
        scenery.land(c, peaks, H, ("#a9bcc4", "#7f9aa6")[i], furrows=60, gap=24)
    _ground(c, 610, 24, pal.pale(pal.leaf, 0.25), 8)
    stone = "#cbb48a"
    deck = [(-20, 560), (1110, 560), (1110, 602), (-20, 602)]
    holes = []
    d = "".join([shapes.path(shapes.rect(-20, 560, 1130, 230))])
    for i in range(7):
        x = 60 + i * 160
        holes.append([*shapes.ellipse(x, 690, 62, 82, 180, 360), (x + 62, 800), (x - 62, 800)])
    c.add(f'<path d="{d}{"".join(shapes.path(h[::-1]) for h in holes)}" fill="{stone}" fill-rule="evenodd"/>')
    for h in holes:
        c.comb(h[::-1], pal.deep(stone, 0.5), depth=18, step=12)
        c.stroke(h[:-2], pal.deep(stone, 0.4), 5)
    c.hatch(
        (0, 600, 1100, 180),
        pal.deep(stone, 0.34),
        angle=0,
        gap=22,
        length=40,
        width=2.6,
        density=0.16,
        spread=1,
    )
    c.cut(deck, pal.deep(stone, 0.2), lift=5)
    _ground(c, 770, 16, pal.leaf, 10)
    scenery.water(c, W, 830, 905, "#4f8791")
    buildings.house(c, 1330, 800, 330, 170, PLASTER, "#7c3c2c", kind="timbered", windows=3)
    for x, h in ((1130, 280), (1540, 330), (1590, 240), (40, 220), (1080, 190)):
        scenery.tree(c, x, 815, h, pal.deep(pal.leaf, 0.3), kind="fir")
    _ground(c, 900, 14, pal.deep(pal.leaf, 0.25), 12)
    grasses(c, 975, pal.leaf)


def podkarpacie(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(1200, 220))
    for i in range(4):
        _ground(
            c,
            400 + i * 58,
            50 - i * 6,
            pal.deep(pal.pale(pal.leaf, 0.5 - i * 0.15), 0.0),
            (26, -18, 20, -10)[i],
            waves=1.3 + 0.4 * i,
        )
    river = shapes.smooth([(900, 600), (1120, 650), (900, 720), (620, 790), (760, 880), (420, 1040)], per=10)
    far = [(x + 40 + (y - 600) * 0.9, y - 4) for x, y in reversed(river)]
    _ground(c, 600, 14, pal.pale(pal.leaf, 0.1), 6)
    d = c.cut(river + far, "#5f97a0", lift=4)
    with c.clip(d):
        c.hatch(
            (400, 600, 900, 420), pal.pale(pal.paper, 0.3), angle=-8, gap=22, length=110, width=4, density=0.4
        )
        c.hatch((400, 600, 900, 420), "#2f6670", angle=-8, gap=26, length=110, width=4, density=0.35)
    for x, y, h in ((300, 720, 330), (150, 800, 420), (520, 690, 240), (1380, 760, 360), (1240, 680, 220)):
        scenery.tree(c, x, y, h, pal.deep(pal.leaf, 0.12), kind="willow")
    for x, y in ((1090, 930), (1210, 910), (1330, 940)):  # cut willow drying in tents
        for k in range(-3, 4):
            c.stroke(
                [(x + k * 22, y + 36), (x + k * 3, y - 150), (x - k * 9, y - 190)],
                ("#b5793d", "#8f5c2e", "#d19a56")[k % 3],
                9,
            )
        c.stroke([(x - 22, y - 118), (x + 22, y - 116)], pal.paper, 8)
    put(c, "wicker_basket", 700, 950, 190, variant=2)
    grasses(c, 985, pal.deep(pal.leaf, 0.3), n=150, tall=120)


def slask(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(1260, 210))
    for i in range(3):
        _ground(
            c,
            400 + i * 70,
            70 - i * 14,
            ("#9fb3bb", pal.pale(pal.leaf, 0.3), pal.leaf)[i],
            (30, -24, 22)[i],
            waves=1.5,
        )
    for _ in range(34):
        x = c.rng.uniform(0, W)
        scenery.tree(
            c,
            x,
            590 + c.rng.uniform(-30, 40),
            c.rng.uniform(90, 170),
            pal.deep(pal.leaf, c.rng.uniform(0.1, 0.4)),
            kind="fir",
        )
    _ground(c, 650, 30, pal.pale(pal.leaf, 0.25), 12)
    stone = "#cdb58d"
    tower = [(330, 690), (340, 300), (480, 300), (490, 690)]
    d = c.cut(tower, stone, lift=6, edge=True)
    with c.clip(d):
        c.hatch(
            (320, 300, 180, 400),
            pal.deep(stone, 0.4),
            angle=0,
            gap=19,
            length=34,
            width=3,
            density=0.5,
            spread=1,
        )
    c.comb(tower, pal.deep(stone, 0.5), depth=46)
    c.cut(
        [
            (320, 310),
            (320, 262),
            (350, 262),
            (350, 282),
            (380, 282),
            (380, 262),
            (440, 262),
            (440, 282),
            (470, 282),
            (470, 262),
            (500, 262),
            (500, 310),
        ],
        stone,
        lift=3,
    )
    c.cut(shapes.rect(396, 400, 28, 60), pal.ink)
    x = 560
    for i in range(5):
        w = (150, 170, 140, 160, 150)[i]
        buildings.house(
            c,
            x + w / 2,
            800,
            w,
            (210, 250, 200, 240, 220)[i],
            ("#efdcae", "#c9d0b2", "#d99c7b", "#f2e7cf", "#b9c4c0")[i],
            TILE,
            kind="tenement",
            windows=3,
        )
        x += w
    buildings.house(c, 190, 810, 280, 110, pal.pale(pal.table, 0.05), pal.deep(pal.table, 0.5), windows=2)
    scenery.water(c, W, 800, 900, "#4e8592")
    for i in range(4):
        cx = 470 + i * 190
        c.cut([*shapes.ellipse(cx, 870, 80, 64, 180, 360), (cx + 80, 880), (cx - 80, 880)], "#2b5763")
    c.cut([(330, 792), (1180, 792), (1180, 824), (330, 824)], stone, lift=5)
    _ground(c, 905, 12, pal.deep(pal.leaf, 0.25), 10)
    grasses(c, 980, pal.leaf)


def malopolska(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(1240, 220))
    _ground(c, 480, 34, pal.pale(pal.leaf, 0.45), 20)
    brick = "#b0573a"
    for x, w, top, spire in ((560, 130, 250, 190), (760, 130, 330, 90)):
        tower = shapes.rect(x - w / 2, top, w, 500)
        d = c.cut(tower, brick, lift=6, edge=True)
        with c.clip(d):
            c.hatch(
                (x - w / 2, top, w, 500),
                pal.deep(brick, 0.4),
                angle=0,
                gap=15,
                length=26,
                width=2.6,
                density=0.4,
                spread=1,
            )
        c.comb(tower, pal.deep(brick, 0.55), depth=34)
        for y in (top + 40, top + 150, top + 260):
            c.cut(shapes.leaf(x, y + 62, -90, 74, 34), pal.ink)
        if spire > 100:
            c.cut(
                [
                    (x - w / 2 - 4, top + 4),
                    (x - w * 0.34, top - 40),
                    (x + w * 0.34, top - 40),
                    (x + w / 2 + 4, top + 4),
                ],
                pal.leaf,
                lift=3,
            )
            c.cut([(x - 34, top - 36), (x, top - spire), (x + 34, top - 36)], pal.leaf, lift=3)
            for s in (-1, 1):
                c.cut(
                    [(x + s * 50 - 9, top - 10), (x + s * 50, top - 84), (x + s * 50 + 9, top - 10)], pal.leaf
                )
            c.stroke(shapes.ellipse(x, top - 62, 44, 10), "#e9b04a", 7, closed=True)
        else:
            c.cut(shapes.ellipse(x, top, w / 2, 60, 180, 360), pal.leaf, lift=3)
            c.cut(shapes.rect(x - 12, top - 90, 24, 40), pal.leaf)
            c.cut(shapes.ellipse(x, top - 88, 18, 20, 180, 360), pal.leaf)
    rows = ((610, 0.8), (760, 1.0), (900, 1.25))
    tones = ("#f0dfb6", "#d9a277", "#c5cdb4", "#ead0b0", "#d98d6b", "#bfc9c6")
    for j, (y, k) in enumerate(rows):
        x = -60.0 - j * 40
        i = j
        while x < W:
            w = c.rng.uniform(150, 230) * k
            h = c.rng.uniform(110, 190) * k
            rise = w * c.rng.uniform(0.3, 0.42)
            wall = tones[i % 6]
            c.cut(shapes.rect(x, y - h + rise, w, h + 240), wall, lift=4)
            roof = [
                (x - 10, y - h + rise + 6),
                (x + w * 0.2, y - h),
                (x + w * 0.8, y - h),
                (x + w + 10, y - h + rise + 6),
            ]
            if i % 3 == 0:
                roof = [(x - 10, y - h + rise + 6), (x + w * 0.5, y - h - 20), (x + w + 10, y - h + rise + 6)]
            red = pal.deep(TILE, (0.0, 0.15, 0.3)[i % 3])
            d = c.cut(roof, red, lift=4, edge=True)
            with c.clip(d):
                for q in range(8):
                    c.marks(
                        [
                            (x + p * 27 + (q % 2) * 13, y - h - 10 + q * 17 * k, 0, 20, 4)
                            for p in range(-1, int(w / 27) + 1)
                        ],
                        pal.deep(red, 0.45),
                    )
            c.cut(shapes.rect(x + w * 0.68, y - h - 30 * k, 22 * k, 60 * k), pal.deep(wall, 0.3), lift=2)
            for p in range(3):
                wx = x + w * (0.14 + 0.3 * p)
                c.cut(shapes.rect(wx, y - h + rise + 34 * k, 28 * k, 42 * k), pal.deep(pal.wall, 0.62))
                c.cut(shapes.rect(wx, y - h + rise + 120 * k, 28 * k, 42 * k), pal.deep(pal.wall, 0.62))
            x += w + 4
            i += 1
    for _ in range(6):
        scenery.gull(c, c.rng.uniform(120, 1100), c.rng.uniform(130, 300), c.rng.uniform(14, 26), pal.ink)

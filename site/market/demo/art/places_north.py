"""Landscapes of the north and the middle: Wielkopolska, Pomorze, Mazowsze, Warmia, Łódź."""

from __future__ import annotations

from . import buildings, scenery, shapes
from .canvas import Canvas
from .places_base import BRICK, PLASTER, TILE, H, W, _ground, _sky, grasses


def wielkopolska(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(350, 220))
    _ground(c, 560, 22, pal.pale(pal.leaf, 0.4), 2)
    for i in range(9):
        scenery.tree(
            c,
            90 + i * 62 + c.rng.uniform(-8, 8),
            580,
            c.rng.uniform(150, 210),
            pal.deep(pal.leaf, 0.25),
            kind="poplar",
        )
    _ground(c, 620, 26, "#e2b95b", -6, gap=17, density=0.6)
    buildings.windmill(c, 1150, 660, 430, pal.deep(pal.table, 0.3))
    buildings.house(c, 560, 690, 270, 105, PLASTER, TILE, windows=3)
    scenery.tree(c, 380, 690, 210, pal.leaf)
    _ground(c, 700, 30, pal.leaf, 14)
    _ground(c, 800, 36, "#d59f3e", -20, gap=22, density=0.62)
    _ground(c, 905, 24, pal.deep(pal.leaf, 0.3), 10)
    for _ in range(16):
        x, y = c.rng.uniform(0, W), c.rng.uniform(905, 985)
        c.cut(shapes.petals(x, y, c.rng.uniform(14, 24), 4, c.rng.uniform(0, 90), 0.7), "#c0402b")
        c.dots([(x, y)], 5, pal.ink)
    grasses(c, 980, pal.leaf)


def pomorze(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(420, 220))
    scenery.water(c, W, 470, 800, "#2c6a80")
    scenery.boat(c, 520, 600, 150, TILE, pal.paper)
    scenery.boat(c, 860, 530, 84, pal.ink, pal.paper)
    cliff = shapes.smooth([(980, 560), (1120, 500), (1300, 470), (1460, 486), (1640, 440)], per=6)
    scenery.land(c, cliff, 760, pal.deep(pal.leaf, 0.2), furrows=30)
    for x in (1040, 1420, 1500, 1570):
        scenery.tree(c, x, 520, c.rng.uniform(130, 190), pal.deep(pal.leaf, 0.35), kind="fir")
    buildings.lighthouse(c, 1270, 500, 390)
    line = shapes.smooth([(-20, 720), (240, 690), (560, 760), (900, 730), (1240, 690), (1640, 740)], per=8)
    foam = shapes.move(line, 0, -16)
    c.stroke(foam, pal.pale(pal.paper, 0.5), 14)
    scenery.land(c, line, H, "#e5cb94", furrows=4, gap=22)
    scenery.land(
        c,
        shapes.smooth([(-20, 830), (300, 800), (620, 900), (1000, 880), (1300, 830), (1640, 880)], per=8),
        H,
        "#d7b574",
        furrows=-8,
    )
    for x, n in ((160, 34), (1320, 40), (760, 14)):
        c.marks(
            [
                (
                    x + c.rng.uniform(-150, 150),
                    960 + c.rng.uniform(-60, 40),
                    -78 + c.rng.uniform(-26, 26),
                    c.rng.uniform(90, 190),
                    6,
                )
                for _ in range(n)
            ],
            pal.leaf,
        )
    for x in range(470, 1100, 92):
        c.cut([(x, 840), (x + 15, 838), (x + 17, 960), (x + 2, 960)], pal.deep(pal.table, 0.4), lift=4)
    c.stroke([(460, 880), (700, 886), (1000, 878)], pal.deep(pal.table, 0.2), 10)
    for _ in range(5):
        scenery.gull(
            c,
            c.rng.uniform(300, 1100),
            c.rng.uniform(120, 400),
            c.rng.uniform(24, 44),
            pal.paper if c.rng.random() < 0.5 else pal.ink,
        )


def mazowsze(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(1240, 250), clouds=3)
    _ground(c, 560, 10, pal.pale(pal.leaf, 0.35), 1)
    buildings.house(c, 330, 580, 430, 150, BRICK, pal.deep(BRICK, 0.4), kind="mill", windows=7, door=False)
    c.cut([(520, 580), (530, 300), (566, 300), (578, 580)], BRICK, lift=4)
    _ground(c, 590, 12, "#7f98b5", 2, gap=14, density=0.7)
    _ground(c, 660, 14, pal.leaf, -6)
    for x, h in ((760, 300), (1010, 340), (1290, 380)):
        scenery.tree(c, x, 730, h, pal.deep(pal.leaf, 0.15), kind="willow")
    _ground(c, 720, 12, "#8ba6c2", 3, gap=15, density=0.7)
    road = shapes.smooth([(560, H + 20), (760, 860), (640, 760), (820, 690)], per=8)
    _ground(c, 800, 14, pal.pale(pal.leaf, 0.1), 14)
    c.cut(road + [(x + max(16, (y - 670) * 0.8), y) for x, y in reversed(road)], "#e6d2a4", lift=3)
    _ground(c, 930, 14, pal.deep(pal.leaf, 0.3), 8)
    for _ in range(60):
        x, y = c.rng.uniform(0, W), c.rng.uniform(890, 990)
        c.stroke([(x, y + 40), (x, y)], pal.leaf, 4)
        c.cut(shapes.petals(x, y, 15, 5, c.rng.uniform(0, 70), 0.75), "#5d80ad")
        c.dots([(x, y)], 4, "#f3dc8a")


def warmia(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(360, 230))
    _ground(c, 420, 36, pal.pale(pal.leaf, 0.4), 20)
    for i in range(22):
        scenery.tree(
            c,
            40 + i * 74 + c.rng.uniform(-20, 20),
            470,
            c.rng.uniform(90, 170),
            pal.deep(pal.leaf, 0.2),
            kind="fir",
        )
    buildings.house(c, 1040, 490, 230, 84, BRICK, TILE, windows=3)
    scenery.water(c, W, 480, 800, "#3c7688")
    isle = shapes.smooth([(300, 590), (420, 560), (560, 566), (660, 594)], per=6)
    scenery.land(c, isle, 600, pal.leaf, furrows=4)
    for x in (400, 470, 540):
        scenery.tree(c, x, 580, 130, pal.deep(pal.leaf, 0.3), kind="birch")
    plank = pal.pale(pal.table, 0.15)
    c.cut([(900, 700), (1010, 700), (1240, 1010), (1010, 1010)], plank, lift=8)
    for i in range(9):
        t = (i / 9) ** 1.4
        y = 704 + 300 * t
        c.stroke([(900 + 110 * t, y), (1010 + 226 * t, y)], pal.deep(plank, 0.45), 4 + 4 * t)
    hull = shapes.smooth([(500, 800), (640, 846), (840, 840), (930, 790)], per=8)
    c.cut([*hull, (880, 790), (560, 800)], TILE, lift=6)
    c.cut(
        shapes.smooth([(520, 802), (640, 828), (830, 824), (910, 792), (700, 786)], closed=True, per=5),
        pal.deep(TILE, 0.5),
    )
    c.stroke([(660, 830), (880, 740)], pal.table, 9)
    for x0 in (60, 1330):
        c.marks(
            [
                (x0 + c.rng.uniform(-70, 250), 1010, -90 + c.rng.uniform(-11, 11), c.rng.uniform(160, 380), 7)
                for _ in range(60)
            ],
            pal.deep(pal.leaf, c.rng.uniform(0, 0.3)),
        )
        for _ in range(12):
            x, y = x0 + c.rng.uniform(-40, 230), c.rng.uniform(640, 800)
            c.stroke([(x, 1010), (x + 4, y + 60)], pal.leaf, 5)
            c.cut(shapes.rect(x - 7, y, 17, 74), "#7a4a2a", lift=2)


def lodz(c: Canvas) -> None:
    pal = c.pal
    _sky(c, sun=(330, 210))
    for x, top in ((980, 150), (1420, 220)):
        chimney = [(x - 30, 760), (x - 22, top), (x + 22, top), (x + 30, 760)]
        c.cut(chimney, BRICK, lift=5)
        c.comb(chimney, pal.deep(BRICK, 0.55), pal.pale(BRICK, 0.4), depth=20)
        for y in (top + 6, top + 30):
            c.cut(shapes.rect(x - 28, y, 56, 10), pal.deep(BRICK, 0.5))
    buildings.house(c, 1120, 800, 820, 430, BRICK, pal.deep(BRICK, 0.5), kind="mill", windows=9)
    tower = shapes.rect(700, 290, 150, 510)
    d = c.cut(tower, pal.deep(BRICK, 0.12), lift=6)
    with c.clip(d):
        for j in range(34):
            c.marks(
                [
                    (704 + i * 34 + (j % 2) * 14, 296 + j * 15, 0, 22, 3)
                    for i in range(5)
                    if c.rng.random() < 0.5
                ],
                pal.deep(BRICK, 0.45),
            )
    for i in range(4):
        c.cut(shapes.rect(700 + i * 42, 262, 26, 40), pal.deep(BRICK, 0.12))
    for y in (360, 500, 640):
        c.cut(
            [*shapes.ellipse(775, y + 20, 30, 34, 180, 360), (805, y + 70), (745, y + 70)],
            pal.deep(pal.wall, 0.65),
        )
    x = 20
    tones = ("#e8c98e", "#b9c3a8", "#d98f72", "#efe1c4")
    for i in range(4):
        w = (170, 190, 150, 180)[i]
        buildings.house(
            c,
            x + w / 2,
            820,
            w,
            (330, 390, 300, 360)[i],
            tones[i],
            pal.deep(TILE, 0.3),
            kind="tenement",
            windows=3,
        )
        x += w - 2
    _ground(c, 815, 3, "#8d8377", 0, gap=16)
    for y in (872, 902):
        c.stroke([(-10, y), (800, y + 4), (1610, y)], pal.deep("#8d8377", 0.6), 7)
    for y in (842, 930, 966):
        c.marks([(i * 56 + (y % 40), y, 0, 44, 9) for i in range(30)], pal.pale("#8d8377", 0.4), 0.6)
    tram = shapes.rect(930, 690, 440, 180)
    c.cut(tram, "#b8392c", lift=8, edge=True)
    c.cut(shapes.rect(930, 690, 440, 86), "#f0dfb8")
    for i in range(6):
        c.cut(shapes.rect(950 + i * 70, 704, 52, 62), pal.deep(pal.wall, 0.6))
    c.comb(tram, pal.deep("#b8392c", 0.5), depth=24)
    for wx in (1020, 1080, 1220, 1280):
        c.cut(shapes.ellipse(wx, 874, 24), pal.ink)
        c.cut(shapes.ellipse(wx, 874, 9), pal.second)
    c.stroke([(1150, 690), (1110, 640), (1180, 606)], pal.ink, 6)
    c.stroke([(-10, 600), (800, 608), (1610, 602)], pal.ink, 3)

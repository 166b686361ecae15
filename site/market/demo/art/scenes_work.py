"""Other work: services, meetings, laundry, café, cables, gardens."""

from __future__ import annotations

import math
from typing import Any

from . import backdrop, buildings, scenery, shapes
from .canvas import Canvas
from .compose import put
from .registry import scene
from .scene_props import H, W, cup, hand, jar, lamp, plant, shelf, window


@scene("meeting_table", "linen", "sea", "clay", "meadow")
def meeting(c: Canvas, _: dict[str, Any]) -> None:
    """A table seen from above after a good talk: papers, cups, hands over a plan."""
    pal, rng = c.pal, c.rng
    floor = pal.deep(pal.wall, 0.1)
    c.add(f'<rect width="{W}" height="{H}" fill="{floor}"/>')
    c.hatch((0, 0, W, H), pal.deep(floor, 0.2), angle=32, gap=60, length=300, width=3, density=0.5, spread=1)
    for x, y in ((420, 70), (800, 50), (1180, 70), (420, 930), (800, 950), (1180, 930)):
        seat = shapes.smooth(
            [
                (x - 100, y - 70),
                (x, y - 84),
                (x + 100, y - 70),
                (x + 108, y + 60),
                (x, y + 76),
                (x - 108, y + 60),
            ],
            closed=True,
            per=6,
        )
        tone = (pal.main, pal.accent, pal.second)[int(x / 380) % 3]
        c.soft(shapes.path(seat), 0.3, "translate(26 30)")
        c.cut(seat, tone, edge=True)
        c.comb(seat, pal.deep(tone, 0.5), pal.pale(tone, 0.5), depth=40)
    top = shapes.smooth(
        [(200, 190), (800, 160), (1400, 190), (1470, 500), (1400, 810), (800, 840), (200, 810), (130, 500)],
        closed=True,
        per=8,
    )
    c.soft(shapes.path(top), 0.35, "translate(34 44)", 14)
    d = c.cut(top, pal.pale(pal.table, 0.12), edge=True)
    with c.clip(d):
        c.hatch(
            (120, 150, 1370, 700),
            pal.deep(pal.table, 0.25),
            angle=1,
            gap=26,
            length=200,
            width=3,
            density=0.4,
            spread=1,
        )
    plan = shapes.move(shapes.rect(-270, -170, 540, 340), 800, 500, turn=-3)
    c.cut(plan, pal.pale(pal.paper, 0.4), lift=9)
    for i, (x, y, r) in enumerate(((640, 440, 54), (800, 560, 70), (960, 430, 48))):
        c.stroke(shapes.ellipse(x, y, r), (pal.accent, pal.main, pal.leaf)[i], 9, closed=True)
    c.stroke([(690, 470), (744, 520)], pal.ink, 6)
    c.stroke([(856, 520), (920, 464)], pal.ink, 6)
    c.marks([(600, 620 + i * 22, -3, 180, 6) for i in range(3)], pal.ink)
    for x, y, t in ((370, 380, 8), (360, 640, -12), (1230, 370, -8), (1250, 640, 10)):
        sheet = shapes.move(shapes.rect(-80, -108, 160, 216), x, y, turn=t)
        c.cut(sheet, pal.pale(pal.paper, 0.5), lift=6)
        with c.group(f"translate({x} {y}) rotate({t})"):
            c.marks(
                [(-56, -78 + k * 26, 0, rng.uniform(60, 112), 6) for k in range(6)], pal.deep(pal.paper, 0.62)
            )
    for x, y, tint in (
        (520, 280, pal.accent),
        (1100, 290, pal.main),
        (500, 720, pal.second),
        (1090, 730, pal.accent),
    ):
        c.soft(shapes.path(shapes.ellipse(x, y, 62)), 0.3, "translate(14 18)")
        c.cut(shapes.ellipse(x, y, 62), pal.paper, edge=True)
        c.stroke([(x + 40, y), (x + 84, y - 10)], tint, 18)
        c.cut(shapes.ellipse(x, y, 44), tint, lift=3)
        c.cut(shapes.ellipse(x, y, 35), "#4a2f22")
    hand(c, 560, 560, 190, pal.accent, turn=-6, skin="#d79f78")
    hand(c, 1060, 520, 190, pal.leaf, flip=True, turn=6, skin="#c58b66")


@scene("laundry", "sea", "linen", "meadow", turns=True)
def laundry(c: Canvas, _: dict[str, Any]) -> None:
    pal, rng = c.pal, c.rng
    backdrop.wall(c, W, H, "bare", (800, 380), 640)
    tile = pal.deep(pal.wall, 0.12)
    for i in range(17):
        c.stroke([(i * 100, 0), (i * 100 + 3, 480)], tile, 3)
    for j in range(5):
        c.stroke([(0, j * 100 + 60), (W, j * 100 + 62)], tile, 3)
    c.stroke(shapes.smooth([(-10, 90), (800, 140), (1610, 80)]), pal.ink, 5)
    for i in range(6):
        x = 130 + i * 270
        y = 96 + 40 * math.sin(math.pi * x / W)
        tone = (pal.paper, pal.accent, pal.second, pal.paper, pal.main, pal.pale(pal.leaf, 0.4))[i]
        if i % 2:
            cloth = [(x - 80, y), (x + 80, y + 2), (x + 74, y + 270), (x - 84, y + 262)]
        else:
            cloth = [
                (x - 50, y),
                (x + 50, y),
                (x + 112, y + 56),
                (x + 90, y + 110),
                (x + 60, y + 90),
                (x + 64, y + 280),
                (x - 64, y + 280),
                (x - 60, y + 90),
                (x - 90, y + 110),
                (x - 112, y + 56),
            ]
        c.cut(cloth, tone, lift=10, edge=True)
        c.comb(cloth, pal.deep(tone, 0.4), depth=34)
        c.marks([(x - 30 + k * 40, y + 40, 92, 190, 8) for k in range(2)], pal.deep(tone, 0.3), 0.6)
        for px in (-44, 44):
            c.cut(shapes.rect(x + px - 7, y - 18, 14, 40), "#c99560", lift=3)
    floor = [(-20, 860), (W + 20, 860), (W + 20, H + 20), (-20, H + 20)]
    c.cut(floor, pal.deep(pal.table, 0.1))
    c.hatch(
        (0, 866, W, 140),
        pal.deep(pal.table, 0.4),
        angle=0,
        gap=20,
        length=160,
        width=3,
        density=0.4,
        spread=1,
    )
    for i in range(3):
        x = 90 + i * 340
        body = shapes.rect(x, 480, 310, 420)
        tone = pal.pale(pal.paper, 0.4)
        c.soft(shapes.path(body), 0.3, "translate(30 6)")
        c.cut(body, tone, edge=True)
        c.comb(body, pal.deep(tone, 0.4), depth=30)
        c.cut(shapes.rect(x + 16, 496, 278, 62), pal.pale(pal.second, 0.3))
        c.dots([(x + 250, 527)], 20, pal.accent)
        c.marks([(x + 40, 516 + k * 20, 0, 110, 6) for k in range(2)], pal.ink)
        c.cut(shapes.ellipse(x + 155, 724, 118), "#8f9ba3", lift=6, edge=True)
        d = c.cut(shapes.ellipse(x + 155, 724, 92), pal.deep(pal.second, 0.62))
        with c.clip(d):
            for k in range(5):
                a = rng.uniform(0, 360)
                pts = shapes.smooth(
                    [shapes.polar(x + 155, 740, a + q * 70, rng.uniform(30, 80)) for q in range(5)],
                    closed=True,
                    per=5,
                )
                c.cut(pts, (pal.paper, pal.accent, pal.second, pal.main, pal.leaf)[(k + i) % 5])
            c.marks([(x + 90, 690, -50, 70, 10)], pal.paper, 0.8)
    put(c, "wicker_basket", 1330, 930, 260, variant=1)
    for i in range(4):
        tone = (pal.paper, pal.second, pal.paper, pal.accent)[i]
        fold = shapes.rect(1165 + i * 4, 640 - i * 46, 330 - i * 8, 46)
        c.cut(fold, tone, lift=4, edge=True)
        c.comb(fold, pal.deep(tone, 0.4), depth=20)
    c.cut(shapes.rect(1110, 686, 440, 26), pal.deep(pal.table, 0.3), lift=9, edge=True)


@scene("cafe", "clay", "honey", "berry", "forest", turns=True)
def cafe(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    backdrop.wall(c, W, H, "panel", (800, 380), 640)
    window(c, 90, 150, 330, 380)
    shelf(c, 980, 230, 540)
    for i, name in enumerate(("mug", "mug", "jug", "bowl", "mug")):
        put(c, name, 1040 + i * 104, 230, (76, 76, 140, 70, 76)[i], cast=False)
    shelf(c, 980, 420, 540)
    for i in range(5):
        jar(c, 1040 + i * 104, 420, 210, (pal.second, pal.pale(pal.main, 0.2), pal.leaf)[i % 3], holds="")
    for x in (560, 800):
        lamp(c, x, 220, 190, pal.main)
    tone = pal.deep(pal.table, 0.12)
    c.cut(shapes.rect(-20, 690, W + 40, 330), tone)
    for i in range(18):
        c.stroke([(i * 94, 740), (i * 94 + 2, 1010)], pal.deep(tone, 0.4), 5)
    c.cut(shapes.rect(-20, 680, W + 40, 62), pal.pale(pal.table, 0.25), lift=9, edge=True)
    steel = "#9aa7ad"
    machine = [
        (520, 690),
        (520, 430),
        (560, 400),
        (900, 400),
        (940, 430),
        (940, 690),
        (900, 690),
        (900, 540),
        (560, 540),
        (560, 690),
    ]
    c.soft(shapes.path(machine), 0.3, "translate(30 0)")
    c.cut(shapes.rect(560, 520, 340, 170), pal.deep(steel, 0.55))
    c.cut(machine, steel, edge=True)
    c.comb(machine, pal.deep(steel, 0.55), pal.pale(steel, 0.6), depth=34)
    c.cut(shapes.rect(580, 420, 300, 70), pal.accent, lift=3)
    for x in (640, 730, 820):
        c.dots([(x, 456)], 17, pal.paper)
    for x in (650, 810):
        c.cut([(x - 34, 540), (x + 34, 540), (x + 22, 584), (x - 22, 584)], pal.ink, lift=3)
        cup(c, x, 690, 78, pal.paper, steam=False)
    c.cut(shapes.ellipse(240, 690, 150, 24), pal.paper, lift=6)
    cake = [(130, 684), (130, 600), (350, 600), (350, 684)]
    c.cut(cake, "#d9a066", lift=3)
    c.cut(
        shapes.smooth(
            [
                (122, 622),
                (126, 588),
                (240, 572),
                (356, 588),
                (360, 622),
                (330, 640),
                (300, 616),
                (260, 644),
                (220, 618),
                (180, 642),
                (150, 620),
            ],
            closed=True,
            per=5,
        ),
        pal.paper,
    )
    for i in range(6):
        c.cut(shapes.ellipse(156 + i * 34, 582 - 8 * math.sin(i), 14), pal.main)
    c.stroke(
        shapes.smooth([(80, 684), (90, 520), (240, 430), (390, 520), (400, 684)]), pal.pale(pal.wall, 0.7), 7
    )
    c.dots([(240, 424)], 15, pal.second)
    cup(c, 1120, 692, 130, pal.accent, steam=True)
    cup(c, 1330, 694, 130, pal.second, steam=True)
    plant(c, 1500, 690, 200, pal.main)
    board = shapes.rect(640, 790, 320, 190)
    c.cut(board, pal.ink, lift=7)
    c.stroke(board, "#c99560", 14, closed=True)
    c.marks([(680, 826 + i * 34, 0, (220, 150, 190, 120)[i], 7) for i in range(4)], pal.paper)


@scene("cables", "night", "sea", "forest")
def cables(c: Canvas, _: dict[str, Any]) -> None:
    """A harness board: wires led between pins, tied, ending in plugs."""
    pal, rng = c.pal, c.rng
    board = "#c89a63" if pal.name != "night" else "#a87c4d"
    c.add(f'<rect width="{W}" height="{H}" fill="{board}"/>')
    c.hatch((0, 0, W, H), pal.deep(board, 0.25), angle=1, gap=26, length=200, width=3, density=0.45, spread=1)
    tints = ("#b8402c", "#1f5670", "#e0b24a", "#2f6a4b", "#f3ead9", "#1c2735", "#d98a4a", "#7a4f8a")
    spine = [(-20, 520), (300, 500), (640, 560), (1000, 480), (1300, 520)]
    for i, tint in enumerate(tints):
        off = (i - 3.5) * 17
        end_y = 150 + i * 100
        pts = [(x, y + off) for x, y in spine] + [(1400, shapes.lerp(520, end_y, 0.55)), (1490, end_y)]
        line = shapes.smooth(pts, per=12)
        c.stroke([(x + 7, y + 11) for x, y in line], pal.ink, 15, opacity=0.22)
        c.stroke(line, tint, 15)
        c.stroke(
            [(x - 2, y - 3) for x, y in line[:-4]],
            pal.pale(tint, 0.6) if tint != "#f3ead9" else "#ffffff",
            3,
            opacity=0.7,
        )
        plug = shapes.rect(1470, end_y - 32, 100, 64)
        c.cut(plug, pal.pale(pal.paper, 0.2), lift=8, edge=True)
        c.marks([(1482, end_y - 18 + k * 18, 0, 74, 7) for k in range(3)], pal.ink)
    for i, (x, dirn) in enumerate(((430, -1), (860, 1), (1120, -1))):
        for k in range(3):
            tint = tints[(i * 3 + k) % 8]
            y0 = 520 + (k - 1) * 18
            y1 = 130 if dirn < 0 else 880
            line = shapes.smooth(
                [(x - 160, y0 + 10), (x - 40, y0), (x + 20 + k * 26, (y0 + y1) / 2), (x + 40 + k * 36, y1)],
                per=10,
            )
            c.stroke([(a + 6, b + 9) for a, b in line], pal.ink, 13, opacity=0.22)
            c.stroke(line, tint, 13)
            c.cut(
                shapes.rect(x + 22 + k * 36, y1 - (44 if dirn < 0 else 0), 36, 44),
                "#8f9ba3",
                lift=5,
                edge=True,
            )
    for x, y in ((300, 500), (640, 560), (1000, 480), (480, 530), (820, 522), (1160, 496)):
        for dy in (-92, 92):
            c.soft(shapes.path(shapes.ellipse(x + 8, y + dy + 10, 16)), 0.3)
            c.cut(shapes.ellipse(x, y + dy, 17), "#aeb8bd", edge=True, wob=1)
            c.dots([(x - 4, y + dy - 4)], 5, "#ffffff")
        c.cut([(x - 13, y - 82), (x + 13, y - 82), (x + 13, y + 82), (x - 13, y + 82)], pal.ink, lift=5)
        c.marks([(x - 9, y - 70 + k * 17, 0, 18, 3) for k in range(9)], "#5f6d7a")
    hand(c, 470, 800, 220, pal.main if pal.name != "night" else pal.second, turn=-28, skin="#cf9a72")
    card = shapes.move(shapes.rect(-130, -90, 260, 180), 190, 190, turn=-5)
    c.cut(card, pal.paper, lift=8)
    for i in range(4):
        c.marks([(90, 140 + i * 30, -5, 60, 10)], tints[i])
        c.marks([(166, 134 + i * 30, -5, rng.uniform(70, 120), 7)], pal.ink)


@scene("greenery", "meadow", "forest", "clay", turns=True)
def greenery(c: Canvas, _: dict[str, Any]) -> None:
    """A square being planted: barrow, can, seedlings in rows."""
    pal, rng = c.pal, c.rng
    scenery.sky(c, W, H, pal.pale(pal.second, 0.62))
    for i in range(6):
        buildings.house(
            c,
            60 + i * 300,
            500,
            290,
            rng.uniform(200, 280),
            (pal.paper, "#e8c98e", "#d98f72", "#c9d0b2")[i % 4],
            pal.deep(pal.main, 0.1) if pal.name != "meadow" else "#b5442c",
            kind="tenement",
            windows=3,
        )
    scenery.land(c, scenery.ridge(c, W, 500, 8), H, pal.pale(pal.leaf, 0.3), furrows=3)
    for x, h in ((150, 380), (430, 300), (1280, 340), (1490, 420)):
        scenery.tree(
            c, x, 590, h, pal.deep(pal.leaf, rng.uniform(0, 0.2)), kind=rng.choice(("round", "birch"))
        )
    bed = shapes.smooth([(-20, 680), (400, 640), (900, 660), (1640, 620)], per=8)
    scenery.land(c, bed, H, "#6b4a33", furrows=6, gap=24)
    for j in range(3):
        for i in range(12):
            x, y = 40 + i * 140 + j * 50 + rng.uniform(-10, 10), 730 + j * 96 + rng.uniform(-8, 8)
            for k in range(5):
                c.cut(
                    shapes.leaf(x, y, -150 + k * 30, 56 + j * 12, 26),
                    (pal.leaf, pal.pale(pal.leaf, 0.3))[k % 2],
                    lift=2,
                )
            if (i + j) % 3 == 0:
                c.cut(
                    shapes.petals(x, y - 40, 30, 6, rng.uniform(0, 60)),
                    ("#b8402c", "#e0b24a", "#d58f86")[(i + j) % 3 - j % 2],
                    lift=2,
                )
                c.dots([(x, y - 40)], 8, pal.ink)
    # wheelbarrow
    tub = [(860, 600), (1230, 610), (1160, 760), (920, 760)]
    for i in range(9):
        c.cut(
            shapes.leaf(900 + i * 36, 620, -120 + i * 8, rng.uniform(110, 170), 50),
            (pal.leaf, pal.deep(pal.leaf, 0.3))[i % 2],
            lift=2,
        )
    c.stroke([(1180, 740), (1420, 640)], "#a9703d", 18)
    c.stroke([(1120, 760), (1180, 860)], pal.ink, 14)
    c.cut(tub, pal.accent if pal.name != "meadow" else "#bf412d", lift=8, edge=True)
    c.comb(tub, pal.deep(pal.accent, 0.55), pal.pale(pal.accent, 0.5), depth=50)
    c.cut(shapes.ellipse(890, 810, 62), pal.ink, lift=5)
    c.cut(shapes.ellipse(890, 810, 36), "#8f9ba3")
    c.stroke([(930, 740), (890, 810)], pal.ink, 12)
    # watering can
    steel = "#8fa5a8"
    can = [(300, 760), (480, 760), (500, 930), (280, 930)]
    c.soft(shapes.path(can), 0.3, "translate(30 4)")
    c.stroke(shapes.smooth([(320, 770), (340, 660), (440, 660), (470, 770)]), pal.deep(steel, 0.3), 18)
    c.cut([(470, 880), (640, 740), (670, 760), (494, 926)], steel, lift=4)
    c.cut(shapes.ellipse(660, 742, 34, 48), pal.deep(steel, 0.25), lift=4, edge=True)
    c.cut(can, steel, lift=4, edge=True)
    c.comb(can, pal.deep(steel, 0.55), pal.pale(steel, 0.6), depth=56)
    c.stroke([(1480, 960), (1330, 560)], "#b07a45", 16)
    c.cut([(1290, 556), (1370, 530), (1376, 548), (1296, 574)], "#5f6d7a", lift=4)
    c.marks([(1296 + i * 15, 566 - i * 5, 72, 46, 6) for i in range(6)], "#5f6d7a")

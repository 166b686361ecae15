"""The market itself: its opening still life, stalls, billboard and film frame."""

from __future__ import annotations

from typing import Any

from . import backdrop, buildings, props, scenery, shapes
from .canvas import Canvas
from .compose import put
from .palettes import PALETTES
from .registry import scene
from .scene_props import H, W, hand


@scene("hero_market", "clay", "meadow", "sea")
def hero_market(c: Canvas, _: dict[str, Any]) -> None:
    """A market table in morning light, everything on it tagged."""
    pal = c.pal
    clay, sea, honey, berry, forest = (PALETTES[n] for n in ("clay", "sea", "honey", "berry", "forest"))
    c.add(f'<rect width="{W}" height="{H}" fill="{pal.wall}"/>')
    glow = pal.pale(pal.wall, 0.55)
    for i in range(3):
        x = 330 + i * 330
        for y, h in ((40, 250), (318, 270)):
            c.cut(
                [
                    (x, y + i * 6),
                    (x + 290, y + 44 + i * 6),
                    (x + 290, y + h + 44 + i * 6),
                    (x, y + h + i * 6),
                ],
                glow,
                wob=3,
            )
    c.hatch(
        (0, 0, W, 700),
        pal.deep(pal.wall, 0.1),
        angle=14,
        gap=30,
        length=74,
        width=4.4,
        density=0.2,
        spread=16,
    )
    line = shapes.smooth([(-20, 70), (400, 128), (800, 146), (1200, 124), (1620, 60)], per=10)
    c.stroke(line, pal.ink, 5)
    backdrop.table(c, W, H, 690, "cloth")
    put(c, "wreath", 250, 92, 300, variant=0, pal=clay)
    put(c, "print_sea", 1350, 100, 370, variant=1, pal=sea)
    for x, t, tint in ((500, -5, None), (800, 3, pal.paper), (1010, -4, None), (1110, 5, pal.paper)):
        y = 136
        props.tag(c, x, y + 44, size=0.62, turn=t, colour=tint, string=(x - 4, y))
    put(c, "wicker_basket", 350, 800, 340, variant=2, pal=honey)
    props.tag(c, 545, 640, size=0.66, turn=-7, string=(520, 580))
    put(c, "vase", 640, 805, 490, variant=0, pattern="leaves", pal=clay, body="#b23c28", tagged=True)
    put(c, "painting_landscape", 935, 775, 350, variant=1, pal=forest)
    put(c, "cushion", 1440, 805, 290, variant=0, pattern="poppies", pal=berry, body="#284f55")
    put(c, "jug", 1190, 815, 400, variant=0, pattern="waves", pal=sea, body="#1d5570", tagged=True)
    put(c, "blanket", 150, 915, 190, variant=1, pattern="checks", pal=sea, body="#6f9fa6")
    put(c, "bowl", 440, 935, 165, variant=1, pattern="dots", pal=sea, body="#1d5570")
    put(c, "candle", 775, 925, 300, variant=2, pal=honey)
    put(c, "figurine_bird", 985, 920, 210, variant=0, pattern="leaves", pal=forest, body="#1d4f46")
    put(c, "mug", 1170, 950, 165, variant=0, pattern="stripes", pal=honey, body="#d0851d")
    put(c, "soap_set", 1390, 952, 205, variant=3, pal=berry)
    props.tag(c, 1540, 720, size=0.66, turn=8, string=(1524, 650))


@scene("fair_stalls", "clay", "meadow", "sea", "honey")
def fair(c: Canvas, _: dict[str, Any]) -> None:
    pal, rng = c.pal, c.rng
    scenery.sky(c, W, H, pal.pale(pal.second, 0.62))
    for i in range(7):
        buildings.house(
            c,
            60 + i * 250,
            620,
            244,
            rng.uniform(300, 400),
            ("#efdcae", "#d99c7b", "#c9d0b2", "#f2e7cf")[i % 4],
            "#a8452f",
            kind="tenement",
            windows=3,
        )
    ground = "#c9b490"
    c.cut(shapes.rect(-20, 610, W + 40, 420), ground)
    for j in range(9):
        c.marks(
            [(i * 70 + (j % 2) * 34, 640 + j * 44, 0, 54, 6) for i in range(24)], pal.deep(ground, 0.25), 0.7
        )
    line = shapes.smooth([(-20, 130), (300, 200), (700, 120), (1100, 200), (1620, 110)], per=10)
    c.stroke(line, pal.ink, 4)
    for i in range(0, len(line) - 1, 2):
        x, y = line[i]
        c.cut(
            [(x - 20, y), (x + 20, y), (x, y + 50)],
            (pal.main, pal.paper, pal.second, pal.accent)[i // 2 % 4],
            lift=3,
        )
    sets = (
        ("vase", "bowl", "jug", "mug"),
        ("tote", "cushion", "cap", "blanket"),
        ("candle", "soap_set", "wicker_basket", "gift_box"),
    )
    for s in range(3):
        x = 60 + s * 520
        wood = "#b07a45"
        for px in (x + 14, x + 446):
            c.cut(shapes.rect(px, 330, 22, 620), wood, lift=4)
        tone = (pal.main, pal.leaf, pal.accent)[s]
        c.fill(shapes.path(shapes.rect(x + 30, 430, 420, 300)), pal.ink, 0.16)
        shelf_y = 730
        c.soft(shapes.path(shapes.rect(x - 10, shelf_y, 500, 240)), 0.25, "translate(26 14)")
        c.cut(shapes.rect(x - 10, shelf_y, 500, 36), pal.pale(wood, 0.3), lift=4, edge=True)
        for i, name in enumerate(sets[s]):
            if name == "tote":
                put(c, name, x + 90, 420, 210, against=ground)
                continue
            put(
                c,
                name,
                x + 70 + i * 116 - (40 if s == 1 else 0),
                shelf_y,
                (190, 100, 170, 100)[i]
                if s == 0
                else (0, 170, 140, 110)[i]
                if s == 1
                else (150, 120, 150, 140)[i],
                against=ground,
            )
        front = [(x, shelf_y + 34), (x + 480, shelf_y + 34), (x + 474, 960), (x + 6, 960)]
        d = c.cut(front, pal.paper, edge=True)
        with c.clip(d):
            c.cut(shapes.rect(x, 900, 490, 20), tone)
            c.marks([(x + 30 + k * 52, shelf_y + 40, 90, 170, 9) for k in range(9)], pal.deep(pal.paper, 0.2))
        props.tag(
            c, x + 240, shelf_y + 62, size=0.78, turn=rng.uniform(-5, 5), string=(x + 240, shelf_y + 10)
        )
        n = 8
        for k in range(n):
            a, b = x - 30 + k * 540 / n, x - 30 + (k + 1) * 540 / n
            ta, tb = x + 40 + k * 400 / n, x + 40 + (k + 1) * 400 / n
            stripe = tone if k % 2 == 0 else pal.pale(pal.paper, 0.3)
            c.cut([(ta, 270), (tb, 270), (b, 400), (a, 400)], stripe, wob=1.6)
            c.cut(shapes.ellipse((a + b) / 2, 400, (b - a) / 2, 34, 0, 180), stripe, lift=3, wob=1.4)
        c.marks([(x - 20 + k * 17, 398, -90, 40, 4) for k in range(31)], pal.ink, 0.25)


@scene("street_billboard", "sea", "clay", "night", "meadow")
def billboard(c: Canvas, _: dict[str, Any]) -> None:
    """A billboard by the street: one thing, one tag, few words."""
    pal, rng = c.pal, c.rng
    scenery.sky(c, W, H, pal.pale(pal.second, 0.6) if pal.name != "night" else pal.wall)
    for i in range(6):
        buildings.house(
            c,
            90 + i * 290,
            800,
            280,
            rng.uniform(300, 460),
            ("#efdcae", "#d99c7b", "#c9d0b2", "#f2e7cf", "#b9c4c0")[i % 5],
            "#a8452f",
            kind="tenement",
            windows=3,
        )
    road = "#7d7a78"
    c.cut(shapes.rect(-20, 800, W + 40, 60), "#c9bca4", lift=3)
    c.cut(shapes.rect(-20, 856, W + 40, 160), road)
    c.hatch((0, 860, W, 140), pal.deep(road, 0.3), angle=0, gap=18, length=90, width=3, density=0.3, spread=1)
    for i in range(7):
        c.cut(shapes.rect(40 + i * 240, 928, 130, 14), pal.paper)
    for x in (480, 1120):
        c.cut(shapes.rect(x - 16, 640, 32, 190), pal.ink if pal.name != "night" else "#54606c", lift=5)
    x0, y0, w, h = 250, 150, 1100, 530
    c.soft(shapes.path(shapes.rect(x0 - 24, y0 - 24, w + 48, h + 48)), 0.35, "translate(30 34)", 12)
    c.cut(
        shapes.rect(x0 - 24, y0 - 24, w + 48, h + 48),
        pal.ink if pal.name != "night" else "#54606c",
        edge=True,
    )
    sheet = shapes.rect(x0, y0, w, h)
    d = c.cut(sheet, PALETTES["clay"].wall)
    with c.clip(d):
        c.cut(shapes.rect(x0, y0 + 400, w, 160), PALETTES["clay"].table)
        c.cut(shapes.ellipse(x0 + 330, y0 + 240, 230), PALETTES["clay"].pale(PALETTES["clay"].wall, 0.6))
    put(
        c,
        "vase",
        x0 + 330,
        y0 + 486,
        410,
        variant=0,
        pattern="leaves",
        pal=PALETTES["clay"],
        against=PALETTES["clay"].wall,
    )
    red = "#b5382a"
    tag = [
        (x0 + 640, y0 + 140),
        (x0 + 700, y0 + 90),
        (x0 + 1050, y0 + 90),
        (x0 + 1050, y0 + 400),
        (x0 + 700, y0 + 400),
        (x0 + 640, y0 + 350),
    ]
    c.stroke(shapes.smooth([(x0 + 400, y0 + 180), (x0 + 540, y0 + 280), (x0 + 672, y0 + 245)]), "#1c2735", 5)
    c.cut(tag, "#f6efe3", lift=9, edge=True)
    c.cut(shapes.ellipse(x0 + 676, y0 + 245, 15), red)
    for i, (ww, t) in enumerate(((270, 22), (220, 22), (250, 22), (130, 12))):
        c.cut(shapes.rect(x0 + 730, y0 + 140 + i * 62, ww, t), red if i == 3 else "#1c2735", wob=2)
    for x in (400, 660, 940, 1200):
        c.stroke(
            [(x, y0 - 24), (x, y0 - 64), (x + 26, y0 - 84)],
            "#1c2735" if pal.name != "night" else "#54606c",
            7,
        )
        c.cut(
            [(x + 14, y0 - 96), (x + 58, y0 - 84), (x + 50, y0 - 64), (x + 10, y0 - 78)], pal.second, lift=3
        )
    scenery.tree(c, 120, 820, 420, pal.leaf)
    scenery.tree(c, 1500, 820, 380, pal.deep(pal.leaf, 0.2))


@scene("tv_spot", "night", "forest", "berry", "sea")
def tv_spot(c: Canvas, _: dict[str, Any]) -> None:
    """A frame of the film on a television set, captions and the signing window in their places."""
    pal = c.pal
    backdrop.wall(c, W, H, "panel", (800, 420), 640)
    backdrop.table(c, W, H, 830, "planks")
    c.soft(shapes.path(shapes.rect(250, 110, 1100, 690)), 0.35, "translate(40 30)", 14)
    for x in (520, 1080):
        c.cut([(x - 40, 800), (x + 40, 800), (x + 60, 880), (x - 60, 880)], pal.ink)
    case = shapes.rect(240, 100, 1120, 710)
    c.cut(case, "#171d26", edge=True)
    c.comb(case, "#3b4654", "#5d6a79", depth=16)
    x0, y0, w, h = 276, 134, 1048, 630
    clay = PALETTES["clay"]
    d = c.cut(shapes.rect(x0, y0, w, h), clay.wall)
    with c.clip(d):
        for i in range(2):
            c.cut(
                [
                    (x0 + 60 + i * 200, y0 + 40),
                    (x0 + 240 + i * 200, y0 + 70),
                    (x0 + 240 + i * 200, y0 + 330),
                    (x0 + 60 + i * 200, y0 + 300),
                ],
                clay.pale(clay.wall, 0.55),
            )
        c.cut(shapes.rect(x0, y0 + 420, w, 240), clay.table)
        c.hatch(
            (x0, y0 + 424, w, 230),
            clay.deep(clay.table, 0.3),
            angle=0,
            gap=20,
            length=150,
            width=3,
            density=0.4,
            spread=1,
        )
    put(c, "vase", x0 + 260, y0 + 520, 380, variant=5, pattern="poppies", pal=clay, against=clay.wall)
    put(c, "wicker_basket", x0 + 560, y0 + 530, 250, variant=1, pal=clay, against=clay.wall)
    put(c, "candle", x0 + 800, y0 + 530, 260, variant=2, pal=clay, against=clay.wall)
    props.tag(c, x0 + 330, y0 + 230, size=0.8, turn=8, string=(x0 + 300, y0 + 160))
    c.cut(shapes.rect(x0 + 170, y0 + 552, 620, 56), "#171d26")
    c.marks([(x0 + 200, y0 + 572, 0, 420, 9), (x0 + 260, y0 + 592, 0, 400, 9)], "#f6efe3")
    c.cut(shapes.ellipse(x0 + 934, y0 + 500, 104), clay.accent, lift=3)
    skin = "#dba57d"
    with c.clip(shapes.path(shapes.ellipse(x0 + 934, y0 + 500, 104))):
        hand(c, x0 + 900, y0 + 530, 80, clay.main, turn=-54, skin=skin)
        hand(c, x0 + 976, y0 + 520, 80, clay.main, flip=True, turn=50, skin=skin)
    c.fill(shapes.path([(x0, y0), (x0 + 360, y0), (x0 + 60, y0 + h), (x0, y0 + h)]), "#ffffff", 0.07)
    c.dots([(1310, 788)], 6, "#b5382a")
    put(c, "figurine_cat", 150, 930, 190)
    put(c, "mug", 1440, 940, 130)

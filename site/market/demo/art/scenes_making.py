"""More workshops: soap, willow, printing, packing, candles."""

from __future__ import annotations

import math
from typing import Any

from . import props, shapes
from .canvas import Canvas
from .compose import put
from .goods_wicker import plait
from .patterns import poppy, sprig
from .registry import scene
from .scene_props import W, hand, plant, room, shelf, window
from .scene_tools import tool


@scene("workshop_soap", "berry", "meadow", "sea", "linen", turns=True)
def soapery(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    room(c, 720, bench="planks", kind="paper", window_at=None)
    for y in (240, 470):
        shelf(c, 120, y, 860)
        for i in range(6):
            put(
                c,
                "soap_set" if i % 3 == 1 else "soap",
                200 + i * 138,
                y,
                116 if i % 3 == 1 else 78,
                cast=False,
            )
    window(c, 1130, 120, 330, 400)
    steel = "#9aa7ad"
    pot = shapes.smooth([(1060, 700), (1056, 880), (1090, 930), (1330, 930), (1364, 880), (1360, 700)], per=6)
    c.soft(shapes.path(pot), 0.3, "translate(40 0)")
    c.cut(pot, steel, lift=5, edge=True)
    c.comb(pot, pal.deep(steel, 0.55), pal.pale(steel, 0.6), depth=80)
    c.cut(shapes.ellipse(1210, 700, 152, 40), pal.pale(steel, 0.4))
    c.cut(shapes.ellipse(1210, 702, 134, 31), "#dca94a")
    c.stroke([(1250, 700), (1370, 520)], "#b07a45", 20)
    mould = shapes.rect(250, 850, 640, 110)
    c.soft(shapes.path(mould), 0.3, "translate(30 -6)")
    c.cut([(250, 850), (330, 790), (960, 790), (890, 850)], "#d9b27c", lift=3)
    for i in range(6):
        tint = ("#d58f86", "#8fae9b", "#dca94a")[i % 3]
        c.cut([(276 + i * 102, 842), (340 + i * 100, 798), (424 + i * 100, 798), (364 + i * 102, 842)], tint)
        c.marks([(300 + i * 102, 836, -36, 50, 6)], pal.pale(tint, 0.6))
    c.cut(mould, "#c2935a", edge=True)
    c.comb(mould, pal.deep("#c2935a", 0.5), depth=40)
    c.cut([(890, 850), (960, 790), (960, 890), (890, 960)], pal.deep("#c2935a", 0.35))
    for i in range(7):
        sprig(
            c, 60 + i * 24, 960, c.rng.uniform(150, 220), pal.leaf, pairs=6, lean=(i - 3) * 12, bud="#8a6aa0"
        )
    c.stroke([(60, 905), (220, 900)], pal.accent, 12)


@scene("workshop_wicker", "honey", "clay", "meadow", "forest", turns=True)
def wickerwork(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    room(c, 770, bench="planks", kind="bare", window_at=1190)
    for i, (x, y, h) in enumerate(((210, -20, 430), (560, -60, 380))):
        put(c, "wicker_lamp", x, y, h, variant=i)
    put(c, "wicker_basket", 1010, 760, 220, variant=4)
    tones = ("#b5793d", "#8f5c2e", "#d19a56", "#c48a48")
    cx, cy = 760, 900
    c.soft(shapes.path(shapes.ellipse(cx, cy - 60, 240, 150)), 0.3, "translate(40 10)")
    for i in range(25):
        u = -1 + 2 * i / 24
        x0, x1 = cx + math.sin(u * 1.5) * 210, cx + math.sin(u * 1.5) * 300 + u * 40
        pts = shapes.smooth(
            [(x0, cy + 40 * (1 - u * u)), (x0 + u * 20, cy - 130), (x1, cy - 330 - c.rng.uniform(0, 110))],
            per=6,
        )
        c.stroke(pts, tones[i % 4], 9)
    half = [(256, -170), (240, -80), (205, 0)]
    with c.group(f"translate({cx} {cy})"):
        body = (
            half
            + [(math.cos(math.radians(a)) * 205, math.sin(math.radians(a)) * 44) for a in range(0, 181, 12)]
            + [(-x, y) for x, y in reversed(half)]
        )
        d = c.cut(body, pal.deep(tones[0], 0.5))
        with c.clip(d):
            plait(c, shapes.outline_radius(half), -176, 40, tones[3], rows=30)
    sleeve = pal.accent
    hand(c, 520, 720, 210, sleeve, turn=14)
    hand(c, 1006, 716, 210, sleeve, flip=True, turn=-12)
    for i in range(40):
        c.stroke(
            shapes.smooth(
                [
                    (-30, 905 + i * 2.2),
                    (180 + i * 3, 900 + c.rng.uniform(-14, 50)),
                    (430 + c.rng.uniform(-60, 60), 950 + c.rng.uniform(-30, 40)),
                ]
            ),
            tones[i % 4],
            6,
        )
    for x in (110, 330):
        c.stroke([(x, 880), (x + 18, 1000)], pal.paper, 14)
    with c.group("translate(1330 850) rotate(64) scale(0.7)"):
        tool(c, "awl", 0, -100)


@scene("workshop_paper", "sea", "clay", "meadow", "berry", turns=True)
def printshop(c: Canvas, _: dict[str, Any]) -> None:
    """Cards drying on a line, lino block and roller on the bench."""
    pal, rng = c.pal, c.rng
    room(c, 740, bench="plain", kind="bare")
    for j, y in enumerate((120, 400)):
        line = shapes.smooth([(-20, y), (500, y + 34), (1100, y + 36), (1620, y - 4)], per=10)
        c.stroke(line, pal.ink if pal.name != "night" else pal.second, 5)
        for i in range(7):
            x = 90 + i * 222 + (60 if j else 0)
            yy = y + 24 * math.sin(math.pi * min(1, max(0, x / W))) + 4
            turn = rng.uniform(-4, 4)
            with c.group(f"translate({x} {yy:.0f}) rotate({turn:.1f})"):
                tone = (pal.pale(pal.paper, 0.5), pal.second, pal.pale(pal.paper, 0.5), pal.main)[(i + j) % 4]
                ink = pal.on(rng, tone)
                card = shapes.rect(-76, 4, 152, 204)
                c.cut(card, tone, lift=9)
                kind = (i + j * 2) % 4
                if kind == 0:
                    c.cut(shapes.bird(0, 100, 110), ink)
                    sprig(c, 0, 196, 60, ink, pairs=2)
                elif kind == 1:
                    sprig(c, 0, 190, 160, ink, pairs=5)
                elif kind == 2:
                    poppy(c, 0, 86, 50, pal.accent if tone != pal.accent else pal.paper, pal.ink)
                    c.stroke([(0, 130), (4, 196)], pal.leaf, 6)
                else:
                    for r in (56, 38, 20):
                        c.stroke(shapes.ellipse(0, 104, r), ink, 8, closed=True)
                for px in (-44, 44):
                    c.cut(shapes.rect(px - 7, -16, 14, 40), "#c99560", lift=3)
    block = [(210, 960), (300, 800), (720, 800), (690, 960)]
    c.cut(shapes.move(block, 0, 22), pal.deep("#b07a45", 0.3), lift=8)
    c.cut(block, "#8d9a8c" if pal.name != "meadow" else "#b0705a", edge=True)
    c.cut([(250, 940), (325, 818), (690, 818), (664, 940)], pal.ink)
    c.cut(shapes.bird(480, 884, 230), pal.pale("#8d9a8c", 0.4))
    for _ in range(24):
        c.marks(
            [(rng.uniform(290, 640), rng.uniform(830, 930), rng.uniform(-40, 10), 34, 5)],
            pal.pale("#8d9a8c", 0.4),
        )
    with c.group("translate(980 800) rotate(28) scale(0.8)"):
        tool(c, "roller", 0, -60)
    with c.group("translate(760 960) rotate(-64) scale(0.62)"):
        tool(c, "gouge", 0, -160)
    for i, tint in enumerate((pal.accent, pal.main, "#e0b24a")):
        x = 1130 + i * 150
        c.soft(shapes.path(shapes.rect(x - 54, 790, 108, 120)), 0.3, "translate(20 -2)")
        c.cut(shapes.rect(x - 54, 800, 108, 110), pal.paper, lift=3, edge=True)
        c.cut(shapes.rect(x - 54, 832, 108, 50), tint)
        c.cut(shapes.ellipse(x, 800, 54, 16), tint, edge=True)
        c.comb(shapes.rect(x - 54, 800, 108, 110), pal.deep(pal.paper, 0.5), depth=24)


@scene("workshop_packing", "meadow", "clay", "honey", "sea", turns=True)
def packing(c: Canvas, _: dict[str, Any]) -> None:
    pal = c.pal
    room(c, 720, bench="planks", kind="panel")
    kraft = "#c89a63"
    shelf(c, 80, 330, 640)
    for i in range(4):
        w, h = (150, 120, 170, 110)[i], (130, 180, 110, 150)[i]
        x = 90 + sum((150, 120, 170, 110)[:i]) + i * 14
        tone = kraft if i % 2 else pal.deep(kraft, 0.14)
        box = shapes.rect(x, 330 - h, w, h)
        c.cut(box, tone, lift=5, edge=True)
        c.comb(box, pal.deep(tone, 0.5), depth=28)
        c.cut(shapes.rect(x + w * 0.42, 330 - h, 22, h), pal.pale(kraft, 0.35))
    for i, tint in enumerate((pal.accent, pal.main, pal.second)):
        props.tape_roll(c, 920 + i * 190, 240, 76, tint)
        c.stroke([(920 + i * 190 + 60, 280), (930 + i * 190 + 64, 420 + i * 30)], tint, 20)
    c.stroke([(820, 240), (1400, 240)], pal.deep(pal.table, 0.4), 12)
    c.soft(shapes.path(shapes.rect(430, 620, 700, 300)), 0.3, "translate(50 -4)", 12)
    c.cut([(470, 640), (1090, 640), (1140, 700), (420, 700)], pal.deep(kraft, 0.6))
    for _ in range(60):
        c.marks(
            [
                (
                    c.rng.uniform(450, 1100),
                    c.rng.uniform(650, 700),
                    c.rng.uniform(-150, -30),
                    c.rng.uniform(40, 80),
                    5,
                )
            ],
            "#ecd9a8",
        )
    put(c, "vase", 560, 780, 300, shadow=False)
    put(c, "candle", 740, 770, 260, variant=2, shadow=False)
    put(c, "mug", 900, 760, 180, shadow=False)
    put(c, "notebook", 1030, 780, 260, shadow=False)
    front = [(420, 700), (1140, 700), (1120, 940), (440, 940)]
    c.cut(front, kraft, lift=4, edge=True)
    c.comb(front, pal.deep(kraft, 0.5), pal.pale(kraft, 0.5), depth=60)
    c.cut([(420, 700), (300, 760), (250, 700), (470, 640)], pal.deep(kraft, 0.12), lift=6, edge=True)
    c.cut([(1140, 700), (1270, 770), (1310, 700), (1090, 640)], pal.deep(kraft, 0.25), lift=6)
    props.tag(c, 800, 770, size=0.84, turn=-4, string=(800, 705))
    c.cut([(60, 860), (330, 850), (350, 960), (40, 970)], pal.paper, lift=8)
    for i in range(4):
        c.marks([(90, 880 + i * 22, -1, (200, 160, 190, 120)[i], 7)], pal.ink)
    with c.group("translate(1390 880) rotate(70) scale(0.7)"):
        tool(c, "scissors", 0, -190)


@scene("workshop_candle", "honey", "berry", "night", "forest", turns=True)
def candlery(c: Canvas, _: dict[str, Any]) -> None:
    """Dipped candles hang in pairs, wax waits in the pot."""
    pal, rng = c.pal, c.rng
    room(c, 760, bench="planks", kind="bare")
    bar_y = 150
    c.cut(shapes.rect(60, bar_y - 18, 980, 34), pal.deep(pal.table, 0.2), lift=8, edge=True)
    waxes = ("#e8b84f", "#f3e6c8", "#c9573a", "#7f9d86")
    for i in range(9):
        x = 120 + i * 106
        h = rng.uniform(300, 360)
        wax = waxes[i % 4]
        c.stroke([(x, bar_y - 10), (x, bar_y + 120)], pal.paper if pal.name == "night" else pal.ink, 4)
        stick = shapes.smooth(
            [
                (x - 8, bar_y + 100),
                (x - 21, bar_y + 150),
                (x - 25, bar_y + h),
                (x, bar_y + h + 36),
                (x + 25, bar_y + h),
                (x + 21, bar_y + 150),
                (x + 8, bar_y + 100),
            ],
            per=6,
        )
        c.cut(stick, wax, lift=9, edge=True)
        c.comb(stick, pal.deep(wax, 0.5), pal.pale(wax, 0.6), depth=24, step=12)
    window(c, 1150, 120, 330, 400)
    steel = "#9aa7ad"
    pot = shapes.rect(260, 640, 300, 260)
    c.soft(shapes.path(pot), 0.3, "translate(40 0)")
    c.cut(pot, steel, edge=True)
    c.comb(pot, pal.deep(steel, 0.55), pal.pale(steel, 0.6), depth=80)
    c.cut(shapes.ellipse(410, 640, 150, 36), pal.pale(steel, 0.4))
    c.cut(shapes.ellipse(410, 642, 134, 28), "#e0a83c")
    c.stroke([(450, 640), (520, 500)], "#b07a45", 18)
    put(c, "candle", 800, 920, 330, variant=1)
    put(c, "candle", 1120, 900, 330, variant=2)
    put(c, "candle", 1400, 930, 250, variant=0)
    plant(c, 130, 930, 210, pal.accent, kind=1)

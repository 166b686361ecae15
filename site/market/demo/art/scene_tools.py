"""Tools of the crafts, hanging on pegs."""

from __future__ import annotations

from . import backdrop, shapes
from .canvas import Canvas


def hang_tools(c: Canvas, items: list[str], y: float, x0: float = 160, x1: float = 1440) -> None:
    """Tools in a row under a rail."""
    for i, name in enumerate(items):
        x = x0 + (x1 - x0) * (i + 0.5) / len(items)
        backdrop.peg(c, x, y)
        tool(c, name, x, y + 18)


def tool(c: Canvas, name: str, x: float, y: float, k: float = 1.0) -> None:
    """One tool hanging from (x, y): hammer, saw, scissors, brush, gouge, loop, ladle, awl, needle, roller, square, spatula."""
    pal = c.pal
    wood, steel = "#c08a50", "#8f9ba3" if pal.name != "night" else "#b8c3c9"
    edge = pal.deep(steel, 0.5)
    with c.group(f"translate({x:.0f} {y:.0f}) scale({k:.2f})"):

        def handle(y0: float, y1: float, w: float, colour: str = wood) -> None:
            pts = shapes.smooth(
                [
                    (-w * 0.4, y0),
                    (-w * 0.5, (y0 + y1) / 2),
                    (-w * 0.36, y1),
                    (w * 0.36, y1),
                    (w * 0.5, (y0 + y1) / 2),
                    (w * 0.4, y0),
                ],
                closed=True,
                per=4,
            )
            c.cut(pts, colour, lift=8, edge=True)
            c.comb(pts, pal.deep(colour, 0.6), depth=w * 0.4, step=11)

        if name == "hammer":
            handle(40, 360, 34)
            head = [(-92, 4), (60, 0), (92, 20), (92, 62), (56, 70), (-92, 66)]
            c.cut(head, steel, lift=8, edge=True)
            c.comb(head, edge, depth=24)
        elif name == "saw":
            blade = [(-56, 120), (64, 110), (34, 400), (-20, 404)]
            c.cut(blade, steel, lift=8, edge=True)
            teeth = [(-58 + 36 * t, 124 + 280 * t, 190, 18, 7) for t in [i / 20 for i in range(20)]]
            c.marks(teeth, edge)
            c.comb(blade, edge, depth=18)
            grip = shapes.smooth([(-60, 128), (-74, 40), (-40, -2), (40, -4), (78, 40), (70, 122)], per=6)
            hole = shapes.smooth(
                [(34, 84), (40, 48), (14, 30), (-18, 32), (-34, 56), (-26, 88)], closed=True, per=5
            )
            c.cut(grip, wood, lift=6, edge=True)
            c.cut(hole, pal.deep(pal.wall, 0.3))
        elif name == "scissors":
            for s in (-1, 1):
                c.cut([(-8 * s, 190), (14 * s, 170), (34 * s, 400), (22 * s, 420)], steel, lift=6, edge=True)
                ringpts = shapes.ellipse(s * 46, 74, 50, 70)
                c.stroke(ringpts, pal.accent if pal.name != "night" else pal.second, 24, closed=True)
                c.stroke(
                    [(s * 24, 130), (-s * 4, 200)], pal.accent if pal.name != "night" else pal.second, 24
                )
            c.dots([(0, 192)], 11, pal.ink)
        elif name == "brush":
            handle(0, 230, 26, pal.main if pal.name != "linen" else pal.accent)
            c.cut(shapes.rect(-26, 226, 52, 60), steel, lift=5, edge=True)
            tip = shapes.smooth([(-26, 284), (-36, 340), (-6, 420), (8, 416), (36, 340), (26, 284)], per=5)
            c.cut(tip, "#57402f", lift=5)
            c.marks([(-20 + i * 8, 286, 90 + (2 - i) * 2, 100, 3) for i in range(6)], "#a98a66")
        elif name == "gouge":
            handle(0, 190, 44)
            c.cut([(-13, 186), (13, 186), (20, 380), (0, 410), (-20, 380)], steel, lift=5, edge=True)
            c.marks([(0, 200, 90, 180, 6)], edge)
        elif name == "loop":
            handle(0, 210, 30)
            c.stroke(
                shapes.smooth([(-8, 210), (-48, 290), (-40, 360), (0, 384), (40, 360), (48, 290), (8, 210)]),
                edge,
                9,
            )
        elif name == "ladle":
            handle(0, 300, 22, steel)
            cupp = shapes.ellipse(0, 350, 74, 66)
            c.cut(cupp, steel, lift=7, edge=True)
            c.cut(shapes.ellipse(-2, 344, 56, 48), edge)
            c.cut(shapes.ellipse(-2, 356, 50, 32), "#e0a83c")
        elif name == "awl":
            c.cut(shapes.ellipse(0, 60, 46, 66), wood, lift=7, edge=True)
            c.comb(shapes.ellipse(0, 60, 46, 66), pal.deep(wood, 0.6), depth=26)
            c.cut([(-9, 122), (9, 122), (0, 360)], steel, lift=5)
        elif name == "roller":
            handle(0, 160, 34)
            c.stroke([(0, 156), (0, 214), (-92, 214), (-92, 280)], edge, 11)
            c.stroke([(0, 214), (92, 214), (92, 280)], edge, 11)
            rol = shapes.rect(-82, 250, 164, 74)
            c.cut(rol, pal.ink if pal.name != "night" else pal.main, lift=7, edge=True)
            c.comb(rol, pal.deep(pal.main, 0.6), pal.second, depth=30)
        elif name == "square":
            c.cut([(-40, 0), (-4, 0), (-4, 330), (-40, 330)], wood, lift=7, edge=True)
            c.cut([(-4, 40), (150, 40), (150, 74), (-4, 74)], steel, lift=7, edge=True)
            c.marks([(6 + i * 15, 42, 90, 18 if i % 5 else 28, 2.4) for i in range(10)], pal.ink)
        elif name == "spatula":
            handle(0, 200, 30)
            c.cut(
                [(-10, 196), (10, 196), (50, 300), (44, 400), (-44, 400), (-50, 300)],
                steel,
                lift=6,
                edge=True,
            )
            c.comb([(-10, 196), (10, 196), (50, 300), (44, 400), (-44, 400), (-50, 300)], edge, depth=26)
        else:  # needle and thread
            c.cut([(-7, 0), (7, 0), (4, 300), (0, 390), (-4, 300)], steel, lift=5, edge=True)
            c.cut(shapes.ellipse(0, 28, 3, 18), pal.ink)
            c.stroke(shapes.smooth([(0, 28), (70, 80), (30, 190), (100, 290), (50, 380)]), pal.accent, 6)

"""For the library of knowledge: the map with its thread, the shelf of books."""

from __future__ import annotations

import itertools
from typing import Any

from . import props, scenery, shapes
from .canvas import Canvas
from .compose import put
from .registry import scene
from .scene_props import H, W, plant

BORDER = (
    (14.2, 53.9),
    (14.6, 54.05),
    (15.3, 54.15),
    (16.1, 54.28),
    (16.9, 54.6),
    (17.7, 54.8),
    (18.4, 54.82),
    (18.75, 54.66),
    (18.4, 54.7),
    (18.55, 54.45),
    (18.9, 54.35),
    (19.4, 54.35),
    (19.7, 54.45),
    (20.6, 54.37),
    (21.6, 54.33),
    (22.75, 54.36),
    (23.2, 54.25),
    (23.5, 53.95),
    (23.9, 52.9),
    (23.4, 52.5),
    (23.65, 52.1),
    (23.55, 51.5),
    (24.1, 50.85),
    (23.9, 50.45),
    (22.9, 49.75),
    (22.55, 49.1),
    (22.0, 49.2),
    (21.1, 49.4),
    (20.4, 49.3),
    (20.1, 49.2),
    (19.8, 49.2),
    (19.45, 49.6),
    (18.9, 49.5),
    (18.55, 49.85),
    (18.0, 50.05),
    (17.6, 50.25),
    (16.95, 50.2),
    (16.7, 50.1),
    (16.3, 50.5),
    (15.8, 50.75),
    (15.0, 50.95),
    (14.8, 50.9),
    (15.03, 51.3),
    (14.6, 51.75),
    (14.75, 52.1),
    (14.55, 52.4),
    (14.15, 52.85),
    (14.4, 53.25),
    (14.3, 53.6),
)

PLACES = (
    (17.6, 52.53),
    (16.45, 53.05),
    (18.4, 54.72),
    (23.17, 50.98),
    (15.56, 51.26),
    (20.45, 52.05),
    (20.48, 53.78),
    (17.08, 52.41),
    (22.25, 50.44),
    (19.45, 51.77),
    (18.63, 49.75),
    (19.94, 50.06),
)

WISLA = (
    (18.8, 49.6),
    (19.3, 50.05),
    (20.2, 50.1),
    (21.0, 50.4),
    (21.75, 50.75),
    (21.8, 51.3),
    (21.1, 52.1),
    (20.2, 52.45),
    (19.3, 52.6),
    (18.6, 53.0),
    (18.5, 53.3),
    (18.85, 53.9),
    (18.95, 54.35),
)


@scene("map_thread", "linen", "clay", "sea")
def map_thread(c: Canvas, _: dict[str, Any]) -> None:
    """Poland cut from paper; a red thread joins the places where things are made."""
    pal, rng = c.pal, c.rng

    def at(lon: float, lat: float) -> shapes.Point:
        return 800 + (lon - 19.15) * 98, 500 - (lat - 51.92) * 158

    ground = pal.deep(pal.wall, 0.06)
    c.add(f'<rect width="{W}" height="{H}" fill="{ground}"/>')
    c.hatch(
        (0, 0, W, H), pal.deep(ground, 0.1), angle=18, gap=34, length=80, width=4, density=0.28, spread=20
    )
    sea = [
        (-20, -20),
        (985, -20),
        (900, 50),
        (870, 120),
        (700, 130),
        (420, 200),
        (340, 210),
        (250, 150),
        (120, 166),
        (-20, 130),
    ]
    c.cut(sea, pal.pale("#2c6a80", 0.3))
    c.hatch((0, 0, 860, 120), pal.pale("#2c6a80", 0.65), angle=0, gap=20, length=80, width=4, density=0.4)
    outline = [at(*p) for p in BORDER]
    for k, tone in ((1, pal.deep(pal.paper, 0.18)), (0, pal.pale(pal.paper, 0.2))):
        c.cut(shapes.move(outline, 6 * k, 8 * k), tone, lift=14 if k else 4, wob=3.4)
    d = shapes.path(outline)
    with c.clip(d):
        for lon, lat, r, tone in (
            (19.5, 49.3, 210, "#b9a27c"),
            (15.9, 50.6, 130, "#b9a27c"),
            (20.8, 53.9, 190, "#a8bda2"),
            (17.2, 52.3, 200, "#e3c98c"),
            (22.8, 51.0, 170, "#d8bd80"),
            (21.8, 49.7, 150, "#9fb08c"),
            (16.5, 53.7, 170, "#b3c3a4"),
            (20.6, 52.2, 150, "#e0cfa4"),
        ):
            x, y = at(lon, lat)
            pts = shapes.smooth(
                [shapes.polar(x, y, a * 30, r * rng.uniform(0.8, 1.12)) for a in range(12)],
                closed=True,
                per=5,
            )
            c.cut(pts, tone, wob=3)
            c.hatch(
                (x - r, y - r, 2 * r, 2 * r),
                pal.deep(tone, 0.2),
                angle=rng.uniform(-40, 40),
                gap=26,
                length=46,
                width=3,
                density=lambda px, py, x=x, y=y, r=r: (
                    0.4 if (px - x) ** 2 + (py - y) ** 2 < r * r * 0.6 else 0
                ),
            )
        for lon, lat in (
            (15.4, 50.85),
            (16.0, 50.7),
            (19.0, 49.62),
            (19.6, 49.5),
            (20.2, 49.42),
            (22.2, 49.45),
        ):
            x, y = at(lon, lat)
            c.cut([(x - 50, y + 30), (x - 6, y - 46), (x + 48, y + 30)], "#8f7d60", lift=3)
            c.marks([(x - 2, y - 36, 66, 56, 6)], pal.paper)
        for lon, lat in (
            (20.3, 53.9),
            (21.5, 53.95),
            (21.9, 53.8),
            (20.9, 53.7),
            (19.7, 53.75),
            (16.5, 53.6),
        ):
            c.cut(shapes.ellipse(*at(lon, lat), rng.uniform(16, 30), rng.uniform(9, 15)), "#4f8791")
        for lon, lat in (
            (23.4, 52.8),
            (23.6, 53.2),
            (18.0, 53.6),
            (17.6, 53.7),
            (22.3, 50.7),
            (15.2, 52.2),
            (15.4, 53.0),
        ):
            x, y = at(lon, lat)
            scenery.tree(c, x, y + 30, 74, pal.leaf, kind="fir")
    c.stroke(shapes.smooth([at(*p) for p in WISLA], per=8), "#4f8791", 11)
    order = [2, 1, 7, 0, 6, 5, 9, 4, 10, 11, 8, 3]
    stops = [at(*PLACES[i]) for i in order]
    thread: shapes.Points = []
    for a, b in itertools.pairwise(stops):
        mid = ((a[0] + b[0]) / 2 + rng.uniform(-14, 14), (a[1] + b[1]) / 2 + 26)
        thread += shapes.smooth([a, mid, b], per=10)[:-1]
    thread += [stops[-1]]
    red = "#b5382a"
    c.stroke([(x + 6, y + 11) for x, y in thread], pal.ink, 7, opacity=0.25)
    c.stroke(thread, red, 7)
    sides = {2: (40, 10), 3: (40, 0), 4: (-70, 30), 6: (60, -10), 8: (60, 20), 10: (-60, 40)}
    for i, (lon, lat) in enumerate(PLACES):
        x, y = at(lon, lat)
        if i in sides:
            dx, dy = sides[i]
            props.tag(c, x + dx, y + dy + 30, size=0.6, turn=-dx * 0.16, string=(x, y))
        c.soft(shapes.path(shapes.ellipse(x + 10, y + 14, 15)), 0.3)
        c.cut(shapes.ellipse(x, y, 18), red if i % 2 else pal.deep("#1f5b52", 0), edge=True, wob=1)
        c.dots([(x - 5, y - 6)], 5, pal.paper)
    end = shapes.smooth([stops[-1], (1330, 640), (1440, 760), (1370, 860), (1460, 900)], per=10)
    c.stroke(end, red, 7)
    spool_x, spool_y = 1460, 880
    for r, tone in ((92, "#c99560"), (74, red), (30, "#c99560")):
        c.cut(shapes.ellipse(spool_x, spool_y, r), tone, lift=8 if r == 92 else 0, edge=True)
    for r in (68, 58, 48, 38):
        c.stroke(shapes.ellipse(spool_x, spool_y, r), pal.deep(red, 0.35), 4, closed=True)


@scene("library_shelf", "clay", "linen", "forest", "honey")
def library(c: Canvas, _: dict[str, Any]) -> None:
    """Shelves of the library: books, a card drawer, a pot, a lamp."""
    pal, rng = c.pal, c.rng
    back = pal.deep(pal.table, 0.4)
    c.add(f'<rect width="{W}" height="{H}" fill="{back}"/>')
    c.hatch((0, 0, W, H), pal.deep(back, 0.3), angle=90, gap=40, length=200, width=3, density=0.4, spread=1)
    board = pal.pale(pal.table, 0.1)
    tints = (
        pal.main,
        pal.accent,
        pal.second,
        pal.leaf,
        pal.paper,
        pal.deep(pal.main, 0.4),
        pal.pale(pal.accent, 0.4),
        "#d9a441",
    )
    for j, y in enumerate((320, 650, 970)):
        x = 40.0
        gap_at = (980, 330, 1180)[j]
        while x < W - 60:
            if gap_at <= x < gap_at + 300:
                x = gap_at + 330
                continue
            w, h = rng.uniform(30, 66), rng.uniform(190, 268)
            tint = rng.choice(tints)
            if rng.random() < 0.08 and x < W - 330:
                turn = rng.uniform(7, 12)
                x += 10
            else:
                turn = 0
            with c.group(f"translate({x:.0f} {y}) rotate({turn:.1f} {w:.0f} 0)"):
                spine = shapes.rect(0, -h, w, h)
                c.cut(spine, tint, lift=4, edge=True)
                c.comb(spine, pal.deep(tint, 0.55), depth=w * 0.4, step=14)
                ink = pal.on(rng, tint)
                style = rng.randrange(3)
                if style == 0:
                    c.cut(shapes.rect(w * 0.2, -h * 0.8, w * 0.6, h * 0.24), ink)
                elif style == 1:
                    for t in (0.12, 0.17, 0.8, 0.85):
                        c.cut(shapes.rect(0, -h * t - 4, w, 5), ink, wob=0.8)
                    c.marks([(w * 0.5, -h * 0.74, 90, h * 0.4, 8)], ink)
                else:
                    c.dots([(w / 2, -h * 0.82)], w * 0.22, ink)
                    c.marks([(w * 0.5, -h * 0.6, 90, h * 0.34, 6)], ink)
            x += w + 3 + (26 if turn else 0)
        c.cut(shapes.rect(-20, y, W + 40, 40), board, lift=12, edge=True)
        c.hatch(
            (0, y + 4, W, 30),
            pal.deep(board, 0.4),
            angle=0,
            gap=10,
            length=140,
            width=2.4,
            density=0.4,
            spread=1,
        )
    put(c, "vase", 1135, 320, 240, against=back, cast=False)
    plant(c, 480, 650, 290, pal.paper)
    drawer = shapes.rect(1200, 760, 270, 210)
    c.cut(drawer, pal.deep(board, 0.05), lift=8, edge=True)
    for i in range(3):
        for k in range(2):
            x, y = 1212 + k * 128, 772 + i * 66
            c.cut(shapes.rect(x, y, 118, 56), pal.deep(board, 0.18), lift=3, edge=True)
            c.cut(shapes.rect(x + 26, y + 10, 66, 24), pal.paper)
            c.marks([(x + 34, y + 22, 0, 50, 4)], pal.ink)
            c.dots([(x + 59, y + 46)], 5, pal.ink)

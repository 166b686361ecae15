"""Buildings: houses of several kinds, a lighthouse, a post mill."""

from __future__ import annotations

from . import shapes
from .canvas import Canvas


def house(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    wall: str,
    roof: str,
    *,
    kind: str = "cottage",
    windows: int = 2,
    door: bool = True,
) -> None:
    """A house with its ground at y and its middle at x: cottage, barn, timbered, mill or tenement."""
    pal, rng = c.pal, c.rng
    body = shapes.rect(x - w / 2, y - h, w, h)
    d = c.cut(body, wall, lift=4)
    with c.clip(d):
        c.fill(shapes.path(shapes.rect(x + w * 0.28, y - h, w * 0.3, h)), pal.deep(wall, 0.3), 0.4)
        if kind == "mill":
            for j in range(int(h / 15)):
                c.marks(
                    [
                        (x - w / 2 + (8 if j % 2 else 22) + i * 34, y - h + 8 + j * 15, 0, 22, 3)
                        for i in range(int(w / 34) + 1)
                        if rng.random() < 0.55
                    ],
                    pal.deep(wall, 0.36),
                )
        elif kind == "barn":
            c.marks(
                [(x - w / 2 + i * 17, y - h, 90, h, 3) for i in range(int(w / 17) + 1)], pal.deep(wall, 0.4)
            )
    if kind == "timbered":
        for t in (0, 0.25, 0.5, 0.75, 1):
            c.cut(shapes.rect(x - w / 2 + w * t - 5, y - h, 10, h), pal.deep(pal.table, 0.6), wob=1)
        for t in (0, 0.5):
            c.cut(shapes.rect(x - w / 2, y - h + h * t, w, 10), pal.deep(pal.table, 0.6), wob=1)
        for t in (0.02, 0.77):
            c.stroke(
                [(x - w / 2 + w * t, y - h * 0.5), (x - w / 2 + w * (t + 0.22), y - 4)],
                pal.deep(pal.table, 0.6),
                9,
            )
    if kind == "tenement":
        top = y - h
        form = rng.choice(("gable", "flat", "step") if w < 300 else ("gable", "flat"))
        if form == "gable":
            rise = min(w * 0.5, h * 0.6)
            c.cut([(x - w * 0.54, top + 2), (x, top - rise), (x + w * 0.54, top + 2)], roof, lift=3)
            c.comb(
                [(x - w * 0.54, top + 2), (x, top - rise), (x + w * 0.54, top + 2)],
                pal.deep(roof, 0.5),
                depth=w * 0.1,
            )
        elif form == "step":
            steps = [
                (x - w / 2, top),
                (x - w / 2, top - w * 0.18),
                (x - w * 0.28, top - w * 0.18),
                (x - w * 0.28, top - w * 0.36),
                (x + w * 0.28, top - w * 0.36),
                (x + w * 0.28, top - w * 0.18),
                (x + w / 2, top - w * 0.18),
                (x + w / 2, top),
            ]
            c.cut(steps, wall)
            c.cut(shapes.rect(x - w * 0.3, top - w * 0.4, w * 0.6, w * 0.05), roof)
        else:
            c.cut(
                [
                    (x - w * 0.56, top + 4),
                    (x - w * 0.48, top - w * 0.22),
                    (x + w * 0.48, top - w * 0.22),
                    (x + w * 0.56, top + 4),
                ],
                roof,
                lift=3,
            )
    else:
        over = w * 0.09
        lean = w * (0.16 if kind == "cottage" else 0.12 if kind == "timbered" else 0.04)
        rise = h * (0.85 if kind in ("cottage", "timbered") else 0.6 if kind == "barn" else 0.12)
        pts = [
            (x - w / 2 - over, y - h + 6),
            (x - w / 2 + lean, y - h - rise),
            (x + w / 2 - lean, y - h - rise),
            (x + w / 2 + over, y - h + 6),
        ]
        dd = c.cut(pts, roof, lift=4, edge=True)
        with c.clip(dd):
            for j in range(int(rise / 20) + 1):
                c.marks(
                    [
                        (x - w / 2 - over + i * 26 + (13 if j % 2 else 0), y - h - j * 20, 0, 20, 4)
                        for i in range(int((w + 2 * over) / 26) + 1)
                        if rng.random() < 0.8
                    ],
                    pal.deep(roof, 0.45),
                )
        c.cut(
            shapes.rect(x + w * 0.16, y - h - rise - h * 0.16, w * 0.08, h * 0.3), pal.deep(roof, 0.3), lift=2
        )
    _openings(c, x, y, w, h, kind, windows, door)


def _openings(c: Canvas, x: float, y: float, w: float, h: float, kind: str, windows: int, door: bool) -> None:
    pal = c.pal
    glass = pal.deep(pal.wall, 0.62) if pal.name != "night" else "#f0cf82"
    rows = {"tenement": max(2, int(h / (w * 0.46))), "mill": max(2, int(h / 90))}.get(kind, 1)
    cols = windows + (1 if door and rows == 1 else 0)
    for j in range(rows):
        for i in range(cols):
            cx = x - w / 2 + w * (i + 0.5) / cols
            ww = min(w / cols * 0.42, h / rows * 0.5)
            hh = min(ww * 1.45, h / rows * 0.56)
            cy = y - h + h * (j + 0.5) / rows
            is_door = door and (
                (rows == 1 and i == cols // 2) or (rows > 1 and j == rows - 1 and i == cols // 2)
            )
            if is_door:
                dh = min(h * 0.72, hh * 1.9)
                c.cut(shapes.rect(cx - ww * 0.5, y - dh, ww, dh), pal.accent, lift=2, wob=1.2)
                c.dots([(cx + ww * 0.3, y - dh * 0.5)], max(2.5, ww * 0.06), pal.paper)
                continue
            c.cut(
                shapes.rect(cx - ww / 2 - 4, cy - hh / 2 - 4, ww + 8, hh + 8), pal.pale(pal.paper, 0.4), wob=1
            )
            c.cut(shapes.rect(cx - ww / 2, cy - hh / 2, ww, hh), glass, wob=1)
            c.stroke(
                [(cx, cy - hh / 2), (cx, cy + hh / 2)], pal.pale(pal.paper, 0.4), max(2, ww * 0.07), wob=0.5
            )
            c.stroke(
                [(cx - ww / 2, cy - hh * 0.12), (cx + ww / 2, cy - hh * 0.12)],
                pal.pale(pal.paper, 0.4),
                max(2, ww * 0.07),
                wob=0.5,
            )


def lighthouse(c: Canvas, x: float, y: float, h: float) -> None:
    pal = c.pal
    w = h * 0.2
    red = "#b8402c"
    c.cut(shapes.rect(x - w * 1.3, y - h * 0.16, w * 1.1, h * 0.16), pal.paper, lift=3)
    c.cut(
        [
            (x - w * 1.42, y - h * 0.15),
            (x - w * 1.1, y - h * 0.25),
            (x - w * 0.4, y - h * 0.25),
            (x - w * 0.1, y - h * 0.15),
        ],
        red,
        lift=3,
    )
    tower = [(x - w * 0.5, y), (x - w * 0.33, y - h * 0.78), (x + w * 0.33, y - h * 0.78), (x + w * 0.5, y)]
    d = c.cut(tower, pal.paper, lift=5, edge=True)
    with c.clip(d):
        for t in (0.1, 0.36, 0.62):
            c.cut(shapes.rect(x - w, y - h * (t + 0.13), w * 2, h * 0.13), red, wob=2)
    c.comb(tower, pal.deep(red, 0.6), depth=w * 0.42, step=max(8, h * 0.02))
    c.cut(shapes.rect(x - w * 0.46, y - h * 0.81, w * 0.92, h * 0.035), pal.ink, lift=2)
    c.cut(shapes.rect(x - w * 0.26, y - h * 0.91, w * 0.52, h * 0.1), "#f3c75f")
    c.stroke([(x, y - h * 0.91), (x, y - h * 0.81)], pal.ink, 4)
    c.cut([(x - w * 0.36, y - h * 0.9), (x, y - h), (x + w * 0.36, y - h * 0.9)], red, lift=2)


def windmill(c: Canvas, x: float, y: float, h: float, wall: str) -> None:
    """A post mill (koźlak)."""
    pal = c.pal
    w = h * 0.36
    c.stroke([(x - w * 0.5, y), (x, y - h * 0.22)], pal.deep(pal.table, 0.6), h * 0.03)
    c.stroke([(x + w * 0.5, y), (x, y - h * 0.22)], pal.deep(pal.table, 0.6), h * 0.03)
    c.stroke([(x, y), (x, y - h * 0.2)], pal.deep(pal.table, 0.6), h * 0.04)
    body = [
        (x - w * 0.48, y - h * 0.17),
        (x - w * 0.42, y - h * 0.72),
        (x + w * 0.42, y - h * 0.72),
        (x + w * 0.48, y - h * 0.17),
    ]
    d = c.cut(body, wall, lift=5, edge=True)
    with c.clip(d):
        c.marks(
            [(x - w * 0.5 + i * w * 0.11, y - h * 0.72, 90, h * 0.56, 3.5) for i in range(11)],
            pal.deep(wall, 0.45),
        )
    c.comb(body, pal.deep(wall, 0.6), depth=w * 0.3, step=12)
    c.cut(
        [
            (x - w * 0.54, y - h * 0.7),
            (x - w * 0.3, y - h * 0.9),
            (x + w * 0.3, y - h * 0.9),
            (x + w * 0.54, y - h * 0.7),
        ],
        pal.deep(wall, 0.4),
        lift=4,
    )
    c.cut(shapes.rect(x - w * 0.1, y - h * 0.44, w * 0.2, h * 0.12), pal.ink, wob=1)
    hx, hy = x - w * 0.08, y - h * 0.66
    for a in (28, 118, 208, 298):
        c.stroke([(hx, hy), shapes.polar(hx, hy, a, h * 0.5)], pal.ink, h * 0.014)
        p = shapes.polar(hx, hy, a, h * 0.13)
        q = shapes.polar(hx, hy, a, h * 0.5)
        side = a + 90
        blade = [p, q, shapes.polar(*q, side, h * 0.085), shapes.polar(*p, side, h * 0.085)]
        c.cut(blade, pal.paper, wob=1, lift=2)
        for t in range(1, 6):
            m = (shapes.lerp(p[0], q[0], t / 6), shapes.lerp(p[1], q[1], t / 6))
            c.stroke([m, shapes.polar(*m, side, h * 0.085)], pal.ink, 2.4, wob=0.4)
    c.dots([(hx, hy)], h * 0.022, pal.ink)

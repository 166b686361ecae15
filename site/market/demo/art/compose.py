"""Puts one thing into its picture: whole, close, or beside something of known size."""

from __future__ import annotations

from random import Random
from typing import Any

from . import backdrop, props
from .canvas import Canvas
from .palettes import PALETTES, Palette, distance
from .registry import MOTIFS, Look, Motif, Scene

SIZE = 1200
SCENE = (1600, 1000)
BOOK_FROM = 230  # things taller than this (mm) stand beside a book, smaller ones beside an apple
VIEWS = ("front", "detail", "scale")


def look_for(
    m: Motif,
    rng: Random,
    pal: Palette,
    variant: int | None,
    pattern: str | None,
    against: str,
    chosen_body: str | None = None,
) -> Look:
    """The inks of one thing: it must stand out from what is behind it, its print from the thing."""
    body = chosen_body or pal.body(rng, against=against)
    for role in m.bodies:
        colour = getattr(pal, role)
        if not chosen_body and distance(colour, against) > 0.13:
            body = colour
            break
    ink = pal.on(rng, body)
    pool = [x for x in (pal.accent, pal.main, pal.second, pal.leaf, pal.paper) if x not in (body, ink)]
    far = [x for x in pool if distance(x, body) > 0.16] or pool
    second = rng.choice(far)
    trim = rng.choice([x for x in pool if x != second] or pool)
    own = rng.randrange(6)
    chosen = rng.choice(m.patterns)
    return Look(
        variant=own if variant is None else int(variant) % 6,
        pattern=pattern or chosen,
        body=body,
        trim=trim,
        print=ink,
        print2=second,
    )


def place(
    c: Canvas,
    m: Motif,
    look: Look,
    x: float,
    y: float,
    scale: float,
    *,
    shadow: bool = True,
    turn: float = 0,
    cast: bool = True,
) -> None:
    """Draw a motif at (x, y) with the shadow that its stance throws."""
    hold, c.parts = c.parts, []
    before = len(c.silhouettes)
    c.collar = c.hook = None
    m.paint(c, look)
    body, c.parts = c.parts, hold
    outline = "".join(c.silhouettes[before:])
    del c.silhouettes[before:]
    spin = f" rotate({turn:.1f})" if turn else ""
    at = f"translate({x:.1f} {y:.1f})"
    if shadow and outline:
        if m.stance == "table":
            if cast:
                c.soft(
                    outline,
                    0.42,
                    f"{at} matrix({scale:.3f} 0 {-0.62 * scale:.3f} {0.17 * scale:.3f} 14 2)",
                    7,
                )
            off = min(50, m.height * scale * 0.075)
            c.soft(
                outline,
                0.15,
                f"translate({x + off:.1f} {y - off * 0.3:.1f}){spin} scale({scale:.3f})",
                5 + off * 0.2,
            )
        else:
            off = min(26, 8 + m.height * scale * 0.026)
            c.soft(
                outline,
                0.27,
                f"translate({x + off:.1f} {y + off * 1.3:.1f}){spin} scale({scale:.3f})",
                off * 0.55,
            )
    c.add(f'<g transform="{at}{spin} scale({scale:.3f})">{"".join(body)}</g>')


def goods(
    m: Motif,
    rng: Random,
    pal: Palette,
    *,
    variant: int | None = None,
    pattern: str | None = None,
    view: str = "front",
    tag: bool | None = None,
) -> str:
    zoom = 2.25 if view == "detail" else 1.0
    c = Canvas(rng, pal, fine=1 / zoom**0.6)
    look = look_for(m, rng, pal, variant, pattern, pal.wall)
    walls = [w for w in backdrop.WALLS if not (m.stance == "wall" and w == "arch")]
    ground, bench = rng.choice(walls), rng.choice(backdrop.TABLES)
    tagged = rng.random() < 0.55 if tag is None else tag
    room = (980 if m.width > m.height * 1.3 else 900, 845) if m.stance == "table" else (920, 940)
    scale = min(room[0] / m.width, room[1] / m.height)
    if view == "scale":
        scale *= 0.68
    if m.stance == "table":
        _on_table(c, m, look, ground, bench, scale, zoom, view, tagged)
    else:
        _on_wall(c, m, look, ground, scale, zoom, view, tagged)
    return c.svg(SIZE, SIZE)


def _on_table(
    c: Canvas,
    m: Motif,
    look: Look,
    ground: str,
    bench: str,
    scale: float,
    zoom: float,
    view: str,
    tagged: bool,
) -> None:
    rng = c.rng
    x, y = 585.0, 1042 + rng.uniform(-8, 10)
    horizon = y - rng.uniform(170, 225)
    if m.height * scale < 480 and view != "scale":
        y -= 60
        horizon = y - rng.uniform(190, 240)
    if view == "scale":
        reach = m.width + 2 * _half_width(m) * m.height / m.mm  # the pair side by side, in the motif's units
        scale = min(scale, 1000 / reach)
        x, y = (SIZE - 50 - reach * scale) / 2 + m.width * scale / 2, y - 20
    if view == "detail":
        fx, fy = m.focus
        z = scale * zoom
        x, y = SIZE / 2 - fx * z, SIZE / 2 - fy * z
        backdrop.wall(c, SIZE, SIZE, "bare", (SIZE / 2, SIZE / 2), 700)
        if y - 190 * zoom < SIZE:
            backdrop.table(c, SIZE, SIZE + 400, y - 170 * zoom, "plain")
        place(c, m, look, x, y, z)
        return
    backdrop.wall(c, SIZE, SIZE, ground, (x, y - m.height * scale * 0.5), max(400, m.height * scale * 0.62))
    backdrop.table(c, SIZE, SIZE, horizon, bench)
    place(c, m, look, x, y, scale)
    if view == "scale":
        per_mm = scale * m.height / m.mm
        _companion(c, x, y, m, scale, per_mm)
    elif tagged and m.tag:
        hang_tag(c, m, x, y, scale, 0.95)


def hang_tag(c: Canvas, m: Motif, x: float, y: float, scale: float, size: float) -> None:
    """The maker's tag: round the neck of a turned pot, elsewhere by its own anchor."""
    tx, ty = c.hook or m.tag or (m.width * 0.3, -m.height * 0.4 if m.stance == "table" else m.height * 0.4)
    if c.collar:
        ty, r = c.collar
        tx = r * 0.42
        string = c.pal.ink if c.pal.name != "night" else "#5b4630"
        for dy in (0, 6 / scale):
            loop = [
                (x + r * scale * (k / 6 - 1), y + (ty + dy + r * 0.13 * (1 - (k / 6 - 1) ** 2)) * scale)
                for k in range(13)
            ]
            c.stroke(loop, string, 3.6 * size)
        ty += r * 0.1
    props.tag(
        c,
        x + tx * scale + 16 * size,
        y + ty * scale + 70 * size,
        size=size,
        turn=c.rng.uniform(-14, 10),
        string=(x + tx * scale, y + ty * scale),
    )


def _half_width(m: Motif) -> float:
    """Half the width in millimetres of what stands beside a thing to show its size."""
    return 75 if m.mm > BOOK_FROM else 40


def _companion(c: Canvas, x: float, y: float, m: Motif, scale: float, per_mm: float) -> None:
    """An apple, or a book beside tall things, or a ruler in front of small ones."""
    things = {
        "apple": Motif("apple", lambda cc, _: props.apple(cc, 78 * per_mm), 0, 0, 78),
        "book": Motif("book", lambda cc, _: props.book(cc, 205 * per_mm), 0, 0, 205),
    }
    kind = "book" if m.mm > BOOK_FROM else "apple"
    at = x + m.width * scale / 2 + 50 + _half_width(m) * per_mm
    blank = Look(0, "plain", c.pal.main, c.pal.main, c.pal.main, c.pal.main)
    place(c, things[kind], blank, at, y + 6, 1.0)
    if m.mm < 140:
        length = 100 * per_mm
        span = min(length, 900)
        with c.group(f"translate({max(90, x - span / 2):.0f} {y + 66:.0f}) rotate(-0.8)"):
            props.ruler(c, span, int(100 * span / length / 10) * 10)


def _on_wall(
    c: Canvas, m: Motif, look: Look, ground: str, scale: float, zoom: float, view: str, tagged: bool
) -> None:
    rng = c.rng
    x, y = 600.0, 190.0 + max(0, (880 - m.height * scale) * 0.4)
    if view == "scale":
        x, y = 500.0, 260.0
    if view == "detail":
        z = scale * zoom
        x, y = SIZE / 2 - m.focus[0] * z, SIZE / 2 - m.focus[1] * z
        backdrop.wall(c, SIZE, SIZE, "bare", (SIZE / 2, SIZE / 2), 700)
        place(c, m, look, x, y, z)
        return
    centre = (x, y + m.height * scale * 0.5)
    backdrop.wall(c, SIZE, SIZE, ground, centre, max(420, m.height * scale * 0.58))
    if rng.random() < 0.7 and y < 330:
        backdrop.rail(c, SIZE, y)
        backdrop.peg(c, x, y)
    else:
        backdrop.nail(c, x, y)
    place(c, m, look, x, y, scale)
    if view == "scale":
        per_mm = scale * m.height / m.mm
        length = min(m.height * scale, SIZE - y - 70)
        with c.group(f"translate({min(1100, x + m.width * scale / 2 + 130):.0f} {y:.0f}) rotate(1.2)"):
            props.tape(c, length, max(10, int(length / per_mm / 10) * 10))
    elif tagged and m.tag:
        hang_tag(c, m, x, y, scale, 0.95)


def palette_for(name: str | None, rng: Random, pool: tuple[str, ...] = ()) -> Palette:
    own = rng.choice(pool or tuple(PALETTES))
    if name is None:
        return PALETTES[own]
    if name not in PALETTES:
        raise ValueError(f"Unknown palette {name!r}; known: {', '.join(PALETTES)}")
    return PALETTES[name]


def put(
    c: Canvas,
    name: str,
    x: float,
    y: float,
    height: float,
    *,
    variant: int | None = None,
    pattern: str | None = None,
    pal: Palette | None = None,
    against: str | None = None,
    shadow: bool = True,
    turn: float = 0,
    tagged: bool = False,
    body: str | None = None,
    cast: bool = True,
) -> None:
    """Stand (or hang) a good of the catalogue inside a scene, `height` px tall; `cast` lays its shadow on a table."""
    m = MOTIFS[name]
    home, c.pal = c.pal, pal or c.pal
    look = look_for(m, c.rng, c.pal, variant, pattern, against or home.wall, body)
    scale = height / m.height
    c.fine, fine = min(1.6, 0.75 / max(scale, 0.2)), c.fine
    place(c, m, look, x, y, scale, shadow=shadow, turn=turn, cast=cast)
    c.fine = fine
    c.pal = home
    if tagged:
        hang_tag(c, m, x, y, scale, 0.66)


def scene(s: Scene, rng: Random, pal: Palette, params: dict[str, Any]) -> str:
    c = Canvas(rng, pal, fine=1.05)
    turned = s.turns and int(params.get("variant", rng.randrange(2))) % 2 == 1
    with c.group(f"translate({SCENE[0]} 0) scale(-1 1)" if turned else ""):
        s.paint(c, params)
    return c.svg(*SCENE)

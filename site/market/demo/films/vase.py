"""How the vase „Dwa brzegi” comes to be, in twenty seconds: coils, foil, wax, glaze, fire. Cut paper, as all demo pictures."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from functools import lru_cache
from random import Random

import resvg_py
from PIL import Image

from ..art import backdrop, props, shapes
from ..art.canvas import Canvas
from ..art.goods_ceramics import VASES
from ..art.palettes import PALETTES, mix
from ..art.render import paper
from ..art.scene_props import hand, shelf, window
from ..art.shapes import outline_radius

W, H = 1600, 1000
WIDTH, HEIGHT = 960, 600
FPS = 10
SECONDS = 20
#: Where each part begins, in seconds.
SMOOTH, DRY, WAX, DIP, FIRE, DONE = 5.5, 8.0, 11.0, 14.0, 16.6, 18.4

#: The moment that the poster shows.
POSTER = 4.2

RINGS = 23
WAVES = 6
CX, FOOT = 800, 905
SCALE = 1.05
WET, PALE_CLAY, MILK, GLAZE, EMBER = "#a9623f", "#c99872", "#dfe0d2", "#1d4f46", "#f08a2c"
WHITE, RUST = "#f6efe3", "#c4502c"
GLAZE_LEVEL = 640

HALF = [(x * SCALE, y * SCALE) for x, y in shapes.smooth(VASES[0], per=8)]
RADIUS = outline_radius(HALF)
TOP = HALF[0][1]
PAL = PALETTES["forest"]


def frames() -> Iterator[Image.Image]:
    """All pictures of the film, in order."""
    for number in range(FPS * SECONDS):
        yield frame(number / FPS)


def frame(at: float) -> Image.Image:
    """The picture at a time in seconds. What moves is cut anew six times a second, as if laid by hand."""
    c = Canvas(Random(f"vase:{int(at * 6)}"), PAL)
    part = next(draw for start, draw in reversed(PARTS) if at >= start)
    part(c, at)
    picture = _room().copy()
    picture.alpha_composite(_raster(c))
    return paper(picture.convert("RGB"), 0.8)


def _raster(c: Canvas) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=c.svg(W, H), width=WIDTH, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


@lru_cache
def _room() -> Image.Image:
    """What does not move: the wall, the window, a shelf with a bag of clay, the bench with a board."""
    c = Canvas(Random("vase:room"), PAL)
    backdrop.wall(c, W, H, "bare", (800, 420), 560)
    window(c, 1160, 110, 310, 380)
    shelf(c, 90, 300, 420)
    for x, r, tone in ((170, 46, PAL.second), (300, 38, PAL.accent), (420, 50, PAL.main)):
        bowl = [(x - r, 300 - r * 0.95), (x + r, 300 - r * 0.95), (x + r * 0.55, 298), (x - r * 0.55, 298)]
        c.cut(shapes.smooth(bowl, closed=True, per=4), tone, lift=4, edge=True)
        c.comb(bowl, PAL.deep(tone, 0.5), depth=18, step=10)
    backdrop.table(c, W, H, 790, "planks")
    c.cut(shapes.ellipse(CX, 912, 330, 62), PAL.deep(PAL.table, 0.45), lift=10)
    c.cut(shapes.ellipse(CX, 902, 330, 60), PAL.pale(PAL.table, 0.35), edge=True)
    return _raster(c)


# The vase


def _outline(upto: float = 1.0) -> shapes.Points:
    """The right profile from the height that has been built (0 the foot, 1 the mouth) down to the foot."""
    edge = TOP * upto
    return [(RADIUS(edge), edge), *(point for point in HALF if point[1] > edge)]


def _body(half: shapes.Points) -> shapes.Points:
    foot = half[-1][0]
    base = [(foot * math.cos(a / 8 * math.pi), half[-1][1] + foot * 0.07 * math.sin(a / 8 * math.pi)) for a in range(1, 8)]
    return half + base + [(-x, y) for x, y in reversed(half)]


def _vase(
    c: Canvas,
    colour: str,
    *,
    upto: float = 1.0,
    waves: float = 0,
    rings: float = 0,
    wave_inks: tuple[str, str] = (WHITE, RUST),
    dy: float = 0,
) -> None:
    """The vase as far as it is built. rings: how much of it, from the mouth down, still shows its coils; waves: how many."""
    half = _outline(upto)
    body = _body(half)
    edge = half[0][1]
    with c.group(f"translate({CX} {FOOT + dy:.0f})"):
        c.soft(shapes.path(body), 0.25, "translate(34 4)", 8)
        d = c.cut(body, colour, edge=True)
        with c.clip(d):
            shade = [(RADIUS(y) * 0.5, y) for y in range(int(edge), 20, 24)]
            c.fill(shapes.path([*shade, (320, 40), (320, edge - 40)]), PAL.deep(colour, 0.3), 0.5)
            _coils(c, colour, edge, TOP * (1 - rings))
            for number in range(WAVES):
                share = min(1.0, waves - number)
                if share > 0:
                    _wave(c, number, share, wave_inks[1] if number in (1, 4) else wave_inks[0])
        _marks(c, colour, edge)
        ry = half[0][0] * 0.17
        c.cut(shapes.ellipse(0, edge, half[0][0], ry), PAL.pale(colour, 0.3), wob=1.2)
        c.cut(shapes.ellipse(1, edge + 2, half[0][0] * 0.86, ry * 0.74), PAL.deep(colour, 0.7), wob=1.2)


def _coils(c: Canvas, colour: str, edge: float, until: float) -> None:
    """The seams between the coils from the mouth down to a height."""
    for number in range(1, RINGS):
        y = TOP * number / RINGS
        if edge < y < until:
            r = RADIUS(y)
            arc = [(-r + 2 * r * i / 12, y + r * 0.09 * math.sin(math.pi * i / 12)) for i in range(13)]
            c.stroke(arc, PAL.deep(colour, 0.45), 5)


def _marks(c: Canvas, colour: str, edge: float) -> None:
    """Gouge marks along the shaded side and thin lights along the other: the same all through, so that they do not swim."""
    rng = Random("vase:marks")
    y = edge + 22
    while y < -10:
        r = RADIUS(y)
        c.marks([(r + 1, y, 181, r * rng.uniform(0.2, 0.6), 5)], PAL.deep(colour, 0.5))
        if rng.random() < 0.5:
            c.marks([(-r * 0.84, y, 2, r * rng.uniform(0.12, 0.36), 3)], PAL.pale(colour, 0.55))
        y += 15


def _wave(c: Canvas, number: int, share: float, ink: str) -> None:
    """One wavy line round the belly, drawn from the left as far as `share`."""
    y = TOP * (0.66 - number * 0.085)
    r = RADIUS(y)
    points = []
    for i in range(int(60 * share) + 1):
        x = -r + 2 * r * i / 60
        points.append((x, y + math.sin(x / 19 + number) * 11 + 10 * math.cos(x / r * math.pi / 2)))
    if len(points) > 1:
        c.stroke(points, ink, 15, wob=0.8)


def _hand(c: Canvas, x: float, y: float, size: float, *, flip: bool = False, turn: float = 0) -> None:
    """A hand whose sleeve reaches out of the picture."""
    k = size / 200
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.1f}) scale({-k if flip else k:.3f} {k:.3f})"):
        c.cut([(-1500, -230), (-600, -118), (-600, 148), (-1500, 300)], PAL.accent, lift=7, edge=True)
    hand(c, x, y, size, PAL.accent, flip=flip, turn=turn)


# The parts of the film


def _build(c: Canvas, at: float) -> None:
    """Ring upon ring; the hand lays the next one down."""
    done = min(1.0, at / (SMOOTH - 0.3))
    rings = max(1, math.ceil(done * RINGS))
    _vase(c, WET, upto=rings / RINGS, rings=1)
    y = FOOT + TOP * rings / RINGS
    sway = math.sin(at * 7) * 26
    _hand(c, CX - RADIUS(TOP * rings / RINGS) - 96 + sway, y - 6, 190, turn=6)


def _smooth(c: Canvas, at: float) -> None:
    """A finger rubs the seams away, from the foot up."""
    share = min(1.0, (at - SMOOTH) / (DRY - SMOOTH - 0.3))
    y = TOP * share
    _vase(c, WET, rings=1 - share if share < 1 else 0)
    _hand(c, CX - RADIUS(y) - 70 + math.sin(at * 11) * 16, FOOT + y, 190, turn=-4)


def _dry(c: Canvas, at: float) -> None:
    """Under the foil; nights pass over it, and the clay grows paler."""
    share = (at - DRY) / (WAX - DRY)
    _vase(c, mix(WET, PALE_CLAY, share))
    down = min(1.0, share * 4) if share < 0.88 else max(0.0, (1 - share) / 0.12)
    if down > 0:
        low = FOOT + TOP - 60 + (30 - TOP) * down
        left, right = CX - 300, CX + 300
        top, middle = FOOT + TOP - 62, (low + FOOT + TOP) / 2
        hem = [(right, low), (CX + 150, low - 26), (CX, low + 4), (CX - 150, low - 22), (left, low)]
        sheet = [(CX - 130, top), (CX + 130, top), (right - 30, middle), *hem, (left + 30, middle)]
        d = shapes.path(shapes.smooth(sheet, closed=True, per=5))
        c.fill(d, "#eef3f2", 0.62)
        for x in (-190, -70, 60, 180):
            c.stroke([(CX + x * 0.4, FOOT + TOP - 20), (CX + x, low - 40)], "#ffffff", 6, opacity=0.6)
    night = math.sin(share * 3 * math.pi) ** 2 * 0.52
    if night > 0.02:
        c.add(f'<rect width="{W}" height="{H}" fill="#16223a" fill-opacity="{night:.2f}"/>')


def _wax(c: Canvas, at: float) -> None:
    """Six lines, one after another, on the pale clay."""
    share = (at - WAX) / (DIP - WAX)
    drawn = min(float(WAVES), share * (WAVES + 0.6))
    _vase(c, PALE_CLAY, waves=drawn)
    if drawn < WAVES:
        number, along = int(drawn), drawn % 1
        y = TOP * (0.66 - number * 0.085)
        x = CX - RADIUS(y) + 2 * RADIUS(y) * along
        ink = RUST if number in (1, 4) else WHITE
        c.stroke([(x + 6, FOOT + y - 4), (x + 120, FOOT + y - 190)], "#8a5f3a", 17)
        c.cut(shapes.ellipse(x + 6, FOOT + y - 6, 11, 20), ink)
        _hand(c, x + 210, FOOT + y - 150, 170, flip=True, turn=-24)


def _bucket_front() -> shapes.Points:
    """The side of the bucket below its rim, out of the picture at the foot."""
    return [*shapes.ellipse(CX, GLAZE_LEVEL, 350, 66, 180, 0), (CX + 300, 1100), (CX - 300, 1100)]


def _dip(c: Canvas, at: float) -> None:
    """Down into the bucket, up again: the glaze is the colour of thin milk and hides the lines."""
    share = (at - DIP) / (FIRE - DIP)
    depth = math.sin(min(1.0, share / 0.9) * math.pi)
    dy = 470 * depth
    colour = PALE_CLAY if share < 0.45 else MILK
    inks = (WHITE, RUST) if share < 0.45 else (PAL.pale(MILK, 0.5), mix(MILK, RUST, 0.25))
    steel = "#8f9ba3"
    bucket = [(CX - 350, GLAZE_LEVEL), (CX + 350, GLAZE_LEVEL), (CX + 300, 1100), (CX - 300, 1100)]
    shown = min(1.0, share / 0.12, (1 - share) / 0.12)
    drop = (1 - shown) * 430
    with c.group(f"translate(0 {drop:.0f})"):
        c.cut(shapes.ellipse(CX, GLAZE_LEVEL, 350, 66), PAL.deep(steel, 0.3))
        c.cut(shapes.ellipse(CX, GLAZE_LEVEL + 8, 326, 54), MILK)
    _vase(c, colour, waves=WAVES, wave_inks=inks, dy=dy)
    with c.group(f"translate(0 {drop:.0f})"):
        rim = [*shapes.ellipse(CX, GLAZE_LEVEL + 8, 326, 54, 0, 180), *shapes.ellipse(CX, GLAZE_LEVEL, 350, 66, 180, 0)]
        c.cut(_bucket_front(), steel, edge=True)
        c.cut(rim, PAL.pale(steel, 0.4), wob=1)
        c.comb(bucket, PAL.deep(steel, 0.5), depth=60, step=16)
        c.stroke(shapes.ellipse(CX, GLAZE_LEVEL + 110, 340, 60, 10, 170), PAL.deep(steel, 0.4), 6)


def _fire(c: Canvas, at: float) -> None:
    """The heat of the kiln: everything glows, and the milk turns green."""
    share = (at - FIRE) / (DONE - FIRE)
    heat = math.sin(share * math.pi)
    cool = mix(MILK, GLAZE, max(0.0, min(1.0, (share - 0.35) / 0.5)))
    white = mix(PAL.pale(MILK, 0.5), WHITE, share)
    rust = mix(mix(MILK, RUST, 0.25), RUST, share)
    c.add(f'<rect width="{W}" height="{H}" fill="#3a1408" fill-opacity="{0.72 * heat:.2f}"/>')
    for reach, opacity in ((620, 0.16), (470, 0.2), (340, 0.26)):
        c.add(f'<ellipse cx="{CX}" cy="520" rx="{reach}" ry="{reach * 0.86:.0f}" fill="{EMBER}" fill-opacity="{opacity * heat:.2f}"/>')
    _vase(c, mix(cool, EMBER, 0.6 * heat), waves=WAVES, wave_inks=(mix(white, EMBER, 0.25 * heat), rust))


def _done(c: Canvas, at: float) -> None:
    """Finished; the tag comes down on its string."""
    _vase(c, GLAZE, waves=WAVES)
    share = min(1.0, (at - DONE) / 0.5)
    swing = math.sin((at - DONE) * 6) * 10 * max(0.0, 1 - (at - DONE) / 1.5)
    neck_y, neck_r = min(((y, x) for x, y in HALF if TOP * 0.98 < y < TOP * 0.5), key=lambda point: point[1])
    y = FOOT + neck_y
    loop = [(CX + neck_r * (k / 6 - 1), y + neck_r * 0.13 * (1 - (k / 6 - 1) ** 2)) for k in range(13)]
    c.stroke(loop, PAL.ink, 4)
    drop = (1 - share) * -120
    props.tag(c, CX + neck_r * 0.5 + 20, y + 76 + drop, size=1.05, turn=-8 + swing, string=(CX + neck_r * 0.45, y + 8))


PARTS = ((0.0, _build), (SMOOTH, _smooth), (DRY, _dry), (WAX, _wax), (DIP, _dip), (FIRE, _fire), (DONE, _done))

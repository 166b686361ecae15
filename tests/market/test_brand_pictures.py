"""The marks of funders and the share picture: law asks for a correct EU flag, and for no mark larger than it."""

import io
import math
from pathlib import Path

import pytest
import resvg_py
from PIL import Image

IMG = Path(__file__).resolve().parents[2] / "site" / "static" / "img"
BLUE, YELLOW, RED = (0, 51, 153), (255, 204, 0), (212, 33, 61)
MARKS = ("eu", "efs", "fe", "rp", "pokl", "rops", "wrkzop")


def mark(name: str) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_path=str(IMG / "funders" / f"{name}.svg"), zoom=12, background="#ffffff")
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


@pytest.mark.parametrize("name", ["eu", "efs"])
def test_the_eu_flag_has_twelve_stars_like_the_hours_of_a_clock(name):
    image = mark(name)
    height = image.height
    left = 0 if name == "eu" else image.width - round(height * 1.5)
    cx, cy = left + height * 0.75, height / 2
    assert image.getpixel((left + 4, 4)) == BLUE
    assert image.getpixel((left + round(height * 1.5) - 5, height - 5)) == BLUE
    assert image.getpixel((round(cx), round(cy))) == BLUE
    for hour in range(12):
        x = cx + height / 3 * math.sin(math.radians(30 * hour))
        y = cy - height / 3 * math.cos(math.radians(30 * hour))
        assert image.getpixel((round(x), round(y))) == YELLOW
        assert image.getpixel((round(x), round(y - height / 18 * 0.7))) == YELLOW  # a point looks up
        between = math.radians(30 * hour + 15)
        spot = round(cx + height / 3 * math.sin(between)), round(cy - height / 3 * math.cos(between))
        assert image.getpixel(spot) == BLUE


def test_the_polish_flag_is_white_over_red():
    image = mark("rp")
    middle = image.height // 2
    assert image.getpixel((40, middle - 90)) == (255, 255, 255)
    assert image.getpixel((40, middle + 90)) == RED


def test_all_marks_share_one_height_so_that_none_is_larger_than_the_flag():
    assert {mark(name).height for name in MARKS} == {672}


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_names_itself_and_asks_nothing_from_outside(name):
    svg = (IMG / "funders" / f"{name}.svg").read_text()
    assert "<title>" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "<text" not in svg


def test_the_share_picture_has_the_size_networks_expect():
    image = Image.open(IMG / "og-default.png")
    assert (image.format, image.size) == ("PNG", (1200, 630))

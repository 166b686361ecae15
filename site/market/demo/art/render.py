"""From SVG to a photograph-like file: the press, the paper's grain, the JPEG."""

from __future__ import annotations

import io
from functools import lru_cache
from random import Random

import resvg_py
from PIL import Image, ImageChops, ImageFilter

TILE = 512


@lru_cache(maxsize=2)
def _grain(strength: float) -> Image.Image:
    """A tile of paper tooth: fine noise, fibres, and slow clouds of uneven ink, around middle grey."""

    def noise(seed: int, size: int, blur: float, gain: float) -> Image.Image:
        raw = Image.frombytes("L", (size, size), Random(seed).randbytes(size * size))
        big = Image.new("L", (size * 2, size * 2))
        for x in (0, size):
            for y in (0, size):
                big.paste(raw, (x, y))
        soft = big.filter(ImageFilter.GaussianBlur(blur)) if blur else big
        half = size // 2
        tile = soft.crop((half, half, half + size, half + size)).resize(
            (TILE, TILE), Image.Resampling.BICUBIC
        )
        return tile.point(lambda v: max(0, min(255, round(128 + (v - 128) * gain))))

    fine = noise(11, TILE, 0.7, 0.75 * strength)
    tooth = noise(5, TILE, 1.6, 1.5 * strength)
    cloud = noise(3, 128, 3.2, 2.6 * strength)
    return Image.blend(Image.blend(fine, tooth, 0.5), cloud, 0.34)


def paper(image: Image.Image, strength: float) -> Image.Image:
    tile = _grain(strength)
    width, height = image.size
    sheet = Image.new("L", image.size)
    for x in range(0, width, TILE):
        for y in range(0, height, TILE):
            sheet.paste(tile, (x, y))
    return ImageChops.soft_light(image, Image.merge("RGB", (sheet, sheet, sheet)))


def rasterise(svg: str, width: int) -> Image.Image:
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def encode(svg: str, width: int = 1200, *, image_format: str = "JPEG", quality: int = 84) -> bytes:
    image = paper(rasterise(svg, width), 1.0 if width >= 600 else 0.6)
    out = io.BytesIO()
    if image_format == "JPEG":
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    elif image_format == "WEBP":
        image.save(out, "WEBP", quality=quality, method=4)
    else:
        image.save(out, image_format)
    return out.getvalue()

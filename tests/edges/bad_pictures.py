"""Twenty-one pictures that people and attackers send; each built here, byte by byte where need be."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms

GPS = 0x8825
ORIENTATION = 0x0112
PAYLOAD = b"<script>alert(document.domain)</script><?php system($_GET[0]);"

#: What is to become of a picture: refused beside its field, or stored clean.
REFUSED, CLEANED = "refused", "cleaned"


def picture(kind: str, *, mode: str = "RGB", size=(96, 64), colour=None, **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, colour if colour is not None else {"RGB": "#8a2f16"}.get(mode, 0)).save(data, kind, **options)
    return data.getvalue()


def noise(size=(200, 150)) -> Image.Image:
    return Image.effect_noise(size, 80).convert("RGB")


def noisy(kind: str) -> bytes:
    data = io.BytesIO()
    noise().save(data, kind)
    return data.getvalue()


def cut(kind: str) -> bytes:
    whole = noisy(kind)
    return whole[: len(whole) // 2]


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with_header(width: int, height: int) -> bytes:
    """A small file that says it is a picture of so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + png_chunk(b"IEND", b"")
    )


def png_text_bomb() -> bytes:
    whole = picture("PNG")
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 50_000_000, 9))
    return whole[:33] + bomb + whole[33:]


def broken_checksum() -> bytes:
    whole = bytearray(noisy("PNG"))
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def photo_with_place() -> bytes:
    """A phone's photograph: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Telefon"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 24.0, 30.0), 3: "E", 4: (16.0, 55.0, 10.0)})
    return picture("JPEG", exif=exif)


def moving(kind: str) -> bytes:
    data = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    frames[0].save(data, kind, save_all=True, append_images=frames[1:], duration=100)
    return data.getvalue()


def sixteen_bits() -> bytes:
    deep = Image.new("I;16", (64, 64))
    deep.putdata([column * 1000 for _row in range(64) for column in range(64)])
    data = io.BytesIO()
    deep.save(data, "PNG")
    return data.getvalue()


def palette() -> bytes:
    data = io.BytesIO()
    noise().convert("P").save(data, "PNG", transparency=3)
    return data.getvalue()


def foreign_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return picture("JPEG", icc_profile=profile)


def bad_pictures() -> dict[str, tuple[str, Callable[[], bytes], str]]:
    """Name of the case → file name, its bytes, what is to become of it."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    return {
        "empty": ("a.jpg", lambda: b"", REFUSED),
        "one-byte": ("a.png", lambda: b"\x89", REFUSED),
        "words": ("a.jpg", lambda: b"This is not a picture at all.", REFUSED),
        "jpeg-cut": ("a.jpg", lambda: cut("JPEG"), REFUSED),
        "png-cut": ("a.png", lambda: cut("PNG"), REFUSED),
        "webp-cut": ("a.webp", lambda: cut("WEBP"), REFUSED),
        "png-checksum": ("a.png", broken_checksum, REFUSED),
        "png-64000-pixels-wide": ("a.png", lambda: png_with_header(64_000, 64_000), REFUSED),
        "png-of-a-long-side": ("a.png", lambda: png_with_header(100_000, 2), REFUSED),
        "png-41-megapixels": ("a.png", lambda: png_with_header(8_200, 5_000), REFUSED),
        "png-text-bomb": ("a.png", png_text_bomb, REFUSED),
        "svg": ("a.svg", lambda: svg, REFUSED),
        "svg-called-png": ("a.png", lambda: svg, REFUSED),
        "gif": ("a.gif", lambda: picture("GIF", mode="P"), REFUSED),
        "png-called-jpg": ("a.jpg", lambda: picture("PNG"), REFUSED),
        "png-that-moves": ("a.png", lambda: moving("PNG"), REFUSED),
        "webp-that-moves": ("a.webp", lambda: moving("WEBP"), REFUSED),
        "jpeg-and-script": ("../../a.php.jpg", lambda: picture("JPEG", comment=PAYLOAD) + PAYLOAD, CLEANED),
        "cmyk": ("a.jpg", lambda: picture("JPEG", mode="CMYK"), CLEANED),
        "sixteen-bits": ("a.png", sixteen_bits, CLEANED),
        "palette-with-holes": ("a.png", palette, CLEANED),
        "foreign-profile": ("a.jpg", foreign_profile, CLEANED),
        "phone-photo": ("IMG_0001.JPG", photo_with_place, CLEANED),
    }

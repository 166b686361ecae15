"""The text of a PDF that typst made, read by the tables that the file itself brings for copying and reading aloud.

Enough for tests, with the standard library alone: whole objects, Flate streams, two-byte fonts with a ToUnicode table.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
#: A font, a string of two-byte signs as hex, where one as escaped text begins, the end of a marked piece.
TOKEN = re.compile(rb"/(?P<font>\w+) [\d.]+ Tf|<(?P<hex>[0-9A-Fa-f]+)>|(?P<text>\()|\b(?P<end>EMC)\b")
#: What counts within a string: an escaped sign, or a parenthesis. Balanced ones need no escape (ISO 32000-1, 7.3.4.2).
WITHIN = re.compile(rb"\\.|[()]", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(pdf: bytes) -> str:
    """All text, page by page, a line for each marked piece."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [int(number) for number in re.findall(rb"(\d+) 0 R", objects[1].split(b"/Kids[")[1])]
    return "\n".join(_page_text(objects, objects[page]) for page in pages)


def _page_text(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", resources))
    signs = {name: _signs(_stream(objects[_reference(objects[int(font)], b"ToUnicode")])) for name, font in fonts.items()}
    content, found, font, place = _stream(objects[_reference(page, b"Contents")]), [], b"", 0
    while token := TOKEN.search(content, place):
        place = token.end()
        raw = bytes.fromhex((token["hex"] or b"").decode())
        if token["text"]:
            end = _end_of_text(content, place)
            raw, place = ESCAPE.sub(_unescaped, content[place:end]), end + 1
        font = token["font"] or font
        found += [signs[font].get(raw[at : at + 2], "") for at in range(0, len(raw), 2)]
        found += "\n" if token["end"] else ""
    return re.sub("\n+", "\n", "".join(found))


def _end_of_text(content: bytes, start: int) -> int:
    """Place of the parenthesis that closes the string whose text begins at start."""
    depth = 1
    for sign in WITHIN.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if not depth:
            return sign.start()
    raise ValueError("A string of the page has no end.")


def _unescaped(match: re.Match) -> bytes:
    what = match[1]
    return bytes([int(what, 8)]) if what.isdigit() else NAMED.get(what, b"" if what.endswith(b"\n") else what)


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", body)[1])


def _stream(body: bytes) -> bytes:
    head, rest = body.split(b"stream\n", 1)
    return zlib.decompress(rest[: int(re.search(rb"/Length (\d+)", head)[1])])


def _signs(table: bytes) -> dict[bytes, str]:
    """{sign as it stands in the page: what it says} of a ToUnicode table."""
    pairs = re.findall(rb"^<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", table, re.MULTILINE)
    return {bytes.fromhex(sign.decode()): bytes.fromhex(said.decode()).decode("utf-16-be") for sign, said in pairs}

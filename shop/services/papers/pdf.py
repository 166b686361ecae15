"""A document as PDF/UA-1: tagged, so that screen readers find their way through it. docs/decisions/0012."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from ...models import SalesDocument
from .view import document_view

TEMPLATE = "documents/sales_document.typ"
#: Colours, type and the tag, before each template: what is compiled is one text, which can import nothing.
FRAME = "documents/frame.typ"
#: What the font of the documents (Libertinus Serif, part of typst) can draw: Latin, Greek, Cyrillic, punctuation, currencies.
DRAWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2C6, 0x2DD), (0x370, 0x523), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x20A0, 0x20BA),
    (0x2116, 0x2122),
)  # fmt: skip


def document_pdf(*, document: SalesDocument) -> bytes:
    """The PDF of a document, the same bytes at every call."""
    return pdf_of(TEMPLATE, {**document_view(document), "issued": document.issued_on.isoformat()})


def pdf_of(template: str, told: dict[str, Any]) -> bytes:
    """PDF/UA-1 of a template, the same bytes for the same words.

    Texts reach the template as one JSON value, as data: nothing in a name or an address is read as markup.
    """
    return typst.compile(
        _template(FRAME) + _template(template),
        sys_inputs={"document": json.dumps(drawable(told))},
        format="pdf",
        pdf_standards=["ua-1"],
    )


def drawable(value: Any) -> Any:
    """The same JSON value with a question mark for each sign that the font lacks: PDF/UA allows no empty box.

    Page and XML show such a sign as it is.
    """
    if isinstance(value, dict):
        return {key: drawable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [drawable(part) for part in value]
    return "".join(map(_drawn, unicodedata.normalize("NFC", value))) if isinstance(value, str) else value


def _drawn(sign: str) -> str:
    if sign.isspace() and sign not in "\u00a0\u202f":
        return " "
    is_drawn = unicodedata.category(sign)[0] != "C" and any(first <= ord(sign) <= last for first, last in DRAWN)
    return sign if is_drawn else "?"


def file_name(document: SalesDocument, extension: str) -> str:
    """For example „FV-12-2026.pdf”."""
    return f"{document.number.replace('/', '-')}.{extension}"


def _template(name: str) -> bytes:
    for folder in settings.TEMPLATES[0]["DIRS"]:
        path = Path(folder) / name
        if path.is_file():
            return path.read_bytes()
    raise FileNotFoundError(name)

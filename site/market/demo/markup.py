"""Turns the small markup of the demo texts into the blocks of `home.blocks.BodyBlock`.

Blocks are parted by a blank line: `## Heading`, `- item`, `1. item`, `> Quote — who`, `{product: CODE}`,
`{goods: CODE, CODE}`, `{video: key}`, `{figure: key}`, `{picture: key | alt | caption}`, `{note: text}`, anything else a paragraph. Inside a text stand
`**bold**`, `*italic*` and `[text](kind:key)`, `[text](/path/)` or `[text](https://…)`.
"""

import re
import uuid
from collections.abc import Callable
from html import escape
from typing import Any

#: Gives the primary key of the page that `kind:key` names.
PageResolver = Callable[[str, str], int]
#: Gives the primary key of a record or picture that an embed names.
EmbedResolver = Callable[[str, str], int]

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
EMBED = re.compile(r"^\{(product|video|goods|figure|picture|note):\s*(.+?)\}$", re.S)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
ITALIC = re.compile(r"(?<!\*)\*(?!\*)(.+?)(?<!\*)\*(?!\*)", re.S)
NAMESPACE = uuid.UUID("6f2d4f0e-5f0b-4f7e-9a57-0d6f3c1f2a10")


class Markup:
    """A converter that knows where links and embeds lead."""

    def __init__(self, page: PageResolver, embed: EmbedResolver):
        self.page = page
        self.embed = embed

    def inline(self, text: str) -> str:
        """Rich text of a line: escaped, with links, bold and italic."""
        html, position = [], 0
        for match in LINK.finditer(text):
            html.append(self._style(text[position : match.start()]))
            html.append(f"<a {self._target(match[2])}>{self._style(match[1])}</a>")
            position = match.end()
        html.append(self._style(text[position:]))
        return "".join(html)

    def rich(self, text: str) -> str:
        """Rich text of a whole field: paragraphs, lists and third-level headings."""
        return "".join(self._element(chunk) for chunk in chunks(text))

    def stream(self, text: str, seed: str) -> list[dict[str, Any]]:
        """Raw data of a BodyBlock. Neighbouring paragraphs and lists become one text block."""
        blocks: list[tuple[str, Any]] = []
        for chunk in chunks(text):
            if chunk.startswith("## "):
                blocks.append(("heading", chunk[3:].strip()))
            elif chunk.startswith("> "):
                quote, _, who = chunk[2:].replace("\n> ", " ").rpartition(" — ")
                blocks.append(("quote", {"text": quote or who, "who": who if quote else ""}))
            elif match := EMBED.match(chunk):
                blocks.append(self._embed(match[1], match[2].strip()))
            elif blocks and blocks[-1][0] == "paragraph":
                blocks[-1] = ("paragraph", blocks[-1][1] + self._element(chunk))
            else:
                blocks.append(("paragraph", self._element(chunk)))
        return [
            {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{seed}:{number}"))}
            for number, (kind, value) in enumerate(blocks)
        ]

    def _embed(self, kind: str, text: str) -> tuple[str, Any]:
        if kind == "note":
            return "note", {"text": f"<p>{self.inline(text)}</p>"}
        if kind == "picture":
            key, alt, caption = ([part.strip() for part in text.split("|")] + ["", ""])[:3]
            image = {"image": self.embed("picture", key), "alt_text": alt, "decorative": not alt}
            return "picture", {"image": image, "caption": caption}
        if kind == "goods":
            codes = [code.strip() for code in text.split(",")]
            items = [
                {"type": "item", "value": self.embed("product", code), "id": str(uuid.uuid5(NAMESPACE, code))}
                for code in codes
            ]
            return "goods", {"items": items}
        return kind, {kind: self.embed(kind, text)}

    def _element(self, chunk: str) -> str:
        lines = chunk.splitlines()
        if chunk.startswith("### "):
            return f"<h3>{self.inline(chunk[4:])}</h3>"
        if all(line.startswith("- ") for line in lines):
            return "<ul>" + "".join(f"<li>{self.inline(line[2:])}</li>" for line in lines) + "</ul>"
        if all(re.match(r"\d+\. ", line) for line in lines):
            items = (re.sub(r"^\d+\. ", "", line) for line in lines)
            return "<ol>" + "".join(f"<li>{self.inline(item)}</li>" for item in items) + "</ol>"
        return f"<p>{self.inline(' '.join(lines))}</p>"

    def _target(self, target: str) -> str:
        kind, _, key = target.partition(":")
        if target.startswith("/"):
            # Pages of no tree: the withdrawal function, complaints.
            return f'href="{escape(target)}"'
        if kind in {"https", "http", "mailto", "tel"}:
            return f'href="{escape(target)}"'
        return f'linktype="page" id="{self.page(kind, key)}"'

    @staticmethod
    def _style(text: str) -> str:
        html = escape(text, quote=False)
        return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", html))


def chunks(text: str) -> list[str]:
    """Blocks of a text: what stands between blank lines."""
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", text.strip()) if chunk.strip()]

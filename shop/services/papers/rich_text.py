"""The words of a page as plain JSON for a PDF: headings, paragraphs and lists of runs. Pictures and cards stay out."""

from html.parser import HTMLParser
from typing import Any

from wagtail.rich_text import RichText, expand_db_html

from home.links import absolute

Node = dict[str, Any]
#: Tags that begin a node, with its kind.
HEADINGS = {"h2": 3, "h3": 4, "h4": 5}
LISTS = {"ul": False, "ol": True}


def page_nodes(page) -> list[Node]:
    """A text page from its title (a heading of level 2) to its last block, without gaps in the levels of headings."""
    nodes = [heading(page.title, 2)]
    if page.lead:
        nodes.append(paragraph(page.lead))
    for block in page.body:
        if block.block_type == "heading":
            nodes.append(heading(str(block.value), 3))
        elif block.block_type == "quote":
            nodes.append(paragraph(block.value["text"]))
        elif block.block_type in {"paragraph", "note"}:
            text = block.value["text"] if block.block_type == "note" else block.value
            nodes += rich_text_nodes(text)
    return _levelled(nodes)


def heading(text: str, level: int) -> Node:
    return {"is": "heading", "text": text, "level": level}


def paragraph(text: str) -> Node:
    return {"is": "paragraph", "runs": [_run(text)]}


def rich_text_nodes(text: RichText) -> list[Node]:
    """Rich text of an editor; links are whole addresses."""
    reader = _Reader()
    reader.feed(expand_db_html(text.source))
    reader.close()
    return [node for node in map(_without_gaps, reader.nodes) if node.get("text", node.get("runs", node.get("items")))]


def _without_gaps(node: Node) -> Node:
    """The node without items in which nothing stands."""
    return {**node, "items": [item for item in node["items"] if item]} if node["is"] == "list" else node


def _levelled(nodes: list[Node]) -> list[Node]:
    """The same nodes; a heading is at most one level below the heading before it, as PDF/UA wants."""
    level = 1
    for node in nodes:
        if node["is"] == "heading":
            level = node["level"] = min(node["level"], level + 1)
    return nodes


def _run(text: str, *, strong: bool = False, emph: bool = False, link: str = "") -> dict[str, Any]:
    return {"text": text, "strong": strong, "emph": emph, "link": link}


class _Reader(HTMLParser):
    """Sorts text into nodes. What stands in tags that are not known is read as if they were not there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.runs: list[dict[str, Any]] | None = None
        self.lists: list[Node] = []
        self.strong = self.emph = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag in HEADINGS:
            self.nodes.append(heading("", HEADINGS[tag]))
        elif tag in LISTS:
            # A list within an item goes on at the same depth: the words are all there, in their order.
            if not self.lists:
                self.nodes.append({"is": "list", "ordered": LISTS[tag], "items": []})
            self.lists.append(self.nodes[-1])
        elif tag == "li" and self.lists:
            self.runs = []
            self.lists[-1]["items"].append(self.runs)
        elif tag == "p" and not self.lists:
            self.runs = []
            self.nodes.append({"is": "paragraph", "runs": self.runs})
        elif tag in {"b", "strong"}:
            self.strong += 1
        elif tag in {"i", "em"}:
            self.emph += 1
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self.link = absolute(address) if address.startswith("/") else address
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS or (tag == "p" and not self.lists):
            self.runs = None
        elif tag in LISTS and self.lists:
            self.lists.pop()
            self.runs = None
        elif tag in {"b", "strong"}:
            self.strong = max(self.strong - 1, 0)
        elif tag in {"i", "em"}:
            self.emph = max(self.emph - 1, 0)
        elif tag == "a":
            self.link = ""

    def handle_data(self, text: str) -> None:
        if self.runs is not None:
            self.runs.append(_run(text, strong=bool(self.strong), emph=bool(self.emph), link=self.link))
        elif self.nodes and self.nodes[-1]["is"] == "heading" and text.strip():
            self.nodes[-1]["text"] += text
        elif text.strip():
            self.runs = [_run(text, strong=bool(self.strong), emph=bool(self.emph), link=self.link)]
            self.nodes.append({"is": "paragraph", "runs": self.runs})

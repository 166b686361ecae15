"""Valid HTML: the parser of the standard finds no error, and what the parser does not look at holds too."""

import itertools
import json
import os
import re
import subprocess

import html5lib
import pytest

from .crawl import Crawl

# What a page is written like does not depend on the database.
pytestmark = pytest.mark.style

SHARDS = 4
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "form", "list", "headers")
#: Where a block may not stand (HTML Living Standard, content models).
PHRASING_PARENTS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "button", "label", "em", "strong", "dt")
BLOCKS = ("div", "p", "ul", "ol", "dl", "section", "article", "table", "form", "figure", "blockquote", "h1", "h2", "h3")


def shard(crawl: Crawl, number: int):
    return list(crawl)[number::SHARDS]


@pytest.mark.parametrize("number", range(SHARDS))
def test_the_parser_finds_no_error(crawl: Crawl, number: int):
    bad = []
    for answer in shard(crawl, number):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(answer.html)
        for (line, _column), code, _data in parser.errors:
            bad.append((answer.path, code, answer.html.splitlines()[line - 1].strip()[:120]))
    assert bad == []


@pytest.mark.parametrize("number", range(SHARDS))
def test_the_structure_holds(crawl: Crawl, number: int):
    bad = [(answer.path, fault) for answer in shard(crawl, number) for fault in faults(answer.soup)]
    assert bad == []


def faults(soup):
    """Faults that a parser forgives: ids, references, nesting, names, order of headings."""
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    yield from (f"id twice: {one}" for one in {one for one in ids if ids.count(one) > 1})
    for tag in soup.find_all(True):
        for name in REFERENCES:
            value = tag.get(name)
            if value is not None and not (name == "for" and tag.name == "output"):
                for one in value if isinstance(value, list) else value.split():
                    if one not in ids:
                        yield f"{tag.name} {name}={one}: no such id"
        if tag.name in BLOCKS and tag.parent.name in PHRASING_PARENTS:
            yield f"{tag.name} inside {tag.parent.name}"
        if tag.name == "li" and tag.parent.name not in {"ul", "ol", "menu"}:
            yield f"li inside {tag.parent.name}"
        if tag.name in {"ul", "ol"}:
            yield from (
                f"{child.name} as child of {tag.name}"
                for child in tag.find_all(True, recursive=False)
                if child.name not in {"li", "script", "template"}
            )
        if tag.name == "dl":
            yield from (
                f"{child.name} as child of dl"
                for child in tag.find_all(True, recursive=False)
                if child.name not in {"dt", "dd", "div", "script", "template"}
            )
        if tag.name in {"a", "button"} and tag.find(["a", "button", "input", "select", "textarea"]):
            yield f"{tag.name} holds another control: {str(tag)[:80]}"
        if tag.name in {"input", "select", "textarea"} and tag.get("type") not in {"hidden", "submit", "button"}:
            labelled = tag.get("aria-label") or tag.get("aria-labelledby") or tag.find_parent("label")
            if not labelled and not soup.find("label", attrs={"for": tag.get("id")}):
                yield f"no label: {str(tag)[:80]}"
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    yield from (f"h{low} is followed by h{high}" for low, high in itertools.pairwise(levels) if high > low + 1)
    for name in ("main", "title"):
        if len(soup.find_all(name)) != 1 and name == "main":
            yield f"{len(soup.find_all(name))} × {name}"


def test_the_nu_checker_agrees(crawl: Crawl, tmp_path):
    """With VNU_JAR naming the Nu HTML checker, it finds no error either; without it the checks above must do."""
    jar = os.environ.get("VNU_JAR")
    for number, answer in enumerate(crawl if jar else []):
        (tmp_path / f"{number:04d}.html").write_text(answer.html)
    messages = []
    if jar:
        done = subprocess.run(
            ["java", "-jar", jar, "--format", "json", "--exit-zero-always", "--skip-non-html", str(tmp_path)],
            capture_output=True, text=True, check=True,
        )
        paths = list(crawl.answers)
        for message in json.loads(done.stderr)["messages"]:
            if message["type"] == "error":
                path = paths[int(message["url"].rsplit("/", 1)[-1][:4])]
                messages.append((path, message["message"], message.get("extract", "")[:120]))
    assert messages == []

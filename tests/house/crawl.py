"""Fetching the site as an anonymous visitor does, and reading what came."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
LANGUAGES = ("pl", "en", "uk")


@dataclass
class Answer:
    """One fetched page."""

    path: str
    status: int
    headers: dict[str, str]
    cookies: list[str]
    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def language(self) -> str:
        return language_of(self.path)

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if name != "soup"}


@dataclass
class Crawl:
    """All pages of the sitemap, and what fetching them did to the database."""

    answers: dict[str, Answer] = field(default_factory=dict)
    alternates: dict[str, dict[str, str]] = field(default_factory=dict)
    rows_before: dict[str, int] = field(default_factory=dict)
    rows_after: dict[str, int] = field(default_factory=dict)

    def __iter__(self):
        return iter(self.answers.values())

    def in_language(self, code: str) -> list[Answer]:
        return [answer for answer in self if answer.language == code]


def language_of(path: str) -> str:
    found = re.match(r"/(en|uk)/", path)
    return found[1] if found else "pl"


def path_of(address: str) -> str:
    """Path and query of an address of this site; foreign addresses as they are."""
    base = settings.WAGTAILADMIN_BASE_URL
    return (address.removeprefix(base) or "/") if address.startswith(base) else address


def fetch(path: str) -> Answer:
    """GET as somebody who was never here before."""
    response = Client(raise_request_exception=True).get(path)
    html = "" if response.streaming else response.content.decode(errors="replace")
    return Answer(path, response.status_code, dict(response.headers), sorted(response.cookies), html)


def sitemap() -> dict[str, dict[str, str]]:
    """Paths of all public pages with their alternates by language."""
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    pages = {}
    for entry in root.iter(f"{SITEMAP}url"):
        path = path_of(entry.findtext(f"{SITEMAP}loc"))
        pages[path] = {link.get("hreflang"): path_of(link.get("href")) for link in entry.iter(XHTML_LINK)}
    return pages


def rows() -> dict[str, int]:
    """Number of rows of every table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
        return counts


def crawl_site() -> Crawl:
    crawl = Crawl(alternates=sitemap())
    crawl.rows_before = rows()
    for path in crawl.alternates:
        crawl.answers[path] = fetch(path)
    crawl.rows_after = rows()
    return crawl


def internal_links(answer: Answer) -> set[str]:
    """Paths (with query, without fragment) that a page links to on this site."""
    found = set()
    for link in answer.soup.find_all("a", href=True):
        address = path_of(link["href"])
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        path = urljoin(answer.path, parts.path) if parts.path else urlsplit(answer.path).path
        found.add(f"{path}?{parts.query}" if parts.query else path)
    return found

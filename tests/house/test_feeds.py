"""Feeds, calendars, maps of the site, health, and pages for what is not there."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from stories.models import EventPage, StoryPage

from .crawl import Crawl, fetch, path_of


def test_the_sitemap_is_a_sitemap(crawl: Crawl):
    response = Client().get("/sitemap.xml")
    root = ElementTree.fromstring(response.content)
    assert root.tag.endswith("}urlset")
    assert response["Content-Type"].startswith("application/xml")
    assert len(crawl.alternates) == len(set(crawl.alternates)) > 200
    for path, alternates in crawl.alternates.items():
        for target in alternates.values():
            assert target in crawl.alternates, f"{path} → {target}"


def test_robots_are_told_the_sitemap_and_the_private_parts():
    text = Client().get("/robots.txt").content.decode()
    assert re.search(r"^Sitemap: https?://\S+/sitemap\.xml$", text, re.MULTILINE)
    for path in ("/koszyk/", "/zamowienie/", "/admin/", "/en/koszyk/", "/uk/zamowienie/"):
        assert f"Disallow: {path}" in text


@pytest.mark.parametrize("prefix", ["", "/en", "/uk"])
def test_stories_come_as_rss(prefix):
    answer = fetch(f"{prefix}/historie/rss/")
    root = ElementTree.fromstring(answer.html)
    items = root.findall("channel/item")
    assert answer.status == 200
    assert answer.cookies == []
    assert root.get("version") == "2.0"
    assert len(items) >= min(10, StoryPage.objects.live().filter(locale__language_code="pl").count())
    for item in items:
        assert item.findtext("title")
        assert item.findtext("description")
        assert fetch(path_of(item.findtext("link"))).status == 200


def test_events_come_as_calendar_entries():
    events = EventPage.objects.live().filter(locale__language_code="pl")
    assert events.count() >= 4
    for event in events:
        response = Client().get(f"/wydarzenia/{event.pk}/termin.ics")
        text = response.content.decode()
        assert response["Content-Type"].startswith("text/calendar")
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert text.endswith("END:VCALENDAR\r\n")
        for line in ("BEGIN:VEVENT", "UID:", "DTSTART", "DTEND", "SUMMARY"):
            assert re.search(rf"^{line}", text, re.MULTILINE), line
        # RFC 5545, 3.1: no line is longer than 75 octets.
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/nie-ma/", "pl", "Nie ma"),
        ("/en/not-there/", "en", "page"),
        ("/uk/nemaie/", "uk", "сторінк"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_address(path, language, words):
    answer = fetch(path)
    assert answer.status == 404
    assert answer.cookies == []
    assert answer.soup.html["lang"] == language
    assert words.lower() in answer.soup.find("main").get_text(" ").lower()
    assert answer.soup.find("main").find("a", href=True)


def test_health_is_told():
    assert fetch("/healthz").status == 200
    assert fetch("/readyz").status == 200


@pytest.mark.parametrize("path", ["/koszyk/", "/koszyk/licznik/", "/szukaj/?q=wazon", "/en/szukaj/?q=mug", "/uk/koszyk/"])
def test_looking_at_personal_pages_writes_nothing(path):
    from .crawl import rows

    before = rows() | {"market_cache": 0}
    answer = fetch(path)
    assert answer.status == 200
    assert "sessionid" not in answer.cookies
    assert rows() | {"market_cache": 0} == before


@pytest.mark.parametrize(
    "query",
    ["?strona=0", "?strona=9999", "?strona=x", "?cena_od=abc", "?cena_od=-1&cena_do=1e9", "?kategoria=%01", "?sort=;DROP",
     "?region=" + "x" * 3000, "?technika[]=1", "?rodzaj=unique&rodzaj=series", "?q=%F0%9F%A7%B6"],
)
@pytest.mark.parametrize("path", ["/sklep/", "/producenci/", "/baza-wiedzy/dobre-praktyki/", "/historie/", "/szukaj/"])
def test_odd_questions_get_an_answer(path, query):
    assert fetch(f"{path}{query}").status == 200


@pytest.mark.parametrize("path", ["/sklep/", "/producenci/", "/baza-wiedzy/dobre-praktyki/", "/historie/", "/szukaj/"])
def test_what_no_database_stores_is_refused_in_words(path):
    answer = fetch(f"{path}?kategoria=%00")
    assert answer.status == 400
    assert answer.soup.h1

"""What holds for every page of the sitemap, in every language."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from wagtail.models import Page

from .crawl import Crawl, fetch, internal_links, path_of

SCHEMA_TYPES = {
    "productpage": {"Product"},
    "enterprisepage": {"Organization"},
    "storypage": {"Article"},
    "goodpracticepage": {"Article"},
    "eventpage": {"Event"},
    "glossarytermpage": {"DefinedTerm"},
    "homepage": {"Organization", "WebSite"},
}


def types_in(data) -> set[str]:
    """All @type values of a piece of JSON-LD, top level and @graph."""
    if isinstance(data, list):
        return set().union(*map(types_in, data))
    own = data.get("@type", [])
    found = set(own if isinstance(own, list) else [own])
    return found | types_in(data.get("@graph", []))


def json_ld(answer) -> list:
    return [json.loads(script.string) for script in answer.soup.find_all("script", type="application/ld+json")]


def test_every_page_answers(crawl: Crawl):
    assert [(answer.path, answer.status) for answer in crawl if answer.status != 200] == []


def test_the_sitemap_holds_all_rooms_in_all_languages(crawl: Crawl):
    for path in ("/", "/en/", "/uk/", "/sklep/", "/historie/", "/producenci/", "/kampanie/", "/wydarzenia/"):
        assert path in crawl.answers
    for path in ("", "dobre-praktyki/", "slownik/", "liczby/", "poradniki/"):
        assert f"/baza-wiedzy/{path}" in crawl.answers
    assert len(crawl.in_language("pl")) > 140
    assert min(len(crawl.in_language(code)) for code in ("en", "uk")) >= 30


def test_no_page_sets_a_cookie_or_varies_on_one(crawl: Crawl):
    assert [(answer.path, answer.cookies) for answer in crawl if answer.cookies] == []
    assert [answer.path for answer in crawl if "cookie" in answer.headers.get("Vary", "").lower()] == []


def test_reading_writes_no_row(crawl: Crawl):
    """In no table but that of the cache, which may be emptied at any moment and lies elsewhere under CACHE_URL."""
    grown = {
        table: (number, crawl.rows_after[table])
        for table, number in crawl.rows_before.items()
        if crawl.rows_after[table] != number and table != "market_cache"
    }
    assert grown == {}


def test_every_page_has_the_policy_without_inline_code(crawl: Crawl):
    for answer in crawl:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, answer.path
        assert "unsafe" not in policy, answer.path


def test_every_page_has_one_main_heading(crawl: Crawl):
    headings = {answer.path: [h.get_text(strip=True) for h in answer.soup.find_all("h1")] for answer in crawl}
    assert {path: found for path, found in headings.items() if len(found) != 1 or not found[0]} == {}


def test_every_page_has_its_own_title(crawl: Crawl):
    titles = {}
    for answer in crawl:
        title = answer.language, answer.soup.title.get_text(strip=True)
        assert "Market" in title[1], answer.path
        assert title not in titles, f"{answer.path} and {titles[title]} are both „{title}”"
        titles[title] = answer.path


def test_every_page_says_what_it_is_about(crawl: Crawl):
    bad = {}
    for answer in crawl:
        described = answer.soup.find("meta", attrs={"name": "description"})
        text = described["content"] if described else ""
        if not 20 <= len(text) <= 160:
            bad[answer.path] = text
    assert bad == {}


def test_every_page_names_itself_as_canonical(crawl: Crawl):
    bad = {}
    for answer in crawl:
        links = [path_of(link["href"]) for link in answer.soup.find_all("link", rel="canonical")]
        if links != [answer.path]:
            bad[answer.path] = links
    assert bad == {}


def test_languages_point_at_each_other(crawl: Crawl):
    told = {
        answer.path: {
            link["hreflang"]: path_of(link["href"])
            for link in answer.soup.find_all("link", rel="alternate", hreflang=True)
        }
        for answer in crawl
    }
    for path, links in told.items():
        by_language = {code: target for code, target in links.items() if code != "x-default"}
        if by_language:
            assert path in by_language.values(), path
            assert links["x-default"] == links["pl"], path
        for target in by_language.values():
            assert told[target] == links, f"{path} ↔ {target}"
        in_sitemap = {code: target for code, target in crawl.alternates[path].items() if code != "x-default"}
        assert in_sitemap in ({}, by_language) or in_sitemap == {"pl": path}, path


def test_pages_say_their_language(crawl: Crawl):
    assert [answer.path for answer in crawl if answer.soup.html["lang"] != answer.language] == []


def test_structured_data_fits_the_kind_of_page(crawl: Crawl):
    prefix = {}
    for page in Page.objects.live().select_related("content_type"):
        if page.url:
            prefix[page.url] = page.content_type.model
    bad = {}
    for answer in crawl:
        found = set().union(*(types_in(data) for data in json_ld(answer)), set())
        # A product with variants is a group of products.
        found |= {"Product"} if "ProductGroup" in found else set()
        kind = prefix.get(answer.path, "")
        wanted = SCHEMA_TYPES.get(kind, set()) | ({"BreadcrumbList"} if kind != "homepage" else set())
        if not wanted <= found:
            bad[answer.path] = sorted(wanted - found)
    assert bad == {}


def test_pictures_have_alternative_text_and_a_size(crawl: Crawl):
    bad = []
    for answer in crawl:
        for image in answer.soup.find_all("img"):
            # A drawing in SVG keeps its proportions by itself: its height is enough.
            sized = image.get("height") and (image.get("width") or image["src"].endswith(".svg"))
            if image.get("alt") is None or not sized:
                bad.append((answer.path, str(image)[:160]))
    assert bad == []


def test_content_pages_have_a_described_picture(crawl: Crawl):
    bad = []
    for answer in crawl.in_language("pl"):
        if re.match(r"/(sklep|historie|producenci)/[^/]+/$", answer.path):
            main = answer.soup.find("main")
            if not any((image.get("alt") or "").strip() for image in main.find_all("img")):
                bad.append(answer.path)
    assert bad == []


def test_nothing_is_inline(crawl: Crawl):
    bad = []
    for answer in crawl:
        for tag in answer.soup.find_all(True):
            handlers = [name for name in tag.attrs if name.startswith("on") or name == "style"]
            code = tag.name == "script" and not tag.get("src") and tag.get("type") not in {
                "application/ld+json",
                "application/json",
            }
            if handlers or code or tag.name == "style":
                bad.append((answer.path, str(tag)[:120]))
    assert bad == []


def test_nothing_is_loaded_from_elsewhere(crawl: Crawl):
    bad = []
    for answer in crawl:
        for tag in answer.soup.find_all(["img", "script", "link", "source", "iframe", "video", "audio", "object"]):
            if tag.name == "link" and not set(tag.get("rel", [])) & {"stylesheet", "icon", "preload", "modulepreload"}:
                continue
            addresses = [tag.get("src"), tag.get("href"), tag.get("data")]
            addresses += [part.split()[0] for part in (tag.get("srcset") or "").split(",") if part.strip()]
            for address in filter(None, addresses):
                if urlsplit(path_of(address)).netloc:
                    bad.append((answer.path, address))
    assert bad == []


def test_loaded_files_exist(crawl: Crawl):
    missing = set()
    for answer in crawl:
        for tag in answer.soup.find_all(["img", "script", "link", "source"]):
            addresses = [tag.get("src"), tag.get("href") if tag.name == "link" else None]
            addresses += [part.split()[0] for part in (tag.get("srcset") or "").split(",") if part.strip()]
            for address in filter(None, addresses):
                path = unquote(urlsplit(path_of(address)).path)
                if path.startswith(settings.STATIC_URL) and not finders.find(path.removeprefix(settings.STATIC_URL)):
                    missing.add(path)
                media = Path(settings.MEDIA_ROOT) / path.removeprefix(settings.MEDIA_URL)
                if path.startswith(settings.MEDIA_URL) and not media.exists():
                    missing.add(path)
    assert missing == set()


def one_link_a_filter(paths: dict[str, str]) -> dict[str, str]:
    """The links with one of each set of parameters of a page."""
    kinds = {(urlsplit(path).path, *sorted(parse_qs(urlsplit(path).query))): path for path in paths}
    return {path: paths[path] for path in kinds.values()}


def dead_links(crawl: Crawl, linked: dict[str, str]) -> dict[str, tuple]:
    """{path: its status, redirects before it, the page with the link} of what is not there or has moved."""
    bad = {}
    for path, source in linked.items():
        if path in crawl.answers or path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
            continue
        answer = fetch(path)
        hops = 0
        while answer.status in {301, 302} and hops < 3:
            answer, hops = fetch(path_of(answer.headers["Location"])), hops + 1
        if answer.status != 200 or hops:
            bad[path] = (answer.status, hops, source)
    return bad


def links_of(crawl: Crawl, language: str) -> dict[str, str]:
    """{path: a page of the language that links to it}."""
    return {path: answer.path for answer in crawl.in_language(language) for path in internal_links(answer)}


@pytest.mark.style
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_internal_links_lead_somewhere(crawl: Crawl, language: str):
    assert dead_links(crawl, one_link_a_filter(links_of(crawl, language))) == {}


@pytest.mark.style
@pytest.mark.thorough
def test_every_link_of_every_filter_leads_somewhere(crawl: Crawl):
    """In Polish: in another language the same filters narrow the same lists."""
    assert dead_links(crawl, links_of(crawl, "pl")) == {}


def test_links_inside_a_page_have_their_target(crawl: Crawl):
    bad = []
    for answer in crawl:
        ids = {tag["id"] for tag in answer.soup.find_all(id=True)}
        for link in answer.soup.find_all("a", href=True):
            parts = urlsplit(path_of(link["href"]))
            if parts.fragment and not parts.netloc and parts.path in {"", answer.path} and parts.fragment not in ids:
                bad.append((answer.path, link["href"]))
    assert bad == []


def test_links_to_other_sites_give_nothing_away(crawl: Crawl):
    """A new window is never opened without a word, and no page is given a handle on ours."""
    assert [
        (answer.path, str(link)[:100]) for answer in crawl for link in answer.soup.find_all("a", target="_blank")
        if "noopener" not in link.get("rel", [])
    ] == []


def test_no_markup_is_left_unresolved(crawl: Crawl):
    """Neither our small markup, nor template tags, nor escaped HTML reach the reader."""
    signs = re.compile(r"\{\{|\}\}|\{%|%\}|\*\*|\]\([a-z]+:|\{(product|figure|picture|note):|&lt;(p|a|b|br)\b|None\b|%\(")
    bad = []
    for answer in crawl:
        for text in answer.soup.find("body").find_all(string=signs):
            if text.parent.name not in {"script", "code"}:
                bad.append((answer.path, text.strip()[:120]))
    assert bad == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_translated_interface_has_no_polish_left(crawl: Crawl, language: str):
    """Header and footer of another language do not show the Polish words of the interface."""
    polish = ("Koszyk", "Szukaj", "Przejdź do treści", "Strona główna")
    if language == "uk":
        polish += ("Basket", "Search", "Skip to content")
    bad = []
    for answer in crawl.in_language(language):
        for part in answer.soup.find_all(["header", "footer"], recursive=True)[:1]:
            words = part.get_text(" ", strip=True)
            bad += [(answer.path, word) for word in polish if word in words]
    assert bad == []

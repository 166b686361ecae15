"""Rich text of a whole page at once: links to pages cost two queries for a page, not three for each link."""

import re
from collections.abc import Iterable
from html import escape, unescape

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from home.models import MarketImage, with_root_paths

PAGE_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*?\bid="(\d+)"[^>]*>')


def expand_links(html: str) -> str:
    """Database HTML as HTML for readers. A link leads to the page in the active language, in Polish without one."""
    ids = {int(key) for key in PAGE_LINK.findall(html)}
    if ids:
        urls = page_urls(ids)
        html = PAGE_LINK.sub(lambda match: _opening(urls.get(int(match[1]))), html)
    # Documents and mail addresses are few; Wagtail's own rules know them.
    return expand_db_html(html) if "linktype=" in html or "<embed" in html else html


def _opening(url: str | None) -> str:
    return f'<a href="{escape(url)}">' if url else "<a>"


def page_urls(ids: Iterable[int]) -> dict[int, str]:
    """Address of each page in the active language; pages that are not public are missing."""
    language = get_language() or settings.LANGUAGE_CODE
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    versions = (
        Page.objects.live()
        .filter(translation_key__in=keys.values(), locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale")
    )
    found: dict[object, Page] = {}
    for page in with_root_paths(versions):
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return {pk: found[key].url for pk, key in keys.items() if key in found and found[key].url}


def linked_pages(html: str) -> list[int]:
    """Primary keys of the pages that a text links to, in the order of the text."""
    return list(dict.fromkeys(int(key) for key in PAGE_LINK.findall(unescape(html))))


def stream_source(stream: StreamValue) -> str:
    """All rich text of a stream as it is stored."""
    return "\n".join(
        str(getattr(value, "source", ""))
        for block in stream
        for value in (block.value.values() if isinstance(block.value, StructValue) else [block.value])
    )


def fetch_renditions(stream: StreamValue) -> None:
    """Get the renditions of all pictures of a stream in one query."""
    images = [
        value
        for block in stream
        if isinstance(block.value, StructValue)
        for value in block.value.values()
        if isinstance(value, MarketImage)
    ]
    if images:
        prefetch_related_objects(images, "renditions")

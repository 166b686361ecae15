"""Numbers, dates and structured data as the active language writes them."""

import datetime
import json
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from .. import formats
from ..links import absolute
from ..models import Video
from ..video_cards import VideoCard, video_card

register = template.Library()

#: Inside <script> these may not stand as they are (HTML Living Standard, restrictions on script contents).
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def money(value: Decimal | None) -> str:
    """Amount in złoty, `1 234,50 zł`; empty for None."""
    return "" if value is None or value == "" else formats.money(value)


@register.filter
def telephone(value: str) -> str:
    """A phone number for an address `tel:`."""
    return formats.telephone(value)


@register.filter
def telephone_text(value: str) -> str:
    """A phone number to read, in groups of digits."""
    return formats.telephone_text(value)


@register.filter
def number(value: Decimal | int | None) -> str:
    """A number without needless zeros: `0,38`, `22 000`."""
    return "" if value is None else formats.decimal_text(value)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A date in words: `22 listopada 2026`; moments are taken in Polish time."""
    return formats.day(value) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A date with time: `22 listopada 2026, 14:05`, in Polish time."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{formats.day(local)}, {local:%H:%M}"


@register.simple_tag
def json_ld(data: dict | list | None) -> SafeString:
    """Structured data (schema.org) as a script element; nothing for None. Safe against `</script>` in texts."""
    if not data:
        return mark_safe("")
    text = json.dumps(data, ensure_ascii=False, default=str).translate(JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.filter
def absolute_url(path: str) -> str:
    """Absolute address of a path on this site."""
    return absolute(path) if path else ""


@register.simple_tag
def breadcrumb_data(breadcrumbs) -> dict | None:
    """BreadcrumbList of schema.org from what `home.page_context.breadcrumbs` gives."""
    if not breadcrumbs:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": str(crumb["title"]),
                "item": absolute(crumb["url"]),
            }
            for position, crumb in enumerate(breadcrumbs, start=1)
            if crumb.get("url")
        ],
    }


@register.simple_tag
def video_card_of(video: Video | None) -> VideoCard | None:
    """What components/video.html shows of a film; None for none."""
    return video_card(video)

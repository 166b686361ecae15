"""An event as an iCalendar file (RFC 5545)."""

import datetime
from urllib.parse import urlsplit

from .models import EventPage

LINE_LIMIT = 75
UTC_FORMAT = "%Y%m%dT%H%M%SZ"


def event_calendar(page: EventPage) -> str:
    """The text of the .ics file: CRLF, lines of at most 75 octets, times in UTC."""
    url = page.full_url or ""
    host = urlsplit(url).hostname or "market"
    stamp = page.last_published_at or page.first_published_at or page.starts_at
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Market Społeczny//Wydarzenia//PL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{page.translation_key}@{host}",
        f"DTSTAMP:{utc(stamp)}",
        f"DTSTART:{utc(page.starts_at)}",
        f"DTEND:{utc(page.ends_at)}",
        f"SUMMARY:{escaped(page.title)}",
        f"DESCRIPTION:{escaped(page.lead)}",
        f"LOCATION:{escaped(', '.join(part for part in (page.venue, page.address) if part))}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime(UTC_FORMAT)


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends are escaped (RFC 5545, 3.3.11)."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, safe)
    return text


def folded(line: str) -> str:
    """The line broken after at most 75 octets, never inside a letter (RFC 5545, 3.1)."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        # A continuation line begins with a space, which counts.
        if size + width > LINE_LIMIT:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + width
    return "\r\n".join([*parts, part])

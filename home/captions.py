"""Captions of films: WebVTT (W3C) is read strictly, told about line by line, and kept clean.

What editors' tools write is taken, SubRip too: numbers of cues, commas in times, a missing first line, notes and styles.
Only times and plain words stay, so that nothing of the file's own looks or markup reaches a reader.
"""

import html
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TIME = r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)[.,](\d{3})"
TIMES = re.compile(rf"^{TIME}\s*-->\s*{TIME}(?:\s.*)?$")
ARROW = "-->"
#: What comes of an arrow in a hurry, or in a word processor.
HALF_ARROW = re.compile(r"\d\s*(->|—>|–>|→)")
#: <b>, </i>, <v Marek>, <c.yellow>, <00:01.500>
TAG = re.compile(r"</?[A-Za-z0-9][^<>]*>")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
SKIPPED = ("NOTE", "STYLE", "REGION")
QUOTED = 60


@dataclass(frozen=True)
class Cue:
    """Words shown from `start` to `end`, both in milliseconds; `text` may have several lines."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Block:
    """Lines between two blank ones; `line` is the number of the first, as an editor counts them."""

    line: int
    lines: list[str]


def captions_read(text: str, *, length: int | None = None) -> list[Cue]:
    """The cues of a text in WebVTT or SubRip, words without markup.

    length: milliseconds of the film, if known; no caption may begin after its end. Raises ValidationError, which names the line.
    """
    cues: list[Cue] = []
    for block in _blocks(text):
        lines, line = block.lines, block.line
        if not any(ARROW in each for each in lines[:2]):
            for number, each in enumerate(lines[:2]):
                if HALF_ARROW.search(each):
                    raise _unreadable(line + number, each)
        if lines[0].split(" ")[0] in SKIPPED and not any(ARROW in each for each in lines[:2]):
            continue
        if ARROW not in lines[0] and len(lines) > 1:
            # A number or a name of the cue.
            lines, line = lines[1:], line + 1
        if ARROW not in lines[0]:
            raise _fault(block.line, _("a time is missing above “%(text)s”. It looks like this: 00:01.000 --> 00:04.000"), block.lines[0])
        cues.append(_cue(lines, line, cues[-1] if cues else None, length))
    if not cues:
        raise ValidationError(_("There is no caption here. One looks like this: a time, 00:01.000 --> 00:04.000, and below it the words."))
    return cues


def captions_clean(text: str, *, length: int | None = None) -> str:
    """The captions as WebVTT with nothing but times and words; for `length` and faults see `captions_read`."""
    parts = ["WEBVTT"]
    for cue in captions_read(text, length=length):
        parts.append(f"{_time(cue.start)} {ARROW} {_time(cue.end)}\n{html.escape(cue.text, quote=False)}")
    return "\n\n".join(parts) + "\n"


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    current: list[str] = []
    first = 1
    lines = [UNPRINTABLE.sub(" ", line).strip() for line in re.split(r"\r\n|\r|\n", text)]
    if lines[0].startswith("WEBVTT"):
        # What follows in the head (Kind, Language) belongs to it; a time begins the captions even without a blank line.
        lines[0] = ""
        for number, line in enumerate(lines[1:], start=1):
            if not line or ARROW in line:
                break
            lines[number] = ""
    for number, line in enumerate([*lines, ""], start=1):
        if line:
            first = first if current else number
            current.append(line)
        elif current:
            blocks.append(_Block(first, current))
            current = []
    return blocks


def _cue(lines: list[str], line: int, before: Cue | None, length: int | None) -> Cue:
    match = TIMES.match(lines[0])
    if not match:
        raise _unreadable(line, lines[0])
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
    if end <= start:
        raise _fault(line, _("the caption ends before it begins: “%(text)s”."), lines[0])
    if before and start < before.start:
        raise _fault(line, _("the times go back: “%(text)s” begins before the caption above it."), lines[0])
    if length is not None and start >= length:
        raise _fault(line, _("the caption begins when the film is over: “%(text)s”."), lines[0])
    if inner := next((number for number, each in enumerate(lines[1:], start=1) if ARROW in each), None):
        raise _fault(line + inner, _("a blank line is missing before the caption with “%(text)s”."), lines[inner])
    words = "\n".join(word for each in lines[1:] if (word := _words(each)))
    if not words:
        raise _fault(line, _("there are no words below the time “%(text)s”."), lines[0])
    return Cue(start, end, words)


def _unreadable(line: int, text: str) -> ValidationError:
    return _fault(line, _("the time “%(text)s” cannot be read. It looks like this: 00:01.000 --> 00:04.000"), text)


def _words(line: str) -> str:
    """A line without markup and entities; an arrow made of entities would be a time to the next reader."""
    return " ".join(html.unescape(TAG.sub("", line)).replace(ARROW, "→").split())


def _milliseconds(parts) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"


def _fault(line: int, words: str, text: str) -> ValidationError:
    shown = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return ValidationError(_("Line %(line)d: %(fault)s") % {"line": line, "fault": words % {"text": shown}})

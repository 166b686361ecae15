"""A film as templates show it, in the active language, and as search engines read it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.images.models import SourceImageIOError

from .links import LANGUAGE_NAMES, absolute
from .models import MarketImage, MarketRendition, Video
from .models.videos import POSTER, POSTER_THUMB


@dataclass(frozen=True)
class Track:
    url: str
    language: str
    label: str
    is_default: bool


@dataclass(frozen=True)
class VideoCard:
    """`language` is that of the words, Polish where the film has none in the active one."""

    video: Video
    language: str
    title: str
    summary: str
    transcript: str
    type: str
    facts: str
    told: str
    tracks: list[Track]
    poster: MarketRendition | None
    thumb: MarketRendition | None


def video_card(video: Video | None) -> VideoCard | None:
    """None for no film: one that was deleted leaves nothing in a text."""
    if video is None:
        return None
    language = video.language
    return VideoCard(
        video=video,
        language=language,
        title=video.words("title", language),
        summary=video.words("summary", language),
        transcript=video.words("transcript", language),
        type="video/webm" if video.file.name.endswith(".webm") else "video/mp4",
        facts=facts_text(video),
        told=told_text(video),
        tracks=[_track(video, code, is_default=code == language) for code in video.languages],
        poster=_rendition(video.poster, POSTER),
        thumb=_rendition(video.poster, POSTER_THUMB),
    )


def facts_text(video: Video) -> str:
    """Length and sound in words: `Film, 18 sekund, bez dźwięku`."""
    seconds = round(video.length / 1000)
    length = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if video.has_sound:
        return _("Film, %(length)s, with sound") % {"length": length}
    return _("Film, %(length)s, without sound") % {"length": length}


def told_text(video: Video) -> str:
    """How somebody who does not see learns what the picture shows; empty where nobody has said."""
    return {
        Video.Told.WORDS: _("Captions and transcript tell everything that matters in the picture."),
        Video.Told.SOUND: _("The voice in the film tells everything that matters in the picture."),
        Video.Told.DESCRIPTION: _("The film has an audio description."),
    }.get(video.told, "")


def video_data(card: VideoCard | None) -> dict[str, Any] | None:
    """VideoObject of schema.org, as Google's documentation of video markup asks for it; None without a poster, which it needs."""
    if card is None or card.poster is None:
        return None
    video = card.video
    day = datetime.datetime.combine(video.published_on, datetime.time(), timezone.get_default_timezone())
    return {
        "@type": "VideoObject",
        "name": card.title,
        "description": card.summary,
        "thumbnailUrl": [absolute(card.poster.url)],
        "uploadDate": day.isoformat(),
        "duration": f"PT{max(1, round(video.length / 1000))}S",
        "contentUrl": absolute(video.file.url),
        "encodingFormat": card.type,
        "width": video.width,
        "height": video.height,
        "inLanguage": card.language,
        "transcript": card.transcript,
        "accessibilityFeature": ["captions", "transcript"],
    }


def videos_data(body) -> list[dict[str, Any]]:
    """VideoObjects of the films in a text (BodyBlock)."""
    films = [block.value["video"] for block in body if block.block_type == "video"]
    return [data for film in films if (data := video_data(video_card(film)))]


def _track(video: Video, code: str, *, is_default: bool) -> Track:
    return Track(
        url=reverse("video_captions", args=[video.pk, code]),
        language=code,
        label=LANGUAGE_NAMES[code],
        is_default=is_default,
    )


def _rendition(picture: MarketImage | None, size: str) -> MarketRendition | None:
    try:
        return picture.get_rendition(size) if picture else None
    except SourceImageIOError:
        # The file of the picture is gone: the film stands without it.
        return None

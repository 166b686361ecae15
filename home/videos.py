"""Which films are taken: short ones that every browser plays, judged by their content and never by their name."""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pymediainfo import MediaInfo

from .models import Video

#: Container as MediaInfo calls it → extension, type, and the codecs in it that browsers play.
CONTAINERS = {
    "MPEG-4": ("mp4", {"AVC", "AV1"}, {"AAC", "MPEG Audio", "Opus"}),
    "WebM": ("webm", {"VP8", "VP9", "AV1"}, {"Opus", "Vorbis"}),
}
#: Of MP4's relatives: what older Apple devices write, which not all browsers play.
QUICKTIME = "QuickTime"
#: Tags in which cameras and phones write where they were, as MediaInfo calls them.
PLACES = ("recorded_location", "xyz", "comapplequicktimelocationiso6709", "location", "locationiso6709")
#: Boxes of MP4 with a place that MediaInfo passes over: Android's (©xyz) and that of 3GPP TS 26.244 (loci).
PLACE_BOXES = re.compile(rb"\xa9xyz.{4}[+-]\d{1,3}\.|loci\0\0\0\0", re.DOTALL)


@dataclass(frozen=True)
class VideoFacts:
    """What a film is. length: milliseconds; width, height: pixels as shown; extension: by its content."""

    length: int
    width: int
    height: int
    has_sound: bool
    extension: str


def video_read(file: File) -> VideoFacts:
    """What the film is. Raises ValidationError, which says what to do, for whatever cannot be shown everywhere."""
    if file.size > settings.VIDEO_MAX_BYTES:
        raise ValidationError(
            _("The film has %(size)s, and %(most)s are taken. Make it shorter or smaller.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(settings.VIDEO_MAX_BYTES)}
        )
    tracks = _tracks(file)
    general, pictures, sounds = (tracks.get(kind, []) for kind in ("General", "Video", "Audio"))
    container = general[0].get("format") if general else None
    if container not in CONTAINERS or QUICKTIME in str(general[0].get("format_profile")):
        raise ValidationError(_("This is no film in MP4 or WebM. Save it as MP4 and choose it again."))
    extension, codecs, sound_codecs = CONTAINERS[container]
    if len(pictures) != 1:
        raise ValidationError(_("The file has no picture that moves, or more than one. Save the film anew as MP4."))
    for track, known in ((pictures[0], codecs), *((sound, sound_codecs) for sound in sounds)):
        if track.get("format") not in known:
            raise ValidationError(
                _("Not all browsers play %(codec)s. Save the film as MP4 with H.264 and AAC; on an iPhone: Settings, Camera, Formats, Most Compatible.")
                % {"codec": track.get("format") or "?"}
            )
    if any(general[0].get(name) for name in PLACES) or _has_place_box(file):
        raise ValidationError(_("The film says where it was taken. Save a copy without the place, so that nobody's address becomes public."))
    return VideoFacts(*_measures(general[0], pictures[0]), bool(sounds), extension)


def video_take(video: Video, file: File) -> None:
    """Put a film, seen to be sound, into the record under a name of ours. Raises ValidationError as `video_read` does."""
    facts = video_read(file)
    file.name = f"{secrets.token_hex(12)}.{facts.extension}"
    video.file = file
    video.length, video.width, video.height = facts.length, facts.width, facts.height
    video.has_sound = facts.has_sound


def _tracks(file: File) -> dict[str, list[dict]]:
    """MediaInfo's tracks by their kind; nothing for what it cannot read."""
    file.seek(0)
    try:
        parsed = MediaInfo.parse(file)
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:
        raise ValidationError(_("This is no film in MP4 or WebM. Save it as MP4 and choose it again.")) from error
    finally:
        file.seek(0)
    tracks: dict[str, list[dict]] = {}
    for track in parsed.tracks:
        tracks.setdefault(track.track_type, []).append(track.to_data())
    return tracks


def _has_place_box(file: File) -> bool:
    data = file.read()
    file.seek(0)
    return bool(PLACE_BOXES.search(data))


def _measures(general: dict, picture: dict) -> tuple[int, int, int]:
    """Length in milliseconds, width and height as shown: a phone held upright writes a turn beside lying pictures."""
    try:
        length = round(float(general.get("duration") or picture.get("duration") or 0))
        width, height = int(picture.get("width") or 0), int(picture.get("height") or 0)
        turned = round(float(picture.get("rotation") or 0)) % 180 == 90
    except (TypeError, ValueError):
        length = width = height = 0
        turned = False
    if general.get("istruncated") or not (length > 0 and width > 0 and height > 0):
        raise ValidationError(_("The film is broken, or a part of it is missing. Save it anew as MP4."))
    if length > settings.VIDEO_MAX_SECONDS * 1000:
        most = settings.VIDEO_MAX_SECONDS
        raise ValidationError(
            ngettext(
                "The film lasts %(seconds)d s, and at most %(most)d second is taken. Shorten it.",
                "The film lasts %(seconds)d s, and at most %(most)d seconds are taken. Shorten it.",
                most,
            )
            % {"seconds": round(length / 1000), "most": most}
        )
    return (length, height, width) if turned else (length, width, height)

"""The films of the demo: stored once, with words in three languages; a film that is there stays as an editor left it."""

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from home.models import MarketImage, Video
from home.models.videos import SUFFIXES, WORDS
from home.videos import video_take
from shop.models import Product

from . import source
from .films import FOLDER
from .pictures import CREDIT

RIGHTS = {"credit": CREDIT, "licence": "CC BY 4.0"}


def make_videos() -> dict[str, Video]:
    """The films by key, and the goods that show them."""
    made = {}
    for key, data in source.read_all("videos").items():
        made[key] = Video.objects.filter(title=data["pl"]["title"]).first() or _make(data)
    return made


def _make(data: dict) -> Video:
    record = data["record"]
    poster = MarketImage(title=data["pl"]["title"], **RIGHTS)
    poster.file = ImageFile(ContentFile((FOLDER / record["poster"]).read_bytes()), name=record["poster"])
    poster.save()
    video = Video(published_on=record["date"], told=Video.Told.WORDS, poster=poster, **RIGHTS)
    for language, suffix in SUFFIXES.items():
        for name in WORDS:
            setattr(video, f"{name}{suffix}", data[language][name].strip())
    video_take(video, ContentFile((FOLDER / record["file"]).read_bytes(), name=record["file"]))
    video.full_clean()
    video.save()
    Product.objects.filter(code=record["product"]).update(video=video)
    return video

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


def make_videos(products: dict[str, Product]) -> dict[str, Video]:
    """The films by key. A new one is given to the good that shows it; products: by code, as the rest of the run uses them."""
    made = {}
    for key, data in source.read_all("videos").items():
        video = Video.objects.filter(title=data["pl"]["title"]).first()
        if video is None:
            video = _make(data)
            product = products[data["record"]["product"]]
            product.video = video
            product.save()
        made[key] = video
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
    return video

"""The drawn pictures of the demo as Wagtail images; a drawing is kept on disk and made once."""

import hashlib
import json
import os
import random
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from home.models import MarketImage
from market.demo import art

CREDIT = "Rysunek Marketu Społecznego, wygenerowany programem"


@lru_cache
def _hand() -> str:
    """Fingerprint of the drawing code: when it changes, the pictures are drawn anew."""
    sources = sorted(Path(art.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def picture_key(spec: dict, seed: str) -> str:
    """Name of a drawing: the same for the same drawing code, data and width."""
    data = json.dumps([_hand(), spec, seed, settings.DEMO_PICTURE_WIDTH], sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()[:24]


def draw(job: tuple[dict, str, int, str]) -> str:
    """Draw one picture into its file, unless it is there; runs in a process of its own."""
    spec, seed, width, path = job
    target = Path(path)
    if not target.exists():
        data = art.render(spec["motif"], seed, width=width, **{k: v for k, v in spec.items() if k != "motif"})
        target.parent.mkdir(parents=True, exist_ok=True)
        # Two loads may draw the same picture at once: each into a file of its own.
        partial = target.with_suffix(f".{os.getpid()}.part")
        partial.write_bytes(data)
        partial.rename(target)
    return path


class PictureBook:
    """All drawings of a run: asked for first, drawn together on all cores, then stored as images."""

    def __init__(self):
        self.folder = Path(settings.VAR_DIR) / "demo-pictures"
        self.jobs: dict[str, tuple[dict, str, str]] = {}
        self.images: dict[str, MarketImage] = {}

    def ask(self, key: str, spec: dict, seed: str, title: str) -> None:
        """Put a drawing on the list. key: how texts and pages call it."""
        self.jobs[key] = (spec, seed, title)

    def _path(self, spec: dict, seed: str) -> Path:
        return self.folder / f"{picture_key(spec, seed)}.jpg"

    def draw_all(self) -> None:
        width = settings.DEMO_PICTURE_WIDTH
        todo = [
            (spec, seed, width, str(self._path(spec, seed)))
            for spec, seed, _ in self.jobs.values()
            if not self._path(spec, seed).exists()
        ]
        # In an order of its own, so that two loads at once share the work.
        random.shuffle(todo)
        if todo:
            with ProcessPoolExecutor() as pool:
                list(pool.map(draw, todo, chunksize=2))

    def image(self, key: str) -> MarketImage:
        """The stored image of a drawing asked for before."""
        if key not in self.images:
            spec, seed, title = self.jobs[key]
            path = self._path(spec, seed)
            name = f"{path.stem}.jpg"
            image = MarketImage.objects.filter(file__endswith=name).first()
            if image is None:
                image = MarketImage(title=title, credit=CREDIT, licence="CC BY 4.0")
                image.file = ImageFile(ContentFile(path.read_bytes()), name=name)
                image.save()
            self.images[key] = image
        return self.images[key]

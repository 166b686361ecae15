"""Sizes of pictures are cut when a page is published, so that showing it later writes nothing to the database."""

import logging
from collections.abc import Iterator

from wagtail.fields import StreamField
from wagtail.images.models import SourceImageIOError

logger = logging.getLogger(__name__)

#: Size that social networks ask for.
SOCIAL_CARD = "fill-1200x630|format-jpeg"
#: Pictures inside a text, in the gallery of a product, in the channels of a campaign (see templates/blocks).
TEXT_SIZES = ("max-1600x1600",)
GALLERY_SIZES = ("fill-1000x1000", "fill-160x160", "max-1600x1600")
BLOCK_SIZES = {
    "picture": (lambda value: value["image"], TEXT_SIZES),
    "channel": (lambda value: value.get("creative"), TEXT_SIZES),
    "image": (lambda value: value, GALLERY_SIZES),
}


def pictures_of(page) -> Iterator[tuple[object, tuple[str, ...]]]:
    """Each picture that a page shows, with the sizes in which templates show it."""
    if page.picture_id:
        yield page.picture, page.picture_sizes
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if block.block_type in BLOCK_SIZES:
                    pick, sizes = BLOCK_SIZES[block.block_type]
                    if image := pick(block.value):
                        yield image, sizes


def renditions_prepare(*, page) -> None:
    """Cut what is missing. A lost or broken file is logged and left alone: it must not stop a publication."""
    for image, sizes in pictures_of(page):
        try:
            image.get_renditions(*sizes)
        except (SourceImageIOError, OSError):
            logger.warning("No renditions of picture %s: its file cannot be read", image.pk)


def on_page_published(sender, instance, **kwargs) -> None:
    """Receiver of Wagtail's page_published. An alias shows the pictures of the page it stands for."""
    if hasattr(instance, "picture_sizes") and not instance.alias_of_id:
        renditions_prepare(page=instance)

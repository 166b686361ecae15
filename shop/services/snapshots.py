"""What an order line keeps of the product, its maker and its story, in the buyer's language."""

from collections.abc import Iterable

from django.utils import translation
from wagtail.images.models import SourceImageIOError

from ..cards import ProductCard, product_cards
from ..lead_time import lead_time_days
from ..models import Product

PICTURE_FILTER = "fill-320x320"


def product_snapshots(*, product_ids: Iterable[int], language: str) -> dict[int, dict]:
    """Snapshots by primary key of the product; a product without a live page is missing.

    Made before the order's transaction, because a picture may have to be scaled first.
    """
    products = Product.objects.filter(pk__in=list(product_ids))
    with translation.override(language):
        cards = product_cards(products.select_related("enterprise", "category", "stock"))
        return {card.product.pk: product_snapshot(card) for card in cards}


def product_snapshot(card: ProductCard) -> dict:
    """`OrderItem.product_data`: plain JSON values; addresses are paths, so that they outlive a change of domain."""
    maker, story = card.maker, card.story
    return {
        "name": card.full_title,
        "code": card.product.code,
        "kind": card.product.kind,
        "url": card.url,
        "language": card.language,
        "lead_time_days": lead_time_days(card.product),
        "picture": {"url": _picture_url(card), "alt": card.picture_alt},
        "context": {
            "maker": maker.name,
            "kind_label": maker.kind_label,
            "kind_explanation": maker.kind_explanation,
            "term_code": maker.term_code,
            "place": maker.place,
            "maker_url": maker.url,
            "purpose": maker.purpose,
            "running_body": maker.running_body,
            "language": maker.language,
            "story_title": story.title if story else "",
            "story_url": story.url if story else "",
        },
    }


def _picture_url(card: ProductCard) -> str:
    """Path of a small rendition, or nothing: a lost file must not stop an order."""
    if card.picture is None:
        return ""
    try:
        return card.picture.get_rendition(PICTURE_FILTER).url
    except (SourceImageIOError, OSError):
        return ""

"""Collections: goods that editors have chosen for a theme."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

from home.models import MarketImage, ready_for_cards, with_root_paths

from .cards import ProductCard, product_cards
from .models import CollectionPage, Product

#: Where the cards of the page's goods are kept for its blocks while it is rendered (see shop.templatetags.shop_tags).
STORE = "_product_cards"
MAX_LINKS = 6


@dataclass(frozen=True)
class CollectionLink:
    """A collection on the page of the shop."""

    title: str
    lead: str
    url: str
    language: str
    picture: MarketImage | None
    picture_alt: str


def chosen_products(page: CollectionPage) -> list[int]:
    """Primary keys of the goods in the rows of a collection, in their order, each once."""
    rows = (block.value["items"] for block in page.body if block.block_type == "goods")
    return list(dict.fromkeys(product.pk for row in rows for product in row if product))


def collection_context(page: CollectionPage, request: HttpRequest) -> dict[str, Any]:
    """Context of the page; the cards of all its rows are fetched at once."""
    products = Product.objects.filter(pk__in=chosen_products(page)).select_related("enterprise", "category", "stock")
    cards = {card.product.pk: card for card in product_cards(products)}
    setattr(request, STORE, cards)
    return {"number_of_goods": len(cards), "other_collections": [link for link in collection_links(page.locale_id) if link.url != page.url]}


def cards_of(request: HttpRequest | None, products: list[Product]) -> list[ProductCard]:
    """Cards of a row in the order that the editor chose; those that can be bought come first."""
    cards = getattr(request, STORE, None)
    if cards is None:
        keys = [product.pk for product in products if product]
        found = product_cards(Product.objects.filter(pk__in=keys).select_related("enterprise", "category", "stock"))
        cards = {card.product.pk: card for card in found}
    row = [cards[product.pk] for product in products if product and product.pk in cards]
    return sorted(row, key=lambda card: not card.is_available)


def collection_links(locale_id: int) -> list[CollectionLink]:
    """The newest collections of a language, remembered for a minute as the frame of the pages is."""
    key = f"collections:{locale_id}"
    links = caches["memory"].get(key)
    if links is None:
        pages = (
            ready_for_cards(CollectionPage.objects.live().filter(locale_id=locale_id))
            .defer("body")
            .order_by("-first_published_at", "pk")[:MAX_LINKS]
        )
        links = [
            CollectionLink(page.title, page.lead, page.url or "/", page.content_language, page.picture, page.picture_alt)
            for page in with_root_paths(pages)
        ]
        caches["memory"].set(key, links)
    return links

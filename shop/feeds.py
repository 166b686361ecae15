"""Goods for price comparison sites: RSS 2.0 for Google Merchant Center and Meta, XML for Ceneo.

What is sold is not in the feed at all; the feed is kept at most `MAX_AGE` seconds, so a thing that existed once is gone
from it within that time.
"""

from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from wagtail.images.models import SourceImageIOError

from home.links import absolute
from home.models import with_root_paths

from .cards import VARIANT_PARAMETER, variant_text
from .delivery_context import product_quotes
from .models import Product, ProductPage
from .services.availability import Goods, goods_read
from .services.lines import ENOUGH
from .services.reductions import Reduction, reductions
from .services.shipping import DeliveryQuote
from .structured_data import handling_days, sent_quotes

MAX_AGE = 600
PICTURE = "fill-1000x1000"
GOOGLE = "http://base.google.com/ns/1.0"
#: Whose price depends on what the buyer chooses.
LEFT_OUT = (Product.Kind.OWN_SET, Product.Kind.GIFT_CARD)
#: Ceneo: days until it is sent, by the value of `avail`; 90 means made to order.
CENEO_AVAIL = ((1, "1"), (3, "3"), (7, "7"), (14, "14"))

register_namespace("g", GOOGLE)


@dataclass(frozen=True)
class FeedItem:
    """One good, or one variant of it, that can be bought. url and picture: absolute addresses; pieces: 0 for no bound;
    reduction: where one may be announced."""

    product: Product
    title: str
    description: str
    url: str
    picture: str
    pieces: int
    group: str
    quotes: list[DeliveryQuote]
    reduction: Reduction | None


def feed_items() -> list[FeedItem]:
    """Everything on sale with its Polish words, variants each for itself; a constant number of queries."""
    pages = (
        ProductPage.objects.live()
        .filter(locale__language_code=settings.LANGUAGE_CODE)
        .exclude(product__kind__in=LEFT_OUT)
        .select_related("locale", "picture", "product__enterprise", "product__category", "product__stock")
        .prefetch_related("picture__renditions")
        .defer("body", "gallery")
        .order_by("product__code")
    )
    pages = with_root_paths(pages)
    goods = goods_read([page.product for page in pages])
    sold = [
        (page, product)
        for page in pages
        for product in [page.product, *goods.variants.get(page.product_id, [])]
        if goods.available(product) > 0
    ]
    quotes = product_quotes([product for _page, product in sold])
    reduced = reductions(products=[product for _page, product in sold])
    return [
        _item(page, product, goods, sent_quotes(quotes[product.pk]), reduced.get(product.pk)) for page, product in sold
    ]


def _item(
    page: ProductPage, product: Product, goods: Goods, quotes: list[DeliveryQuote], reduction: Reduction | None
) -> FeedItem:
    name = variant_text(product)
    available = goods.available(product)
    url = absolute(page.url or "/")
    return FeedItem(
        product=product,
        title=f"{page.title}, {name}" if name else page.title,
        description=page.lead,
        url=f"{url}?{VARIANT_PARAMETER}={product.code}" if product.variant_of_id else url,
        picture=_picture(page),
        pieces=0 if available >= ENOUGH else available,
        group=page.product.code if goods.variants.get(page.product_id) else "",
        quotes=quotes,
        reduction=reduction,
    )


def _picture(page: ProductPage) -> str:
    try:
        return absolute(page.picture.get_rendition(PICTURE).url) if page.picture else ""
    except SourceImageIOError:
        return ""


def amount(value: Decimal) -> str:
    return f"{value:.2f} PLN"


def google_feed() -> bytes:
    """RSS 2.0 with the fields of Google's product data specification; Meta's catalogue reads the same."""
    rss = Element("rss", {"version": "2.0"})
    channel = SubElement(rss, "channel")
    _text(channel, "title", settings.WAGTAIL_SITE_NAME)
    _text(channel, "link", absolute("/"))
    _text(channel, "description", "Rzeczy z pracowni ekonomii społecznej")
    for item in feed_items():
        _google_item(SubElement(channel, "item"), item)
    return _document(rss)


def _google_item(entry: Element, item: FeedItem) -> None:
    product = item.product
    fields = {
        "id": product.code,
        "title": item.title[:150],
        "description": item.description or item.title,
        "link": item.url,
        "image_link": item.picture,
        "availability": "in_stock",
        "quantity_to_sell_on_facebook": str(item.pieces or ""),
        "price": amount(item.reduction.regular if item.reduction else product.price),
        "sale_price": amount(product.price) if item.reduction else "",
        "brand": product.enterprise.name[:70],
        "condition": "new",
        # Made by hand: no good has a GTIN.
        "identifier_exists": "no",
        "product_type": product.category.label,
        "item_group_id": item.group,
        "shipping_weight": f"{product.weight_g} g" if product.weight_g else "",
        "min_handling_time": str(handling_days(product)[0]),
        "max_handling_time": str(handling_days(product)[1]),
    }
    for name, value in fields.items():
        if value:
            _text(entry, f"{{{GOOGLE}}}{name}", value)
    for quote in item.quotes:
        shipping = SubElement(entry, f"{{{GOOGLE}}}shipping")
        _text(shipping, f"{{{GOOGLE}}}country", "PL")
        _text(shipping, f"{{{GOOGLE}}}service", quote.method.label)
        _text(shipping, f"{{{GOOGLE}}}price", amount(quote.price))


def ceneo_feed() -> bytes:
    """The offers of Ceneo's XML, version 1."""
    offers = Element("offers", {"version": "1"})
    for item in feed_items():
        product = item.product
        offer = SubElement(
            offers,
            "o",
            {
                "id": product.code,
                "url": item.url,
                "price": f"{product.price:.2f}",
                "avail": ceneo_avail(product),
                **({"stock": str(item.pieces)} if item.pieces else {}),
                **({"weight": f"{product.weight_g / 1000:.3f}"} if product.weight_g else {}),
            },
        )
        _text(offer, "cat", product.category.label)
        _text(offer, "name", item.title)
        if item.picture:
            SubElement(SubElement(offer, "imgs"), "main", {"url": item.picture})
        _text(offer, "desc", item.description or item.title)
        attributes = SubElement(offer, "attrs")
        for name, value in (("Producent", product.enterprise.name), ("Kod_producenta", product.code)):
            SubElement(attributes, "a", {"name": name}).text = value
    return _document(offers)


def ceneo_avail(product: Product) -> str:
    """Days until it is sent, in the steps that Ceneo knows."""
    most = handling_days(product)[1]
    return next((value for days, value in CENEO_AVAIL if most <= days), "90")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _document(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)

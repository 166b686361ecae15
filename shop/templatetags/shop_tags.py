"""Goods shown inside pages of other rooms."""

from django import template
from wagtail.blocks import StreamValue
from wagtail.models import Locale

from ..cards import ProductCard, product_cards
from ..collections import cards_of
from ..lead_time import lead_time_text as lead_time_words
from ..legal_pages import legal_links
from ..listing import shelves
from ..models import OrderItem, Product, ProductPage
from ..services.personalisation import no_withdrawal_text as withdrawal_notice

register = template.Library()

#: Where the cards of one page are kept while it is rendered.
STORE = "_product_cards"


@register.filter
def no_withdrawal_text(item: OrderItem) -> str:
    """Why an ordered line cannot be returned without a reason, with act and article; empty when it can be."""
    return withdrawal_notice(item.no_withdrawal)


@register.filter
def lead_time_text(item: OrderItem) -> str:
    """When an ordered line is sent, where it is made to order."""
    return lead_time_words(item.product_data.get("lead_time_days", 0))


@register.simple_tag(takes_context=True)
def product_card_of(context, product: Product) -> ProductCard | None:
    """The card of a product in a text; all goods of the page's body are fetched together at the first one."""
    request = context.get("request")
    cards: dict[int, ProductCard] = getattr(request, STORE, None) or {}
    if product.pk not in cards:
        wanted = {product.pk, *products_in(getattr(context.get("page"), "body", None))} - cards.keys()
        products = Product.objects.filter(pk__in=wanted).select_related("enterprise", "category", "stock")
        cards = cards | {card.product.pk: card for card in product_cards(products)}
        if request is not None:
            setattr(request, STORE, cards)
    return cards.get(product.pk)


def products_in(body) -> set[int]:
    """Primary keys of the goods embedded in a body."""
    if not isinstance(body, StreamValue):
        return set()
    products = (block.value.get("product") for block in body if block.block_type == "product")
    return {product.pk for product in products if product}


def remember_cards(request, cards: list[ProductCard]) -> None:
    """Keep cards that another tag has fetched, for the goods in the text of the same page."""
    if request is not None:
        known = getattr(request, STORE, None) or {}
        setattr(request, STORE, known | {card.product.pk: card for card in cards})


@register.simple_tag(takes_context=True)
def chosen_goods(context, products) -> list[ProductCard]:
    """Cards of a row of goods in a collection."""
    return cards_of(context.get("request"), list(products))


@register.simple_tag(takes_context=True)
def remember_results(context, results) -> str:
    """Fetch the cards of all goods among the results of a search (home.search.results.Result) at once."""
    pages = [result.page for result in results if isinstance(result.page, ProductPage)]
    found = Product.objects.filter(pk__in=[page.product_id for page in pages])
    products = {product.pk: product for product in found.select_related("enterprise", "category", "stock")}
    for page in pages:
        page.product = products[page.product_id]
    remember_cards(context.get("request"), product_cards(products.values()))
    return ""


@register.simple_tag
def shelves_now() -> list[dict]:
    """The shelves of the shop in the active language."""
    return shelves(Locale.get_active().pk)


@register.simple_tag
def ranking_url() -> str:
    """Address of the page that says how results are put in order; empty until there is one."""
    return legal_links().get("ranking", "")

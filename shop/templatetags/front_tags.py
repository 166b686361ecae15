"""Goods shown on pages of the other rooms: the home page, makers, stories, terms, practices."""

from collections.abc import Iterable

from django import template
from django.core.cache import caches
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from wagtail.models import Page

from stories.kinds import TERM_CODES
from stories.models import Enterprise, StoryPage

from ..cards import ProductCard, product_cards
from ..models import Product, ShopPage
from ..services.availability import can_be_bought
from .shop_tags import products_in, remember_cards

register = template.Library()

#: Shelves of the shop that show what an industry of the good practices makes.
SHELVES_OF_INDUSTRIES = {
    "ceramika": ("ceramika",),
    "kosmetyki": ("swiece-i-mydla",),
    "tekstylia-i-it": ("tkaniny",),
    "logistyka": ("tkaniny", "zestawy"),
    "przemysl-materialowy": ("drewno-i-wiklina",),
    "uslugi-porzadkowe": ("wianki-i-stroiki",),
    "gastronomia": ("ceramika",),
    "ngo": ("zestawy",),
}


def goods() -> QuerySet[Product]:
    """Public goods, those that can be bought first, the newest first."""
    available = When(can_be_bought(), then=Value(0))
    return (
        Product.objects.filter(pages__live=True)
        .distinct()
        .select_related("enterprise", "category", "stock")
        .annotate(is_sold=Case(available, default=Value(1), output_field=IntegerField()))
        .order_by("is_sold", "-created_at", "-pk")
    )


def on_hand() -> QuerySet[Product]:
    return goods().filter(can_be_bought())


def mixed(products: Iterable[Product], limit: int) -> list[Product]:
    """At most `limit` goods, as many makers as possible before a maker comes twice."""
    rounds: dict[int, int] = {}
    ranked = []
    for place, product in enumerate(products):
        turn = rounds[product.enterprise_id] = rounds.get(product.enterprise_id, -1) + 1
        ranked.append((turn, place, product))
    return [product for _turn, _place, product in sorted(ranked, key=lambda entry: entry[:2])[:limit]]


@register.simple_tag
def newest_goods(limit: int = 4) -> list[ProductCard]:
    """Goods that can be bought now, of as many makers as possible."""
    return product_cards(mixed(on_hand()[: limit * 8], limit))


@register.simple_tag
def maker_goods(makers: Enterprise | Iterable[Enterprise], limit: int = 12) -> list[ProductCard]:
    """Goods of a maker or of several; sold ones come last."""
    makers = [makers] if isinstance(makers, Enterprise) else list(makers)
    return product_cards(goods().filter(enterprise__in=makers)[:limit]) if makers else []


@register.simple_tag(takes_context=True)
def story_goods(context, story: StoryPage, limit: int = 8) -> list[ProductCard]:
    """Goods that a story tells of, then others of its makers; what stands in the text already is left out.

    Links are kept on the Polish page; the translation key leads to them from the other languages. The cards of the
    goods in the text are fetched along and kept for {% product_card_of %}, so call this before the text is rendered.
    """
    embedded = products_in(story.body)
    told = Product.stories.through.objects.filter(
        product=OuterRef("pk"), storypage__translation_key=story.translation_key
    )
    makers = story.enterprises.all()
    found = (
        goods()
        .annotate(is_told=Exists(told), is_embedded=Q(pk__in=embedded))
        .filter(Q(is_told=True) | Q(pk__in=embedded) | Q(enterprise__in=makers))
        .order_by("-is_embedded", "-is_told", "is_sold", "-created_at", "-pk")
    )
    cards = product_cards(found[: limit + len(embedded)])
    remember_cards(context.get("request"), cards)
    return [card for card in cards if card.product.pk not in embedded][:limit]


@register.simple_tag
def goods_of_kind(term_code: str, limit: int = 4) -> list[ProductCard]:
    """Goods on hand of makers of the kind that a glossary term explains."""
    kinds = [kind for kind, code in TERM_CODES.items() if code == term_code]
    return product_cards(mixed(on_hand().filter(enterprise__kind__in=kinds)[: limit * 8], limit)) if kinds else []


@register.simple_tag
def goods_of_industry(code: str, limit: int = 4) -> list[ProductCard]:
    """Goods on hand of the trade of a good practice."""
    shelves = SHELVES_OF_INDUSTRIES.get(code, ())
    return product_cards(mixed(on_hand().filter(category__code__in=shelves)[: limit * 8], limit)) if shelves else []


@register.simple_tag
def shop_url(page: Page) -> str:
    """Address of the shop in the language of `page`, remembered for a minute as the frame of the page is."""
    key = f"shop:{page.locale_id}"
    url = caches["memory"].get(key)
    if url is None:
        shop = ShopPage.objects.live().filter(locale_id=page.locale_id).first()
        url = shop.url if shop else ""
        if url:
            caches["memory"].set(key, url)
    return url

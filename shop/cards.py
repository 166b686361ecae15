"""What a card of a good shows, gathered in a constant number of queries for any number of goods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.db.models import F, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.models import MarketImage, pages_for
from home.models.records import in_language
from stories.cards import MakerTag, StoryCard, maker_tags, stories_in_language, story_cards
from stories.models import StoryPage

from .models import Product, ProductPage
from .services.availability import Goods, goods_read, pieces_free
from .services.listed_price import ListedPrice
from .services.reductions import Reduction, reductions
from .unit_price import unit_price_text

#: Names the variant that a link to a product page chooses.
VARIANT_PARAMETER = "wariant"


@dataclass(frozen=True)
class CardPrice:
    """A price as components/price.html tells it, gross PLN. is_from: something else on the page costs more.

    unit_price: what a unit of measure costs, in words. reduction: where one may be announced.
    """

    amount: Decimal
    is_from: bool = False
    unit_price: str = ""
    reduction: Reduction | None = None


@dataclass(frozen=True)
class ProductCard:
    """A good in a list, a basket or a text. Texts in the active language, prices in gross PLN.

    language: of title and lead. price: of the good itself, with its reduction; listed: of what a list tells, the least for
    which it, a variant of it or a set of choice can be ordered. available: pieces that can still be ordered. story: of the
    good, else of its maker, else None. variant_text: name of the variant that this good is, where there are several.
    has_variants: others stand on the same page; then the good is available when any of them is. goods: what it is put
    together from.
    """

    product: Product
    page: ProductPage
    url: str
    title: str
    lead: str
    language: str
    picture: MarketImage | None
    picture_alt: str
    price: Decimal
    own: CardPrice
    listed: CardPrice
    is_available: bool
    available: int
    stock_text: str
    kind_text: str
    maker: MakerTag
    story: StoryCard | None
    category_label: str
    variant_text: str = ""
    has_variants: bool = False
    goods: Goods = field(default_factory=Goods, repr=False)

    @property
    def reduction(self) -> Reduction | None:
        return self.own.reduction

    @property
    def unit_price(self) -> str:
        return self.own.unit_price

    @property
    def full_title(self) -> str:
        """The title with the name of the variant, as orders and documents tell the good."""
        return f"{self.title}, {self.variant_text}" if self.variant_text else self.title


def product_cards(
    products: Iterable[Product],
    *,
    pages: Mapping[int, ProductPage] | None = None,
    goods: Goods | None = None,
    reduced: Mapping[int, Reduction] | None = None,
) -> list[ProductCard]:
    """Cards in the order given; a product without a live page is dropped.

    products: with select_related("enterprise", "category", "stock"), else each costs queries of its own; a variant is
    shown with the page of its main product. pages: the live pages by primary key of the product where the caller has
    fetched them already, `ready_for_cards`. goods: likewise what they are made of.
    reduced: likewise the reductions of the products and their variants.
    """
    products = list(products)
    if not products:
        return []
    if pages is None:
        pages = pages_for({shown_on(product) for product in products}, page_class=ProductPage, field="product")
    shown = [product for product in products if shown_on(product) in pages]
    makers = maker_tags(
        {product.enterprise_id: product.enterprise for product in shown}.values(), certificates=False
    )
    stories = _stories(shown)
    goods = goods or goods_read(shown)
    if reduced is None:
        reduced = reductions(products={each.pk: each for product in shown for each in goods.offers(product)}.values())
    return [
        card_of(
            product,
            pages[shown_on(product)],
            maker=makers[product.enterprise_id],
            story=stories.get(product.pk),
            reduced=reduced,
            goods=goods,
        )
        for product in shown
    ]


def product_card(product: Product) -> ProductCard | None:
    """The card of one product; None when it has no live page."""
    return next(iter(product_cards([product])), None)


def shown_on(product: Product) -> int:
    """Primary key of the product whose page shows it."""
    return product.variant_of_id or product.pk


def variant_text(product: Product) -> str:
    """Name of the variant in the active language."""
    return in_language(product, "variant_name")


def stock_text(product: Product, available: int) -> str:
    """The stock in words, in the active language."""
    if product.kind == Product.Kind.TO_ORDER:
        days = product.lead_time_days or 0
        return ngettext(
            "Made to order in %(days)d working day", "Made to order in %(days)d working days", days
        ) % {"days": days}
    if available <= 0:
        return _("Sold") if product.kind == Product.Kind.UNIQUE else _("Sold out")
    if product.kind == Product.Kind.UNIQUE and available == 1:
        return _("The only piece")
    if product.kind == Product.Kind.OWN_SET:
        return _("You choose what is in it")
    if product.kind == Product.Kind.GIFT_CARD:
        return ""
    if product.kind == Product.Kind.SET:
        return ngettext(
            "%(count)d set can be put together", "%(count)d sets can be put together", available
        ) % {"count": available}
    return ngettext("%(count)d piece left", "%(count)d pieces left", available) % {"count": available}


def card_of(
    product: Product,
    page: ProductPage,
    *,
    maker: MakerTag,
    story: StoryCard | None,
    reduced: Mapping[int, Reduction],
    goods: Goods,
) -> ProductCard:
    """The card of a product on its page, public or not. reduced: reductions of it and its variants, by primary key."""
    variants = goods.variants.get(product.pk, [])
    available = goods.available(product)
    is_available = available > 0 or any(pieces_free(variant) > 0 for variant in variants)
    return ProductCard(
        product=product,
        page=page,
        url=_url(product, page),
        title=page.title,
        lead=page.lead,
        language=page.content_language,
        picture=page.picture,
        picture_alt=page.picture_alt,
        price=product.price,
        own=CardPrice(product.price, False, unit_price_text(product), reduced.get(product.pk)),
        listed=_listed(goods.offers(product), goods.listed_price(product), reduced),
        is_available=is_available,
        available=available,
        stock_text=_variants_text(len(variants) + 1, is_available) if variants else stock_text(product, available),
        kind_text=product.get_kind_display(),
        maker=maker,
        story=story,
        category_label=product.category.label,
        variant_text=variant_text(product),
        has_variants=bool(variants),
        goods=goods,
    )


def _listed(offers: list[Product], price: ListedPrice, reduced: Mapping[int, Reduction]) -> CardPrice:
    told = next((offer for offer in offers if offer.pk == price.key), None)
    if told is None:
        return CardPrice(price.amount, price.is_from)
    return CardPrice(price.amount, price.is_from, unit_price_text(told), reduced.get(told.pk))


def _url(product: Product, page: ProductPage) -> str:
    url = page.url or ""
    return f"{url}?{VARIANT_PARAMETER}={product.code}" if url and product.variant_of_id else url


def _variants_text(count: int, is_available: bool) -> str:
    if not is_available:
        return _("Sold out")
    return ngettext("%(count)d variant to choose from", "%(count)d variants to choose from", count) % {"count": count}


def _stories(products: list[Product]) -> dict[int, StoryCard]:
    """The newest live story of each product, else the newest of its maker; two queries.

    Links are kept on the Polish pages; the translation key leads to the page in the active language.
    """
    sources = (
        StoryPage.objects.live()
        .filter(alias_of=None, locale__language_code=settings.LANGUAGE_CODE)
        .order_by()
    )
    makers = {product.enterprise_id for product in products}
    own = sources.filter(products__in=products).values_list(
        "published_on", "pk", Value("product"), "products"
    )
    of_makers = sources.filter(enterprises__in=makers).values_list(
        "published_on", "pk", Value("maker"), "enterprises"
    )
    rows = own.annotate(key=F("translation_key")).union(of_makers.annotate(key=F("translation_key")))
    newest = {(kind, record): key for _day, _pk, kind, record, key in sorted(rows)}
    keys = {
        product.pk: newest.get(("product", product.pk)) or newest.get(("maker", product.enterprise_id))
        for product in products
    }
    pages = (
        stories_in_language()
        .prefetch_related(None)
        .filter(translation_key__in=set(filter(None, keys.values())))
    )
    cards = {card.page.translation_key: card for card in story_cards(pages.defer("body"))}
    return {product: cards[key] for product, key in keys.items() if key in cards}

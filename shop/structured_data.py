"""JSON-LD of goods in schema.org's vocabulary, as Google's documentation of merchant listings asks for it.

It says what the page itself shows and nothing more.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from home.links import absolute
from home.models import SiteSettings

from .cards import VARIANT_PARAMETER, ProductCard, variant_text
from .delivery_context import product_quotes
from .legal_pages import legal_links
from .models import DeliveryMethod, Product
from .services.reductions import Reduction
from .services.shipping import DeliveryQuote

SCHEMA = "https://schema.org/"
#: Working days until a thing on the shelf is sent, as „Jak kupować” promises, and days that carriers need.
HANDLING_DAYS = (1, 5)
TRANSIT_DAYS = (1, 2)
#: Consumer Rights Act, art. 27: fourteen days.
RETURN_DAYS = 14
#: Ways by which a thing is sent to an address or a locker.
SENT = frozenset({DeliveryMethod.Kind.COURIER, DeliveryMethod.Kind.LOCKER})


def product_data(
    card: ProductCard,
    *,
    variants: Mapping[int, ProductCard],
    pictures: Iterable[str] = (),
    seller: SiteSettings | None = None,
    film: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Product with its Offer; a ProductGroup where the good has variants.

    card: with its `goods`, as product_cards makes it; variants: cards of its variants by primary key; pictures: paths of
    large renditions; seller: the operator; film: its VideoObject.
    """
    product = card.product
    sold = [product, *card.goods.variants.get(product.pk, [])]
    quotes = product_quotes(sold)
    shared = {
        "description": card.lead,
        "category": card.category_label,
        "inLanguage": card.language,
        "brand": {"@type": "Brand", "name": card.maker.name},
        "manufacturer": {"@type": "Organization", "name": card.maker.name, "url": absolute(card.maker.url)},
        "image": [absolute(path) for path in pictures],
        # Products have no `video` in schema.org's vocabulary; this is what anything is the subject of.
        "subjectOf": film,
    }
    if len(sold) == 1:
        own = _product(product, card, quotes[product.pk], card.reduction, seller)
        return without_gaps({"@context": SCHEMA.rstrip("/"), **own, **shared})
    shown = {**variants, product.pk: card}
    reduced = {key: entry.reduction for key, entry in shown.items()}
    offered = [
        _product(each, card, quotes[each.pk], reduced.get(each.pk), seller) | {"image": shared["image"]}
        for each in sold
    ]
    group = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "ProductGroup",
        "name": card.title,
        "productGroupID": product.code,
        "url": absolute(card.url),
        **shared,
        "hasVariant": [without_gaps(variant) for variant in offered],
    }
    return without_gaps(group)


def _product(
    product: Product, card: ProductCard, quotes: list[DeliveryQuote], reduction: Reduction | None, seller
) -> dict[str, Any]:
    name = variant_text(product)
    url = f"{card.url}?{VARIANT_PARAMETER}={product.code}" if product.variant_of_id else card.url
    return {
        "@type": "Product",
        "name": f"{card.title}, {name}" if name else card.title,
        "sku": product.code,
        "description": card.lead,
        "url": absolute(url),
        "offers": offer(product, url, card.goods.available(product) > 0, quotes, reduction, seller),
    }


def offer(
    product: Product,
    url: str,
    is_available: bool,
    quotes: list[DeliveryQuote],
    reduction: Reduction | None,
    seller: SiteSettings | None,
) -> dict[str, Any]:
    """Price, stock, delivery and returns of one good. reduction: where one may be announced."""
    data: dict[str, Any] = {
        "@type": "Offer",
        "url": absolute(url),
        "price": f"{product.price:.2f}",
        "priceCurrency": "PLN",
        "availability": f"{SCHEMA}{'InStock' if is_available else 'SoldOut'}",
        "itemCondition": f"{SCHEMA}NewCondition",
        "shippingDetails": [shipping(product, quote) for quote in sent_quotes(quotes)],
        "hasMerchantReturnPolicy": return_policy(product),
    }
    if reduction:
        data["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "priceType": f"{SCHEMA}StrikethroughPrice",
            "price": f"{reduction.regular:.2f}",
            "priceCurrency": "PLN",
        }
    if seller and seller.operator_name:
        data["seller"] = {"@type": "Organization", "name": seller.operator_name, "url": absolute("/")}
    return without_gaps(data)


def sent_quotes(quotes: Iterable[DeliveryQuote]) -> list[DeliveryQuote]:
    """Those by which the thing is brought, to an address or a locker, and can be."""
    return [quote for quote in quotes if quote.is_available and quote.method.kind in SENT]


def handling_days(product: Product) -> tuple[int, int]:
    """Working days, at least and at most, until the thing is sent."""
    if product.kind == Product.Kind.TO_ORDER and product.lead_time_days:
        return (HANDLING_DAYS[0], product.lead_time_days)
    return HANDLING_DAYS


def shipping(product: Product, quote: DeliveryQuote) -> dict[str, Any]:
    """OfferShippingDetails of one way of delivery within Poland."""
    return {
        "@type": "OfferShippingDetails",
        "shippingLabel": quote.method.label,
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": f"{quote.price:.2f}",
            "currency": "PLN",
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "PL"},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(handling_days(product)),
            "transitTime": _days(TRANSIT_DAYS),
        },
    }


def _days(bounds: tuple[int, int]) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": bounds[0], "maxValue": bounds[1], "unitCode": "DAY"}


def return_policy(product: Product) -> dict[str, Any]:
    """MerchantReturnPolicy: fourteen days at the buyer's cost, but for perishable goods (art. 38 par. 1 pt 4)."""
    data: dict[str, Any] = {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": "PL",
        "returnPolicyCountry": "PL",
    }
    if link := legal_links().get("returns"):
        data["merchantReturnLink"] = absolute(link)
    if product.withdrawal_exception == Product.WithdrawalException.PERISHABLE:
        return data | {"returnPolicyCategory": f"{SCHEMA}MerchantReturnNotPermitted"}
    return data | {
        "returnPolicyCategory": f"{SCHEMA}MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": RETURN_DAYS,
        "returnMethod": f"{SCHEMA}ReturnByMail",
        "returnFees": f"{SCHEMA}ReturnFeesCustomerResponsibility",
    }


def without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what is not known."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}

"""Delivery in words: what each way costs for these goods and why one cannot be had, the lockers to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.formats import money

from .models import DeliveryMethod, ParcelLocker, Product
from .services.lockers import locker_in_use, lockers_near
from .services.parcel_sizes import PackedGood
from .services.shipping import (
    DeliveryQuote,
    PackLine,
    ParcelQuote,
    deliveries_on_offer,
    delivery_quote,
    goods_to_pack,
)
from .shared_parcels import names_joined, quote_texts


def price_text(quote: DeliveryQuote) -> str:
    return money(quote.price) if quote.price else _("free")


def parcels_text(quote: DeliveryQuote) -> str:
    """„2 parcels: WTZ Malwa 13,99 zł, ZAZ Pakownia and WTZ Klon 16,99 zł”; empty where there is one box, or nothing to pack."""
    sent = [parcel for parcel in quote.parcels if parcel.packed.boxes]
    boxes = sum(len(parcel.packed.boxes) for parcel in sent)
    if boxes < 2 or quote.method.is_pickup:
        return ""
    count = ngettext("%(count)d parcel", "%(count)d parcels", boxes) % {"count": boxes}
    if quote.price and len(sent) > 1:
        return f"{count}: " + ", ".join(f"{_who_sends(parcel)} {money(parcel.price)}" for parcel in sent)
    return f"{count}: " + ", ".join(_who_sends(parcel) for parcel in sent)


def _who_sends(parcel: ParcelQuote) -> str:
    packed = parcel.packed
    return names_joined([maker.name for maker in packed.shared_by] if len(packed.shared_by) > 1 else [packed.packer.name])


def waived_text(quote: DeliveryQuote) -> str:
    """Why it is free, or from when it would be; empty where the way knows no threshold."""
    threshold = quote.method.free_from
    if threshold is None or not quote.is_available:
        return ""
    if quote.is_waived:
        return _("Free, because the goods are worth %(amount)s or more.") % {"amount": money(threshold)}
    return _("Free for goods worth %(amount)s or more.") % {"amount": money(threshold)} if quote.price else ""


def pickup_places(quote: DeliveryQuote) -> list[dict[str, str]]:
    """Where each workshop hands its goods over, and when; for other ways nothing."""
    if not quote.method.is_pickup:
        return []
    packers = [parcel.packed.packer for parcel in quote.parcels]
    return [
        {"maker": packer.name, "address": packer.postal_address, "hours": packer.opening_hours} for packer in packers
    ]


def delivery_options(chosen: str | None, quotes: Iterable[DeliveryQuote]) -> list[dict[str, Any]]:
    """The ways of delivery for components/option_cards.html; one that cannot be had comes with the reason."""
    return [
        {
            "value": quote.method.code,
            "id": f"id_delivery_{place}",
            "label": quote.method.label,
            "text": quote.method.description_text,
            "price_text": price_text(quote) if quote.is_available else "",
            "detail": _detail(quote),
            "places": pickup_places(quote),
            "refusal": quote.refusal,
            "checked": quote.is_available and quote.method.code == chosen,
        }
        for place, quote in enumerate(worth_telling(quotes))
    ]


def _detail(quote: DeliveryQuote) -> str:
    """How many parcels there are, then sentences: why makers share one, and from what sum it is free."""
    sentences = " ".join(filter(None, [*quote_texts(quote), waived_text(quote)]))
    return " · ".join(filter(None, [parcels_text(quote), sentences]))


def least_price_text(quotes: Iterable[DeliveryQuote]) -> str:
    """„Delivery from 13,99 zł”: the least that is paid for having the goods brought; empty where nobody brings them."""
    prices = [quote.price for quote in quotes if quote.is_available and not quote.method.is_pickup]
    if not prices:
        return ""
    least = min(prices)
    return _("Delivery from %(price)s") % {"price": money(least)} if least else _("Delivery free of charge")


def delivery_glance(quotes: Iterable[DeliveryQuote]) -> list[dict[str, Any]]:
    """Ways of delivery for shop/delivery_glance.html."""
    return [
        {
            "label": quote.method.label,
            "is_pickup": quote.method.is_pickup,
            "price_text": price_text(quote) if quote.is_available else "",
            "detail": quote.refusal or waived_text(quote),
        }
        for quote in worth_telling(quotes)
    ]


def product_delivery(product: Product, *, name: str = "") -> dict[str, Any]:
    """What delivering one piece costs, for the page of a product that calls it so. Methods and rates are remembered for a
    minute: here they inform, at the checkout they bind."""
    quotes = product_quotes([product], names={product.pk: name})[product.pk]
    return {"delivery_glance": delivery_glance(quotes), "delivery_from": least_price_text(quotes)}


def product_quotes(
    products: Iterable[Product], *, names: Mapping[int, str] | None = None
) -> dict[int, list[DeliveryQuote]]:
    """{primary key: what each way of delivery costs for one piece}; one query for all sets among the products.

    names: what the reader calls them, by primary key; a refusal says which good is too large.
    """
    products = list(products)
    told = {str(product.pk): (names or {}).get(product.pk) or product.name for product in products}
    packed: dict[str, list[PackedGood]] = {str(product.pk): [] for product in products}
    for good in goods_to_pack([PackLine(product, 1, {}, name=str(product.pk)) for product in products]):
        packed[good.name].append(replace(good, name=told[good.name]))
    methods = remembered_methods()
    return {
        product.pk: [
            delivery_quote(method=method, goods=packed[str(product.pk)], value=product.price) for method in methods
        ]
        for product in products
    }


def worth_telling(quotes: Iterable[DeliveryQuote]) -> list[DeliveryQuote]:
    """Without those that goods of this kind never need, which is no news: e-mail for a vase, a locker for a gift card."""
    return [quote for quote in quotes if quote.is_available or not _is_of_other_kind(quote)]


def _is_of_other_kind(quote: DeliveryQuote) -> bool:
    has_boxes = any(parcel.packed.boxes for parcel in quote.parcels)
    return (quote.method.kind == DeliveryMethod.Kind.EMAIL) == has_boxes


def remembered_methods() -> list[DeliveryMethod]:
    """The ways of delivery with their rates, remembered for a minute: for what informs, not for what binds."""
    methods = caches["memory"].get("deliveries")
    if methods is None:
        methods = deliveries_on_offer()
        caches["memory"].set("deliveries", methods)
    return methods


def locker_choice(*, query: str, chosen: str) -> dict[str, Any]:
    """Context of shop/locker_list.html: lockers near the place typed, the chosen one first where it is not among them."""
    lockers, count = lockers_near(query=query)
    shown = [locker_option(locker, chosen) for locker in lockers]
    if chosen and not any(option["checked"] for option in shown):
        kept = locker_in_use(chosen)
        shown = ([locker_option(kept, chosen)] if kept else []) + shown
    return {
        "locker_options": shown,
        "locker_result": _result_text(query.strip(), len(lockers), count),
        "locker_query": query,
    }


def locker_option(locker: ParcelLocker, chosen: str) -> dict[str, Any]:
    details = [locker.place, locker.opening_hours]
    if locker.easy_access:
        details.append(_("easy access zone"))
    return {
        "value": locker.code,
        "id": f"id_locker_{locker.code}",
        "label": locker.code,
        "address": locker.address,
        "detail": " · ".join(filter(None, details)),
        "checked": locker.code == chosen,
    }


def _result_text(query: str, shown: int, count: int) -> str:
    if not query:
        return ""
    if not count:
        return _(
            "There is no parcel locker for “%(query)s”. Check the spelling, or type the postcode, for example 61-001."
        ) % {"query": query}
    if count > shown:
        return _("Shown: %(shown)d of %(count)d. A postcode or a street narrows the list.") % {"shown": shown, "count": count}
    return ngettext("%(count)d parcel locker found.", "%(count)d parcel lockers found.", count) % {"count": count}

"""What may be called a reduction, and what must stand beside it. Reads, never writes.

Act of 9 May 2014 on informing about prices of goods and services, art. 4 par. 2 and 3 (Directive 98/6/EC, art. 6a): beside a
reduced price stands the lowest price of the 30 days before the reduction; for goods on sale for a shorter time the lowest
since they were first offered. A percentage or the word „reduction” refers to that price (Court of Justice of the EU,
26 September 2024, C-330/23, Aldi Süd): a price that is not below it is shown as an ordinary price.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils import timezone

from ..models import PriceChange, Product

OMNIBUS_DAYS = 30


@dataclass(frozen=True)
class Reduction:
    """What is shown beside a reduced price. Gross PLN; percent: of the lowest price, rounded down, so never too much."""

    regular: Decimal
    lowest: Decimal
    percent: int


def reductions(*, products: Iterable[Product]) -> dict[int, Reduction]:
    """The reductions that may be announced, by primary key of the product; at most one query.

    A product whose reduced price is not below the lowest one of the 30 days is missing: nobody saves anything.
    """
    products = list(products)
    lowest = lowest_prices_30d(products=products)
    return {
        product.pk: Reduction(
            product.regular_price,
            lowest[product.pk],
            percent_off(price=product.price, lowest=lowest[product.pk]),
        )
        for product in products
        if product.pk in lowest and product.price < lowest[product.pk]
    }


def percent_off(*, price: Decimal, lowest: Decimal) -> int:
    """By how many per cent a price is below the lowest one of 30 days, rounded down; 0 where it is not below."""
    if price >= lowest:
        return 0
    return int(((lowest - price) * 100 / lowest).to_integral_value(rounding=ROUND_DOWN))


def lowest_price_30d(*, product: Product) -> Decimal | None:
    """The lowest price of the 30 days before the present reduction; None when the product is not reduced."""
    return lowest_prices_30d(products=[product]).get(product.pk)


def lowest_prices_30d(*, products: Iterable[Product]) -> dict[int, Decimal]:
    """The lowest price in force in the 30 days before the reduction, for each reduced product; at most one query.

    Whole days by the site's clock: the 30th day before counts from its midnight, so that the price told is never
    higher than the law allows. A good on sale for a shorter time counts from the first price known. However long the
    reduction lasts, the days are those before it.
    Gives {primary key: gross PLN}; products that are not reduced are missing.
    """
    reduced = {product.pk: product for product in products if product.is_reduced and product.reduced_at}
    return _lowest_of(reduced.values(), {key: product.reduced_at for key, product in reduced.items()})


def lowest_prices_before(*, products: Iterable[Product], moment: datetime.datetime) -> dict[int, Decimal]:
    """The same for a reduction that is to begin at `moment`, for each product, reduced now or not; one query."""
    products = list(products)
    return _lowest_of(products, {product.pk: moment for product in products})


def _lowest_of(products: Iterable[Product], moments: dict[int, datetime.datetime]) -> dict[int, Decimal]:
    if not moments:
        return {}
    history: dict[int, list[PriceChange]] = {key: [] for key in moments}
    changes = PriceChange.objects.filter(product__in=list(moments)).order_by("valid_from", "pk")
    for change in changes.only("product_id", "price", "valid_from"):
        history[change.product_id].append(change)
    return {product.pk: _lowest(product, history[product.pk], moments[product.pk]) for product in products}


def _lowest(product: Product, history: list[PriceChange], moment: datetime.datetime) -> Decimal:
    """The lowest price of `history` (oldest first) in force in the window before `moment`."""
    start = _window_start(moment)
    in_force: list[Decimal] = []
    for change in history:
        if change.valid_from >= moment:
            break
        if change.valid_from <= start:
            in_force = [change.price]
        else:
            in_force.append(change.price)
    return min(in_force, default=product.regular_price or product.price)


def _window_start(moment: datetime.datetime) -> datetime.datetime:
    day = timezone.localdate(moment) - datetime.timedelta(days=OMNIBUS_DAYS)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))

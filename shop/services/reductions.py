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

from ..models import PriceChange, Product, Promotion

OMNIBUS_DAYS = 30


@dataclass(frozen=True)
class Reduction:
    """What is shown beside a reduced price. Gross PLN; percent: of the lowest price, rounded down, so never too much.

    promotion: the one that lowers the price; None where the staff lowered it by hand.
    """

    regular: Decimal
    lowest: Decimal
    percent: int
    promotion: Promotion | None = None

    @property
    def promotion_label(self) -> str:
        """The editor's words for the promotion in the active language. They announce a reduction as well, so they are
        read here alone, beside the lowest price."""
        return self.promotion.label if self.promotion else ""


def reductions(*, products: Iterable[Product]) -> dict[int, Reduction]:
    """The reductions that may be announced, by primary key of the product; at most one query.

    A product whose reduced price is not below the lowest one of the 30 days is missing: nobody saves anything.
    """
    reduced = {product.pk: product for product in products if product.is_reduced and product.reduced_at}
    histories = _histories(reduced)
    found = {}
    for key, product in reduced.items():
        lowest = lowest_in_window(product, histories[key], product.reduced_at)
        if product.price < lowest:
            percent = percent_off(price=product.price, lowest=lowest)
            found[key] = Reduction(product.regular_price, lowest, percent, _promotion(histories[key]))
    return found


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
    histories = _histories(moments)
    return {product.pk: lowest_in_window(product, histories[product.pk], moments[product.pk]) for product in products}


def _histories(keys: Iterable[int]) -> dict[int, list[PriceChange]]:
    """{primary key of the product: its changes of price, oldest first, with their promotions}; at most one query."""
    histories: dict[int, list[PriceChange]] = {key: [] for key in keys}
    if not histories:
        return {}
    changes = PriceChange.objects.filter(product__in=list(histories)).select_related("promotion")
    names = (f"promotion__{name}" for name in ("name", "name_en", "name_uk"))
    for change in changes.order_by("valid_from", "pk").only("product_id", "price", "reason", "valid_from", *names):
        histories[change.product_id].append(change)
    return histories


def _promotion(history: list[PriceChange]) -> Promotion | None:
    """What made the present reduction: a hand that sets a price meanwhile takes the good out of its promotion."""
    reduced = history and history[-1].reason == PriceChange.Reason.REDUCE
    return history[-1].promotion if reduced else None


def lowest_in_window(product: Product, history: list[PriceChange], moment: datetime.datetime) -> Decimal:
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

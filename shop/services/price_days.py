"""Day by day: what a good cost and which lowest price of 30 days belonged to it, for the staff who plan a reduction.

Act of 9 May 2014 on informing about prices of goods and services, art. 4 par. 2 and 3; see shop.services.reductions.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from ..models import PriceChange, Product
from .reductions import lowest_in_window

#: As far back as the days are told: three times the thirty that the law looks at.
DAYS = 90


@dataclass(frozen=True)
class PriceDay:
    """price: in force at the end of the day, gross PLN. lowest: that of the 30 days before the reduction in force, else before a
    reduction that would begin at the end of this day."""

    day: datetime.date
    price: Decimal
    lowest: Decimal
    is_reduced: bool


@dataclass(frozen=True)
class PricePeriod:
    """Days that follow one another and have the same prices."""

    first: datetime.date
    last: datetime.date
    price: Decimal
    lowest: Decimal
    is_reduced: bool


def price_days(*, product: Product, history: Sequence[PriceChange], now: datetime.datetime | None = None) -> list[PriceDay]:
    """The last DAYS days, today the last, oldest first; fewer for a good whose first price is younger, none without any.

    history: all changes of the product's price, in any order.
    """
    changes = sorted(history, key=lambda change: (change.valid_from, change.pk))
    now = now or timezone.now()
    today = timezone.localdate(now)
    days = (today - datetime.timedelta(days=back) for back in reversed(range(DAYS)))
    return [found for day in days if (found := _price_day(product, changes, day, now))]


def price_periods(days: Sequence[PriceDay]) -> list[PricePeriod]:
    """The same drawn together, the newest first."""
    groups = (list(group) for _prices, group in groupby(days, key=lambda day: (day.price, day.lowest, day.is_reduced)))
    periods = [
        PricePeriod(group[0].day, group[-1].day, group[0].price, group[0].lowest, group[0].is_reduced) for group in groups
    ]
    return periods[::-1]


def _price_day(
    product: Product, changes: list[PriceChange], day: datetime.date, now: datetime.datetime
) -> PriceDay | None:
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    end = min(timezone.make_aware(midnight), now)
    last = next((change for change in reversed(changes) if change.valid_from <= end), None)
    if last is None:
        return None
    is_reduced = last.reason == PriceChange.Reason.REDUCE
    lowest = lowest_in_window(product, changes, last.valid_from if is_reduced else end)
    return PriceDay(day, last.price, lowest, is_reduced)

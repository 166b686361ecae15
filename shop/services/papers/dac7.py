"""What the makers sold in a year, as DAC7 would ask for it (act of 9 March 2017 on exchange of tax information, part IIIa).

The operator sells by itself, so it is probably no platform operator and reports nobody [U]; docs/decisions/0033.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils import timezone

from stories.models import Enterprise

from ...models import OrderItem
from ...status import OrderStatus
from .sums import VOUCHER, ZERO

#: A seller with fewer sales and no more money is left out: both have to hold (Directive (EU) 2021/514, annex V, section I,
#: B.4 (d)).
SALES, EUROS = 30, Decimal(2000)
#: Orders that brought a maker something.
SOLD = (OrderStatus.PROCESSING, OrderStatus.READY, OrderStatus.SHIPPED, OrderStatus.COMPLETED)


@dataclass
class MakerYear:
    """A maker's sales of a year. sales: lines sold; quarters: gross PLN for its goods, after discounts, without delivery."""

    maker: Enterprise
    sales: int = 0
    quarters: list[Decimal] = field(default_factory=lambda: [ZERO] * 4)

    @property
    def total(self) -> Decimal:
        return sum(self.quarters, ZERO)

    def is_excluded(self, euro: Decimal) -> bool:
        """Whether the maker would not have to be reported. euro: PLN for one EUR."""
        return self.sales < SALES and self.total <= EUROS * euro


def maker_years(*, year: int) -> list[MakerYear]:
    """Every maker who sold something in the year, by the date of payment; by name. Two queries at most."""
    found: dict[int, MakerYear] = {}
    for item in _items(year):
        row = found.setdefault(item.enterprise_id, MakerYear(item.enterprise))
        row.sales += 1
        row.quarters[(timezone.localtime(item.paid_at).month - 1) // 3] += item.total
    return sorted(found.values(), key=lambda row: row.maker.name)


def years_with_sales() -> list[int]:
    """Years in which an order was paid, newest first."""
    dates = OrderItem.objects.filter(order__paid_at__isnull=False, order__status__in=SOLD).datetimes("order__paid_at", "year")
    return sorted({timezone.localtime(moment).year for moment in dates}, reverse=True)


def _items(year: int) -> Iterable[OrderItem]:
    paid: QuerySet[OrderItem] = OrderItem.objects.filter(order__paid_at__year=year, order__status__in=SOLD)
    return paid.exclude(vat_rate=VOUCHER).select_related("enterprise").annotate(paid_at=F("order__paid_at")).order_by("pk")

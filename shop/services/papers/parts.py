"""An order taken apart into what each document says: one for each maker and VAT treatment."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stories.models import Enterprise

from ...models import Order, OrderItem, Parcel, Product
from ..shares import money_split
from .rates import maker_code, treatment, vat_code
from .sums import VOUCHER, ZERO, Line


@dataclass(frozen=True)
class Part:
    """What one document is about. treatment: see rates."""

    maker: Enterprise
    treatment: str
    lines: list[Line]

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), ZERO)


def order_parts(order: Order) -> list[Part]:
    """The parts of an order that cost something, in the order of their makers.

    Their totals, the vouchers bought and the donation add up to the order's total: a voucher and a donation are no
    sale and stand on no document. The cost of delivery belongs to the goods that it brings (VAT Act, art. 29a par. 6
    pt 2): each parcel's part is shared among them in proportion to their prices and takes their rates.
    """
    items = list(order.items.select_related("enterprise").order_by("pk"))
    parcels = list(order.parcels.ordered().select_related("enterprise").order_by("pk"))
    codes = _codes(items)
    makers = {row.enterprise_id: row.enterprise for row in (*parcels, *items)}
    lines: dict[tuple[int, str], list[Line]] = {}
    for item in items:
        if codes[item.pk] != VOUCHER:
            lines.setdefault((item.enterprise_id, treatment(codes[item.pk])), []).append(_line(item, codes[item.pk]))
    for (maker, code), amount in _delivery(order, parcels, items, codes).items():
        line = Line(f"Dostawa: {order.delivery_name}", "", 1, amount, ZERO, amount, code)
        lines.setdefault((maker, treatment(code)), []).append(line)
    parts = [Part(makers[maker], kind, rows) for (maker, kind), rows in sorted(lines.items())]
    return [part for part in parts if part.total]


def _line(item: OrderItem, code: str) -> Line:
    name = f"{item.name} ({item.set_name})" if item.set_name else item.name
    return Line(
        name, item.product_data.get("code", ""), item.quantity, item.unit_price, item.discount, item.total, code, item.pk
    )


def _codes(items: Iterable[OrderItem]) -> dict[int, str]:
    """VAT treatment by line; lines from before it was kept get that of their good, else that of their maker, now."""
    codes = {item.pk: item.vat_rate for item in items}
    unknown = [item for item in items if not item.vat_rate]
    if unknown:
        products = Product.objects.select_related("enterprise", "category").in_bulk([item.product_id for item in unknown])
        for item in unknown:
            product = products.get(item.product_id)
            codes[item.pk] = vat_code(product) if product else maker_code(item.enterprise)
    return codes


def _delivery(
    order: Order, parcels: list[Parcel], items: list[OrderItem], codes: dict[int, str]
) -> dict[tuple[int, str], Decimal]:
    """The cost of delivery by maker and rate."""
    found: dict[tuple[int, str], Decimal] = {}
    if not order.delivery_price:
        return found
    contents = {parcel.pk: [item for item in items if item.parcel_id == parcel.pk] for parcel in parcels}
    prices = [parcel.delivery_price for parcel in parcels]
    if sum(prices, ZERO) != order.delivery_price:
        goods = [sum((item.total for item in contents[parcel.pk]), ZERO) for parcel in parcels]
        prices = money_split(order.delivery_price, goods)
    for parcel, price in zip(parcels, prices, strict=True):
        weights: dict[tuple[int, str], Decimal] = {}
        for item in contents[parcel.pk]:
            if codes[item.pk] != VOUCHER:
                key = (item.enterprise_id, codes[item.pk])
                weights[key] = weights.get(key, ZERO) + item.total
        if not weights:
            # Only vouchers in it: sending them is a service of its own.
            weights = {(parcel.enterprise_id, maker_code(parcel.enterprise)): ZERO}
        for key, share in zip(weights, money_split(price, list(weights.values())), strict=True):
            if share:
                found[key] = found.get(key, ZERO) + share
    return found

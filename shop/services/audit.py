"""Invariants of the shop: what must be true of stock, orders and money at any moment. Reads, never repairs."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import Count, DecimalField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ..models import (
    Order,
    OrderItem,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    PriceChange,
    Product,
    StockItem,
    StockMovement,
    StockReservation,
    Withdrawal,
)
from ..status import OrderStatus, ReservationState
from .audit_after_sale import AFTER_SALE_CHECKS
from .audit_delivery import DELIVERY_CHECKS
from .audit_exchanges import EXCHANGE_CHECKS
from .audit_lines import LINE_CHECKS
from .audit_papers import PAPER_CHECKS
from .audit_payments import PAYMENT_CHECKS
from .audit_prices import PRICE_CHECKS
from .checks import GROSZ
from .order_moves import CAME_IN, CLOSED
from .outbox import outbox_stuck
from .secrets import REF_PATTERN

ZERO = Decimal("0.00")
#: Rows held at a time: the audit must fit in memory whatever the shop has sold.
CHUNK = 1000
#: The state that every reservation of an order must be in, by the order's status. A refund comes after the sale.
EXPECTED_STATE = {
    OrderStatus.CREATED: ReservationState.ACTIVE,
    OrderStatus.PROCESSING: ReservationState.ACTIVE,
    OrderStatus.READY: ReservationState.ACTIVE,
    OrderStatus.SHIPPED: ReservationState.CONSUMED,
    OrderStatus.COMPLETED: ReservationState.CONSUMED,
    OrderStatus.REFUNDED: ReservationState.CONSUMED,
    OrderStatus.CANCELLED: ReservationState.RELEASED,
}


def shop_breaches() -> Iterator[str]:
    """One line for each breach, in English for the log; nothing when all is well."""
    for _name, line in shop_breaches_by_check():
        yield line


def shop_breaches_by_check() -> Iterator[tuple[str, str]]:
    """The same with the name of the check before each line. The number of queries does not grow with the shop, and no
    more than CHUNK rows are held at a time."""
    for check in CHECKS:
        for line in check():
            yield check.__name__, line


def stock_equals_ledger() -> Iterator[str]:
    moved = _sum_of(StockMovement.objects.filter(item=OuterRef("pk")), "item", "quantity", IntegerField())
    for item in StockItem.objects.annotate(moved=moved).exclude(on_hand=F("moved")).select_related("product").iterator(CHUNK):
        yield f"stock of {item.product.code}: {item.on_hand} on hand, ledger says {item.moved}"


def reserved_equals_reservations() -> Iterator[str]:
    active = StockReservation.objects.filter(item=OuterRef("pk"), state=ReservationState.ACTIVE)
    held = _sum_of(active, "item", "quantity", IntegerField())
    for item in StockItem.objects.annotate(held=held).exclude(reserved=F("held")).select_related("product").iterator(CHUNK):
        yield f"stock of {item.product.code}: {item.reserved} reserved, active reservations say {item.held}"


def reservations_fit_status() -> Iterator[str]:
    for status, state in EXPECTED_STATE.items():
        wrong = StockReservation.objects.filter(exchange=None, order__status=status).exclude(state=state)
        for reservation in wrong.select_related("order", "item__product").iterator(CHUNK):
            yield (
                f"order {reservation.order.ref}: {status}, but {reservation.item.product.code} "
                f"is {reservation.state} instead of {state}"
            )


def sales_are_in_ledger() -> Iterator[str]:
    sale = StockMovement.objects.filter(
        order=OuterRef("order"), item=OuterRef("item"), reason=StockMovement.Reason.SALE
    )
    consumed = StockReservation.objects.filter(exchange=None, state=ReservationState.CONSUMED)
    sold = consumed.annotate(sold=Coalesce(Subquery(sale.values("quantity")[:1]), 0))
    for reservation in sold.exclude(sold=-F("quantity")).select_related("order", "item__product").iterator(CHUNK):
        yield (
            f"order {reservation.order.ref}: {reservation.quantity} × {reservation.item.product.code} consumed, "
            f"ledger says {reservation.sold}"
        )


def totals_add_up() -> Iterator[str]:
    money = DecimalField(max_digits=18, decimal_places=2)
    lines = OrderItem.objects.filter(order=OuterRef("pk"))
    goods, off = (_sum_of(lines, "order", column, money) for column in ("subtotal", "discount"))
    for order in Order.objects.annotate(goods=goods, off=off).iterator(CHUNK):
        # Rounded, because SQLite adds decimals as floating-point numbers.
        if (goods_total := order.goods.quantize(GROSZ)) != order.subtotal:
            yield f"order {order.ref}: lines make {goods_total}, goods total is {order.subtotal}"
        if (discounts := order.off.quantize(GROSZ)) != order.discount:
            yield f"order {order.ref}: discounts of the lines make {discounts}, that of the order is {order.discount}"
        if order.subtotal - order.discount + order.delivery_price + order.donation != order.total:
            yield f"order {order.ref}: goods, discount, delivery and donation do not make the total of {order.total}"


def parcels_cover_lines() -> Iterator[str]:
    for item in OrderItem.objects.exclude(parcel__order=F("order")).select_related("order").iterator(CHUNK):
        yield f"order {item.order.ref}: line {item.code} lies in a parcel of another order"
    # The parcel of a replacement holds no line, any other one does.
    counted = Parcel.objects.annotate(lines=Count("items"))
    for parcel in counted.filter(Q(lines=0) ^ Q(exchange__isnull=False)).select_related("order").iterator(CHUNK):
        wrong = "holds lines and a replacement" if parcel.lines else "is empty"
        yield f"order {parcel.order.ref}: parcel {parcel.pk} {wrong}"
    for order in Order.objects.annotate(lines=Count("items")).filter(lines=0).iterator(CHUNK):
        yield f"order {order.ref}: has no lines"


def payments_fit_paid_at() -> Iterator[str]:
    money = DecimalField(max_digits=18, decimal_places=2)
    rows = OrderPayment.objects.filter(order=OuterRef("pk"))
    paid = _sum_of(rows, "order", "amount", money)
    gross = _sum_of(rows.filter(CAME_IN), "order", "amount", money)
    living = Order.objects.exclude(status__in=CLOSED)
    off = _sum_of(Withdrawal.objects.filter(order=OuterRef("pk")), "order", "taken_off", money)
    for order in living.annotate(paid=paid, gross=gross, off=off).iterator(CHUNK):
        due = order.total - order.off.quantize(GROSZ)
        paid, gross = order.paid.quantize(GROSZ), order.gross.quantize(GROSZ)
        # A part that went back through the gateway leaves an order paid: see order_moves.paid_mark.
        if (gross >= due and (paid > 0 or order.total == 0)) != (order.paid_at is not None):
            mark = "marked" if order.paid_at else "not marked"
            yield f"order {order.ref}: {paid} of {due} received, but {mark} as paid"


def status_fits_history() -> Iterator[str]:
    last = OrderStatusChange.objects.filter(order=OuterRef("pk")).order_by("-changed_at", "-pk")
    told = Order.objects.annotate(last_status=Subquery(last.values("new_status")[:1]))
    for order in told.filter(~Q(last_status=F("status")) | Q(last_status=None)).iterator(CHUNK):
        yield f"order {order.ref}: status {order.status}, history ends with {order.last_status}"


def references_have_shape() -> Iterator[str]:
    for ref, token in Order.objects.values_list("ref", "token").iterator(CHUNK):
        if not re.fullmatch(REF_PATTERN, ref):
            yield f"order {ref}: the reference has a wrong shape"
        if not re.fullmatch(r"[0-9a-f]{64}", token):
            yield f"order {ref}: the secret is not stored as a hash"


def lines_tell_their_maker() -> Iterator[str]:
    for item in OrderItem.objects.select_related("order").iterator(CHUNK):
        if not item.context.get("maker") or not item.context.get("kind_explanation"):
            yield f"order {item.order.ref}: line {item.code} does not say who made it"


def prices_fit_history() -> Iterator[str]:
    last = PriceChange.objects.filter(product=OuterRef("pk")).order_by("-valid_from", "-pk")
    priced = Product.objects.annotate(last_price=Subquery(last.values("price")[:1])).exclude(last_price=None)
    for product in priced.exclude(last_price=F("price")).iterator(CHUNK):
        yield f"product {product.code}: price {product.price}, history says {product.last_price}"


def orders_are_confirmed() -> Iterator[str]:
    confirmed = Outbox.objects.filter(kind="order_placed", order__isnull=False)
    for ref in Order.objects.exclude(pk__in=confirmed.values("order")).values_list("ref", flat=True).iterator(CHUNK):
        yield f"order {ref}: no confirmation was written to the outbox"


def outbox_moves() -> Iterator[str]:
    for message in outbox_stuck().iterator(CHUNK):
        yield f"message {message.dedupe}: not sent after {message.attempts} tries ({message.last_error or 'overdue'})"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    stock_equals_ledger,
    reserved_equals_reservations,
    reservations_fit_status,
    sales_are_in_ledger,
    *LINE_CHECKS,
    totals_add_up,
    parcels_cover_lines,
    payments_fit_paid_at,
    status_fits_history,
    references_have_shape,
    lines_tell_their_maker,
    prices_fit_history,
    orders_are_confirmed,
    outbox_moves,
    *DELIVERY_CHECKS,
    *PAYMENT_CHECKS,
    *PRICE_CHECKS,
    *AFTER_SALE_CHECKS,
    *EXCHANGE_CHECKS,
    *PAPER_CHECKS,
)


def _sum_of(rows: QuerySet, owner: str, column: str, output) -> Coalesce:
    """Sum of a column over the rows of one owner, 0 without rows; a subquery, so that joins do not multiply it."""
    total = rows.order_by().values(owner).annotate(sum_of_rows=Sum(column)).values("sum_of_rows")
    return Coalesce(Subquery(total, output_field=output), ZERO if isinstance(output, DecimalField) else 0)

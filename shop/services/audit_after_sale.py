"""Invariants of withdrawals and of money paid back; part of shop.services.audit."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import DecimalField, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from ..models import (
    Order,
    OrderItem,
    OrderPayment,
    Refund,
    StockMovement,
    Withdrawal,
    WithdrawalLine,
)
from .checks import GROSZ
from .order_money import RETURN_PREFIX

ZERO = Decimal("0.00")
CHUNK = 1000


def withdrawn_within_ordered() -> Iterator[str]:
    """No piece is withdrawn from twice, and none that the law excepts."""
    lines = WithdrawalLine.objects.filter(item=OuterRef("pk")).exclude(withdrawal__state=Withdrawal.State.REFUSED)
    pieces = _sum(lines, "item", "quantity", IntegerField())
    items = OrderItem.objects.annotate(withdrawn=pieces).filter(withdrawn__gt=0).select_related("order")
    for item in items.filter(Q(withdrawn__gt=F("quantity")) | ~Q(no_withdrawal="")).iterator(CHUNK):
        yield f"order {item.order.ref}: {item.withdrawn} of {item.quantity} × {item.code} withdrawn from"


def withdrawal_lines_are_of_the_order() -> Iterator[str]:
    wrong = WithdrawalLine.objects.exclude(item__order=F("withdrawal__order"))
    for line in wrong.select_related("withdrawal").iterator(CHUNK):
        yield f"withdrawal {line.withdrawal.number}: line {line.pk} is of another order"


def returns_are_in_ledger() -> Iterator[str]:
    moved = StockMovement.objects.filter(withdrawal_line=OuterRef("pk"), reason=StockMovement.Reason.RETURN)
    lines = WithdrawalLine.objects.annotate(moved=Coalesce(Subquery(moved.values("quantity")[:1]), 0))
    for line in lines.exclude(moved=F("restocked")).select_related("withdrawal").iterator(CHUNK):
        yield f"withdrawal {line.withdrawal.number}: {line.restocked} back on the shelf, ledger says {line.moved}"


def paid_back_within_paid() -> Iterator[str]:
    """Nobody gets more back than came in, money on its way included."""
    money = DecimalField(max_digits=18, decimal_places=2)
    came = _sum(OrderPayment.objects.filter(order=OuterRef("pk")), "order", "amount", money)
    waiting = [Refund.State.REQUESTED, Refund.State.SENT]
    going = _sum(Refund.objects.filter(order=OuterRef("pk"), state__in=waiting), "order", "amount", money)
    back = Order.objects.filter(Q(payments__amount__lt=0) | Q(refunds__state__in=waiting)).distinct()
    for order in back.annotate(left=came, going=going).iterator(CHUNK):
        if (left := order.left.quantize(GROSZ) - order.going.quantize(GROSZ)) < 0:
            yield f"order {order.ref}: {-left} more goes back than came in"


def settled_withdrawals_are_money() -> Iterator[str]:
    """What a settled statement paid back is written down: as refunds, and as payments under its number."""
    money = DecimalField(max_digits=18, decimal_places=2)
    refunds = _sum(Refund.objects.filter(withdrawal=OuterRef("pk")), "withdrawal", "amount", money)
    settled = Withdrawal.objects.filter(state=Withdrawal.State.SETTLED, erased_at=None)
    by_hand = _sum(
        OrderPayment.objects.filter(
            order=OuterRef("order"),
            transaction_id__startswith=Concat(Value(RETURN_PREFIX), OuterRef("number"), Value(":")),
        ),
        "order",
        "amount",
        money,
    )
    for withdrawal in settled.annotate(online=refunds, by_hand=by_hand).iterator(CHUNK):
        written = withdrawal.online.quantize(GROSZ) - withdrawal.by_hand.quantize(GROSZ)
        if written != withdrawal.paid_back:
            yield f"withdrawal {withdrawal.number}: {withdrawal.paid_back} paid back, {written} written down"


AFTER_SALE_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    withdrawn_within_ordered,
    withdrawal_lines_are_of_the_order,
    returns_are_in_ledger,
    paid_back_within_paid,
    settled_withdrawals_are_money,
)


def _sum(rows, owner: str, column: str, output) -> Coalesce:
    """Sum of a column over the rows of one owner, 0 without rows."""
    total = rows.order_by().values(owner).annotate(sum_of_rows=Sum(column)).values("sum_of_rows")
    return Coalesce(Subquery(total, output_field=output), ZERO if isinstance(output, DecimalField) else 0)

"""What came in for an order and what went back: sums of its payments. Imports no other service, so any may ask."""

from decimal import Decimal

from django.db.models import Q, Sum

from ..models import Order, Withdrawal
from ..status import OrderStatus
from .checks import GROSZ

#: Orders whose money stands still: what was paid stays written down as it was.
CLOSED = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUNDED})
#: Begins the number of a payment that went back through a gateway; the rest is the key of its refund.
REFUND_PREFIX = "refund:"
#: Begins the number of money paid back on withdrawal by transfer, in cash or to a gift card.
RETURN_PREFIX = "return:"
#: Payments that are no money paid back for a withdrawal or through a gateway.
CAME_IN = ~Q(transaction_id__startswith=REFUND_PREFIX) & ~Q(transaction_id__startswith=RETURN_PREFIX)


def money_in(order: Order) -> Decimal:
    """All that came in for an order less what went back, gross PLN."""
    return _sum(order)


def money_gross(order: Order) -> Decimal:
    """What came in for an order, not counting what went back through a gateway or on withdrawal."""
    return _sum(order, CAME_IN)


def was_paid(order: Order) -> bool:
    """Whether money ever came in for an order, also where it has gone back since."""
    return order.payments.filter(amount__gt=0).exists()


def price_due(order: Order) -> Decimal:
    """What the order costs, less what the buyer need not pay any more because goods came back before they were paid for."""
    if order.payment_days is None:
        # Only what may be paid for later can be taken off before it is paid.
        return Decimal(order.total)
    off = Withdrawal.objects.filter(order=order, taken_off__gt=0).aggregate(off=Sum("taken_off"))["off"]
    return (order.total - (off or Decimal(0))).quantize(GROSZ)


def money_owed(order: Order) -> Decimal:
    """What is still to be paid, gross PLN; zero for a closed order, and never below zero.

    What went back through a gateway or on withdrawal is not owed again.
    """
    if order.status in CLOSED:
        return Decimal("0.00")
    return max(price_due(order) - money_gross(order), Decimal("0.00"))


def _sum(order: Order, *conditions: Q) -> Decimal:
    found = order.payments.filter(*conditions).aggregate(paid=Sum("amount"))["paid"]
    return (found or Decimal(0)).quantize(GROSZ)

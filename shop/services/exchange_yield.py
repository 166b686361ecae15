"""When an exchange has to yield: to a withdrawal from its pieces, for that right is the stronger, or to the end of the order.

The order's row is locked by the caller.
"""

from collections.abc import Iterable

from django.utils import timezone

from ..models import Exchange, Order, Parcel, Withdrawal, WithdrawalLine
from ..status import ParcelStatus
from .exchange_stock import exchange_let_go
from .holdings import MAY_YIELD, holdings

State = Exchange.State


def exchange_end(exchange: Exchange, state: str, *, by=None, explanation: str = "") -> None:
    """Close an exchange without sending anything: what it held goes back to the shelf, its parcel is not packed."""
    exchange_let_go(exchange=exchange)
    Parcel.objects.filter(exchange=exchange).exclude(
        status__in=[ParcelStatus.SENT, ParcelStatus.DELIVERED]
    ).update(status=ParcelStatus.CANCELLED)
    exchange.state, exchange.closed_at, exchange.explanation = state, timezone.now(), explanation
    if by is not None:
        exchange.handled_by = by
    exchange.save(update_fields=["state", "closed_at", "explanation", "handled_by"])


def exchanges_yield(*, order: Order, lines: Iterable[WithdrawalLine]) -> list[Exchange]:
    """Give up the exchanges whose pieces are withdrawn from by these lines, newest first, no more than needed.

    Of a replacement not sent yet, the pieces withdrawn from are not sent. Gives the exchanges that ended.
    """
    ended = []
    for line in lines:
        exchange = line.exchange
        if exchange and exchange.state == State.GOODS_BACK and not exchange_let_go(exchange=exchange, pieces=line.quantity):
            exchange_end(exchange, State.GIVEN_UP)
            ended.append(exchange)
    for held in holdings(order=order):
        over = held.asked - held.here
        if over <= 0:
            continue
        for exchange in Exchange.objects.filter(
            item=held.item, previous=held.exchange, state__in=MAY_YIELD
        ).order_by("-pk"):
            if over > 0:
                exchange_end(exchange, State.GIVEN_UP)
                ended.append(exchange)
                over -= exchange.quantity
    return ended


def exchanges_end(*, order: Order) -> int:
    """Give up all exchanges of an order that is closed. Gives their number."""
    still_open = Exchange.objects.filter(order=order, state__in=Exchange.OPEN)
    found = list(still_open.order_by("pk"))
    for exchange in found:
        exchange_end(exchange, State.GIVEN_UP)
    return len(found)


def is_in_hand(withdrawal: Withdrawal) -> bool:
    """Whether a statement is about pieces that are here already, given back for a replacement that was not sent."""
    return withdrawal.lines.filter(exchange__state=State.GIVEN_UP).exists()

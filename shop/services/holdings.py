"""What the buyer of an order has of each line, and by which way: as ordered, or by an exchange. Reads only.

Each piece stands in one place: withdrawn from, replaced, under an exchange that may still be given up, or free.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from ..models import Exchange, Order, OrderItem, Withdrawal, WithdrawalLine
from .checks import GROSZ

State = Exchange.State
#: Exchanges whose old pieces are still with the buyer, who may withdraw from them instead.
MAY_YIELD = (State.ASKED, State.ACCEPTED)
#: Exchanges whose old pieces are back, or need not come back: from then on the buyer has, or is to get, the replacement.
REPLACED = Q(state__in=[State.GOODS_BACK, State.SENT]) | Q(state=State.GIVEN_UP, goods_back_at__isnull=False)
#: Exchanges that count: pieces under them are under no other.
IN_EFFECT = Q(state__in=MAY_YIELD) | REPLACED
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Holding:
    """Pieces of a line that came by one way: `exchange`, or None for what was ordered.

    quantity: pieces that came so. withdrawn: of them. replaced: of them, their replacement took their place. asked: of
    them, under an exchange that may still be given up. worth: what the withdrawn ones came to, gross PLN.
    """

    item: OrderItem
    exchange: Exchange | None
    quantity: int
    withdrawn: int = 0
    replaced: int = 0
    asked: int = 0
    worth: Decimal = ZERO

    @property
    def here(self) -> int:
        """Pieces neither withdrawn from nor replaced."""
        return max(self.quantity - self.withdrawn - self.replaced, 0)

    @property
    def free(self) -> int:
        """Pieces that an exchange may be about: they are with the buyer, and no other exchange is about them."""
        if self.exchange and self.exchange.state != State.SENT:
            return 0
        return max(self.here - self.asked, 0)

    @property
    def product_id(self) -> int | None:
        return self.exchange.product_id if self.exchange else self.item.product_id

    @property
    def name(self) -> str:
        return self.exchange.name if self.exchange else self.item.name


def holdings(*, order: Order) -> list[Holding]:
    """All that the order brought, line by line: first what was ordered, then what came in exchange. Three queries."""
    withdrawn = {
        (row["item"], row["exchange"]): (row["pieces"], row["worth"].quantize(GROSZ))
        for row in lines_in_effect()
        .filter(withdrawal__order=order)
        .order_by()
        .values("item", "exchange")
        .annotate(pieces=Sum("quantity"), worth=Sum("amount"))
    }
    exchanges = list(
        Exchange.objects.filter(IN_EFFECT, order=order).select_related("product", "item").order_by("pk")
    )
    replaced: dict[tuple, int] = defaultdict(int)
    asked: dict[tuple, int] = defaultdict(int)
    came: dict[int, list[Exchange]] = defaultdict(list)
    for exchange in exchanges:
        source = (exchange.item_id, exchange.previous_id)
        if exchange.state in MAY_YIELD:
            asked[source] += exchange.quantity
        else:
            replaced[source] += exchange.quantity
            came[exchange.item_id].append(exchange)

    def holding(item: OrderItem, exchange: Exchange | None) -> Holding:
        source = (item.pk, exchange.pk if exchange else None)
        pieces, worth = withdrawn.get(source, (0, ZERO))
        quantity = exchange.quantity if exchange else item.quantity
        return Holding(item, exchange, quantity, pieces, replaced[source], asked[source], worth)

    found = []
    for item in order.items.order_by("pk"):
        found.append(holding(item, None))
        found += [holding(item, exchange) for exchange in came[item.pk]]
    return found


def lines_in_effect() -> QuerySet[WithdrawalLine]:
    """Lines of statements but those that were found to have no effect."""
    return WithdrawalLine.objects.exclude(withdrawal__state=Withdrawal.State.REFUSED)

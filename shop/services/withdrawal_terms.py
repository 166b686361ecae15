"""Until when a buyer may withdraw, from which lines, and what each piece comes to. Reads only."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from ..models import (
    Exchange,
    GiftCard,
    Order,
    OrderItem,
    Product,
)
from .checks import GROSZ
from .holdings import holdings, lines_in_effect
from .order_money import CLOSED
from .workdays import term_end

#: Consumer Rights Act, art. 27: to withdraw; art. 32 par. 1: to pay back; art. 34 par. 1: to send the goods back.
WITHDRAWAL_DAYS = 14
REFUND_DAYS = 14
SENDING_BACK_DAYS = 14


@dataclass(frozen=True)
class WithdrawalPeriod:
    """state: `before` (something is still to arrive: always possible), `open`, `over`, `closed` (cancelled, paid back).

    last_day: the last on which a statement may be sent, by the clock of the site; None until the last parcel is there.
    """

    state: str
    last_day: datetime.date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {"before", "open"}


@dataclass(frozen=True)
class WithdrawalItem:
    """A line of an order as the buyer may withdraw from it. left: pieces not withdrawn yet; 0 where there is no right.

    withdrawn: pieces withdrawn from; worth: what they came to, gross PLN; both of the whole line. exchange: these pieces
    came by it in place of those of the line; `left` and `replaced` (pieces in whose place another thing came) count them
    alone.
    """

    item: OrderItem
    left: int
    withdrawn: int
    worth: Decimal = Decimal("0.00")
    exchange: Exchange | None = None
    replaced: int = 0

    @property
    def key(self) -> int:
        """Tells the entries of an order apart: the primary key of the line; of an exchange the same below zero."""
        return -self.exchange.pk if self.exchange else self.item.pk

    @property
    def is_replaced(self) -> bool:
        """Whether nothing is left of these pieces because others came in their place."""
        return not self.left and self.replaced > 0

    @property
    def name(self) -> str:
        return self.exchange.name if self.exchange else self.item.name

    @property
    def obstacle(self) -> str:
        """Why there is no right to withdraw from it, in words; empty where there is."""
        return str(self.item.get_no_withdrawal_display()) if self.item.no_withdrawal else ""


def withdrawal_period(*, order: Order, now: datetime.datetime | None = None) -> WithdrawalPeriod:
    """Where the order is in its 14 days, which count from the delivery of its last item (art. 28 pt 1 lit. b).

    The end moves off Saturdays and days off (Civil Code, art. 115). Whether that rule holds for a statement that can be
    sent at any hour is disputed; this is the buyer's reading. Without a date of delivery the time has not begun.
    What is sent in an exchange that was agreed on is the last item of the order; a replacement for a faulty thing is none.
    """
    if order.status in CLOSED:
        return WithdrawalPeriod("closed")
    arrived = _last_arrival(order)
    if arrived is None:
        return WithdrawalPeriod("before")
    last_day = term_end(timezone.localdate(arrived), WITHDRAWAL_DAYS)
    today = timezone.localdate(now or timezone.now())
    return WithdrawalPeriod("open" if today <= last_day else "over", last_day)


def _last_arrival(order: Order) -> datetime.datetime | None:
    """When the last item came; None while one is still to come."""
    if order.delivered_at is None or order.pk is None:
        return order.delivered_at
    states = Exchange.State
    agreed = Exchange.objects.filter(
        order=order, complaint=None, state__in=[states.ACCEPTED, states.GOODS_BACK, states.SENT]
    )
    moments = [order.delivered_at, *agreed.values_list("parcel__delivered_at", flat=True)]
    return None if None in moments else max(moments)


def withdrawal_items(*, order: Order) -> list[WithdrawalItem]:
    """All lines of the order with what is left to withdraw from, and after each what came in exchange for its pieces;
    nothing of a closed one. Three queries, four with gift cards.

    A gift card can be withdrawn from as long as nobody spent from it. What the seller has in hand to replace (the faulty
    pieces are back, the others are not sent yet) cannot be withdrawn from after the 14 days.
    """
    is_closed = order.status in CLOSED
    held = holdings(order=order)
    bought_cards = any(entry.item.product_data.get("kind") == Product.Kind.GIFT_CARD for entry in held)
    cards = _whole_cards(order) if bought_cards else {}
    in_hand = [entry for entry in held if entry.exchange and entry.exchange.state == Exchange.State.GOODS_BACK]
    is_over = bool(in_hand) and withdrawal_period(order=order).state == "over"
    found = []
    for entry in held:
        item = entry.item
        of_line = [other for other in held if other.item is item]
        left = 0 if item.no_withdrawal or is_closed or (is_over and entry in in_hand) else entry.here
        if item.pk in cards:
            left = min(left, cards[item.pk])
            if not cards[item.pk]:
                item.no_withdrawal = OrderItem.NoWithdrawal.GIFT_CARD
        if entry.exchange and not (entry.here or entry.withdrawn):
            # Replaced once more: what came then stands in a line of its own.
            continue
        found.append(
            WithdrawalItem(
                item=item,
                left=left,
                withdrawn=sum(other.withdrawn for other in of_line),
                worth=sum((other.worth for other in of_line), Decimal("0.00")),
                exchange=entry.exchange,
                replaced=entry.replaced,
            )
        )
    return found


def _whole_cards(order: Order) -> dict[int, int]:
    """{primary key of the line: gift cards of it that nobody spent from}, for lines whose cards are issued."""
    is_whole = Q(balance=F("initial"), blocked_at=None)
    cards = GiftCard.objects.filter(item__order=order).order_by().values("item")
    return {row["item"]: row["whole"] for row in cards.annotate(whole=Count("pk", filter=is_whole))}


def withdrawn_pieces(*, order: Order) -> dict[int, int]:
    """{primary key of the line: pieces withdrawn from}; a statement without effect does not count."""
    return withdrawn_of_items(order.items.values_list("pk", flat=True))


def withdrawn_of_items(items: Iterable[int]) -> dict[int, int]:
    """The same for lines of any orders, by their primary keys. One query; lines that nobody withdrew from are missing."""
    lines = lines_in_effect().filter(item__in=list(items)).order_by().values("item")
    return {row["item"]: row["pieces"] for row in lines.annotate(pieces=Sum("quantity"))}


def line_share(*, total: Decimal, quantity: int, pieces: int) -> Decimal:
    """What `pieces` of the `quantity` that are left, together worth `total`, come to; to the grosz, half up.

    Each share is taken from what the ones before have left, so however a line is parted, all its pieces make its total;
    the documents of sale count alike.
    """
    return (Decimal(total) * pieces / quantity).quantize(GROSZ, ROUND_HALF_UP)


def delivery_share(*, order: Order) -> Decimal:
    """What goes back of the delivery price when the whole order is withdrawn from (art. 32 par. 1 and 33), gross PLN.

    The cheapest delivery offered when the order was placed, never more than was paid.
    """
    paid = Decimal(order.delivery_price)
    return paid if order.cheapest_delivery is None else min(paid, order.cheapest_delivery)

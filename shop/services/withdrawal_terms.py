"""Until when a buyer may withdraw, from which lines, and what each piece comes to. Reads only."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from ..models import (
    GiftCard,
    Order,
    OrderItem,
    Product,
    Withdrawal,
    WithdrawalLine,
)
from .checks import GROSZ
from .order_money import CLOSED
from .workdays import term_end

#: Consumer Rights Act, art. 27: to withdraw; art. 32 par. 1: to pay back; art. 34 par. 1: to send the goods back.
WITHDRAWAL_DAYS = 14
REFUND_DAYS = 14
SENDING_BACK_DAYS = 14


@dataclass(frozen=True)
class WithdrawalPeriod:
    """state: `before` (nothing arrived yet: always possible), `open`, `over`, `closed` (cancelled, paid back).

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

    withdrawn: pieces withdrawn from; worth: what they came to, gross PLN.
    """

    item: OrderItem
    left: int
    withdrawn: int
    worth: Decimal = Decimal("0.00")

    def share(self, pieces: int) -> Decimal:
        """What `pieces` of those left come to, gross PLN."""
        return line_share(total=self.item.total - self.worth, quantity=self.item.quantity - self.withdrawn, pieces=pieces)

    @property
    def obstacle(self) -> str:
        """Why there is no right to withdraw from it, in words; empty where there is."""
        return str(self.item.get_no_withdrawal_display()) if self.item.no_withdrawal else ""


def withdrawal_period(*, order: Order, now: datetime.datetime | None = None) -> WithdrawalPeriod:
    """Where the order is in its 14 days, which count from the delivery of its last item (art. 28 pt 1 lit. b).

    The end moves off Saturdays and days off (Civil Code, art. 115). Whether that rule holds for a statement that can be
    sent at any hour is disputed; this is the buyer's reading. Without a date of delivery the time has not begun.
    """
    if order.status in CLOSED:
        return WithdrawalPeriod("closed")
    if order.delivered_at is None:
        return WithdrawalPeriod("before")
    last_day = term_end(timezone.localdate(order.delivered_at), WITHDRAWAL_DAYS)
    today = timezone.localdate(now or timezone.now())
    return WithdrawalPeriod("open" if today <= last_day else "over", last_day)


def withdrawal_items(*, order: Order) -> list[WithdrawalItem]:
    """All lines of the order with what is left to withdraw from; nothing of a closed one. Two queries, three with gift cards.

    A gift card can be withdrawn from as long as nobody spent from it.
    """
    is_closed = order.status in CLOSED
    withdrawn = _withdrawn(order)
    items = list(order.items.order_by("pk"))
    bought_cards = any(item.product_data.get("kind") == Product.Kind.GIFT_CARD for item in items)
    cards = _whole_cards(order) if bought_cards else {}
    found = []
    for item in items:
        pieces, worth = withdrawn.get(item.pk, (0, Decimal("0.00")))
        left = 0 if item.no_withdrawal or is_closed else max(item.quantity - pieces, 0)
        if item.pk in cards:
            left = min(left, cards[item.pk])
            if not cards[item.pk]:
                item.no_withdrawal = OrderItem.NoWithdrawal.GIFT_CARD
        found.append(WithdrawalItem(item=item, left=left, withdrawn=pieces, worth=worth))
    return found


def _whole_cards(order: Order) -> dict[int, int]:
    """{primary key of the line: gift cards of it that nobody spent from}, for lines whose cards are issued."""
    is_whole = Q(balance=F("initial"), blocked_at=None)
    cards = GiftCard.objects.filter(item__order=order).order_by().values("item")
    return {row["item"]: row["whole"] for row in cards.annotate(whole=Count("pk", filter=is_whole))}


def withdrawn_pieces(*, order: Order) -> dict[int, int]:
    """{primary key of the line: pieces withdrawn from}; a statement without effect does not count."""
    return {number: pieces for number, (pieces, _worth) in _withdrawn(order).items()}


def withdrawn_of_items(items: Iterable[int]) -> dict[int, int]:
    """The same for lines of any orders, by their primary keys. One query; lines that nobody withdrew from are missing."""
    lines = _lines_in_effect().filter(item__in=list(items)).order_by().values("item")
    return {row["item"]: row["pieces"] for row in lines.annotate(pieces=Sum("quantity"))}


def _withdrawn(order: Order) -> dict[int, tuple[int, Decimal]]:
    lines = _lines_in_effect().filter(withdrawal__order=order)
    sums = lines.order_by().values("item").annotate(pieces=Sum("quantity"), worth=Sum("amount"))
    return {row["item"]: (row["pieces"], row["worth"].quantize(GROSZ)) for row in sums}


def _lines_in_effect() -> QuerySet[WithdrawalLine]:
    return WithdrawalLine.objects.exclude(withdrawal__state=Withdrawal.State.REFUSED)


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

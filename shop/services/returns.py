"""What the staff do with a statement of withdrawal: goods back on the shelf, money back to the buyer, or why not.

Each step locks the order, then the statement, and is taken once. Money goes back the way it came (Consumer Rights Act,
art. 32 par. 2): see `refund_ways`.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from home.formats import money

from ..models import Order, OrderPayment, Refund, Withdrawal
from ..status import OrderStatus
from .checks import GROSZ, clean_money, clean_text
from .corrections import correction_ask
from .errors import BadInput
from .exchange_yield import is_in_hand
from .gift_card_returns import gift_card_give_back, gift_card_paid
from .gift_cards import gift_cards_withdraw
from .order_money import money_owed
from .order_moves import (
    RETURN_PREFIX,
    money_in,
    order_locked,
    order_mirror,
    order_move,
    paid_mark,
    payment_write,
)
from .outbox import message_queue
from .refunds import refund_request, refundable
from .stock import stock_return
from .withdrawal_terms import withdrawn_pieces

State = Withdrawal.State
ZERO = Decimal("0.00")
#: Orders whose goods have left the shelf, so that they can come back to it.
GOODS_LEFT = frozenset({OrderStatus.SHIPPED, OrderStatus.COMPLETED, OrderStatus.REFUNDED})
GOODS_HERE = frozenset({OrderStatus.CREATED, OrderStatus.PROCESSING, OrderStatus.READY})


@dataclass(frozen=True)
class RefundWays:
    """Which part of an amount goes back by which way, gross PLN. off: need not be paid any more, as it was not paid yet."""

    off: Decimal = ZERO
    online: Decimal = ZERO
    by_hand: Decimal = ZERO
    gift_card: Decimal = ZERO


def payable_back(*, order: Order) -> Decimal:
    """What came in for the order and is neither back nor on its way back, gross PLN; never below zero."""
    on_its_way = order.refunds.filter(state__in=[Refund.State.REQUESTED, Refund.State.SENT])
    waiting = on_its_way.aggregate(waiting=Sum("amount"))["waiting"] or ZERO
    return max(money_in(order) - waiting, ZERO).quantize(GROSZ)


def owed_on_term(*, order: Order) -> Decimal:
    """What is still to be paid for goods sent with a term of payment, gross PLN: a withdrawal makes it less."""
    return money_owed(order) if order.payment_method == Order.PaymentMethod.DEFERRED else ZERO


def settle_most(*, order: Order) -> Decimal:
    """The greatest amount that a statement may be settled with: money that can go back, and what is still owed."""
    return payable_back(order=order) + owed_on_term(order=order)


def refund_ways(*, order: Order, amount: Decimal) -> RefundWays:
    """Part an amount by the ways it came: first online, then by transfer or in cash, what is left to the gift card.

    Before all, what is still owed for goods sent with a term of payment becomes less. Money before the card: it is the reading that serves the buyer.
    """
    off = min(amount, owed_on_term(order=order))
    amount -= off
    online = min(amount, refundable(order))
    card = gift_card_paid(order=order)
    by_hand = min(amount - online, max(payable_back(order=order) - refundable(order) - card, ZERO))
    return RefundWays(off, online, by_hand, amount - online - by_hand)


def withdrawal_goods_back(*, withdrawal: Withdrawal, restock: dict[int, int], by=None) -> Withdrawal:
    """Write down that the goods came back, and put the undamaged pieces on the shelf; once.

    restock: {primary key of the line: pieces fit for sale}; lines left out stay off the shelf. Raises BadInput.
    """
    with transaction.atomic():
        order, locked = _locked(withdrawal)
        if locked.goods_back_at:
            raise BadInput(_("These goods are written down as back already."))
        if order.status not in GOODS_LEFT:
            raise BadInput(
                _("The goods of this order have not left yet. Mark the order as sent, or cancel it, first.")
            )
        if locked.state == State.REFUSED:
            raise BadInput(_("This statement has no effect: correct the stock by hand if the goods came back."))
        lines = {line.pk: line for line in locked.lines.select_related("item", "exchange")}
        if unknown := set(restock) - set(lines):
            raise BadInput(_("There is no line %(number)s in this statement.") % {"number": min(unknown)})
        # In the order of the shelves, as everywhere: two returns never wait for each other in a circle.
        for number in sorted(restock, key=lambda number: (lines[number].exchange or lines[number].item).product_id or 0):
            if restock[number] and stock_return(line=lines[number], pieces=restock[number], by=by):
                lines[number].restocked = restock[number]
                lines[number].save(update_fields=["restocked"])
        locked.goods_back_at = timezone.now()
        if locked.state == State.RECEIVED:
            locked.state = State.GOODS_BACK
        locked.save(update_fields=["goods_back_at", "state"])
    withdrawal.refresh_from_db()
    return withdrawal


def withdrawal_settle(
    *,
    withdrawal: Withdrawal,
    amount: Decimal,
    by=None,
    explanation: str = "",
    paid_on: datetime.date | None = None,
    transaction_id: str = "",
) -> Withdrawal:
    """Pay back and close a statement, in one transaction; the buyer is told. The same call again changes nothing.

    amount: gross PLN, from zero to what came in for the order. explanation: for the buyer, compulsory where the amount is
    not that of the statement (art. 34 par. 4: goods worn beyond trying them). paid_on, transaction_id: day and bank's
    number of the transfer, where a part of the amount came by transfer or in cash.

    An order all of whose pieces are withdrawn from becomes cancelled while its goods are here, else refunded; one of which
    a part is withdrawn from keeps its status. Raises BadInput.
    """
    amount = clean_money(amount)
    explanation = clean_text(explanation, label=_("Explanation"), max_length=500, required=False)
    with transaction.atomic():
        order, locked = _locked(withdrawal)
        if locked.state == State.SETTLED and locked.paid_back + locked.taken_off == amount:
            return withdrawal
        _check_open(locked)
        if not locked.lines.exists():
            raise BadInput(_("Say first which things of the order this statement means."))
        most = settle_most(order=order)
        if amount < 0 or amount > most:
            raise BadInput(
                _("At most %(most)s can be paid back: that much came in for this order and is not on its way back yet.")
                % {"most": money(most)}
            )
        if amount != min(locked.amount, most) and not explanation:
            raise BadInput(
                _("The law gives the buyer %(amount)s. Explain why it is another amount; the buyer reads it.")
                % {"amount": money(locked.amount)}
            )
        for line in locked.lines.select_related("item"):
            if line.item.gift_cards.exists():
                gift_cards_withdraw(item=line.item, pieces=line.quantity)
        ways = refund_ways(order=order, amount=amount)
        locked.taken_off = ways.off
        locked.save(update_fields=["taken_off"])
        if _all_withdrawn(order):
            goal = OrderStatus.CANCELLED if order.status in GOODS_HERE else OrderStatus.REFUNDED
            if order.status not in {OrderStatus.CANCELLED, OrderStatus.REFUNDED}:
                order_move(order, goal, by=by, notify=False, cards_back=False)
        _pay_back(order, locked, ways, by=by, paid_on=paid_on, transaction_id=transaction_id)
        if locked.taken_off:
            paid_mark(order)
        locked.state, locked.explanation = State.SETTLED, explanation
        locked.paid_back = amount - locked.taken_off
        _close(locked, by)
        correction_ask(withdrawal=locked, by=by)
    order_mirror(withdrawal.order, order)
    withdrawal.refresh_from_db()
    return withdrawal


def withdrawal_refuse(*, withdrawal: Withdrawal, explanation: str, by=None) -> Withdrawal:
    """Close a statement that has no effect: late, sent twice, about goods without the right. The buyer reads why.

    Its pieces count as not withdrawn from again. Raises BadInput.
    """
    explanation = clean_text(explanation, label=_("Explanation"), max_length=500)
    with transaction.atomic():
        if withdrawal.order_id:
            order_locked(withdrawal.order_id)
        locked = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
        _check_open(locked)
        if locked.goods_back_at or is_in_hand(locked):
            raise BadInput(_("The goods are back: settle the statement instead, the amount may be another one."))
        locked.state, locked.paid_back, locked.explanation = State.REFUSED, None, explanation
        _close(locked, by)
    withdrawal.refresh_from_db()
    return withdrawal


def _locked(withdrawal: Withdrawal) -> tuple[Order, Withdrawal]:
    """Order and statement, locked in that order. Raises BadInput while nobody has found the order."""
    if withdrawal.order_id is None:
        raise BadInput(_("Say first which order this statement means."))
    order = order_locked(withdrawal.order_id)
    return order, Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)


def _check_open(locked: Withdrawal) -> None:
    if not locked.is_open:
        raise BadInput(_("This statement is closed already."))


def _all_withdrawn(order: Order) -> bool:
    """Whether every piece of the order is withdrawn from by statements that are settled or about to be."""
    withdrawn = withdrawn_pieces(order=order)
    return all(withdrawn.get(number, 0) >= count for number, count in order.items.values_list("pk", "quantity"))


def _pay_back(
    order: Order,
    withdrawal: Withdrawal,
    ways: RefundWays,
    *,
    by,
    paid_on: datetime.date | None,
    transaction_id: str,
) -> None:
    if ways.online:
        refunds = refund_request(
            order=order, amount=ways.online, reason=_("Withdrawal %(number)s") % {"number": withdrawal.number}, by=by
        )
        Refund.objects.filter(pk__in=[refund.pk for refund in refunds]).update(withdrawal=withdrawal)
    if ways.by_hand:
        number = clean_text(transaction_id, label=_("Transaction number"), max_length=80)
        if paid_on is None:
            raise BadInput(_("Give the day of the transfer."))
        if paid_on > timezone.localdate():
            raise BadInput(_("The date of the payment lies in the future."))
        payment_write(
            order,
            amount=-ways.by_hand,
            received_on=paid_on,
            transaction_id=f"{RETURN_PREFIX}{withdrawal.number}:{number}",
            payment_method=_way_by_hand(order),
            by=by,
        )
    if ways.gift_card:
        gift_card_give_back(order=order, amount=ways.gift_card, key=f"{RETURN_PREFIX}{withdrawal.number}", by=by)


def _way_by_hand(order: Order) -> str:
    """How the money by hand goes: what was paid in cash may go back by transfer, as the buyer agrees."""
    methods = Order.PaymentMethod
    paid = OrderPayment.objects.filter(order=order, amount__gt=0).values_list("payment_method", flat=True)
    return next((way for way in paid if way not in {methods.ONLINE, methods.GIFT_CARD}), methods.TRANSFER)


def _close(withdrawal: Withdrawal, by) -> None:
    withdrawal.settled_at, withdrawal.settled_by = timezone.now(), by
    withdrawal.save(update_fields=["state", "paid_back", "explanation", "settled_at", "settled_by"])
    if withdrawal.email:
        message_queue(
            kind="withdrawal_settled",
            order=withdrawal.order,
            withdrawal=withdrawal,
            dedupe=f"withdrawal-settled:{withdrawal.number}",
        )

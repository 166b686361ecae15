"""Gift cards: money in advance, spent on any goods. Every change of a balance is an entry of the ledger.

A card is a multi-purpose voucher (VAT Act of 11 March 2004, art. 2 pt 41–44; art. 8b): no VAT when it is issued, but when
it is spent. So its money is an OrderPayment, never a discount, and lowers no maker's income. Whoever calls a function with
an order holds the order's lock; stock comes before codes, codes before cards.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import GiftCard, GiftCardEntry, Order, OrderItem, OrderPayment, Product
from .checks import clean_money, clean_text
from .errors import BadInput, GiftCardChanged, TransitionRefused
from .gift_card_balances import gift_cards_paid, net_by_card, usable
from .outbox import message_queue
from .secrets import gift_card_code, new_ref, secret_hash

ZERO = Decimal("0.00")
#: Two years from the day of issue.
VALID_DAYS = 730
#: A card that was given money back can be spent for at least so long.
VALID_AFTER_RETURN_DAYS = 90
#: Begins the number of a payment with a card; the card's number follows.
CARD_PREFIX = "gift-card:"
#: Begins the number of money that went back to a card; it counts as a refund, so the order stays paid.
CARD_BACK_PREFIX = "refund:gift-card:"
NUMBER_TRIES = 5

Reason = GiftCardEntry.Reason


def gift_cards_issue(*, order: Order) -> list[GiftCard]:
    """Issue the cards that a paid order bought, and send their codes. Gives those made now; a second call makes none."""
    made = []
    for item in order.items.filter(product_data__kind=Product.Kind.GIFT_CARD).order_by("pk"):
        for _piece in range(item.quantity - item.gift_cards.count()):
            made.append(_issue(value=item.unit_price, item=item, order=order))
    if made:
        message_queue(kind="gift_card", order=order)
    return made


def gift_cards_void(*, order: Order) -> None:
    """Take the value from the cards that a cancelled order bought. Raises TransitionRefused when one was spent from."""
    for card in GiftCard.objects.filter(item__order=order).exclude(balance=0, blocked_at__isnull=False).order_by("pk"):
        whole = GiftCard.objects.filter(pk=card.pk, balance=F("initial"))
        if not whole.update(balance=ZERO, blocked_at=timezone.now()):
            raise TransitionRefused(
                _(
                    "Gift card %(number)s from this order was spent from already. Block the card and settle the rest with "
                    "the buyer; the order stays as it is."
                )
                % {"number": card.number}
            )
        _entry(card, -card.initial, Reason.CORRECTION, f"void:{card.number}", order=order, note=_("The order was cancelled"))


def gift_cards_withdraw(*, item: OrderItem, pieces: int) -> None:
    """Take the value from `pieces` cards of a line that the buyer withdraws from; cards spent from are left alone.

    Must run in the transaction that settles the statement. Raises BadInput where fewer cards are whole.
    """
    left = pieces
    for card in GiftCard.objects.filter(item=item, blocked_at=None, balance=F("initial")).order_by("pk"):
        if not left:
            return
        whole = GiftCard.objects.filter(pk=card.pk, blocked_at=None, balance=F("initial"))
        if whole.update(balance=ZERO, blocked_at=timezone.now()):
            left -= 1
            note = _("The buyer withdrew")
            _entry(card, -card.initial, Reason.CORRECTION, f"void:{card.number}", order=item.order, note=note)
    if left:
        raise BadInput(_("A gift card of this line was spent from: only cards that nobody used can go back."))


def gift_cards_spend(*, order: Order, cards: Sequence[GiftCard], most: Decimal) -> Decimal:
    """Pay an order that is being placed with these cards, in their order, at most `most`. Gives what they paid.

    Each card is debited by a conditional update against the balance that was read. Raises GiftCardChanged when another
    order was faster; the order's transaction must then not be committed.
    """
    parts = {}
    left = most
    for card in cards:
        if (part := min(card.balance, left)) > 0:
            parts[card] = part
            left -= part
    for card in sorted(parts, key=lambda card: card.pk):
        _spend(card, parts[card], order, count=1)
    return most - left


def gift_cards_return(*, order: Order, most: Decimal | None = None, key: str = "", by=None) -> Decimal:
    """Give money of an order back to the cards it came from. most: at most so much; None: all. Gives what went back.

    key: names the cause in ledger and payments, for what is to happen once for it.

    What is given back is written into the ledger and among the order's payments, so a second call finds nothing left.
    A card whose time is over, or nearly, gets more of it.
    """
    left = spent = gift_cards_paid(order=order)
    if most is not None:
        left = spent = min(spent, most)
    for card_id, paid in sorted(net_by_card(order).items()):
        part = min(paid, left)
        if part <= 0:
            continue
        card = GiftCard.objects.select_for_update().get(pk=card_id)
        until = timezone.localdate() + datetime.timedelta(days=VALID_AFTER_RETURN_DAYS)
        card.balance += part
        card.expires_on = max(card.expires_on, until)
        card.save(update_fields=["balance", "expires_on"])
        count = card.entries.filter(order=order).count()
        cause = f"{key}:{card.number}" if key else f"return:{order.ref}:{card.number}:{count}"
        _entry(card, part, Reason.RETURN, cause, order=order, by=by)
        _payment(order, -part, cause if key else f"{CARD_BACK_PREFIX}{card.number}:{count}", by=by)
        left -= part
    return spent - left


def gift_cards_retake(*, order: Order) -> None:
    """Debit the cards again of an expired order that is taken up again. Raises GiftCardChanged when money is missing."""
    missing = order.gift_card_money - gift_cards_paid(order=order)
    now = net_by_card(order)
    for card in usable(GiftCard.objects.filter(entries__order=order)).distinct().order_by("pk"):
        first = card.entries.filter(order=order, reason=Reason.SPEND).aggregate(most=-Sum("amount"))["most"] or ZERO
        part = min(missing, card.balance, first - now.get(card.pk, ZERO))
        if part > 0:
            _spend(card, part, order, count=card.entries.filter(order=order).count() + 1)
            missing -= part
    if missing > 0:
        raise GiftCardChanged




def gift_card_issue(*, value: Decimal, note: str, by) -> GiftCard:
    """Issue a card that nobody bought, as compensation for example. value: PLN above zero. Raises BadInput."""
    value = clean_money(value)
    if value <= 0:
        raise BadInput(_("Give an amount above zero."))
    note = clean_text(note, label=_("Reason"), max_length=200)
    with transaction.atomic():
        return _issue(value=value, note=note, by=by)


def gift_card_correct(*, card: GiftCard, amount: Decimal, note: str, key: str, by) -> GiftCard:
    """Change a balance by hand. amount: PLN, added (negative: taken off). key: of the form, so that it counts once.

    Raises BadInput when the balance would leave 0 to the card's value less what orders spent, or without a reason; then
    nothing is written.
    """
    amount = clean_money(amount)
    note = clean_text(note, label=_("Reason"), max_length=200)
    if amount == 0:
        raise BadInput(_("Give an amount other than zero."))
    with transaction.atomic():
        locked = GiftCard.objects.select_for_update().get(pk=card.pk)
        if GiftCardEntry.objects.filter(key=f"correction:{key}").exists():
            return locked
        # What orders spent may come back to the card one day, and must still fit into its value.
        spent = locked.entries.filter(reason__in=[Reason.SPEND, Reason.RETURN]).aggregate(sum=Sum("amount"))["sum"]
        if not 0 <= locked.balance + amount <= locked.initial + (spent or ZERO):
            raise BadInput(_("The balance must stay between zero and the value of the card less what orders spent."))
        GiftCard.objects.filter(pk=card.pk).update(balance=locked.balance + amount)
        _entry(locked, amount, Reason.CORRECTION, f"correction:{key}", note=note, by=by)
    card.refresh_from_db()
    return card


def gift_card_block(*, card: GiftCard, blocked: bool) -> GiftCard:
    """Block a card, so that nobody can spend it, or let it go again. Its balance stays."""
    GiftCard.objects.filter(pk=card.pk).update(blocked_at=timezone.now() if blocked else None)
    card.refresh_from_db()
    return card


def gift_cards_expire() -> int:
    """Write off what is left on cards whose time is over. Gives their number. Safe to run twice, and at the same time."""
    done = 0
    for pk in GiftCard.objects.filter(expires_on__lt=timezone.localdate(), balance__gt=0).values_list("pk", flat=True):
        with transaction.atomic():
            card = GiftCard.objects.select_for_update().get(pk=pk)
            if card.balance <= 0 or card.expires_on >= timezone.localdate():
                continue
            _entry(card, -card.balance, Reason.EXPIRY, f"expiry:{card.number}:{card.expires_on}")
            card.balance = ZERO
            card.save(update_fields=["balance"])
            done += 1
    return done



def _issue(*, value: Decimal, item=None, order: Order | None = None, note: str = "", by=None) -> GiftCard:
    number = next(ref for ref in (new_ref() for _try in range(NUMBER_TRIES)) if not _number_taken(ref))
    card = GiftCard.objects.create(
        number=number,
        code_hash=secret_hash(gift_card_code(number=number)),
        item=item,
        initial=value,
        balance=value,
        expires_on=timezone.localdate() + datetime.timedelta(days=VALID_DAYS),
    )
    _entry(card, value, Reason.ISSUE, f"issue:{number}", order=order, note=note, by=by)
    return card


def _number_taken(number: str) -> bool:
    return GiftCard.objects.filter(number=number).exists()


def _spend(card: GiftCard, amount: Decimal, order: Order, *, count: int) -> None:
    mine = usable(GiftCard.objects.filter(pk=card.pk, balance=card.balance))
    # The new balance itself and no difference: SQLite subtracts decimals as floating-point numbers.
    if not mine.update(balance=card.balance - amount):
        raise GiftCardChanged
    _entry(card, -amount, Reason.SPEND, f"spend:{order.ref}:{card.number}:{count}", order=order)
    _payment(order, amount, f"{CARD_PREFIX}{card.number}:{count}")


def _entry(
    card: GiftCard, amount: Decimal, reason: str, key: str, *, order: Order | None = None, note: str = "", by=None
) -> None:
    GiftCardEntry.objects.create(
        card=card, amount=amount, reason=reason, key=key, order=order, note=note, created_by=by
    )


def _payment(order: Order, amount: Decimal, number: str, *, by=None) -> None:
    OrderPayment.objects.create(
        order=order,
        amount=amount,
        received_on=timezone.localdate(),
        transaction_id=number,
        payment_method=Order.PaymentMethod.GIFT_CARD,
        recorded_by=by,
    )

"""Money of a gift card that goes back to it, because the order that it paid is withdrawn from."""

from decimal import Decimal

from django.utils.translation import gettext as _

from home.formats import money

from ..models import GiftCardEntry, Order
from .errors import BadInput
from .gift_card_balances import gift_cards_paid
from .gift_cards import gift_cards_return
from .order_moves import paid_mark


def gift_card_paid(*, order: Order) -> Decimal:
    """What gift cards paid for the order and have not got back, gross PLN."""
    return gift_cards_paid(order=order)


def gift_card_give_back(*, order: Order, amount: Decimal, key: str, by=None) -> None:
    """Put an amount back on the cards that paid for a locked order; each cause (`key`) once.

    Raises BadInput for more than the cards paid.
    """
    if GiftCardEntry.objects.filter(order=order, key__startswith=f"{key}:").exists():
        return
    left = amount - gift_cards_return(order=order, most=amount, key=key, by=by)
    if left > 0:
        raise BadInput(_("The gift cards of this order paid %(amount)s less than that.") % {"amount": money(left)})
    paid_mark(order)

"""What gift cards hold and what they pay. Reads, never writes; what changes a balance: shop.services.gift_cards."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Basket, GiftCard, GiftCardEntry, Order
from .checks import GROSZ
from .errors import BadInput
from .secrets import gift_card_code_clean, secret_hash

ZERO = Decimal("0.00")
Reason = GiftCardEntry.Reason


def cards_usable(*, basket: Basket) -> list[GiftCard]:
    """Cards in a basket that can be spent now, the one that expires first in front."""
    return list(usable(basket.gift_cards.all()).filter(balance__gt=0).order_by("expires_on", "pk"))


def cards_stamp(cards: Sequence[GiftCard]) -> str:
    """Fingerprint of the cards and their balances; empty without cards."""
    text = ",".join(f"{card.pk}:{card.balance:.2f}" for card in sorted(cards, key=lambda card: card.pk))
    return hashlib.sha256(text.encode()).hexdigest()[:32] if text else ""


def gift_cards_paid(*, order: Order) -> Decimal:
    """What gift cards pay of an order at present: spent less given back, PLN."""
    return sum(net_by_card(order).values(), ZERO)


def gift_card_by_code(*, text: object) -> GiftCard:
    """The card of a code, if it can be spent. Raises BadInput in the same words whatever is wrong: codes are secrets."""
    code = gift_card_code_clean(text)
    card = usable(GiftCard.objects.filter(code_hash=secret_hash(code))).first() if code else None
    if card is None:
        raise BadInput(_("We do not know this code, or it no longer works. Check the letters and digits."))
    return card


def usable(cards: QuerySet[GiftCard]) -> QuerySet[GiftCard]:
    """Those neither blocked nor expired."""
    return cards.filter(blocked_at=None, expires_on__gte=timezone.localdate())


def net_by_card(order: Order) -> dict[int, Decimal]:
    """What each card pays of an order at present."""
    moved = GiftCardEntry.objects.filter(Q(reason=Reason.SPEND) | Q(reason=Reason.RETURN), order=order)
    rows = moved.order_by().values_list("card").annotate(moved=Sum("amount"))
    return {card: (-moved).quantize(GROSZ) for card, moved in rows}

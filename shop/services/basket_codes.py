"""What a buyer adds to a basket beside goods: a discount code, gift cards, a donation. Each locks the basket first."""

import re
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.formats import money

from ..models import Basket, GiftCard
from .checks import clean_money, clean_pk
from .discounts import code_normalised, discount_find
from .errors import BadInput, BasketGone
from .gift_card_balances import gift_card_by_code
from .secrets import gift_card_code_clean

#: More cards than this in one basket are a machine's, not a buyer's.
MOST_CARDS = 10
MOST_DONATION = Decimal("9999.99")


def basket_code_enter(*, basket: Basket, text: object) -> str:
    """Put a discount code or a gift card into the basket. Gives a sentence that says what it was.

    One discount code a basket: another one takes its place. Raises BadInput in the same words for a gift card that is
    wrong, blocked or expired; BasketGone.
    """
    if not code_normalised(text):
        raise BadInput(_("Type the code first."))
    with transaction.atomic():
        locked = _locked(basket)
        if gift_card_code_clean(text):
            card = gift_card_by_code(text=text)
            if card.balance <= 0:
                raise BadInput(_("There is no money left on this gift card."))
            if locked.gift_cards.exclude(pk=card.pk).count() >= MOST_CARDS:
                raise BadInput(_("At most %(most)d gift cards go into one order.") % {"most": MOST_CARDS})
            locked.gift_cards.add(card)
            _touch(locked)
            return _("The gift card is in: %(money)s to spend.") % {"money": money(card.balance)}
        code = discount_find(text=text)
        basket.discount_code = locked.discount_code = code
        _touch(locked, "discount_code")
    return _("The code %(code)s is in.") % {"code": code.code}


def basket_discount_remove(*, basket: Basket) -> None:
    """Take the discount code out. None there is no error; raises BasketGone."""
    with transaction.atomic():
        locked = _locked(basket)
        basket.discount_code = locked.discount_code = None
        _touch(locked, "discount_code")


def basket_gift_card_remove(*, basket: Basket, card_id: object) -> None:
    """Take a gift card out. One that is not there is no error; raises BadInput for what is no key, BasketGone."""
    with transaction.atomic():
        locked = _locked(basket)
        locked.gift_cards.remove(*GiftCard.objects.filter(pk=clean_pk(card_id)))
        _touch(locked)


def basket_donation_set(*, basket: Basket, amount: object) -> Decimal:
    """Set the donation; 0 takes it off. amount: raw, PLN with a comma or a dot. Raises BadInput or BasketGone.

    A donation is never there before somebody asks for it (Consumer Rights Act, art. 10).
    """
    if isinstance(amount, str):
        amount = "".join(amount.split()).replace(",", ".").removesuffix("zł") or "0"
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", amount):
            raise BadInput(_("Give an amount in złoty and grosze, for example 120,50."))
    value = clean_money(amount)
    if not 0 <= value <= MOST_DONATION:
        raise BadInput(_("Give an amount from 0 to %(most)s.") % {"most": money(MOST_DONATION)})
    with transaction.atomic():
        locked = _locked(basket)
        basket.donation = locked.donation = value
        _touch(locked, "donation")
    return value


def _locked(basket: Basket) -> Basket:
    locked = Basket.objects.select_for_update().filter(pk=basket.pk).first()
    if locked is None:
        raise BasketGone
    return locked


def _touch(basket: Basket, *fields: str) -> None:
    basket.date_updated = timezone.now()
    basket.save(update_fields=[*fields, "date_updated"])

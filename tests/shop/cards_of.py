"""Gift cards in tests: issued, put into baskets, spent."""

from decimal import Decimal

from shop.models import GiftCard
from shop.services.basket_codes import basket_code_enter
from shop.services.gift_cards import gift_card_issue
from shop.services.secrets import gift_card_code_of
from tests import factories


def make_card(value: str = "100.00") -> GiftCard:
    return gift_card_issue(value=Decimal(value), note="nagroda w konkursie", by=None)


def basket_with(*goods, cards=()):
    """A basket with goods and gift cards, whose codes are typed in."""
    basket = factories.make_basket(*goods)
    for card in cards:
        basket_code_enter(basket=basket, text=gift_card_code_of(card=card))
    return basket


def balances() -> list[str]:
    return [str(balance) for balance in GiftCard.objects.order_by("pk").values_list("balance", flat=True)]


def order_cards(*goods, **values):
    """An order of gift cards alone, which come by e-mail."""
    return factories.make_order(
        *goods, delivery=factories.make_delivery("e-mail", price="0.00", kind="email"), **values
    )

"""The sum of a basket, the same for the page of the basket, the checkout and the order that is placed from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..models import Basket, GiftCard, Product
from .discounts import Discount, GoodsLine, discount_of
from .gift_card_balances import cards_stamp, cards_usable

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Sums:
    """Gross PLN. total = subtotal − discount + delivery_price + donation; due = total − gift_card_money.

    cards: gift cards in the basket that can be spent. cards_stamp: fingerprint of their balances, by which the order knows
    that the buyer saw the present ones.
    """

    subtotal: Decimal = ZERO
    discount: Discount = field(default_factory=Discount)
    delivery_price: Decimal = ZERO
    donation: Decimal = ZERO
    #: Gift cards are not bought with gift cards, or their validity would never end.
    not_by_card: Decimal = ZERO
    cards: list[GiftCard] = field(default_factory=list)
    cards_stamp: str = ""

    @property
    def goods(self) -> Decimal:
        """What the goods cost after the discount."""
        return self.subtotal - self.discount.amount

    @property
    def total(self) -> Decimal:
        return self.goods + self.delivery_price + self.donation

    @property
    def by_card_at_most(self) -> Decimal:
        return max(self.total - self.not_by_card, ZERO)

    @property
    def gift_card_money(self) -> Decimal:
        """What the cards pay."""
        return min(sum((card.balance for card in self.cards), ZERO), self.by_card_at_most)

    @property
    def due(self) -> Decimal:
        return self.total - self.gift_card_money

    @property
    def is_covered(self) -> bool:
        """Whether nothing is left to pay in another way."""
        return self.due <= 0


def basket_sums(
    *, basket: Basket | None, lines: Sequence[GoodsLine], delivery_price: Decimal = ZERO
) -> Sums:
    """What a basket with these lines costs now. Writes nothing; at most four queries."""
    cards = cards_usable(basket=basket) if basket else []
    return Sums(
        subtotal=sum((line.total for line in lines), ZERO),
        discount=discount_of(code=basket.discount_code if basket else None, lines=lines),
        delivery_price=delivery_price,
        donation=basket.donation if basket else ZERO,
        not_by_card=sum(
            (line.total for line in lines if line.product and line.product.kind == Product.Kind.GIFT_CARD), ZERO
        ),
        cards=cards,
        cards_stamp=cards_stamp(cards),
    )

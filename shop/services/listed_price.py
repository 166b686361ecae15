"""The price under which a list tells of a good: the least for which a buyer can order it.

Pure: cards and filters give what they have read, so that a list is sorted, counted and filtered by the price on its cards.
What is sold out as a whole keeps the price that it had: then every variant and every part counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Offer:
    """A good or one of its variants. key: primary key of the product; price: gross PLN."""

    key: int
    price: Decimal
    is_available: bool


@dataclass(frozen=True)
class Piece:
    """A good to choose for a set. now: pieces of it that may be chosen now; most: pieces with full shelves."""

    price: Decimal
    now: int
    most: int


@dataclass(frozen=True)
class ListedPrice:
    """amount: gross PLN. is_from: another choice costs more. key: of the product whose own price it is, None of a set of
    choice, whose price is a sum: of that no reduction is announced."""

    amount: Decimal
    is_from: bool
    key: int | None


def offers_open(offers: Sequence[Offer]) -> list[Offer]:
    """Those that can be ordered now; all of them where none can."""
    return [offer for offer in offers if offer.is_available] or list(offers)


def listed_price(offers: Sequence[Offer]) -> ListedPrice:
    """Of a good with its variants, the good itself first."""
    open_offers = offers_open(offers)
    least = min(open_offers, key=lambda offer: offer.price)
    return ListedPrice(least.price, any(offer.price > least.price for offer in open_offers), least.key)


def listed_price_of_choice(*, box: Decimal, least: int, most: int, pieces: Iterable[Piece]) -> ListedPrice:
    """Of a set of the buyer's choice: its box with the fewest and cheapest pieces. least, most: pieces in it."""
    pieces = list(pieces)
    prices = sorted(piece.price for piece in pieces for _each in range(piece.now))
    if len(prices) < least:
        prices = sorted(piece.price for piece in pieces for _each in range(piece.most))
    zero = Decimal("0.00")
    lowest, highest = sum(prices[:least], zero), sum(prices[-most:], zero)
    return ListedPrice(box + lowest, highest > lowest, None)

"""Money divided so that the parts add up to the grosz. Pure arithmetic: no database, no words.

Used wherever one amount belongs to several: the price of a gift set and its makers, a discount and the lines it lowers,
delivery and its parcels, a refund and what it is for.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

GROSZ = Decimal("0.01")


def money_split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Parts of `amount` (PLN, whole grosze, not negative) in proportion to `weights`, in their order.

    Largest remainder (Hamilton's method): each part is rounded down to the grosz, the grosze left go to the largest
    remainders, the earlier part first where they are equal. So the sum is exact and no part is a grosz or more away
    from its exact share. Where all weights are zero the parts are equal.
    Raises ValueError for no weights (unless the amount is zero), a negative one, or an amount that is no whole grosze.
    """
    if amount < 0 or amount != amount.quantize(GROSZ):
        raise ValueError(f"{amount} cannot be divided into whole grosze")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    if not weights:
        if amount:
            raise ValueError("there is nothing to divide the money among")
        return []
    grosze = int(amount / GROSZ)
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if not whole:
        exact, whole = [Fraction(1)] * len(exact), Fraction(len(exact))
    shares = [grosze * weight / whole for weight in exact]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_remainder[: grosze - sum(parts)]:
        parts[place] += 1
    return [(part * GROSZ).quantize(GROSZ) for part in parts]


def pieces_split(amount: Decimal, goods: Sequence[tuple[Decimal, int]]) -> list[list[tuple[Decimal, int]]]:
    """The price of a set divided among the pieces in it. goods: (own price of a piece, number of pieces) of each part.

    Every piece gets its share of its own, because a line of an order is a price times a number. Gives for each part
    [(price of a piece, how many pieces have it)]: one entry, or two whose prices differ by a grosz.
    """
    shares = iter(money_split(amount, [price for price, count in goods for _piece in range(count)]))
    divided = []
    for _price, count in goods:
        pieces: dict[Decimal, int] = {}
        for _piece in range(count):
            share = next(shares)
            pieces[share] = pieces.get(share, 0) + 1
        divided.append(sorted(pieces.items(), reverse=True))
    return divided

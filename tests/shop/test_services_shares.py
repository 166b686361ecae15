"""Money divided among many: nothing lost, nothing made, nobody cheated by a grosz."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.services.shares import money_split, pieces_split

GROSZ = Decimal("0.01")
money = st.integers(0, 10**9).map(lambda grosze: grosze * GROSZ)
weights = st.lists(st.integers(0, 10**7).map(lambda grosze: grosze * GROSZ), min_size=1, max_size=40)


@given(money, weights)
@example(Decimal("0.01"), [Decimal(1)] * 3)
@example(Decimal("100.00"), [Decimal(0), Decimal(0)])
def test_parts_add_up_and_lie_within_a_grosz_of_their_share(amount, shares):
    parts = money_split(amount, shares)
    assert sum(parts) == amount
    assert len(parts) == len(shares)
    whole = sum(shares)
    for part, share in zip(parts, shares, strict=True):
        assert part == part.quantize(GROSZ) >= 0
        if whole:
            # In whole numbers: |part - amount * share / whole| < one grosz.
            assert abs(part * whole - amount * share) < GROSZ * whole


@given(money, weights, st.integers(1, 9))
def test_the_same_proportions_give_the_same_parts(amount, shares, factor):
    assert money_split(amount, [share * factor for share in shares]) == money_split(amount, shares)


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        ("10.00", [1, 1, 1], ["3.34", "3.33", "3.33"]),
        ("149.00", [64, 64, 19], ["64.87", "64.87", "19.26"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
        ("5.00", [0, 3, 0], ["0.00", "5.00", "0.00"]),
        ("0.03", [0, 0], ["0.02", "0.01"]),
        ("0.00", [], []),
    ],
)
def test_exact_parts(amount, shares, parts):
    assert money_split(Decimal(amount), shares) == [Decimal(part) for part in parts]


@pytest.mark.parametrize(
    ("amount", "shares"), [("1.00", []), ("-1.00", [1]), ("1.001", [1]), ("1.00", [1, -1])]
)
def test_what_cannot_be_divided_is_refused(amount, shares):
    with pytest.raises(ValueError, match=r"divided|negative|divide"):
        money_split(Decimal(amount), shares)


goods = st.lists(st.tuples(money.filter(bool), st.integers(1, 20)), min_size=1, max_size=12)


@given(money, goods)
def test_pieces_of_a_set_add_up(amount, parts):
    divided = pieces_split(amount, parts)
    assert sum(price * count for pieces in divided for price, count in pieces) == amount
    assert [sum(count for _price, count in pieces) for pieces in divided] == [count for _price, count in parts]
    for pieces in divided:
        assert len(pieces) == 1 or (len(pieces) == 2 and pieces[0][0] - pieces[1][0] == GROSZ)


def test_pieces_of_one_part_may_differ_by_a_grosz():
    divided = pieces_split(Decimal("10.00"), [(Decimal("4.00"), 3)])
    assert divided == [[(Decimal("3.34"), 1), (Decimal("3.33"), 2)]]

"""Money on documents: VAT out of gross sums, shares without a grosz lost, amounts in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.services.papers.sums import (
    RATES,
    Line,
    RateSum,
    differences,
    pieces_worth,
    rate_sums,
    vat_in,
)
from shop.services.papers.words import amount_in_words
from shop.services.shares import money_split

amounts = st.integers(0, 10_000_000).map(lambda grosze: Decimal(grosze) / 100)
lines = st.builds(
    lambda quantity, price, rate: Line("x", "", quantity, price, Decimal(0), price * quantity, rate),
    st.integers(1, 99), amounts, st.sampled_from(RATES),
)  # fmt: skip


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [
        ("123.00", "23", "23.00"),
        ("108.00", "8", "8.00"),
        ("105.00", "5", "5.00"),
        ("0.01", "23", "0.00"),
        ("0.03", "23", "0.01"),
        ("99.99", "23", "18.70"),
        ("18.90", "23", "3.53"),
        ("100.00", "0", "0.00"),
        ("100.00", "zw", "0.00"),
        ("100.00", "np", "0.00"),
        # 0.135 exactly: half goes up (VAT Act, art. 106e par. 11).
        ("0.675", "25", "0.14"),
    ],
)
def test_vat_comes_out_of_the_gross_amount(gross, rate, vat):
    assert vat_in(Decimal(gross), rate) == Decimal(vat)


@given(amounts, st.sampled_from(["23", "8", "5", "0"]))
def test_vat_is_the_nearest_grosz(gross, rate):
    exact = Fraction(gross) * int(rate) / (100 + int(rate))
    assert abs(Fraction(vat_in(gross, rate)) - exact) <= Fraction(1, 200)


@given(st.lists(lines, max_size=12))
def test_net_and_vat_make_the_gross_of_all_lines(rows):
    sums = rate_sums(rows)
    assert sum((row.gross for row in sums), Decimal(0)) == sum((line.total for line in rows), Decimal(0))
    assert all(row.net + row.vat == row.gross for row in sums)
    assert [row.rate for row in sums] == [rate for rate in RATES if any(line.rate == rate for line in rows)]


@given(st.lists(lines, max_size=8), st.lists(lines, max_size=8))
def test_before_and_difference_make_after(old, new):
    before, after = rate_sums(old), rate_sums(new)
    for name in ("net", "vat", "gross"):
        total = sum((getattr(row, name) for row in (*before, *differences(before, after))), Decimal(0))
        assert total == sum((getattr(row, name) for row in after), Decimal(0))


def test_a_rate_that_stays_is_no_difference():
    row = RateSum("23", Decimal("1.00"), Decimal("0.23"), Decimal("1.23"))
    assert differences([row], [row]) == []


@given(amounts, st.lists(amounts, min_size=1, max_size=20))
def test_shares_add_up_and_are_fair(amount, weights):
    shares = money_split(amount, weights)
    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)
    if whole := sum(weights):
        for share, weight in zip(shares, weights, strict=True):
            assert abs(Fraction(share) - Fraction(amount) * Fraction(weight) / Fraction(whole)) < Fraction(1, 100)


def test_shares_of_nothing_are_equal():
    assert money_split(Decimal("10.00"), [Decimal(0)] * 3) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


@given(lines, st.data())
def test_all_pieces_are_worth_the_line(line, data):
    assert pieces_worth(line, line.quantity) == line.total
    pieces = data.draw(st.integers(0, line.quantity))
    assert line.lowered(by=pieces_worth(line, pieces), pieces=pieces).total >= 0


@given(lines)
def test_a_line_comes_back_from_json_as_it_was(line):
    assert Line.from_json(line.as_json()) == line


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero złotych 00/100"),
        ("1.00", "jeden złoty 00/100"),
        ("2.50", "dwa złote 50/100"),
        ("5.05", "pięć złotych 05/100"),
        ("12.00", "dwanaście złotych 00/100"),
        ("22.00", "dwadzieścia dwa złote 00/100"),
        ("101.00", "sto jeden złotych 00/100"),
        ("123.45", "sto dwadzieścia trzy złote 45/100"),
        ("1000.00", "tysiąc złotych 00/100"),
        ("2219.99", "dwa tysiące dwieście dziewiętnaście złotych 99/100"),
        ("21000.00", "dwadzieścia jeden tysięcy złotych 00/100"),
        ("1000001.00", "milion jeden złotych 00/100"),
        ("5342678.00", "pięć milionów trzysta czterdzieści dwa tysiące sześćset siedemdziesiąt osiem złotych 00/100"),
        ("-18.90", "minus osiemnaście złotych 90/100"),
    ],
)
def test_amounts_in_words(amount, words):
    assert amount_in_words(Decimal(amount)) == words


def test_too_much_for_words_is_an_error():
    with pytest.raises(ValueError, match="too much"):
        amount_in_words(Decimal(1000000000))

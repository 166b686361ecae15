"""Sums of documents, in whole grosze: VAT out of gross prices, and amounts split without a grosz lost."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..checks import GROSZ

ZERO = Decimal("0.00")
EXEMPT, OUTSIDE, VOUCHER = "zw", "np", "bon"
#: Rates in the order in which documents list them.
RATES = ("23", "8", "5", "0", EXEMPT, OUTSIDE)


@dataclass(frozen=True)
class Line:
    """A line of a document. Amounts in gross PLN. item: primary key of the order line, None for delivery."""

    name: str
    code: str
    quantity: int
    unit_price: Decimal
    discount: Decimal
    total: Decimal
    rate: str
    item: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {key: str(value) if isinstance(value, Decimal) else value for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Line":
        amounts = {name: Decimal(row[name]) for name in ("unit_price", "discount", "total")}
        return cls(**{**row, **amounts})

    def lowered(self, *, by: Decimal, pieces: int = 0) -> "Line":
        """The line after `pieces` came back and `by` zł less is due for it."""
        left, total = self.quantity - pieces, self.total - by
        return replace(self, quantity=left, total=total, discount=max(self.unit_price * left - total, ZERO))


@dataclass(frozen=True)
class RateSum:
    """What a document holds at one rate: net + vat = gross."""

    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal

    def as_json(self) -> dict[str, str]:
        return {key: str(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, row: dict[str, str]) -> "RateSum":
        return cls(row["rate"], *(Decimal(row[name]) for name in ("net", "vat", "gross")))


def vat_in(gross: Decimal, rate: str) -> Decimal:
    """The VAT that a gross amount holds, to the grosz, half up: gross × rate / (100 + rate).

    VAT Act, art. 106e par. 7 (sum of VAT computed from the gross value) and par. 11 (rounding). No VAT in zw and np.
    """
    if rate in {EXEMPT, OUTSIDE, VOUCHER}:
        return ZERO
    percent = Decimal(rate)
    return (gross * percent / (100 + percent)).quantize(GROSZ, ROUND_HALF_UP)


def rate_sums(lines: Iterable[Line]) -> list[RateSum]:
    """The lines summed by rate, in the order of RATES; VAT is computed from each sum, not from single lines."""
    gross: dict[str, Decimal] = {}
    for line in lines:
        gross[line.rate] = gross.get(line.rate, ZERO) + line.total
    sums = []
    for rate in sorted(gross, key=RATES.index):
        vat = vat_in(gross[rate], rate)
        sums.append(RateSum(rate, gross[rate] - vat, vat, gross[rate]))
    return sums


def differences(before: Sequence[RateSum], after: Sequence[RateSum]) -> list[RateSum]:
    """By how much each rate changes, `after` less `before`; a rate that stays is left out."""
    none = RateSum("", ZERO, ZERO, ZERO)
    old, new = ({row.rate: row for row in rows} for rows in (before, after))
    changes = []
    for rate in sorted({*old, *new}, key=RATES.index):
        was, is_now = old.get(rate, none), new.get(rate, none)
        change = RateSum(rate, is_now.net - was.net, is_now.vat - was.vat, is_now.gross - was.gross)
        if change.gross:
            changes.append(change)
    return changes


def pieces_worth(line: Line, pieces: int) -> Decimal:
    """What `pieces` of a line cost after its discount, to the grosz, half up; all of them cost exactly its total."""
    return (line.total * pieces / line.quantity).quantize(GROSZ, ROUND_HALF_UP)

"""Prices of the last days as a drawing for templates/shop/admin/price_chart.html; its table says the same in figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from home.formats import day as day_text
from home.formats import money

from ..services.price_days import PriceDay, PricePeriod, price_periods

#: Of the drawing, in its own units; the page makes it as wide as there is room.
WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 88, 712, 16, 208


@dataclass(frozen=True)
class Tick:
    """A word on an axis. at: x or y of the drawing."""

    at: int
    text: str


@dataclass(frozen=True)
class PriceChart:
    """price_path, lowest_path: data of SVG paths. amounts: ticks of the upright axis, days: of the other."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    price_path: str
    lowest_path: str
    amounts: list[Tick]
    days: list[Tick]
    first_day: str
    last_day: str
    periods: list[PricePeriod]


def price_chart(days: Sequence[PriceDay]) -> PriceChart | None:
    """None where there is nothing to draw."""
    if not days:
        return None
    amounts = sorted({amount for entry in days for amount in (entry.price, entry.lowest)})
    low, high = amounts[0], amounts[-1]
    # A price that never changed lies in the middle; else the lines keep off the edges.
    margin = (high - low) / 10 or Decimal(1)
    span = high - low + 2 * margin

    def y(amount: Decimal) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * (amount - low + margin) / span)

    def x(place: int) -> int:
        return round(LEFT + (RIGHT - LEFT) * place / len(days))

    marks = [0, len(days) // 2, len(days) - 1] if len(days) > 2 else [0]
    return PriceChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        bottom=BOTTOM,
        price_path=_steps([y(entry.price) for entry in days], x),
        lowest_path=_steps([y(entry.lowest) for entry in days], x),
        amounts=[Tick(y(amount), money(amount)) for amount in dict.fromkeys((low, high))],
        days=[Tick(x(place), day_text(days[place].day)) for place in marks],
        first_day=day_text(days[0].day),
        last_day=day_text(days[-1].day),
        periods=price_periods(days),
    )


def _steps(heights: list[int], x: Callable[[int], int]) -> str:
    """A line that is level through a day and jumps between days."""
    path, before = f"M{x(0)} {heights[0]}", heights[0]
    for place, height in enumerate(heights):
        if height != before:
            path += f"H{x(place)}V{height}"
            before = height
    return f"{path}H{x(len(heights))}"

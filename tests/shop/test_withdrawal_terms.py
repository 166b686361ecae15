"""The calendar of withdrawals, and shares of the price that always add up."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.models import DeliveryMethod, Order
from shop.services.parcel_sizes import PackedGood
from shop.services.shipping import cheapest_delivery
from shop.services.withdrawal_terms import delivery_share, line_share, withdrawal_period
from shop.services.workdays import holidays, is_day_off, term_end, workdays_later
from tests import factories
from tests.shop.after_sale import moment
from tests.shop.placing import place


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_the_days_off_of_2026():
    assert sorted(holidays(2026)) == [
        day(f"2026-{text}")
        for text in (
            "01-01", "01-06", "04-05", "04-06", "05-01", "05-03", "05-24", "06-04", "08-15", "11-01", "11-11",
            "12-24", "12-25", "12-26",
        )
    ]  # fmt: skip


def test_christmas_eve_is_a_day_off_since_2025():
    assert not is_day_off(day("2024-12-24"))
    assert is_day_off(day("2025-12-24"))


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-11-27", 1, "2026-11-30"),  # Friday → Monday
        ("2026-11-28", 5, "2026-12-04"),  # Saturday counts from Monday
        ("2026-12-23", 1, "2026-12-28"),  # over Christmas
        ("2026-04-30", 1, "2026-05-04"),  # 1 May, Saturday, 3 May
        ("2026-06-03", 2, "2026-06-08"),  # over Corpus Christi
        ("2026-11-27", 0, "2026-11-27"),
    ],
)
def test_working_days(start, number, end):
    assert workdays_later(day(start), number) == day(end)


#: delivered at, the last moment that is in time, the first that is late
CALENDAR = [
    ("2026-11-02 10:00", "2026-11-16"),  # Monday + 14 days: Monday
    ("2026-11-02 23:59", "2026-11-16"),  # the day of delivery never counts
    ("2026-11-03 00:01", "2026-11-17"),
    ("2026-11-06 12:00", "2026-11-20"),  # Friday
    ("2026-11-07 12:00", "2026-11-23"),  # ends on a Saturday → Monday
    ("2026-11-08 12:00", "2026-11-23"),  # ends on a Sunday → Monday
    ("2026-10-28 12:00", "2026-11-12"),  # ends on 11 November → Thursday
    ("2026-12-10 12:00", "2026-12-28"),  # 24 December, Christmas, Saturday, Sunday → Monday
    ("2026-12-11 12:00", "2026-12-28"),
    ("2026-12-12 12:00", "2026-12-28"),
    ("2026-12-18 12:00", "2027-01-04"),  # New Year on a Friday, then the weekend
    ("2026-12-23 12:00", "2027-01-07"),  # Epiphany
    ("2026-03-22 12:00", "2026-04-07"),  # Easter Sunday and Monday
    ("2026-05-21 12:00", "2026-06-05"),  # Corpus Christi on a Thursday
    ("2026-03-20 12:00", "2026-04-03"),  # over the change of clocks
    ("2028-02-15 12:00", "2028-02-29"),  # a leap year
]


@pytest.mark.parametrize(("delivered_at", "last_day"), CALENDAR)
def test_the_14_days(delivered_at, last_day):
    order = Order(status="COMPLETED", delivered_at=moment(delivered_at))
    in_time, late = moment(f"{last_day} 23:59"), moment(f"{last_day} 23:59") + datetime.timedelta(minutes=1)
    found = [withdrawal_period(order=order, now=now) for now in (in_time, late)]
    assert [(period.state, period.last_day) for period in found] == [("open", day(last_day)), ("over", day(last_day))]


def test_the_day_of_delivery_is_that_of_the_clock_in_warsaw():
    order = Order(status="COMPLETED", delivered_at=datetime.datetime(2026, 11, 2, 23, 30, tzinfo=datetime.UTC))
    assert withdrawal_period(order=order).last_day == day("2026-11-17")


def test_before_delivery_the_time_has_not_begun():
    assert withdrawal_period(order=Order(status="SHIPPED")).state == "before"
    assert withdrawal_period(order=Order(status="COMPLETED")).is_open
    assert withdrawal_period(order=Order(status="CANCELLED")).state == "closed"


def test_a_term_of_an_event_before_a_weekend():
    assert term_end(day("2026-11-28"), 14) == day("2026-12-14")


@given(
    total=st.decimals(min_value="0.00", max_value="99999.99", places=2),
    parts=st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=8),
)
def test_shares_add_up_however_the_pieces_are_parted(total, parts):
    left, quantity, shares = total, sum(parts), []
    for pieces in parts:
        shares.append(line_share(total=left, quantity=quantity, pieces=pieces))
        left, quantity = left - shares[-1], quantity - pieces
    assert sum(shares) == total
    assert min(shares) >= 0


def test_a_third_of_ten_zloty():
    shares, left = [], Decimal("10.00")
    for quantity in (3, 2, 1):
        shares.append(line_share(total=left, quantity=quantity, pieces=1))
        left -= shares[-1]
    assert shares == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]


def test_the_cheapest_delivery_is_kept_when_the_order_is_placed(make_product):
    factories.make_delivery("punkt", price="9.99", kind=DeliveryMethod.Kind.LOCKER)
    factories.make_delivery("odbior", price="0.00", is_pickup=True)
    factories.make_delivery("dawny", price="1.00", is_active=False)
    order = factories.make_order(make_product())
    assert (order.delivery_price, order.cheapest_delivery) == (Decimal("18.90"), Decimal("9.99"))
    # What is offered later does not take anything away.
    factories.make_delivery("tani", price="5.00")
    assert delivery_share(order=order) == Decimal("9.99")


def test_rates_count_by_box_and_by_maker(make_product):
    """Three vases of one maker are two boxes, C and B: each pays its rate."""
    locker = factories.make_delivery("punkt", price="9.99", kind=DeliveryMethod.Kind.LOCKER)
    factories.make_rates(locker, ("A", 25_000, "5.00"), ("B", 25_000, "6.00"), ("C", 25_000, "7.50"))
    vases = make_product(stock=6, height_mm=170, width_mm=360, depth_mm=620, weight_g=1000)
    order = place(factories.make_basket((vases, 3)))
    assert order.parcels.get().boxes == 2
    assert order.cheapest_delivery == Decimal("13.50")
    card = make_product(height_mm=12, width_mm=105, depth_mm=148, weight_g=95)
    two_makers = place(factories.make_basket((vases, 3), card), key="key-of-the-form-2")
    assert two_makers.cheapest_delivery == Decimal("18.50")


def test_a_way_that_cannot_take_the_goods_is_no_offer(make_product):
    locker = factories.make_delivery("punkt", price="9.99", kind=DeliveryMethod.Kind.LOCKER)
    factories.make_rates(locker, ("A", 25_000, "5.00"))
    large = make_product(height_mm=900, width_mm=900, depth_mm=900, weight_g=9000)
    assert factories.make_order(large).cheapest_delivery == Decimal("18.90")
    goods = [PackedGood(large.enterprise, large, 1)]
    DeliveryMethod.objects.filter(code="kurier").update(is_active=False)
    assert cheapest_delivery(goods=goods, value=Decimal("120.00")) is None
    DeliveryMethod.objects.filter(code="kurier").update(is_active=True, free_from=Decimal("100.00"))
    assert cheapest_delivery(goods=goods, value=Decimal("120.00")) == Decimal("0.00")

"""Prices, and the lowest price of 30 days by the Act of 9 May 2014, art. 4 par. 2 and 3."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shop.models import PriceChange, Product
from shop.services.errors import BadInput
from shop.services.prices import (
    lowest_price_30d,
    lowest_prices_30d,
    price_reduce,
    price_restore,
    price_set,
)

WARSAW = ZoneInfo("Europe/Warsaw")
#: The day of the reduction in the table below.
TODAY = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=WARSAW)


def days_before(days: float) -> datetime.datetime:
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("history", "reduced_to", "lowest"),
    [
        pytest.param([(100, "100")], "80", "100", id="one price for long"),
        pytest.param(
            [(100, "100"), (20, "120")], "90", "100", id="rise within the 30 days: the price before it counts"
        ),
        pytest.param(
            [(100, "100"), (40, "120")], "90", "120", id="rise before the 30 days: the new price counts"
        ),
        pytest.param(
            [(100, "100"), (31, "120")], "90", "120", id="in force at the first midnight of the window"
        ),
        pytest.param([(100, "100"), (30, "120")], "90", "100", id="changed during the 30th day before"),
        pytest.param([(100, "100"), (10, "70"), (5, "100")], "90", "70", id="a dip of five days"),
        pytest.param([(5, "100")], "80", "100", id="on sale for five days only"),
        pytest.param(
            [(5, "100"), (2, "90"), (1, "110")], "80", "90", id="short sale with a dip: since the start"
        ),
        pytest.param([(100, "60"), (31, "100")], "80", "100", id="a low price older than the window"),
    ],
)
def test_lowest_price_before_a_reduction(make_product, history, reduced_to, lowest):
    product = make_product(price="1.00", with_page=False)
    PriceChange.objects.all().delete()
    for days, price in history:
        price_set(product=product, price=Decimal(price), at=days_before(days))
    price_reduce(product=product, price=Decimal(reduced_to), at=TODAY)

    assert lowest_price_30d(product=product) == Decimal(lowest)
    assert product.price == Decimal(reduced_to)
    assert product.regular_price == Decimal(history[-1][1])
    assert product.reduced_at == TODAY


def test_a_long_reduction_keeps_the_window_before_it(make_product):
    """The 30 days are those before the reduction, not before today."""
    product = make_product(price="100.00", with_page=False)
    PriceChange.objects.all().delete()
    price_set(product=product, price=Decimal("100.00"), at=days_before(200))
    price_reduce(product=product, price=Decimal("80.00"), at=days_before(90))
    assert lowest_price_30d(product=product) == Decimal("100.00")


def test_a_further_reduction_counts_the_first_one(make_product):
    product = make_product(price="100.00", with_page=False)
    PriceChange.objects.all().delete()
    price_set(product=product, price=Decimal("100.00"), at=days_before(200))
    price_reduce(product=product, price=Decimal("80.00"), at=days_before(10))
    price_reduce(product=product, price=Decimal("60.00"), at=TODAY)
    assert lowest_price_30d(product=product) == Decimal("80.00")
    assert product.regular_price == Decimal("100.00")


def test_no_reduction_no_lowest_price(make_product):
    product = make_product(price="100.00", with_page=False)
    assert lowest_price_30d(product=product) is None


def test_restoring_brings_the_regular_price_back(make_product):
    product = make_product(price="100.00", with_page=False)
    price_reduce(product=product, price=Decimal("75.00"))
    price_restore(product=product)
    stored = Product.objects.get(pk=product.pk)
    assert (stored.price, stored.regular_price, stored.reduced_at) == (Decimal("100.00"), None, None)
    assert [change.price for change in PriceChange.objects.filter(product=product)] == [100, 75, 100]
    assert lowest_price_30d(product=product) is None
    with pytest.raises(BadInput):
        price_restore(product=product)


def test_a_new_ordinary_price_ends_a_reduction(make_product):
    product = make_product(price="100.00", with_page=False)
    price_reduce(product=product, price=Decimal("75.00"))
    price_set(product=product, price=Decimal("95.00"))
    assert (product.price, product.regular_price, product.reduced_at) == (Decimal("95.00"), None, None)


def test_the_same_price_again_writes_nothing(make_product):
    product = make_product(price="100.00", with_page=False)
    price_set(product=product, price=Decimal("100.00"))
    assert PriceChange.objects.filter(product=product).count() == 1


def test_history_names_who_changed(make_product, django_user_model):
    user = django_user_model.objects.create(username="sklep")
    product = make_product(price="100.00", with_page=False)
    price_set(product=product, price=Decimal("110.00"), by=user)
    last = PriceChange.objects.filter(product=product).first()
    assert (last.price, last.changed_by) == (Decimal("110.00"), user)
    assert last.valid_from <= timezone.now()


@pytest.mark.parametrize("price", ["0", "-1", "1.005", "10000000", "NaN", "Infinity", "sto", ""])
def test_impossible_prices_are_refused(make_product, price):
    product = make_product(price="100.00", with_page=False)
    with pytest.raises(BadInput):
        price_set(product=product, price=price)
    assert Product.objects.get(pk=product.pk).price == Decimal("100.00")
    assert PriceChange.objects.filter(product=product).count() == 1


@pytest.mark.parametrize("price", ["100.00", "100.01"])
def test_a_reduction_must_reduce(make_product, price):
    product = make_product(price="100.00", with_page=False)
    with pytest.raises(BadInput):
        price_reduce(product=product, price=Decimal(price))
    assert not Product.objects.get(pk=product.pk).is_reduced


def test_lowest_prices_take_one_query_for_any_number(make_product, django_assert_num_queries):
    products = [make_product(price="100.00", with_page=False) for _number in range(5)]
    for product in products:
        price_reduce(product=product, price=Decimal("80.00"))
    with django_assert_num_queries(1):
        lowest = lowest_prices_30d(products=products)
    assert lowest == {product.pk: Decimal("100.00") for product in products}
    with django_assert_num_queries(0):
        assert lowest_prices_30d(products=[]) == {}

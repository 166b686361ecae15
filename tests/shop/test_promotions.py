"""Promotions with dates: planned, begun, ended and called off once each, and what they may say of a price."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.cards import product_card
from shop.models import PriceChange, Product, Promotion, PromotionItem
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput
from shop.services.prices import price_reduce, price_set
from shop.services.promotions import (
    promotion_plan,
    promotion_preview,
    promotion_run,
    promotion_withdraw,
    promotions_run,
)
from shop.services.reductions import lowest_price_30d, percent_off, reductions

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


def ago(**values) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**values)


def soon(**values) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(**values)


@pytest.fixture
def product(make_product):
    product = make_product(price="100.00", stock=3)
    PriceChange.objects.filter(product=product).update(valid_from=ago(days=90))
    return product


def plan(*prices, code="wiosna", starts=None, ends=None) -> Promotion:
    return promotion_plan(
        code=code,
        name=f"Promocja {code}",
        starts_at=starts or ago(minutes=1),
        ends_at=ends,
        prices={product: Decimal(price) for product, price in prices},
    )


def state_of(product: Product) -> tuple:
    product.refresh_from_db()
    item = PromotionItem.objects.filter(product=product).last()
    return str(product.price), str(product.regular_price), item.state


def test_what_is_due_begins_at_once_and_ends_with_the_price_before_it(product):
    promotion = plan((product, "80.00"), ends=soon(days=7))
    assert (promotion.state, *state_of(product)) == ("running", "80.00", "100.00", "applied")
    Promotion.objects.update(ends_at=ago(seconds=1), starts_at=ago(days=1))
    assert promotions_run() == 1
    promotion.refresh_from_db()
    assert (promotion.state, *state_of(product)) == ("ended", "100.00", "None", "restored")
    told = PriceChange.objects.filter(product=product).values_list("price", "reason", "promotion")
    assert list(told)[:2] == [
        (Decimal("100.00"), "restore", promotion.pk),
        (Decimal("80.00"), "reduce", promotion.pk),
    ]
    assert not list(shop_breaches())


def test_running_it_again_changes_nothing(product):
    promotion = plan((product, "80.00"))
    changes = PriceChange.objects.count()
    assert promotions_run() == 0
    assert promotion_run(promotion=promotion) is False
    call_command("shop_housekeeping")
    assert PriceChange.objects.count() == changes


def test_a_planned_promotion_waits_for_its_start(product):
    promotion = plan((product, "80.00"), starts=soon(days=2))
    assert promotions_run() == 0
    assert (promotion.state, *state_of(product)) == ("planned", "100.00", "None", "waiting")
    Promotion.objects.update(starts_at=ago(minutes=3))
    assert promotions_run() == 1
    assert state_of(product) == ("80.00", "100.00", "applied")


def test_a_promotion_whose_time_passed_unnoticed_changes_no_price(product):
    promotion = plan((product, "80.00"), starts=soon(days=2), ends=soon(days=3))
    Promotion.objects.update(starts_at=ago(days=2), ends_at=ago(days=1))
    assert promotions_run() == 1
    promotion.refresh_from_db()
    assert (promotion.state, *state_of(product)) == ("ended", "100.00", "None", "skipped")


@pytest.mark.parametrize(("begun", "state", "item"), [(False, "withdrawn", "waiting"), (True, "ended", "restored")])
def test_calling_off(product, begun, state, item):
    promotion = plan((product, "80.00"), starts=None if begun else soon(days=2), ends=soon(days=9))
    promotion_withdraw(promotion=promotion)
    assert (promotion.state, *state_of(product)) == (state, "100.00", "None", item)
    with pytest.raises(BadInput):
        promotion_withdraw(promotion=promotion)


def test_a_price_set_by_hand_leaves_the_promotion_for_good(product, make_product):
    other = make_product(price="50.00")
    promotion = plan((product, "80.00"), (other, "40.00"))
    price_set(product=product, price=Decimal("95.00"))
    assert state_of(product) == ("95.00", "None", "left")
    promotion_withdraw(promotion=promotion)
    assert state_of(product) == ("95.00", "None", "left")
    assert state_of(other) == ("50.00", "None", "restored")
    assert not list(shop_breaches())


def test_a_reduction_by_hand_leaves_it_too(product):
    promotion = plan((product, "80.00"))
    price_reduce(product=product, price=Decimal("70.00"))
    promotion_withdraw(promotion=promotion)
    assert state_of(product) == ("70.00", "100.00", "left")


def test_two_promotions_of_one_product_at_once_are_refused_in_words(product):
    plan((product, "80.00"), starts=soon(days=2), ends=soon(days=5))
    with pytest.raises(BadInput) as error:
        plan((product, "70.00"), code="lato", starts=soon(days=4), ends=soon(days=8))
    assert "Promocja wiosna" in error.value.message
    assert product.name in error.value.message
    assert Promotion.objects.count() == 1
    after = plan((product, "70.00"), code="lato", starts=soon(days=6), ends=soon(days=8))
    assert after.state == "planned"


def test_the_database_lets_one_promotion_lower_a_price_at_a_time(product):
    plan((product, "80.00"))
    other = Promotion.objects.create(code="inna", name="Inna", starts_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PromotionItem.objects.create(promotion=other, product=product, price=1, state="applied")


@pytest.mark.parametrize("price", ["100.00", "120.00"])
def test_what_is_no_reduction_is_refused(product, price):
    with pytest.raises(BadInput):
        plan((product, price))
    assert not Promotion.objects.exists()


def test_a_price_that_was_lower_within_30_days_is_refused(product):
    price_set(product=product, price=Decimal("75.00"), at=ago(days=20))
    price_set(product=product, price=Decimal("100.00"), at=ago(days=10))
    with pytest.raises(BadInput):
        plan((product, "80.00"))
    assert plan((product, "70.00")).state == "running"


def test_what_stopped_being_a_reduction_is_left_out_at_the_start(product):
    plan((product, "80.00"), starts=soon(days=1))
    price_set(product=product, price=Decimal("60.00"))
    Promotion.objects.update(starts_at=ago(minutes=1))
    promotions_run()
    assert state_of(product) == ("60.00", "None", "skipped")


@pytest.mark.parametrize("ends", [ago(minutes=1), ago(days=3)])
def test_the_end_must_come_after_the_start(product, ends):
    with pytest.raises(BadInput):
        plan((product, "80.00"), ends=ends)


def test_the_preview_tells_the_true_per_cent(product):
    price_set(product=product, price=Decimal("90.00"), at=ago(days=20))
    price_set(product=product, price=Decimal("120.00"), at=ago(days=10))
    promotion = plan((product, "80.00"), starts=soon(days=1))
    (line,) = promotion_preview(promotion=promotion)
    # Of the lowest price of 30 days, 90 zł, and not of the last one: 11 % and not 33 %.
    assert (line.regular, line.lowest, line.percent) == (Decimal("120.00"), Decimal("90.00"), 11)
    Promotion.objects.update(starts_at=ago(minutes=1))
    promotions_run()
    (line,) = promotion_preview(promotion=promotion)
    assert (line.lowest, line.percent) == (Decimal("90.00"), 11)


def test_a_promotion_longer_than_30_days_keeps_the_window_before_it(product):
    promotion = plan((product, "80.00"))
    Product.objects.update(reduced_at=ago(days=45))
    PriceChange.objects.filter(promotion=promotion).update(valid_from=ago(days=45))
    product.refresh_from_db()
    assert lowest_price_30d(product=product) == Decimal("100.00")


def test_a_variant_has_a_history_of_its_own(make_product):
    main = make_product(price="100.00")
    variant = make_product(price="60.00", with_page=False, variant_of=main, variant_name="mała")
    plan((main, "90.00"), (variant, "45.00"))
    found = reductions(products=[Product.objects.get(pk=main.pk), Product.objects.get(pk=variant.pk)])
    assert (found[main.pk].lowest, found[main.pk].percent) == (Decimal("100.00"), 10)
    assert (found[variant.pk].lowest, found[variant.pk].percent) == (Decimal("60.00"), 25)


def test_the_card_announces_only_what_is_a_reduction(product):
    price_set(product=product, price=Decimal("70.00"), at=ago(days=20))
    price_set(product=product, price=Decimal("100.00"), at=ago(days=10))
    price_reduce(product=product, price=Decimal("80.00"))
    product.refresh_from_db()
    card = product_card(product)
    assert (card.price, card.reduction) == (Decimal("80.00"), None)


def test_the_page_shows_the_lowest_price_beside_the_reduced_one(client, product):
    plan((product, "80.00"))
    page = client.get(product.pages.get().url).content.decode().replace("\xa0", " ")
    assert "80,00 zł" in page
    assert "Najniższa cena z 30 dni przed obniżką" in page
    assert "20 %" in page


# --- Against an independent model ---------------------------------------------------------------------------------


def lowest_by_seconds(history: list[tuple[datetime.datetime, Decimal]], reduced_at: datetime.datetime) -> Decimal:
    """The rule told another way: the price in force at each moment at which it could differ, and the least of them."""
    local = reduced_at.astimezone(WARSAW)
    first_day = local.date() - datetime.timedelta(days=30)
    start = datetime.datetime.combine(first_day, datetime.time.min, tzinfo=WARSAW)
    offered_from = min(moment for moment, _price in history)
    moments = {max(start, offered_from), *(moment for moment, _price in history if start <= moment < reduced_at)}

    def in_force(at):
        known = [(moment, place, price) for place, (moment, price) in enumerate(history) if moment <= at]
        return max(known)[2]

    return min(in_force(at) for at in moments)


HOURS = st.integers(min_value=1, max_value=24 * 70)
PRICES = st.decimals(min_value="0.01", max_value="500", places=2)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(HOURS, PRICES), min_size=1, max_size=8, unique_by=lambda row: row[0]), cut=PRICES)
def test_the_lowest_price_is_that_of_an_independent_model(make_product, history, cut):
    now = timezone.now()
    product = Product.objects.first() or make_product(price="1.00", with_page=False)
    rows = sorted((now - datetime.timedelta(hours=hours), price) for hours, price in history)
    PriceChange.objects.all().delete()
    PriceChange.objects.bulk_create(PriceChange(product=product, valid_from=at, price=price) for at, price in rows)
    regular = max(rows[-1][1], cut + 1)
    Product.objects.update(price=cut, regular_price=regular, reduced_at=now)
    product.refresh_from_db()
    expected = lowest_by_seconds(rows, now)
    assert lowest_price_30d(product=product) == expected
    told = reductions(products=[product])
    assert (product.pk in told) == (cut < expected)
    if told:
        # Never more than the truth, and never a whole per cent too little.
        percent = told[product.pk].percent
        assert percent * expected <= 100 * (expected - cut) < (percent + 1) * expected


@given(price=PRICES, lowest=PRICES)
def test_per_cent_is_never_too_much(price, lowest):
    percent = percent_off(price=price, lowest=lowest)
    assert 0 <= percent <= 100
    assert percent * lowest <= 100 * max(lowest - price, Decimal(0))

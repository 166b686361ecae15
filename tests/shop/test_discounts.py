"""Discount codes: what they take off, divided to the grosz, used within their limit, given back once."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from shop.models import DiscountCode, DiscountUse, Order
from shop.services import order_placing
from shop.services.audit import shop_breaches
from shop.services.basket_codes import basket_code_enter, basket_discount_remove
from shop.services.baskets import basket_quote
from shop.services.discounts import GoodsLine, discount_of
from shop.services.errors import BadInput, DiscountGone, TotalChanged
from shop.services.order_handling import order_cancel
from shop.services.receipts import social_receipt
from tests import factories
from tests.shop.placing import nothing_was_ordered, place

pytestmark = pytest.mark.django_db


def make_code(code="LATO10", **values) -> DiscountCode:
    facts = {"note": "dla stałych klientów"} | ({} if "amount" in values else {"percent": Decimal(10)})
    return DiscountCode.objects.create(code=code, **(facts | values))


@pytest.fixture
def goods(make_product):
    return make_product(price="33.33", stock=9), make_product(price="66.66", stock=9)


def test_a_code_is_the_same_in_basket_and_order(goods):
    make_code()
    basket = factories.make_basket(goods[0], (goods[1], 2))
    basket_code_enter(basket=basket, text=" lato10 ")
    basket.refresh_from_db()
    quote = basket_quote(basket=basket)
    # 10 % of 166,65 zł is 16,665 zł.
    assert (quote.subtotal, quote.sums.discount.amount, quote.total) == (
        Decimal("166.65"),
        Decimal("16.67"),
        Decimal("149.98"),
    )
    order = place(basket)
    assert (order.subtotal, order.discount, order.discount_label, order.total) == (
        Decimal("166.65"),
        Decimal("16.67"),
        "LATO10",
        Decimal("168.88"),
    )
    lines = list(order.items.order_by("pk").values_list("subtotal", "discount", "total"))
    assert lines == [
        (Decimal("33.33"), Decimal("3.33"), Decimal("30.00")),
        (Decimal("133.32"), Decimal("13.34"), Decimal("119.98")),
    ]
    assert DiscountCode.objects.get().uses == 1
    assert not list(shop_breaches())


def test_the_maker_earns_what_is_left(goods):
    make_code()
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")

    receipt = social_receipt(order=place(basket))
    assert [maker.amount for maker in receipt.makers] == [Decimal("30.00")]
    assert receipt.goods_total == Decimal("30.00")


def test_an_amount_is_never_more_than_the_goods(goods):
    make_code(amount=Decimal("500.00"))
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = place(basket, delivery=pickup)
    assert (order.discount, order.total, order.status, order.payment_method) == (
        Decimal("33.33"),
        Decimal("0.00"),
        "PROCESSING",
        "nothing",
    )
    assert order.paid_at is not None
    assert not list(shop_breaches())


def test_a_cancelled_order_gives_its_use_back_once(goods):
    make_code(most_uses=1)
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")
    order = place(basket)
    assert DiscountCode.objects.get().uses == 1
    order_cancel(order=order)
    order_cancel(order=order)
    assert DiscountCode.objects.get().uses == 0
    assert DiscountUse.objects.get().returned_at is not None
    assert not list(shop_breaches())


def test_the_last_use_goes_to_one_of_two_baskets(goods):
    code = make_code(most_uses=1)
    first, second = factories.make_basket(goods[0]), factories.make_basket(goods[0])
    for basket in (first, second):
        basket_code_enter(basket=basket, text="LATO10")
    seen = basket_quote(basket=second, delivery=factories.make_delivery()).total
    place(first)
    # The second buyer saw the sum with the code: nothing is ordered at another one.
    with pytest.raises(TotalChanged):
        place(second, key="key-of-the-form-2", total=seen)
    code.refresh_from_db()
    assert (code.uses, Order.objects.count()) == (1, 1)


def test_a_use_taken_between_reading_and_counting_is_refused(goods, monkeypatch):
    make_code(most_uses=1)
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")
    take = order_placing.discount_take

    def late(**values):
        DiscountCode.objects.update(uses=1)
        take(**values)

    monkeypatch.setattr(order_placing, "discount_take", late)
    with pytest.raises(DiscountGone):
        place(basket)
    assert nothing_was_ordered()


@pytest.mark.parametrize(
    "values",
    [
        {"is_active": False},
        {"ends_at": timezone.now() - datetime.timedelta(days=1)},
        {"starts_at": timezone.now() + datetime.timedelta(days=1)},
        {"most_uses": 0},
    ],
)
def test_a_code_that_nobody_can_use_now_is_refused(goods, values):
    make_code(**values)
    basket = factories.make_basket(goods[0])
    with pytest.raises(BadInput):
        basket_code_enter(basket=basket, text="LATO10")
    basket.refresh_from_db()
    assert basket.discount_code is None


@pytest.mark.parametrize("text", ["", "   ", "NIEMA", None, "A" * 300, "\x00LATO10"])
def test_no_code_at_all_is_refused(goods, text):
    make_code()
    basket = factories.make_basket(goods[0])
    with pytest.raises(BadInput):
        basket_code_enter(basket=basket, text=text)


def test_what_is_missing_is_said_and_nothing_is_taken_off(goods, make_product):
    code = make_code(least_subtotal=Decimal("100.00"))
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")
    basket.refresh_from_db()
    discount = basket_quote(basket=basket).sums.discount
    assert discount.amount == 0
    assert "66,67" in discount.problem
    code.least_subtotal = 0
    code.categories.set([factories.make_category("mydla", "Mydła")])
    code.save()
    basket.refresh_from_db()
    discount = basket_quote(basket=basket).sums.discount
    assert discount.amount == 0
    assert "Mydła" in discount.problem


def test_a_code_for_a_category_lowers_its_goods_alone(goods, make_product):
    soap = make_product(price="20.00", stock=5, category=factories.make_category("mydla", "Mydła"))
    code = make_code(percent=Decimal(50))
    code.categories.set([soap.category])
    code.save()
    basket = factories.make_basket(goods[0], soap)
    basket_code_enter(basket=basket, text="LATO10")
    order = place(basket)
    assert list(order.items.order_by("pk").values_list("discount", flat=True)) == [Decimal(0), Decimal("10.00")]


def test_gift_cards_are_never_reduced(make_product):
    card = make_product(price="100.00", stock=0, kind="gift_card")
    make_code()
    basket = factories.make_basket(card)
    basket_code_enter(basket=basket, text="LATO10")
    basket.refresh_from_db()
    assert basket_quote(basket=basket).sums.discount.amount == 0


def test_taking_a_code_out(goods):
    make_code()
    basket = factories.make_basket(goods[0])
    basket_code_enter(basket=basket, text="LATO10")
    basket_discount_remove(basket=basket)
    basket_discount_remove(basket=basket)
    basket.refresh_from_db()
    assert basket_quote(basket=basket).total == Decimal("33.33")


class NoCategories:
    def all(self):
        return []


MONEY = st.decimals(min_value="0.01", max_value="9999", places=2)


@given(
    totals=st.lists(MONEY, min_size=1, max_size=9),
    percent=st.one_of(st.none(), st.decimals(min_value="0.1", max_value=100, places=1)),
    amount=MONEY,
)
def test_shares_add_up_and_no_line_falls_below_zero(totals, percent, amount):
    code = SimpleNamespace(
        code="X",
        percent=percent,
        amount=amount,
        is_active=True,
        starts_at=None,
        ends_at=None,
        most_uses=None,
        uses=0,
        least_subtotal=Decimal(0),
        categories=NoCategories(),
    )
    product = SimpleNamespace(kind="series", category_id=1)
    discount = discount_of(code=code, lines=[GoodsLine(product, total) for total in totals])
    assert sum(discount.shares) == discount.amount
    assert all(0 <= share <= total for share, total in zip(discount.shares, totals, strict=True))
    worth = sum(totals)
    exact = min(amount, worth) if percent is None else worth * percent / 100
    assert abs(discount.amount - exact) <= Decimal("0.005")

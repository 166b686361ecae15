"""Baskets: no row without a purchase in mind, and never more in them than can be had."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.models import Basket, BasketItem, Product, ProductPage
from shop.services.baskets import (
    basket_add,
    basket_peek,
    basket_quote,
    basket_remove,
    basket_set,
    baskets_purge,
)
from shop.services.catalogue import product_for_sale
from shop.services.errors import BadInput, BasketGone, NotForSale, OutOfStock
from shop.services.prices import price_set
from stories.models import EnterprisePage
from tests import factories

NASTY_NUMBERS = [
    "0",
    "-1",
    "100",
    "1" * 30,
    "9223372036854775808",
    "1.5",
    "1e3",
    "\x00",
    "½",
    "٣",
    "",
    "x",
    None,
    True,
]


def test_peeking_creates_nothing(shop_tree):
    request = factories.make_request()
    assert basket_peek(request) is None
    assert not request.session.accessed
    assert not request.session.modified
    assert (Basket.objects.count(), Session.objects.count()) == (0, 0)


def test_the_first_addition_creates_basket_and_session(make_product):
    request = factories.make_request()
    item = basket_add(request=request, product=make_product(price="45.00", stock=3), quantity="2")
    assert basket_peek(request) == item.basket
    assert (item.quantity, item.seen_price) == (2, Decimal("45.00"))
    assert Basket.objects.get().user is None


def test_series_add_up_and_unique_goods_do_not(make_product):
    series, unique = make_product(stock=9), make_product(stock=1)
    request = factories.make_request()
    for _time in range(3):
        basket_add(request=request, product=series, quantity=2)
        basket_add(request=request, product=unique, quantity=5)
    quantities = dict(BasketItem.objects.values_list("product_id", "quantity"))
    assert quantities == {series.pk: 6, unique.pk: 1}


def test_staff_have_a_basket_by_session_too(make_product, django_user_model):
    user = django_user_model.objects.create(username="sklep", is_staff=True)
    request = factories.make_request(user=user)
    basket_add(request=request, product=make_product())
    assert basket_peek(request).user is None


def test_never_more_than_available(make_product):
    product = make_product(stock=3)
    request = factories.make_request()
    basket_add(request=request, product=product, quantity=2)
    with pytest.raises(OutOfStock) as refusal:
        basket_add(request=request, product=product, quantity=2)
    assert refusal.value.available == 3
    assert BasketItem.objects.get().quantity == 2


@pytest.mark.parametrize("stock", [0, 1])
def test_a_refused_first_addition_leaves_no_row(make_product, stock):
    product = make_product(stock=stock, kind="series")
    request = factories.make_request()
    with pytest.raises(OutOfStock):
        basket_add(request=request, product=product, quantity=2)
    assert (Basket.objects.count(), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize("quantity", NASTY_NUMBERS)
def test_bad_quantities_are_refused_before_the_database(make_product, quantity):
    request = factories.make_request()
    with pytest.raises(BadInput):
        basket_add(request=request, product=make_product(stock=200), quantity=quantity)
    assert Basket.objects.count() == 0


@pytest.mark.parametrize("key", [number for number in NASTY_NUMBERS if number != "100"])
def test_bad_product_keys_are_refused(shop_tree, key):
    with pytest.raises(BadInput):
        product_for_sale(product_id=key)


def test_at_most_ninety_nine_pieces(make_product):
    product = make_product(stock=200)
    request = factories.make_request()
    basket_add(request=request, product=product, quantity=60)
    with pytest.raises(BadInput):
        basket_add(request=request, product=product, quantity=60)
    assert BasketItem.objects.get().quantity == 60


@pytest.mark.parametrize("what", ["product page", "profile of the maker", "product"])
def test_withdrawn_goods_are_not_for_sale(make_product, what):
    product = make_product()
    request = factories.make_request()
    if what == "product page":
        ProductPage.objects.get(product=product).unpublish()
    elif what == "profile of the maker":
        EnterprisePage.objects.get(enterprise=product.enterprise).unpublish()
    else:
        ProductPage.objects.get(product=product).delete()
        Product.objects.filter(pk=product.pk).delete()
    with pytest.raises(NotForSale):
        basket_add(request=request, product=product)
    with pytest.raises(NotForSale):
        product_for_sale(product_id=str(product.pk))
    assert Basket.objects.count() == 0


def test_setting_and_removing_lines(make_product):
    basket = factories.make_basket((make_product(stock=5), 2))
    item = basket.items.get()
    assert basket_set(basket=basket, item_id=str(item.pk), quantity="4").quantity == 4
    with pytest.raises(OutOfStock):
        basket_set(basket=basket, item_id=item.pk, quantity=6)
    assert basket.items.get().quantity == 4
    assert basket_set(basket=basket, item_id=item.pk, quantity="0") is None
    assert not basket.items.exists()
    basket_remove(basket=basket, item_id=item.pk)
    with pytest.raises(NotForSale):
        basket_set(basket=basket, item_id=item.pk, quantity=1)


def test_a_line_of_another_basket_cannot_be_touched(make_product):
    mine, other = factories.make_basket(make_product()), factories.make_basket((make_product(stock=3), 2))
    foreign = other.items.get()
    basket_remove(basket=mine, item_id=foreign.pk)
    with pytest.raises(NotForSale):
        basket_set(basket=mine, item_id=foreign.pk, quantity=1)
    assert other.items.get().quantity == 2


def test_a_basket_gone_is_told(make_product):
    basket = factories.make_basket(make_product())
    item = basket.items.get()
    Basket.objects.all().delete()
    with pytest.raises(BasketGone):
        basket_set(basket=basket, item_id=item.pk, quantity=1)


def test_after_an_order_the_session_gets_a_new_basket(make_product):
    request = factories.make_request()
    first = basket_add(request=request, product=make_product()).basket
    Basket.objects.filter(pk=first.pk).delete()
    assert basket_peek(request) is None
    second = basket_add(request=request, product=make_product()).basket
    assert basket_peek(request) == second


def test_two_first_additions_of_one_session_share_a_basket(make_product):
    """Both requests read the session before either wrote it."""
    session = SessionStore()
    session["order"] = "ABCD2345"
    session.save()
    first, second = (factories.make_request(SessionStore(session.session_key)) for _time in range(2))
    assert (basket_peek(first), basket_peek(second)) == (None, None)
    one, two = make_product(), make_product()
    basket_add(request=first, product=one)
    basket_add(request=second, product=two)
    assert {item.product_id for item in Basket.objects.get().items.all()} == {one.pk, two.pk}


def test_quote_counts_lines_delivery_and_makers(shop_tree, make_product, make_enterprise):
    maker = make_enterprise(purpose="nowy piec do ceramiki")
    one = make_product(price="10.50", stock=5, enterprise=maker)
    two = make_product(price="99.99", stock=1, enterprise=maker)
    three = make_product(price="0.01", stock=9)
    quote = basket_quote(
        basket=factories.make_basket((one, 3), two, (three, 9)),
        delivery=factories.make_delivery(price="18.90"),
    )
    assert [line.total for line in quote.lines] == [Decimal("31.50"), Decimal("99.99"), Decimal("0.09")]
    assert (quote.subtotal, quote.delivery_price, quote.total) == (
        Decimal("131.58"),
        Decimal("18.90"),
        Decimal("150.48"),
    )
    assert [tag.enterprise_id for tag in quote.makers] == [maker.pk, three.enterprise_id]
    assert quote.makers[0].purpose == "nowy piec do ceramiki"
    assert (quote.has_problems, quote.can_be_ordered, quote.count) == (False, True, 13)


def test_quote_of_nothing():
    quote = basket_quote(basket=None)
    assert (quote.lines, quote.total, quote.can_be_ordered) == ([], Decimal("0.00"), False)


def test_quote_tells_what_stands_in_the_way(make_product):
    fine, dearer, sold, fewer, withdrawn = (make_product(price="100.00", stock=5) for _number in range(5))
    basket = factories.make_basket(fine, dearer, sold, (fewer, 4), withdrawn)
    price_set(product=dearer, price=Decimal("110.00"))
    factories.make_order((sold, 5))
    factories.make_order((fewer, 3))
    ProductPage.objects.get(product=withdrawn).unpublish()

    quote = basket_quote(basket=basket)
    assert [(line.problem, line.total) for line in quote.lines] == [
        ("", Decimal("100.00")),
        ("price_changed", Decimal("110.00")),
        ("sold_out", Decimal("0.00")),
        ("too_many", Decimal("400.00")),
        ("gone", Decimal("0.00")),
    ]
    assert quote.lines[1].seen_price == Decimal("100.00")
    assert quote.lines[4].card is None
    assert (quote.has_problems, quote.can_be_ordered) == (True, False)


def test_a_changed_price_alone_can_be_ordered(make_product):
    product = make_product(price="100.00")
    basket = factories.make_basket(product)
    price_set(product=product, price=Decimal("90.00"))
    quote = basket_quote(basket=basket)
    assert (quote.has_problems, quote.can_be_ordered, quote.total) == (True, True, Decimal("90.00"))


def test_quoting_takes_the_same_queries_for_any_number_of_lines(make_product):
    def queries(lines: int) -> int:
        basket = factories.make_basket(*(make_product(stock=2) for _number in range(lines)))
        with CaptureQueriesContext(connection) as captured:
            assert len(basket_quote(basket=basket).lines) == lines
        return len(captured)

    queries(1)  # fills the cache of site roots
    assert queries(2) == queries(12) <= 16


def test_old_baskets_are_purged(make_product):
    old, fresh = factories.make_basket(make_product()), factories.make_basket(make_product())
    Basket.objects.filter(pk=old.pk).update(date_updated=timezone.now() - datetime.timedelta(days=31))
    assert baskets_purge() == 1
    assert list(Basket.objects.all()) == [fresh]
    assert baskets_purge() == 0

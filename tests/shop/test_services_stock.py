"""Stock: the ledger is the stock, and nothing promised is lost."""

import pytest
from django.db import IntegrityError, transaction

from shop.models import StockItem, StockMovement, StockReservation
from shop.services.errors import BadInput, OutOfStock
from shop.services.stock import stock_correct, stock_receive, stock_take
from tests import factories


def state(product) -> tuple[int, int]:
    item = StockItem.objects.get(product=product)
    return item.on_hand, item.reserved


def test_first_receipt_creates_the_row_and_each_is_in_the_ledger(make_product, django_user_model):
    user = django_user_model.objects.create(username="sklep")
    product = make_product(stock=0, with_page=False)
    assert not StockItem.objects.filter(product=product).exists()
    stock_receive(product=product, quantity=3, by=user, note="z pracowni")
    item = stock_receive(product=product, quantity=2)
    assert (item.on_hand, item.reserved, item.available) == (5, 0, 5)
    movements = StockMovement.objects.filter(item=item).order_by("pk")
    assert [(move.quantity, move.reason, move.note, move.created_by) for move in movements] == [
        (3, "receipt", "z pracowni", user),
        (2, "receipt", "", None),
    ]


@pytest.mark.parametrize("quantity", [0, -1, True, 1.5, "3", None, 10**12])
def test_impossible_receipts_are_refused(make_product, quantity):
    product = make_product(stock=1, with_page=False)
    with pytest.raises(BadInput):
        stock_receive(product=product, quantity=quantity)
    assert state(product) == (1, 0)


@pytest.mark.parametrize(("counted", "moves"), [(7, [2]), (2, [-3]), (5, [])])
def test_a_count_corrects_the_stock(make_product, counted, moves):
    product = make_product(stock=5, with_page=False)
    stock_correct(product=product, on_hand=counted, by=None, note="inwentura")
    assert state(product) == (counted, 0)
    corrections = StockMovement.objects.filter(item__product=product, reason="correction")
    assert [move.quantity for move in corrections] == moves


def test_a_correction_needs_a_reason(make_product):
    product = make_product(stock=5, with_page=False)
    with pytest.raises(BadInput):
        stock_correct(product=product, on_hand=4, by=None, note=" ")
    assert state(product) == (5, 0)


def test_what_is_promised_cannot_be_corrected_away(make_product):
    product = make_product(stock=5)
    factories.make_order((product, 3))
    with pytest.raises(BadInput, match="3"):
        stock_correct(product=product, on_hand=2, by=None, note="inwentura")
    assert state(product) == (5, 3)
    stock_correct(product=product, on_hand=3, by=None, note="inwentura")
    assert state(product) == (3, 3)


def test_taking_is_all_or_nothing(make_product):
    plenty, short = make_product(stock=5), make_product(stock=2)
    order = factories.make_order(make_product(stock=1))
    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        stock_take(order=order, quantities={plenty.pk: 5, short.pk: 3})
    assert (refusal.value.product, refusal.value.available) == (short, 2)
    assert state(plenty) == (5, 0)
    assert state(short) == (2, 0)
    assert not StockReservation.objects.filter(item__product__in=[plenty, short]).exists()


def test_a_product_never_received_is_out_of_stock(make_product):
    product = make_product(stock=0)
    order = factories.make_order(make_product(stock=1))
    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        stock_take(order=order, quantities={product.pk: 1})
    assert refusal.value.available == 0


def test_the_database_itself_refuses_to_promise_more_than_there_is(make_product):
    product = make_product(stock=1, with_page=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.filter(product=product).update(reserved=2)

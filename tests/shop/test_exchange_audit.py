"""The audit finds what must never be: pieces counted twice, holds and movements that do not fit, parcels without a reason."""

import pytest

from shop.models import Exchange, Parcel, Product, StockMovement, StockReservation
from shop.services.audit import shop_breaches_by_check
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer, withdraw
from tests.shop.exchanging import accepted, ask, first_line, returned, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(make_product, make_enterprise):
    kinds = {"enterprise": make_enterprise(), "price": "35.00", "kind": Product.Kind.SERIES}
    return make_product(stock=5, **kinds), make_product(stock=2, **kinds)


@pytest.fixture
def order(goods):
    return delivered(paid_by_transfer((goods[0], 3)))


def found() -> list[str]:
    return [name for name, _line in shop_breaches_by_check()]


def test_pieces_counted_twice(order, goods):
    exchange = ask(order, goods[1])
    assert found() == []
    Exchange.objects.filter(pk=exchange.pk).update(quantity=4)
    assert found() == ["exchanged_within_ordered"]
    Exchange.objects.filter(pk=exchange.pk).update(quantity=2)
    withdraw(order, {first_line(order): 1})
    assert found() == []
    order.withdrawals.get().lines.update(quantity=2, amount="70.00")
    assert found() == ["exchanged_within_ordered"]


def test_what_came_in_exchange_counted_twice(order, goods):
    exchange = sent(order, goods[1])
    withdraw(order)
    order.withdrawals.get().lines.filter(exchange=exchange).update(quantity=2)
    assert "exchanged_within_ordered" in found()


def test_a_hold_that_is_missing(order, goods):
    exchange = accepted(order, goods[1])
    StockReservation.objects.filter(exchange=exchange).update(state="released")
    assert found() == ["reserved_equals_reservations", "exchanges_hold_their_pieces"]


def test_a_movement_that_is_missing(order, goods):
    exchange = sent(order, goods[1])
    StockMovement.objects.filter(exchange=exchange, reason="exchange").delete()
    assert found() == ["stock_equals_ledger", "exchanges_are_in_ledger"]
    Exchange.objects.filter(pk=exchange.pk).update(restocked=0)
    assert found() == ["stock_equals_ledger", "exchanges_are_in_ledger"]


def test_a_parcel_of_a_replacement_holds_no_line_and_any_other_one_does(order, goods):
    exchange = returned(order, goods[1])
    assert found() == []
    parcel = Parcel.objects.get(exchange=exchange)
    order.items.update(parcel=parcel)
    # The order's own parcel is empty now, and that of the replacement is not.
    assert found() == ["parcels_cover_lines", "parcels_cover_lines"]


def test_a_replacement_without_a_parcel_or_ahead_of_it(order, goods):
    exchange = returned(order, goods[1])
    Parcel.objects.filter(exchange=exchange).update(status="sent")
    assert found() == ["replacements_have_parcels"]
    Parcel.objects.filter(exchange=exchange).delete()
    assert found() == ["replacements_have_parcels"]


def test_an_exchange_of_another_order(order, goods):
    exchange = ask(order, goods[1])
    other = factories.make_order(goods[0])
    Exchange.objects.filter(pk=exchange.pk).update(item=other.items.get())
    assert found() == ["exchanges_are_of_one_order"]

"""Withdrawing from what is, or was, exchanged: the right is whole, and no piece counts twice."""

from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import Exchange, Product
from shop.services.audit import shop_breaches
from shop.services.complaints import complaint_answer
from shop.services.errors import BadInput
from shop.services.exchange_goods import exchange_goods_back
from shop.services.exchange_terms import exchange_offers
from shop.services.exchanges import exchange_accept, exchange_for_complaint
from shop.services.orders import parcel_update
from shop.services.returns import withdrawal_goods_back, withdrawal_refuse, withdrawal_settle
from shop.services.withdrawal_terms import withdrawal_items
from shop.services.withdrawals import withdrawal_assign, withdrawal_submit
from shop.status import ParcelStatus
from tests.shop.after_sale import complain, delivered, paid_by_transfer, withdraw, withdrawal_data
from tests.shop.exchanging import accepted, ask, first_line, returned, sent, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(make_product, make_enterprise):
    maker = make_enterprise()
    kinds = {"enterprise": maker, "price": "10.00", "kind": Product.Kind.SERIES}
    blue = make_product(stock=5, **kinds)
    return blue, make_product(stock=2, variant_of=blue, **kinds)


@pytest.fixture
def order(goods):
    return delivered(paid_by_transfer((goods[0], 3)))


def keyed(order, pieces: dict[int, int], key: str = "key-of-the-statement"):
    return withdrawal_submit(data=withdrawal_data(order), key=key, order=order, pieces=pieces)


def state(exchange) -> str:
    return Exchange.objects.get(pk=exchange.pk).state


def settled(withdrawal):
    return withdrawal_settle(
        withdrawal=withdrawal, amount=withdrawal.amount, paid_on=timezone.localdate(), transaction_id="Z-1"
    )


@pytest.mark.parametrize("make", [ask, accepted])
def test_an_exchange_yields_to_a_withdrawal_from_its_pieces(order, goods, make):
    exchange = make(order, goods[1], pieces=2)
    withdraw(order, {first_line(order): 1})
    assert state(exchange) == exchange.state
    withdraw(order, {first_line(order): 1}, key="second-of-the-keys")
    assert (state(exchange), shelf(goods[1])) == ("given_up", (2, 0))
    assert list(shop_breaches()) == []


def test_the_newest_exchange_yields_first(order, goods):
    first, second = ask(order, goods[1]), ask(order, goods[1], key="another-key-of-a-form")
    withdraw(order, {first_line(order): 2})
    assert (state(first), state(second)) == ("asked", "given_up")
    assert list(shop_breaches()) == []


def test_withdrawn_pieces_cannot_be_exchanged(order, goods):
    withdraw(order, {first_line(order): 2})
    assert [offer.holding.free for offer in exchange_offers(order=order)] == [1]
    with pytest.raises(BadInput):
        ask(order, goods[1], pieces=2)
    exchange = ask(order, goods[1], pieces=1)
    with pytest.raises(BadInput):
        ask(order, goods[1], pieces=1, key="another-key-of-a-form")
    withdraw(order, key="second-of-the-keys")
    with pytest.raises(BadInput):
        exchange_accept(exchange=exchange)
    assert list(shop_breaches()) == []


def test_what_came_in_exchange_can_be_withdrawn_from_and_goes_to_its_own_shelf(order, goods):
    blue, green = goods
    exchange = sent(order, green, pieces=1)
    entries = withdrawal_items(order=order)
    assert [(entry.key, entry.name, entry.left) for entry in entries] == [
        (first_line(order).pk, blue.name, 2), (-exchange.pk, exchange.name, 1),
    ]  # fmt: skip
    with pytest.raises(BadInput):
        withdraw(order, {first_line(order): 3})
    made = keyed(order, {-exchange.pk: 1})
    assert list(made.lines.values_list("item", "exchange", "quantity", "amount")) == [
        (first_line(order).pk, exchange.pk, 1, Decimal("10.00"))
    ]
    assert state(exchange) == "sent"
    withdrawal_goods_back(withdrawal=made, restock={made.lines.get().pk: 1})
    # Two were there, one of them was sent and is back; the blue one came back for the exchange.
    assert (shelf(green), shelf(blue)) == ((2, 0), (3, 0))
    with pytest.raises(BadInput):
        keyed(order, {-exchange.pk: 1}, key="second-of-the-keys")
    assert list(shop_breaches()) == []


def test_the_whole_order_with_what_came_in_exchange_is_paid_back_to_the_grosz(order, goods):
    exchange = sent(order, goods[1], pieces=2, restock=2)
    first_line(order).__class__.objects.filter(pk=first_line(order).pk).update(discount=Decimal("20.00"), total=Decimal("10.00"))
    made = withdraw(order)
    amounts = list(made.lines.order_by("pk").values_list("exchange", "quantity", "amount"))
    # 10.00 for three pieces: a third, and what it leaves.
    assert amounts == [(None, 1, Decimal("3.33")), (exchange.pk, 2, Decimal("6.67"))]
    assert made.amount == Decimal("10.00") + order.delivery_price


def test_all_withdrawn_closes_the_order(order, goods):
    sent(order, goods[1], pieces=2, restock=2)
    made = settled(withdraw(order))
    order.refresh_from_db()
    assert (made.paid_back, order.status) == (order.total, "REFUNDED")
    assert list(shop_breaches()) == []


def test_before_the_replacement_is_sent_its_pieces_are_not_sent(order, goods):
    """Both blue ones are back; the buyer withdraws from one: one green one is sent."""
    exchange = returned(order, goods[1], pieces=2, restock=2)
    made = keyed(order, {-exchange.pk: 1})
    assert (state(exchange), shelf(goods[1])) == ("goods_back", (2, 1))
    # It is here since the exchange: nothing comes back by the statement, and nobody may refuse or change it.
    for step in (
        lambda: withdrawal_goods_back(withdrawal=made, restock={made.lines.get().pk: 1}),
        lambda: keyed(order, {-exchange.pk: 2}, key="second-of-the-keys"),
    ):
        with pytest.raises(BadInput):
            step()
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT)
    assert (state(exchange), shelf(goods[1])) == ("sent", (1, 0))
    assert settled(made).paid_back == Decimal("10.00")
    assert list(shop_breaches()) == []


def test_nothing_left_to_send_ends_the_exchange_and_its_parcel(order, goods):
    exchange = returned(order, goods[1], restock=1)
    made = keyed(order, {-exchange.pk: 1})
    exchange.parcel.refresh_from_db()
    assert (state(exchange), exchange.parcel.status, shelf(goods[1])) == ("given_up", "cancelled", (2, 0))
    for step in (
        lambda: withdrawal_refuse(withdrawal=made, explanation="Nie."),
        lambda: withdrawal_assign(withdrawal=made, order=order, pieces=None),
    ):
        with pytest.raises(BadInput):
            step()
    assert [entry.left for entry in withdrawal_items(order=order)] == [2, 0]
    assert list(shop_breaches()) == []


def test_after_the_days_the_replacement_that_the_law_owes_stays(order, goods):
    complaint = complain(order, item=first_line(order))
    complaint_answer(complaint=complaint, state="accepted", answer="Wymienimy.")
    exchange = exchange_for_complaint(complaint=complaint, product=goods[1], pieces=1, key="key-of-a-replacement")
    exchange_goods_back(exchange=exchange)
    assert [entry.left for entry in withdrawal_items(order=order)] == [2, 1]
    delivered(order, days_ago=30)
    assert [entry.left for entry in withdrawal_items(order=order)] == [2, 0]
    made = withdraw(order)
    assert (made.is_late, [line.quantity for line in made.lines.all()], state(exchange)) == (True, [2], "goods_back")
    assert list(shop_breaches()) == []

"""Exchange and withdrawal of the same pieces at once, the same form from many tabs, two people at one exchange."""

import pytest

from shop.models import Exchange, Outbox, Product, StockMovement, WithdrawalLine
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput, OutOfStock, TransitionRefused
from shop.services.exchange_goods import exchange_goods_back
from shop.services.exchanges import exchange_accept
from shop.services.holdings import holdings
from shop.services.orders import parcel_update
from shop.status import ParcelStatus
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer, withdraw
from tests.shop.exchanging import ask, first_line, returned, shelf
from tests.shop.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def goods(transactional_db, pl_locale):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    kinds = {"enterprise": factories.make_enterprise(tree), "price": "35.00", "kind": Product.Kind.SERIES}
    return factories.make_product(tree, stock=5, **kinds), factories.make_product(tree, stock=2, **kinds)


@pytest.fixture
def order(goods):
    return delivered(paid_by_transfer((goods[0], 3)))


def refusals(answers) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers if isinstance(answer, Exception))


def test_the_same_form_at_once_is_one_exchange(order, goods):
    answers = at_once([lambda: ask(order, goods[1], pieces=2) for _time in range(5)])
    assert {answer.pk for answer in answers} == {Exchange.objects.get().pk}
    assert Outbox.objects.filter(kind="exchange_received").count() == 1


def test_two_tabs_never_ask_about_the_same_piece(order, goods):
    answers = at_once([lambda key=key: ask(order, goods[1], pieces=2, key=f"key-of-tab-number-{key}") for key in range(3)])
    assert refusals(answers) == ["BadInput", "BadInput"]
    assert list(shop_breaches()) == []


def test_withdrawal_and_exchange_of_the_same_pieces(order, goods):
    item = first_line(order)
    answers = at_once(
        [lambda: ask(order, goods[1], pieces=2), lambda: withdraw(order, {item: 2}), lambda: ask(order, goods[1], pieces=2, key="b" * 20)]
    )
    assert set(refusals(answers)) <= {"BadInput"}
    # The withdrawal always gets its pieces; the exchange that came before it yields.
    assert [line.quantity for line in WithdrawalLine.objects.all()] == [2]
    [held] = holdings(order=order)
    assert held.withdrawn + held.replaced + held.asked <= held.quantity
    assert list(shop_breaches()) == []


def test_a_withdrawal_while_the_goods_come_back(order, goods):
    exchange = exchange_accept(exchange=ask(order, goods[1], pieces=2))
    item = first_line(order)
    answers = at_once(
        [
            lambda: exchange_goods_back(exchange=Exchange.objects.get(pk=exchange.pk), restock=2),
            lambda: withdraw(order, {item: 3}),
        ]
    )
    assert set(refusals(answers)) <= {"BadInput"}
    assert len(refusals(answers)) == 1
    assert list(shop_breaches()) == []


def test_two_people_take_each_step_once(order, goods):
    exchange = ask(order, goods[1], pieces=2)
    again = lambda: Exchange.objects.get(pk=exchange.pk)  # noqa: E731
    assert refusals(at_once([lambda: exchange_accept(exchange=again()) for _time in range(3)])) == ["BadInput"] * 2
    assert shelf(goods[1]) == (2, 2)
    assert refusals(at_once([lambda: exchange_goods_back(exchange=again(), restock=1) for _time in range(3)])) == ["BadInput"] * 2
    parcel = again().parcel
    at_once([lambda: parcel_update(parcel=parcel, status=ParcelStatus.SENT) for _time in range(3)])
    assert [movement.quantity for movement in StockMovement.objects.filter(exchange=exchange).order_by("pk")] == [1, -2]
    assert Outbox.objects.filter(kind="exchange_sent").count() == 1
    assert list(shop_breaches()) == []


def test_two_exchanges_for_the_last_pieces(order, goods):
    first, second = ask(order, goods[1], pieces=2), ask(order, goods[1], pieces=1, key="another-key-of-a-form")
    answers = at_once([lambda entry=entry: exchange_accept(exchange=entry) for entry in (first, second)])
    assert refusals(answers) == [OutOfStock.__name__]
    assert list(shop_breaches()) == []


def test_sent_and_withdrawn_from_at_once(order, goods):
    exchange = returned(order, goods[1], pieces=1)
    answers = at_once(
        [
            lambda: parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT),
            lambda: withdraw(order, key="key-of-all-of-it"),
        ]
    )
    assert set(refusals(answers)) <= {TransitionRefused.__name__, BadInput.__name__}
    assert sum(line.quantity for line in WithdrawalLine.objects.all()) == 3
    assert list(shop_breaches()) == []

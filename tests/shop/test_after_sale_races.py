"""Two statements for the last piece, the same form from many tabs, money paid back by two people at once."""

from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import Outbox, StockMovement, Withdrawal, WithdrawalLine
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput
from shop.services.returns import withdrawal_goods_back, withdrawal_settle
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer, withdraw
from tests.shop.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(transactional_db, pl_locale):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    return delivered(paid_by_transfer((factories.make_product(tree, price="35.00", stock=5), 3)))


def test_two_statements_never_take_the_same_piece(order):
    cups = order.items.get()
    answers = at_once([lambda key=key: withdraw(order, {cups: 2}, key=f"key-of-tab-number-{key}") for key in range(4)])
    assert sorted(type(answer).__name__ for answer in answers) == ["BadInput", "BadInput", "BadInput", "Withdrawal"]
    assert [line.quantity for line in WithdrawalLine.objects.all()] == [2]
    assert Withdrawal.objects.count() == Outbox.objects.filter(kind="withdrawal_received").count() == 1


def test_the_same_form_at_once_is_one_statement(order):
    answers = at_once([lambda: withdraw(order) for _time in range(6)])
    assert {answer.pk for answer in answers} == {Withdrawal.objects.get().pk}
    assert Outbox.objects.filter(kind="withdrawal_received").count() == 1


def test_two_people_settle_and_restock_once(order):
    made = withdraw(order)
    line = made.lines.get()

    def settle(number):
        return lambda: withdrawal_settle(
            withdrawal=Withdrawal.objects.get(pk=made.pk),
            amount=Decimal("123.90"),
            paid_on=timezone.localdate(),
            transaction_id=f"Z-{number}",
        )

    def back():
        return withdrawal_goods_back(withdrawal=Withdrawal.objects.get(pk=made.pk), restock={line.pk: 3})

    answers = at_once([settle(1), back, settle(2), back])
    assert [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, BadInput)] == []
    assert order.payments.filter(amount__lt=0).count() == 1
    assert [movement.quantity for movement in StockMovement.objects.filter(reason="return")] == [3]
    assert list(shop_breaches()) == []

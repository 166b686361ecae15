"""Taking statements of withdrawal: as they come, each once, never a piece twice."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import OrderItem, Outbox, Withdrawal
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput
from shop.services.orders import order_cancel
from shop.services.returns import withdrawal_refuse
from shop.services.withdrawal_terms import withdrawal_items
from shop.services.withdrawals import withdrawal_assign, withdrawal_submit
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer, withdraw, withdrawal_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    """Two lines: three cups of 35.00 and a vase of 120.00; delivery 18.90."""
    return delivered(paid_by_transfer((make_product(price="35.00", stock=5), 3), make_product(price="120.00")))


def lines_of(withdrawal) -> list[tuple]:
    return list(withdrawal.lines.values_list("item", "quantity", "amount"))


def test_the_whole_order_with_its_delivery(order):
    made = withdraw(order)
    cups, vase = order.items.order_by("pk")
    assert lines_of(made) == [(cups.pk, 3, Decimal("105.00")), (vase.pk, 1, Decimal("120.00"))]
    assert (made.amount, made.state, made.is_late) == (Decimal("243.90"), "received", False)
    assert made.refund_due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert made.number.startswith("OD-")
    assert len(made.number) == 11
    message = Outbox.objects.get(withdrawal=made)
    assert (message.kind, message.order) == ("withdrawal_received", order)
    assert list(shop_breaches()) == []


def test_a_part_without_the_delivery_until_the_rest_follows(order):
    cups, vase = order.items.order_by("pk")
    first = withdraw(order, {cups: 1}, key="first-of-the-keys")
    assert (first.amount, lines_of(first)) == (Decimal("35.00"), [(cups.pk, 1, Decimal("35.00"))])
    assert [(entry.left, entry.withdrawn) for entry in withdrawal_items(order=order)] == [(2, 1), (1, 0)]
    second = withdraw(order, {cups: 2, vase: 1}, key="second-of-the-keys")
    # 70.00 + 120.00, and the delivery now that nothing is left.
    assert second.amount == Decimal("208.90")
    assert first.amount + second.amount == order.total
    assert list(shop_breaches()) == []


def test_more_than_is_left_is_refused_and_nothing_is_kept(order):
    cups, vase = order.items.order_by("pk")
    withdraw(order, {cups: 2}, key="first-of-the-keys")
    for pieces in ({cups: 2}, {cups: -1}, {cups: 4}, {}, {cups: 0}):
        with pytest.raises(BadInput):
            withdraw(order, pieces, key="second-of-the-keys")
    other = factories.make_order(vase.product.__class__.objects.get(pk=cups.product_id)).items.get()
    with pytest.raises(BadInput):
        withdraw(order, {other: 1}, key="second-of-the-keys")
    assert Withdrawal.objects.count() == 1
    assert Outbox.objects.filter(kind="withdrawal_received").count() == 1


def test_the_same_form_ten_times_is_one_statement(order):
    made = {withdraw(order).pk for _time in range(10)}
    assert len(made) == Withdrawal.objects.count() == 1
    assert Outbox.objects.filter(kind="withdrawal_received").count() == 1


def test_goods_made_to_order_stay_out_and_so_does_the_delivery(order):
    cups, vase = order.items.order_by("pk")
    OrderItem.objects.filter(pk=vase.pk).update(no_withdrawal=OrderItem.NoWithdrawal.PERSONALISED)
    with pytest.raises(BadInput, match=vase.name):
        withdraw(order, {vase: 1})
    made = withdraw(order)
    assert (made.amount, lines_of(made)) == (Decimal("105.00"), [(cups.pk, 3, Decimal("105.00"))])
    assert [bool(entry.obstacle) for entry in withdrawal_items(order=order)] == [False, True]


def test_before_delivery_it_is_always_possible(make_product):
    order = factories.make_order(make_product())
    assert withdraw(order).is_late is False


def test_a_late_statement_is_taken_and_marked(order):
    delivered(order, days_ago=30)
    made = withdraw(order)
    assert (made.is_late, made.state) == (True, "received")
    assert Outbox.objects.filter(kind="withdrawal_received", withdrawal=made).count() == 1


def test_number_and_address_together_find_the_order(order):
    typed = f" {order.ref[:4].lower()}-{order.ref[4:].lower()} "
    made = withdrawal_submit(data=withdrawal_data(order, contract=typed, email="Anna@Example.ORG"), key="k" * 20)
    assert (made.order, made.amount) == (order, Decimal("243.90"))
    assert made.contract == typed.strip()


@pytest.mark.parametrize(
    "values", [{"email": "obca@example.org"}, {"contract": "7K3MPQ2X"}, {"contract": "wazon z listopada"}]
)
def test_what_fits_no_order_is_taken_all_the_same(order, values):
    made = withdrawal_submit(data=withdrawal_data(order, **values), key="k" * 20)
    assert (made.order, made.amount, made.lines.count()) == (None, Decimal("0"), 0)
    message = Outbox.objects.get(withdrawal=made)
    assert (message.kind, message.order) == ("withdrawal_received", None)
    # Somebody else's order is not touched by it.
    assert [entry.left for entry in withdrawal_items(order=order)] == [3, 1]


def test_words_about_the_things_are_left_to_a_person(order):
    made = withdrawal_submit(data=withdrawal_data(order, items_text="jeden kubek"), key="k" * 20)
    assert (made.order, made.lines.count(), made.amount) == (order, 0, Decimal("0"))
    cups = order.items.order_by("pk").first()
    withdrawal_assign(withdrawal=made, order=order, pieces={cups.pk: 1})
    assert (made.amount, lines_of(made)) == (Decimal("35.00"), [(cups.pk, 1, Decimal("35.00"))])


def test_the_staff_find_the_order(order):
    made = withdrawal_submit(data=withdrawal_data(order, email="obca@example.org"), key="k" * 20)
    withdrawal_assign(withdrawal=made, order=order, pieces=None)
    assert (made.order, made.amount) == (order, Decimal("243.90"))
    assert made.messages.get().order == order


def test_a_second_statement_about_nothing_left_is_taken_without_lines(order):
    withdraw(order)
    made = withdrawal_submit(data=withdrawal_data(order), key="k" * 20)
    assert (made.order, made.lines.count()) == (order, 0)


def test_refused_pieces_are_free_again(order):
    made = withdraw(order)
    withdrawal_refuse(withdrawal=made, explanation="Oświadczenie przyszło dwa razy.")
    assert [entry.left for entry in withdrawal_items(order=order)] == [3, 1]
    assert Outbox.objects.filter(kind="withdrawal_settled", withdrawal=made).count() == 1


def test_a_cancelled_order_leaves_nothing(make_product):
    order = factories.make_order(make_product())
    order_cancel(order=order)
    with pytest.raises(BadInput):
        withdraw(order)


@pytest.mark.parametrize("values", [{"name": " "}, {"name": "A\x00"}, {"email": "anna"}, {"contract": ""}])
def test_bad_input_is_refused(order, values):
    with pytest.raises(BadInput):
        withdraw(order, **values)
    assert not Withdrawal.objects.exists()

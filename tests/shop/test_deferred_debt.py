"""What is owed for goods sent with a term of payment: paid, chased, made smaller by a withdrawal, watched by the audit."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.models import Order, OrderAlert, SalesDocument
from shop.services.audit import shop_breaches
from shop.services.deferred import deferred_chase, deferred_refuse, orders_in_debt
from shop.services.erasing import order_unsettled
from shop.services.links import status_url
from shop.services.mails import mail_for
from shop.services.orders import order_change_status
from shop.services.returns import withdrawal_settle
from shop.status import OrderStatus
from tests.shop.admin_people import client_of, make_person
from tests.shop.after_sale import withdraw
from tests.shop.deferring import (
    body,
    deferred_order,
    deferring_shop,
    let_days_pass,
    pay,
    sent,
    state,
)
from tests.shop.test_after_sale_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(shop_tree):
    return deferring_shop(shop_tree)


@pytest.fixture
def order(tree) -> Order:
    return deferred_order(tree)


def test_a_transfer_closes_the_debt(order):
    sent(order)
    pay(order, "100.00")
    assert (state(order)["paid"], state(order)["owed"]) == (False, "158.90")
    pay(order, "158.90", "B2")
    now = state(order)
    assert (now["paid"], now["owed"], now["status"]) == (True, "0.00", "SHIPPED")
    assert now["mails"].count("order_paid") == 1
    assert "Nic więcej nie trzeba płacić" in body(order, "order_paid")
    assert set(order.payments.values_list("payment_method", flat=True)) == {"transfer"}
    assert list(shop_breaches()) == []


def test_one_reminder_then_a_person(order):
    sent(order)
    let_days_pass(order, 0)
    assert str(deferred_chase()) == "0 reminded, 0 left to a person"
    let_days_pass(order, 1)
    assert list(orders_in_debt()) == [order]
    assert [str(deferred_chase()) for _time in range(2)] == [
        "1 reminded, 0 left to a person", "0 reminded, 0 left to a person",
    ]  # fmt: skip
    assert "258,90 zł" in body(order, "order_deferred_reminder")
    order.messages.filter(kind="order_deferred_reminder").update(created_at=timezone.now() - datetime.timedelta(days=8))
    assert [str(deferred_chase()) for _time in range(2)] == [
        "0 reminded, 1 left to a person", "0 reminded, 0 left to a person",
    ]  # fmt: skip
    alert = OrderAlert.objects.get()
    assert (alert.kind, alert.order) == ("unpaid", order)
    assert "258,90 zł" in alert.detail.replace("\xa0", " ")
    assert (state(order)["status"], state(order)["mails"].count("order_deferred_reminder")) == ("SHIPPED", 1)
    assert list(shop_breaches()) == []


def test_who_has_paid_is_not_reminded(order):
    sent(order)
    pay(order, "258.90")
    let_days_pass(order, 3)
    assert (str(deferred_chase()), list(orders_in_debt())) == ("0 reminded, 0 left to a person", [])


def taken_back(order: Order, pieces: int):
    return withdraw(order, {order.items.get(): pieces}, key="key-of-the-statement")


def test_a_withdrawal_makes_the_debt_smaller(order):
    sent(order)
    withdrawal = taken_back(order, 1)
    withdrawal_settle(withdrawal=withdrawal, amount=Decimal("120.00"))
    assert (withdrawal.taken_off, withdrawal.paid_back) == (Decimal("120.00"), Decimal("0.00"))
    assert (state(order)["owed"], state(order)["paid"]) == ("138.90", False)
    assert SalesDocument.objects.get(kind="correction").total == Decimal("-120.00")
    assert "120,00 zł" in mail_for(message=order.messages.get(kind="withdrawal_settled")).body.replace("\xa0", " ")
    withdrawal_settle(withdrawal=withdrawal, amount=Decimal("120.00"))
    pay(order, "138.90")
    assert (state(order)["owed"], state(order)["paid"]) == ("0.00", True)
    assert not order.notes.exists()
    assert list(shop_breaches()) == []


def told(order: Order) -> str:
    """What the buyer reads on the page of the order."""
    return text_of(Client().get(status_url(order=order), follow=True))


def test_an_unpaid_order_is_closed_without_a_word_of_money_that_went_back(order):
    sent(order)
    client = client_of(make_person("shop"))
    sheet = client.get(reverse("orders:edit", args=[order.pk]))
    assert "Zamknij bez zapłaty" in text_of(sheet)
    assert "Pieniądze zwrócone" not in text_of(sheet)
    step = reverse("orders:status", args=[order.pk, "REFUNDED"])
    assert "Kupujący nie musi już płacić za to zamówienie." in text_of(client.get(step))
    client.post(step)
    assert (state(order)["status"], state(order)["owed"]) == ("REFUNDED", "0.00")
    text = told(order)
    assert "To zamówienie jest zamknięte." in text
    assert "Zamknięte bez zapłaty" in text
    assert "Pieniądze zwrócone" not in text
    assert "wróciły do ciebie" not in text
    assert list(shop_breaches()) == []


def test_money_that_came_and_went_back_is_told(order):
    sent(order)
    pay(order, "258.90")
    step = reverse("orders:status", args=[order.pk, "REFUNDED"])
    client = client_of(make_person("shop"))
    assert "Pieniądze zwrócone" in text_of(client.get(step))
    client.post(step)
    assert "Pieniądze za to zamówienie wróciły do ciebie." in told(order)


def test_a_withdrawal_from_all_closes_the_debt(order):
    sent(order)
    pay(order, "100.00")
    withdrawal_settle(
        withdrawal=taken_back(order, 2), amount=Decimal("258.90"), paid_on=timezone.localdate(), transaction_id="Z1"
    )
    withdrawal = order.withdrawals.get()
    assert (withdrawal.taken_off, withdrawal.paid_back) == (Decimal("158.90"), Decimal("100.00"))
    assert (state(order)["status"], state(order)["owed"]) == ("REFUNDED", "0.00")
    assert list(shop_breaches()) == []


def test_the_audit_sees_a_forgotten_debt(order):
    sent(order)
    let_days_pass(order, 3)
    assert list(shop_breaches()) == [f"order {order.ref}: was to be paid by {order.payment_due}, but nobody reminded the buyer"]


def test_a_debt_keeps_the_data_of_its_buyer(order):
    sent(order)
    order_change_status(order=order, status=OrderStatus.COMPLETED)
    order.refresh_from_db()
    assert order_unsettled(order=order)
    pay(order, "258.90")
    order.refresh_from_db()
    assert not order_unsettled(order=order)


def test_refused_after_a_part_was_withdrawn_the_rest_is_paid_in_advance(order):
    withdrawal_settle(withdrawal=taken_back(order, 1), amount=Decimal("120.00"))
    deferred_refuse(order=order, reason="Duża kwota.", in_advance=True)
    assert state(order)["owed"] == "138.90"
    pay(order, "138.90")
    assert (state(order)["paid"], state(order)["status"]) == (True, "PROCESSING")
    assert list(shop_breaches()) == []

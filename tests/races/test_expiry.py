"""Expiry against payment: an order whose time is over is cancelled, or paid in the last moment, never half of both.

Transfers are written down by the staff. Online payments come as signed messages of Przelewy24 (the simulator) to the
real server, which confirms them with the gateway, while `orders_expire` of another process asks that gateway too.
"""

import datetime
import logging
import random
import time
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from shop.models import Order, Outbox, PaymentEvent, Refund, StockItem, StockReservation
from shop.services import expiry
from shop.services.errors import OutOfStock
from shop.services.online_payments import payment_start
from shop.services.orders import order_place
from shop.services.outbox import message_queue
from shop.status import OrderStatus, ReservationState
from tests import factories

from .arena import stock_of
from .buyers import all_at_once
from .sizes import DUELS
from .test_handling import outcome, pay, steps_of

PAID, GONE = OrderStatus.PROCESSING, OrderStatus.CANCELLED
BY_TRANSFER = DUELS // 2
#: Neither side may always be first: one of them waits for up to so many seconds.
HEAD_START = 0.03


@pytest.fixture(autouse=True)
def _nothing_hidden(caplog):
    """`orders_expire` logs an order that it cannot deal with and goes on: here that is a defect."""
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def overdue(order):
    past = timezone.now() - datetime.timedelta(minutes=1)
    StockReservation.objects.filter(order=order).update(expires_at=past)
    return order


def overdue_transfer(product):
    """Reminded already: what is left is to be cancelled."""
    order = factories.make_order(product)
    message_queue(kind="order_reminder", order=order)
    return overdue(order)


def duel(chance, *sides):
    """The sides at one moment, each up to HEAD_START later; their results. A refusal is a result, no other error is."""

    def later(side):
        pause = chance.uniform(0, HEAD_START)

        def act():
            time.sleep(pause)
            return outcome(side)

        return act

    return all_at_once([later(side) for side in sides])


def check_one_winner(order) -> str:
    """How the order ended; everything about it says the same. The audit of the whole shop, in which no breach goes away
    again, is made once at the end of the case."""
    order.refresh_from_db()
    states = set(StockReservation.objects.filter(order=order).values_list("state", flat=True))
    steps = steps_of(order)[1:]
    mails = Counter(Outbox.objects.filter(order=order).values_list("kind", flat=True))
    assert [payment.amount for payment in order.payments.all()] == [order.total]
    if order.status == PAID:
        # Paid in time, or paid late while the goods were still free and taken again.
        assert states == {ReservationState.ACTIVE}
        assert order.paid_at is not None
        assert steps in [[("CREATED", PAID)], [("CREATED", GONE), (GONE, PAID)]]
        assert (mails["order_paid"], mails["order_expired"]) == (1, len(steps) - 1)
        return "paid" if len(steps) == 1 else "paid late"
    assert order.status == GONE
    assert states == {ReservationState.RELEASED}
    assert steps == [("CREATED", GONE)]
    assert (mails["order_paid"], mails["order_expired"]) == (0, 1)
    # The money is here and the goods are not: somebody is told.
    assert order.notes.exists() or order.alerts.exists()
    return "expired"


def note_of(ends) -> str:
    return ", ".join(f"{number} {end}" for end, number in sorted(Counter(ends).items()))


def test_expiry_against_a_transfer(arena):
    with arena.case(f"expiry against a transfer ×{BY_TRANSFER}") as case:
        good = arena.good(stock=BY_TRANSFER)
        chance, ends = random.Random(7), []
        for _duel in range(BY_TRANSFER):
            order = overdue_transfer(arena.product(good))
            duel(chance, pay(order), expiry.orders_expire)
            ends.append(check_one_winner(order))
        case.note = note_of(ends)
        assert stock_of(good) == (BY_TRANSFER, BY_TRANSFER - ends.count("expired"))


def test_expiry_against_an_online_payment(arena, settings):
    """In every second duel a third one wants the same last piece: whoever gets it, the money of the other goes back."""
    duels = DUELS - BY_TRANSFER
    settings.PAYMENT_PROVIDER = "p24"
    with arena.case(f"expiry against an online payment ×{duels}") as case:
        chance, ends = random.Random(8), []
        maker = factories.make_enterprise(arena.tree)
        for number in range(duels):
            product = factories.make_product(arena.tree, stock=1, enterprise=maker)
            basket = factories.make_basket(product)
            order = overdue_online(product)
            rival = rival_for(basket, order) if number % 2 else None
            sides = [lambda order=order: pay_online(arena, case, order), expiry.orders_expire]
            results = duel(chance, *sides, *([rival] if rival else []))
            end = check_one_winner(order)
            check_money(order, end)
            check_piece(product, end, results[2] if rival else None)
            ends.append(end)
        case.note = note_of(ends)


def overdue_online(product) -> Order:
    """The buyer stands on the gateway's page when the time to pay is over."""
    order = factories.make_order(product, payment_method="online")
    payment_start(order=order)
    return overdue(order)


def pay_online(arena, case, order):
    """The buyer pays; the gateway's signed message goes to the server, which must take it at once."""
    attempt = order.online_payments.get()
    payment = arena.simulator.store.by_session("p24", attempt.session_id)
    notification = arena.simulator.pay(payment, notify=False)
    answer = arena.buyer(case).request(
        "POST",
        urlsplit(notification.url).path,
        data=notification.body.encode(),
        headers=notification.headers,
    )
    assert answer.status_code == 200, (answer.status_code, answer.text)


def rival_for(basket, order):
    """Somebody who has the same piece in the basket, and tries to order it until it is theirs or paid for."""
    delivery = factories.make_delivery()
    key = f"rival-of-{order.ref}"

    def buy():
        while not Order.objects.get(pk=order.pk).paid_at:
            try:
                return order_place(
                    basket=basket,
                    buyer=factories.make_buyer(email="rywal@example.org"),
                    delivery=delivery,
                    payment_method="transfer",
                    expected_total=order.total,
                    key=key,
                )
            except OutOfStock:
                time.sleep(0.005)
        return None

    return buy


def check_money(order, end):
    """The attempt is paid once; what was paid for goods that are gone is on its way back, all of it."""
    attempt = order.online_payments.get()
    assert attempt.state == "paid"
    assert PaymentEvent.objects.filter(payment=attempt, outcome__in=["accepted", "flagged"]).count() >= 1
    back = list(Refund.objects.filter(order=order).values_list("amount", flat=True))
    assert back == ([order.total] if end == "expired" else [])


def check_piece(product, end, rivals_order):
    """One piece, held by one order."""
    item = StockItem.objects.get(product=product)
    assert (item.on_hand, item.reserved) == (1, 1)
    holder = item.reservations.get(state=ReservationState.ACTIVE).order
    assert (rivals_order == holder) == (end == "expired")


def test_expiry_run_by_many_at_once(arena):
    with arena.case("expiry run by four at once"):
        good = arena.good(stock=12)
        orders = [overdue_transfer(arena.product(good)) for _number in range(12)]
        results = all_at_once([expiry.orders_expire] * 4)
        assert sum(result.cancelled for result in results) == 12
        for order in orders:
            order.refresh_from_db()
            assert (order.status, steps_of(order)[1:]) == (GONE, [("CREATED", GONE)])
            assert Outbox.objects.filter(order=order, kind="order_expired").count() == 1
        assert stock_of(good) == (12, 0)

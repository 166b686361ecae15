"""Processes killed with kill -9 while they place and handle orders; the buyer (or the staff) does the same again."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from shop.models import Order, OrderPayment, Outbox, Parcel, StockReservation
from shop.services.baskets import basket_quote
from shop.services.errors import ShopError
from shop.services.orders import (
    BuyerData,
    order_cancel,
    order_change_status,
    order_place,
    parcel_update,
    payment_record,
)
from shop.services.outbox import outbox_sweep
from shop.status import OrderStatus, ParcelStatus
from tests import factories

from . import crash
from .arena import pieces_ordered, stock_of
from .buyers import Cut, patient_form, patiently, ref_of
from .mailbox import delivered, message_id, times_delivered
from .sizes import KILLS

#: A statement by number, until there are no more; more than any service needs, against an endless loop.
MOST_STATEMENTS = 400


def mails_due() -> None:
    """Let the pause after a failed try pass."""
    Outbox.objects.filter(sent_at=None).update(next_at=timezone.now())


def mails_of(order) -> dict[str, int]:
    """{kind: times delivered} of the messages of an order, after the housekeeping has had its turn."""
    mails_due()
    outbox_sweep()
    return {message.kind: times_delivered(message) for message in order.messages.all()}


def test_a_worker_killed_at_every_point_of_placing_an_order(arena):
    with arena.case(f"killed at {len(crash.PLACING)} points of placing") as case:
        for point in crash.PLACING:
            good = arena.good(stock=2)
            buyer = arena.buyer(case)
            form = buyer.prepared_form(good)
            crash.arm(point)
            with pytest.raises(Cut):
                buyer.submit(form)
            assert crash.fired(point), point
            answer = patiently(lambda buyer=buyer, form=form: buyer.submit(form))
            order = Order.objects.get(email=buyer.email)
            assert ref_of(answer) == order.ref, point
            buyer.sees_order(answer)
            assert ref_of(buyer.submit(form)) == order.ref
            assert stock_of(good) == (2, 1), point
            assert StockReservation.objects.get(order=order).quantity == 1
            twice = point.name == "mail sent, not marked"
            assert mails_of(order) == {"order_placed": 2 if twice else 1}, point
        assert case.cut == len(crash.PLACING)


def test_workers_killed_at_random(arena):
    with arena.case(f"{KILLS} workers killed at random") as case:
        good = arena.good(stock=5000)
        over = threading.Event()
        served, lock = {}, threading.Lock()

        def buy_on_and_on():
            while not over.is_set():
                buyer = arena.buyer(case)
                form = patient_form(buyer, good)
                answer = patiently(lambda buyer=buyer, form=form: buyer.submit(form))
                ref = ref_of(answer)
                page = patiently(lambda buyer=buyer, answer=answer: buyer.get(answer.headers["Location"]))
                assert page.status_code == 200
                with lock:
                    served[buyer.email] = ref

        chance, killed = random.Random(3), 0
        with ThreadPoolExecutor(max_workers=8) as pool:
            jobs = [pool.submit(buy_on_and_on) for _number in range(8)]
            while killed < KILLS and not any(job.done() for job in jobs):
                time.sleep(chance.uniform(0.02, 0.25))
                # On a slow machine too, something must come through between the kills.
                if len(served) < killed // 2:
                    continue
                workers = arena.server.workers()
                killed += bool(workers) and arena.server.kill_worker(chance.choice(workers))
            over.set()
        for job in jobs:
            job.result()
        case.note = f"{killed} killed, {len(served)} buyers served"
        assert killed == KILLS
        orders = Order.objects.filter(reservations__item__product=good.pk)
        # Every buyer has the one order to which the answer led, and nobody has another.
        assert dict(orders.values_list("email", "ref")) == served
        assert orders.count() == len(served)
        assert stock_of(good) == (5000, pieces_ordered(good))
        mails_due()
        while outbox_sweep():
            pass
        counts = delivered()
        sent = [counts[message_id(message)] for message in Outbox.objects.filter(order__in=orders)]
        assert len(sent) == len(served)
        assert min(sent) >= 1
        assert sum(sent) - len(sent) <= killed


def killed_before_every_statement(work) -> int:
    """Run `work` in a process killed before its first SQL statement, then before the second…, until it gets through.

    Between two tries the pause of the mails passes. Gives the number of kills.
    """
    for number in range(1, MOST_STATEMENTS):
        if not crash.in_child(work, statement=number):
            return number - 1
        mails_due()
    raise AssertionError("it never came to its end")


def test_killed_before_every_statement_of_placing_an_order(arena):
    with arena.case("placing, killed before every SQL statement") as case:
        one, two = arena.good(stock=3), arena.good(stock=1)
        basket = factories.make_basket((arena.product(one), 2), arena.product(two))
        delivery = factories.make_delivery()
        total = basket_quote(basket=basket, delivery=delivery).total
        pk = basket.pk

        def place_and_sweep():
            order_place(
                basket=pk,
                buyer=BuyerData(
                    name="Anna Nowak", email="wytrwala@example.org", phone="+48600100200",
                    street="ul. Lipowa 3/4", postcode="61-001", city="Poznań",
                ),
                delivery=delivery,
                payment_method="transfer",
                expected_total=total,
                key="key-of-a-patient-buyer",
            )  # fmt: skip
            outbox_sweep()

        kills = killed_before_every_statement(place_and_sweep)
        case.note = f"{kills} kills"
        order = Order.objects.get(email="wytrwala@example.org")
        assert kills > 20
        assert (stock_of(one), stock_of(two)) == ((3, 2), (1, 1))
        assert sorted(order.reservations.values_list("quantity", flat=True)) == [1, 2]
        # Once, or twice where the kill fell between sending and marking.
        assert mails_of(order) in [{"order_placed": 1}, {"order_placed": 2}]


def _paid_order(arena, good):
    order = factories.make_order(arena.product(good))
    _pay(order)
    return Order.objects.get(pk=order.pk)


def _pay(order):
    payment_record(
        order=order, amount=order.total, received_on=timezone.localdate(), transaction_id=f"transfer-{order.ref}"
    )


def _pay_once(order):
    """As the staff do it again: what is written down already is refused, and that is an answer."""
    try:
        _pay(Order.objects.get(pk=order.pk))
    except ShopError:
        assert order.payments.count() == 1


def _cancel(order):
    order_cancel(order=Order.objects.get(pk=order.pk))


def _ship(order):
    order_change_status(order=Order.objects.get(pk=order.pk), status=OrderStatus.SHIPPED)


def _send_parcel(order):
    parcel = Parcel.objects.get(order=order)
    if parcel.status != ParcelStatus.SENT:
        parcel_update(parcel=parcel, status=ParcelStatus.SENT, tracking_number="PL 123")


#: What is done: (the act, whether the order is paid before, status after, what the whole changed of (on hand, reserved), mail).
HANDLING = {
    "payment": (_pay_once, False, OrderStatus.PROCESSING, (0, 1), "order_paid"),
    "cancelling": (_cancel, False, OrderStatus.CANCELLED, (0, 0), "order_cancelled"),
    "sending": (_ship, True, OrderStatus.SHIPPED, (-1, 0), "order_shipped"),
    "sending the parcel": (_send_parcel, True, OrderStatus.SHIPPED, (-1, 0), "order_shipped"),
}


def _check_handled(order, good, act_name, stock):
    """stock: (on hand, reserved) before the order was placed."""
    _act, paid_before, status, moved, kind = HANDLING[act_name]
    order = Order.objects.get(pk=order.pk)
    assert (order.status, stock_of(good)) == (status, (stock[0] + moved[0], stock[1] + moved[1]))
    is_paid = paid_before or act_name == "payment"
    assert OrderPayment.objects.filter(order=order).count() == int(is_paid)
    assert order.status_changes.count() == (3 if paid_before else 2)
    kinds = ["order_placed", *(["order_paid"] if is_paid else []), *([kind] if kind != "order_paid" else [])]
    assert sorted(order.messages.values_list("kind", flat=True)) == sorted(kinds)
    assert mails_of(order)[kind] in {1, 2}


@pytest.mark.parametrize("act_name", HANDLING)
def test_killed_before_every_statement_of_handling(arena, act_name):
    act, is_paid, *_after = HANDLING[act_name]
    with arena.case(f"{act_name}, killed before every SQL statement") as case:
        good = arena.good(stock=3)
        order = _paid_order(arena, good) if is_paid else factories.make_order(arena.product(good))

        def act_and_sweep():
            act(order)
            outbox_sweep()

        kills = killed_before_every_statement(act_and_sweep)
        case.note = f"{kills} kills"
        assert kills > 10
        _check_handled(order, good, act_name, (3, 0))


def test_killed_at_every_point_of_handling(arena):
    reached = set()
    with arena.case(f"killed at {len(crash.HANDLING)} points of handling ×{len(HANDLING)}") as case:
        for act_name, (act, is_paid, *_after) in HANDLING.items():
            good = arena.good(stock=len(crash.HANDLING))
            for point in crash.HANDLING:
                before = stock_of(good)
                order = _paid_order(arena, good) if is_paid else factories.make_order(arena.product(good))
                killed = crash.in_child(lambda act=act, order=order: act(order), point=point)
                # A service that has no such step (a payment releases no stock) comes to its end.
                assert crash.fired(point) == killed
                if killed:
                    reached.add(point.name)
                    act(order)
                _check_handled(order, good, act_name, before)
        case.note = f"{len(reached)} points reached"
        assert reached == {point.name for point in crash.HANDLING}

"""Many buyers at once, on real threads and committed data: no order twice, no piece sold twice, no crash."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection

from shop.models import Basket, BasketItem, Order, Outbox, StockItem, StockReservation
from shop.services.audit import shop_breaches
from shop.services.baskets import basket_add, basket_quote
from shop.services.errors import OutOfStock
from shop.services.orders import order_cancel, order_place
from shop.services.outbox import outbox_sweep
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 8


def at_once(jobs):
    """Run the jobs in threads that start together; their results, refusals and crashes in the order of the jobs."""
    start = threading.Barrier(min(len(jobs), WORKERS))
    first = itertools.count()

    def run(job):
        try:
            if next(first) < start.parties:
                start.wait(timeout=20)
            return job()
        except Exception as error:  # noqa: BLE001 - the test looks at every error
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def tree(transactional_db, pl_locale):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    return tree


def submit(basket, key, delivery, total):
    return lambda: order_place(
        basket=basket.pk,
        buyer=factories.make_buyer(),
        delivery=delivery,
        payment_method="transfer",
        expected_total=total,
        key=key,
    )


def submits(baskets, delivery):
    totals = [basket_quote(basket=basket, delivery=delivery).total for basket in baskets]
    return [
        submit(basket, f"key-of-buyer-{number}", delivery, total)
        for number, (basket, total) in enumerate(zip(baskets, totals, strict=True))
    ]


def test_many_buyers_of_the_last_piece(tree):
    product, delivery = factories.make_product(tree), factories.make_delivery()
    baskets = [factories.make_basket(product) for _buyer in range(24)]
    results = at_once(submits(baskets, delivery))
    orders = [result for result in results if isinstance(result, Order)]
    refused = [result for result in results if isinstance(result, OutOfStock)]
    assert (len(orders), len(refused)) == (1, 23), results
    assert Order.objects.get() == orders[0]
    stock = StockItem.objects.get()
    assert (stock.on_hand, stock.reserved, StockReservation.objects.count()) == (1, 1, 1)
    assert Basket.objects.count() == 23
    assert len(mail.outbox) == 1
    assert list(shop_breaches()) == []


def test_the_same_basket_submitted_many_times_with_one_key(tree):
    product, delivery = factories.make_product(tree, stock=50), factories.make_delivery()
    basket = factories.make_basket(product)
    results = at_once(submits([basket], delivery) * 16)
    assert {getattr(result, "pk", result) for result in results} == {Order.objects.get().pk}
    assert (StockItem.objects.get().reserved, Outbox.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_the_same_basket_submitted_from_many_windows(tree):
    product, delivery = factories.make_product(tree, stock=50), factories.make_delivery()
    basket = factories.make_basket(product)
    total = basket_quote(basket=basket, delivery=delivery).total
    results = at_once([submit(basket, f"window-{number}", delivery, total) for number in range(16)])
    assert {getattr(result, "pk", result) for result in results} == {Order.objects.get().pk}
    assert StockItem.objects.get().reserved == 1


def test_crossed_baskets_do_not_lock_each_other_out(tree):
    one, two = (factories.make_product(tree, stock=8) for _number in range(2))
    delivery = factories.make_delivery()
    baskets = [factories.make_basket(*pair) for pair in [(one, two), (two, one)] * 8]
    results = at_once(submits(baskets, delivery))
    orders = [result for result in results if isinstance(result, Order)]
    assert (len(orders), sum(isinstance(result, OutOfStock) for result in results)) == (8, 8), results
    assert [(item.on_hand, item.reserved) for item in StockItem.objects.all()] == [(8, 8), (8, 8)]
    assert len({order.ref for order in orders}) == 8
    assert list(shop_breaches()) == []


def test_cancelling_at_once_gives_back_once(tree):
    product = factories.make_product(tree, stock=5)
    order = factories.make_order((product, 3))
    factories.make_order(product)
    results = at_once([lambda: order_cancel(order=Order.objects.get(pk=order.pk))] * 8)
    assert all(isinstance(result, Order) for result in results), results
    assert (StockItem.objects.get().on_hand, StockItem.objects.get().reserved) == (5, 1)
    assert Outbox.objects.filter(kind="order_cancelled").count() == 1
    assert list(shop_breaches()) == []


def test_additions_of_one_session_at_once_are_all_counted(tree):
    product = factories.make_product(tree, stock=90)
    session = SessionStore()
    session["order"] = "ABCD2345"
    session.save()

    def add():
        return basket_add(request=factories.make_request(SessionStore(session.session_key)), product=product)

    results = at_once([add] * 20)
    assert all(isinstance(result, BasketItem) for result in results), results
    assert (Basket.objects.count(), BasketItem.objects.get().quantity) == (1, 20)


def test_two_sweeps_at_once_send_each_message_once(tree):
    product = factories.make_product(tree, stock=12)
    orders = [factories.make_order(product) for _number in range(12)]
    Outbox.objects.update(sent_at=None, attempts=0, next_at=orders[0].date_created)
    mail.outbox.clear()
    sent = at_once([outbox_sweep] * 4)
    assert (sum(sent), len(mail.outbox)) == (12, 12)
    assert len({message.subject for message in mail.outbox}) == 12

"""Everybody does everything at once: browsing, filling baskets, ordering, paying, cancelling, publishing."""

import contextlib
import itertools
import random
import re
import threading
import time
from collections import Counter
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from shop.models import Order, Product, ProductPage
from shop.services.errors import ShopError
from shop.services.orders import order_cancel, payment_record
from shop.status import OrderStatus

from .arena import stock_of
from .buyers import all_at_once, ref_of, side_by_side
from .sizes import DRAFT_BUYERS, PATIENCE, WRITERS, WRITING_SECONDS

ACTS = {"browsed", "changed", "ordered", "paid", "cancelled"}
#: Goods of which there are many; after them in the list come two of which there is one.
SERIES = 4


class Writers:
    """What sixteen writers do until the time is up; `done` counts it."""

    def __init__(self, arena, case, goods):
        self.arena, self.case, self.goods = arena, case, goods
        self.until = time.monotonic() + WRITING_SECONDS
        self.done, self.lock, self.numbers = Counter(), threading.Lock(), itertools.count(1)

    def note(self, what):
        with self.lock:
            self.done[what] += 1

    def repeat(self, act):
        """The act again and again; each time with a choice of its own, from a seed that a failure can be run with."""
        chance = random.Random(next(self.numbers))
        try:
            while self.goes_on():
                act(chance)
        finally:
            connection.close()

    def goes_on(self):
        """Until the time is up, and on a slow machine until each kind of act was done at least once."""
        now = time.monotonic()
        return now < self.until or (set(self.done) != ACTS and now < self.until + PATIENCE)

    def browse(self, chance):
        visitor = self.arena.buyer(self.case)
        for path in ("/", "/sklep/", chance.choice(self.goods).path):
            assert visitor.get(path).status_code == 200
        self.note("browsed")

    def fill_basket(self, chance):
        """Put things in, change a number, take one out."""
        buyer = self.arena.buyer(self.case)
        for good in chance.sample(self.goods[:SERIES], 2):
            buyer.add(good)
        page = buyer.get("/koszyk/")
        fields = dict(zip(("csrfmiddlewaretoken", "item"), _basket_fields(page.text), strict=True))
        for quantity in (2, 0):
            answer = buyer.request("POST", "/koszyk/zmien/", data=fields | {"quantity": quantity})
            assert answer.status_code in {302, 409}, answer.text[:300]
        self.note("changed")

    def order(self, chance):
        buyer = self.arena.buyer(self.case)
        good = chance.choice(self.goods)
        if buyer.add(good).status_code != 302:
            return
        page = buyer.get("/zamowienie/")
        if page.status_code == 302:
            # Somebody was quicker; the basket says so.
            assert page.headers["Location"] == "/koszyk/"
            return
        answer = buyer.submit(buyer.form_of(page))
        assert answer.status_code in {302, 409}, (answer.status_code, answer.text[:300])
        if answer.status_code == 302:
            buyer.sees_order(answer)
            self.note("ordered")

    def handle(self, chance):
        """The staff: a payment is written down, or an order cancelled, perhaps both at once by two of them."""
        order = Order.objects.filter(status=OrderStatus.CREATED).order_by("-pk").first()
        if order is None:
            time.sleep(0.05)
            return
        with contextlib.suppress(ShopError):
            if chance.random() < 0.5:
                order_cancel(order=order)
                self.note("cancelled")
            else:
                payment_record(
                    order=order,
                    amount=order.total,
                    received_on=timezone.localdate(),
                    transaction_id=f"transfer-{order.ref}",
                )
                self.note("paid")


def _basket_fields(html):
    """Token and key of the first line of the page of the basket."""
    return (
        re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1],
        re.search(r'name="item" value="([0-9]+)"', html)[1],
    )


def test_mixed_load(arena):
    with arena.case(f"{WRITERS} writers for {WRITING_SECONDS} s") as case:
        goods = [arena.good(stock=60) for _number in range(SERIES)] + [arena.good(stock=1) for _number in range(2)]
        writers = Writers(arena, case, goods)
        acts = [writers.order, writers.fill_basket, writers.order, writers.handle, writers.browse, writers.order]
        all_at_once(
            [lambda act=act: writers.repeat(act) for act in itertools.islice(itertools.cycle(acts), WRITERS)]
        )
        case.note = ", ".join(f"{number} {what}" for what, number in sorted(writers.done.items()))
        assert set(writers.done) == ACTS
        for good in goods:
            on_hand, reserved = stock_of(good)
            active = Product.objects.get(pk=good.pk).stock.reservations.filter(state="active")
            assert sum(active.values_list("quantity", flat=True)) == reserved <= on_hand


def test_old_drafts_published_while_people_buy(arena):
    with arena.case("old drafts published while stock changes") as case:
        good = arena.good(stock=DRAFT_BUYERS + 7)
        page = ProductPage.objects.get(product=good.pk)
        price, published = page.product.price, 0
        page.lead = "Szkic sprzed sprzedaży."
        draft = page.save_revision()
        selling = threading.Event()
        sold = []

        def sell():
            try:
                buyers = [arena.buyer(case) for _number in range(DRAFT_BUYERS)]
                sold.extend(
                    side_by_side([lambda buyer=buyer: ref_of(buyer.submit(buyer.prepared_form(good))) for buyer in buyers])
                )
            finally:
                selling.set()

        seller = threading.Thread(target=sell)
        seller.start()
        while not selling.is_set():
            draft.publish()
            published += 1
            time.sleep(0.02)
        seller.join()
        case.note = f"{published} times published"
        assert published > 1
        assert len(set(sold)) == DRAFT_BUYERS
        assert stock_of(good) == (DRAFT_BUYERS + 7, DRAFT_BUYERS)
        assert Product.objects.get(pk=good.pk).price == price == Decimal("120.00")
        assert ProductPage.objects.get(product=good.pk).lead == "Szkic sprzed sprzedaży."

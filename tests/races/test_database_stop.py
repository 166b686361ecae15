"""The machine goes down hard under load, five times: what a buyer was told is ordered is ordered."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from shop.models import Order

from .arena import pieces_ordered, stock_of
from .buyers import patient_form, patiently, ref_of
from .cluster import binaries, pointed_at, private_cluster
from .conftest import opened
from .sizes import STOPS

BUYERS = 8
#: Seconds of load between two stops; orders that must have come through in between.
LOAD_SECONDS, LEAST_ORDERS = 0.5, 3


class Load:
    """Buyers one after another; `acknowledged` holds what each of them was told."""

    def __init__(self, arena, case, good):
        self.arena, self.case, self.good = arena, case, good
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.acknowledged = []

    def buy_on_and_on(self):
        try:
            while not self.over.is_set():
                buyer = self.arena.buyer(self.case)
                form = patient_form(buyer, self.good)
                answer = patiently(lambda buyer=buyer, form=form: buyer.submit(form))
                with self.lock:
                    self.acknowledged.append((buyer, ref_of(answer)))
        finally:
            connection.close()

    def wait_for_orders(self, number, jobs):
        """Until so many more orders are through; a buyer that failed ends the waiting."""
        goal, until = len(self.acknowledged) + number, time.monotonic() + LOAD_SECONDS
        while len(self.acknowledged) < goal or time.monotonic() < until:
            if any(job.done() for job in jobs):
                return
            time.sleep(0.02)


def stopped_hard(arena, case, stop, start):
    """Stop and start under load; afterwards every acknowledged order is there, once, and its page opens."""
    good = arena.good(stock=5000)
    load = Load(arena, case, good)
    with ThreadPoolExecutor(max_workers=BUYERS) as pool:
        jobs = [pool.submit(load.buy_on_and_on) for _number in range(BUYERS)]
        stops = 0
        while stops < STOPS and not any(job.done() for job in jobs):
            load.wait_for_orders(LEAST_ORDERS, jobs)
            with case.database_down():
                stop()
                start()
            stops += 1
        load.wait_for_orders(LEAST_ORDERS, jobs)
        load.over.set()
    for job in jobs:
        job.result()
    assert stops == STOPS
    # The tests' own connection is one of those that the stop has cut.
    connection.close()
    stored = dict(Order.objects.filter(reservations__item__product=good.pk).values_list("email", "ref"))
    told = {buyer.email: ref for buyer, ref in load.acknowledged}
    case.note = f"{stops} stops, {len(told)} orders acknowledged, {len(told.keys() - stored.keys())} missing"
    assert stored == told
    assert stock_of(good) == (5000, pieces_ordered(good))
    for buyer, ref in load.acknowledged:
        assert patiently(lambda buyer=buyer, ref=ref: buyer.get(f"/zamowienie/{ref}/")).status_code == 200


def test_the_machine_goes_down_hard(arena, tmp_path):
    """SQLite lives in the web processes, so they all go; PostgreSQL's server is one of the tests' own."""
    if connection.vendor == "sqlite":
        with arena.case(f"all web processes killed ×{STOPS}") as case:
            stopped_hard(arena, case, arena.server.kill_all, arena.server.start)
    elif binaries() is None:
        arena.not_run("database stopped hard", "PostgreSQL's initdb is not installed on this machine")
    else:
        with (
            private_cluster() as cluster,
            pointed_at(port=cluster.port),
            opened(url=cluster.url, folder=tmp_path, label=connection.display_name) as other,
            other.case(f"database stopped hard ×{STOPS}") as case,
        ):
            stopped_hard(other, case, cluster.stop_hard, cluster.start)

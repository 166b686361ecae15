"""The worker of the shop, run twice at once and killed anywhere: no mail is lost, none goes out twice but the one that
was killed between sending and marking."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection, connections
from django.utils import timezone

from shop.models import Outbox
from shop.services.outbox import outbox_sweep
from tests import factories

from ..databases import ROOT, server
from . import crash
from .mailbox import delivered, message_id, times_delivered
from .sizes import PATIENCE, SWEEP_KILLS
from .test_crashes import MOST_STATEMENTS, mails_due

MESSAGES = 12
SENT = crash.Point("mail sent, not marked", crash.SEND, "after")
MARKED = crash.Point("mail marked", "shop.services.outbox:message_send", "after")


@pytest.fixture
def messages(arena):
    """Twelve confirmations that wait to be sent, as after a night without a mail server; gives their keys."""
    good = arena.good(stock=MESSAGES)
    orders = [factories.make_order(arena.product(good)) for _number in range(MESSAGES)]
    # What earlier cases left behind goes out before, whatever the pause.
    mails_due()
    while outbox_sweep():
        pass
    waiting = Outbox.objects.filter(order__in=orders)
    waiting.update(sent_at=None, attempts=0, next_at=timezone.now())
    return {message: times_delivered(message) for message in waiting}


def sent_since(messages) -> list[int]:
    """How often each message went out since it waits."""
    counts = delivered()
    return [counts[message_id(message)] - before for message, before in messages.items()]


def housekeeping() -> subprocess.Popen:
    """The command as cron starts it."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.races.settings",
        "DATABASE_URL": server().url(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "shop_housekeeping"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def test_the_command_run_twice_at_once_sends_each_message_once(arena, messages):
    with arena.case("shop_housekeeping twice at once") as case:
        runs = [housekeeping(), housekeeping()]
        texts = [run.communicate()[0] for run in runs]
        assert [run.returncode for run in runs] == [0, 0]
        shares = [int(text.split("messages sent: ")[1].split()[0]) for text in texts]
        case.note = f"sent {shares[0]} + {shares[1]} of {MESSAGES}"
        assert sum(shares) == MESSAGES
        assert sent_since(messages) == [1] * MESSAGES


@pytest.mark.parametrize(("point", "twice"), [(SENT, 1), (MARKED, 0)], ids=["sent", "marked"])
def test_killed_at_a_point_of_sending(arena, messages, point, twice):
    with arena.case(f"worker killed: {point.name}"):
        assert crash.in_child(outbox_sweep, point=point)
        assert sum(sent_since(messages)) == 1
        mails_due()
        assert outbox_sweep() == MESSAGES - 1 + twice
        assert sorted(sent_since(messages)) == [1] * (MESSAGES - twice) + [2] * twice


def test_killed_before_every_statement_of_sending(arena):
    """One message, killed before the first statement of the sweep, then before the second…, each time waiting anew."""
    with arena.case("outbox, killed before every SQL statement") as case:
        order = factories.make_order(arena.product(arena.good(stock=1)))
        outbox_sweep()
        message = order.messages.get()
        lost, again = [], []
        for number in range(1, MOST_STATEMENTS):
            Outbox.objects.filter(pk=message.pk).update(sent_at=None, attempts=0, next_at=timezone.now())
            before = times_delivered(message)
            killed = crash.in_child(outbox_sweep, statement=number)
            mails_due()
            outbox_sweep()
            out = times_delivered(message) - before
            lost += [number] if out < 1 else []
            again += [number] if out > 1 else []
            if not killed:
                break
        case.note = f"{number - 1} kills"
        # Twice only where the last statement, the mark, was not written any more.
        assert (killed, lost, again) == (False, [], [number - 1])


def test_two_workers_killed_at_random(arena, messages):
    with arena.case(f"two workers at once, {SWEEP_KILLS} killed at random") as case:
        chance, killed, until = random.Random(5), 0, time.monotonic() + PATIENCE
        while killed < SWEEP_KILLS and time.monotonic() < until:
            # Each round begins with everything unsent, so that there is something to kill.
            Outbox.objects.filter(pk__in=[message.pk for message in messages]).update(
                sent_at=None, attempts=0, next_at=timezone.now()
            )
            before = {message: times_delivered(message) for message in messages}
            pids = [_forked_sweep(), _forked_sweep()]
            time.sleep(chance.uniform(0.01, 0.3))
            here = sum(_kill(pid) for pid in pids)
            mails_due()
            outbox_sweep()
            counts = sent_since(before)
            assert min(counts) == 1, "a message was lost"
            assert sum(counts) - MESSAGES <= here, "more went out twice than were killed"
            assert not Outbox.objects.filter(pk__in=[message.pk for message in messages], sent_at=None).exists()
            killed += here
        case.note = f"{killed} killed"
        assert killed >= SWEEP_KILLS


def _forked_sweep() -> int:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            outbox_sweep()
        finally:
            os._exit(0)
    return pid


def _kill(pid: int) -> bool:
    """Whether the process still ran when it was killed."""
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])

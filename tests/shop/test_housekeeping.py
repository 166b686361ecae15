"""The shop's own work: each step by itself, safe to repeat, and written down."""

import datetime
from io import StringIO
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from market.management.commands.shop_housekeeping import STEPS
from shop.models import Basket, OnlinePayment, Outbox, TaskRun
from shop.services.errors import BadInput
from shop.services.outbox import MAX_TRIES, message_retry
from shop.services.tasks import task_run
from tests import factories
from tests.shop.paying import attempt_of, let_time_pass, online_order

COMMAND = "market.management.commands.shop_housekeeping"


def housekeeping() -> str:
    out = StringIO()
    call_command("shop_housekeeping", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_says_what_it_did_and_can_run_again(make_product, gateway):
    factories.make_order(make_product())
    late = online_order(make_product())
    let_time_pass(late)
    payment = attempt_of(online_order(make_product()))
    OnlinePayment.objects.filter(pk=payment.pk).update(created_at=timezone.now() - datetime.timedelta(days=2))
    factories.make_basket(make_product())
    Basket.objects.update(date_updated=timezone.now() - datetime.timedelta(days=40))
    assert [housekeeping() for _time in range(2)] == [
        "messages sent: 3\n"
        "orders not paid in time: 1 cancelled, 0 reminded, 0 left to a person, 0 waiting for the gateway\n"
        "sent goods not paid in time: 0 reminded, 0 left to a person\n"
        "payments found out: 1\n"
        "refunds moved: 0\n"
        "shipments moved: 0\n"
        "exchanges let go: 0\n"
        "promotions begun or ended: 0\n"
        "gift cards expired: 0\n"
        "orders of gift cards completed: 0\n"
        "documents of sale: issued for 0 orders, 0 corrected to nothing, 0 left to a person\n"
        "invoices at KSeF: off\n"
        "told that a good is back: 0\n"
        "reminded of a basket: 0\n"
        "old baskets deleted: 1\n"
        "old wish lists deleted: 0\n"
        "old notices deleted: 0\n",
        "messages sent: 1\n"
        "orders not paid in time: 0 cancelled, 0 reminded, 0 left to a person, 0 waiting for the gateway\n"
        "sent goods not paid in time: 0 reminded, 0 left to a person\n"
        "payments found out: 0\n"
        "refunds moved: 0\n"
        "shipments moved: 0\n"
        "exchanges let go: 0\n"
        "promotions begun or ended: 0\n"
        "gift cards expired: 0\n"
        "orders of gift cards completed: 0\n"
        "documents of sale: issued for 0 orders, 0 corrected to nothing, 0 left to a person\n"
        "invoices at KSeF: off\n"
        "told that a good is back: 0\n"
        "reminded of a basket: 0\n"
        "old baskets deleted: 0\n"
        "old wish lists deleted: 0\n"
        "old notices deleted: 0\n",
    ]
    assert len(mail.outbox) == 4


def test_it_writes_down_when_it_ended_well(db):
    housekeeping()
    run = TaskRun.objects.get()
    assert (run.name, run.last_error) == ("housekeeping", "")
    assert run.started_at <= run.succeeded_at <= timezone.now()


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_a_step_that_fails_does_not_stop_the_others(db, monkeypatch, place):
    module = __import__(COMMAND, fromlist=["STEPS"])
    done = []

    def work(number):
        def step():
            if number == place:
                raise RuntimeError("spoilt")
            done.append(number)
            return 0

        return step

    steps = [(name, work(number)) for number, (name, _work) in enumerate(module.STEPS)]
    monkeypatch.setattr(module, "STEPS", steps)
    with pytest.raises(CommandError):
        housekeeping()
    assert done == [number for number in range(len(STEPS)) if number != place]
    run = TaskRun.objects.get()
    assert run.succeeded_at is None
    assert steps[place][0] in run.last_error


def test_a_later_success_clears_the_error(db):
    with pytest.raises(ValueError, match="x"), task_run("audit"):
        raise ValueError("x")
    with task_run("audit"):
        pass
    run = TaskRun.objects.get(name="audit")
    assert run.last_error == ""
    assert run.succeeded_at is not None


def test_a_killed_task_has_begun_but_not_ended(db):
    with pytest.raises(KeyboardInterrupt), task_run("backup"):
        raise KeyboardInterrupt
    run = TaskRun.objects.get(name="backup")
    assert run.started_at is not None
    assert run.succeeded_at is None


def test_a_mail_given_up_can_be_tried_again(make_product):
    factories.make_order(make_product())
    message = Outbox.objects.get()
    with pytest.raises(BadInput):
        message_retry(message=message)
    Outbox.objects.update(attempts=MAX_TRIES, last_error="OSError: no server")
    with patch("django.core.mail.EmailMultiAlternatives.send", side_effect=OSError("still no server")):
        assert message_retry(message=message) is False
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (1, "OSError: still no server")
    Outbox.objects.update(attempts=MAX_TRIES)
    assert message_retry(message=message) is True
    assert len(mail.outbox) == 1
    with pytest.raises(BadInput):
        message_retry(message=message)

"""The outbox: a message of a committed order goes out at least once, and never stands in the way of the order."""

import datetime
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import OperationalError, transaction
from django.utils import timezone

from shop.models import Order, Outbox
from shop.services.outbox import MAX_TRIES, message_queue, message_send, outbox_stuck, outbox_sweep
from tests import factories

SEND = "django.core.mail.EmailMultiAlternatives.send"


def make_due(**values):
    Outbox.objects.update(next_at=timezone.now() - datetime.timedelta(seconds=1), **values)


def test_the_message_goes_out_right_after_the_commit(make_product, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order = factories.make_order(make_product())
        assert mail.outbox == []
    message = Outbox.objects.get()
    assert (message.attempts, message.last_error, message.sent_at is not None) == (1, "", True)
    assert [sent.to for sent in mail.outbox] == [[order.email]]
    assert outbox_sweep() == 0
    assert len(mail.outbox) == 1


def test_a_database_that_goes_away_after_the_commit_does_not_break_the_order(
    transactional_db, pl_locale
):
    """Django itself runs the callback here, and must be able to log that it failed."""
    product = factories.make_product(factories.make_tree())
    with patch("shop.services.outbox.message_send", side_effect=OperationalError("the server is gone")):
        order = factories.make_order(product)
    message = Outbox.objects.get()
    assert (message.order, message.attempts, message.sent_at, mail.outbox) == (order, 0, None, [])
    assert outbox_sweep() == 1


def test_a_broken_mail_server_does_not_break_the_order(make_product, django_capture_on_commit_callbacks):
    with patch(SEND, side_effect=ConnectionRefusedError("no server")):
        with django_capture_on_commit_callbacks(execute=True):
            factories.make_order(make_product())
        message = Outbox.objects.get()
        assert Order.objects.get().status == "CREATED"
        assert (message.attempts, message.sent_at) == (1, None)
        assert message.last_error == "ConnectionRefusedError: no server"
        assert message.next_at > timezone.now() + datetime.timedelta(seconds=50)
        assert outbox_sweep() == 0, "not due yet"
    make_due()
    assert outbox_sweep() == 1
    assert len(mail.outbox) == 1


def test_pauses_grow_and_the_eighth_failure_is_left_to_the_staff(make_product):
    factories.make_order(make_product())
    pauses = []
    with patch(SEND, side_effect=OSError("no server")) as send:
        for _try in range(MAX_TRIES + 3):
            make_due()
            outbox_sweep()
            pauses.append(Outbox.objects.get().next_at - timezone.now())
    assert send.call_count == MAX_TRIES == 8
    assert pauses[: MAX_TRIES - 1] == sorted(pauses[: MAX_TRIES - 1])
    assert [message.attempts for message in outbox_stuck()] == [8]


def test_a_message_claimed_by_another_process_is_left_alone(make_product):
    factories.make_order(make_product())
    mine, other = Outbox.objects.get(), Outbox.objects.get()
    assert message_send(message=mine)
    assert not message_send(message=other)
    assert len(mail.outbox) == 1


def test_a_process_that_dies_while_sending_leaves_the_message_for_later(make_product):
    factories.make_order(make_product())
    with patch(SEND, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        outbox_sweep()
    assert outbox_sweep() == 0
    make_due()
    assert outbox_sweep() == 1


def test_every_try_has_the_same_message_id(make_product):
    order = factories.make_order(make_product())
    for _time in range(2):
        make_due(sent_at=None, attempts=0)
        outbox_sweep()
    ids = {sent.extra_headers["Message-ID"] for sent in mail.outbox}
    assert len(mail.outbox) == 2
    assert ids == {f"<order-placed.{order.ref.lower()}@127.0.0.1>"}


def test_one_message_for_each_cause(make_product, django_capture_on_commit_callbacks):
    order = factories.make_order(make_product())
    with django_capture_on_commit_callbacks() as callbacks:
        again = message_queue(kind="order_placed", order=order)
    assert again == Outbox.objects.get()
    assert callbacks == []
    with pytest.raises(ValueError, match="order_forgotten"):
        message_queue(kind="order_forgotten", order=order)


def test_a_transaction_rolled_back_leaves_no_message(make_product, django_capture_on_commit_callbacks):
    order = factories.make_order(make_product())
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        message_queue(kind="order_paid", order=order)
        transaction.set_rollback(True)
    assert (callbacks, Outbox.objects.count()) == ([], 1)


def test_the_sweep_takes_the_oldest_first_and_no_more_than_asked(make_product):
    orders = [factories.make_order(make_product()) for _number in range(3)]
    assert outbox_sweep(limit=2) == 2
    assert [sent.subject.split()[1].strip(":") for sent in mail.outbox] == [order.ref for order in orders[:2]]

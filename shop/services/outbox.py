"""Messages to buyers: written in the transaction that causes them, sent after it, tried again until they are out.

Each message goes out at least once: a process that dies between sending and writing it down sends it again after the
pause, under the same Message-ID, so that mailboxes can tell.
"""

import datetime
import logging
import traceback

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Complaint, Order, Outbox, Withdrawal
from .errors import BadInput
from .mails import MAIL_KINDS, mail_for
from .masking import mask_emails

logger = logging.getLogger(__name__)

#: Minutes to wait after the first, second… failed try. After the last one the message is left to the staff.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
MAX_TRIES = len(PAUSES)


def message_queue(
    *,
    kind: str,
    order: Order | None,
    dedupe: str = "",
    payload: dict | None = None,
    withdrawal: Withdrawal | None = None,
    complaint: Complaint | None = None,
    **about,
) -> Outbox:
    """Write a message into the outbox and try to send it right after the commit.

    kind: one of MAIL_KINDS. order: None only for a statement or complaint whose order nobody knows. dedupe: name of the
    cause, `kind:reference` when left out; a second message of the same cause is not written, the first one is given back.
    withdrawal, complaint, about (exchange, stock_notice, similar_request or basket): what the message is about; it goes to the address
    given there.
    """
    if kind not in MAIL_KINDS:
        raise ValueError(f"unknown kind of message: {kind}")
    message, created = Outbox.objects.get_or_create(
        dedupe=dedupe or f"{kind.replace('_', '-')}:{order.ref}",
        defaults={
            "kind": kind,
            "order": order,
            "payload": payload or {},
            "withdrawal": withdrawal,
            "complaint": complaint,
            **about,
        },
    )
    if created:

        def send_after_commit() -> None:
            message_send(message=message)

        # No functools.partial: Django 5.2 asks a robust callback that failed for its __qualname__, which a partial has
        # not, and the buyer of an order that is placed would get an error.
        transaction.on_commit(send_after_commit, robust=True)
    return message


def message_send(*, message: Outbox) -> bool:
    """Try to send a message that is due. Gives True when this call sent it.

    The try is claimed by a conditional update that also sets when the next one is due, so two processes never send
    at once. A failure is logged and kept in `last_error`, addresses masked; it raises nothing. Whoever was
    erased cannot be written to.
    """
    if (message.order_id and message.order.erased_at) or not message.about.email:
        return False
    now = timezone.now()
    pause = PAUSES[min(message.attempts, MAX_TRIES - 1)]
    due = Outbox.objects.filter(
        pk=message.pk, sent_at=None, next_at__lte=now, attempts=message.attempts, attempts__lt=MAX_TRIES
    )
    if not due.update(attempts=F("attempts") + 1, next_at=now + datetime.timedelta(minutes=pause)):
        return False
    try:
        mail_for(message=message).send()
    except Exception as error:  # noqa: BLE001 - whatever went wrong is written down below, without addresses
        # A mail server names the address that it refuses, so neither log nor report takes its answer as it is.
        trace = mask_emails("".join(traceback.format_exception(error)))
        logger.error("message %s was not sent\n%s", message.dedupe, trace)
        told = mask_emails(f"{type(error).__name__}: {error}")[:300]
        Outbox.objects.filter(pk=message.pk).update(last_error=told)
        return False
    Outbox.objects.filter(pk=message.pk).update(sent_at=timezone.now(), last_error="")
    return True


def outbox_sweep(*, limit: int = 200) -> int:
    """Send what is due, oldest first, at most `limit` messages. Gives the number sent. Safe to run twice at once."""
    due = _waiting().filter(next_at__lte=timezone.now(), attempts__lt=MAX_TRIES)
    messages = due.select_related("order", "withdrawal", "complaint", "exchange__order", "stock_notice", "similar_request", "basket").order_by("next_at", "pk")[:limit]
    return sum(message_send(message=message) for message in messages)


def outbox_stuck():
    """Messages given up after the last try, and those overdue for more than an hour: somebody must look."""
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    unsent = _waiting()
    return unsent.filter(attempts__gte=MAX_TRIES) | unsent.filter(next_at__lt=hour_ago)


def _waiting() -> QuerySet[Outbox]:
    """Messages not sent yet, but for those to people who were erased."""
    return Outbox.objects.filter(
        sent_at=None, order__erased_at=None, withdrawal__erased_at=None, complaint__erased_at=None
    )


def is_given_up(message: Outbox) -> bool:
    """Whether a message will not be tried again by itself."""
    return message.sent_at is None and message.attempts >= MAX_TRIES


def message_retry(*, message: Outbox) -> bool:
    """Try a message that was given up again, from the first pause on. Gives True when it is sent now.

    Raises BadInput for a message that was sent, or that is tried again by itself.
    """
    given_up = _waiting().filter(pk=message.pk, attempts__gte=MAX_TRIES)
    if not given_up.update(attempts=0, next_at=timezone.now()):
        raise BadInput(_("This message was sent, or will be tried again by itself."))
    message.refresh_from_db()
    return message_send(message=message)

"""The one reminder of a forgotten basket, only for those who asked for it (Electronic Communications Law, art. 398)."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Basket
from .checks import clean_email
from .errors import BadInput, BasketGone
from .outbox import message_queue
from .secrets import secret_hash
from .tokens import new_secret

#: From the last change of the basket: soon enough to be of use, late enough not to chase.
PAUSE = datetime.timedelta(hours=24)


def basket_reminder_ask(*, basket: Basket, email: str, agreed: bool, language: str) -> None:
    """Write down where to, and that the buyer agreed. Raises BadInput without a whole address or the consent, BasketGone."""
    if not agreed:
        raise BadInput(_("Tick the box: we write to nobody who did not ask for it."))
    email = clean_email(email)
    updated = Basket.objects.filter(pk=basket.pk).update(
        reminder_email=email, reminder_agreed_at=timezone.now(), reminder_sent_at=None, language=language
    )
    if not updated:
        raise BasketGone


def basket_reminder_drop(*, basket: Basket) -> None:
    """Take the consent back; the address goes with it."""
    Basket.objects.filter(pk=basket.pk).update(reminder_email="", reminder_agreed_at=None)


def basket_reminders_send() -> int:
    """Remind those whose basket was left alone for a day, each once. Gives their number. Safe to run twice at once."""
    left = timezone.now() - PAUSE
    waiting = Basket.objects.filter(
        reminder_agreed_at__isnull=False, reminder_sent_at=None, date_updated__lt=left, items__isnull=False
    ).exclude(reminder_email="")
    sent = 0
    for basket in waiting.distinct().order_by("pk"):
        secret = new_secret()
        with transaction.atomic():
            mine = Basket.objects.filter(pk=basket.pk, reminder_sent_at=None, reminder_agreed_at__isnull=False)
            if mine.update(reminder_sent_at=timezone.now(), share_hash=secret_hash(secret)):
                sent += 1
                message_queue(
                    kind="basket_reminder",
                    order=None,
                    basket=basket,
                    dedupe=f"basket-reminder:{basket.pk}:{secret_hash(secret)[:16]}",
                    payload={"secret": secret},
                )
    return sent

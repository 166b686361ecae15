"""Invoices on their way through KSeF: sent, asked about, taken or refused. Off by default; then people send them.

Like the outbox: each try is claimed by a conditional update that sets when the next one is due, so two processes never
send one invoice at once. A crash between sending and writing it down sends it again; KSeF then answers with the number
that it gave the first time (code 440).
"""

import datetime
import logging
import re
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ...models import SalesDocument
from ..errors import BadInput
from ..order_moves import order_locked
from .fa3 import invoice_xml
from .telling import documents_tell

logger = logging.getLogger(__name__)

Ksef = SalesDocument.Ksef
#: Minutes to wait after the first, second… try; the last one is kept.
PAUSES = (2, 5, 15, 60, 180, 360)
#: 10 digits of the NIP, date, 12 hexadecimal digits in two groups, checksum (KSeF 2.0, „numer KSeF”).
NUMBER = re.compile(r"[1-9][0-9]{9}-20[0-9]{6}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}")


class KsefUnavailable(Exception):
    """KSeF gave no answer that says anything about the invoice: try again later."""


@dataclass(frozen=True)
class KsefAnswer:
    """What KSeF says of an invoice. state: SENT while it is looked at, ACCEPTED with number and UPO, REJECTED with error."""

    state: str
    number: str = ""
    upo: str = ""
    error: str = ""


class KsefAdapter(Protocol):
    """The way to KSeF. Both calls raise KsefUnavailable."""

    def send(self, xml: bytes) -> str:
        """Hand an invoice over; gives the reference under which to ask."""
        ...

    def ask(self, reference: str) -> KsefAnswer:
        """What became of it."""
        ...


def is_on() -> bool:
    """Whether invoices are sent by the program."""
    return bool(settings.KSEF_API_URL and settings.KSEF_NIP and settings.KSEF_TOKEN)


def invoices_send(*, limit: int = 50) -> str:
    """Send what waits and ask about what was sent, oldest first. Gives how it went, in words for the log."""
    if not is_on():
        return "off"
    adapter: KsefAdapter = import_string(settings.KSEF_ADAPTER)()
    due = Q(ksef_next_at=None) | Q(ksef_next_at__lte=timezone.now())
    rows = SalesDocument.objects.filter(due, ksef_state__in=[Ksef.WAITING, Ksef.SENT]).order_by("pk")
    counts = dict.fromkeys(("sent", "accepted", "rejected", "no answer"), 0)
    for document in rows[:limit]:
        if result := _step(adapter, document):
            counts[result] += 1
    return ", ".join(f"{number} {name}" for name, number in counts.items())


def _step(adapter: KsefAdapter, document: SalesDocument) -> str:
    if document.ksef_state == Ksef.WAITING and _waits_for_base(document):
        return ""
    if not _claim(document):
        return ""
    try:
        if document.ksef_state == Ksef.WAITING:
            # What it corrects may have got its number since the list was made.
            document.refresh_from_db(fields=["data"])
            reference = adapter.send(invoice_xml(document=document))
            SalesDocument.objects.filter(pk=document.pk, ksef_state=Ksef.WAITING).update(
                ksef_state=Ksef.SENT, ksef_reference=reference[:120], ksef_error="", ksef_attempts=0,
                ksef_next_at=timezone.now(),
            )  # fmt: skip
            return "sent"
        answer = adapter.ask(document.ksef_reference)
    except KsefUnavailable as error:
        SalesDocument.objects.filter(pk=document.pk).update(ksef_error=str(error)[:300])
        return "no answer"
    except Exception as error:  # noqa: BLE001 - whatever went wrong is tried again; token and invoice stay out of the log
        logger.error("invoice %s was not sent: %s", document.number, type(error).__name__)
        SalesDocument.objects.filter(pk=document.pk).update(ksef_error=type(error).__name__)
        return "no answer"
    return _take(document, answer)


def _waits_for_base(document: SalesDocument) -> bool:
    """A correction names the KSeF number of what it corrects, so it follows it."""
    return bool(document.corrects_id) and document.corrects.ksef_state in {Ksef.WAITING, Ksef.SENT, Ksef.REJECTED}


def _claim(document: SalesDocument) -> bool:
    pause = PAUSES[min(document.ksef_attempts, len(PAUSES) - 1)]
    mine = SalesDocument.objects.filter(
        pk=document.pk, ksef_state=document.ksef_state, ksef_attempts=document.ksef_attempts
    )
    later = timezone.now() + datetime.timedelta(minutes=pause)
    return bool(mine.update(ksef_attempts=F("ksef_attempts") + 1, ksef_next_at=later))


def _take(document: SalesDocument, answer: KsefAnswer) -> str:
    if answer.state == Ksef.ACCEPTED and NUMBER.fullmatch(answer.number):
        accepted(document=document, number=answer.number, upo=answer.upo)
        return "accepted"
    if answer.state == Ksef.REJECTED:
        SalesDocument.objects.filter(pk=document.pk, ksef_state=Ksef.SENT).update(
            ksef_state=Ksef.REJECTED, ksef_error=answer.error[:300]
        )
        return "rejected"
    return ""


def accepted(*, document: SalesDocument, number: str, upo: str = "") -> None:
    """Write down that KSeF took an invoice, and send it to the buyer. The first number stays."""
    with transaction.atomic():
        order = order_locked(document.order_id)
        mine = SalesDocument.objects.filter(pk=document.pk).exclude(ksef_state__in=[Ksef.ACCEPTED, Ksef.OUTSIDE])
        if not mine.update(ksef_state=Ksef.ACCEPTED, ksef_number=number, ksef_upo=upo, ksef_error="", ksef_next_at=None):
            return
        for correction in SalesDocument.objects.filter(corrects=document.pk, ksef_state=Ksef.WAITING):
            correction.data["corrects"]["ksef_number"] = number
            correction.save(update_fields=["data"])
        document.refresh_from_db()
        documents_tell(order=order, documents=[document])


def number_record(*, document: SalesDocument, number: str) -> None:
    """Write down the KSeF number of an invoice that a person sent by hand. Raises BadInput."""
    number = number.strip().upper()
    if not NUMBER.fullmatch(number):
        raise BadInput(_("A KSeF number looks like this: 5265877635-20260401-0100001AF629-AF. Copy it whole."))
    if document.ksef_state in {Ksef.OUTSIDE, Ksef.ACCEPTED}:
        raise BadInput(_("This document does not wait for a KSeF number."))
    accepted(document=document, number=number)


def invoice_retry(*, document: SalesDocument) -> None:
    """Let a refused invoice be sent once more, after what was wrong outside of it is put right. Raises BadInput."""
    refused = SalesDocument.objects.filter(pk=document.pk, ksef_state=Ksef.REJECTED)
    again = {"ksef_state": Ksef.WAITING, "ksef_attempts": 0, "ksef_next_at": None, "ksef_reference": "", "ksef_error": ""}
    if not refused.update(**again):
        raise BadInput(_("Only an invoice that KSeF refused can be sent again."))

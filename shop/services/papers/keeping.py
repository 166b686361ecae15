"""What housekeeping does for documents: issue those that are due, correct those of orders called off, send what waits."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from ...models import Order, SalesDocument, Withdrawal
from ...status import OrderStatus
from ..errors import ShopError
from ..order_moves import money_in, order_locked
from .issuing import document_cancel, documents_issue, documents_to_cancel, documents_to_issue
from .returns import document_correct_for_withdrawal, withdrawals_to_correct
from .telling import documents_tell

logger = logging.getLogger(__name__)


@dataclass
class Kept:
    """How many orders got documents, how many documents were corrected to nothing, how many could not be dealt with."""

    issued: int = 0
    cancelled: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"issued for {self.issued} orders, {self.cancelled} corrected to nothing, {self.failed} left to a person"


def documents_keep_up() -> Kept:
    """Do what is due. Safe to run twice at once and to be killed anywhere; what fails is logged and tried again."""
    kept = Kept()
    kept.issued = _each(documents_to_issue().order_by("pk"), _issue, kept)
    _each(withdrawals_to_correct().select_related("order").order_by("pk"), _correct, kept)
    kept.cancelled = _each(documents_to_cancel().select_related("order").order_by("pk"), _cancel, kept)
    waiting = SalesDocument.objects.filter(ksef_state=SalesDocument.Ksef.ACCEPTED, told_at=None, order__erased_at=None)
    _each(waiting.select_related("order").order_by("pk"), _tell, kept)
    return kept


def _issue(order: Order) -> bool:
    return bool(documents_issue(order=order))


def _correct(withdrawal: Withdrawal) -> bool:
    return bool(document_correct_for_withdrawal(withdrawal=withdrawal))


def _cancel(document: SalesDocument) -> bool:
    """A refunded order may have been refunded in part: then the corrections of the returns are all there is."""
    order = document.order
    if order.status == OrderStatus.REFUNDED and money_in(order) > 0:
        return False
    return document_cancel(document=document, reason="Zamówienie anulowane, zapłata zwrócona") is not None


def _tell(document: SalesDocument) -> bool:
    with transaction.atomic():
        order = order_locked(document.order_id)
        document.refresh_from_db(fields=["told_at"])
        documents_tell(order=order, documents=[document])
    return True


def _each(rows: Iterable, act: Callable, kept: Kept) -> int:
    done = 0
    for row in rows:
        try:
            done += act(row)
        except ShopError as error:
            logger.warning("documents of %s: %s", row, error.message)
            kept.failed += 1
        except Exception:
            logger.exception("documents of %s", row)
            kept.failed += 1
    return done

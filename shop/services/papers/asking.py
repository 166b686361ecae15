"""What a buyer asks for: an invoice or a bill, for a company or not."""

import calendar
import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Order, SalesDocument
from ...status import OrderStatus
from ..errors import BadInput, TransitionRefused
from ..order_moves import CLOSED, order_locked, order_mirror
from ..periods import months_later
from .companies import buyer_address, clean_company
from .issuing import documents_issue, may_issue

#: Months from the end of the month of the delivery or payment in which a buyer may ask (VAT Act, art. 106b par. 3; the
#: shorter time for bills, Tax Ordinance, art. 87 § 4, is waived).
MONTHS = 3


def ask_until(order: Order) -> datetime.date:
    """The last day on which the buyer may ask for a document of the order."""
    moments = [order.date_created, order.paid_at, order.delivered_at]
    last = timezone.localdate(max(moment for moment in moments if moment))
    later = months_later(last, MONTHS)
    return later.replace(day=calendar.monthrange(later.year, later.month)[1])


def may_ask(order: Order) -> bool:
    """Whether the buyer may still ask: the sale stands, the time is not over, no document is there or waited for."""
    return (
        order.status not in CLOSED
        and order.status != OrderStatus.NEW
        and order.erased_at is None
        and order.document_asked_at is None
        and timezone.localdate() <= ask_until(order)
        and not order.documents.exists()
    )


def document_ask(
    *, order: Order, nip: str = "", company: str = "", billing_address: str = ""
) -> list[SalesDocument]:
    """Write down what the buyer wants on the documents, and issue them as soon as the sale is there.

    Without a NIP they are made out to the person. billing_address: lines; left out, the address of the parcel.
    Gives the documents, empty while the order is not paid. Raises BadInput for wrong data, TransitionRefused when it
    is too late or was asked for before.
    """
    values = clean_company(nip=nip, company=company, billing_address=billing_address)
    with transaction.atomic():
        locked = order_locked(order)
        if not may_ask(locked):
            raise TransitionRefused(_("A document for this order was asked for already, or the time to ask is over."))
        if not (values["billing_address"] or buyer_address(locked)):
            raise BadInput(_("Write the address for the document: this way of delivery has none."))
        for name, value in values.items():
            setattr(locked, name, value)
        locked.document_asked_at = timezone.now()
        locked.save(update_fields=[*values, "document_asked_at", "date_updated"])
        documents = documents_issue(order=locked) if may_issue(locked) else []
    order_mirror(order, locked)
    for name in (*values, "document_asked_at"):
        setattr(order, name, getattr(locked, name))
    return documents

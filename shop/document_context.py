"""What the buyer sees of the documents of an order."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from home.formats import day, money

from .document_forms import DocumentRequestForm
from .models import Order, SalesDocument
from .services.papers.asking import ask_until, may_ask
from .services.papers.companies import buyer_address


@dataclass(frozen=True)
class DocumentRow:
    """A document that the buyer may open."""

    name: str
    issued_on: str
    total: str
    page_url: str
    pdf_url: str


def documents_context(order: Order, form: DocumentRequestForm | None = None) -> dict[str, Any]:
    """For templates/shop/documents_section.html: the documents, what is waited for, the form while one may still ask."""
    documents = list(order.documents.order_by("pk"))
    asks = may_ask(order)
    ready = [document for document in documents if document.is_for_buyer]
    return {
        "documents": [_row(order, document) for document in ready],
        "documents_wait": _waiting_text(order, documents, ready),
        "document_form": (form or DocumentRequestForm(needs_address=not buyer_address(order))) if asks else None,
        "document_until": day(ask_until(order)) if asks else "",
    }


def _row(order: Order, document: SalesDocument) -> DocumentRow:
    return DocumentRow(
        name=f"{document.data['title']} {document.number}",
        issued_on=day(document.issued_on),
        total=money(document.total),
        page_url=reverse("order_document", args=[order.ref, document.pk]),
        pdf_url=reverse("order_document_pdf", args=[order.ref, document.pk]),
    )


def _waiting_text(order: Order, documents: list, ready: list) -> str:
    if len(ready) < len(documents):
        return _("An invoice is on its way through KSeF, the national system of invoices; it comes by e-mail after that.")
    if order.document_asked_at and not documents and order.payment_method == Order.PaymentMethod.DEFERRED:
        return _("The invoice or bill comes by e-mail when the goods are sent or handed over. It says until when to pay.")
    if order.document_asked_at and not documents:
        return _("You asked for a document. It comes by e-mail once the order is paid.")
    return ""

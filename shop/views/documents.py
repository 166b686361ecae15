"""The documents of an order for its buyer: the session that may see the order may see them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from home.models import SiteSettings
from home.throttle import throttled

from ..document_forms import DocumentRequestForm
from ..models import SalesDocument
from ..order_context import order_context
from ..payment_pages import allow_payment_page
from ..services.errors import ShopError
from ..services.papers.asking import document_ask, may_ask
from ..services.papers.companies import buyer_address
from ..services.papers.pdf import document_pdf, file_name
from ..services.papers.view import document_view
from .orders import order_or_404, private


@private
@require_safe
def order_document(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """A document as a page, for screen readers and small screens."""
    document = _document_or_404(request, ref, pk)
    context = {"page_title": str(document), "breadcrumbs": [], "document": document_view(document), "ref": ref, "pk": pk}
    return render(request, "documents/sales_document.html", context)


@private
@require_safe
def order_document_pdf(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    return pdf_response(_document_or_404(request, ref, pk))


@private
@require_POST
@throttled("checkout")
def order_document_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes the request for an invoice or a bill; what was typed wrong is shown again on the page of the order."""
    order = order_or_404(request, ref)
    if not may_ask(order):
        messages.error(request, _("A document for this order was asked for already, or the time to ask is over."))
        return redirect("order_detail", ref=ref)
    form = DocumentRequestForm(request.POST, needs_address=not buyer_address(order))
    if form.is_valid():
        try:
            documents = document_ask(order=order, **form.cleaned_data)
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            text = _("The documents are ready.") if documents else _("We will send the document once the order is paid.")
            messages.success(request, text)
            return redirect("order_detail", ref=ref)
    context = order_context(order, SiteSettings.for_request(request), document_form=form)
    return allow_payment_page(render(request, "shop/order_detail.html", context, status=422))


def pdf_response(document: SalesDocument) -> HttpResponse:
    response = HttpResponse(document_pdf(document=document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(document, "pdf")}"'
    return response


def _document_or_404(request: HttpRequest, ref: str, pk: int) -> SalesDocument:
    document = order_or_404(request, ref).documents.filter(pk=pk).first()
    if document is None or not document.is_for_buyer:
        raise Http404
    return document

"""Withdrawal, complaint, way to an order: forms for guests, without a login, a session or JavaScript.

They are guarded by the cross-origin check, so they also work where cookies are refused: nobody's right hangs on one. A
receipt has an address of its own that nobody guesses.
"""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.models import SiteSettings
from home.security import same_origin_required
from home.throttle import throttled, throttled_misses

from ..after_sale_forms import ComplaintForm, TrackingForm, WithdrawalForm
from ..forms import new_key
from ..legal_pages import legal_links
from ..models import Complaint, Order, Withdrawal
from ..order_access import order_of_session
from ..services.after_sale import ref_read
from ..services.after_sale_mails import complaint_context, withdrawal_context
from ..services.complaints import ComplaintData, complaint_submit
from ..services.errors import ShopError
from ..services.secrets import number_of_receipt, receipt_token
from ..services.tracking import tracking_send
from ..services.withdrawal_terms import withdrawal_items, withdrawal_period
from ..services.withdrawals import WithdrawalData, withdrawal_submit
from .orders import private, secret_address

FORM_METHODS = ["GET", "HEAD", "POST"]
#: What the address carries from the order page.
ORDER_PARAMETER = "zamowienie"


@private
@same_origin_required
@require_http_methods(FORM_METHODS)
@throttled("withdrawal")
def withdrawal(request: HttpRequest) -> HttpResponse:
    """The withdrawal function (Directive 2011/83/EU, art. 11a): the statement, a look at it, „Potwierdź odstąpienie”."""
    order = _order(request)
    items = withdrawal_items(order=order) if order else []
    if request.method != "POST":
        return _withdrawal_page(request, WithdrawalForm(initial=_initial(request, order), items=items), order)
    form = WithdrawalForm(request.POST, items=items)
    if not form.is_valid():
        return _withdrawal_page(request, form, order, status=422)
    step = request.POST.get("step")
    if step == "edit":
        return _withdrawal_page(request, form, order)
    if step != "confirm":
        # The summary carries the key on, also where the form came without a good one: its button may be pressed twice.
        form.data = form.data.copy()
        form.data["key"] = form.cleaned_data["key"]
        return _withdrawal_page(request, form, order, is_summary=True)
    cleaned = form.cleaned_data
    data = WithdrawalData(
        name=cleaned["name"],
        email=cleaned["email"],
        contract=cleaned["contract"],
        items_text=cleaned.get("items_text", ""),
        language=get_language() or "",
    )
    try:
        made = withdrawal_submit(data=data, key=cleaned["key"], order=order, pieces=form.pieces)
    except ShopError as error:
        form.add_error(None, error.message)
        return _withdrawal_page(request, form, order, status=error.http_status)
    return redirect("withdrawal_receipt", token=receipt_token(made.number))


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def withdrawal_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, as the e-mail gives it: content, date, time and number."""
    made = Withdrawal.objects.select_related("order").filter(number=receipt_number(token), erased_at=None).first()
    if made is None:
        raise Http404
    context = {
        "page_title": _("Receipt of the withdrawal %(number)s") % {"number": made.number},
        **form_frame(request),
        **withdrawal_context(made),
    }
    return render(request, "shop/withdrawal_receipt.html", context)


@private
@same_origin_required
@require_http_methods(FORM_METHODS)
@throttled("complaint")
def complaint(request: HttpRequest) -> HttpResponse:
    """The form of a complaint about goods; its receipt says until when we answer."""
    order = _order(request)
    items = list(order.items.order_by("pk")) if order else []
    if request.method != "POST":
        return _complaint_page(request, ComplaintForm(initial=_initial(request, order), items=items), order)
    form = ComplaintForm(request.POST, items=items)
    if not form.is_valid():
        return _complaint_page(request, form, order, status=422)
    cleaned = form.cleaned_data
    data = ComplaintData(
        name=cleaned["name"],
        email=cleaned["email"],
        contract=cleaned["contract"],
        description=cleaned["description"],
        noticed=cleaned["noticed"],
        demand=cleaned["demand"],
        language=get_language() or "",
    )
    try:
        made = complaint_submit(data=data, key=cleaned["key"], order=order, item=form.chosen_item)
    except ShopError as error:
        form.add_error(None, error.message)
        return _complaint_page(request, form, order, status=error.http_status)
    return redirect("complaint_receipt", token=receipt_token(made.number))


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def complaint_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of a complaint; later also its answer."""
    made = Complaint.objects.select_related("order", "item").filter(number=receipt_number(token), erased_at=None).first()
    if made is None:
        raise Http404
    context = {
        "page_title": _("Receipt of the complaint %(number)s") % {"number": made.number},
        **form_frame(request),
        **complaint_context(made),
    }
    return render(request, "shop/complaint_receipt.html", context)


@private
@same_origin_required
@require_http_methods(FORM_METHODS)
@throttled("tracking")
def order_tracking(request: HttpRequest) -> HttpResponse:
    """„Sprawdź zamówienie”: sends the secret link to the order's own address; the answer is the same for any pair."""
    form = TrackingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tracking_send(ref=form.cleaned_data["ref"], email=form.cleaned_data["email"])
        return redirect(f"{reverse('order_tracking')}?wyslano=1")
    context = {
        "page_title": _("Check your order"),
        "form": form,
        "is_sent": request.method != "POST" and "wyslano" in request.GET,
        **form_frame(request),
    }
    return render(request, "shop/order_tracking.html", context, status=422 if form.errors else 200)


def _withdrawal_page(
    request: HttpRequest, form: WithdrawalForm, order: Order | None, *, is_summary: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "page_title": _("Withdrawal from the contract"),
        "form": form,
        "order": order,
        "period": withdrawal_period(order=order) if order else None,
        **form_frame(request),
    }
    template = "shop/withdrawal_confirm.html" if is_summary else "shop/withdrawal.html"
    return render(request, template, context, status=status)


def _complaint_page(
    request: HttpRequest, form: ComplaintForm, order: Order | None, *, status: int = 200
) -> HttpResponse:
    context = {"page_title": _("Complaint"), "form": form, "order": order, **form_frame(request)}
    return render(request, "shop/complaint.html", context, status=status)


def form_frame(request: HttpRequest) -> dict:
    """What the pages of forms and receipts share."""
    return {"breadcrumbs": [], "site_settings": SiteSettings.for_request(request), "legal": legal_links()}


def _order(request: HttpRequest) -> Order | None:
    """The order that the form is about, if this session may see it."""
    asked = request.POST.get("order", "") if request.method == "POST" else request.GET.get(ORDER_PARAMETER, "")
    ref = ref_read(asked)
    return order_of_session(request, ref) if ref else None


def _initial(request: HttpRequest, order: Order | None) -> dict:
    """What an empty form begins with: the order's data for those who see it anyway, for others the number alone."""
    values = {"key": new_key(), "scope": "whole", "contract": ref_read(request.GET.get(ORDER_PARAMETER, ""))}
    if order is not None:
        values |= {"name": order.name, "email": order.email, "contract": order.ref, "order": order.ref}
        lines = list(order.items.values_list("pk", flat=True)[:2])
        values["item"] = str(lines[0]) if len(lines) == 1 else ""
    return values


def receipt_number(token: str) -> str:
    """The number behind the address of a receipt. Raises Http404."""
    try:
        return number_of_receipt(token)
    except BadSignature:
        raise Http404 from None


"""The buyer's view of an order, bound to the session or reached by the secret link."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from home.models import SiteSettings
from home.throttle import throttled_misses

from ..models import Order
from ..order_access import order_is_new, order_of_session, order_remember
from ..order_context import order_context, payment_rest, transfer_data
from ..payment_pages import allow_payment_page
from ..services.errors import BadInput
from ..services.orders import order_by_secret
from ..services.qr import transfer_qr_svg, transfer_title


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache keeps the page, no other site learns its address, no search engine lists it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        # Not "no-referrer": browsers would then send „Origin: null” with the forms of the page, which the token check refuses.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def secret_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `private`, for an address that is a secret itself: it is told as a referrer to nobody, this site included."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = private(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def order_link(request: HttpRequest, token: str) -> HttpResponse:
    """The secret link of the e-mails: lets this session see the order and hides the secret from the address bar."""
    order = order_by_secret(token)
    if order is None:
        raise Http404
    if order.erased_at:
        # The secret was right, so its holder may know: Gone (RFC 9110, section 15.5.11).
        return render(request, "shop/order_erased.html", {"breadcrumbs": []}, status=410)
    order_remember(request, order)
    return redirect("order_detail", ref=order.ref)


@private
@require_safe
def order_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirmation and status in one page."""
    order = order_or_404(request, ref)
    context = order_context(order, SiteSettings.for_request(request), is_new=order_is_new(request, order))
    return allow_payment_page(render(request, "shop/order_detail.html", context))


@private
@require_safe
def order_qr(request: HttpRequest, ref: str) -> HttpResponse:
    """The data of the transfer as a QR code of the Polish banks."""
    order = order_or_404(request, ref)
    site_settings = SiteSettings.for_request(request)
    if transfer_data(order, site_settings) is None:
        raise Http404
    try:
        svg = transfer_qr_svg(
            name=site_settings.operator_name,
            account=site_settings.bank_account,
            amount=payment_rest(order),
            title=transfer_title(order=order),
            nip=site_settings.nip,
        )
    except BadInput as error:
        raise Http404 from error
    return HttpResponse(svg, content_type="image/svg+xml")


def order_or_404(request: HttpRequest, ref: str) -> Order:
    """The order, if this session may see it."""
    order = order_of_session(request, ref)
    if order is None:
        raise Http404
    return order

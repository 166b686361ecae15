"""The public social receipt: whom a purchase supports, without a word on who bought."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.models import SiteSettings
from home.throttle import throttled_misses

from ..legal_pages import shop_url
from ..models import Order
from ..services import receipts
from ..status import OrderStatus


@require_safe
@throttled_misses("receipt", missed=Http404)
def social_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """For those who have the link; a cancelled order supports nobody and has no receipt."""
    closed = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
    order = Order.objects.filter(share_token=token).exclude(status__in=closed).first()
    if order is None:
        raise Http404
    response = render(
        request,
        "shop/social_receipt.html",
        {
            "page_title": _("Social receipt"),
            "breadcrumbs": [],
            "shop_url": shop_url(),
            "receipt": receipts.social_receipt(order=order),
            "slogan": SiteSettings.for_request(request).slogan_text,
            "canonical_url": f"{settings.WAGTAILADMIN_BASE_URL}{request.path}",
        },
    )
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

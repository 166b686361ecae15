"""The basket: adding from a cacheable page, changing, removing, and the badge in the masthead."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from home.models import SiteSettings
from home.security import same_origin_required
from home.throttle import throttled

from ..basket_context import basket_context, pieces_in
from ..services import baskets
from ..services.catalogue import product_for_sale
from ..services.errors import BasketGone, ShopError
from ..services.own_baskets import basket_aside
from ..services.shared_baskets import is_helping
from .product import product_page_again


def basket_page(request: HttpRequest, *, error: ShopError | None = None, status: int = 200, **extra: str) -> HttpResponse:
    """The page of the basket; with `error` it says first what could not be done. extra: for its small forms."""
    basket = baskets.basket_peek(request)
    aside = {"is_helping": is_helping(request, basket), "aside_count": pieces_in(basket_aside(request))}
    context = basket_context(basket, SiteSettings.for_request(request)) | aside | extra
    if error is None:
        return render(request, "shop/basket.html", context, status=status)
    return render(
        request, "shop/basket.html", {**context, "error_text": error.message}, status=error.http_status
    )


@never_cache
@require_safe
def basket_detail(request: HttpRequest) -> HttpResponse:
    """The basket as it stands; looking at it creates nothing."""
    return basket_page(request)


@never_cache
@same_origin_required
@require_POST
@throttled("basket")
def basket_add(request: HttpRequest) -> HttpResponse:
    """Put a good into the basket; where that cannot be done, nothing is written, not even a session."""
    product = None
    try:
        product = product_for_sale(product_id=request.POST.get("product"))
        quantity = request.POST.get("quantity", 1)
        baskets.basket_add(request=request, product=product, quantity=quantity, choices=request.POST)
    except ShopError as error:
        return product_page_again(request, product, error) or basket_page(request, error=error)
    messages.success(request, _("It is in your basket."))
    return redirect("basket")


@never_cache
@require_POST
@throttled("basket")
def basket_update(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line; 0 removes it."""
    item_id, quantity = request.POST.get("item"), request.POST.get("quantity", "")
    try:
        basket = baskets.basket_peek(request)
        if basket is None:
            raise BasketGone
        baskets.basket_set(basket=basket, item_id=item_id, quantity=quantity)
    except ShopError as error:
        return basket_page(request, error=error)
    messages.success(request, _("The basket is changed."))
    return redirect("basket")


@never_cache
@require_safe
def basket_badge(request: HttpRequest) -> HttpResponse:
    """The number of pieces in the basket; without a session cookie not even the session is looked at."""
    count = 0
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        count = pieces_in(baskets.basket_peek(request))
    return render(request, "shop/basket_badge.html", {"count": count})

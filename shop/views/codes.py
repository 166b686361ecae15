"""Codes, gift cards and the donation of a basket, and the page where a holder asks for the balance of a card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from home.security import same_origin_required
from home.throttle import throttled

from ..legal_pages import shop_url
from ..services import basket_codes, baskets
from ..services.errors import BasketGone, ShopError
from ..services.gift_card_balances import gift_card_by_code
from .basket import basket_page


@never_cache
@require_POST
@throttled("code")
@sensitive_post_parameters("code")
def basket_code(request: HttpRequest) -> HttpResponse:
    """Put a discount code or a gift card in; a wrong one stays in its field with the reason beside it."""
    text = request.POST.get("code", "")
    try:
        message = basket_codes.basket_code_enter(basket=_basket(request), text=text)
    except BasketGone as error:
        return basket_page(request, error=error)
    except ShopError as error:
        return basket_page(request, status=error.http_status, code_text=text[:60], code_error=error.message)
    messages.success(request, message)
    return redirect("basket")


@never_cache
@require_POST
@throttled("basket")
def basket_code_remove(request: HttpRequest) -> HttpResponse:
    """Take the discount code out, or the gift card named by `card`."""
    try:
        if card := request.POST.get("card"):
            basket_codes.basket_gift_card_remove(basket=_basket(request), card_id=card)
        else:
            basket_codes.basket_discount_remove(basket=_basket(request))
    except ShopError as error:
        return basket_page(request, error=error)
    messages.success(request, _("The basket is changed."))
    return redirect("basket")


@never_cache
@require_POST
@throttled("basket")
def basket_donation(request: HttpRequest) -> HttpResponse:
    """Add a donation or take it off (0)."""
    text = request.POST.get("donation", "")
    try:
        amount = basket_codes.basket_donation_set(basket=_basket(request), amount=text)
    except BasketGone as error:
        return basket_page(request, error=error)
    except ShopError as error:
        return basket_page(request, status=error.http_status, donation_text=text[:20], donation_error=error.message)
    messages.success(request, _("Thank you for the donation.") if amount else _("The basket is changed."))
    return redirect("basket")


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("code")
@sensitive_post_parameters("code")
def gift_card_balance(request: HttpRequest) -> HttpResponse:
    """The balance of a card for whoever has its code; the code never stands in an address."""
    context = {"page_title": _("Balance of a gift card"), "breadcrumbs": [], "code_text": "", "shop_url": shop_url()}
    status = 200
    if request.method == "POST":
        context["code_text"] = request.POST.get("code", "")[:60]
        try:
            context["card"] = gift_card_by_code(text=context["code_text"])
        except ShopError as error:
            context["code_error"], status = error.message, error.http_status
    return render(request, "shop/gift_card_balance.html", context, status=status)


def _basket(request: HttpRequest):
    basket = baskets.basket_peek(request)
    if basket is None:
        raise BasketGone
    return basket

"""„Buy with help”, and the reminder of a basket that was left alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.security import same_origin_required
from home.throttle import throttled, throttled_misses

from ..services import basket_reminders, own_baskets, shared_baskets
from ..services.baskets import basket_peek
from ..services.errors import ShopError
from ..services.links import absolute
from ..wish_forms import ReminderForm
from .orders import private, secret_address


@private
@same_origin_required
@require_POST
@throttled("basket")
def basket_share(request: HttpRequest) -> HttpResponse:
    """Make the link for a helper and show it once, or take it back."""
    basket = basket_peek(request)
    if basket is None:
        return redirect("basket")
    if request.POST.get("stop"):
        shared_baskets.basket_unshare(basket=basket)
        messages.success(request, _("The link no longer works."))
        return redirect("basket")
    try:
        secret = shared_baskets.basket_share(basket=basket)
    except ShopError as error:
        messages.error(request, error.message)
        return redirect("basket")
    context = {
        "page_title": _("Buy with help"),
        "breadcrumbs": [],
        "share_url": absolute(reverse("basket_join", args=[secret])),
    }
    return render(request, "shop/basket_shared.html", context)


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def basket_join(request: HttpRequest, token: str) -> HttpResponse:
    """The helper's link: from now on this session sees the basket. The secret leaves the address bar."""
    if shared_baskets.basket_join(request=request, secret=token) is None:
        raise Http404
    messages.success(request, _("You see the basket that somebody shares with you. What you change, both see."))
    return redirect("basket")


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def basket_return(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the reminder: the basket that its owner left, on whatever device it is opened."""
    if shared_baskets.basket_join(request=request, secret=token, helping=False) is None:
        raise Http404
    messages.success(request, _("This is the basket that you left."))
    return redirect("basket")


@private
@same_origin_required
@require_POST
@throttled("basket")
def basket_own(request: HttpRequest) -> HttpResponse:
    """Bring back the own basket that was laid aside, or put its things into the one on the page."""
    try:
        if request.POST.get("answer") == "together":
            left = own_baskets.baskets_join(request=request)
            for text in left:
                messages.warning(request, text)
            if left:
                messages.warning(request, _("These things stayed in your own basket. It is kept."))
            else:
                messages.success(request, _("Both baskets are one now. Codes and gift cards have to be typed again."))
        else:
            own_baskets.basket_bring_back(request=request)
            messages.success(request, _("This is your own basket again."))
    except ShopError as error:
        messages.error(request, error.message)
    return redirect("basket")


@private
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("notice")
def basket_reminder(request: HttpRequest) -> HttpResponse:
    """Ask for one reminder, or take the wish back."""
    basket = basket_peek(request)
    if basket is None:
        return redirect("basket")
    if request.method == "POST" and request.POST.get("stop"):
        basket_reminders.basket_reminder_drop(basket=basket)
        messages.success(request, _("We will not write to you about this basket."))
        return redirect("basket")
    form = ReminderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            basket_reminders.basket_reminder_ask(
                basket=basket, language=get_language() or "pl", **form.cleaned_data
            )
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("If the basket lies untouched for a day, we write once."))
            return redirect("basket")
    context = {"page_title": _("Remind me of my basket"), "breadcrumbs": [], "form": form, "basket": basket}
    return render(request, "shop/basket_reminder.html", context, status=422 if request.method == "POST" else 200)

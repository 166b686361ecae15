"""The checkout: one form, and every way in which ordering may end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from salesman.basket.models import BASKET_ID_SESSION_KEY

from home.formats import money
from home.throttle import throttled

from ..checkout_context import Till, buyer_data, checkout_context
from ..delivery_context import locker_choice
from ..forms import CheckoutForm, new_key
from ..models import Order
from ..order_access import order_remember
from ..payment_context import payment_view
from ..payment_pages import allow_payment_page
from ..services import baskets
from ..services.errors import BasketGone, GiftCardChanged, KeyReused, ShopBusy, ShopError, TotalChanged
from ..services.orders import order_of_basket, order_place
from ..services.quote_lines import HOPELESS
from .payments import to_payment_page

RETRY_AFTER_SECONDS = "5"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("checkout")
def checkout(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST recalculates the sum, shows parcel lockers, takes out what is gone, or places the order."""
    basket = baskets.basket_peek(request)
    if request.method != "POST":
        till = Till.open(basket=basket)
        if not till.quote.can_be_ordered:
            return redirect("basket")
        return _show(request, till, till.blank_form())
    if basket is None:
        return _submit_without_basket(request)
    if "drop" in request.POST:
        _drop_what_is_gone(basket)
    till = Till.open(basket=basket, posted=request.POST)
    if not till.quote.lines:
        # Emptied, or ordered by another submit since it was looked up.
        return _submit_without_basket(request)
    if {"recalculate", "drop", "lockers"} & set(request.POST):
        return _show(request, till, till.blank_form())
    return _submit(request, till)


@never_cache
@require_safe
@throttled("lockers")
def locker_list(request: HttpRequest) -> HttpResponse:
    """Parcel lockers near `locker_search`, for htmx; without it the checkout itself shows them."""
    if not request.htmx:
        return redirect("checkout")
    choice = locker_choice(query=request.GET.get("locker_search", ""), chosen=request.GET.get("locker", ""))
    return render(request, "shop/locker_answer.html", choice)


def _submit(request: HttpRequest, till: Till) -> HttpResponse:
    form = till.checked_form()
    if not form.is_valid():
        return _show(request, till, form, status=422)
    if not till.quote.can_be_ordered or till.seen_total != till.quote.total or till.seen_cards != till.quote.sums.cards_stamp:
        if order := order_of_basket(basket_id=till.basket.pk):
            # A second click, while the first one took the last piece: what is gone is this buyer's.
            return _done(request, order)
        text = _changed_text(till) if till.quote.can_be_ordered else _goods_gone_text()
        return _show(request, till, form, notice=text, status=409)
    try:
        order = _place(form, basket=till.basket, till=till)
    except BasketGone as error:
        messages.error(request, error.message)
        return redirect("basket")
    except ShopError as error:
        return _refused(request, error)
    return _done(request, order)


def _submit_without_basket(request: HttpRequest) -> HttpResponse:
    """A second submit after the basket became an order gives that order; anything else leads to the basket."""
    till = Till.open(basket=None, posted=request.POST)
    form = till.checked_form()
    basket_id = request.session.get(BASKET_ID_SESSION_KEY)
    if form.is_valid() and till.seen_total is not None and isinstance(basket_id, int):
        try:
            return _done(request, _place(form, basket=basket_id, till=till))
        except ShopError as error:
            messages.error(request, error.message)
    return redirect("basket")


def _place(form: CheckoutForm, *, basket, till: Till) -> Order:
    cleaned = form.cleaned_data
    return order_place(
        basket=basket,
        buyer=buyer_data(cleaned),
        delivery=cleaned["delivery"],
        payment_method=cleaned["payment"],
        expected_total=till.seen_total,
        key=cleaned["key"],
        expected_cards=till.seen_cards,
    )


def _done(request: HttpRequest, order: Order) -> HttpResponse:
    order_remember(request, order, is_new=True)
    if payment_view(order):
        return to_payment_page(request, order)
    return redirect("order_detail", ref=order.ref)


def _refused(request: HttpRequest, error: ShopError) -> HttpResponse:
    """The form again with what was typed, at the prices and stock of now, and why nothing was ordered."""
    till = Till.open(basket=baskets.basket_peek(request), posted=request.POST)
    form = till.checked_form(**({"key": new_key()} if isinstance(error, KeyReused) else {}))
    if not till.quote.lines:
        messages.error(request, error.message)
        return redirect("basket")
    notice = _total_text(till) if isinstance(error, TotalChanged) else error.message
    response = _show(request, till, form, notice=notice, status=error.http_status)
    if isinstance(error, ShopBusy):
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _show(
    request: HttpRequest, till: Till, form: CheckoutForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {**checkout_context(till, form), "notice_text": notice}
    return allow_payment_page(render(request, "shop/checkout.html", context, status=status))


def _changed_text(till: Till) -> str:
    """What is another than the buyer was shown: the sum, else the balance of a gift card."""
    return GiftCardChanged().message if till.seen_total == till.quote.total else _total_text(till)


def _total_text(till: Till) -> str:
    values = {"new": money(till.quote.total)}
    if till.seen_total is None:
        return (
            _("Nothing was ordered yet. With this delivery you pay %(new)s: check it and order again.")
            % values
        )
    values["old"] = money(till.seen_total)
    return (
        _("Nothing was ordered yet. The sum was %(old)s, now it is %(new)s: check it and order again.")
        % values
    )


def _goods_gone_text() -> str:
    return _("Nothing was ordered yet. Something in your basket can no longer be bought as it stands.")


def _drop_what_is_gone(basket) -> None:
    """Take out what cannot be bought and lower what is too much, at the buyer's wish."""
    for line in baskets.basket_quote(basket=basket).lines:
        if line.problem in HOPELESS:
            baskets.basket_remove(basket=basket, item_id=line.item.pk)
        elif line.problem == "too_many":
            baskets.basket_set(basket=basket, item_id=line.item.pk, quantity=line.available)

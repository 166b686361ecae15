"""„Wymień na inny”: for those who see the order. The receipt has an address of its own that nobody guesses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.security import same_origin_required
from home.throttle import throttled, throttled_misses

from ..cards import product_cards
from ..exchange_forms import ExchangeForm
from ..forms import new_key
from ..models import Exchange, Order
from ..services.after_sale_mails import exchange_context
from ..services.errors import ShopError
from ..services.exchange_terms import Offer, exchange_offers
from ..services.exchanges import exchange_ask
from ..services.secrets import receipt_token
from ..services.withdrawal_terms import withdrawal_period
from .after_sale import form_frame, receipt_number
from .orders import order_or_404, private, secret_address


@private
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("exchange")
def exchange(request: HttpRequest, ref: str) -> HttpResponse:
    """The form; sending it again leads to the same receipt."""
    order = order_or_404(request, ref)
    key = request.POST.get("key", "")
    if request.method == "POST" and (made := Exchange.objects.filter(order=order, key=key).first()):
        return redirect("exchange_receipt", token=receipt_token(made.number))
    offers = exchange_offers(order=order)
    names = _names(offers)
    if request.method != "POST":
        return _page(request, order, ExchangeForm(initial={"key": new_key()}, offers=offers, names=names))
    form = ExchangeForm(request.POST, offers=offers, names=names)
    if not form.is_valid():
        return _page(request, order, form, status=422)
    try:
        made = exchange_ask(
            order=order,
            item=form.item,
            product=form.product,
            pieces=form.cleaned_data["pieces"],
            remark=form.cleaned_data["remark"],
            key=form.cleaned_data["key"],
        )
    except ShopError as error:
        form.add_error(None, error.message)
        return _page(request, order, form, status=error.http_status)
    return redirect("exchange_receipt", token=receipt_token(made.number))


@secret_address
@require_safe
@throttled_misses("order_link", missed=Http404)
def exchange_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked for, when, and what happens next; later also the answer."""
    found = Exchange.objects.select_related("order", "item__parcel__enterprise", "previous", "product", "complaint")
    made = found.filter(number=receipt_number(token), erased_at=None, order__erased_at=None).first()
    if made is None:
        raise Http404
    context = {
        "page_title": _("Request to exchange %(number)s") % {"number": made.number},
        **form_frame(request),
        **exchange_context(made),
    }
    return render(request, "shop/exchange_receipt.html", context)


def _page(request: HttpRequest, order: Order, form: ExchangeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "page_title": _("Exchange for another thing"),
        "form": form,
        "order": order,
        "order_url": reverse("order_detail", args=[order.ref]),
        "period": withdrawal_period(order=order),
        **form_frame(request),
    }
    return render(request, "shop/exchange.html", context, status=status)


def _names(offers: list[Offer]) -> dict[int, str]:
    """How the goods are called in the language of the page."""
    products = {product.pk: product for offer in offers for product in offer.products}
    return {card.product.pk: card.full_title for card in product_cards(products.values())}

"""Reviews are written from the page of the order, which only its buyer sees, and taken back by a link in the mail about them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.security import same_origin_required
from home.throttle import throttled, throttled_misses

from ..cards import product_card
from ..services.errors import ShopError
from ..services.reviews import review_by_token, review_take_back, review_write, reviewable_items
from ..wish_forms import ReviewForm
from .orders import order_or_404, private, secret_address


@private
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("notice")
def review(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The form for one line of the order that reached the buyer."""
    order = order_or_404(request, ref)
    item = next((line for line in reviewable_items(order) if line.pk == pk), None)
    if item is None:
        if order.items.filter(pk=pk).exists():
            messages.info(request, _("Only things that reached you can be reviewed, and each once."))
            return redirect("order_detail", ref=order.ref)
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review_write(item=item, language=get_language() or "pl", **form.cleaned_data)
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Thank you. We read every review before it is shown, the critical ones too."))
            return redirect("order_detail", ref=order.ref)
    context = {"page_title": _("Your review"), "breadcrumbs": [], "order": order, "item": item, "form": form}
    return render(request, "shop/review.html", context, status=422 if request.method == "POST" else 200)


@secret_address
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled_misses("order_link", missed=Http404)
def review_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: the review with a button that takes it back. Opening it alone changes nothing."""
    found = review_by_token(token)
    if found is None:
        raise Http404
    context = {"page_title": _("Your review"), "breadcrumbs": [], "review": found, "card": product_card(found.product)}
    if request.method == "POST":
        review_take_back(review=found)
        context["is_gone"] = True
    return render(request, "shop/review_answer.html", context)

"""Wish lists, notices and requests, all without an account.

Their pages send no Referer, so browsers send no Origin from them that Django's token check takes: the forms are guarded by the
cross-origin check.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.security import same_origin_required
from home.throttle import throttled, throttled_misses

from ..cards import product_card, product_cards
from ..forms import new_key
from ..legal_pages import legal_links, shop_url
from ..models import Product, WishList
from ..services import similar_requests, stock_notices, wishes
from ..services.errors import ShopError
from ..services.links import absolute
from ..wish_forms import SimilarRequestForm, StockNoticeForm
from .orders import private, secret_address


@private
@require_safe
def wish_list(request: HttpRequest) -> HttpResponse:
    """The session's list; looking at it creates nothing."""
    return _wish_list_page(request)


@never_cache
@same_origin_required
@require_POST
@throttled("basket")
def wish_add(request: HttpRequest) -> HttpResponse:
    """Put a good on the list, from a cacheable page."""
    try:
        wishes.wish_add(request=request, product_id=request.POST.get("product"))
    except ShopError as error:
        return _wish_list_page(request, error=error)
    messages.success(request, _("It is on your list."))
    return redirect("wish_list")


@never_cache
@same_origin_required
@require_POST
@throttled("basket")
def wish_remove(request: HttpRequest) -> HttpResponse:
    """Take a good off the list."""
    try:
        wishes.wish_remove(request=request, product_id=request.POST.get("product"))
    except ShopError as error:
        return _wish_list_page(request, error=error)
    return redirect("wish_list")


def _wish_list_page(request: HttpRequest, *, error: ShopError | None = None) -> HttpResponse:
    found = wishes.wish_list_peek(request)
    cards = product_cards(wishes.wished_products(found))
    context = {
        "page_title": _("Wish list"),
        "breadcrumbs": [],
        "show_messages": True,
        "cards": cards,
        "share_url": absolute(_shared_path(found)) if found and cards else "",
        "shop_url": shop_url(),
        "error_text": error.message if error else "",
    }
    return render(request, "shop/wish_list.html", context, status=error.http_status if error else 200)


def _shared_path(found: WishList) -> str:
    from django.urls import reverse

    return reverse("shared_wish_list", args=[found.share_token])


@require_safe
@throttled_misses("receipt", missed=Http404)
def shared_wish_list(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's list for those who have the link: things, and nothing about the person."""
    found = WishList.objects.filter(share_token=token).first() if len(token) <= 40 and token.isascii() else None
    if found is None:
        raise Http404
    context = {
        "page_title": _("A wish list"),
        "breadcrumbs": [],
        "cards": product_cards(wishes.wished_products(found)),
        "shop_url": shop_url(),
    }
    response = render(request, "shop/wish_list_shared.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@private
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("notice")
def stock_notice(request: HttpRequest) -> HttpResponse:
    """Ask to be told when a good is back: the form of the sold good's page, and the answer to it."""
    product = _product(request.POST.get("product") or request.GET.get("towar"))
    form = StockNoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stock_notices.stock_notice_ask(
                product_id=product.pk, email=form.cleaned_data["email"], language=get_language() or "pl"
            )
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            # The same words whether the address asked before or not.
            return render(request, "shop/stock_notice_sent.html", _about(product, _("Look into your mailbox")))
    status = 422 if request.method == "POST" else 200
    return render(request, "shop/stock_notice.html", {**_about(product, _("Tell me")), "form": form}, status=status)


@secret_address
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled_misses("order_link", missed=Http404)
def stock_notice_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a page with two buttons, because some mail programs open every link by themselves."""
    notice = stock_notices.stock_notice_by_secret(token)
    if notice is None:
        raise Http404
    context = {**_about(notice.product, _("Tell me when it is back")), "notice": notice, "answer": ""}
    if request.method == "POST":
        if request.POST.get("answer") == "no":
            stock_notices.stock_notice_drop(notice=notice)
            context["answer"] = "no"
        else:
            stock_notices.stock_notice_confirm(notice=notice)
            context["answer"] = "yes"
    return render(request, "shop/stock_notice_answer.html", context)


@private
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("notice")
def similar_request(request: HttpRequest, code: str) -> HttpResponse:
    """„Order something similar”: a form for a good that is sold, or that should be a little different."""
    product = get_object_or_404(Product.objects.select_related("enterprise", "category", "stock"), code=code)
    about = _about(product, _("Order something similar"))
    if about["card"] is None:
        raise Http404
    if request.method != "POST":
        form = SimilarRequestForm(initial={"key": new_key()})
        return render(request, "shop/similar_request.html", {**about, "form": form, "legal": legal_links()})
    form = SimilarRequestForm(request.POST)
    if form.is_valid():
        try:
            similar_requests.similar_request_send(
                product=product, language=get_language() or "pl", **form.cleaned_data
            )
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            return render(request, "shop/similar_request_sent.html", about)
    context = {**about, "form": form, "legal": legal_links()}
    return render(request, "shop/similar_request.html", context, status=422)


def _product(key: str | None) -> Product:
    """The good that a form is about; 404 for what is none."""
    if not key or not key.isascii() or not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(Product.objects.select_related("enterprise", "category", "stock"), pk=int(key))


def _about(product: Product, title: str) -> dict:
    return {"page_title": title, "breadcrumbs": [], "product": product, "card": product_card(product)}

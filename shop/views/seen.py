"""The things a reader looked at lately. Only the reader's browser knows them, and only if the reader wants that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..cards import product_cards
from ..services.catalogue import products_by_key

#: Things shown at most; js/seen.js remembers as many, and the one on the page.
MOST_SEEN = 8


@require_safe
@cache_control(max_age=300)
def recently_seen(request: HttpRequest) -> HttpResponse:
    """Cards of the products named by ?k=…, in their order, as a piece of HTML; unknown ones are left out."""
    cards = product_cards(products_by_key(request.GET.getlist("k")[:MOST_SEEN]))
    return render(request, "shop/seen_cards.html", {"cards": cards})

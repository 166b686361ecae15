"""Wish lists without an account: a row from the first wish on, bound to the session, shared by a link that names nobody."""

import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Product, WishList, WishListItem
from . import periods
from .catalogue import product_for_sale
from .checks import clean_pk
from .errors import BadInput
from .secrets import new_share_token

SESSION_KEY = "wish_list"
MOST_WISHES = 100


def wish_list_peek(request: HttpRequest) -> WishList | None:
    """The list of the request's session, or None. Creates nothing and, without a session cookie, reads nothing."""
    session = getattr(request, "session", None)
    if session is None or session.is_empty():
        return None
    key = session.get(SESSION_KEY)
    return WishList.objects.filter(pk=key).first() if isinstance(key, int) else None


def wish_add(*, request: HttpRequest, product_id: object) -> Product:
    """Put a good on the session's list, made for the first one; a good already there stays once. Gives the good.

    product_id: raw. Raises BadInput or NotForSale, and BadInput for more than a hundred wishes; then nothing is written.
    """
    product = product_for_sale(product_id=product_id)
    with transaction.atomic():
        wish_list = wish_list_peek(request)
        if wish_list is None:
            wish_list = WishList.objects.create(share_token=new_share_token())
            request.session[SESSION_KEY] = wish_list.pk
            request.session.save()
        elif wish_list.items.exclude(product=product).count() >= MOST_WISHES:
            raise BadInput(_("A list holds at most %(most)d things.") % {"most": MOST_WISHES})
        WishListItem.objects.get_or_create(wish_list=wish_list, product=product)
        wish_list.save(update_fields=["updated_at"])
    # The list lives as long as its session: each change gives both thirty days more.
    request.session.modified = True
    return product


def wish_remove(*, request: HttpRequest, product_id: object) -> None:
    """Take a good off the session's list; one that is not there is no error. product_id: raw; BadInput for no key."""
    key = clean_pk(product_id)
    if wish_list := wish_list_peek(request):
        WishListItem.objects.filter(wish_list=wish_list, product_id=key).delete()
        wish_list.save(update_fields=["updated_at"])
        request.session.modified = True


def wished_products(wish_list: WishList | None) -> list[Product]:
    """The goods of a list, the last wish first, ready for cards."""
    if wish_list is None:
        return []
    products = Product.objects.filter(wished__wish_list=wish_list).select_related("enterprise", "category", "stock")
    return list(products.order_by("-wished__added_at", "-wished__pk"))


def wish_lists_purge(*, older_than: datetime.timedelta = periods.BASKETS) -> int:
    """Delete lists untouched for longer than `older_than`, as long as baskets are kept. Gives their number."""
    old = WishList.objects.filter(updated_at__lt=timezone.now() - older_than)
    _rows, by_model = old.delete()
    return by_model.get(WishList._meta.label, 0)

"""The baskets that a session had when it opened the link of another one: laid aside, never lost, and brought back."""

from django.db import transaction
from django.http import HttpRequest
from salesman.basket.models import BASKET_ID_SESSION_KEY

from ..models import Basket, BasketItem, Product
from .basket_checks import content_available
from .basket_lines import line_goods
from .baskets import basket_peek
from .catalogue import product_for_sale
from .checks import clean_quantity
from .errors import BasketGone, ShopError
from .shared_baskets import ASIDE_KEY, HELPING_KEY, is_helping


def basket_aside(request: HttpRequest) -> Basket | None:
    """The basket that was laid aside last and still holds something; None without one. One query where there is any."""
    session = getattr(request, "session", None)
    keys = session.get(ASIDE_KEY, []) if session is not None and not session.is_empty() else []
    current = session.get(BASKET_ID_SESSION_KEY) if keys else None
    if not (keys := [key for key in keys if key != current]):
        return None
    kept = {basket.pk: basket for basket in Basket.objects.filter(pk__in=keys, items__isnull=False)}
    return next((kept[key] for key in reversed(keys) if key in kept), None)


def basket_bring_back(*, request: HttpRequest) -> Basket:
    """Let the session see its own basket again. A helper leaves the other person's basket as it is; a second own basket
    is laid aside in turn. Raises BasketGone when none is kept."""
    own = basket_aside(request)
    if own is None:
        raise BasketGone
    current = basket_peek(request)
    keys = [key for key in request.session[ASIDE_KEY] if key != own.pk]
    if current is not None and not is_helping(request, current):
        keys.append(current.pk)
    request.session[ASIDE_KEY] = keys
    request.session.pop(HELPING_KEY, None)
    request.session[BASKET_ID_SESSION_KEY] = own.pk
    return own


def baskets_join(*, request: HttpRequest) -> list[str]:
    """Put the things of the own basket into the one that the session sees. Gives a sentence for each thing that stays behind.

    What stays behind (sold meanwhile, no longer for sale) stays in the own basket, which is kept. Codes, gift cards and a
    donation do not go along: in a helper's basket somebody else could spend them. Raises BasketGone when one of the two
    baskets is gone.
    """
    own, current = basket_aside(request), basket_peek(request)
    if own is None or current is None:
        raise BasketGone
    with transaction.atomic():
        locked = {basket.pk: basket for basket in _locked(own, current)}
        if len(locked) != len({own.pk, current.pk}):
            raise BasketGone
        left = [text for item in own.items.order_by("date_created", "pk") if (text := _move(item, locked[current.pk]))]
        locked[current.pk].save(update_fields=["date_updated"])
    return left


def _locked(*baskets: Basket):
    return Basket.objects.select_for_update().filter(pk__in=[basket.pk for basket in baskets]).order_by("pk")


def _move(item: BasketItem, basket: Basket) -> str:
    """Move a line, adding it to one of the same kind. Gives why it cannot be moved, else empty text."""
    same = basket.items.filter(ref=item.ref).first()
    try:
        product = product_for_sale(product_id=item.product_id)
        wanted = item.quantity + (same.quantity if same else 0)
        wanted = 1 if product.kind == Product.Kind.UNIQUE else clean_quantity(wanted)
        content = content_available(product, line_goods([product]), same or item, wanted, basket)
    except ShopError as error:
        return error.message
    if same is None:
        item.basket = basket
        item.seen_price = content.unit_price
        item.save(update_fields=["basket", "seen_price", "date_updated"])
    else:
        same.quantity, same.seen_price = wanted, content.unit_price
        same.save(update_fields=["quantity", "seen_price", "date_updated"])
        item.delete()
    return ""

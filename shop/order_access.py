"""Which orders a session may see: those placed in it and those whose secret link was opened in it."""

from django.http import HttpRequest

from .models import Order

ORDERS_KEY = "orders"
NEW_ORDER_KEY = "new_order"
MOST_ORDERS = 20


def order_remember(request: HttpRequest, order: Order, *, is_new: bool = False) -> None:
    """Let this session see the order; `is_new` greets the buyer once on the next view of it."""
    refs = [ref for ref in request.session.get(ORDERS_KEY, []) if ref != order.ref]
    request.session[ORDERS_KEY] = [*refs, order.ref][-MOST_ORDERS:]
    if is_new:
        request.session[NEW_ORDER_KEY] = order.ref


def order_of_session(request: HttpRequest, ref: str) -> Order | None:
    """The order, if this session may see it; None for a foreign, an unknown and an erased one alike."""
    if ref not in request.session.get(ORDERS_KEY, []):
        return None
    return Order.objects.select_related("delivery_method").filter(ref=ref, erased_at=None).first()


def order_is_new(request: HttpRequest, order: Order) -> bool:
    """True once, for the first view after the order was placed."""
    if request.session.get(NEW_ORDER_KEY) != order.ref:
        return False
    del request.session[NEW_ORDER_KEY]
    return True

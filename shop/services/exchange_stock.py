"""The shelf behind an exchange: the replacement is held, sent or let go, the returned pieces are put back.

`on_hand` changes only together with a StockMovement, `reserved` only together with a StockReservation, each step once. The
order's row is locked by the caller.
"""

from django.db.models import F
from django.utils.translation import gettext as _

from ..models import Exchange, StockItem, StockMovement, StockReservation
from ..status import ReservationState
from .errors import BadInput, OutOfStock


def exchange_hold(*, exchange: Exchange, pieces: int) -> StockReservation:
    """Promise pieces of the replacement to an exchange that holds none, or no longer any. Raises OutOfStock."""
    shelf = StockItem.objects.select_related("product").filter(product=exchange.product_id).first()
    if shelf is None:
        raise OutOfStock(exchange.product, 0)
    free = StockItem.objects.filter(pk=shelf.pk, on_hand__gte=F("reserved") + pieces)
    if not free.update(reserved=F("reserved") + pieces):
        shelf.refresh_from_db(fields=["on_hand", "reserved"])
        raise OutOfStock(shelf.product, shelf.available)
    values = {"order": exchange.order, "item": shelf, "quantity": pieces, "state": ReservationState.ACTIVE}
    return StockReservation.objects.update_or_create(exchange=exchange, defaults=values)[0]


def exchange_let_go(*, exchange: Exchange, pieces: int | None = None) -> int:
    """Give pieces of the replacement back to the shelf, all that are held when left out. Gives how many are still held."""
    held = StockReservation.objects.filter(exchange=exchange, state=ReservationState.ACTIVE).first()
    if held is None:
        return 0
    gone = held.quantity if pieces is None else min(pieces, held.quantity)
    StockItem.objects.filter(pk=held.item_id).update(reserved=F("reserved") - gone)
    left = held.quantity - gone
    if left:
        held.quantity = left
    else:
        held.state = ReservationState.RELEASED
    held.save(update_fields=["quantity", "state"])
    return left


def exchange_take_out(*, exchange: Exchange, by=None) -> StockMovement | None:
    """Take what is held off the shelf: the replacement leaves. None when it has left before."""
    held = StockReservation.objects.filter(exchange=exchange, state=ReservationState.ACTIVE).first()
    if held is None:
        return None
    StockReservation.objects.filter(pk=held.pk).update(state=ReservationState.CONSUMED)
    StockItem.objects.filter(pk=held.item_id).update(
        reserved=F("reserved") - held.quantity, on_hand=F("on_hand") - held.quantity
    )
    return StockMovement.objects.create(
        item_id=held.item_id,
        quantity=-held.quantity,
        reason=StockMovement.Reason.EXCHANGE,
        order_id=exchange.order_id,
        exchange=exchange,
        created_by=by,
    )


def exchange_put_back(*, exchange: Exchange, pieces: int, by=None) -> StockMovement | None:
    """Put returned pieces on the shelf of what was returned. None where it lies on no shelf (made to order, deleted)."""
    if not 0 < pieces <= exchange.quantity:
        raise BadInput(_("At most %(count)d pieces came back by this exchange.") % {"count": exchange.quantity})
    returned = exchange.previous.product_id if exchange.previous else exchange.item.product_id
    shelf = StockItem.objects.select_for_update().filter(product_id=returned).first()
    if shelf is None:
        return None
    StockItem.objects.filter(pk=shelf.pk).update(on_hand=F("on_hand") + pieces)
    return StockMovement.objects.create(
        item=shelf,
        quantity=pieces,
        reason=StockMovement.Reason.RETURN,
        order_id=exchange.order_id,
        exchange=exchange,
        created_by=by,
    )

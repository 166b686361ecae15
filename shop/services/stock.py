"""Stock: what lies on the shelf, what is promised to orders, and the ledger of both.

`on_hand` changes only together with a StockMovement, `reserved` only together with a StockReservation. Rows are taken
in primary-key order, so that two orders of the same goods never wait for each other in a circle.
"""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..models import Order, Product, StockItem, StockMovement, StockReservation, WithdrawalLine
from ..status import ReservationState
from .checks import clean_text
from .errors import BadInput, OutOfStock
from .lines import WITHOUT_STOCK

MAX_STOCK = 1_000_000


def stock_receive(*, product: Product, quantity: int, by=None, note: str = "") -> StockItem:
    """Put `quantity` (1 or more) new pieces on the shelf; the first receipt creates the stock row.

    Gives the refreshed stock row. Raises BadInput for a number below 1 or beyond any shelf.
    """
    quantity = _pieces(quantity, least=1)
    if product.kind in WITHOUT_STOCK:
        raise BadInput(_("This kind of good lies on no shelf: there is nothing to receive."))
    note = clean_text(note, label=_("Note"), max_length=200, required=False)
    with transaction.atomic():
        item, _created = StockItem.objects.get_or_create(product=product)
        StockItem.objects.filter(pk=item.pk).update(on_hand=F("on_hand") + quantity)
        StockMovement.objects.create(
            item=item, quantity=quantity, reason=StockMovement.Reason.RECEIPT, note=note, created_by=by
        )
        item.refresh_from_db()
    return item


def stock_correct(*, product: Product, on_hand: int, by, note: str) -> StockItem:
    """Set the stock to the number counted on the shelf. The note says why and is compulsory.

    Raises BadInput when pieces promised to orders would be missing: those orders must be cancelled first.
    """
    on_hand = _pieces(on_hand, least=0)
    note = clean_text(note, label=_("Note"), max_length=200)
    with transaction.atomic():
        StockItem.objects.get_or_create(product=product)
        item = StockItem.objects.select_for_update().get(product=product)
        if on_hand < item.reserved:
            raise BadInput(
                _("%(count)d pieces are promised to orders: cancel those orders first.")
                % {"count": item.reserved}
            )
        difference = on_hand - item.on_hand
        if difference:
            StockItem.objects.filter(pk=item.pk).update(on_hand=on_hand)
            StockMovement.objects.create(
                item=item,
                quantity=difference,
                reason=StockMovement.Reason.CORRECTION,
                note=note,
                created_by=by,
            )
            item.on_hand = on_hand
    return item


def stock_take(
    *, order: Order, quantities: Mapping[int, int], expires_at: datetime.datetime | None = None
) -> list[StockReservation]:
    """Promise pieces to an order, all or nothing. Must run inside the order's transaction.

    quantities: {primary key of the product: pieces}. Raises OutOfStock for the first product that is short; the
    caller's transaction must then be rolled back, which gives back what was taken before.
    """
    items = list(StockItem.objects.filter(product__in=quantities).select_related("product").order_by("pk"))
    if missing := set(quantities) - {item.product_id for item in items}:
        raise OutOfStock(Product.objects.get(pk=min(missing)), 0)
    for item in items:
        wanted = quantities[item.product_id]
        free = StockItem.objects.filter(pk=item.pk, on_hand__gte=F("reserved") + wanted)
        if not free.update(reserved=F("reserved") + wanted):
            item.refresh_from_db(fields=["on_hand", "reserved"])
            raise OutOfStock(item.product, item.available)
    return StockReservation.objects.bulk_create(
        StockReservation(order=order, item=item, quantity=quantities[item.product_id], expires_at=expires_at)
        for item in items
    )


def stock_release(*, order: Order) -> int:
    """Give back what an order held, each reservation once however often this is called. Gives their number."""
    return _settle(order, ReservationState.RELEASED, by=None)


def stock_consume(*, order: Order, by=None) -> int:
    """Take what an order held off the shelf: the goods left. Each reservation once. Gives their number."""
    return _settle(order, ReservationState.CONSUMED, by=by)


def stock_retake(*, order: Order) -> int:
    """Promise an order again what it gave back, all or nothing. Gives the number of reservations.

    Conditional updates in the order of primary keys, as in `stock_take`. Raises OutOfStock when a piece is no longer
    free; then nothing was taken.
    """
    with transaction.atomic():
        released = order.reservations.filter(exchange=None, state=ReservationState.RELEASED).order_by("item_id")
        for reservation in released.select_related("item__product"):
            free = StockItem.objects.filter(
                pk=reservation.item_id, on_hand__gte=F("reserved") + reservation.quantity
            )
            if not free.update(reserved=F("reserved") + reservation.quantity):
                raise OutOfStock(reservation.item.product, reservation.item.available)
            # A reservation that is paid for waits without an end.
            StockReservation.objects.filter(pk=reservation.pk).update(
                state=ReservationState.ACTIVE, expires_at=None
            )
        return len(released)


def stock_return(*, line: WithdrawalLine, pieces: int, by=None) -> StockMovement | None:
    """Put pieces of a withdrawn line back on the shelf, each line once; they can be bought again at once.

    Gives the movement, None when the line was put back before or the good has no shelf (made to order, deleted). Raises
    BadInput for more pieces than were withdrawn from. The order's row is locked by the caller.
    """
    pieces = _pieces(pieces, least=1)
    if pieces > line.quantity:
        raise BadInput(_("Only %(count)d pieces of this line were withdrawn from.") % {"count": line.quantity})
    if line.exchange and line.exchange.sent_at is None:
        raise BadInput(_("These pieces came back before, for an exchange: there are none to put on the shelf."))
    product_id = line.exchange.product_id if line.exchange else line.item.product_id
    item = StockItem.objects.select_for_update().filter(product_id=product_id).first()
    if item is None:
        return None
    movement, is_new = StockMovement.objects.get_or_create(
        withdrawal_line=line,
        defaults={
            "item": item,
            "quantity": pieces,
            "reason": StockMovement.Reason.RETURN,
            "order_id": line.item.order_id,
            "created_by": by,
        },
    )
    if not is_new:
        return None
    StockItem.objects.filter(pk=item.pk).update(on_hand=F("on_hand") + pieces)
    return movement


def _settle(order: Order, state: ReservationState, *, by) -> int:
    """Close the active reservations of an order; whoever changes the state first also moves the stock."""
    settled = 0
    with transaction.atomic():
        # What exchanges hold is settled by them.
        active = order.reservations.filter(exchange=None, state=ReservationState.ACTIVE).order_by("item_id")
        for reservation in active:
            mine = StockReservation.objects.filter(pk=reservation.pk, state=ReservationState.ACTIVE)
            if not mine.update(state=state):
                continue
            settled += 1
            changes = {"reserved": F("reserved") - reservation.quantity}
            if state == ReservationState.CONSUMED:
                changes["on_hand"] = F("on_hand") - reservation.quantity
                StockMovement.objects.create(
                    item_id=reservation.item_id,
                    quantity=-reservation.quantity,
                    reason=StockMovement.Reason.SALE,
                    order=order,
                    created_by=by,
                )
            StockItem.objects.filter(pk=reservation.item_id).update(**changes)
    return settled


def _pieces(value: int, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MAX_STOCK:
        raise BadInput(_("Give a number of pieces from %(least)d up.") % {"least": least})
    return value

"""Orders of gift cards alone: nobody packs anything, so they are done when the cards are issued."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef

from ..models import DeliveryMethod, GiftCard, Order
from ..status import OrderStatus
from .order_moves import order_locked, order_move

logger = logging.getLogger(__name__)


def card_orders_complete() -> int:
    """Close paid orders that are delivered by e-mail and whose cards are issued. Gives their number.

    The mail with the codes has told the buyer already. Safe to run twice, and at the same time.
    """
    issued = Exists(GiftCard.objects.filter(item__order=OuterRef("pk")))
    waiting = Order.objects.filter(
        issued, status=OrderStatus.PROCESSING, delivery_method__kind=DeliveryMethod.Kind.EMAIL
    )
    done = 0
    for pk in waiting.values_list("pk", flat=True):
        try:
            done += _complete(pk)
        except Exception:
            # One spoilt order must not keep the others.
            logger.exception("order %s could not be completed", pk)
    return done


def _complete(pk: int) -> bool:
    with transaction.atomic():
        order = order_locked(pk)
        if order.status != OrderStatus.PROCESSING:
            return False
        order_move(order, OrderStatus.SHIPPED, notify=False)
        order_move(order, OrderStatus.COMPLETED, notify=False)
    return True

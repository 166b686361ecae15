"""Placing orders in tests as the checkout does."""

from shop.models import Order, OrderItem, OrderStatusChange, Outbox, Parcel, StockItem, StockReservation
from shop.services.baskets import basket_quote
from shop.services.orders import order_place
from tests import factories


def place(
    basket, *, key="key-of-the-form-1", total=None, buyer=None, delivery=None, payment_method="transfer"
):
    delivery = delivery or factories.make_delivery()
    if total is None:
        total = basket_quote(basket=basket, delivery=delivery).total
    return order_place(
        basket=basket,
        buyer=buyer or factories.make_buyer(),
        delivery=delivery,
        payment_method=payment_method,
        expected_total=total,
        key=key,
    )


def nothing_was_ordered() -> bool:
    rows = [Order, OrderItem, Parcel, StockReservation, OrderStatusChange, Outbox]
    reserved = StockItem.objects.exclude(reserved=0)
    return not any(model.objects.exists() for model in rows) and not reserved.exists()

"""Exchanges on their way, for the tests."""

from shop.models import Exchange, Order, OrderItem, Product
from shop.services.exchange_goods import exchange_goods_back
from shop.services.exchanges import exchange_accept, exchange_ask
from shop.services.orders import parcel_update
from shop.status import ParcelStatus


def ask(order: Order, product: Product, *, pieces: int = 1, key: str = "key-of-the-exchange", item=None, **values) -> Exchange:
    """What somebody asks for who sees the order: another good for its first line."""
    item = item or order.items.order_by("pk").first()
    return exchange_ask(order=order, item=item, product=product, pieces=pieces, key=key, **values)


def accepted(order: Order, product: Product, **values) -> Exchange:
    return exchange_accept(exchange=ask(order, product, **values))


def returned(order: Order, product: Product, *, restock: int = 1, **values) -> Exchange:
    return exchange_goods_back(exchange=accepted(order, product, **values), restock=restock)


def sent(order: Order, product: Product, *, restock: int = 1, **values) -> Exchange:
    exchange = returned(order, product, restock=restock, **values)
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT, tracking_number="0123456789")
    exchange.refresh_from_db()
    return exchange


def shelf(product: Product) -> tuple[int, int]:
    """(on hand, reserved) of a good, for those without a shelf (0, 0)."""
    stock = Product.objects.get(pk=product.pk).stock
    return stock.on_hand, stock.reserved


def first_line(order: Order) -> OrderItem:
    return order.items.order_by("pk").first()

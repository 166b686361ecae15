"""The goods of an exchange on their ways: the old ones back, the replacement out, as a parcel of the same order."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Exchange, OrderItem, Parcel, Product
from ..status import ParcelStatus
from .errors import BadInput
from .exchange_stock import exchange_hold, exchange_let_go, exchange_put_back, exchange_take_out
from .exchange_terms import replacements
from .exchanges import exchange_locked
from .holdings import Holding
from .outbox import message_queue
from .parcel_sizes import PackedGood, parcels_of
from .shipping import ParcelQuote
from .snapshots import product_snapshots

State = Exchange.State


def exchange_goods_back(
    *, exchange: Exchange, restock: int = 0, is_waived: bool = False, by=None
) -> Exchange:
    """Write down that the old pieces came back, and make the parcel of the replacement; once.

    restock: pieces fit for sale, the others are written off. is_waived: the old ones need not come back, only for a faulty
    thing: it is the seller who has to fetch it (Consumer Rights Act, art. 43d). Raises BadInput.
    """
    with transaction.atomic():
        locked = exchange_locked(exchange, State.ACCEPTED)
        if isinstance(restock, bool) or not isinstance(restock, int) or not 0 <= restock <= locked.quantity:
            raise BadInput(_("At most %(count)d pieces came back by this exchange.") % {"count": locked.quantity})
        if is_waived and (restock or locked.complaint_id is None):
            raise BadInput(_("Either the thing came back or it need not, and without a fault it must."))
        locked.goods_back_at, locked.is_return_waived = timezone.now(), is_waived
        if restock and exchange_put_back(exchange=locked, pieces=restock, by=by):
            locked.restocked = restock
        locked.state, locked.handled_by = State.GOODS_BACK, by
        locked.save(update_fields=["state", "goods_back_at", "is_return_waived", "restocked", "handled_by"])
        Parcel.objects.create(order=locked.order, exchange=locked, **_packed(locked))
    exchange.refresh_from_db()
    return exchange


def exchange_change_product(*, exchange: Exchange, product: Product, by=None) -> Exchange:
    """Send another thing than was chosen, after asking the buyer: what was held is let go, the other one is held.

    Raises BadInput, OutOfStock; then all stays as it was.
    """
    snapshot = product_snapshots(product_ids=[product.pk], language=exchange.order.language).get(product.pk, {})
    with transaction.atomic():
        locked = exchange_locked(exchange, State.ACCEPTED, State.GOODS_BACK)
        if product.pk not in {each.pk for each in exchange_choices(exchange=locked)}:
            raise BadInput(_("This thing cannot be chosen any more: it was sold, or its price is another one now."))
        pieces = locked.reservation.quantity
        exchange_let_go(exchange=locked)
        locked.product, locked.product_data, locked.handled_by = product, snapshot, by
        locked.save(update_fields=["product", "product_data", "handled_by"])
        exchange_hold(exchange=locked, pieces=pieces)
        Parcel.objects.filter(exchange=locked).update(**_packed(locked))
    exchange.refresh_from_db()
    return exchange


def exchange_choices(*, exchange: Exchange) -> list[Product]:
    """Goods that may be sent instead of the one chosen."""
    held = Holding(exchange.item, exchange.previous, exchange.quantity)
    return [product for product in replacements(holding=held) if product.pk != exchange.product_id]


def exchange_follow(*, parcel: Parcel, by=None) -> None:
    """Let the exchange follow its parcel, which the caller has locked after the order: sent, ready, or handed over.

    What leaves is taken off the shelf once, and the buyer is told once.
    """
    exchange = Exchange.objects.select_for_update().get(pk=parcel.exchange_id)
    exchange.order = parcel.order
    if parcel.status in {ParcelStatus.SENT, ParcelStatus.READY}:
        message_queue(
            kind="exchange_sent",
            order=exchange.order,
            exchange=exchange,
            dedupe=f"exchange-sent:{exchange.number}",
        )
    if parcel.status in {ParcelStatus.SENT, ParcelStatus.DELIVERED} and exchange.state == State.GOODS_BACK:
        exchange_take_out(exchange=exchange, by=by)
        exchange.state, exchange.sent_at, exchange.closed_at = State.SENT, timezone.now(), timezone.now()
        if by is not None:
            exchange.handled_by = by
        exchange.save(update_fields=["state", "sent_at", "closed_at", "handled_by"])


def replacement_line(exchange: Exchange, parcel: Parcel | None = None) -> OrderItem:
    """The replacement as a line to pack and to show; never saved, for it is no part of what was paid for.

    Its pieces are those held for it, fewer than the exchange's where some were withdrawn from before it was sent.
    """
    held = getattr(exchange, "reservation", None)
    return OrderItem(
        order=exchange.order,
        parcel=parcel,
        enterprise_id=exchange.item.enterprise_id,
        product_id=exchange.product_id,
        product_data={"name": exchange.name, "code": exchange.product.code, **exchange.product_data},
        quantity=held.quantity if held else exchange.quantity,
        unit_price=exchange.item.unit_price,
        vat_rate=exchange.item.vat_rate,
    )


def _packed(exchange: Exchange) -> dict:
    """Who packs it, and size, weight and boxes of the parcel; its delivery costs the buyer nothing."""
    product, maker = exchange.product, exchange.product.enterprise
    packer = maker.packed_by or maker
    [packed] = parcels_of([PackedGood(packer, product, exchange.reservation.quantity, maker=maker)])
    return {"enterprise": packer, **ParcelQuote(packed, Decimal("0.00")).values}

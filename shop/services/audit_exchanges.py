"""Invariants of exchanges: no piece counts twice, and the shelf knows what was held, sent and put back. Part of
shop.services.audit."""

from collections.abc import Callable, Iterator

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from ..models import Exchange, OrderItem, Parcel, StockMovement, StockReservation, Withdrawal, WithdrawalLine
from ..status import ParcelStatus, ReservationState
from .holdings import IN_EFFECT

CHUNK = 1000
State = Exchange.State
#: What must have become of the pieces held, by the state of the exchange; None: nothing was ever held.
HELD = {
    State.ASKED: (None,),
    State.ACCEPTED: (ReservationState.ACTIVE,),
    State.GOODS_BACK: (ReservationState.ACTIVE,),
    State.SENT: (ReservationState.CONSUMED,),
    State.REFUSED: (None,),
    State.GIVEN_UP: (None, ReservationState.RELEASED),
}


def exchanged_within_ordered() -> Iterator[str]:
    """Pieces withdrawn from and pieces exchanged are never more than there are: of a line, and of what came in exchange."""
    lines = WithdrawalLine.objects.exclude(withdrawal__state=Withdrawal.State.REFUSED)
    exchanges = Exchange.objects.filter(IN_EFFECT)
    items = OrderItem.objects.annotate(
        gone=_pieces(lines.filter(item=OuterRef("pk"), exchange=None), "item"),
        swapped=_pieces(exchanges.filter(item=OuterRef("pk"), previous=None), "item"),
    )
    for item in items.filter(quantity__lt=F("gone") + F("swapped")).select_related("order").iterator(CHUNK):
        yield (
            f"order {item.order.ref}: {item.gone} withdrawn from and {item.swapped} exchanged of "
            f"{item.quantity} × {item.code}"
        )
    came = Exchange.objects.annotate(
        gone=_pieces(lines.filter(exchange=OuterRef("pk")), "exchange"),
        swapped=_pieces(exchanges.filter(previous=OuterRef("pk")), "previous"),
    )
    for exchange in came.filter(quantity__lt=F("gone") + F("swapped")).iterator(CHUNK):
        yield (
            f"exchange {exchange.number}: {exchange.gone} withdrawn from and {exchange.swapped} exchanged of "
            f"{exchange.quantity}"
        )


def exchanges_are_of_one_order() -> Iterator[str]:
    """Line, complaint and the exchange before are of the order; the maker is the line's own."""
    wrong = Exchange.objects.filter(
        ~Q(item__order=F("order"))
        | ~Q(product__enterprise=F("item__enterprise"))
        | (Q(previous__isnull=False) & ~Q(previous__item=F("item")))
        | (Q(complaint__isnull=False) & ~Q(complaint__item=F("item")))
    )
    for exchange in wrong.iterator(CHUNK):
        yield f"exchange {exchange.number}: its line, maker or complaint is another order's"
    others = WithdrawalLine.objects.exclude(exchange=None).exclude(exchange__item=F("item"))
    for line in others.select_related("withdrawal").iterator(CHUNK):
        yield f"withdrawal {line.withdrawal.number}: line {line.pk} came by an exchange of another line"


def exchanges_hold_their_pieces() -> Iterator[str]:
    found = Exchange.objects.annotate(
        held=F("reservation__state"), pieces=F("reservation__quantity"), shelf=F("reservation__item__product")
    )
    for exchange in found.iterator(CHUNK):
        if exchange.held not in HELD[State(exchange.state)]:
            yield f"exchange {exchange.number}: {exchange.state}, but its pieces are {exchange.held or 'not held'}"
        elif exchange.held and (exchange.pieces > exchange.quantity or exchange.shelf != exchange.product_id):
            yield f"exchange {exchange.number}: {exchange.pieces} of another good, or too many, are held"


def exchanges_are_in_ledger() -> Iterator[str]:
    """What was sent left the shelf, what came back lies on it, as often as the exchange says."""
    reasons = StockMovement.Reason
    moved = StockMovement.objects.filter(exchange=OuterRef("pk"))
    out = moved.filter(reason=reasons.EXCHANGE).values("quantity")[:1]
    back = moved.filter(reason=reasons.RETURN).values("quantity")[:1]
    sent = StockReservation.objects.filter(exchange=OuterRef("pk"), state=ReservationState.CONSUMED)
    found = Exchange.objects.annotate(
        out=Coalesce(Subquery(out), 0), back=Coalesce(Subquery(back), 0),
        sent=Coalesce(Subquery(sent.values("quantity")[:1]), 0),
    )
    for exchange in found.filter(~Q(out=-F("sent")) | ~Q(back=F("restocked"))).iterator(CHUNK):
        yield (
            f"exchange {exchange.number}: {exchange.sent} sent and {exchange.restocked} put back, "
            f"ledger says {-exchange.out} and {exchange.back}"
        )


def replacements_have_parcels() -> Iterator[str]:
    """From the return of the old pieces on there is a parcel of the same order, and what was sent is on its way."""
    gone = [ParcelStatus.SENT, ParcelStatus.DELIVERED]
    packed = Q(state__in=[State.GOODS_BACK, State.SENT])
    wrong = Exchange.objects.filter(
        (packed & (Q(parcel=None) | ~Q(parcel__order=F("order"))))
        | (Q(state=State.SENT) & ~Q(parcel__status__in=gone))
        | (~Q(state=State.SENT) & Q(parcel__status__in=gone))
    )
    for exchange in wrong.iterator(CHUNK):
        yield f"exchange {exchange.number}: {exchange.state}, but its parcel does not say so"
    strangers = Parcel.objects.filter(exchange__isnull=False).exclude(enterprise=F("exchange__product__enterprise"))
    for parcel in strangers.select_related("exchange__product").iterator(CHUNK):
        # Makers in one house send one parcel, as it was when it was made.
        if parcel.exchange.product.enterprise_id not in {maker["enterprise"] for maker in parcel.shared_by}:
            yield f"exchange {parcel.exchange.number}: another enterprise packs it than made the replacement"


EXCHANGE_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    exchanged_within_ordered,
    exchanges_are_of_one_order,
    exchanges_hold_their_pieces,
    exchanges_are_in_ledger,
    replacements_have_parcels,
)


def _pieces(rows, owner: str) -> Coalesce:
    total = rows.order_by().values(owner).annotate(sum_of_rows=Sum("quantity")).values("sum_of_rows")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)

"""Another thing in place of one that was delivered: what a buyer asks for, and the replacement that a complaint leads to.

An exchange without a fault is the seller's good will: it may be refused, and it takes nothing from the right to withdraw.
Each step locks the order, then the exchange, and is taken once. Money does not move: the price is the same.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Complaint, Exchange, Order, OrderItem, Product
from .after_sale import create_once
from .checks import clean_text
from .errors import BadInput
from .exchange_stock import exchange_hold
from .exchange_terms import (
    GRACE_DAYS,
    RETURN_DAYS,
    exchange_offers,
    exchanges_late,
    replaceable,
    replacements,
)
from .exchange_yield import exchange_end
from .holdings import MAY_YIELD
from .order_moves import order_locked
from .outbox import message_queue
from .snapshots import product_snapshots
from .workdays import term_end

PREFIX = "WY"
State = Exchange.State


def exchange_ask(
    *, order: Order, item: OrderItem, product: Product, pieces: int, key: str, remark: str = ""
) -> Exchange:
    """Take what a buyer asks for and queue the receipt. The same key again gives the same exchange and changes nothing.

    order: one that the buyer was shown. product, pieces: within `exchange_offers`. Nothing is held yet. Raises BadInput.
    """
    remark = clean_text(remark, label=_("Your remark"), max_length=500, required=False)
    key = clean_text(key, label=_("Form key"), max_length=64)
    snapshot = _snapshot(product, order.language)

    def make(number: str) -> Exchange:
        locked = order_locked(order)
        offer = next((each for each in exchange_offers(order=locked) if each.holding.item.pk == item.pk), None)
        if offer is None:
            raise BadInput(_("This thing can no longer be exchanged: it is withdrawn from, under an exchange already, or its time is over."))
        chosen = next((each for each in offer.products if each.pk == product.pk), None)
        if chosen is None:
            raise BadInput(_("This thing cannot be chosen any more: it was sold, or its price is another one now."))
        _check_pieces(pieces, offer.most(chosen))
        exchange = Exchange.objects.create(
            number=number,
            key=key,
            order=locked,
            item=item,
            quantity=pieces,
            product=product,
            product_data=snapshot,
            remark=remark,
        )
        _tell(exchange, "exchange_received")
        return exchange

    with transaction.atomic():
        return create_once(Exchange, prefix=PREFIX, key=key, make=make)[0]


def exchange_for_complaint(
    *,
    complaint: Complaint,
    product: Product,
    pieces: int,
    key: str,
    previous: Exchange | None = None,
    explanation: str = "",
    by=None,
) -> Exchange:
    """Write down that a replacement is sent for a faulty thing, and hold it (Consumer Rights Act, art. 43d). The buyer is told.

    complaint: an accepted one whose thing is known. previous: the exchange by which the faulty pieces came. explanation: for
    the buyer, how the faulty thing gets to the seller, who pays for it. The same key again changes nothing. Raises
    BadInput, OutOfStock.
    """
    explanation = clean_text(explanation, label=_("Explanation"), max_length=500, required=False)
    key = clean_text(key, label=_("Form key"), max_length=64)
    if complaint.item is None:
        raise BadInput(_("Choose first which thing the complaint is about."))
    snapshot = _snapshot(product, complaint.item.order.language)

    def make(number: str) -> Exchange:
        order = order_locked(complaint.item.order_id)
        told = Complaint.objects.select_for_update().get(pk=complaint.pk)
        if not complaint_replaceable(told):
            raise BadInput(_("A replacement follows from a complaint that is accepted."))
        item = told.item
        item.order = order
        held = next((each for each in replaceable(item=item) if each.exchange == previous), None)
        if held is None:
            raise BadInput(_("Nothing of this thing is left to replace."))
        if product.pk not in {each.pk for each in replacements(holding=held)}:
            raise BadInput(_("This thing cannot be chosen any more: it was sold, or its price is another one now."))
        _check_pieces(pieces, held.free)
        exchange = Exchange.objects.create(
            number=number,
            key=key,
            order=order,
            item=item,
            previous=previous,
            complaint=told,
            quantity=pieces,
            product=product,
            product_data=snapshot,
            explanation=explanation,
        )
        _accept(exchange, by)
        return exchange

    with transaction.atomic():
        return create_once(Exchange, prefix=PREFIX, key=key, make=make)[0]


def complaint_replaceable(complaint: Complaint) -> bool:
    """Whether the complaint is one that a replacement may be sent for: accepted, by us or by the law."""
    if complaint.item_id is None or complaint.erased_at:
        return False
    accepted = complaint.state in {Complaint.State.ACCEPTED, Complaint.State.PARTLY}
    return accepted or complaint.is_deemed_accepted


def exchange_accept(*, exchange: Exchange, by=None) -> Exchange:
    """Agree, and hold the replacement in the same transaction. The buyer has RETURN_DAYS days. Raises BadInput, OutOfStock."""
    with transaction.atomic():
        locked = exchange_locked(exchange, State.ASKED)
        _accept(locked, by)
    exchange.refresh_from_db()
    return exchange


def exchange_refuse(*, exchange: Exchange, explanation: str, by=None) -> Exchange:
    """Say no; the buyer reads why and may still withdraw. Raises BadInput."""
    explanation = clean_text(explanation, label=_("Explanation"), max_length=500)
    with transaction.atomic():
        locked = exchange_locked(exchange, State.ASKED)
        locked.answered_at = timezone.now()
        locked.save(update_fields=["answered_at"])
        exchange_end(locked, State.REFUSED, by=by, explanation=explanation)
        _tell(locked, "exchange_answered", "refused")
    exchange.refresh_from_db()
    return exchange


def exchange_give_up(*, exchange: Exchange, explanation: str, by=None) -> Exchange:
    """End an exchange whose old pieces the buyer keeps: by his word, or because nothing can be sent. What was held is free
    again. Raises BadInput, also once the old pieces are back: then there is something to send.
    """
    explanation = clean_text(explanation, label=_("Explanation"), max_length=500)
    with transaction.atomic():
        locked = exchange_locked(exchange, *MAY_YIELD)
        exchange_end(locked, State.GIVEN_UP, by=by, explanation=explanation)
        _tell(locked, "exchange_answered", "given-up")
    exchange.refresh_from_db()
    return exchange


def exchanges_expire(*, today: datetime.date | None = None) -> int:
    """Give up what was agreed on and did not come back GRACE_DAYS after its day. For housekeeping. Gives their number."""
    today = today or timezone.localdate()
    late = exchanges_late(Exchange.objects.all(), today=today - datetime.timedelta(days=GRACE_DAYS))
    done = 0
    for number in late.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            order_locked(Exchange.objects.values_list("order", flat=True).get(pk=number))
            locked = late.select_for_update().filter(pk=number).first()
            # Asked again under the lock: the thing may have come in between.
            if locked is not None:
                exchange_end(locked, State.GIVEN_UP)
                _tell(locked, "exchange_answered", "given-up")
                done += 1
    return done


def exchange_locked(exchange: Exchange, *states: str) -> Exchange:
    """The exchange, its order locked before it. Raises BadInput unless it is in one of these states."""
    order = order_locked(exchange.order_id)
    locked = Exchange.objects.select_for_update().get(pk=exchange.pk)
    locked.order = order
    if locked.state not in states:
        raise BadInput(_("This exchange is another step further already. Look at it again."))
    if locked.erased_at or order.erased_at:
        raise BadInput(_("The personal data of this exchange was erased."))
    return locked


def _accept(exchange: Exchange, by) -> None:
    exchange_hold(exchange=exchange, pieces=exchange.quantity)
    exchange.state, exchange.answered_at, exchange.handled_by = State.ACCEPTED, timezone.now(), by
    exchange.return_by = term_end(timezone.localdate(), RETURN_DAYS)
    exchange.save(update_fields=["state", "answered_at", "handled_by", "return_by"])
    _tell(exchange, "exchange_answered", "accepted")


def _check_pieces(pieces: int, most: int) -> None:
    if isinstance(pieces, bool) or not isinstance(pieces, int) or not 0 < pieces <= most:
        raise BadInput(_("You can exchange %(most)d pieces at most.") % {"most": most})


def _snapshot(product: Product, language: str) -> dict:
    """Made before the transaction: a picture may have to be scaled first."""
    return product_snapshots(product_ids=[product.pk], language=language).get(product.pk, {})


def _tell(exchange: Exchange, kind: str, step: str = "") -> None:
    name = kind.replace("_", "-") + (f"-{step}" if step else "")
    message_queue(kind=kind, order=exchange.order, exchange=exchange, dedupe=f"{name}:{exchange.number}")

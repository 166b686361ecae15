"""All that the order screen shows, gathered with few queries."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from home.formats import money

from ..models import Order, OrderItem, Outbox, Parcel
from ..order_state import status_label
from ..services.deadlines import is_overdue
from ..services.deferred import is_in_debt, waits_for_acceptance
from ..services.exchange_goods import replacement_line
from ..services.order_money import price_due
from ..services.outbox import MAX_TRIES
from ..services.shipments import shipment_possible
from ..shared_parcels import has_several_makers, parcel_text
from ..status import OrderStatus
from ..sums_context import order_after_rows, order_rows
from .online_sheet import online_sheet
from .order_forms import NoteForm, ParcelForm, PaymentForm
from .steps import order_steps, parcel_steps


@dataclass(frozen=True)
class ParcelSheet:
    """A parcel of the order with its lines. context: of the maker, where all of it is by one; together: why several makers
    share it."""

    parcel: Parcel
    items: list[OrderItem]
    context: dict
    together: str
    several_makers: bool
    form: ParcelForm | None
    slip_url: str
    label_possible: bool


@dataclass(frozen=True)
class Event:
    """A line of the timeline."""

    at: datetime.datetime
    text: str
    who: str = ""


def order_sheet(order: Order, forms: dict | None = None) -> dict:
    """Context of the order screen. forms: bound forms with errors, by `payment`, `note` or the parcel's key."""
    forms = forms or {}
    payments = list(order.payments.select_related("recorded_by"))
    notes = list(order.notes.select_related("author"))
    messages = list(order.messages.order_by("created_at"))
    paid = sum((payment.amount for payment in payments), Decimal("0.00"))
    outstanding = price_due(order) - paid
    if order.paid_at and outstanding > 0:
        # What went back through the gateway is not owed again.
        outstanding = Decimal("0.00")
    return {
        "order": order,
        "status_label": status_label(order),
        "steps": order_steps(order),
        "parcels": _parcels(order, forms),
        "payments": payments,
        "paid": paid,
        "outstanding": outstanding,
        "notes": notes,
        "messages_sent": [(message, message_kind(message), message_state(message)) for message in messages],
        "timeline": _timeline(order, payments, notes, messages),
        "payment_form": forms.get("payment") or PaymentForm(outstanding=outstanding),
        "note_form": forms.get("note") or NoteForm(),
        "is_late": is_late(order),
        "to_accept": waits_for_acceptance(order),
        "withdrawals": list(order.withdrawals.all()),
        "complaints": list(order.complaints.all()),
        "exchanges": list(order.exchanges.all()),
        "sum_rows": order_rows(order),
        "after_rows": order_after_rows(order),
        **online_sheet(order),
    }


def is_late(order: Order) -> bool:
    """True for an order whose time to pay is over: a placed one, or one sent with a term of payment."""
    return is_in_debt(order) or (
        order.status == OrderStatus.CREATED
        and not order.paid_at
        and is_overdue(order)
    )


def message_state(message: Outbox) -> str:
    if message.sent_at:
        return _("sent")
    if message.attempts >= MAX_TRIES:
        return _("given up")
    return _("failed, will be tried again") if message.attempts else _("waiting")


def _parcels(order: Order, forms: dict) -> list[ParcelSheet]:
    lines: dict[int, list[OrderItem]] = {}
    for item in order.items.order_by("pk"):
        lines.setdefault(item.parcel_id, []).append(item)
    sheets = []
    for parcel in order.parcels.select_related("enterprise", "exchange__product", "exchange__reservation"):
        parcel.order = order
        items = [replacement_line(parcel.exchange, parcel)] if parcel.exchange else lines.get(parcel.pk, [])
        several = has_several_makers(items)
        form = forms.get(f"parcel-{parcel.pk}")
        if form is None and parcel_steps(order, parcel):
            form = ParcelForm(order=order, parcel=parcel)
        sheets.append(
            ParcelSheet(
                parcel=parcel,
                items=items,
                context=items[0].context if items and not several else {},
                together=parcel_text(parcel, is_pickup=order.is_pickup),
                several_makers=several,
                form=form,
                slip_url=reverse("market_packing_slip", args=[parcel.pk]),
                label_possible=shipment_possible(parcel),
            )
        )
    return sheets


def _timeline(order: Order, payments, notes, messages) -> list[Event]:
    labels = dict(OrderStatus.choices)
    events = [
        Event(
            change.changed_at,
            str(labels[change.new_status]),
            str(change.changed_by or change.get_reason_display()),
        )
        for change in order.status_changes.select_related("changed_by")
    ]
    events += [
        Event(
            payment.date_created,
            _("Payment: %(amount)s") % {"amount": money(payment.amount)},
            str(payment.recorded_by or ""),
        )
        for payment in payments
    ]
    events += [
        Event(note.date_created, _("Note: %(text)s") % {"text": note.message[:80]}, str(note.author or ""))
        for note in notes
    ]
    events += [
        Event(message.sent_at, _("E-mail to the buyer: %(kind)s") % {"kind": message_kind(message)})
        for message in messages
        if message.sent_at
    ]
    return sorted(events, key=lambda event: event.at)


def message_kind(message: Outbox) -> str:
    """What an e-mail tells, in words."""
    kinds = {
        "order_placed": _("order placed"),
        "order_transfer": _("data of the transfer"),
        "order_reminder": _("reminder of the transfer"),
        "order_deferred_accepted": _("term of payment accepted"),
        "order_deferred_refused": _("term of payment refused, order cancelled"),
        "order_deferred_in_advance": _("term of payment refused, payment in advance"),
        "order_deferred_due": _("day by which to pay"),
        "order_deferred_reminder": _("reminder of the term of payment"),
        "order_paid_late_refund": _("paid too late, money goes back"),
        "order_expired": _("not paid in time"),
        "order_refunded": _("money sent back"),
        "order_paid": _("payment received"),
        "order_shipped": _("goods sent"),
        "order_ready": _("goods ready"),
        "order_cancelled": _("order cancelled"),
        "order_tracking": _("link to the order, as asked for"),
        "withdrawal_received": _("receipt of a withdrawal"),
        "withdrawal_settled": _("withdrawal settled"),
        "complaint_received": _("receipt of a complaint"),
        "complaint_answered": _("complaint answered"),
        "exchange_received": _("receipt of a request to exchange"),
        "exchange_answered": _("exchange answered"),
        "exchange_sent": _("replacement sent"),
        "gift_card": _("codes of gift cards"),
        "document_issued": _("document of sale"),
        "stock_notice_confirm": _("confirmation of an address"),
        "back_in_stock": _("the thing is back"),
        "similar_received": _("request for something similar received"),
        "similar_answered": _("answer of the workshop"),
        "basket_reminder": _("reminder of a basket"),
        "review_received": _("review received"),
        "review_refused": _("review refused, with the reason"),
    }
    return kinds.get(message.kind, message.kind)

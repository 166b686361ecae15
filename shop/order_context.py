"""What the buyer sees of an order: where it stands, what happens next, how to pay, whom it supports."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.formats import day, money
from home.models import SiteSettings

from .after_sale_context import after_sale
from .document_context import documents_context
from .lead_time import packing_text
from .legal_pages import legal_links
from .models import Order, OrderStatusChange, Parcel
from .order_state import StateText, closed_unpaid, order_states, status_label
from .payment_context import payment_view
from .services.deadlines import ONLINE_MINUTES, TRANSFER_DAYS, pay_until
from .services.exchange_goods import replacement_line
from .services.order_money import money_owed
from .services.qr import transfer_title
from .services.receipts import social_receipt
from .services.reviews import reviewable_items
from .shared_parcels import parcel_text
from .status import OrderStatus
from .sums_context import order_after_rows, order_rows

CLOSED = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUNDED})


@dataclass(frozen=True)
class Step:
    """A step of the timeline. state: done, current, next or cancelled."""

    title: str
    text: str
    date: datetime.datetime | None
    state: str


@dataclass(frozen=True)
class TransferData:
    """What the buyer types into the bank's form."""

    payee: str
    account: str
    amount: str
    title: str
    bank: str
    due: datetime.date
    #: The goods are sent already.
    is_debt: bool = False


def order_context(
    order: Order, site_settings: SiteSettings, *, is_new: bool = False, document_form=None
) -> dict[str, Any]:
    """Context of templates/shop/order_detail.html; document_form: as it was sent, with errors. The number of queries does not depend on the number of lines."""
    receipt = social_receipt(order=order)
    dates = {change.new_status: change.changed_at for change in order.status_changes.all()}
    found = list(order.parcels.select_related("enterprise", "exchange__product", "exchange__reservation").prefetch_related("items"))
    state, parcel_states = order_states(order, dates=dates, parcels=found)
    return {
        "page_title": _("Order %(ref)s") % {"ref": order.ref},
        "breadcrumbs": [],
        "show_messages": True,
        "order": order,
        "is_new": is_new,
        "status_text": status_label(order),
        "is_closed": order.status in CLOSED,
        "headline": headline(order, is_new=is_new),
        "state": state,
        "parcels": parcels(found, parcel_states, is_pickup=order.is_pickup),
        "after_sale": after_sale(order),
        "steps": timeline(order, dates, [parcel for parcel in found if not parcel.exchange_id]),
        "transfer": transfer_data(order, site_settings),
        "payment": payment_view(order),
        "receipt": receipt,
        "totals": order_rows(order),
        "after_totals": order_after_rows(order),
        "reviewable": {item.pk for item in reviewable_items(order)},
        "public_notes": list(order.notes.filter(public=True)),
        "site_settings": site_settings,
        "legal": legal_links(),
        **documents_context(order, document_form),
    }


def headline(order: Order, *, is_new: bool) -> str:
    """The largest words of the page."""
    if is_new:
        return _("Thank you. We have your order.")
    if closed_unpaid(order):
        return _("This order is closed.")
    return {
        OrderStatus.PROCESSING: _("Your order is being prepared."),
        OrderStatus.READY: _("Your order is ready for pick-up."),
        OrderStatus.SHIPPED: _("Your order is on its way."),
        OrderStatus.COMPLETED: _("Your order has arrived."),
        OrderStatus.CANCELLED: _("This order is cancelled."),
        OrderStatus.REFUNDED: _("The money for this order went back to you."),
    }.get(order.status, _("We have your order."))


def parcels(found: list[Parcel], states: dict[int, StateText], *, is_pickup: bool) -> list[dict[str, Any]]:
    """Each parcel of the order with its lines and its state, and the replacements sent after it; `together`: why makers in
    one house share it."""
    return [
        {
            "parcel": parcel,
            "maker": parcel.enterprise,
            "items": [replacement_line(parcel.exchange, parcel)] if parcel.exchange else list(parcel.items.all()),
            "exchange": parcel.exchange,
            "state": states.get(parcel.pk),
            "together": parcel_text(parcel, is_pickup=is_pickup),
        }
        for parcel in found
    ]


def transfer_data(order: Order, site_settings: SiteSettings) -> TransferData | None:
    """Where to pay; None when nothing is awaited by transfer or no account is known."""
    awaited = order.status == OrderStatus.CREATED and order.payment_method == Order.PaymentMethod.TRANSFER
    if not (awaited or is_owed(order)) or not site_settings.bank_account:
        return None
    digits = site_settings.bank_account_digits
    return TransferData(
        payee=site_settings.operator_name,
        account=" ".join([digits[:2], *(digits[place : place + 4] for place in range(2, 26, 4))]),
        amount=money(payment_rest(order)),
        title=transfer_title(order=order),
        bank=site_settings.bank_name,
        due=payment_due(order),
        is_debt=is_owed(order),
    )


def is_owed(order: Order) -> bool:
    """Whether the goods are sent or handed over, and their money is still to come by its day."""
    deferred = order.payment_method == Order.PaymentMethod.DEFERRED and order.payment_due is not None
    return deferred and order.paid_at is None and order.status not in CLOSED


def payment_rest(order: Order) -> Decimal:
    """What is still to be paid, PLN; part of the money may be here already."""
    return money_owed(order)


def payment_due(order: Order) -> datetime.date:
    """The last day for the transfer: until then the goods are held, or, once they are sent, until then they are to be paid."""
    if order.payment_due and order.payment_method == Order.PaymentMethod.DEFERRED:
        return order.payment_due
    until = pay_until(order)
    if until is None:
        return timezone.localdate(order.date_created) + datetime.timedelta(days=TRANSFER_DAYS)
    return timezone.localdate(until)


def timeline(order: Order, dates: dict[str, datetime.datetime], parcels: list[Parcel]) -> list[Step]:
    """From placing to receiving: what is done, what is happening, what comes, and who does it."""
    placed = Step(_("Order placed"), _("The confirmation went to your e-mail."), order.date_created, "done")
    if order.status in CLOSED:
        return [placed, _closing_step(order, dates)]
    sent = OrderStatus.READY if order.is_pickup else OrderStatus.SHIPPED
    reached = [OrderStatus.CREATED, OrderStatus.PROCESSING, sent, OrderStatus.COMPLETED]
    position = reached.index(order.status) if order.status in reached else 0
    steps = [placed]
    for place, (title, text, date) in enumerate(_open_steps(order, dates, sent, packing_text(parcels))):
        state = "done" if place < position else "current" if place == position else "next"
        if order.status == OrderStatus.COMPLETED:
            state = "done"
        steps.append(Step(title, text, date if state == "done" else None, state))
    return steps


def _open_steps(order: Order, dates, sent, packing: str) -> list[tuple[str, str, datetime.datetime | None]]:
    """The step that each status waits for: (title, who does what until when, when it was done)."""
    if order.paid_at:
        first = (_("Payment"), _("The money has come. Thank you."), order.paid_at)
    elif order.payment_method == Order.PaymentMethod.TRANSFER:
        first = (
            _("Payment"),
            _("Your turn: make the transfer by %(day)s. We write to you when the money comes.")
            % {"day": day(payment_due(order))},
            dates.get(OrderStatus.PROCESSING),
        )
    elif order.payment_method == Order.PaymentMethod.ONLINE:
        first = (
            _("Payment"),
            ngettext(
                "Your turn: pay online within %(minutes)d minute. We write to you when the payment is confirmed.",
                "Your turn: pay online within %(minutes)d minutes. We write to you when the payment is confirmed.",
                ONLINE_MINUTES,
            )
            % {"minutes": ONLINE_MINUTES},
            dates.get(OrderStatus.PROCESSING),
        )
    elif order.payment_method == Order.PaymentMethod.DEFERRED:
        first = (
            _("Acceptance by the shop"),
            _("We have accepted your order. You pay after the goods are sent.")
            if order.accepted_at
            else _("We look at the order, usually on the next working day, and write to you. You pay after the goods are sent."),
            dates.get(OrderStatus.PROCESSING),
        )
    else:
        first = (
            _("Confirmation by the workshop"),
            _(
                "The workshop checks the order, usually on the next working day. You pay when you collect the goods."
            ),
            dates.get(OrderStatus.PROCESSING),
        )
    if order.is_pickup:
        last = [
            (_("Packing"), packing, dates.get(sent)),
            (
                _("Pick-up"),
                _("The workshop writes to you when the goods are ready. Bring the number of the order."),
                dates.get(OrderStatus.COMPLETED),
            ),
        ]
    else:
        last = [
            (_("Packing"), packing, dates.get(sent)),
            (
                _("Delivery"),
                _("Each parcel leaves by itself, and you get its number by e-mail."),
                dates.get(OrderStatus.COMPLETED),
            ),
        ]
    return [first, *last]


def _closing_step(order: Order, dates) -> Step:
    if closed_unpaid(order):
        text = _("Nothing was paid, and nothing is to be paid any more.")
        return Step(_("Closed"), text, dates.get(OrderStatus.REFUNDED), "cancelled")
    if order.status == OrderStatus.REFUNDED:
        text = _("We sent the money back the way it came.")
        return Step(_("Money returned"), text, dates.get(OrderStatus.REFUNDED), "cancelled")
    if order.status_changes.filter(reason=OrderStatusChange.Reason.EXPIRED).exists():
        text = _("The time to pay is over. What you have paid all the same goes back to you.")
        return Step(_("Cancelled"), text, dates.get(OrderStatus.CANCELLED), "cancelled")
    text = _("Nothing is to be paid. What you have paid already goes back to you within 14 days.")
    return Step(_("Cancelled"), text, dates.get(OrderStatus.CANCELLED), "cancelled")

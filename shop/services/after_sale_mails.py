"""What the e-mails about withdrawals, complaints and the way of an order show, in the active language."""

from typing import Any

from django.utils import timezone

from home.formats import clock, day, money

from ..models import Complaint, Exchange, Order, Withdrawal
from ..order_state import order_state
from .links import status_url
from .withdrawal_terms import SENDING_BACK_DAYS, withdrawal_period
from .workdays import term_end

AFTER_SALE_MAILS = (
    "order_tracking",
    "withdrawal_received",
    "withdrawal_settled",
    "complaint_received",
    "complaint_answered",
    "exchange_received",
    "exchange_answered",
    "exchange_sent",
)


def tracking_context(order: Order) -> dict[str, Any]:
    """Where an order is, for emails/order_tracking."""
    return {"order": order, "state": order_state(order), "status_url": status_url(order=order)}


def withdrawal_context(withdrawal: Withdrawal) -> dict[str, Any]:
    """The content of a statement with date and time (art. 11a par. 4 of the Directive), and what follows from it.

    Also for the page that shows the receipt. Sentences end after dates, so dates come without a full stop.
    """
    order = withdrawal.order
    lines = list(withdrawal.lines.select_related("item__parcel__enterprise", "exchange__parcel__enterprise"))
    goods = sum((line.amount for line in lines), start=type(withdrawal.amount)(0))
    period = withdrawal_period(order=order, now=withdrawal.submitted_at) if order else None
    return {
        "withdrawal": withdrawal,
        "order": order,
        "lines": [
            {"name": line.name, "quantity": line.quantity, "amount": money(line.amount)} for line in lines
        ],
        "goods_amount": money(goods),
        "delivery_amount": money(withdrawal.amount - goods) if withdrawal.amount > goods else "",
        "amount": money(withdrawal.amount),
        "paid_back": money(withdrawal.paid_back or 0),
        "is_paid_back": bool(withdrawal.paid_back),
        "taken_off": money(withdrawal.taken_off) if withdrawal.taken_off else "",
        "is_refused": withdrawal.state == Withdrawal.State.REFUSED,
        "submitted_on": day(withdrawal.submitted_at),
        "submitted_time": clock(withdrawal.submitted_at),
        "refund_due": day(withdrawal.refund_due_on).removesuffix("."),
        "send_back_by": day(term_end(timezone.localdate(withdrawal.submitted_at), SENDING_BACK_DAYS)).removesuffix("."),
        "last_day": day(period.last_day).removesuffix(".") if period and period.last_day else "",
        "is_before_delivery": period is not None and period.state == "before",
        "addresses": _addresses(lines) if order else [],
        "status_url": status_url(order=order) if order and not order.erased_at else "",
    }


def complaint_context(complaint: Complaint) -> dict[str, Any]:
    order = complaint.order
    return {
        "complaint": complaint,
        "order": order,
        "thing": complaint.item.name if complaint.item else "",
        "demand": complaint.get_demand_display(),
        "outcome": complaint.get_state_display(),
        "submitted_on": day(complaint.submitted_at),
        "submitted_time": clock(complaint.submitted_at),
        "answer_due": day(complaint.answer_due_on).removesuffix("."),
        "status_url": status_url(order=order) if order and not order.erased_at else "",
    }


def exchange_context(exchange: Exchange) -> dict[str, Any]:
    """An exchange as agreed, and what the buyer has to do now. Also for the page that shows the receipt."""
    order = exchange.order
    parcel = getattr(exchange, "parcel", None)
    maker = exchange.item.parcel.enterprise
    state = Exchange.State
    return {
        "exchange": exchange,
        "order": order,
        "thing": exchange.returned_name,
        "replacement": exchange.name,
        "quantity": exchange.quantity,
        "submitted_on": day(exchange.submitted_at),
        "submitted_time": clock(exchange.submitted_at),
        "is_complaint": exchange.complaint_id is not None,
        "complaint_number": exchange.complaint.number if exchange.complaint else "",
        "is_refused": exchange.state == state.REFUSED,
        "is_given_up": exchange.state == state.GIVEN_UP,
        "is_accepted": exchange.state in {state.ACCEPTED, state.GOODS_BACK, state.SENT},
        "return_by": day(exchange.return_by).removesuffix(".") if exchange.return_by else "",
        "return_to": {"name": maker.name, "address": maker.postal_address},
        "parcel": parcel,
        "collect_at": {"name": parcel.enterprise.name, "address": parcel.enterprise.postal_address}
        if parcel and order.is_pickup
        else None,
        "status_url": status_url(order=order) if not order.erased_at else "",
    }


def _addresses(lines) -> list[dict[str, Any]]:
    """Where each packer's things go back to."""
    packers: dict[int, dict[str, Any]] = {}
    for line in lines:
        packer = (line.exchange or line.item).parcel.enterprise
        entry = packers.setdefault(packer.pk, {"name": packer.name, "address": packer.postal_address, "things": []})
        entry["things"].append(line.name)
    return list(packers.values())

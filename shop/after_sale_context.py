"""What the order page says about withdrawal, complaints and exchanges."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from home.formats import day, money

from .models import Complaint, Exchange, Order, Withdrawal
from .services.exchange_terms import exchange_offers
from .services.withdrawal_terms import withdrawal_items, withdrawal_period


@dataclass(frozen=True)
class Told:
    """A statement or complaint in words. kind: of the notice."""

    title: str
    text: str
    kind: str = "info"
    answer: str = ""


@dataclass(frozen=True)
class AfterSale:
    can_withdraw: bool
    text: str
    withdrawals: list[Told] = field(default_factory=list)
    complaints: list[Told] = field(default_factory=list)
    exchanges: list[Told] = field(default_factory=list)
    can_exchange: bool = False


def after_sale(order: Order) -> AfterSale:
    """A constant number of queries, whatever the number of lines."""
    period = withdrawal_period(order=order)
    left = any(entry.left for entry in withdrawal_items(order=order))
    return AfterSale(
        can_withdraw=period.is_open and left,
        text=_text(period, left),
        withdrawals=[_withdrawal(entry) for entry in order.withdrawals.order_by("pk")],
        complaints=[_complaint(entry) for entry in order.complaints.order_by("pk")],
        exchanges=[
            _exchange(entry)
            for entry in order.exchanges.select_related("item", "previous", "product").order_by("pk")
        ],
        can_exchange=period.is_open and left and bool(exchange_offers(order=order)),
    )


def _text(period, left: bool) -> str:
    if period.state == "closed" or not left:
        return ""
    if period.state == "before":
        return _("You can withdraw without giving a reason, until 14 days after the last thing has come.")
    values = {"day": day(period.last_day).removesuffix(".")}
    if period.state == "open":
        return _("You can withdraw without giving a reason until %(day)s.") % values
    return _("The 14 days to withdraw ended on %(day)s. For two years you can complain about a fault.") % values


def _withdrawal(entry: Withdrawal) -> Told:
    title = _("Withdrawal %(number)s of %(day)s") % {"number": entry.number, "day": day(entry.submitted_at)}
    if entry.state == Withdrawal.State.SETTLED:
        if entry.taken_off:
            text = _("You need not pay %(amount)s of this order any more.") % {"amount": money(entry.taken_off)}
            if entry.paid_back:
                text += " " + _("We paid %(amount)s back, the way it came.") % {"amount": money(entry.paid_back)}
            return Told(title, text + _why(entry), "success")
        if not entry.paid_back:
            return Told(title, _("It is settled; there was nothing to pay back.") + _why(entry), "success")
        text = _("We paid %(amount)s back, the way it came.") % {"amount": money(entry.paid_back)}
        return Told(title, text + _why(entry), "success")
    if entry.state == Withdrawal.State.REFUSED:
        return Told(title, _("It has no effect.") + _why(entry), "warning")
    values = {"day": day(entry.refund_due_on).removesuffix(".")}
    if entry.is_late:
        return Told(title, _("It came after the 14 days. We look at it and write to you."), "warning")
    if entry.goods_back_at:
        return Told(title, _("The things are back with us. We pay back by %(day)s.") % values)
    return Told(title, _("We have your statement. We pay back by %(day)s; we may wait for the things.") % values)


def _why(entry: Withdrawal) -> str:
    return f" {entry.explanation}" if entry.explanation else ""


def _complaint(entry: Complaint) -> Told:
    title = _("Complaint %(number)s of %(day)s") % {"number": entry.number, "day": day(entry.submitted_at)}
    if not entry.is_open:
        text = _("Our answer: %(answer)s.") % {"answer": entry.get_state_display()}
        return Told(title, text, "success", entry.answer)
    if entry.is_deemed_accepted:
        return Told(title, _("We did not answer in time, so it counts as accepted. We write to you."), "warning")
    text = _("We answer by %(day)s, by e-mail.") % {"day": day(entry.answer_due_on).removesuffix(".")}
    return Told(title, text)


def _exchange(entry: Exchange) -> Told:
    title = _("Exchange %(number)s of %(day)s") % {"number": entry.number, "day": day(entry.submitted_at)}
    values = {
        "thing": entry.returned_name,
        "replacement": entry.name,
        "count": entry.quantity,
        "day": day(entry.return_by).removesuffix(".") if entry.return_by else "",
    }
    what = _("“%(replacement)s” in place of “%(thing)s”, pieces: %(count)d.") % values
    why = f" {entry.explanation}" if entry.explanation else ""
    states = Exchange.State
    if entry.state == states.ASKED:
        return Told(title, f"{what} " + _("We look at it and write to you. Until then you can withdraw as before."))
    if entry.state == states.ACCEPTED and entry.complaint_id:
        return Told(title, f"{what} " + _("We owe you this replacement and keep it for you.") + why, "success")
    if entry.state == states.ACCEPTED:
        return Told(title, f"{what} " + _("We agree and keep the replacement for you. Send the thing back by %(day)s.") % values, "success")
    if entry.state == states.GOODS_BACK:
        return Told(title, f"{what} " + _("The workshop prepares the replacement.") + why, "success")
    if entry.state == states.SENT:
        return Told(title, f"{what} " + _("The replacement is on its way or with you."), "success")
    if entry.state == states.REFUSED:
        return Told(title, f"{what} " + _("We cannot exchange it.") + why, "warning")
    return Told(title, f"{what} " + _("The exchange is off.") + why, "warning")

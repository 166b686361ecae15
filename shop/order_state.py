"""Where an order is, in plain words: what happened, what comes next, who does it and by which day."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from home.formats import clock, day

from .lead_time import PACKING_DAYS, packing_days
from .models import Order, Parcel
from .services.deadlines import TRANSFER_DAYS
from .services.order_money import money_in, was_paid
from .services.withdrawal_terms import REFUND_DAYS, withdrawal_period
from .services.workdays import workdays_later
from .status import OrderStatus, ParcelStatus

#: Terms of the shop, point 6.4: days that goods wait for pick-up.
PICKUP_DAYS = 14
#: Working days that carriers say a parcel takes; a guess, so the page says „should”.
CARRIER_DAYS = 2
#: Working days in which a workshop looks at an order that is paid on the spot.
CONFIRMING_DAYS = 1

#: Icon of each status in icons/sprite.svg.
ICONS = {
    OrderStatus.CREATED: "hourglass",
    OrderStatus.PROCESSING: "package",
    OrderStatus.READY: "map-pin",
    OrderStatus.SHIPPED: "truck",
    OrderStatus.COMPLETED: "circle-check",
    OrderStatus.CANCELLED: "octagon-x",
    OrderStatus.REFUNDED: "circle-check",
}


@dataclass(frozen=True)
class StateText:
    """happened, next_step: sentences. who: who does the next step. by: the day until which, with the hour in `by_time`
    where it matters. easy: the same in one short sentence, for whom long ones are hard. is_late: that day is over.
    """

    happened: str
    next_step: str = ""
    who: str = ""
    by: datetime.date | None = None
    by_time: str = ""
    easy: str = ""
    icon: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class _Story:
    """An order with what its sentences need, fetched once."""

    order: Order
    #: status → when the order reached it last.
    dates: dict[str, datetime.datetime]
    parcels: list[Parcel]
    #: parcel → working days until it is sent.
    packing_days: dict[int, int] = field(default_factory=dict)

    @property
    def work_began(self) -> datetime.date:
        """The day from which the term to send counts: that of the money, else that of the confirmation."""
        moment = self.order.paid_at or self.dates.get(OrderStatus.PROCESSING) or self.order.date_created
        return timezone.localdate(moment)

    def send_by(self, parcel: Parcel) -> datetime.date:
        return workdays_later(self.work_began, self.packing_days.get(parcel.pk, PACKING_DAYS))

    def reached(self, status: str) -> datetime.date:
        return timezone.localdate(self.dates.get(status, self.order.date_created))


def closed_unpaid(order: Order) -> bool:
    """Whether an order was closed after its goods had left, without any money: nothing could go back."""
    return order.status == OrderStatus.REFUNDED and not was_paid(order)


def status_label(order: Order) -> str:
    """The status of an order in a word or two."""
    return _("Closed without payment") if closed_unpaid(order) else str(OrderStatus(order.status).label)


def order_state(order: Order) -> StateText:
    """The state of the whole order. A constant number of queries."""
    return order_states(order)[0]


def order_states(
    order: Order,
    *,
    dates: dict[str, datetime.datetime] | None = None,
    parcels: list[Parcel] | None = None,
) -> tuple[StateText, dict[int, StateText]]:
    """The state of the order and {primary key of the parcel: its state}, in the active language.

    dates: when each status was reached; parcels: with enterprise and items; both are fetched when left out.
    """
    if dates is None:
        dates = {change.new_status: change.changed_at for change in order.status_changes.all()}
    if parcels is None:
        parcels = list(order.parcels.select_related("enterprise").prefetch_related("items"))
    story = _Story(
        order=order,
        dates=dates,
        # Replacements follow when the order itself has arrived.
        parcels=[parcel for parcel in parcels if not parcel.exchange_id],
        packing_days={parcel.pk: packing_days(parcel.items.all()) for parcel in parcels},
    )
    return _order_text(story), {parcel.pk: _parcel_text(story, parcel) for parcel in parcels}


def _order_text(story: _Story) -> StateText:
    tell = {
        OrderStatus.PROCESSING: _processing,
        OrderStatus.READY: _ready,
        OrderStatus.SHIPPED: _shipped,
        OrderStatus.COMPLETED: _completed,
        OrderStatus.CANCELLED: _cancelled,
        OrderStatus.REFUNDED: _refunded,
    }.get(story.order.status, _placed)
    return tell(story)


def _text(story: _Story, **values) -> StateText:
    """The text with the icon of the status, and whether its day is over."""
    by = values.get("by")
    return StateText(
        icon=ICONS.get(story.order.status, "hourglass"),
        is_late=by is not None and by < timezone.localdate(),
        **values,
    )


def _placed(story: _Story) -> StateText:
    order = story.order
    if order.payment_method == Order.PaymentMethod.ON_PICKUP:
        return _text(
            story,
            happened=_("We have your order, and the goods are kept for you."),
            next_step=_("The workshop looks at the order and confirms it. You pay when you collect the goods."),
            who=_makers(story),
            by=workdays_later(timezone.localdate(order.date_created), CONFIRMING_DAYS),
            easy=_("The workshop has your order. You need not do anything now."),
        )
    if order.payment_method == Order.PaymentMethod.DEFERRED:
        return _text(
            story,
            happened=_("We have your order, and the goods are kept for you."),
            next_step=_("We look at it and write to you whether you can pay after the goods are sent."),
            who=_("we"),
            by=workdays_later(timezone.localdate(order.date_created), CONFIRMING_DAYS),
            easy=_("We have your order. You need not do anything now."),
        )
    end = order.reservations.exclude(expires_at=None).order_by("expires_at").values_list("expires_at", flat=True).first()
    if order.payment_method == Order.PaymentMethod.ONLINE:
        return _text(
            story,
            happened=_("We have your order, and the goods are kept for you."),
            next_step=_("Pay online. We write to you when the payment is confirmed."),
            who=_("you"),
            by=timezone.localdate(end) if end else None,
            by_time=clock(end) if end else "",
            easy=_("Now you must pay."),
        )
    due = timezone.localdate(end) if end else story.reached("") + datetime.timedelta(days=TRANSFER_DAYS)
    return _text(
        story,
        happened=_("We have your order, and the goods are kept for you."),
        next_step=_("Make the transfer. We write to you when the money comes."),
        who=_("you"),
        by=due,
        easy=_("Now you must pay. We wait until %(day)s.") % {"day": _plain(due)},
    )


def _processing(story: _Story) -> StateText:
    waiting = [parcel for parcel in story.parcels if parcel.status in {ParcelStatus.NEW, ParcelStatus.PACKED}]
    by = max((story.send_by(parcel) for parcel in waiting or story.parcels), default=None)
    return _text(
        story,
        happened=_confirmed(story.order),
        next_step=_("The things are packed. We write to you as soon as they wait for you.")
        if story.order.is_pickup
        else _("The things are packed and sent. We write to you as soon as the last parcel is on its way."),
        who=_makers(story, waiting),
        by=by,
        easy=_("We pack your things. You need not do anything now."),
    )


def _confirmed(order: Order) -> str:
    """Why the work could begin."""
    if order.paid_at is not None:
        return _("Your payment has come, thank you.")
    if order.payment_method == Order.PaymentMethod.DEFERRED:
        return _("We have accepted your order. You pay after the goods are sent.")
    return _("The workshop has confirmed your order.")


def _ready(story: _Story) -> StateText:
    until = story.reached(OrderStatus.READY) + datetime.timedelta(days=PICKUP_DAYS)
    return _text(
        story,
        happened=_("Your things are ready and wait for you."),
        next_step=_("Collect them at the address given with each parcel. Bring the number of the order."),
        who=_("you"),
        by=until,
        easy=_("Your things are ready. Come for them until %(day)s.") % {"day": _plain(until)},
    )


def _owed(story: _Story, happened: str) -> StateText | None:
    """The text of an order whose goods are gone and whose money is to come; None where nothing is owed."""
    order = story.order
    if order.payment_method != Order.PaymentMethod.DEFERRED or order.paid_at or not order.payment_due:
        return None
    return _text(
        story,
        happened=happened,
        next_step=_("Make the transfer: the account, the title and the QR code stand below. The invoice or bill comes by e-mail."),
        who=_("you"),
        by=order.payment_due,
        easy=_("You have until %(day)s to pay.") % {"day": _plain(order.payment_due)},
    )


def _shipped(story: _Story) -> StateText:
    if owed := _owed(story, _("All parcels have left the workshops.")):
        return owed
    sent = [timezone.localdate(parcel.sent_at) for parcel in story.parcels if parcel.sent_at and not parcel.delivered_at]
    last = max(sent, default=story.reached(OrderStatus.SHIPPED))
    to_locker = bool(story.order.locker_code)
    return _text(
        story,
        happened=_("All parcels have left the workshops."),
        next_step=_("The carrier puts the parcels into the locker and sends you the code.")
        if to_locker
        else _("The courier brings the parcels to your address."),
        who=_("the carrier"),
        by=workdays_later(last, CARRIER_DAYS),
        easy=_("The parcel is on its way to you."),
    )


def _completed(story: _Story) -> StateText:
    if owed := _owed(story, _("Your order has arrived.")):
        return owed
    period = withdrawal_period(order=story.order)
    if period.state == "over":
        return _text(
            story,
            happened=_("Your order has arrived."),
            next_step=_("Nothing more happens by itself. For two years you can complain if something is wrong."),
            easy=_("You have your things. If something breaks, write to us."),
        )
    if period.last_day is None:
        return _text(
            story,
            happened=_("Your order has arrived."),
            next_step=_("Nothing more happens by itself. You have 14 days to change your mind."),
            easy=_("You have your things. You can still send them back."),
        )
    values = {"day": _plain(period.last_day)}
    return StateText(
        happened=_("Your order has arrived."),
        next_step=_("You need not do anything. If you change your mind, you can withdraw from the contract."),
        who=_("you, if you want to"),
        by=period.last_day,
        easy=_("You have your things. You can send them back until %(day)s.") % values,
        icon=ICONS[OrderStatus.COMPLETED],
    )


def _cancelled(story: _Story) -> StateText:
    order = story.order
    if money_in(order) <= 0:
        came = order.payments.exists()
        return _text(
            story,
            happened=_("This order is cancelled, and your money went back.") if came else _("This order is cancelled."),
            next_step=_("Nothing is to be paid, and nothing will be sent."),
            easy=_("The order is cancelled. You pay nothing."),
        )
    return _text(
        story,
        happened=_("This order is cancelled."),
        next_step=_("We send back what you paid, the way it came."),
        who=_("we"),
        by=story.reached(OrderStatus.CANCELLED) + datetime.timedelta(days=REFUND_DAYS),
        easy=_("The order is cancelled. You get your money back."),
    )


def _refunded(story: _Story) -> StateText:
    if closed_unpaid(story.order):
        return _text(
            story,
            happened=_("The order is closed. Nothing was paid for it."),
            next_step=_("You need not pay anything any more."),
            easy=_("You do not have to pay."),
        )
    return _text(
        story,
        happened=_("We sent the money for this order back the way it came."),
        next_step=_("Your bank shows it within a few working days."),
        easy=_("You get your money back."),
    )


def _parcel_text(story: _Story, parcel: Parcel) -> StateText:
    order, status = story.order, parcel.status
    if status == ParcelStatus.CANCELLED:
        return StateText(happened=_("Cancelled: nothing is sent."), icon="octagon-x")
    if status == ParcelStatus.DELIVERED or parcel.delivered_at:
        text = (
            _("Handed over on %(day)s.") % {"day": day(parcel.delivered_at).removesuffix(".")}
            if parcel.delivered_at
            else _("Handed over.")
        )
        return StateText(happened=text, icon="circle-check")
    if status == ParcelStatus.SENT:
        sent = timezone.localdate(parcel.sent_at) if parcel.sent_at else story.reached(OrderStatus.SHIPPED)
        return _dated(
            _("Sent on %(day)s.") % {"day": _plain(sent)},
            _("It should be with you by %(day)s."),
            workdays_later(sent, CARRIER_DAYS),
            "truck",
        )
    if parcel.exchange_id:
        return _replacement_text(parcel)
    if status == ParcelStatus.READY:
        until = story.reached(OrderStatus.READY) + datetime.timedelta(days=PICKUP_DAYS)
        return _dated(_("Ready, it waits for you."), _("Collect it by %(day)s."), until, "map-pin")
    if order.status == OrderStatus.PROCESSING:
        happened = _("Packed.") if status == ParcelStatus.PACKED else _("The workshop prepares it.")
        next_step = _("Ready by %(day)s at the latest.") if order.is_pickup else _("Sent by %(day)s at the latest.")
        return _dated(happened, next_step, story.send_by(parcel), "package")
    if order.payment_method == Order.PaymentMethod.ON_PICKUP:
        return StateText(happened=_("Waits until the workshop confirms the order."), icon="hourglass")
    if order.payment_method == Order.PaymentMethod.DEFERRED:
        return StateText(happened=_("Waits until we accept the order."), icon="hourglass")
    return StateText(happened=_("Waits for the payment."), icon="hourglass")


def _replacement_text(parcel: Parcel) -> StateText:
    """Of one that is still at the workshop; its days are agreed on with the buyer."""
    texts = {
        ParcelStatus.READY: (_("Ready, it waits for you."), "map-pin"),
        ParcelStatus.PACKED: (_("Packed."), "package"),
    }
    happened, icon = texts.get(ParcelStatus(parcel.status), (_("The workshop prepares it."), "package"))
    return StateText(happened=happened, icon=icon)


def _dated(happened: str, next_step: str, by: datetime.date, icon: str) -> StateText:
    return StateText(
        happened=happened,
        next_step=next_step % {"day": _plain(by)},
        by=by,
        icon=icon,
        is_late=by < timezone.localdate(),
    )


def _makers(story: _Story, parcels: list[Parcel] | None = None) -> str:
    return ", ".join(parcel.enterprise.name for parcel in parcels or story.parcels)


def _plain(date: datetime.date) -> str:
    """A date for the end of a sentence: without the dot of the Ukrainian „р.”."""
    return day(date).removesuffix(".")

"""Complaints about goods that do not conform with the contract (Consumer Rights Act, art. 7a and 43a–43g)."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Complaint, Order, OrderItem
from .after_sale import clean_person, create_once, order_by_pair
from .checks import clean_text
from .errors import BadInput
from .outbox import message_queue

PREFIX = "RK"
#: Art. 7a par. 1: to answer, from receipt.
ANSWER_DAYS = 14
#: From so many days before the end on the start page of the staff is urgent.
ALERT_DAYS = 4
State = Complaint.State


@dataclass(frozen=True)
class ComplaintData:
    """What the buyer wrote. contract: the number of the order. noticed: since when, in words."""

    name: str
    email: str
    contract: str
    description: str
    demand: str
    noticed: str = ""
    language: str = "pl"


def complaint_submit(
    *, data: ComplaintData, key: str, order: Order | None = None, item: OrderItem | None = None
) -> Complaint:
    """Take a complaint, start its 14 days and queue the receipt. The same key again gives the same complaint.

    order: only one that the buyer was shown; without it, one is looked up by number and address, and a complaint that fits
    none is taken all the same. item: the line of that order; an order of one line needs none. Raises BadInput.
    """
    person = clean_person(name=data.name, email=data.email, contract=data.contract)
    values = {
        "description": clean_text(data.description, label=_("What is wrong"), max_length=2000),
        "noticed": clean_text(data.noticed, label=_("Since when"), max_length=120, required=False),
        "language": data.language if data.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
    }
    if data.demand not in Complaint.Demand.values:
        raise BadInput(_("Choose what you want us to do."))
    key = clean_text(key, label=_("Form key"), max_length=64)
    found = order or order_by_pair(ref=person["contract"], email=person["email"])
    if item is not None and (found is None or item.order_id != found.pk):
        raise BadInput(_("There is no such thing in this order."))
    if item is None and found is not None:
        lines = list(found.items.all()[:2])
        item = lines[0] if len(lines) == 1 else None

    def make(number: str) -> Complaint:
        complaint = Complaint.objects.create(
            number=number,
            key=key,
            order=found,
            item=item,
            demand=data.demand,
            answer_due_on=timezone.localdate() + datetime.timedelta(days=ANSWER_DAYS),
            **person,
            **values,
        )
        message_queue(
            kind="complaint_received",
            order=found,
            complaint=complaint,
            dedupe=f"complaint-received:{number}",
        )
        return complaint

    with transaction.atomic():
        return create_once(Complaint, prefix=PREFIX, key=key, make=make)[0]


def complaint_assign(*, complaint: Complaint, order: Order, item: OrderItem | None) -> Complaint:
    """Say which order and which thing a complaint means; for the staff, while it is open. Raises BadInput."""
    if item is not None and item.order_id != order.pk:
        raise BadInput(_("There is no such thing in this order."))
    with transaction.atomic():
        locked = _locked(complaint)
        locked.order, locked.item = order, item
        locked.save(update_fields=["order", "item"])
        locked.messages.filter(order=None).update(order=order)
    complaint.refresh_from_db()
    return complaint


def complaint_answer(*, complaint: Complaint, state: str, answer: str, by=None) -> Complaint:
    """Answer a complaint once; the answer goes to the buyer by e-mail, a durable medium (art. 7a par. 3), and is kept.

    state: one of `complaint_answers`. Raises BadInput.
    """
    answer = clean_text(answer, label=_("Answer"), max_length=4000)
    with transaction.atomic():
        locked = _locked(complaint)
        if state not in complaint_answers(complaint=locked):
            raise BadInput(
                _("The time to answer is over, so the complaint counts as accepted (art. 7a): it can only be accepted.")
                if locked.is_deemed_accepted
                else _("Choose one of the answers.")
            )
        locked.state, locked.answer, locked.answered_at, locked.answered_by = state, answer, timezone.now(), by
        locked.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        if locked.email:
            message_queue(
                kind="complaint_answered",
                order=locked.order,
                complaint=locked,
                dedupe=f"complaint-answered:{locked.number}",
            )
    complaint.refresh_from_db()
    return complaint


def complaint_answers(*, complaint: Complaint) -> list[str]:
    """States that the answer may lead to now: after the term the law has accepted it, in whole."""
    if not complaint.is_open:
        return []
    if complaint.is_deemed_accepted:
        return [State.ACCEPTED.value]
    return [State.ACCEPTED.value, State.PARTLY.value, State.REFUSED.value]


def complaints_open() -> QuerySet[Complaint]:
    """Complaints that wait for an answer."""
    return Complaint.objects.filter(state=State.RECEIVED)


def complaints_ending(*, today: datetime.date | None = None) -> QuerySet[Complaint]:
    """Open complaints whose term ends within ALERT_DAYS days, or is over."""
    today = today or timezone.localdate()
    return complaints_open().filter(answer_due_on__lt=today + datetime.timedelta(days=ALERT_DAYS))


def _locked(complaint: Complaint) -> Complaint:
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not locked.is_open:
        raise BadInput(_("This complaint is answered already."))
    return locked

"""One person's data: what the shop keeps, a copy of it, and its erasure (GDPR, art. 15, 17 and 20).

Buyers have no accounts, so a person is an e-mail address. What is kept for how long stands in periods.py.
"""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.models import User
from stories.models import Enterprise

from ..models import Complaint, Exchange, Order, OrderAlert, PaymentEvent, Withdrawal
from ..status import OrderStatus
from . import periods
from .erasing import after_sale_erase, buyer_erase, events_erase, order_unsettled
from .errors import ShopError
from .wish_data import KeptWishes, wishes_erase, wishes_find

#: Orders in which nothing is owed any more, neither goods nor money.
CLOSED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.REFUNDED)
ERASE_ACTION = "market.personal_data.erase"
EXPORT_ACTION = "market.personal_data.export"


class ErasureRefused(ShopError):
    """Some of the person's orders are still being handled; nothing was erased. `refs`: which ones."""

    def __init__(self, refs: list[str]) -> None:
        self.refs = refs
        super().__init__(
            _(
                "Nothing was erased: these orders are still open, or money for them is on its way: %(refs)s. "
                "Complete or cancel them and settle their alerts first."
            )
            % {"refs": ", ".join(refs)}
        )


@dataclass(frozen=True)
class KeptOrder:
    """An order of the person and the last days on which its parts are kept. Dates by the clock of the site."""

    order: Order
    placed_on: datetime.date
    is_open: bool
    #: Phone, address, remarks; None as long as the order is not closed.
    delivery_until: datetime.date | None
    books_until: datetime.date

    @property
    def status_label(self) -> str:
        return str(OrderStatus(self.order.status).label)

    @property
    def has_invoice_data(self) -> bool:
        """Whether the buyer's data for an invoice outlasts an erasure."""
        return bool(self.order.billing_address or self.order.company or self.order.documents.exists())


@dataclass(frozen=True)
class PersonalData:
    """All that is kept under an address. `staff` and `makers`: the address is also used elsewhere, for other reasons."""

    email: str
    orders: list[KeptOrder] = field(default_factory=list)
    #: Statements and complaints sent from the address, whatever order they mean.
    withdrawals: list[Withdrawal] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    #: Notices, requests and reminders, which belong to no order.
    wishes: KeptWishes = field(default_factory=KeptWishes)
    staff: bool = False
    makers: list[str] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to copy or to erase."""
        return bool(self.orders or self.withdrawals or self.complaints or self.wishes)

    @property
    def open_refs(self) -> list[str]:
        """Numbers of the orders, statements and complaints that stand in the way of an erasure."""
        return [kept.order.ref for kept in self.orders if kept.is_open] + _open_claims(self.withdrawals, self.complaints)


def email_normalise(email: str) -> str:
    """The form in which addresses are compared: no blanks around, no difference of case."""
    return email.strip().casefold()


def personal_data_find(*, email: str) -> PersonalData:
    """What is kept under the address, oldest order first. Reads only."""
    address = email_normalise(email)
    orders = [_kept(order) for order in _orders_of(address)]
    return PersonalData(
        email=address,
        orders=orders,
        withdrawals=_claims_of(Withdrawal, address),
        complaints=_claims_of(Complaint, address),
        wishes=wishes_find(address),
        staff=bool(address) and User.objects.filter(email__iexact=address).exists(),
        makers=list(Enterprise.objects.filter(email__iexact=address).values_list("name", flat=True))
        if address
        else [],
    )


def personal_data_erase(*, email: str, by: User | None) -> list[str]:
    """Erase the person's data from all their orders in one transaction. Gives the references of these orders.

    Reviews, withdrawals and complaints, notices, requests and reminders under the address go with them.

    What the law asks for stays (docs/data-retention.md): amounts, dates, reference, lines, payments, and the buyer's
    data for an invoice where one was asked for. A second call finds nothing and changes nothing. Each order gets an
    entry in Wagtail's log with who did it and without personal data.
    Raises ErasureRefused while an order is open or money for it is on its way; then nothing changes.
    """
    address = email_normalise(email)
    with transaction.atomic():
        orders = list(_orders_of(address, lock=True))
        withdrawals, complaints = _claims_of(Withdrawal, address), _claims_of(Complaint, address)
        open_refs = [order.ref for order in orders if _is_open(order)]
        open_refs += _open_claims(withdrawals, complaints)
        if open_refs:
            raise ErasureRefused(open_refs)
        for order in orders:
            buyer_erase(order=order, for_good=False)
            log(instance=order, action=ERASE_ACTION, user=by)
        if address:
            after_sale_erase(
                withdrawals=Withdrawal.objects.filter(pk__in=[entry.pk for entry in withdrawals]),
                complaints=Complaint.objects.filter(pk__in=[entry.pk for entry in complaints]),
                # They have no address of their own: they go with their order.
                exchanges=Exchange.objects.none(),
            )
            wishes_erase(address)
            _erase_unmatched(address)
    return [order.ref for order in orders]


def order_last_day(order: Order) -> datetime.date:
    """Day of the last event that the books know: placing, a change of status, a payment, a document of sale."""
    changed = order.status_changes.aggregate(last=Max("changed_at"))["last"]
    paid = order.payments.aggregate(last=Max("received_on"))["last"]
    issued = order.documents.aggregate(last=Max("issued_on"))["last"]
    moments = [order.date_created, changed or order.date_created]
    return max([*(timezone.localdate(moment) for moment in moments), *(day for day in (paid, issued) if day)])


def _orders_of(address: str, *, lock: bool = False) -> QuerySet[Order] | list[Order]:
    """Orders under a normalised address, in the order of their keys, so that two calls lock them alike."""
    if not address:
        return []
    orders = Order.objects.filter(email__iexact=address).order_by("pk")
    if lock:
        orders = orders.select_for_update()
    # The database folds case in its own way: what it found is compared once more.
    return [order for order in orders if email_normalise(order.email) == address]


def _claims_of(model: type[Withdrawal] | type[Complaint], address: str) -> list:
    """Statements or complaints sent from a normalised address, oldest first."""
    found = model.objects.filter(email__iexact=address).order_by("pk") if address else []
    return [entry for entry in found if email_normalise(entry.email) == address]


def _open_claims(withdrawals: list[Withdrawal], complaints: list[Complaint]) -> list[str]:
    """Numbers of those that nobody has settled or answered."""
    return [entry.number for entry in [*withdrawals, *complaints] if entry.is_open]


def _is_open(order: Order) -> bool:
    return order.status not in CLOSED or order_unsettled(order=order)


def _kept(order: Order) -> KeptOrder:
    changed = order.status_changes.aggregate(last=Max("changed_at"))["last"] or order.date_created
    closed = order.status in CLOSED
    return KeptOrder(
        order=order,
        placed_on=timezone.localdate(order.date_created),
        is_open=_is_open(order),
        delivery_until=periods.delivery_until(timezone.localdate(changed)) if closed else None,
        books_until=periods.books_until(order_last_day(order)),
    )


def _erase_unmatched(address: str) -> None:
    """Messages and alerts that name the address but belong to no order: money for an order that is not known."""
    events_erase(events=PaymentEvent.objects.filter(payment=None, raw__icontains=address))
    OrderAlert.objects.filter(order=None, detail__icontains=address).update(detail="")

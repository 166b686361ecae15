"""What goes by itself when its time is over; the times stand in periods.py.

Safe to run twice, at the same time, and to kill anywhere: every order is a transaction of its own under the lock of
its row, everything else is a conditional statement that finds only what is still to be done.
"""

import datetime
from collections.abc import Callable
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from ..models import (
    Complaint,
    Exchange,
    Order,
    OrderAlert,
    OrderNote,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    PaymentEvent,
    Refund,
    SalesDocument,
    Withdrawal,
)
from ..status import OrderStatus
from . import periods
from .baskets import baskets_purge
from .erasing import (
    ERASED_PREFIX,
    WITHDRAWAL_OPEN,
    after_sale_erase,
    buyer_erase,
    delivery_erase,
)
from .order_money import REFUND_PREFIX, RETURN_PREFIX
from .stock_notices import stock_notices_purge
from .wish_data import similar_requests_purge
from .wishes import wish_lists_purge

EXPIRE_ACTION = "market.personal_data.expire"
BATCH = 200
#: Orders in which somebody still has to make, pack or pay something. A sent one is over once the claims are.
IN_HAND = (OrderStatus.NEW, OrderStatus.CREATED, OrderStatus.PROCESSING, OrderStatus.READY)


def retention_apply(*, batch: int = BATCH) -> dict[str, int]:
    """Remove whatever has outlived its period. batch: rows in one statement. Gives how many of what."""
    today = timezone.localdate()
    return {
        "baskets": baskets_purge(),
        "wish lists": wish_lists_purge(),
        "stock notices": stock_notices_purge(),
        "requests": similar_requests_purge(),
        "buyers": buyers_expire(today=today, batch=batch),
        "delivery details": deliveries_expire(today=today, batch=batch),
        "withdrawals and complaints": claims_expire(today=today),
        "mail traces": mail_traces_expire(batch=batch),
        "gateway messages": gateway_messages_expire(today=today, batch=batch),
        "alert details": alert_details_expire(today=today, batch=batch),
        "sessions": sessions_expire(),
        "login records": login_records_expire(),
    }


def buyers_expire(*, today: datetime.date, batch: int = BATCH) -> int:
    """Take the buyer out of orders that the books no longer need, whatever their status. Gives their number."""
    return _each_order(_beyond_books(periods.books_cutoff(today)), _expire_buyer, batch=batch)


def deliveries_expire(*, today: datetime.date, batch: int = BATCH) -> int:
    """Remove phone, address, remarks and parcel numbers once nobody can complain any more. Gives the orders' number."""
    return _each_order(_beyond_claims(periods.delivery_cutoff(today)), _expire_delivery, batch=batch)


def claims_expire(*, today: datetime.date) -> int:
    """Remove person and words from withdrawals, complaints and exchanges closed as long ago as the claims last. Gives their
    number."""
    cutoff = periods.delivery_cutoff(today)
    return after_sale_erase(
        withdrawals=Withdrawal.objects.filter(settled_at__lt=cutoff),
        complaints=Complaint.objects.filter(answered_at__lt=cutoff),
        exchanges=Exchange.objects.filter(closed_at__lt=cutoff),
    )


def mail_traces_expire(*, batch: int = BATCH) -> int:
    """Empty what old messages carried and how the mail server answered. Gives their number."""
    old = Outbox.objects.filter(created_at__lt=timezone.now() - periods.MAIL_TRACES)
    return _in_batches(old.exclude(payload={}, last_error=""), {"payload": {}, "last_error": ""}, batch=batch)


def gateway_messages_expire(*, today: datetime.date, batch: int = BATCH) -> int:
    """Empty the text of old messages of gateways; that they came, and what they led to, stays. Gives their number."""
    old = PaymentEvent.objects.filter(received_at__lt=periods.gateway_cutoff(today))
    return _in_batches(old.exclude(raw="", detail=""), {"raw": "", "detail": ""}, batch=batch)


def alert_details_expire(*, today: datetime.date, batch: int = BATCH) -> int:
    """Empty the words of alerts settled as long ago as those messages. Gives their number."""
    old = OrderAlert.objects.filter(resolved_at__lt=periods.gateway_cutoff(today))
    return _in_batches(old.exclude(detail=""), {"detail": ""}, batch=batch)


def sessions_expire() -> int:
    """Delete sessions past their end (SESSION_COOKIE_AGE). Gives their number where they lie in the database."""
    engine = import_module(settings.SESSION_ENGINE)
    if not hasattr(engine.SessionStore, "get_model_class"):
        engine.SessionStore.clear_expired()
        return 0
    expired = engine.SessionStore.get_model_class().objects.filter(expire_date__lt=timezone.now())
    return expired.delete()[0]


def login_records_expire() -> int:
    """Delete what django-axes keeps of old attempts to log in. Gives the number of rows."""
    old = {"attempt_time__lt": timezone.now() - periods.LOGIN_RECORDS}
    tables = (apps.get_model("axes", name) for name in ("AccessAttempt", "AccessFailureLog", "AccessLog"))
    return sum(table.objects.filter(**old).delete()[0] for table in tables)


def _expire_delivery(order: Order) -> None:
    delivery_erase(order=order)


def _expire_buyer(order: Order) -> None:
    buyer_erase(order=order, for_good=True)
    log(instance=order, action=EXPIRE_ACTION)


def _beyond_books(cutoff: datetime.datetime) -> QuerySet[Order]:
    """Orders without any event from the cutoff on that still tell something of their buyer."""
    later_change = OrderStatusChange.objects.filter(order=OuterRef("pk"), changed_at__gte=cutoff)
    later_payment = OrderPayment.objects.filter(
        order=OuterRef("pk"), received_on__gte=timezone.localdate(cutoff)
    )
    later_document = SalesDocument.objects.filter(order=OuterRef("pk"), issued_on__gte=timezone.localdate(cutoff))
    return _settled().filter(
        Q(erased_at=None) | ~Q(billing_address="") | ~Q(company="") | Exists(_bank_numbers()),
        ~Exists(later_change),
        ~Exists(later_payment),
        ~Exists(later_document),
        date_created__lt=cutoff,
    )


def _bank_numbers() -> QuerySet[OrderPayment]:
    """Payments of an order (outer reference) that still carry the bank's number."""
    return OrderPayment.objects.filter(order=OuterRef("pk")).exclude(
        Q(transaction_id__startswith=ERASED_PREFIX)
        | Q(transaction_id__startswith=f"{RETURN_PREFIX}{ERASED_PREFIX}")
        | Q(transaction_id__startswith=REFUND_PREFIX)
    )


def _beyond_claims(cutoff: datetime.datetime) -> QuerySet[Order]:
    """Orders that nobody has in hand, unchanged since before the cutoff, with delivery details left."""
    later_change = OrderStatusChange.objects.filter(order=OuterRef("pk"), changed_at__gte=cutoff)
    notes = OrderNote.objects.filter(order=OuterRef("pk"), date_created__lt=cutoff)
    numbers = Parcel.objects.filter(order=OuterRef("pk")).exclude(tracking_number="", shipment_id="")
    details = ~Q(phone="", street="", postcode="", city="", locker_code="", locker_address="", buyer_note="", shipping_address="")
    return (
        _settled()
        .exclude(status__in=IN_HAND)
        .filter(details | Exists(notes) | Exists(numbers), ~Exists(later_change), date_created__lt=cutoff)
    )


def _settled() -> QuerySet[Order]:
    """Orders without an open alert, refund, withdrawal, complaint or exchange: with one, there is still a question."""
    alerts = OrderAlert.objects.filter(order=OuterRef("pk"), resolved_at=None)
    refunds = Refund.objects.filter(
        order=OuterRef("pk"), state__in=[Refund.State.REQUESTED, Refund.State.SENT]
    )
    withdrawals = Withdrawal.objects.filter(order=OuterRef("pk"), state__in=WITHDRAWAL_OPEN)
    complaints = Complaint.objects.filter(order=OuterRef("pk"), state=Complaint.State.RECEIVED)
    exchanges = Exchange.objects.filter(order=OuterRef("pk"), state__in=Exchange.OPEN)
    return Order.objects.filter(
        ~Exists(alerts), ~Exists(refunds), ~Exists(withdrawals), ~Exists(complaints), ~Exists(exchanges)
    )


def _each_order(due: QuerySet[Order], act: Callable[[Order], None], *, batch: int) -> int:
    """Call `act` with each order that is due, locked and found due once more. Gives how many there were."""
    done, last = 0, 0
    while numbers := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        for number in numbers:
            with transaction.atomic():
                locked = Order.objects.select_for_update().filter(pk=number).first()
                # Asked again under the lock: another process may have been here first.
                if locked is not None and due.filter(pk=number).exists():
                    act(locked)
                    done += 1
        last = numbers[-1]
    return done


def _in_batches(due: QuerySet, values: dict, *, batch: int) -> int:
    """Set the values on all rows that are due, a batch a statement. Gives how many there were."""
    done = 0
    while numbers := list(due.order_by("pk").values_list("pk", flat=True)[:batch]):
        done += due.model.objects.filter(pk__in=numbers).update(**values)
    return done

"""Demo of what comes after the sale: a part of an order withdrawn from, a complaint whose term is near, an exchange."""

import datetime

from django.utils import timezone

from shop.models import Complaint, Exchange, Order, Withdrawal
from shop.services.complaints import ComplaintData, complaint_submit
from shop.services.exchange_terms import exchange_offers
from shop.services.exchanges import exchange_ask
from shop.services.withdrawals import WithdrawalData, withdrawal_submit
from shop.status import OrderStatus

#: Days ago: the last parcel came, the statement was sent, the complaint was sent, an exchange was asked for.
DELIVERED, WITHDRAWN, COMPLAINED, EXCHANGED = 9, 2, 11, 1


def make_claims() -> None:
    """For the first completed order, by the services."""
    order = Order.objects.filter(status=OrderStatus.COMPLETED).order_by("pk").first()
    if order is None:
        return
    now = timezone.now()
    Order.objects.filter(pk=order.pk).update(delivered_at=now - datetime.timedelta(days=DELIVERED))
    order.parcels.update(delivered_at=now - datetime.timedelta(days=DELIVERED))
    order.refresh_from_db()
    first, *others = order.items.order_by("pk")
    who = {"name": order.name, "email": order.email, "contract": order.ref, "language": order.language}
    if others:
        withdrawal = withdrawal_submit(
            data=WithdrawalData(**who), key="demo-withdrawal-0001", order=order, pieces={others[0].pk: 1}
        )
        Withdrawal.objects.filter(pk=withdrawal.pk).update(
            submitted_at=now - datetime.timedelta(days=WITHDRAWN),
            refund_due_on=withdrawal.refund_due_on - datetime.timedelta(days=WITHDRAWN),
        )
    complaint = complaint_submit(
        data=ComplaintData(
            **who,
            description="Na spodzie pojawiła się rysa, przez którą sączy się woda. Naczynie stało tylko na półce.",
            noticed="od tygodnia",
            demand=Complaint.Demand.REPAIR,
        ),
        key="demo-complaint-00001",
        order=order,
        item=first,
    )
    Complaint.objects.filter(pk=complaint.pk).update(
        submitted_at=now - datetime.timedelta(days=COMPLAINED),
        answer_due_on=complaint.answer_due_on - datetime.timedelta(days=COMPLAINED),
    )


def make_exchange() -> None:
    """For the first order of which something can be exchanged; it waits for an answer."""
    sent = Order.objects.filter(status=OrderStatus.COMPLETED, withdrawals=None, complaints=None).order_by("pk")
    for order in sent:
        offers = exchange_offers(order=order)
        if not offers:
            continue
        exchange = exchange_ask(
            order=order,
            item=offers[0].holding.item,
            product=offers[0].products[0],
            pieces=1,
            remark="Wolę ten drugi, lepiej pasuje do kuchni.",
            key="demo-exchange-000001",
        )
        Exchange.objects.filter(pk=exchange.pk).update(
            submitted_at=timezone.now() - datetime.timedelta(days=EXCHANGED)
        )
        return

"""Demo of what comes after the sale: a part of an order withdrawn from, a complaint whose term is near."""

import datetime

from django.utils import timezone

from shop.models import Complaint, Order, Withdrawal
from shop.services.complaints import ComplaintData, complaint_submit
from shop.services.withdrawals import WithdrawalData, withdrawal_submit
from shop.status import OrderStatus

#: Days ago: the last parcel came, the statement was sent, the complaint was sent.
DELIVERED, WITHDRAWN, COMPLAINED = 9, 2, 11


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

"""The list of orders as a table for bookkeeping and makers: no buyer's name, address, e-mail or phone."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Order
from ..status import OrderStatus


def makers(order: Order) -> str:
    return ", ".join(parcel.enterprise.name for parcel in order.parcels.all() if not parcel.exchange_id)


def status_label(order: Order) -> str:
    return str(OrderStatus(order.status).label)


def _placed(order: Order) -> datetime.datetime:
    """By the site's clock, without a zone: spreadsheets know none."""
    return timezone.localtime(order.date_created).replace(tzinfo=None, microsecond=0)


def _paid_on(order: Order) -> datetime.date | str:
    return timezone.localtime(order.paid_at).date() if order.paid_at else ""


def _received(order: Order) -> Decimal:
    """Money that came in, less what was paid back."""
    return sum((payment.amount for payment in order.payments.all()), Decimal("0.00"))


#: Key of a column → its heading and its value. Amounts are numbers, in PLN gross.
COLUMNS = {
    "ref": (_("Order"), lambda order: order.ref),
    "date_created": (_("Placed"), _placed),
    "status": (_("Status"), status_label),
    "payment_method": (_("Payment"), lambda order: str(order.get_payment_method_display())),
    "paid_at": (_("Paid on"), _paid_on),
    "received": (_("Received (PLN)"), _received),
    "delivery_name": (_("Delivery"), lambda order: order.delivery_name),
    "subtotal": (_("Goods (PLN)"), lambda order: order.subtotal),
    "delivery_price": (_("Delivery (PLN)"), lambda order: order.delivery_price),
    "total": (_("Total (PLN)"), lambda order: order.total),
    "makers": (_("Makers"), makers),
}


class OrderExportMixin:
    """For the list of orders: what is filtered and found can be taken along as CSV or XLSX."""

    list_export = list(COLUMNS)
    export_headings = {key: heading for key, (heading, _value) in COLUMNS.items()}

    def to_row_dict(self, item: Order) -> dict:
        return {key: value(item) for key, (_heading, value) in COLUMNS.items()}

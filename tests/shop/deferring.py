"""Orders by invoice with a term of payment in tests: the shop that allows them, their ways, all that may change of them."""

import datetime
from decimal import Decimal

from django.utils import timezone

from home.models import SiteSettings
from shop.models import Order, StockItem
from shop.services.deferred import deferred_accept
from shop.services.mails import mail_for
from shop.services.order_money import money_owed
from shop.services.orders import parcel_update, payment_record
from shop.services.papers.keeping import documents_keep_up
from shop.services.workdays import term_end
from shop.status import ParcelStatus
from tests import factories
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller


def deferring_shop(tree):
    """The tree of a shop that allows 14 days for up to 1,000 PLN."""
    make_seller(tree)
    allow(tree)
    return tree


def deferred_order(tree) -> Order:
    """Two pieces for 240.00 and 18.90 of delivery, waiting for a person."""
    maker = make_maker(tree, TAX.VAT_ACTIVE)
    product = factories.make_product(tree, enterprise=maker, price="120.00", stock=5)
    return factories.make_order((product, 2), payment_method="deferred", **COMPANY)


def allow(tree, **values) -> SiteSettings:
    settings = SiteSettings.for_site(tree.site)
    for name, value in ({"deferred_on": True, "deferred_days": 14, "deferred_most": Decimal(1000)} | values).items():
        setattr(settings, name, value)
    settings.save()
    return settings


def state(order: Order) -> dict:
    """All that this way of paying may change."""
    order.refresh_from_db()
    stock = StockItem.objects.get()
    return {
        "status": order.status,
        "method": order.payment_method,
        "accepted": order.accepted_at is not None,
        "paid": order.paid_at is not None,
        "owed": str(money_owed(order)),
        "due": order.payment_due,
        "stock": (stock.on_hand, stock.reserved),
        "mails": list(order.messages.order_by("pk").values_list("kind", flat=True)),
        "papers": order.documents.count(),
    }


PLACED = {
    "status": "CREATED",
    "method": "deferred",
    "accepted": False,
    "paid": False,
    "owed": "258.90",
    "due": None,
    "stock": (5, 2),
    "mails": ["order_placed"],
    "papers": 0,
}
ACCEPTED = PLACED | {
    "status": "PROCESSING", "accepted": True, "mails": ["order_placed", "order_deferred_accepted"],
}  # fmt: skip


def today_plus(days: int) -> datetime.date:
    return term_end(timezone.localdate(), days)


def send(order: Order) -> None:
    for parcel in order.parcels.all():
        parcel_update(parcel=parcel, status=ParcelStatus.SENT)


def sent(order: Order) -> Order:
    deferred_accept(order=order)
    send(order)
    documents_keep_up()
    order.refresh_from_db()
    return order


def pay(order: Order, amount: str, number: str = "B1") -> None:
    payment_record(order=order, amount=Decimal(amount), received_on=timezone.localdate(), transaction_id=number)


def let_days_pass(order: Order, days: int) -> None:
    """As if the day to pay had been so many days ago."""
    Order.objects.filter(pk=order.pk).update(payment_due=timezone.localdate() - datetime.timedelta(days=days))
    order.refresh_from_db()


def body(order: Order, kind: str) -> str:
    return mail_for(message=order.messages.get(kind=kind)).body.replace("\xa0", " ")

"""Orders of one person with traces in every place that can hold any, and a search for traces in the whole database."""

import datetime
import json
from unittest.mock import patch

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from shop.models import OnlinePayment, Order, OrderAlert, Outbox, Parcel, PaymentEvent, Refund, StockMovement
from shop.services.orders import note_add, order_cancel, order_change_status, payment_record
from shop.services.outbox import outbox_sweep
from shop.status import OrderStatus
from tests import factories

HALINA = {
    "name": "Halina Wiatrakowa",
    "email": "Halina.Wiatrak@Poczta.example.org",
    "phone": "+48698123321",
    "street": "ul. Zaciszna 17/3",
    "postcode": "99-731",
    "city": "Zaciszewo",
    "buyer_note": "Proszę dzwonić do Wiatrakowej",
}
ADDRESS = "halina.wiatrak@poczta.example.org"
#: Each of them tells who she is or where she lives. ASCII, because databases differ in folding other letters.
NEEDLES = ["halina", "wiatrak", "698123321", "zaciszn", "zaciszew", "99-731", "paczka-hw-1"]


def at(year: int, month: int = 6, day: int = 15, hour: int = 12):
    """Freeze the clock of Django at this moment, local time."""
    moment = datetime.datetime(year, month, day, hour, tzinfo=timezone.get_current_timezone())
    return patch("django.utils.timezone.now", return_value=moment)


def make_closed_order(product, **buyer) -> Order:
    """An order paid by transfer, sent and received, with the confirmations still in the outbox."""
    order = factories.make_order(product, **(HALINA | buyer))
    pay(order)
    for status in (OrderStatus.SHIPPED, OrderStatus.COMPLETED):
        order_change_status(order=order, status=status)
    return order


def pay(order: Order) -> None:
    payment_record(
        order=order, amount=order.total, received_on=timezone.localdate(), transaction_id=f"BANK-{order.pk}"
    )


def send_mails() -> None:
    """Send what waits, whatever the frozen clock says (the default of `next_at` does not know it)."""
    Outbox.objects.filter(sent_at=None).update(next_at=timezone.now())
    outbox_sweep()


def leave_traces(order: Order) -> None:
    """Put the person's data wherever an order has room for it."""
    note_add(order=order, message="Halina Wiatrakowa dzwoniła, tel. 698123321")
    note_add(order=order, message="Dziękujemy, pani Halino", public=True)
    Parcel.objects.filter(order=order).update(tracking_number="PACZKA-HW-1")
    Outbox.objects.filter(order=order).update(
        payload={"to": HALINA["email"]}, last_error=f"SMTPRecipientsRefused: {HALINA['email']}"
    )
    StockMovement.objects.filter(order=order).update(note="dla Haliny Wiatrak")
    payment = OnlinePayment.objects.create(
        order=order,
        provider="payu",
        session_id=f"s-{order.pk}",
        gateway_id=f"WZ-{order.pk}",
        amount=order.total,
        redirect_url="https://gateway.example.org/pay?email=halina.wiatrak",
        state=OnlinePayment.State.FAILED,
    )
    PaymentEvent.objects.create(
        provider="payu",
        event_id=f"e-{order.pk}",
        payment=payment,
        outcome=PaymentEvent.Outcome.ACCEPTED,
        detail="zapłaciła Halina",
        raw=payu_message(order),
    )
    Refund.objects.create(
        order=order,
        payment=payment,
        amount=order.total,
        reason="prośba Haliny Wiatrak",
        last_error="halina.wiatrak@poczta.example.org",
        state=Refund.State.FAILED,
    )
    OrderAlert.objects.create(
        order=order,
        kind=OrderAlert.Kind.OVER,
        detail="przelew od Halina Wiatrakowa",
        dedupe=f"over:{order.ref}",
        resolved_at=timezone.now(),
    )
    Order.objects.filter(pk=order.pk).update(
        shipping_address="ul. Zaciszna 17/3", _extra={"phone": "698123321", "rows": []}
    )


def payu_message(order: Order) -> str:
    return json.dumps(
        {
            "order": {
                "orderId": f"WZ-{order.pk}",
                "extOrderId": f"s-{order.pk}",
                "totalAmount": "13890",
                "currencyCode": "PLN",
                "status": "COMPLETED",
                "customerIp": "203.0.113.7",
                "description": "Halina",
                "buyer": {"email": ADDRESS, "phone": "698123321", "lastName": "Wiatrakowa"},
                "products": [{"name": "dla Haliny"}],
            },
            "properties": [{"name": "PAYER", "value": "Halina Wiatrakowa"}],
        }
    )


def traces(*needles: str) -> set[str]:
    """`table.column` of every column of every table in which one of the texts stands, whatever its type and case."""
    wanted = [needle.lower() for needle in needles]
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = as_text(value)
                    if any(needle in text for needle in wanted):
                        found.add(f"{table}.{column}")
    for session in Session.objects.all():
        if any(needle in json.dumps(session.get_decoded()).lower() for needle in wanted):
            found.add("django_session")
    return found


def as_text(value: object) -> str:
    """The text of a value of any column, in small letters."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode(errors="replace").lower()
    return str(value).lower()


def all_traces() -> set[str]:
    return traces(*NEEDLES)


def cancelled_order(product, **buyer) -> Order:
    """An order cancelled before it was paid."""
    order = factories.make_order(product, **(HALINA | buyer))
    order_cancel(order=order)
    return order

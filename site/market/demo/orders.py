"""Demo orders in every state, so that the admin has something to do. All buyers are invented; no mail goes out."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from shop.models import (
    DeliveryMethod,
    OnlinePayment,
    Order,
    OrderNote,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    PaymentEvent,
    Product,
    Provider,
)
from shop.services.baskets import basket_add, basket_quote
from shop.services.catalogue import products_for_sale
from shop.services.deferred import deferred_terms
from shop.services.expiry import order_expire
from shop.services.gateways.base import PaymentMessage, Told
from shop.services.orders import (
    BuyerData,
    note_add,
    order_cancel,
    order_change_status,
    order_place,
    parcel_update,
    payment_record,
)
from shop.services.papers.asking import document_ask
from shop.services.papers.keeping import documents_keep_up
from shop.services.payment_taking import message_raw, message_take
from shop.status import OrderStatus, ParcelStatus

from .after_sale import make_claims, make_exchange


@dataclass(frozen=True)
class DemoOrder:
    """goods: enterprises, one good each, or codes of goods. goal: how far the order has come. days: how long ago it was placed."""

    goods: tuple[str, ...]
    name: str
    city: tuple[str, str, str]
    goal: str
    days: int
    language: str = "pl"
    pickup: bool = False
    remark: str = ""
    #: NIP, name and address of a company; the numbers are ones that nobody has.
    company: tuple[str, str, str] = ("", "", "")
    #: A private person asks for a document.
    asks: bool = False
    locker: str = ""
    #: To be paid by invoice with a term; waits for somebody to accept it.
    deferred: bool = False

    @property
    def email(self) -> str:
        return f"kupujacy{self.days}@example.org"

    @property
    def phone(self) -> str:
        return f"+4860000{self.days:04d}"


#: goal → how the order gets there is in `advance`.
ORDERS = (
    DemoOrder(("wtz-pod-lipa", "ss-splot"), "Marta Zielińska", ("ul. Wierzbowa 12/4", "61-501", "Poznań"), "completed", 19, asks=True),
    DemoOrder(("zaz-lniana-nic",), "Paweł Górny", ("ul. Młyńska 7", "20-101", "Lublin"), "cancelled", 15,
              remark="Proszę o kontakt przed wysyłką."),
    DemoOrder(("ss-mydlo-i-spolka", "ss-kartka"), "Irena Nowicka", ("ul. Portowa 3", "81-301", "Gdynia"), "late", 11),
    DemoOrder(("zaz-gliniany-most",), "Joanna Bielska", ("", "", ""), "sent", 6, locker="WRO01M",
              company=("2222222222", "Biuro Projektowe Bielska sp. z o.o.", "ul. Lipowa 21\n50-201 Wrocław")),
    DemoOrder(("wtz-pod-lipa", "wtz-kaczeniec"), "Tomasz Wrona", ("ul. Polna 9", "62-020", "Swarzędz"), "packing", 4,
              remark="To prezent. Proszę nie dołączać rachunku.",
              company=("3333333333", "Przedszkole „Pod Wierzbą” s.c.", "ul. Polna 9\n62-020 Swarzędz")),
    DemoOrder(("cis-dolna",), "Emily Carter", ("ul. Długa 14/2", "31-146", "Kraków"), "online", 3, language="en"),
    DemoOrder(("wtz-pod-lipa",), "Andrzej Malec", ("", "", ""), "placed", 2, pickup=True,
              remark="Będę w Gnieźnie w piątek po 13."),
    DemoOrder(("wtz-kaczeniec",), "Dorota Sikora", ("ul. Szkolna 2", "64-100", "Leszno"), "placed", 0, deferred=True,
              remark="Na nagrody dla uczniów.",
              company=("4444444444", "Szkoła Podstawowa „Nad Stawem”", "ul. Szkolna 2\n64-100 Leszno")),
    # Of which something can be exchanged: the red one costs the same.
    DemoOrder(("PAP-004",), "Celina Dudek", ("ul. Cicha 4", "90-101", "Łódź"), "completed", 8),
    DemoOrder(("wtz-malwa", "ZES-001"), "Oksana Melnyk", ("ul. Spokojna 5", "22-300", "Krasnystaw"), "placed", 1, language="uk"),
)  # fmt: skip


def make_orders(by) -> None:
    """Place the demo orders and bring each to its state, by the services. Nothing when there is any order."""
    if Order.objects.exists():
        return
    with transaction.atomic():
        for number, demo in enumerate(ORDERS):
            if order := place(demo, number):
                advance(order, demo, by)
                move_back(order, demo.days)
                if demo.asks:
                    document_ask(order=order)
                if demo.goal == "late":
                    order_expire(order=order)
        make_claims()
        make_exchange()
        documents_keep_up()
        # Before the commit, after which each message would be sent at once.
        Outbox.objects.filter(sent_at=None).update(sent_at=F("created_at"), attempts=1)


def place(demo: DemoOrder, number: int) -> Order | None:
    if demo.deferred and not deferred_terms().is_on:
        return None
    request = HttpRequest()
    request.session = SessionStore()
    for code in demo.goods:
        if product := pick(code):
            basket = basket_add(request=request, product=product).basket
    kinds = DeliveryMethod.Kind
    kind = kinds.PICKUP if demo.pickup else kinds.LOCKER if demo.locker else kinds.COURIER
    delivery = DeliveryMethod.objects.filter(is_active=True, kind=kind).first()
    if request.session.is_empty() or delivery is None:
        return None
    street, postcode, city = demo.city
    nip, company, billing_address = demo.company
    order = order_place(
        basket=basket,
        buyer=BuyerData(
            name=demo.name,
            email=demo.email,
            phone=demo.phone,
            street=street,
            postcode=postcode,
            city=city,
            buyer_note=demo.remark,
            nip=nip,
            company=company,
            billing_address=billing_address,
            language=demo.language,
            locker_code=demo.locker,
        ),
        delivery=delivery,
        payment_method="deferred" if demo.deferred else "on-pickup" if demo.pickup else "transfer",
        expected_total=basket_quote(basket=basket, delivery=delivery).total,
        key=f"demo-order-{number}",
    )
    request.session.delete()
    return order


def pick(code: str) -> Product | None:
    """The good with the code; of an enterprise the one of which most pieces are free, so that rare ones stay on the shelf."""
    if product := products_for_sale().filter(code=code).first():
        return product
    goods = (
        products_for_sale()
        .filter(enterprise__code=code)
        .exclude(personalisation_fields__required=True)
        .annotate(free=F("stock__on_hand") - F("stock__reserved"))
    )
    return goods.filter(free__gt=0).order_by("-free", "code").first()


def advance(order: Order, demo: DemoOrder, by) -> None:
    if demo.goal == "cancelled":
        order_cancel(order=order, by=by)
        note_add(order=order, message="Anulowane na prośbę kupującego (telefon).", by=by)
    if demo.goal == "late":
        payment_record(
            order=order,
            amount=(order.total / 2).quantize(Decimal("0.01")),
            received_on=timezone.localdate() - datetime.timedelta(days=max(demo.days - 1, 0)),
            transaction_id=f"PRZELEW-{demo.days:03d}",
            by=by,
        )
    if demo.goal in {"placed", "late", "cancelled"}:
        return
    if demo.goal == "online":
        pay_online(order)
        return
    payment_record(
        order=order,
        amount=Decimal(order.total),
        received_on=timezone.localdate() - datetime.timedelta(days=max(demo.days - 1, 0)),
        transaction_id=f"PRZELEW-{demo.days:03d}",
        by=by,
    )
    parcels = list(order.parcels.order_by("pk"))
    if demo.goal == "packing":
        parcel_update(parcel=parcels[0], by=by, status=ParcelStatus.PACKED)
    if demo.goal in {"sent", "completed"}:
        for number, parcel in enumerate(parcels):
            tracking = f"{demo.days:022d}{number:02d}" if demo.locker else f"DEMO{demo.days:03d}{number}"
            parcel_update(parcel=parcel, by=by, status=ParcelStatus.SENT, tracking_number=tracking)
        order.refresh_from_db()
    if demo.goal == "completed":
        order_change_status(order=order, status=OrderStatus.COMPLETED, by=by)
        note_add(
            order=order,
            message="Dziękujemy za zamówienie. W paczce jest kartka od pracowni.",
            by=by,
            public=True,
        )


def pay_online(order: Order) -> None:
    """A payment as a gateway would have told it; no gateway is called."""
    # The checkout offers this way only where a gateway is set up; the demo shows it without one.
    order.payment_method = Order.PaymentMethod.ONLINE
    order.save(update_fields=["payment_method"])
    payment = OnlinePayment.objects.create(
        order=order,
        provider=Provider.P24,
        session_id=f"{order.ref}-demo",
        gateway_id="DEMO-1",
        amount=order.total,
        state=OnlinePayment.State.PENDING,
    )
    message = PaymentMessage(
        event_id=f"{order.ref}-demo",
        session_id=payment.session_id,
        gateway_id=payment.gateway_id,
        told=Told.PAID,
        amount=order.total,
        currency="PLN",
    )
    message_take(payment=payment, message=message, raw=message_raw(message))
    order.refresh_from_db()


def move_back(order: Order, days: int) -> None:
    """Let the order have happened `days` ago, a day between one event and the next."""
    start = timezone.now() - datetime.timedelta(days=days)
    Order.objects.filter(pk=order.pk).update(date_created=start, terms_accepted_at=start)
    Order.objects.filter(pk=order.pk, paid_at__isnull=False).update(
        paid_at=start + datetime.timedelta(days=1)
    )
    Parcel.objects.filter(order=order, sent_at__isnull=False).update(
        sent_at=start + datetime.timedelta(days=2)
    )
    arrived = start + datetime.timedelta(days=4)
    Parcel.objects.filter(order=order, delivered_at__isnull=False).update(delivered_at=arrived)
    Order.objects.filter(pk=order.pk, delivered_at__isnull=False).update(delivered_at=arrived)
    later = datetime.timedelta(days=1)
    for rows, field in (
        (OrderStatusChange.objects.filter(order=order), "changed_at"),
        (Outbox.objects.filter(order=order), "created_at"),
        (OnlinePayment.objects.filter(order=order), "created_at"),
        (PaymentEvent.objects.filter(payment__order=order), "received_at"),
    ):
        for number, row in enumerate(rows.order_by("pk")):
            type(row).objects.filter(pk=row.pk).update(**{field: min(start + number * later, timezone.now())})
    OrderPayment.objects.filter(order=order).update(date_created=start + later)
    OrderNote.objects.filter(order=order).update(date_created=min(start + 3 * later, timezone.now()))
    for reservation in order.reservations.filter(expires_at__isnull=False):
        type(reservation).objects.filter(pk=reservation.pk).update(
            expires_at=reservation.expires_at - datetime.timedelta(days=days)
        )

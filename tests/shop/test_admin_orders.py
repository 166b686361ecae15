"""Orders in the admin: every change goes through the services, and what they refuse changes nothing."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.models import Order
from shop.services.orders import payment_record
from shop.status import OrderStatus, ParcelStatus
from tests.factories import make_delivery, make_order

from .admin_people import client_of, make_person, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(shop_tree):
    return client_of(make_person("shop"))


@pytest.fixture
def order(make_product):
    return make_order(make_product(stock=3, price="120.00"))


def screen(order: Order) -> str:
    return reverse("orders:edit", args=[order.pk])


def step(order: Order, status: str) -> str:
    return reverse("orders:status", args=[order.pk, status])


def pay(order: Order) -> None:
    payment_record(
        order=order,
        amount=order.total,
        received_on=timezone.localdate(),
        transaction_id="T-1",
        notify=False,
    )


def test_a_payment_is_written_down_and_moves_the_order(staff, order):
    data = {
        "step": "payment",
        "amount": "138,90",
        "received_on": timezone.localdate().isoformat(),
        "transaction_id": "B-77",
    }
    response = staff.post(screen(order), data)
    assert response.status_code == 302
    order.refresh_from_db()
    assert order.status == OrderStatus.PROCESSING
    assert [payment.amount for payment in order.payments.all()] == [Decimal("138.90")]
    assert order.payments.get().recorded_by.username == "shop"


def test_the_payment_form_offers_what_is_outstanding(staff, order):
    form = staff.get(screen(order)).context["payment_form"]
    assert form.initial["amount"] == order.total


def test_a_payment_from_the_future_is_refused_beside_the_form(staff, order):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    data = {"step": "payment", "amount": "10", "received_on": tomorrow.isoformat(), "transaction_id": "B"}
    response = staff.post(screen(order), data)
    assert response.status_code == 200
    assert response.context["payment_form"].non_field_errors()
    assert order.payments.count() == 0


def test_an_illegal_step_changes_nothing_and_says_so(staff, order):
    response = staff.post(step(order, "COMPLETED"), follow=True)
    order.refresh_from_db()
    assert order.status == OrderStatus.CREATED
    assert len(messages_of(response)) == 1
    assert order.status_changes.count() == 1


def test_an_unknown_step_is_not_found(staff, order):
    assert staff.post(step(order, "GIVEN-AWAY")).status_code == 404


def test_looking_at_a_step_takes_none(staff, order):
    pay(order)
    assert staff.get(step(order, "SHIPPED")).status_code == 200
    order.refresh_from_db()
    assert order.status == OrderStatus.PROCESSING


def test_only_steps_that_may_be_taken_have_a_button(staff, order):
    assert [s.value for s in staff.get(screen(order)).context["steps"]] == ["CANCELLED"]
    pay(order)
    assert [s.value for s in staff.get(screen(order)).context["steps"]] == ["SHIPPED", "CANCELLED"]


def test_a_cancellation_needs_a_reason_and_gives_the_goods_back(staff, order):
    stock = order.reservations.get().item
    assert staff.post(step(order, "CANCELLED"), {"reason": ""}).status_code == 200
    order.refresh_from_db()
    assert order.status == OrderStatus.CREATED
    staff.post(step(order, "CANCELLED"), {"reason": "Prośba kupującej"})
    order.refresh_from_db()
    stock.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert stock.available == 3
    assert "Prośba kupującej" in order.notes.get().message
    assert not order.notes.get().public


def test_the_last_parcel_sent_sends_the_order(staff, order):
    pay(order)
    parcel = order.parcels.get()
    data = {
        "step": "parcel",
        "parcel": parcel.pk,
        f"parcel-{parcel.pk}-status": ParcelStatus.SENT,
        f"parcel-{parcel.pk}-tracking_number": "PX123",
    }
    assert staff.post(screen(order), data).status_code == 302
    order.refresh_from_db()
    parcel.refresh_from_db()
    assert (order.status, parcel.status, parcel.tracking_number) == ("SHIPPED", "sent", "PX123")


def test_a_parcel_of_another_order_is_not_found(staff, order, make_product):
    other = make_order(make_product())
    assert staff.post(screen(order), {"step": "parcel", "parcel": other.parcels.get().pk}).status_code == 404


def test_notes_are_internal_unless_ticked(staff, order):
    staff.post(screen(order), {"step": "note", "message": "Zadzwonić w piątek"})
    staff.post(screen(order), {"step": "note", "message": "Wysyłamy jutro", "public": "on"})
    assert [(note.message, note.public) for note in order.notes.all()] == [
        ("Zadzwonić w piątek", False),
        ("Wysyłamy jutro", True),
    ]


def test_without_the_right_to_change_there_is_nothing_to_press(order):
    person = make_person("communications")
    person.user_permissions.add(Permission.objects.get(codename="view_order", content_type__app_label="shop"))
    reader = client_of(person)
    assert reader.get(screen(order)).status_code == 200
    assert reader.post(screen(order), {"step": "note", "message": "x"}).status_code == 405
    assert reader.post(step(order, "CANCELLED"), {"reason": "x"}).status_code == 302
    order.refresh_from_db()
    assert order.status == OrderStatus.CREATED


def test_orders_are_found_by_reference_name_and_email(staff, make_product):
    anna = make_order(make_product(), name="Anna Kos", email="kos@example.org")
    make_order(make_product(), name="Jan Lis", email="lis@example.org")
    for query in (anna.ref, "kos", "kos@example"):
        found = staff.get(reverse("orders:index"), {"q": query}).context["object_list"]
        assert [order.ref for order in found] == [anna.ref]


def test_orders_are_filtered_by_status_and_maker(staff, make_product):
    first, second = make_order(make_product()), make_order(make_product())
    pay(second)
    by_status = staff.get(reverse("orders:index"), {"status": "PROCESSING"})
    assert [order.ref for order in by_status.context["object_list"]] == [second.ref]
    maker = first.parcels.get().enterprise_id
    by_maker = staff.get(reverse("orders:index"), {"enterprise": maker})
    assert [order.ref for order in by_maker.context["object_list"]] == [first.ref]


def test_the_list_costs_the_same_number_of_queries_for_few_and_many(staff, make_product):
    product = make_product(stock=60)
    delivery = make_delivery()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse("orders:index")).status_code == 200
        return len(queries)

    for _number in range(10):
        make_order(product, delivery=delivery)
    count()  # Fills the caches of content types and permissions.
    few = count()
    for _number in range(30):
        make_order(product, delivery=delivery)
    assert count() == few


def test_the_packing_slip_tells_who_made_it_and_no_price(staff, order):
    response = staff.get(reverse("market_packing_slip", args=[order.parcels.get().pk]))
    text = response.content.decode()
    context = order.items.get().context
    for words in (
        context["maker"],
        context["kind_explanation"],
        context["purpose"],
        "ul. Lipowa 3/4",
        order.ref,
    ):
        assert words in text
    assert context["maker_url"] in text
    assert "120,00" not in text
    assert "zł" not in text

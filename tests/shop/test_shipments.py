"""InPost's labels and statuses against a ShipX of our own; nothing leaves this machine, and without a token nothing is offered."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from shop.models import Order, Parcel, ParcelLocker
from shop.services.orders import order_change_status, parcel_update, payment_record
from shop.services.shipments import (
    ShipmentRefused,
    shipment_create,
    shipment_label,
    shipment_possible,
    shipments_ask,
)
from shop.status import OrderStatus, ParcelStatus
from tests import factories
from tests.shipx_server import PDF
from tests.shop.placing import place

pytestmark = pytest.mark.django_db

MUG = {"height_mm": 94, "width_mm": 118, "depth_mm": 84, "weight_g": 350}


def pay(order) -> Order:
    payment_record(
        order=order, amount=Decimal(order.total), received_on=timezone.localdate(), transaction_id=f"P-{order.ref}"
    )
    return order


@pytest.fixture
def order(make_product):
    """A paid order of two makers to a locker."""
    factories.make_locker()
    basket = factories.make_basket(make_product(**MUG), make_product(**MUG))
    method = factories.make_locker_delivery()
    return pay(place(basket, delivery=method, buyer=factories.make_buyer(locker_code="POZ01M")))


def parcel_of(order) -> Parcel:
    return order.parcels.select_related("order__delivery_method", "enterprise").first()


def test_without_a_token_nothing_is_offered(order):
    assert not shipment_possible(parcel_of(order))
    with pytest.raises(ShipmentRefused):
        shipment_create(parcel=parcel_of(order))
    assert shipments_ask() == 0


def test_a_shipment_is_ordered_with_what_inpost_needs(order, shipx):
    parcel = shipment_create(parcel=parcel_of(order))
    assert (parcel.shipment_id, parcel.carrier_status, parcel.tracking_number) == ("7", "created", "")
    maker = parcel.enterprise
    assert shipx.shipments == [
        {
            "receiver": {
                "first_name": "Anna", "last_name": "Nowak", "email": "anna@example.org", "phone": "600100200",
            },
            "sender": {
                "company_name": maker.name,
                "email": maker.email,
                "phone": "611112233",
                "address": {
                    "street": "ul. Krótka", "building_number": "2", "city": "Gniezno", "post_code": "62-200",
                    "country_code": "PL",
                },
            },
            "parcels": [{"template": "medium"}],
            "service": "inpost_locker_standard",
            "reference": f"{order.ref}-{parcel.pk}",
            "custom_attributes": {"target_point": "POZ01M", "sending_method": "parcel_locker"},
        }
    ]  # fmt: skip
    assert shipx.calls == ["POST /v1/organizations/77/shipments"]


def test_a_second_click_orders_nothing(order, shipx):
    shipment_create(parcel=parcel_of(order))
    with pytest.raises(ShipmentRefused):
        shipment_create(parcel=parcel_of(order))
    assert len(shipx.shipments) == 1


def test_after_silence_nobody_orders_again_for_ten_minutes(order, shipx):
    shipx.fail = 503
    with pytest.raises(ShipmentRefused) as caught:
        shipment_create(parcel=parcel_of(order))
    assert order.ref in caught.value.message
    with pytest.raises(ShipmentRefused):
        shipment_create(parcel=parcel_of(order))
    assert shipx.shipments == []
    Parcel.objects.update(shipment_asked_at=timezone.now() - timezone.timedelta(minutes=11))
    shipment_create(parcel=parcel_of(order))
    assert len(shipx.shipments) == 1


def test_a_refusal_names_the_fields_and_may_be_tried_again(order, shipx):
    shipx.fail, shipx.details = 400, {"receiver.phone": ["invalid 600100200"]}
    with pytest.raises(ShipmentRefused) as caught:
        shipment_create(parcel=parcel_of(order))
    assert "receiver.phone" in caught.value.message
    assert "600100200" not in caught.value.message
    assert shipment_create(parcel=parcel_of(order)).shipment_id == "7"


def test_parcels_follow_the_carrier_and_the_order_follows_them(order, shipx):
    for parcel in order.parcels.all():
        shipment_create(parcel=parcel)
    assert shipments_ask() == 2
    assert set(order.parcels.values_list("status", "tracking_number")) == {("new", shipx.number)}
    assert shipments_ask() == 0
    shipx.status = "taken_by_courier"
    assert shipments_ask() == 2
    order.refresh_from_db()
    assert (order.status, order.delivered_at) == (OrderStatus.SHIPPED, None)
    shipx.status = "delivered"
    shipments_ask()
    order.refresh_from_db()
    assert order.status == OrderStatus.COMPLETED
    assert order.delivered_at == max(parcel.delivered_at for parcel in order.parcels.all())
    assert shipments_ask() == 0


def test_a_carrier_that_is_silent_changes_nothing(order, shipx):
    shipment_create(parcel=parcel_of(order))
    shipx.fail = 500
    assert shipments_ask() == 0
    assert parcel_of(order).status == ParcelStatus.NEW


def test_trouble_is_shown_and_moves_nothing(order, shipx):
    shipment_create(parcel=parcel_of(order))
    shipx.status = "returned_to_sender"
    shipments_ask()
    parcel = parcel_of(order)
    assert (parcel.status, parcel.carrier_status) == (ParcelStatus.NEW, "returned_to_sender")


def test_the_label_is_a_pdf(order, shipx):
    with pytest.raises(ShipmentRefused):
        shipment_label(parcel=parcel_of(order))
    parcel = shipment_create(parcel=parcel_of(order))
    assert shipment_label(parcel=parcel) == PDF
    shipx.fail = 404
    with pytest.raises(ShipmentRefused):
        shipment_label(parcel=parcel)


def test_staff_order_and_print_a_label(order, shipx, client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("szefowa", "s@example.org", "x"))
    parcel = parcel_of(order)
    url = f"/admin/pracownia/paczka/{parcel.pk}/etykieta/"
    assert "Zamów etykietę InPost" in client.get(f"/admin/orders/{order.pk}/").content.decode()
    assert client.post(url).status_code == 302
    assert len(shipx.shipments) == 1
    page = client.get(f"/admin/orders/{order.pk}/").content.decode()
    assert "Wydrukuj etykietę InPost" in page
    answer = client.get(url)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")


def test_the_list_of_lockers_comes_from_shipx_page_by_page(shipx):
    shipx.points = [
        {
            "name": f"POZ0{number}M",
            "type": ["parcel_locker"],
            "status": "Operating",
            "address_details": {"city": "Poznań", "post_code": "61-868", "street": "Garbary", "building_number": str(number)},
        }
        for number in range(1, 6)
    ]
    call_command("import_lockers", "--shipx", stdout=StringIO())
    assert set(ParcelLocker.objects.values_list("code", flat=True)) == {f"POZ0{number}M" for number in range(1, 6)}
    assert shipx.calls == ["GET /v1/points"] * 3


def test_the_order_is_delivered_with_its_last_parcel(order):
    first, second = order.parcels.all()
    for parcel in (first, second):
        parcel_update(parcel=parcel, status=ParcelStatus.SENT)
    parcel_update(parcel=first, status=ParcelStatus.DELIVERED)
    order.refresh_from_db()
    assert (order.status, order.delivered_at) == (OrderStatus.SHIPPED, None)
    second = parcel_update(parcel=second, status=ParcelStatus.DELIVERED)
    order.refresh_from_db()
    assert (order.status, order.delivered_at) == (OrderStatus.COMPLETED, second.delivered_at)


def test_completing_hands_over_what_is_left(order):
    order_change_status(order=order, status=OrderStatus.SHIPPED)
    assert order.delivered_at is None
    order_change_status(order=order, status=OrderStatus.COMPLETED)
    assert order.delivered_at is not None
    assert {parcel.delivered_at for parcel in order.parcels.all()} == {order.delivered_at}


def test_a_pick_up_to_be_paid_there_waits_for_the_money(make_product):
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = factories.make_order(make_product(), delivery=pickup, payment_method="on-pickup")
    order_change_status(order=order, status=OrderStatus.PROCESSING)
    [parcel] = order.parcels.all()
    parcel_update(parcel=parcel, status=ParcelStatus.READY)
    parcel_update(parcel=parcel, status=ParcelStatus.DELIVERED)
    order.refresh_from_db()
    assert (order.status, order.paid_at) == (OrderStatus.READY, None)
    assert order.delivered_at is not None


def test_a_number_of_inpost_leads_to_its_tracking(order):
    parcel = parcel_of(order)
    assert Parcel(tracking_number="6" * 24).tracking_url == f"https://inpost.pl/sledzenie-przesylek?number={'6' * 24}"
    assert Parcel(tracking_number="DEMO-1").tracking_url == ""
    assert parcel.tracking_url == ""

"""Invoice with a term of payment at the checkout, on the page of the order and in the admin."""

from decimal import Decimal

import pytest
from django.urls import reverse

from home.admin.duties import duties_for
from shop.models import Order
from shop.order_state import order_state
from shop.services.deferred import deferred_accept
from tests import factories
from tests.shop.admin_people import client_of, make_person, messages_of
from tests.shop.deferring import allow, deferring_shop, let_days_pass, sent, today_plus
from tests.shop.pages import BUYER, add_to_basket, form_fields, hidden_values, words
from tests.shop.papers_tools import COMPANY
from tests.shop.placing import nothing_was_ordered

pytestmark = pytest.mark.django_db

CHOSEN = {**BUYER, "payment": "deferred"}


@pytest.fixture
def tree(shop_tree):
    return deferring_shop(shop_tree)


@pytest.fixture
def buyer(client, tree):
    """A client with a piece for 120.00 in the basket."""
    factories.make_delivery("kurier")
    add_to_basket(client, factories.make_product(tree, price="120.00", stock=3))
    return client


@pytest.fixture
def order(tree) -> Order:
    return factories.make_order(factories.make_product(tree, price="120.00", stock=3), payment_method="deferred", **COMPANY)


def page_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def submit(client, data: dict, *, total: str = "138.90"):
    hidden = hidden_values(page_of(client.get("/zamowienie/"))) | {"expected_total": total}
    return client.post("/zamowienie/", {**data, **hidden, "order": "1"}, headers={"sec-fetch-site": "same-origin"})


def test_it_stands_among_the_ways_to_pay(buyer, tree):
    text = words(page_of(buyer.get("/zamowienie/")))
    assert "Faktura z terminem 14 dni (firmy i instytucje)" in text
    assert "Na zapłatę masz 14 dni od wysyłki. Do kwoty 1 000,00 zł." in text
    allow(tree, deferred_on=False)
    fields = form_fields(page_of(buyer.get("/zamowienie/")), "checkout")
    assert [field["value"] for field in fields if field.get("name") == "payment"] == ["transfer", "on-pickup"]


def test_a_company_orders(buyer):
    response = submit(buyer, CHOSEN | COMPANY)
    order = Order.objects.get()
    assert (response.status_code, response.url) == (302, f"/zamowienie/{order.ref}/")
    assert (order.payment_method, order.payment_days, order.status) == ("deferred", 14, "CREATED")
    text = words(page_of(buyer.get(response.url)))
    assert "Oglądamy je i piszemy do ciebie, czy możesz zapłacić po wysyłce." in text
    assert "Zrób przelew" not in text


def test_a_private_person_reads_why_not_and_loses_nothing(buyer):
    response = submit(buyer, CHOSEN)
    html = page_of(response)
    assert "Fakturą z terminem płacą firmy i instytucje: podaj nazwę i NIP" in words(html)
    typed = {field["name"]: field for field in form_fields(html, "checkout") if field.get("name")}
    assert typed["name"]["value"] == BUYER["name"]
    assert typed["street"]["value"] == BUYER["street"]
    chosen = [field["value"] for field in form_fields(html, "checkout") if field.get("name") == "payment" and "checked" in field]
    assert chosen == ["deferred"]
    assert nothing_was_ordered()


def test_a_wrong_nip_is_told_once(buyer):
    text = words(page_of(submit(buyer, CHOSEN | COMPANY | {"nip": "3333333334"})))
    assert "To nie jest poprawny NIP" in text
    assert "Fakturą z terminem płacą" not in text
    assert nothing_was_ordered()


def test_above_the_greatest_sum(buyer, tree):
    allow(tree, deferred_most=Decimal("138.89"))
    assert "zapłacisz za zamówienie do 138,89 zł" in words(page_of(submit(buyer, CHOSEN | COMPANY)))
    assert nothing_was_ordered()
    allow(tree, deferred_most=Decimal("138.90"))
    assert submit(buyer, CHOSEN | COMPANY).status_code == 302


def test_not_for_gift_cards(client, tree):
    email = factories.make_delivery("e-mail", price="0.00", kind="email")
    add_to_basket(client, factories.make_product(tree, kind="gift_card", price="100.00", stock=0))
    data = CHOSEN | COMPANY | {"delivery": email.code, "street": "", "postcode": "", "city": ""}
    assert "Kartę podarunkową wydajemy po zapłacie" in words(page_of(submit(client, data, total="100.00")))
    assert nothing_was_ordered()


def test_the_page_says_until_when_to_pay(buyer):
    order = Order.objects.get(ref=submit(buyer, CHOSEN | COMPANY).url.split("/")[-2])
    sent(order)
    text = words(page_of(buyer.get(f"/zamowienie/{order.ref}/")))
    assert "Zapłać 138,90 zł do" in text
    assert f"Zamówienie {order.ref}" in text
    assert "78 0000 0002 0261 1222 0000 0001" in text
    assert buyer.get(f"/zamowienie/{order.ref}/qr.svg").status_code == 200
    assert (order_state(order).by, order_state(order).is_late) == (today_plus(14), False)
    let_days_pass(order, 1)
    assert order_state(order).is_late is True


@pytest.mark.parametrize("role", ["owner", "shop"])
def test_owner_and_shop_accept_and_twice_is_once(order, role):
    staff = client_of(make_person(role))
    page = words(page_of(staff.get(reverse("orders:edit", args=[order.pk]))))
    assert "Przyjmij z terminem płatności" in page
    assert "Odmów" in page
    assert "Przyjmij do realizacji" not in page
    address = reverse("orders:accept", args=[order.pk])
    assert "z terminem 14 dni" in page_of(staff.get(address))
    for _time in range(2):
        assert messages_of(staff.post(address, follow=True)) == [f"Zamówienie {order.ref} przyjęte: można je pakować."]
    order.refresh_from_db()
    assert order.status == "PROCESSING"
    change = order.status_changes.get(new_status="PROCESSING")
    assert change.changed_by.username == role
    assert order.messages.filter(kind="order_deferred_accepted").count() == 1


@pytest.mark.parametrize("role", ["communications", "workshop"])
def test_others_accept_nothing(order, role):
    person = make_person(role, enterprise=order.parcels.get().enterprise if role == "workshop" else None)
    for name in ("accept", "refuse"):
        response = client_of(person).post(reverse(f"orders:{name}", args=[order.pk]), {"reason": "Nie.", "then": "cancel"})
        assert response.status_code in {302, 403}
    order.refresh_from_db()
    assert (order.status, order.accepted_at) == ("CREATED", None)


def test_refusing_asks_why(order):
    staff = client_of(make_person("shop"))
    address = reverse("orders:refuse", args=[order.pk])
    assert staff.post(address, {"reason": "", "then": "cancel"}).status_code == 200
    order.refresh_from_db()
    assert order.status == "CREATED"
    told = messages_of(staff.post(address, {"reason": "Za duża kwota.", "then": "cancel"}, follow=True))
    assert told == [f"Zamówienie {order.ref} anulowane."]
    assert messages_of(staff.post(address, {"reason": "Znowu.", "then": "cancel"}, follow=True)) == [
        "To zamówienie nie czeka na przyjęcie."
    ]


def counted(staff, label: str) -> tuple[int, bool] | None:
    """(how many, whether urgent) of a duty on the start page; None where it is not there."""
    found = duties_for(staff.get(reverse("wagtailadmin_home")).wsgi_request)
    return next(((duty.count, duty.urgent) for duty in found if str(duty.label) == label), None)


def test_the_start_page_counts_what_waits(order):
    staff = client_of(make_person("shop"))
    waiting, late = "Zamówienia z terminem płatności do przyjęcia", "Wysłane i niezapłacone w terminie"
    orders = reverse("orders:index")
    assert (counted(staff, waiting), counted(staff, late)) == ((1, False), None)
    assert order.ref in page_of(staff.get(f"{orders}?attention=accept"))
    deferred_accept(order=order)
    sent(order)
    assert (counted(staff, waiting), counted(staff, late)) == (None, None)
    assert order.ref not in page_of(staff.get(f"{orders}?attention=accept"))
    let_days_pass(order, 1)
    assert counted(staff, late) == (1, True)
    assert order.ref in page_of(staff.get(f"{orders}?attention=debt"))
    assert "minął termin zapłaty" in page_of(staff.get(reverse("orders:edit", args=[order.pk])))

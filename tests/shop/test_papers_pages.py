"""Company data at the checkout, and the documents on the page of the order: for those who may see it, and nobody else."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from shop.models import Basket, Order, Outbox, SalesDocument
from shop.services.errors import BadInput, TransitionRefused
from shop.services.orders import order_cancel
from shop.services.papers.asking import ask_until, document_ask
from shop.services.papers.companies import clean_nip
from shop.services.papers.issuing import documents_issue
from shop.services.papers.keeping import documents_keep_up
from tests import factories
from tests.shop.pages import add_to_basket, checkout_data, words
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, paid_order, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(shop_tree):
    make_seller(shop_tree)
    factories.make_delivery()
    factories.make_delivery("odbior", price="0.00", is_pickup=True)
    return shop_tree


@pytest.fixture
def buyer(client, tree):
    """A client with a thing in the basket."""
    add_to_basket(client, factories.make_product(tree, enterprise=make_maker(tree, TAX.OUTSIDE_VAT), price="120.00"))
    return client


def order_by(client, **values) -> Order:
    response = client.post("/zamowienie/", checkout_data(client, **values))
    assert response.status_code == 302, words(response.content.decode())
    return Order.objects.get()


@pytest.mark.parametrize("typed", ["3333333333", "333-333-33-33", " PL 333 333 33 33 ", "pl3333333333"])
def test_a_nip_is_taken_as_people_write_it(typed):
    assert clean_nip(typed) == "3333333333"


@pytest.mark.parametrize("typed", ["3333333332", "333333333", "33333333331", "abcdefghij", "٣٣٣٣٣٣٣٣٣٣", "0"])
def test_a_wrong_nip_is_refused(pl_locale, typed):
    with pytest.raises(BadInput, match="NIP"):
        clean_nip(typed)
    assert clean_nip("  ") == ""


def test_a_company_orders_with_nip_in_a_closed_fold(buyer):
    html = buyer.get("/zamowienie/").content.decode()
    assert '<details class="fold" id="checkout-company">' in html
    assert "art. 38a" in html
    order = order_by(buyer, **COMPANY | {"nip": "333-333-33-33"})
    assert (order.nip, order.company) == ("3333333333", "Przykład sp. z o.o.")
    assert order.billing_address.splitlines() == ["ul. Biurowa 5", "00-001 Warszawa"]
    assert order.document_asked_at is not None
    assert list(order.items.values_list("vat_rate", flat=True)) == ["np"]


def test_without_a_company_nothing_is_asked_for(buyer):
    order = order_by(buyer)
    assert (order.nip, order.company, order.billing_address, order.document_asked_at) == ("", "", "", None)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"nip": "3333333332"}, "To nie jest poprawny NIP"),
        ({"company": ""}, "Wpisz nazwę firmy, do której należy NIP"),
        ({"nip": ""}, "Wpisz NIP firmy albo usuń jej nazwę"),
    ],
)
def test_wrong_company_data_is_shown_in_the_open_fold_with_what_was_typed(buyer, change, text):
    response = buyer.post("/zamowienie/", checkout_data(buyer, **COMPANY | change))
    html = response.content.decode()
    assert response.status_code == 422
    assert text in html
    assert '<details class="fold" id="checkout-company" open>' in html
    assert "ul. Biurowa 5" in html
    assert not Order.objects.exists()
    assert Basket.objects.exists()


def test_a_pick_up_for_a_company_needs_an_address(buyer):
    values = checkout_data(buyer, **COMPANY | {"billing_address": "", "delivery": "odbior", "payment": "on-pickup"})
    response = buyer.post("/zamowienie/", values)
    assert response.status_code == 422
    assert "Wpisz adres na dokumencie" in response.content.decode()
    assert not Order.objects.exists()


def test_recalculating_keeps_the_company(buyer):
    values = checkout_data(buyer, **COMPANY) | {"recalculate": "1"}
    html = buyer.post("/zamowienie/", values).content.decode()
    assert "Przykład sp. z o.o." in html
    assert '<details class="fold" id="checkout-company" open>' in html


def test_a_consumer_asks_on_the_page_and_gets_the_document_and_the_mail(buyer, django_capture_on_commit_callbacks):
    order = order_by(buyer)
    page = f"/zamowienie/{order.ref}/"
    assert "Poproś o fakturę lub rachunek" in buyer.get(page).content.decode()
    response = buyer.post(f"{page}dokumenty/", {"nip": "", "company": "", "billing_address": ""}, follow=True)
    assert "Przyślemy dokument, gdy zamówienie będzie opłacone." in response.content.decode()
    assert not SalesDocument.objects.exists()
    pay(order)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        documents_keep_up()
    document = SalesDocument.objects.get()
    assert document.data["buyer"] == {"name": "Anna Nowak", "nip": "", "address": ["ul. Lipowa 3/4", "61-001 Poznań"]}
    (message,) = [row for row in mail.outbox if "faktura lub rachunek" in row.subject]
    assert f"Rachunek {document.number}" in message.body
    name, content, mime = message.attachments[0]
    assert (name, content[:5], mime) == (f"{document.number.replace('/', '-')}.pdf", b"%PDF-", "application/pdf")
    html = buyer.get(page).content.decode()
    assert f"{page}dokumenty/{document.pk}/pdf/" in html
    assert "Poproś o fakturę lub rachunek" not in html


def test_wrong_data_in_the_request_are_kept_and_nothing_is_written(buyer):
    order = order_by(buyer)
    response = buyer.post(f"/zamowienie/{order.ref}/dokumenty/", COMPANY | {"nip": "1234567890"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "To nie jest poprawny NIP" in html
    assert "Przykład sp. z o.o." in html
    order.refresh_from_db()
    assert (order.nip, order.document_asked_at) == ("", None)


def test_only_the_session_of_the_order_sees_its_documents(buyer, tree):
    order = order_by(buyer)
    pay(order)
    (document,) = document_ask(order=order)
    paths = [f"/zamowienie/{order.ref}/dokumenty/{document.pk}/{end}" for end in ("", "pdf/")]
    page, pdf = (buyer.get(path) for path in paths)
    assert page.status_code == pdf.status_code == 200
    assert pdf["Content-Type"] == "application/pdf"
    for response in (page, pdf):
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "same-origin"
    text = words(page.content.decode()).replace("\xa0", " ")
    for expected in (f"Rachunek {document.number}", "Razem: 138,90 zł", "sto trzydzieści osiem złotych 90/100", "art. 87"):
        assert expected in text
    stranger = Client(headers={"host": "testserver"})
    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    assert stranger.post(f"/zamowienie/{order.ref}/dokumenty/").status_code == 404
    # Nor does a document of another order open under this one.
    foreign = paid_order(factories.make_product(tree, enterprise=order.items.get().enterprise))
    (other,) = document_ask(order=foreign)
    assert buyer.get(f"/zamowienie/{order.ref}/dokumenty/{other.pk}/").status_code == 404


def test_an_invoice_that_ksef_has_not_taken_is_not_shown(client, tree):
    add_to_basket(client, factories.make_product(tree, enterprise=make_maker(tree)))
    order = order_by(client, **COMPANY)
    pay(order)
    (document,) = documents_issue(order=order)
    assert document.ksef_state == "waiting"
    assert client.get(f"/zamowienie/{order.ref}/dokumenty/{document.pk}/pdf/").status_code == 404
    assert "przechodzi przez KSeF" in client.get(f"/zamowienie/{order.ref}/").content.decode()


def test_the_time_to_ask_is_three_months_from_the_end_of_the_month(tree):
    order = factories.make_order(factories.make_product(tree, enterprise=make_maker(tree)))
    for day, last in (
        ((2026, 1, 1), (2026, 4, 30)), ((2026, 11, 30), (2027, 2, 28)), ((2027, 11, 2), (2028, 2, 29)), ((2026, 9, 30), (2026, 12, 31)),
    ):  # fmt: skip
        order.date_created = datetime.datetime(*day, 12, tzinfo=timezone.get_current_timezone())
        assert ask_until(order) == datetime.date(*last)


def test_too_late_twice_or_called_off_is_refused(tree):
    orders = [factories.make_order(factories.make_product(tree, enterprise=make_maker(tree))) for _ in range(3)]
    document_ask(order=orders[0])
    order_cancel(order=orders[1])
    Order.objects.filter(pk=orders[2].pk).update(date_created=timezone.now() - datetime.timedelta(days=130))
    for order in orders:
        with pytest.raises(TransitionRefused):
            document_ask(order=order, **COMPANY)
    assert Order.objects.filter(nip="").count() == 3
    assert not Outbox.objects.filter(kind="document_issued").exists()

"""Documents of sale in the admin: seen, filtered, downloaded, issued, corrected; who may; the report of makers' sales."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import Order, OrderItem, SalesDocument
from shop.services.orders import order_cancel
from shop.services.papers.dac7 import MakerYear, maker_years
from shop.services.papers.issuing import documents_issue
from tests import factories
from tests.shop.admin_people import client_of, make_person, messages_of
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(shop_tree):
    make_seller(shop_tree)
    return shop_tree


@pytest.fixture
def shop(tree):
    return client_of(make_person("shop"))


def order_of(tree, status=TAX.VAT_ACTIVE, **buyer) -> Order:
    return paid_order(factories.make_product(tree, enterprise=make_maker(tree, status), stock=3), **buyer)


def test_list_is_searched_and_filtered(tree, shop):
    company, consumer = order_of(tree, **COMPANY), order_of(tree, TAX.OUTSIDE_VAT)
    invoice, bill = documents_issue(order=company)[0], documents_issue(order=consumer)[0]
    address = "/admin/sales-documents/"

    def listed(query=""):
        response = shop.get(f"{address}{query}")
        assert response.status_code == 200
        return {row.number for row in response.context["object_list"]}

    both = {invoice.number, bill.number}
    assert listed() == both
    assert listed("?q=3333333333") == listed("?q=Przykład") == listed(f"?q={company.ref}") == {invoice.number}
    assert listed("?kind=bill") == {bill.number}
    assert listed("?ksef_state=waiting") == {invoice.number}
    assert listed("?q=nic takiego") == set()


def test_documents_are_issued_from_the_order_and_downloaded(tree, shop):
    order = order_of(tree, **COMPANY)
    page = f"/admin/orders/{order.pk}/"
    assert "Wystaw dokumenty" in shop.get(page).content.decode()
    response = shop.post(f"/admin/sales-documents/order/{order.pk}/issue/", follow=True)
    document = SalesDocument.objects.get()
    assert messages_of(response) == [f"Wystawiono: {document.number}."]
    assert document.issued_by.username == "shop"
    assert "Wystaw dokumenty" not in shop.get(page).content.decode()
    sheet = shop.get(f"/admin/sales-documents/{document.pk}/")
    assert "Przykład sp. z o.o." in sheet.content.decode()
    pdf, xml, upo = (shop.get(f"/admin/sales-documents/{document.pk}/file/{kind}/") for kind in ("pdf", "xml", "upo"))
    assert (pdf.status_code, pdf.content[:5], pdf["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert (xml.status_code, xml.content[:5], xml["Content-Type"]) == (200, b"<?xml", "application/xml")
    assert upo.status_code == 404
    assert xml["Content-Disposition"] == f'attachment; filename="{document.number.replace("/", "-")}.xml"'


def test_a_bill_has_no_xml_and_an_unpaid_order_no_document(tree, shop):
    (bill,) = documents_issue(order=order_of(tree, TAX.OUTSIDE_VAT))
    assert shop.get(f"/admin/sales-documents/{bill.pk}/file/xml/").status_code == 404
    unpaid = factories.make_order(factories.make_product(tree, enterprise=make_maker(tree)))
    response = shop.post(f"/admin/sales-documents/order/{unpaid.pk}/issue/", follow=True)
    assert messages_of(response) == ["Dokument wystawia się do zamówienia opłaconego albo wysłanego, a nie anulowanego."]
    assert SalesDocument.objects.count() == 1


def test_a_correction_needs_a_reason_and_a_change(tree, shop):
    (document,) = documents_issue(order=order_of(tree))
    address = f"/admin/sales-documents/{document.pk}/correct/"
    assert "Zwrócone sztuki" in shop.get(address).content.decode()
    wrong = (
        ({"reason": "", "amount": "10"}, 200),
        ({"reason": "Rysa", "amount": ""}, 200),
        ({"reason": "Rysa", "amount": "999999"}, 200),
        ({"reason": "Rysa", "line-0": "2"}, 200),
    )
    for data, status in wrong:
        assert shop.post(address, data).status_code == status
    assert SalesDocument.objects.count() == 1
    assert shop.post(address, {"reason": "Rysa", "amount": "10,50", "line-0": "0"}).status_code == 302
    correction = document.corrections.get()
    assert (correction.total, correction.data["reason"]) == (Decimal("-10.50"), "Rysa")


def test_the_number_of_ksef_is_written_down(tree, shop):
    (document,) = documents_issue(order=order_of(tree, **COMPANY))
    address = f"/admin/sales-documents/{document.pk}/"
    shop.post(address, {"number": "zły"})
    document.refresh_from_db()
    assert document.ksef_state == "waiting"
    shop.post(address, {"number": "1111111111-20261128-0100001AF629-AF"})
    document.refresh_from_db()
    assert document.ksef_state == "accepted"


@pytest.mark.parametrize(("role", "allowed"), [("owner", True), ("shop", True), ("communications", False), ("workshop", False)])
def test_who_may(tree, role, allowed):
    maker = make_maker(tree)
    order = paid_order(factories.make_product(tree, enterprise=maker))
    (document,) = documents_issue(order=order)
    client = client_of(make_person(role, enterprise=maker if role == "workshop" else None))
    paths = ("sales-documents/", f"sales-documents/{document.pk}/", f"sales-documents/{document.pk}/file/pdf/", "reports/dac7/")
    assert [client.get(f"/admin/{path}").status_code == 200 for path in paths] == [allowed] * 4
    client.post(f"/admin/sales-documents/{document.pk}/correct/", {"reason": "x", "amount": "1"})
    assert document.corrections.count() == int(allowed)


def test_the_report_counts_by_quarter_and_tests_both_limits(tree, shop):
    maker, other = make_maker(tree, name="=A Pracownia", nip="3333333333"), make_maker(tree, name="B Pracownia")
    first = paid_order((factories.make_product(tree, enterprise=maker, stock=5, price="100.00"), 2))
    paid_order(factories.make_product(tree, enterprise=maker, price="50.00"), factories.make_product(tree, enterprise=other))
    order_cancel(order=paid_order(factories.make_product(tree, enterprise=other)))
    Order.objects.filter(pk=first.pk).update(paid_at=datetime.datetime(2026, 2, 3, tzinfo=timezone.get_current_timezone()))
    Order.objects.exclude(pk=first.pk).update(paid_at=datetime.datetime(2026, 12, 31, 23, 30, tzinfo=timezone.get_current_timezone()))
    OrderItem.objects.filter(order=first).update(discount=Decimal("10.00"), total=Decimal("190.00"))
    rows = maker_years(year=2026)
    assert [(row.maker, row.sales, [str(amount) for amount in row.quarters]) for row in rows] == [
        (maker, 2, ["190.00", "0.00", "0.00", "50.00"]), (other, 1, ["0.00", "0.00", "0.00", "120.00"]),
    ]  # fmt: skip
    assert maker_years(year=2025) == []
    page = shop.get("/admin/reports/dac7/").content.decode().replace("\xa0", " ")
    assert "240,00 zł" in page
    assert "podaj kurs" in page
    response = shop.get("/admin/reports/dac7/?year=2026&euro=0,10&export=csv")
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert table[1] == ["'=A Pracownia", "3333333333", "2", "190.00", "0.00", "0.00", "50.00", "240.00", "nie"]
    assert table[2][-1] == "tak"


@pytest.mark.parametrize(
    ("sales", "total", "excluded"),
    [(29, "8000.00", True), (30, "8000.00", False), (29, "8000.01", False), (30, "1.00", False), (1, "8000.01", False)],
)
def test_excluded_is_who_stays_below_both_limits(sales, total, excluded):
    row = MakerYear(maker=None, sales=sales, quarters=[Decimal(total), Decimal(0), Decimal(0), Decimal(0)])
    assert row.is_excluded(Decimal(4)) is excluded

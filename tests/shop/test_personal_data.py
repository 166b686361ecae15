"""One person's data: the copy holds all of hers and nothing of anybody else's, the erasure leaves no trace of her."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from shop.models import Order, OrderAlert, OrderPayment, Outbox, PaymentEvent, Refund
from shop.services.audit import shop_breaches
from shop.services.erasing import message_scrubbed
from shop.services.orders import order_secret
from shop.services.outbox import outbox_stuck, outbox_sweep
from shop.services.personal_data import ErasureRefused, personal_data_erase, personal_data_find
from shop.services.personal_data_export import personal_data_export
from shop.services.receipts import social_receipt
from tests import factories
from tests.shop.admin_people import make_person
from tests.shop.persons import (
    ADDRESS,
    HALINA,
    NEEDLES,
    all_traces,
    at,
    cancelled_order,
    leave_traces,
    make_closed_order,
    traces,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    """A closed order of Halina's with traces everywhere."""
    order = make_closed_order(make_product(price="120.00", title="Wazon „Brzeg”"))
    leave_traces(order)
    return order


@pytest.fixture
def neighbour(make_product):
    """Somebody else's order; her address begins with Halina's own."""
    return make_closed_order(
        make_product(price="77.00"),
        name="Beata Sąsiadka",
        email=f"x{ADDRESS}",
        phone="+48511222333",
        street="ul. Szkolna 1",
        postcode="00-001",
        city="Łódź",
        buyer_note="",
    )


def rows() -> dict:
    """Everything in the tables of orders."""
    models = [Order, OrderPayment, Outbox, PaymentEvent, Refund, OrderAlert, ModelLogEntry]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def unzipped(data: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_she_is_found_whatever_the_case_and_the_blanks(order, neighbour):
    found = personal_data_find(email="  HALINA.wiatrak@poczta.EXAMPLE.org ")
    assert found.email == ADDRESS
    assert [kept.order for kept in found.orders] == [order]
    assert not found.staff
    assert found.makers == []


@pytest.mark.parametrize("email", ["", "   ", "%", "_alina.wiatrak@poczta.example.org", "wiatrak@poczta.example.org"])
def test_no_other_address_finds_her(order, email):
    assert personal_data_find(email=email).orders == []


def test_other_uses_of_the_address_are_told(order, make_enterprise):
    person = make_person("shop")
    person.email = HALINA["email"]
    person.save()
    make_enterprise(name="WTZ „Zacisze”", email=ADDRESS)
    found = personal_data_find(email=ADDRESS)
    assert (found.staff, found.makers) == (True, ["WTZ „Zacisze”"])


def test_the_periods_are_told(make_product):
    with at(2026, 12, 30):
        order = make_closed_order(make_product())
    kept = personal_data_find(email=ADDRESS).orders[0]
    assert (kept.placed_on.isoformat(), kept.delivery_until.isoformat(), kept.books_until.isoformat()) == (
        "2026-12-30",
        "2029-12-30",
        "2032-12-31",
    )
    # Money that came in the next year belongs to that year's books.
    OrderPayment.objects.filter(order=order).update(received_on="2027-01-04")
    assert personal_data_find(email=ADDRESS).orders[0].books_until.isoformat() == "2033-12-31"


def test_the_copy_holds_all_of_hers(order):
    files = unzipped(personal_data_export(email=ADDRESS, by=None))
    assert sorted(files) == ["dane.html", "dane.json"]
    data = json.loads(files["dane.json"])
    assert (data["format"], data["version"], data["email"]) == ("market-personal-data", 1, ADDRESS)
    assert data["controller"]["name"] == "Stowarzyszenie Operator"
    (copy,) = data["orders"]
    assert copy["reference"] == order.ref
    assert copy["buyer"] == {"name": HALINA["name"], "email": HALINA["email"], "phone": HALINA["phone"]}
    assert copy["delivery"] == {
        "method": "Kurier",
        "price": "18.90",
        "street": HALINA["street"],
        "postcode": HALINA["postcode"],
        "city": HALINA["city"],
        "parcel_locker": "",
        "parcel_locker_address": "",
    }
    assert copy["remark"] == HALINA["buyer_note"]
    assert (copy["goods_total"], copy["total"], copy["currency"]) == ("120.00", "138.90", "PLN")
    assert [(line["name"], line["quantity"], line["total"]) for line in copy["lines"]] == [
        ("Wazon „Brzeg”", 1, "120.00")
    ]
    assert [parcel["number"] for parcel in copy["parcels"]] == ["PACZKA-HW-1"]
    assert [(payment["amount"], payment["number"]) for payment in copy["payments"]] == [
        ("138.90", f"BANK-{order.pk}")
    ]
    assert [payment["state"] for payment in copy["online_payments"]] == ["failed"]
    assert [(refund["amount"], refund["state"]) for refund in copy["refunds"]] == [("138.90", "failed")]
    assert [note["text"] for note in copy["notes"]] == ["Dziękujemy, pani Halino"]
    assert sorted(mail["kind"] for mail in copy["mails"]) == ["order_paid", "order_placed", "order_shipped"]
    assert [change["status"] for change in copy["status_changes"]] == [
        "CREATED",
        "PROCESSING",
        "SHIPPED",
        "COMPLETED",
    ]
    for text in (order.ref, HALINA["name"], HALINA["street"], "Wazon „Brzeg”", "Dziękujemy, pani Halino"):
        assert text in files["dane.html"]


def test_the_copy_holds_nothing_of_anybody_else_and_no_secret(order, neighbour):
    person = make_person("shop", login="sklepowa-zofia")
    order.status_changes.update(changed_by=person)
    order.notes.update(author=person)
    for text in unzipped(personal_data_export(email=ADDRESS, by=person)).values():
        for foreign in (
            neighbour.ref,
            "Sąsiadka",
            "Szkolna",
            "77.00",
            "sklepowa-zofia",
            "dzwoniła",
            "gateway.example.org",
            "203.0.113.7",
            order.token,
            order_secret(order=order),
            order.idempotency_key,
        ):
            assert foreign not in text


def test_the_copy_is_inert_html(make_product):
    make_closed_order(make_product(), name="<script>alert(1)</script>", buyer_note="<img src=x onerror=y>")
    html = unzipped(personal_data_export(email=ADDRESS, by=None))["dane.html"]
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_making_a_copy_changes_nothing_but_the_log(order):
    person = make_person("shop")
    before = rows()
    personal_data_export(email=ADDRESS, by=person)
    after = rows()
    log = after.pop(ModelLogEntry)
    assert before.pop(ModelLogEntry) == []
    assert after == before
    assert [(entry["action"], entry["label"], entry["data"], entry["user_id"]) for entry in log] == [
        ("market.personal_data.export", order.ref, {}, person.pk)
    ]


def test_the_search_for_traces_finds_them(order):
    """Or the tests below would prove nothing."""
    assert {
        "shop_order.email",
        "shop_order.name",
        "shop_order._extra",
        "shop_ordernote.message",
        "shop_outbox.payload",
        "shop_outbox.last_error",
        "shop_parcel.tracking_number",
        "shop_paymentevent.raw",
        "shop_paymentevent.detail",
        "shop_onlinepayment.redirect_url",
        "shop_refund.reason",
        "shop_refund.last_error",
        "shop_orderalert.detail",
        "shop_stockmovement.note",
    } <= all_traces()


def test_an_erasure_leaves_no_trace_in_the_whole_database(order, neighbour):
    before = Order.objects.filter(pk=neighbour.pk).values().get()
    PaymentEvent.objects.create(
        provider="p24", event_id="stray", outcome="flagged", detail="Halina", raw=f'{{"email": "{ADDRESS}"}}'
    )
    OrderAlert.objects.create(kind="unknown", dedupe="unknown:1", detail=f"{ADDRESS} zapłaciła")
    assert personal_data_erase(email=ADDRESS, by=make_person("shop")) == [order.ref]
    # The neighbour's address holds Halina's whole; her order is untouched.
    assert {needle: traces(needle) for needle in NEEDLES} == {
        needle: ({"shop_order.email"} if needle in {"halina", "wiatrak"} else set()) for needle in NEEDLES
    }
    assert Order.objects.filter(pk=neighbour.pk).values().get() == before


def test_the_invoice_alone_keeps_the_buyer(order):
    Order.objects.filter(pk=order.pk).update(billing_address="Halina Wiatrakowa\nul. Zaciszna 17/3\n99-731 Zaciszewo")
    personal_data_erase(email=ADDRESS, by=None)
    assert all_traces() == {"shop_order.billing_address"}


def test_what_the_books_need_stays(order):
    receipt = social_receipt(order=order)
    personal_data_erase(email=ADDRESS, by=None)
    order.refresh_from_db()
    assert (order.status, order.subtotal, order.delivery_price, order.total) == (
        "COMPLETED",
        Decimal("120.00"),
        Decimal("18.90"),
        Decimal("138.90"),
    )
    assert order.paid_at
    assert order.erased_at
    assert [(payment.amount, payment.transaction_id) for payment in order.payments.all()] == [
        (Decimal("138.90"), f"BANK-{order.pk}")
    ]
    assert social_receipt(order=order) == receipt
    raw = json.loads(PaymentEvent.objects.get().raw)
    assert raw == {
        "order": {
            "orderId": f"WZ-{order.pk}",
            "extOrderId": f"s-{order.pk}",
            "totalAmount": "13890",
            "currencyCode": "PLN",
            "status": "COMPLETED",
        }
    }


def test_the_audit_is_clean_before_and_after(order, make_product):
    outbox_sweep()
    cancelled_order(make_product())
    outbox_sweep()
    assert list(shop_breaches()) == []
    personal_data_erase(email=ADDRESS, by=None)
    assert list(shop_breaches()) == []


def test_twice_is_once(order):
    person = make_person("shop")
    assert personal_data_erase(email=ADDRESS, by=person) == [order.ref]
    once = rows()
    assert personal_data_erase(email=ADDRESS, by=person) == []
    assert rows() == once
    assert [(entry["action"], entry["label"], entry["data"]) for entry in once[ModelLogEntry]] == [
        ("market.personal_data.erase", order.ref, {})
    ]


def test_an_open_order_refuses_all_and_is_named(order, make_product):
    open_order = factories.make_order(make_product(), **HALINA)
    before = rows()
    with pytest.raises(ErasureRefused) as refused:
        personal_data_erase(email=ADDRESS, by=None)
    assert refused.value.refs == [open_order.ref]
    assert open_order.ref in refused.value.message
    assert order.ref not in refused.value.message
    assert rows() == before


@pytest.mark.parametrize("state", [Refund.State.REQUESTED, Refund.State.SENT])
def test_money_on_its_way_refuses(order, state):
    Refund.objects.update(state=state)
    with pytest.raises(ErasureRefused):
        personal_data_erase(email=ADDRESS, by=None)
    assert Order.objects.get().erased_at is None


def test_an_unsettled_alert_refuses(order):
    OrderAlert.objects.update(resolved_at=None)
    with pytest.raises(ErasureRefused):
        personal_data_erase(email=ADDRESS, by=None)
    assert Order.objects.get().erased_at is None


def test_nobody_is_written_to_after_an_erasure(order, mailoutbox):
    assert Outbox.objects.filter(order=order, sent_at=None).exists()
    personal_data_erase(email=ADDRESS, by=None)
    with at(2099):
        assert outbox_sweep() == 0
        assert list(outbox_stuck()) == []
    assert mailoutbox == []
    assert not Outbox.objects.filter(order=order).exclude(sent_at=None).exists()


def test_the_secret_link_says_in_plain_words_that_the_order_is_gone(order):
    secret, seen = order_secret(order=order), Client()
    assert seen.get(f"/zamowienie/status/{secret}/").status_code == 302
    assert seen.get(f"/zamowienie/{order.ref}/").status_code == 200
    personal_data_erase(email=ADDRESS, by=None)
    for browser in (seen, Client()):
        response = browser.get(f"/zamowienie/status/{secret}/")
        assert response.status_code == 410
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert browser.get(f"/zamowienie/{order.ref}/").status_code == 404
        assert browser.get(f"/zamowienie/{order.ref}/qr.svg").status_code == 404
    assert Client().get(f"/paragon/{order.share_token}/").status_code == 200


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ("email=a@example.org", ""),
        ("[1, 2]", ""),
        ("", ""),
        ('{"amount": 100, "email": "a@example.org", "status": {"buyer": "x"}}', '{"amount": 100}'),
        ('{"order": {"orderId": "1", "refund": {"status": "OK", "reasonDescription": "x"}}}',
         '{"order": {"orderId": "1", "refund": {"status": "OK"}}}'),
    ],
)
def test_only_known_keys_stay_in_a_message(raw, left):
    assert message_scrubbed(raw) == left

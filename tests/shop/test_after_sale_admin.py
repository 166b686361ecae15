"""Withdrawals and complaints on the screens of the staff."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from home.admin.duties import duties_for
from shop.models import Complaint, StockMovement, Withdrawal
from shop.services.withdrawals import withdrawal_submit
from tests.shop.admin_people import client_of, make_person
from tests.shop.after_sale import complain, delivered, paid_by_transfer, withdraw, withdrawal_data
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    return delivered(paid_by_transfer((make_product(price="35.00", stock=5), 3), make_product(price="120.00")))


@pytest.fixture
def staff(pl_locale):
    return client_of(make_person("shop"))


def url(entry) -> str:
    return reverse(f"{entry._meta.model_name}s:edit", args=[entry.pk])


def text_of(response) -> str:
    return words(response.content.decode().replace("\xa0", " "))


def test_lists_find_filter_and_mark(order, staff):
    found, lost = withdraw(order), withdrawal_submit(data=withdrawal_data(name="Jan Obcy"), key="k" * 20)
    index = reverse("withdrawals:index")
    whole = text_of(staff.get(index))
    assert found.number in whole
    assert "nie znaleziono: „NIEZNANE”" in whole
    assert lost.number not in text_of(staff.get(index, {"matched": "yes"}))
    assert found.number not in text_of(staff.get(index, {"q": "Obcy"}))
    complaint = complain(order)
    Complaint.objects.filter(pk=complaint.pk).update(answer_due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert "uznana z mocy prawa" in text_of(staff.get(reverse("complaints:index"), {"attention": "ending"}))


def test_the_staff_put_goods_back_and_pay(order, staff):
    made = withdraw(order)
    lines = list(made.lines.all())
    page = text_of(staff.get(url(made)))
    assert "243,90 zł wróci przelewem" in page
    staff.post(url(made), {"step": "goods", f"pieces_{lines[0].pk}": "2", f"pieces_{lines[1].pk}": "1"})
    assert list(StockMovement.objects.filter(reason="return").values_list("quantity", flat=True).order_by("pk")) == [2, 1]
    response = staff.post(
        url(made),
        {"step": "settle", "amount": "243,90", "explanation": "", "paid_on": timezone.localdate(), "transaction_id": "Z-1"},
    )
    assert response.status_code == 302
    made.refresh_from_db()
    order.refresh_from_db()
    assert (made.state, made.paid_back, order.status) == ("settled", Decimal("243.90"), "REFUNDED")
    assert made.settled_by.username == "shop"


def test_what_is_wrong_is_said_and_nothing_is_saved(order, staff):
    made = withdraw(order)
    for data, said in (
        ({"step": "settle", "amount": "200,00", "paid_on": timezone.localdate(), "transaction_id": "Z"}, "Kupującemu należy się"),
        ({"step": "settle", "amount": "243,90", "paid_on": "", "transaction_id": "Z"}, "Podaj dzień przelewu."),
        ({"step": "refuse", "explanation": ""}, "Nic nie zapisano"),
        ({"step": "goods", f"pieces_{made.lines.first().pk}": "9"}, "Nic nie zapisano"),
        ({"step": "order", "order": "7K3MPQ2X"}, "Nie ma zamówienia o tym numerze."),
    ):
        response = staff.post(url(made), data)
        assert response.status_code == 200
        assert said in text_of(response)
    made.refresh_from_db()
    assert (made.state, made.goods_back_at, order.payments.count()) == ("received", None, 1)
    assert staff.post(url(made), {"step": "x"}).status_code == 404


def test_an_order_is_found_and_its_things_are_chosen(order, staff):
    made = withdrawal_submit(data=withdrawal_data(order, email="obca@example.org"), key="k" * 20)
    assert "ale złożone z adresu anna@example.org" in text_of(staff.get(url(made)))
    staff.post(url(made), {"step": "order", "order": order.ref.lower()})
    made.refresh_from_db()
    assert (made.order, made.amount) == (order, Decimal("243.90"))
    cups, vase = order.items.order_by("pk")
    staff.post(url(made), {"step": "lines", f"pieces_{cups.pk}": "1", f"pieces_{vase.pk}": "0"})
    made.refresh_from_db()
    assert made.amount == Decimal("35.00")


def test_a_refusal_is_written_to_the_buyer(order, staff):
    made = withdraw(delivered(order, days_ago=40))
    staff.post(url(made), {"step": "refuse", "explanation": "Termin minął."})
    made.refresh_from_db()
    assert (made.state, made.explanation) == ("refused", "Termin minął.")
    assert made.messages.filter(kind="withdrawal_settled").count() == 1


def test_a_complaint_is_answered_once(order, staff):
    made = complain(order)
    staff.post(url(made), {"step": "thing", "item": order.items.first().pk})
    staff.post(url(made), {"step": "answer", "state": "accepted", "answer": "Wymienimy ucho."})
    staff.post(url(made), {"step": "answer", "state": "refused", "answer": "Nie."})
    made.refresh_from_db()
    assert (made.item, made.state, made.answer) == (order.items.first(), "accepted", "Wymienimy ucho.")
    assert made.messages.filter(kind="complaint_answered").count() == 1
    page = text_of(staff.get(url(made)))
    assert "Wymienimy ucho." in page
    assert "Wyślij odpowiedź" not in page


def test_after_the_term_only_yes_is_offered(order, staff):
    made = complain(order)
    Complaint.objects.filter(pk=made.pk).update(answer_due_on=timezone.localdate() - datetime.timedelta(days=1))
    page = staff.get(url(made)).content.decode()
    assert "uznana z mocy prawa" in page
    assert 'value="accepted"' in page
    assert 'value="refused"' not in page


def test_duties_tell_how_many_days_are_left(order, staff):
    def duties():
        found = duties_for(staff.get(reverse("wagtailadmin_home")).wsgi_request)
        return {(str(duty.label), duty.count, duty.urgent) for duty in found}

    complaint, withdrawal = complain(order), withdraw(order)
    assert {("Reklamacje czekające na odpowiedź", 1, False), ("Odstąpienia do rozliczenia", 1, False)} <= duties()
    today = timezone.localdate()
    Complaint.objects.filter(pk=complaint.pk).update(answer_due_on=today + datetime.timedelta(days=2))
    Withdrawal.objects.filter(pk=withdrawal.pk).update(refund_due_on=today)
    assert {
        ("Reklamacje, na które trzeba odpowiedzieć teraz (zostały 2 dni)", 1, True),
        ("Odstąpienia: zbliża się termin zwrotu pieniędzy", 1, True),
    } <= duties()


def test_the_order_shows_what_hangs_on_it(order, staff):
    made, complaint = withdraw(order), complain(order)
    page = staff.get(reverse("orders:edit", args=[order.pk])).content.decode()
    assert url(made) in page
    assert url(complaint) in page


@pytest.mark.parametrize("role", ["communications", "workshop"])
def test_others_see_nothing_of_it(order, role, make_enterprise):
    person = client_of(make_person(role, enterprise=make_enterprise() if role == "workshop" else None))
    made, complaint = withdraw(order), complain(order)
    for address in (url(made), url(complaint), reverse("withdrawals:index"), reverse("complaints:index")):
        assert person.get(address).status_code == 302
        person.post(address, {"step": "refuse", "explanation": "Nie."})
    made.refresh_from_db()
    assert made.state == "received"

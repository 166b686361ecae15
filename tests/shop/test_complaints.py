"""Complaints: 14 days to answer, else the law has answered."""

import datetime

import pytest
from django.utils import timezone

from shop.models import Complaint, Outbox
from shop.services.complaints import complaint_answer, complaint_answers, complaint_assign, complaints_ending
from shop.services.errors import BadInput
from tests.shop.after_sale import complain, delivered, paid_by_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    return delivered(paid_by_transfer(make_product(), make_product()))


def let_pass(complaint, days: int) -> None:
    """The complaint came `days` days earlier."""
    Complaint.objects.filter(pk=complaint.pk).update(
        submitted_at=complaint.submitted_at - datetime.timedelta(days=days),
        answer_due_on=complaint.answer_due_on - datetime.timedelta(days=days),
    )
    complaint.refresh_from_db()


def test_a_complaint_is_taken_once_with_its_term(order):
    item = order.items.first()
    made = {complain(order, item=item).pk for _time in range(10)}
    complaint = Complaint.objects.get()
    assert made == {complaint.pk}
    assert complaint.answer_due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert (complaint.order, complaint.item, complaint.state) == (order, item, "received")
    assert complaint.number.startswith("RK-")
    assert list(Outbox.objects.filter(complaint=complaint).values_list("kind", flat=True)) == ["complaint_received"]


def test_number_and_address_find_the_order_and_its_only_thing(make_product):
    order = delivered(paid_by_transfer(make_product()))
    made = complain(order, known=False)
    assert (made.order, made.item) == (order, order.items.get())


def test_what_fits_no_order_is_taken_and_found_later(order):
    made = complain(order, known=False, email="obca@example.org")
    assert (made.order, made.item) == (None, None)
    complaint_assign(complaint=made, order=order, item=order.items.last())
    assert (made.order, made.item) == (order, order.items.last())


def test_the_answer_is_kept_and_sent_once(order):
    made = complain(order)
    complaint_answer(complaint=made, state="partly", answer="Naprawimy ucho, na nasz koszt.")
    assert (made.state, made.answer) == ("partly", "Naprawimy ucho, na nasz koszt.")
    with pytest.raises(BadInput):
        complaint_answer(complaint=made, state="refused", answer="Jednak nie.")
    assert Outbox.objects.filter(kind="complaint_answered", complaint=made).count() == 1
    assert made.is_deemed_accepted is False


@pytest.mark.parametrize(
    ("days", "accepted", "answers"),
    [(13, False, 3), (14, False, 3), (15, True, 1), (40, True, 1)],
)
def test_without_an_answer_in_14_days_it_counts_as_accepted(order, days, accepted, answers):
    made = complain(order)
    let_pass(made, days)
    assert (made.is_deemed_accepted, len(complaint_answers(complaint=made))) == (accepted, answers)
    assert made.days_left == 14 - days


def test_after_the_term_it_can_only_be_accepted(order):
    made = complain(order)
    let_pass(made, 15)
    with pytest.raises(BadInput, match="7a"):
        complaint_answer(complaint=made, state="refused", answer="Nie.")
    complaint_answer(complaint=made, state="accepted", answer="Przepraszamy za spóźnienie. Oddamy pieniądze.")
    assert (made.state, made.is_deemed_accepted) == ("accepted", True)


@pytest.mark.parametrize(("days", "urgent"), [(10, False), (11, True), (14, True), (20, True)])
def test_the_alert_comes_before_the_end(order, days, urgent):
    let_pass(complain(order), days)
    assert complaints_ending().exists() is urgent


@pytest.mark.parametrize(
    "values", [{"description": " "}, {"demand": "gold"}, {"email": "x"}, {"description": "x" * 2001}, {"name": ""}]
)
def test_bad_input_is_refused(order, values):
    with pytest.raises(BadInput):
        complain(order, **values)
    assert not Complaint.objects.exists()


def test_a_thing_of_another_order_is_refused(order, make_product):
    other = paid_by_transfer(make_product()).items.get()
    with pytest.raises(BadInput):
        complain(order, item=other)

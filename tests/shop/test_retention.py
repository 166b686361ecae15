"""What goes by itself: to the day, once, and nothing else."""

import datetime
from io import StringIO
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from shop.models import (
    Basket,
    Order,
    OrderAlert,
    OrderNote,
    OrderPayment,
    Outbox,
    Parcel,
    PaymentEvent,
    Refund,
)
from shop.services import periods, retention
from shop.services.audit import shop_breaches
from shop.services.complaints import complaint_answer
from shop.services.orders import note_add, order_change_status
from shop.services.retention import retention_apply
from shop.services.returns import withdrawal_refuse
from shop.status import OrderStatus
from tests import factories
from tests.shop.after_sale import complain, withdraw
from tests.shop.persons import (
    HALINA,
    all_traces,
    at,
    cancelled_order,
    leave_traces,
    make_closed_order,
    pay,
    send_mails,
)

pytestmark = pytest.mark.django_db

NOTHING = {
    "baskets": 0,
    "wish lists": 0,
    "stock notices": 0,
    "requests": 0,
    "buyers": 0,
    "delivery details": 0,
    "withdrawals and complaints": 0,
    "mail traces": 0,
    "gateway messages": 0,
    "alert details": 0,
    "sessions": 0,
    "login records": 0,
}
DELIVERY = ("phone", "street", "postcode", "city", "buyer_note", "shipping_address")


@pytest.fixture
def order(make_product):
    """Halina's order of 2026: placed, sent and received on 15 June, with traces everywhere."""
    with at(2026, 6, 15):
        order = make_closed_order(make_product())
        leave_traces(order)
        send_mails()
    return order


def told(**numbers) -> dict[str, int]:
    return NOTHING | {name.replace("_", " "): number for name, number in numbers.items()}


def delivery_of(order) -> set[str]:
    return set(Order.objects.filter(pk=order.pk).values_list(*DELIVERY).get())


def apply_on(year: int, month: int, day: int) -> dict[str, int]:
    with at(year, month, day, hour=3):
        return retention_apply()


@pytest.mark.parametrize(
    ("closed", "until"), [("2026-06-15", "2029-06-15"), ("2028-02-29", "2031-02-28"), ("2026-12-31", "2029-12-31")]
)
def test_delivery_details_have_three_years(closed, until):
    assert periods.delivery_until(datetime.date.fromisoformat(closed)) == datetime.date.fromisoformat(until)


@pytest.mark.parametrize(("last", "until"), [("2026-01-01", "2032-12-31"), ("2026-12-31", "2032-12-31")])
def test_the_books_have_five_years_from_the_end_of_the_year_of_the_tax(last, until):
    assert periods.books_until(datetime.date.fromisoformat(last)) == datetime.date.fromisoformat(until)


def test_delivery_details_go_on_the_day_after_their_last(order):
    apply_on(2029, 6, 15)
    assert HALINA["phone"] in delivery_of(order)
    assert order.notes.count() == 2
    assert apply_on(2029, 6, 16) == told(delivery_details=1)
    assert delivery_of(order) == {""}
    assert OrderNote.objects.count() == 0
    assert Parcel.objects.get().tracking_number == ""
    order.refresh_from_db()
    assert (order.name, order.email, order.erased_at) == (HALINA["name"], HALINA["email"], None)


def test_the_buyer_goes_on_the_first_of_january_after_the_books(order):
    Order.objects.update(billing_address="Halina Wiatrakowa, Zaciszewo")
    apply_on(2032, 12, 31)
    assert Order.objects.get().name == HALINA["name"]
    assert apply_on(2033, 1, 1) == told(buyers=1)
    assert all_traces() == set()
    order.refresh_from_db()
    assert timezone.localdate(order.erased_at) == datetime.date(2033, 1, 1)
    assert (order.total, order.status) == (order.subtotal + order.delivery_price, "COMPLETED")
    payment = OrderPayment.objects.get()
    assert (payment.amount, payment.transaction_id) == (order.total, f"erased-{payment.pk}")
    assert PaymentEvent.objects.get().raw == ""


def test_an_erasure_on_request_is_finished_when_the_books_are_over(order):
    Order.objects.update(billing_address="Halina Wiatrakowa")
    from shop.services.personal_data import personal_data_erase

    with at(2027):
        personal_data_erase(email=HALINA["email"], by=None)
    erased_at = Order.objects.get().erased_at
    assert apply_on(2032, 12, 31)["buyers"] == 0
    assert all_traces() == {"shop_order.billing_address"}
    assert apply_on(2033, 1, 1)["buyers"] == 1
    assert all_traces() == set()
    assert Order.objects.get().erased_at == erased_at


def test_a_later_event_puts_the_end_off(order):
    with at(2027, 2, 1):
        order_change_status(order=order, status=OrderStatus.REFUNDED)
    assert apply_on(2033, 1, 1)["buyers"] == 0
    assert apply_on(2034, 1, 1)["buyers"] == 1


def test_money_of_the_next_year_puts_the_end_off(order):
    OrderPayment.objects.update(received_on="2027-01-01")
    assert apply_on(2033, 1, 1)["buyers"] == 0
    assert apply_on(2034, 1, 1)["buyers"] == 1


def test_twice_is_once_and_the_audit_stays_clean(order, make_product):
    with at(2026, 7, 1):
        cancelled_order(make_product())
        send_mails()
    assert list(shop_breaches()) == []
    for day in ((2029, 12, 31), (2033, 1, 1)):
        apply_on(*day)
        state = list(Order.objects.order_by("pk").values())
        assert apply_on(*day) == NOTHING
        assert list(Order.objects.order_by("pk").values()) == state
        assert list(shop_breaches()) == []


@pytest.mark.parametrize("status", [OrderStatus.CREATED, OrderStatus.PROCESSING])
def test_an_order_in_hand_keeps_its_delivery_details(make_product, status):
    with at(2026):
        order = factories.make_order(make_product(), **HALINA)
        if status == OrderStatus.PROCESSING:
            pay(order)
    assert apply_on(2030, 1, 1)["delivery details"] == 0
    assert HALINA["phone"] in delivery_of(order)


def test_a_sent_order_that_nobody_completed_is_over_too(make_product):
    with at(2026):
        order = factories.make_order(make_product(), **HALINA)
        pay(order)
        order_change_status(order=order, status=OrderStatus.SHIPPED)
    assert apply_on(2029, 6, 16)["delivery details"] == 1
    assert delivery_of(order) == {""}


@pytest.mark.parametrize("question", ["alert", "refund"])
def test_an_open_question_holds_the_order(order, question):
    if question == "alert":
        OrderAlert.objects.update(resolved_at=None)
    else:
        Refund.objects.update(state=Refund.State.SENT)
    told_2033 = apply_on(2033, 1, 1)
    assert (told_2033["buyers"], told_2033["delivery details"]) == (0, 0)
    assert Order.objects.get().phone == HALINA["phone"]
    OrderAlert.objects.update(resolved_at=timezone.now())
    Refund.objects.update(state=Refund.State.DONE)
    assert apply_on(2033, 1, 1)["buyers"] == 1


def test_a_note_written_after_the_claims_goes_in_its_turn(order):
    apply_on(2029, 6, 16)
    with at(2029, 7, 1):
        note_add(order=order, message="Pytanie o wazon")
    assert apply_on(2029, 7, 2)["delivery details"] == 0
    assert apply_on(2032, 7, 2)["delivery details"] == 1
    assert OrderNote.objects.count() == 0


def test_traces_of_mails_have_ninety_days(order):
    leave = {"payload": {"to": HALINA["email"]}, "last_error": "SMTPServerDisconnected"}
    Outbox.objects.update(**leave)
    # 15 June and 90 days is 13 September, noon.
    assert apply_on(2026, 9, 13)["mail traces"] == 0
    assert Outbox.objects.filter(**leave).count() == 3
    assert apply_on(2026, 9, 14)["mail traces"] == 3
    assert set(Outbox.objects.values_list("last_error", flat=True)) == {""}
    assert list(Outbox.objects.exclude(payload={})) == []
    assert Outbox.objects.exclude(sent_at=None).count() == 3


def test_messages_of_gateways_and_settled_alerts_have_two_years(order):
    PaymentEvent.objects.create(provider="p24", event_id="stray", outcome="flagged", raw="{}")
    PaymentEvent.objects.filter(event_id="stray").update(received_at="2026-06-15T12:00:00Z")
    OrderAlert.objects.create(kind="unknown", dedupe="unknown", detail="przelew od kogoś")
    eve, day = apply_on(2028, 6, 15), apply_on(2028, 6, 16)
    assert (eve["gateway messages"], eve["alert details"]) == (0, 0)
    assert (day["gateway messages"], day["alert details"]) == (2, 1)
    assert set(PaymentEvent.objects.values_list("raw", "detail")) == {("", "")}
    assert OrderAlert.objects.get(resolved_at=None).detail == "przelew od kogoś"
    assert order.alerts.get().detail == ""


def test_baskets_and_sessions_have_thirty_days(make_product, client):
    from tests.shop.pages import add_to_basket

    with at(2026, 6, 15):
        add_to_basket(client, make_product())
    Basket.objects.update(date_updated="2026-06-15T10:00:00Z")
    assert apply_on(2026, 7, 15) == NOTHING
    assert apply_on(2026, 7, 16) == told(baskets=1, sessions=1)
    assert (Basket.objects.count(), Session.objects.count()) == (0, 0)


def test_small_batches_reach_everything(make_product):
    with at(2026):
        for _number in range(5):
            cancelled_order(make_product())
    with at(2033, 1, 1):
        assert retention_apply(batch=2)["buyers"] == 5
    assert not Order.objects.filter(erased_at=None).exists()


def test_killed_half_way_it_goes_on_where_it_was(make_product):
    with at(2026):
        orders = [cancelled_order(make_product()) for _number in range(3)]
    erase, calls = retention.buyer_erase, []

    def dies_at_the_second(**values):
        calls.append(values["order"].pk)
        erase(**values)
        if len(calls) == 2:
            raise KeyboardInterrupt

    with patch("shop.services.retention.buyer_erase", dies_at_the_second), pytest.raises(KeyboardInterrupt):
        apply_on(2033, 1, 1)
    left = Order.objects.filter(erased_at=None).order_by("pk")
    assert list(left) == orders[1:], "the one in work was rolled back whole"
    assert set(left.values_list("name", flat=True)) == {HALINA["name"]}
    assert apply_on(2033, 1, 1)["buyers"] == 2


def test_attempts_to_log_in_go_after_thirty_days(db):
    now = timezone.now()
    for days in (29, 31):
        attempt = AccessAttempt.objects.create(username=f"u{days}", failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=now - datetime.timedelta(days=days))
    assert retention.login_records_expire() == 1
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["u29"]


def test_the_command_says_what_it_did(order):
    out = StringIO()
    with at(2033, 1, 1):
        call_command("apply_retention", stdout=out)
    assert "buyers: 1\n" in out.getvalue()
    assert "delivery details: 0\n" in out.getvalue()


def test_words_of_withdrawals_and_complaints_go_three_years_after_their_end(make_product):
    with at(2026, 6, 1):
        order = make_closed_order(make_product())
        order.status_changes.update(changed_at=timezone.now())
        withdrawal, complaint = withdraw(order), complain(None, known=False, key="k" * 20)
    with at(2026, 6, 15):
        withdrawal_refuse(withdrawal=withdrawal, explanation="Przyszło dwa razy.")
        complaint_answer(complaint=complaint, state="refused", answer="Nie znamy tej rzeczy.")
    with at(2029, 6, 15, hour=3):
        assert retention.claims_expire(today=timezone.localdate()) == 0
    with at(2029, 6, 16, hour=3):
        assert retention.claims_expire(today=timezone.localdate()) == 2
        assert retention.claims_expire(today=timezone.localdate()) == 0
    for entry in (withdrawal, complaint):
        entry.refresh_from_db()
        assert (entry.name, entry.email, entry.contract, entry.erased_at is None) == ("", "", "", False)
    assert (withdrawal.explanation, complaint.description, complaint.answer) == ("", "", "")
    assert withdrawal.lines.count() == order.items.count()


def test_an_open_complaint_keeps_its_order(make_product):
    with at(2026, 6, 1):
        order = make_closed_order(make_product())
        complain(order)
    with at(2040, 1, 2, hour=3):
        retention_apply()
    order.refresh_from_db()
    assert order.name != ""

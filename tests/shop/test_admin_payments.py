"""Online money in the admin: what the staff see, send back and settle."""

from decimal import Decimal

import pytest
from django.urls import reverse

from shop.models import OrderAlert, Outbox, Refund
from shop.services.orders import order_cancel
from shop.services.outbox import MAX_TRIES
from shop.services.refunds import orders_to_refund, refunds_send
from tests import factories
from tests.shop.admin_people import ROLES, client_of, make_person, messages_of
from tests.shop.paying import attempt_of, let_time_pass, online_order, outcome, tell

from .test_admin_duties import duties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]


@pytest.fixture
def staff(shop_tree):
    return client_of(make_person("shop"))


@pytest.fixture
def order(make_product):
    order = online_order(make_product(price="120.00"))
    tell(attempt_of(order))
    order.refresh_from_db()
    return order


def screen(order) -> str:
    return reverse("orders:edit", args=[order.pk])


def refund_page(order) -> str:
    return reverse("orders:refund", args=[order.pk])


def refund_data(**values) -> dict:
    return {"amount": "138,90", "reason": "Pęknięta misa", "confirmed": "on"} | values


def test_the_screen_shows_attempts_messages_and_refunds(staff, order):
    payment = order.online_payments.get()
    html = staff.get(screen(order)).content.decode()
    for said in (payment.session_id, payment.gateway_id, refund_page(order)):
        assert said in html
    staff.post(refund_page(order), refund_data(amount="38,90"))
    refunds_send()
    html = staff.get(screen(order)).content.decode()
    assert "Pęknięta misa" in html
    assert staff.get(screen(order)).context["outstanding"] == 0


def test_an_unpaid_online_order_cannot_be_prepared(staff, make_product):
    order = online_order(make_product())
    assert [step.value for step in staff.get(screen(order)).context["steps"]] == ["CANCELLED"]
    staff.post(reverse("orders:status", args=[order.pk, "PROCESSING"]))
    assert outcome(order)["status"] == "CREATED"


def test_a_refund_is_asked_for_with_amount_reason_and_confirmation(staff, order):
    page = staff.get(refund_page(order))
    assert page.context["form"].initial["amount"] == Decimal("138.90")
    for wrong in ({"reason": ""}, {"confirmed": ""}, {"amount": "138,91"}, {"amount": "0"}, {"amount": "x"}):
        response = staff.post(refund_page(order), refund_data(**wrong))
        assert response.status_code == 200
        assert response.context["form"].errors
    assert not Refund.objects.exists()
    assert staff.post(refund_page(order), refund_data(amount="38,90")).url == screen(order)
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, refund.requested_by.username) == (
        Decimal("38.90"),
        "Pęknięta misa",
        "shop",
    )


def test_an_order_without_online_money_has_nothing_to_send_back(staff, make_product):
    order = factories.make_order(make_product())
    assert staff.get(refund_page(order)).url == screen(order)


def test_cancelling_a_paid_order_leads_to_the_refund(staff, order):
    response = staff.post(reverse("orders:status", args=[order.pk, "CANCELLED"]), {"reason": "Prośba"})
    assert response.url == refund_page(order)
    assert list(orders_to_refund()) == [order]
    url = f"{reverse('orders:index')}?attention=refund"
    assert [duty.count for duty in duties(staff) if duty.url == url] == [1]
    assert list(staff.get(url).context["object_list"]) == [order]
    staff.post(refund_page(order), refund_data())
    assert not orders_to_refund().exists()
    assert list(staff.get(url).context["object_list"]) == []


def test_cancelling_an_unpaid_order_leads_back_to_it(staff, make_product):
    order = online_order(make_product())
    response = staff.post(reverse("orders:status", args=[order.pk, "CANCELLED"]), {"reason": "Prośba"})
    assert response.url == screen(order)


def test_an_alert_says_what_to_do_until_it_is_settled(staff, make_product):
    order = online_order(make_product(price="120.00"))
    tell(attempt_of(order), amount=Decimal("100.00"))
    alert = OrderAlert.objects.get()
    page = staff.get(screen(order))
    assert [sheet.alert for sheet in page.context["alerts"]] == [alert]
    assert page.context["alerts"][0].what_to_do in page.content.decode()
    url = f"{reverse('market_report_alerts')}?state=open"
    assert [duty.count for duty in duties(staff) if duty.url == url] == [1]
    assert list(staff.get(url).context["object_list"]) == [alert]
    listed = staff.get(reverse("orders:index"), {"attention": "alerts"}).context["object_list"]
    assert list(listed) == [order]
    alert_url = reverse("market_alert", args=[alert.pk])
    assert staff.get(alert_url).status_code == 200
    alert.refresh_from_db()
    assert alert.resolved_at is None, "looking settles nothing"
    assert staff.post(alert_url).url == screen(order)
    alert.refresh_from_db()
    assert (alert.resolved_by.username, alert.resolved_at is not None) == ("shop", True)
    settled = alert.resolved_at
    assert len(messages_of(staff.post(alert_url, follow=True))) >= 1
    alert.refresh_from_db()
    assert alert.resolved_at == settled
    assert staff.get(screen(order)).context["alerts"] == []
    assert list(staff.get(url).context["object_list"]) == []
    assert list(staff.get(reverse("market_report_alerts")).context["object_list"]) == [alert]


@pytest.mark.parametrize("kind", OrderAlert.Kind.values)
def test_every_kind_of_alert_has_words_on_what_to_do(staff, order, kind):
    alert = OrderAlert.objects.create(order=order, kind=kind, dedupe=f"x:{kind}")
    page = staff.get(reverse("market_alert", args=[alert.pk]))
    assert len(page.context["sheet"].what_to_do) > 40


def test_messages_without_an_order_are_reported(staff, order):
    tell(order.online_payments.get(), session_id="NOBODY", event_id="lost", gateway_id="")
    found = staff.get(reverse("market_report_gateway_messages")).context["object_list"]
    assert [event.event_id for event in found] == ["lost"]
    alert = OrderAlert.objects.get(kind="unknown")
    assert staff.post(reverse("market_alert", args=[alert.pk])).url == reverse("market_report_alerts")
    alert.refresh_from_db()
    assert alert.resolved_at is not None


def test_a_mail_given_up_is_tried_again_from_the_report(staff, order):
    message = Outbox.objects.get(kind="order_paid")
    url = reverse("market_message_retry", args=[message.pk])
    assert staff.get(url).status_code == 404
    Outbox.objects.filter(pk=message.pk).update(attempts=MAX_TRIES, last_error="OSError: no server")
    assert url in staff.get(reverse("market_report_outbox")).content.decode()
    assert "OSError" in staff.get(url).content.decode()
    assert staff.post(url).url == reverse("market_report_outbox")
    message.refresh_from_db()
    assert message.sent_at is not None


def test_the_timeline_tells_why_an_order_expired(staff, make_product):
    from shop.services.expiry import orders_expire

    order = online_order(make_product())
    let_time_pass(order)
    orders_expire()
    whos = {event.who for event in staff.get(screen(order)).context["timeline"]}
    assert order.status_changes.last().get_reason_display() in whos


def test_only_those_who_handle_orders_get_in(order, make_enterprise):
    message = Outbox.objects.get(kind="order_paid")
    Outbox.objects.filter(pk=message.pk).update(attempts=MAX_TRIES, sent_at=None)
    alert = OrderAlert.objects.create(order=order, kind="over", dedupe="x")
    maker = make_enterprise()
    people = {role: make_person(role, enterprise=maker if role == "workshop" else None) for role in ROLES}
    urls = [
        refund_page(order),
        reverse("market_alert", args=[alert.pk]),
        reverse("market_message_retry", args=[message.pk]),
        reverse("market_report_alerts"),
        reverse("market_report_gateway_messages"),
    ]
    for url in urls:
        found = {role: client_of(person).get(url).status_code for role, person in people.items()}
        assert found == {"owner": 200, "communications": 302, "shop": 200, "workshop": 302}, url
    for url in urls[:3]:
        client_of(people["workshop"]).post(url, refund_data())
    alert.refresh_from_db()
    assert alert.resolved_at is None
    assert not Refund.objects.exists()


def test_an_order_cancelled_unpaid_has_nothing_to_refund(order, make_product):
    order_cancel(order=online_order(make_product()))
    assert not orders_to_refund().exists()

"""Paying online through the site: checkout, the order's page, the poll, the gateways' messages."""

from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from shop.models import OnlinePayment, Order, PaymentEvent
from shop.services.gateways.base import GatewayRefused, GatewayUnavailable, Told
from shop.services.outbox import message_queue, outbox_sweep
from tests import factories
from tests.shop.fake_gateway import signed
from tests.shop.pages import add_to_basket, checkout_data, form_fields, words
from tests.shop.paying import let_time_pass, message_of, outcome, tell

pytestmark = pytest.mark.django_db
MESSAGES = "/platnosci/p24/powiadomienie/"


@pytest.fixture
def buyer(client, make_product, gateway):
    """A client with one piece in the basket."""
    factories.make_delivery()
    add_to_basket(client, make_product(price="120.00", title="Wazon „Brzeg”"))
    return client


@pytest.fixture
def order(buyer):
    buyer.post("/zamowienie/", checkout_data(buyer, payment="online"))
    return Order.objects.get()


def page(client, order) -> str:
    response = client.get(f"/zamowienie/{order.ref}/")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def refusals(response) -> int:
    return [message.level_tag for message in response.context["messages"]].count("error")


def deliver(client, payment, told=Told.PAID, *, url=MESSAGES, **values):
    message = signed(message_of(payment, told, **values))
    return client.post(url, message["body"], content_type="application/json", headers=message["headers"])


def test_online_is_offered_first_and_only_where_there_is_a_gateway(buyer, settings):
    def offered():
        fields = form_fields(buyer.get("/zamowienie/").content.decode(), "checkout")
        return [field["value"] for field in fields if field.get("name") == "payment"]

    assert offered() == ["online", "transfer", "on-pickup"]
    text = words(buyer.get("/zamowienie/").content.decode())
    for said in ("BLIK", "30"):
        assert said in text.split("id_payment")[0]
    settings.PAYMENT_PROVIDER = ""
    assert offered() == ["transfer", "on-pickup"]
    response = buyer.post("/zamowienie/", checkout_data(buyer, payment="online"))
    assert response.status_code == 422
    assert not Order.objects.exists()


def test_ordering_leads_straight_to_the_payment_page(buyer):
    data = checkout_data(buyer, payment="online")
    response = buyer.post("/zamowienie/", data)
    payment = OnlinePayment.objects.get()
    assert (response.status_code, response.url) == (302, payment.redirect_url)
    again = buyer.post("/zamowienie/", data)
    assert again.url == response.url
    assert (Order.objects.count(), OnlinePayment.objects.count()) == (1, 1)


@pytest.mark.parametrize("error", [GatewayUnavailable("x"), GatewayRefused("x")])
def test_without_a_payment_page_the_order_stands_and_says_what_to_do(buyer, gateway, error):
    gateway.errors["start"] = error
    response = buyer.post("/zamowienie/", checkout_data(buyer, payment="online"), follow=True)
    order = Order.objects.get()
    assert response.redirect_chain == [(f"/zamowienie/{order.ref}/", 302)]
    html = response.content.decode()
    assert order.ref in html
    assert refusals(response) == 1
    assert 'id="order-pay"' in html
    assert 'id="order-transfer"' in html


def test_forms_may_lead_to_the_payment_page_and_nowhere_else(buyer, order, make_product, settings):
    settings.PAYMENT_PAGE_ORIGINS = ["https://pay.example.org"]
    add_to_basket(buyer, make_product())
    for path in (f"/zamowienie/{order.ref}/", "/zamowienie/"):
        response = buyer.get(path)
        assert response.status_code == 200
        assert "form-action 'self' https://pay.example.org" in response["Content-Security-Policy"]
    assert "pay.example.org" not in buyer.get("/koszyk/")["Content-Security-Policy"]


def test_coming_back_says_that_we_wait_and_changes_nothing(buyer, order):
    before = outcome(order)
    html = page(buyer, order)
    assert 'id="payment-state"' in html
    assert f'hx-get="/zamowienie/{order.ref}/stan/"' in html
    assert "htmx-2.min.js" in html
    assert outcome(order) == before
    assert "qr.svg" not in html


def test_the_poll_goes_on_until_the_payment_is_decided(buyer, order):
    url, htmx = f"/zamowienie/{order.ref}/stan/", {"HX-Request": "true"}
    assert buyer.get(url, headers=htmx).status_code == 204
    tell(order.online_payments.get())
    answer = buyer.get(url, headers=htmx)
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")
    html = page(buyer, order)
    assert "payment-state" not in html
    assert "htmx" not in html
    assert 'id="order-pay"' not in html


def test_without_htmx_the_state_is_the_page(buyer, order):
    response = buyer.get(f"/zamowienie/{order.ref}/stan/")
    assert (response.status_code, response.url) == (302, f"/zamowienie/{order.ref}/")


def test_after_a_failure_the_buyer_may_try_again(buyer, order):
    tell(order.online_payments.get(), Told.FAILED)
    assert "payment-state" not in page(buyer, order)
    response = buyer.post(f"/zamowienie/{order.ref}/zaplac/")
    newest = order.online_payments.first()
    assert (response.status_code, response.url) == (302, newest.redirect_url)
    assert outcome(order)["attempts"] == ["failed", "pending"]


def test_paying_by_transfer_instead_shows_the_account(buyer, order):
    response = buyer.post(f"/zamowienie/{order.ref}/przelewem/", follow=True)
    html = response.content.decode()
    assert "78 0000 0002 0261 1222 0000 0001" in html
    assert 'id="order-pay"' not in html
    assert outcome(order)["mails"] == ["order_placed", "order_transfer"]
    assert buyer.get(f"/zamowienie/{order.ref}/qr.svg").status_code == 200


@pytest.mark.parametrize("step", ["zaplac", "przelewem"])
def test_what_can_no_longer_be_done_says_why(buyer, order, step):
    tell(order.online_payments.get())
    before = outcome(order)
    response = buyer.post(f"/zamowienie/{order.ref}/{step}/", follow=True)
    assert response.redirect_chain == [(f"/zamowienie/{order.ref}/", 302)]
    assert refusals(response) == 1
    assert outcome(order) == before


def test_late_and_part_paid_orders_offer_no_payment_page(buyer, order):
    let_time_pass(order)
    order.online_payments.update(state="failed")
    html = page(buyer, order)
    assert 'id="order-pay"' not in html
    assert 'id="order-transfer"' in html


@pytest.mark.parametrize("step", ["zaplac", "przelewem", "stan"])
def test_strangers_learn_nothing_and_get_no_session(order, step):
    stranger = Client()
    sessions = Session.objects.count()
    before = outcome(order)
    url = f"/zamowienie/{order.ref}/{step}/"
    response = stranger.get(url) if step == "stan" else stranger.post(url)
    assert response.status_code == 404
    assert not response.cookies
    assert Session.objects.count() == sessions
    assert outcome(order) == before


@pytest.mark.parametrize("step", ["zaplac", "przelewem"])
def test_paying_wants_the_token_and_a_post(buyer, order, step):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = buyer.cookies
    url = f"/zamowienie/{order.ref}/{step}/"
    assert strict.post(url).status_code == 403
    assert buyer.get(url).status_code == 405
    assert outcome(order)["attempts"] == ["pending"]


# Messages of gateways.


def test_a_message_is_answered_after_it_counts(order):
    stranger = Client(enforce_csrf_checks=True)
    payment = order.online_payments.get()
    for _time in range(2):
        response = deliver(stranger, payment)
        assert (response.status_code, response.content) == (200, b"OK")
        assert not response.cookies
    assert outcome(order)["status"] == "PROCESSING"
    assert Session.objects.count() == 1, "the buyer's"


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"", {}), (b"{}", {}), (b"\xff\x00", {"X-Signature": "x"}), (b"{}", {"X-Signature": "ż"})],
)
def test_a_forged_message_is_a_400_and_leaves_nothing(order, body, headers):
    response = Client().post(MESSAGES, body, content_type="application/json", headers=headers)
    assert response.status_code == 400
    assert not PaymentEvent.objects.exists()
    assert outcome(order)["status"] == "CREATED"


@pytest.mark.parametrize("length", [16 * 1024 + 1, 3_000_000])
def test_a_long_message_is_not_read(order, length):
    response = Client().post(MESSAGES, b"x" * length, content_type="application/json")
    assert response.status_code == 413


def test_an_unknown_gateway_is_not_there(order):
    payment = order.online_payments.get()
    assert deliver(Client(), payment, url="/platnosci/bank/powiadomienie/").status_code == 404
    assert Client().post("/en" + MESSAGES).status_code == 404


def test_a_message_is_a_post(order):
    assert Client().get(MESSAGES).status_code == 405


def test_a_gateway_that_does_not_confirm_is_asked_to_send_again(order, gateway):
    payment = order.online_payments.get()
    gateway.errors["confirm"] = GatewayUnavailable("time-out")
    response = deliver(Client(), payment)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert outcome(order)["status"] == "CREATED"
    gateway.errors.clear()
    assert deliver(Client(), payment).status_code == 200
    assert outcome(order)["status"] == "PROCESSING"


def test_a_locked_database_asks_to_send_again(order):
    payment = order.online_payments.get()
    with patch("shop.services.online_payments.message_take", side_effect=OperationalError("locked")):
        assert deliver(Client(), payment).status_code == 503
    assert deliver(Client(), payment).status_code == 200


@pytest.mark.parametrize("step", ["zaplac", "przelewem"])
def test_a_busy_database_is_told_and_changes_nothing(buyer, order, step):
    before = outcome(order)
    with patch("shop.services.online_payments.order_locked", side_effect=OperationalError("locked")):
        response = buyer.post(f"/zamowienie/{order.ref}/{step}/", follow=True)
    assert response.status_code == 200
    assert refusals(response) == 1
    assert outcome(order) == before


def test_a_bug_in_an_adapter_is_not_taken_for_a_missing_gateway(order, monkeypatch, gateway):
    payment = order.online_payments.get()
    monkeypatch.setattr(gateway, "confirm", lambda self, message: {}["missing"])
    with pytest.raises(KeyError):
        deliver(Client(), payment)
    assert outcome(order)["status"] == "CREATED"


def test_unknown_money_is_answered_so_that_it_stops(order):
    payment = order.online_payments.get()
    response = deliver(Client(), payment, session_id="NOBODY", event_id="x", gateway_id="")
    assert response.status_code == 200
    assert PaymentEvent.objects.get().outcome == "flagged"


# Mails.


def text_of(order, kind, **payload) -> str:
    message_queue(kind=kind, order=order, payload=payload)
    mail.outbox.clear()
    outbox_sweep()
    found = [sent.body for sent in mail.outbox if order.ref in sent.subject]
    return " ".join(found[-1].split())


def test_the_confirmation_of_an_online_order_tells_until_when_and_where(buyer, order):
    ends = timezone.localtime(order.reservations.get().expires_at)
    mail.outbox.clear()
    outbox_sweep()
    text = " ".join(mail.outbox[0].body.split())
    assert f"{ends:%H:%M}" in text
    assert "78 0000 0002" not in text
    assert "/zamowienie/status/" in text


@pytest.mark.parametrize("kind", ["order_transfer", "order_reminder"])
def test_mails_about_a_transfer_have_its_data(make_product, kind):
    text = text_of(factories.make_order(make_product(price="120.00")), kind)
    for said in ("78 0000 0002 0261 1222 0000 0001", "138,90 zł", "Zamówienie "):
        assert said in text


@pytest.mark.parametrize("kind", ["order_refunded", "order_paid_late_refund"])
def test_mails_about_money_back_name_the_amount(order, kind):
    assert "38,90 zł" in text_of(order, kind, amount="38.90").split("Wazon")[0].replace("138,90", "")

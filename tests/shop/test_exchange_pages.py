"""„Wymień na inny” on the order page, and the screens of the staff."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from home.admin.duties import duties_for
from home.formats import day
from shop.admin.mail_previews import mail_preview
from shop.admin.packing import render_slip
from shop.models import Exchange, Parcel, Product, Withdrawal
from shop.services.complaints import complaint_answer
from shop.services.exchanges import exchange_give_up, exchange_refuse
from shop.services.mails import mail_for
from shop.services.orders import order_secret
from shop.services.withdrawal_terms import withdrawal_period
from tests.shop.admin_people import client_of, make_person
from tests.shop.after_sale import complain, delivered, paid_by_transfer
from tests.shop.exchanging import accepted, ask, first_line, returned, sent, shelf
from tests.shop.pages import SAME_ORIGIN, hidden_values, words
from tests.shop.test_after_sale_mails import mail_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(make_enterprise):
    return make_enterprise(name="WTZ „Pod Lipą”")


@pytest.fixture
def green(make_product, maker):
    return make_product(enterprise=maker, price="35.00", stock=2, title="Kubek zielony", kind=Product.Kind.SERIES)


@pytest.fixture
def order(make_product, maker, green):
    blue = make_product(enterprise=maker, price="35.00", stock=5, title="Kubek niebieski", kind=Product.Kind.SERIES)
    return delivered(paid_by_transfer((blue, 3)))


@pytest.fixture
def buyer(client, order):
    """The browser of somebody who opened the secret link."""
    client.get(f"/zamowienie/status/{order_secret(order=order)}/")
    return client


@pytest.fixture
def staff(pl_locale):
    return client_of(make_person("shop"))


def form_url(order) -> str:
    return f"/zamowienie/{order.ref}/wymiana/"


def screen(exchange) -> str:
    return reverse("exchanges:edit", args=[exchange.pk])


def post(client, order, **data):
    page = client.get(form_url(order)).content.decode()
    return client.post(form_url(order), hidden_values(page, "exchange") | data, headers=SAME_ORIGIN)


def text_of(response) -> str:
    return words(response.content.decode().replace("\xa0", " "))


def test_a_buyer_asks_from_the_order_page(buyer, order, green, django_capture_on_commit_callbacks):
    assert form_url(order) in buyer.get(f"/zamowienie/{order.ref}/").content.decode()
    page = text_of(buyer.get(form_url(order)))
    last_day = day(withdrawal_period(order=order).last_day)
    for said in ("Zamiast: Kubek niebieski", "Kubek zielony · 35,00 zł", "dobra wola", f"Do {last_day} nadal możesz odstąpić"):
        assert said in page
    choice = f"{first_line(order).pk}-{green.pk}"
    with django_capture_on_commit_callbacks(execute=True):
        done = post(buyer, order, choice=choice, pieces="2", remark="Wolę zielone.")
    exchange = Exchange.objects.get()
    assert (exchange.order, exchange.product, exchange.quantity, exchange.remark) == (order, green, 2, "Wolę zielone.")
    assert [message.to for message in mail.outbox] == [[order.email]]
    # The receipt opens for whoever has its address, without the order.
    receipt = text_of(Client().get(done["Location"]))
    for said in (exchange.number, "Kubek niebieski", "Kubek zielony", "Wolę zielone."):
        assert said in receipt
    told = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert f"Wymiana {exchange.number}" in told


def test_the_same_form_twice_leads_to_the_same_receipt(buyer, order, green):
    page = buyer.get(form_url(order)).content.decode()
    data = hidden_values(page, "exchange") | {"choice": f"{first_line(order).pk}-{green.pk}", "pieces": "2"}
    answers = [buyer.post(form_url(order), data, headers=SAME_ORIGIN) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Exchange.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(buyer, order, green):
    choice = f"{first_line(order).pk}-{green.pk}"
    for data, said in (
        ({"pieces": "1", "remark": "Wolę zielone."}, "Wybierz, co chcesz w zamian."),
        ({"choice": "1-999", "pieces": "1", "remark": "Wolę zielone."}, "została sprzedana albo ma teraz inną cenę"),
        ({"choice": choice, "pieces": "3", "remark": "Wolę zielone."}, "Wybierz liczbę sztuk z listy."),
    ):
        answer = post(buyer, order, **data)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "Wolę zielone." in text_of(answer)
    assert not Exchange.objects.exists()


def test_nobody_else_sees_the_form(order, buyer):
    assert Client().get(form_url(order)).status_code == 404
    assert buyer.post(form_url(order), {}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert Client().get("/wymiana/potwierdzenie/WY-AAAAAAAA.nic/").status_code == 404


def test_nothing_to_choose_is_said(buyer, order, green):
    Product.objects.filter(pk=green.pk).update(price="36.00")
    assert form_url(order) not in buyer.get(f"/zamowienie/{order.ref}/").content.decode()
    assert "Teraz nie ma na co wymienić" in text_of(buyer.get(form_url(order)))


def test_what_came_in_exchange_stands_on_the_order_page_and_can_be_withdrawn_from(buyer, order, green):
    exchange = sent(order, green)
    page = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert "Wymiana od WTZ „Pod Lipą”" in page
    assert "0123456789" in page
    form = buyer.get(f"/odstap-od-umowy/?zamowienie={order.ref}").content.decode()
    assert f'name="pieces_-{exchange.pk}"' in form
    data = hidden_values(form, "withdrawal") | {
        "name": "Anna Nowak", "email": "anna@example.org", "contract": order.ref, "scope": "part",
        f"pieces_-{exchange.pk}": "1", "step": "confirm",
    }  # fmt: skip
    assert buyer.post("/odstap-od-umowy/", data, headers=SAME_ORIGIN).status_code == 302
    assert Withdrawal.objects.get().lines.get().exchange == exchange


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_mails(order, green, language):
    type(order).objects.filter(pk=order.pk).update(language=language)
    order.refresh_from_db()
    exchange = sent(order, green)
    with translation.override(language):
        until = day(exchange.return_by).removesuffix(".")
    for kind, said in (
        ("exchange_received", exchange.number),
        ("exchange_answered", f"WTZ „Pod Lipą”, {exchange.item.parcel.enterprise.postal_address}"),
        ("exchange_answered", until),
        ("exchange_sent", "0123456789"),
    ):
        message, text, html = mail_of(exchange, kind)
        assert message.to == [order.email]
        assert exchange.number in message.subject
        for part in (text, html):
            assert said in part
            assert "Kubek zielony" in part


def test_the_mails_of_a_no(order, green):
    exchange = exchange_refuse(exchange=ask(order, green), explanation="Zielone są <obiecane>.")
    assert "Zielone są &lt;obiecane&gt;." in mail_of(exchange, "exchange_answered")[2]
    off = exchange_give_up(exchange=accepted(order, green, key="another-key-of-a-form"), explanation="Tak wolicie.")
    assert "Wymiana jest odwołana. Tak wolicie." in mail_for(message=off.messages.get(dedupe__contains="given-up")).body.replace("\n\n", " ")


def test_previews_of_the_mails(order, green, shop_tree):
    assert mail_preview("exchange_received", "pl") is None
    returned(order, green)
    subjects = [mail_preview(kind, "uk").subject for kind in ("exchange_received", "exchange_answered", "exchange_sent")]
    assert all(subject.startswith(("Прохання про обмін WY-", "Обмін WY-")) for subject in subjects)


def test_the_staff_take_it_all_the_way(order, green, staff):
    exchange = ask(order, green, pieces=2, remark="Wolę zielone.")
    page = text_of(staff.get(screen(exchange)))
    for said in ("Wolę zielone.", "Kubek niebieski", "Kubek zielony", "Wolne są teraz 2 sztuki"):
        assert said in page
    assert "Paczka z nową rzeczą" not in page
    assert staff.post(screen(exchange), {"step": "accept"}).status_code == 302
    assert staff.post(screen(exchange), {"step": "goods", "restock": "1"}).status_code == 302
    parcel = Parcel.objects.get(exchange=exchange)
    data = {"step": "send", f"parcel-{parcel.pk}-status": "sent", f"parcel-{parcel.pk}-tracking_number": "777"}
    assert staff.post(screen(exchange), data).status_code == 302
    exchange.refresh_from_db()
    parcel.refresh_from_db()
    assert (exchange.state, exchange.handled_by.username, exchange.restocked) == ("sent", "shop", 1)
    assert (parcel.tracking_number, shelf(green)) == ("777", (0, 0))
    assert "wysłano rzecz na wymianę" in text_of(staff.get(screen(exchange)))
    index = reverse("exchanges:index")
    assert exchange.number in text_of(staff.get(index))
    assert exchange.number not in text_of(staff.get(index, {"attention": "open"}))
    assert exchange.number not in text_of(staff.get(index, {"source": "complaint"}))
    assert screen(exchange) in staff.get(reverse("orders:edit", args=[order.pk])).content.decode()


def test_wrong_steps_say_so_and_save_nothing(order, green, staff):
    exchange = ask(order, green)
    for data, said in (
        ({"step": "refuse", "explanation": ""}, "Nic nie zapisano"),
        ({"step": "goods", "restock": "1"}, "jest już na innym etapie"),
        ({"step": "send"}, "jest już na innym etapie"),
    ):
        answer = staff.post(screen(exchange), data)
        assert answer.status_code == 200
        assert said in text_of(answer)
    exchange.refresh_from_db()
    assert (exchange.state, shelf(green)) == ("asked", (2, 0))
    assert staff.post(screen(exchange), {"step": "x"}).status_code == 404


def test_a_replacement_after_a_complaint(order, green, staff):
    complaint = complain(order, item=first_line(order), demand="replacement")
    url = reverse("complaints:edit", args=[complaint.pk])
    assert "Wyślij rzecz na wymianę" not in text_of(staff.get(url))
    complaint_answer(complaint=complaint, state="accepted", answer="Wymienimy.")
    page = staff.get(url).content.decode()
    assert "Wyślij rzecz na wymianę" in page
    data = {
        "step": "replace", "choice": f"0-{first_line(order).product_id}", "pieces": "1",
        "explanation": "Kurier przyjedzie w piątek.", "key": "k" * 32,
    }  # fmt: skip
    for _time in range(2):
        assert staff.post(url, data).status_code == 302
    exchange = Exchange.objects.get()
    assert (exchange.complaint, exchange.state, exchange.explanation) == (complaint, "accepted", "Kurier przyjedzie w piątek.")
    staff.post(screen(exchange), {"step": "goods", "came": "waived", "restock": "0"})
    exchange.refresh_from_db()
    assert (exchange.state, exchange.is_return_waived) == ("goods_back", True)
    assert screen(exchange) in staff.get(url).content.decode()


def test_the_workshop_packs_it(order, green, maker):
    exchange = returned(order, green, pieces=2)
    workshop = client_of(make_person("workshop", enterprise=maker))
    page = text_of(workshop.get(reverse("market_workshop")))
    assert "2 × Kubek zielony" in page
    slip = words(render_slip(exchange.parcel))
    assert "Kubek zielony" in slip
    assert "Kubek niebieski" not in slip
    url = reverse("market_workshop_parcel", args=[exchange.parcel.pk])
    workshop.post(url, {"status": "sent", "tracking_number": "555"})
    exchange.refresh_from_db()
    assert (exchange.state, shelf(green)) == ("sent", (0, 0))
    assert workshop.get(screen(exchange)).status_code == 302


def test_duties(order, green, staff):
    def duties():
        found = duties_for(staff.get(reverse("wagtailadmin_home")).wsgi_request)
        return {str(duty.label): duty.count for duty in found if "wymian" in str(duty.label).lower()}

    ask(order, green)
    assert duties()["Prośby o wymianę czekające na odpowiedź"] == 1
    late = accepted(order, green, key="another-key-of-a-form")
    Exchange.objects.filter(pk=late.pk).update(return_by=timezone.localdate() - datetime.timedelta(days=1))
    assert duties()["Wymiany, w których rzecz nie wróciła na czas"] == 1
    returned(order, green, key="a-third-key-of-a-form")
    assert duties()["Rzeczy na wymianę do wysłania"] == 1

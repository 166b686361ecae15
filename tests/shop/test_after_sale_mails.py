"""The mails of withdrawals and complaints: content, date and time, number, in three languages."""

from decimal import Decimal

import html5lib
import pytest
from django.core import mail
from django.utils import timezone, translation

from home.formats import clock, day
from shop.services.complaints import complaint_answer
from shop.services.mails import mail_for
from shop.services.outbox import message_send, outbox_sweep
from shop.services.returns import withdrawal_refuse, withdrawal_settle
from shop.services.tracking import tracking_send
from shop.services.withdrawals import withdrawal_submit
from tests import factories
from tests.shop.after_sale import complain, delivered, paid_by_transfer, withdraw, withdrawal_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product, make_enterprise):
    maker = make_enterprise(name="WTZ „Pod Lipą & Dębem”")
    return delivered(paid_by_transfer(make_product(price="120.00", title="Wazon <Brzeg>", enterprise=maker)))


def mail_of(entry, kind):
    message = mail_for(message=entry.messages.get(kind=kind))
    html = next(content for content, mimetype in message.alternatives if mimetype == "text/html")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html)
    assert "{{" not in html + message.body
    assert "{%" not in html + message.body
    return message, " ".join(message.body.split()), " ".join(html.split())


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_the_receipt_holds_content_date_time_and_number(order, language):
    made = withdraw(order, language=language)
    message, text, html = mail_of(made, "withdrawal_received")
    with translation.override(language):
        when = (day(made.submitted_at), clock(made.submitted_at))
    assert message.to == ["anna@example.org"]
    assert made.number in message.subject
    for said in (*when, made.number, order.ref, "Anna Nowak", "anna@example.org", "138,90" if language != "en" else "138.90"):
        assert said in text
        assert said in html
    assert "Wazon <Brzeg>" in text
    assert "Wazon &lt;Brzeg&gt;" in html
    assert "WTZ „Pod Lipą & Dębem”, ul. Krótka 2" in text
    assert message.extra_headers["Message-ID"] == mail_of(made, "withdrawal_received")[0].extra_headers["Message-ID"]


def test_a_receipt_without_an_order(shop_tree):
    made = withdrawal_submit(data=withdrawal_data(items_text="wazon", language="uk"), key="k" * 20)
    message, text, html = mail_of(made, "withdrawal_received")
    assert made.number in message.subject
    for said in ("NIEZNANE", "wazon", "Ми маємо вашу заяву"):
        assert said in html
    assert "/zamowienie/status/" not in text + html
    outbox_sweep()
    assert [sent.to for sent in mail.outbox] == [["anna@example.org"]]


def test_a_late_statement_is_told_plainly(order):
    made = withdraw(delivered(order, days_ago=40))
    _message, text, html = mail_of(made, "withdrawal_received")
    for part in (text, html):
        assert "może nie mieć skutku" in part
        assert "Zwrócimy to, co za nie zapłacono" not in part


def test_settled_and_refused_are_two_letters(order):
    made = withdrawal_settle(
        withdrawal=withdraw(order),
        amount=Decimal("100.00"),
        explanation="Wazon wrócił z rysą.",
        paid_on=timezone.localdate(),
        transaction_id="Z1",
    )
    message, text, html = mail_of(made, "withdrawal_settled")
    assert "rozliczone" in message.subject
    for said in ("100,00 zł", "Wazon wrócił z rysą."):
        assert said in text.replace("\xa0", " ")
        assert said in html.replace("\xa0", " ").replace("&nbsp;", " ")


def test_a_refusal_says_why_and_where_to_get_help(order):
    made = withdrawal_refuse(withdrawal=withdraw(order), explanation="Termin minął 1 listopada.")
    message, text, _html = mail_of(made, "withdrawal_settled")
    assert "nasza odpowiedź" in message.subject
    assert "Termin minął 1 listopada." in text
    assert "rzecznik konsumentów" in text
    assert "Zwracamy" not in text


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_complaint_has_its_number_and_its_day(order, language):
    made = complain(order, language=language)
    message, text, html = mail_of(made, "complaint_received")
    with translation.override(language):
        due = day(made.answer_due_on).removesuffix(".")
    assert made.number in message.subject
    for said in (made.number, due, "Ucho kubka odpadło.", "od wczoraj"):
        assert said in text
        assert said in html


def test_the_answer_goes_out_word_for_word(order):
    made = complain(order)
    complaint_answer(complaint=made, state="refused", answer="Rysa powstała po dostawie.\n\nZ poważaniem")
    message, text, html = mail_of(made, "complaint_answered")
    for said in ("Rysa powstała po dostawie.", "nieuznana", "rzecznik konsumentów", "Ucho kubka odpadło."):
        assert said in text
        assert said in html
    assert made.number in message.subject


def test_the_way_of_an_order(make_product):
    order = paid_by_transfer(make_product())
    message = tracking_send(ref=order.ref, email=order.email)
    _message, text, html = mail_of(order, "order_tracking")
    assert message.kind == "order_tracking"
    for part in (text, html):
        assert "Pakujemy twoje rzeczy." in part
        assert "/zamowienie/status/" in part


def test_nobody_writes_to_who_was_erased(order):
    from shop.services.erasing import buyer_erase

    made = withdraw(order)
    buyer_erase(order=order, for_good=False)
    message = made.messages.get()
    assert message_send(message=message) is False
    assert outbox_sweep() == 0
    assert mail.outbox == []


def test_other_letters_still_go(shop_tree, make_product):
    factories.make_order(make_product())
    outbox_sweep()
    assert [len(sent.to) for sent in mail.outbox] == [1]

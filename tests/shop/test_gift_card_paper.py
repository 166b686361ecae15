"""The gift card on paper: a page for each card, with the same code as the mail, and nothing about the buyer."""

import pytest
from django.utils import timezone

from home.models import SiteSettings
from shop.models import GiftCard, Outbox
from shop.services.mails import mail_for
from shop.services.order_handling import payment_record
from shop.services.secrets import gift_card_code_of
from tests.pdf_text import pdf_text
from tests.shop.cards_of import order_cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    goods = make_product(price="50.00", stock=0, kind="gift_card", title="Karta podarunkowa 50 zł")
    order = order_cards((goods, 2), language="pl")
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="bank-1")
    return order


def enclosed(order) -> tuple[str, bytes]:
    [message] = Outbox.objects.filter(order=order, kind="gift_card")
    [(name, content, kind)] = mail_for(message=message).attachments
    assert kind == "application/pdf"
    return name, content


def test_each_card_has_a_page_with_its_code(order):
    name, content = enclosed(order)
    assert name == f"karta-podarunkowa-{order.ref}.pdf"
    text = pdf_text(content)
    codes = [gift_card_code_of(card=card) for card in GiftCard.objects.filter(item__order=order)]
    assert len(codes) == 2
    for code in codes:
        assert text.count(code) == 1
    assert text.count("Karta podarunkowa") == 2
    assert text.count("Wytnij wzdłuż linii.") == 2


def test_the_page_says_nothing_of_the_buyer(order):
    text = pdf_text(enclosed(order)[1])
    for private in (order.name, order.email, order.ref):
        assert private not in text
    assert SiteSettings.objects.get().email in text


def test_it_is_the_same_at_every_sending(order):
    assert enclosed(order)[1] == enclosed(order)[1]


def test_a_blocked_card_is_not_printed(order):
    card = GiftCard.objects.filter(item__order=order).first()
    GiftCard.objects.filter(pk=card.pk).update(blocked_at="2026-11-01T00:00Z")
    text = pdf_text(enclosed(order)[1])
    assert gift_card_code_of(card=card) not in text
    assert text.count("Karta podarunkowa") == 1


def test_an_english_buyer_gets_an_english_card(order):
    order.language = "en"
    order.save()
    name, content = enclosed(order)
    assert name == f"gift-card-{order.ref}.pdf"
    assert "How to use it" in pdf_text(content)

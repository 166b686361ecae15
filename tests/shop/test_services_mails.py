"""Mails to buyers: each says who made what, what the word means, what the income is for, and leads to a story."""

import re

import html5lib
import pytest
from django.core import mail
from django.utils import translation

from home.models import SiteSettings
from shop.models import Outbox
from shop.services.after_sale_mails import AFTER_SALE_MAILS
from shop.services.links import share_url, status_url
from shop.services.mails import MAIL_KINDS
from shop.services.orders import order_by_secret, order_change_status, parcel_update, payment_record
from shop.services.outbox import message_queue, outbox_sweep
from shop.services.review_mails import REVIEW_MAILS
from shop.services.wish_mails import WISH_MAILS
from stories.kinds import EXPLANATIONS, EnterpriseKind
from tests import factories
from tests.pdf_text import pdf_text

BASE = "http://127.0.0.1:8000"

#: Mails about an order; those about statements and wishes have tests of their own.
ORDER_MAILS = [kind for kind in MAIL_KINDS if kind not in {*AFTER_SALE_MAILS, *WISH_MAILS, *REVIEW_MAILS}]


def spaced(text: str) -> str:
    """Text with all white space as single blanks, no-break ones too."""
    return " ".join(text.split())


@pytest.fixture
def makers(make_enterprise):
    return {
        "wtz": make_enterprise(name="WTZ „Pod Lipą”", purpose="dwa nowe krosna"),
        "zaz": make_enterprise(
            name="ZAZ „Most & Spółka”", kind="zaz", running_body="", purpose="turnus nad morzem"
        ),
    }


@pytest.fixture
def order(shop_tree, make_product, makers):
    """A transfer order of two makers, one of them with a story."""
    vase = make_product(price="120.00", enterprise=makers["wtz"], title="Wazon „Sierpień”")
    bag = make_product(price="1115.50", stock=2, enterprise=makers["zaz"], title="Torba <len>")
    factories.make_story(shop_tree, enterprises=[makers["wtz"]], title="Glina się nie spieszy")
    return factories.make_order(vase, bag)


def sent_mail(order, kind):
    """The mail of this kind about the order."""
    message_queue(kind=kind, order=order)
    Outbox.objects.exclude(kind=kind).delete()
    mail.outbox.clear()
    assert outbox_sweep() == 1
    return mail.outbox[0]


def html_of(message) -> str:
    return next(part.content for part in message.alternatives if part.mimetype == "text/html")


@pytest.mark.parametrize("kind", ORDER_MAILS)
def test_every_mail_tells_the_social_context_of_every_line(order, makers, kind):
    message = sent_mail(order, kind)
    assert message.to == ["anna@example.org"]
    assert message.reply_to == ["kontakt@market.example.org"]
    assert order.ref in message.subject
    text, html = spaced(message.body), spaced(html_of(message))
    for maker in makers.values():
        for said in (maker.name, maker.kind_explanation, maker.pages.get().income_purpose, maker.city):
            assert said in text
            assert said.replace("&", "&amp;") in html
    assert makers["wtz"].kind_explanation == EXPLANATIONS[EnterpriseKind.WTZ]
    assert "Glina się nie spieszy" in text
    assert re.search(rf"{BASE}/historie/historia-\d+/", text)
    assert re.search(rf'href="{BASE}/historie/historia-\d+/"', html)
    assert f"{BASE}/producenci/" in text
    assert "Fundacja „Próg”" in text
    assert order.ref in text
    assert status_url(order=order) in text
    assert f'href="{status_url(order=order)}"' in html
    assert "Stowarzyszenie Operator" in text
    assert "Twoje zakupy mają sens!" in text


@pytest.mark.parametrize("kind", ORDER_MAILS)
def test_every_mail_is_valid_html_that_fetches_nothing(order, kind):
    html = html_of(sent_mail(order, kind))
    html5lib.HTMLParser(strict=True).parse(html)
    assert not re.search(r"<(img|script|link|iframe)|url\(|@import|@font-face", html)
    assert "{{" not in html
    assert "{%" not in html


def test_texts_keep_quotes_and_signs_as_written(order):
    message = sent_mail(order, "order_placed")
    assert "Wazon „Sierpień”" in message.body
    assert "Torba <len>" in message.body
    assert "ZAZ „Most & Spółka”" in message.body
    assert "&lt;" not in message.body
    assert "Torba &lt;len&gt;" in html_of(message)


def test_the_confirmation_is_the_contract_on_a_durable_medium(shop_tree, order):
    """Consumer Rights Act, art. 12 and 21: what, for how much, from whom, how to pay, how to withdraw."""
    for slug, title in (("odstapienie-od-umowy", "Odstąpienie od umowy"), ("regulamin", "Regulamin sklepu")):
        factories.make_standard_page(shop_tree, slug=slug, title=title, text=f"<p>Pełny tekst: {title}.</p>")
    message = sent_mail(order, "order_placed")
    text = spaced(message.body)
    for said in (
        "120,00 zł",
        "1 115,50 zł",
        "1 235,50 zł",
        "18,90 zł",
        "1 254,40 zł",
        "78 0000 0002 0261 1222 0000 0001",
        f"Zamówienie {order.ref}",
        "ul. Lipowa 3/4 61-001 Poznań",
        "ul. Przykładowa 1, 60-000 Poznań",
        "+48 61 000 00 00",
        share_url(order=order),
    ):
        assert said in text
        assert said.replace(" 61-001", "<br>61-001") in spaced(html_of(message)).replace("<br> ", "<br>")
    assert text.count("14") >= 2
    [(name, content, kind)] = message.attachments
    assert (name, kind) == (f"umowa-{order.ref}.pdf", "application/pdf")
    assert "Pełny tekst: Regulamin sklepu." in spaced(pdf_text(content))


def test_the_confirmation_says_that_unique_goods_may_be_returned(order):
    with translation.override("pl"):
        promise = translation.gettext(
            "You may withdraw from the contract within 14 days without giving a reason. The days count from when you, "
            "or somebody you named, received the last of the goods. This holds for one-of-a-kind goods as well."
        )
    assert promise in sent_mail(order, "order_placed").body


def test_the_secret_link_of_the_mail_opens_the_order(order):
    body = sent_mail(order, "order_placed").body
    secret = re.search(rf"{BASE}/zamowienie/status/([A-Za-z0-9_-]+)/", body).group(1)
    assert order_by_secret(secret) == order


def test_a_demonstration_says_so(shop_tree, order):
    SiteSettings.objects.update(is_demo=True)
    with translation.override("pl"):
        warning = translation.gettext("This shop is a demonstration: do not pay, nothing will be sent.")
    assert warning in sent_mail(order, "order_placed").body
    SiteSettings.objects.update(is_demo=False)
    assert warning not in sent_mail(order, "order_paid").body


def test_a_pickup_tells_where_and_when(make_product, make_enterprise):
    maker = make_enterprise(opening_hours="pn–pt 8–15", street="ul. Boczna 9")
    delivery = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = factories.make_order(
        make_product(enterprise=maker), delivery=delivery, payment_method="on-pickup"
    )
    for kind in ("order_placed", "order_ready"):
        text = spaced(sent_mail(order, kind).body)
        assert "ul. Boczna 9, 62-200 Gniezno" in text
        assert "pn–pt 8–15" in text
        assert "78 0000 0002" not in text
    assert "120,00 zł" in text


def test_the_mail_about_sending_has_the_parcel_numbers(order):
    payment_record(
        order=order, amount=order.total, received_on=order.date_created.date(), transaction_id="T1"
    )
    for number, parcel in enumerate(order.parcels.all()):
        parcel_update(parcel=parcel, status="sent", tracking_number=f"PL00{number}")
    text = sent_mail(order, "order_shipped").body
    assert "PL000" in text
    assert "PL001" in text


def test_a_cancelled_paid_order_promises_the_money_back(order):
    unpaid = sent_mail(order, "order_cancelled").body
    assert "1 254,40 zł" not in spaced(unpaid).split(spaced(order.items.first().name))[0]
    Outbox.objects.all().delete()
    payment_record(
        order=order, amount=order.total, received_on=order.date_created.date(), transaction_id="T1"
    )
    order_change_status(order=order, status="CANCELLED", notify=False)
    paid = sent_mail(order, "order_cancelled").body
    assert "1 254,40 zł" in spaced(paid).split("Wazon")[0]


@pytest.mark.parametrize(("language", "prefix"), [("en", "/en"), ("uk", "/uk"), ("pl", "")])
def test_mails_are_in_the_language_of_the_order(make_product, language, prefix):
    order = factories.make_order(make_product(), language=language)
    with translation.override("pl"):
        message = sent_mail(order, "order_placed")
    with translation.override(language):
        subject = translation.gettext("Order %(ref)s: we have it") % {"ref": order.ref}
    assert message.subject == subject
    assert f"{BASE}{prefix}/zamowienie/status/" in message.body
    assert f"{BASE}{prefix}/paragon/" in message.body
    assert f'<html lang="{language}">' in html_of(message)
    assert ".." not in message.body
    assert "\n\n\n" not in message.body

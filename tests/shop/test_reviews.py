"""Reviews: written by those who got the thing, read by the staff, shown without picking."""

import re

import html5lib
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from shop.models import Order, Outbox, Review
from shop.services.errors import BadInput, TransitionRefused
from shop.services.orders import order_change_status, payment_record
from shop.services.reviews import (
    product_reviews,
    rating_of,
    review_publish,
    review_refuse,
    review_take_back,
    review_write,
    reviewable_items,
)
from shop.status import OrderStatus
from tests import factories

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def vase(make_product):
    return make_product(title="Wazon")


def delivered(order: Order) -> Order:
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T1", notify=False)
    for status in (OrderStatus.SHIPPED, OrderStatus.COMPLETED):
        order_change_status(order=order, status=status, notify=False)
    return order


def test_a_thing_that_has_not_come_cannot_be_reviewed(vase):
    order = factories.make_order(vase)
    assert reviewable_items(order) == []
    with pytest.raises(TransitionRefused):
        review_write(item=order.items.get(), stars=5)
    assert Review.objects.count() == 0


def test_a_line_is_reviewed_once_and_shown_after_reading(vase):
    item = delivered(factories.make_order(vase)).items.get()
    review = review_write(item=item, stars="4", text="Solidny.", signature="Ewa")
    assert product_reviews(vase) == []
    with pytest.raises(TransitionRefused):
        review_write(item=item, stars=1)
    review_publish(review=review, by=None)
    assert [found.text for found in product_reviews(vase)] == ["Solidny."]
    assert rating_of(product_reviews(vase)).average == 4.0


@pytest.mark.parametrize("stars", [0, 6, "", "5.0", None, "pięć"])
def test_stars_are_one_to_five(vase, stars):
    item = delivered(factories.make_order(vase)).items.get()
    with pytest.raises(BadInput):
        review_write(item=item, stars=stars)
    assert Review.objects.count() == 0


def test_refusing_needs_a_reason(vase):
    item = delivered(factories.make_order(vase)).items.get()
    review = review_write(item=item, stars=1, text="…")
    with pytest.raises(BadInput):
        review_refuse(review=review, reason=" ", by=None)
    review_refuse(review=review, reason="Dane osobowe", by=None)
    assert product_reviews(vase) == []


def test_only_the_buyer_reaches_the_form(client, vase):
    order = delivered(factories.make_order(vase))
    address = reverse("review", args=[order.ref, order.items.get().pk])
    assert client.get(address).status_code == 404
    session = client.session
    session["orders"] = [order.ref]
    session.save()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"stars": "", "text": "Ładny"}, headers=SAME_ORIGIN)
    assert answer.status_code == 422
    assert "Ładny" in answer.content.decode()
    assert client.post(address, {"stars": "5", "text": "Ładny"}, headers=SAME_ORIGIN).status_code == 302
    assert Review.objects.get().stars == 5
    assert client.get(address).status_code == 302


def test_the_product_page_shows_published_reviews_with_their_mean(client, vase):
    item = delivered(factories.make_order(vase)).items.get()
    review = review_write(item=item, stars=3, text="<b>Średni</b>")
    page = vase.pages.get()
    assert "Średni" not in client.get(page.url).content.decode()
    review_publish(review=review, by=None)
    shown = client.get(page.url).content.decode()
    assert "&lt;b&gt;Średni&lt;/b&gt;" in shown
    assert "3,0 na 5" in shown


def link_of(message) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S*opinia/\S+/)", message.body)[1]


@pytest.fixture
def written(vase, django_capture_on_commit_callbacks):
    item = delivered(factories.make_order(vase)).items.get()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        return review_write(item=item, stars=2, text="Nie <lubię>.", signature="Ewa")


def test_the_buyer_gets_a_mail_with_a_link_that_takes_the_review_back(client, written, vase):
    review_publish(review=written, by=None)
    [message] = mail.outbox
    assert (message.subject, message.to) == ("Mamy twoją opinię", ["anna@example.org"])
    assert "Nie <lubię>." in message.body
    address = link_of(message)
    shown = client.get(address)
    assert "Nie &lt;lubię&gt;." in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in client.cookies
    assert client.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert Review.objects.count() == 1
    assert "Twoja opinia jest usunięta." in client.post(address, headers=SAME_ORIGIN).content.decode()
    assert (Review.objects.count(), product_reviews(vase)) == (0, [])
    assert client.get(address).status_code == 404
    assert reviewable_items(written.item.order) == [written.item]


@pytest.mark.parametrize("token", ["1", "1.zly", "x" * 60, "ą", "99.-"])
def test_nobody_guesses_the_link(client, written, token):
    assert client.get(reverse("review_answer", args=[token])).status_code == 404
    assert client.post(reverse("review_answer", args=[token]), headers=SAME_ORIGIN).status_code == 404
    assert Review.objects.count() == 1


def test_a_refusal_is_told_once_with_the_editors_reason(client, written, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            review_refuse(review=written, reason="Podaje nazwisko instruktorki", by=None)
    [message] = mail.outbox
    assert message.subject == "Nie pokażemy twojej opinii"
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert "Podaje nazwisko instruktorki" in text
        assert "Niska ocena nigdy nie jest powodem." in text
        assert link_of(message) in text
    html5lib.HTMLParser(strict=True).parse(html)
    assert "Podaje nazwisko instruktorki" in client.get(link_of(message)).content.decode()


def test_mails_about_a_review_that_was_taken_back_do_not_leave(written):
    review_refuse(review=written, reason="Reklama", by=None)
    waiting = Outbox.objects.filter(kind="review_refused")
    assert waiting.count() == 1
    review_take_back(review=written)
    assert waiting.count() == 0


def test_nobody_writes_to_an_erased_buyer(written):
    Order.objects.update(email="", erased_at=timezone.now())
    written.refresh_from_db()
    review_refuse(review=Review.objects.get(), reason="Reklama", by=None)
    assert not Outbox.objects.filter(kind="review_refused").exists()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_mail_is_in_the_language_of_the_order(vase, language, django_capture_on_commit_callbacks):
    item = delivered(factories.make_order(vase, language=language)).items.get()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        review_write(item=item, stars=5)
    assert f"/{language}/opinia/" in mail.outbox[0].body
    assert "{{" not in mail.outbox[0].body

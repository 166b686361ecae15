"""Reviews: written by those who got the thing, read by the staff, shown without picking."""

import pytest
from django.urls import reverse

from shop.models import Order, Review
from shop.services.errors import BadInput, TransitionRefused
from shop.services.orders import order_change_status, payment_record
from shop.services.reviews import (
    product_reviews,
    rating_of,
    review_publish,
    review_refuse,
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
    from django.utils import timezone

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

"""Wish lists, notices, requests, shared baskets and reminders: what they do, and what they leave alone."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.models import Basket, SimilarRequest, StockNotice, WishList, WishListItem
from shop.services.basket_reminders import basket_reminder_ask, basket_reminders_send
from shop.services.errors import BadInput, TransitionRefused
from shop.services.shared_baskets import basket_share, basket_unshare
from shop.services.similar_requests import similar_request_answer, similar_request_send
from shop.services.stock import stock_receive
from shop.services.stock_notices import (
    stock_notice_ask,
    stock_notice_confirm,
    stock_notices_purge,
    stock_notices_send,
)
from shop.services.wishes import wish_lists_purge
from tests import factories

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def vase(make_product):
    return make_product(title="Wazon")


@pytest.fixture
def sold(make_product):
    return make_product(title="Dzban", stock=0)


def secret_in(text: str, name: str) -> str:
    return re.search(rf"/{name}/([\w-]{{20,64}})/", text)[1]


# Wish lists


def test_a_wish_needs_no_account_and_stays_once(client, vase):
    for _twice in range(2):
        answer = client.post(reverse("wish_add"), {"product": vase.pk}, headers=SAME_ORIGIN)
        assert answer.status_code == 302
    assert WishListItem.objects.count() == 1
    page = client.get(reverse("wish_list")).content.decode()
    assert "Wazon" in page
    assert WishList.objects.get().share_token in page


def test_looking_at_the_list_writes_nothing(client, vase):
    assert client.get(reverse("wish_list")).status_code == 200
    assert WishList.objects.count() == 0
    assert client.cookies.get("sessionid") is None


def test_a_foreign_site_cannot_add_a_wish(client, vase):
    answer = client.post(reverse("wish_add"), {"product": vase.pk}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert WishList.objects.count() == 0


def test_nonsense_is_refused_with_words_and_without_a_row(client, vase):
    for value in ("", "abc", "-1", str(2**70), "99999999"):
        answer = client.post(reverse("wish_add"), {"product": value}, headers=SAME_ORIGIN)
        assert answer.status_code in {400, 409}
    assert WishList.objects.count() == 0


def test_a_shared_list_shows_things_and_sets_no_cookie(client, vase):
    client.post(reverse("wish_add"), {"product": vase.pk}, headers=SAME_ORIGIN)
    stranger = Client()
    answer = stranger.get(reverse("shared_wish_list", args=[WishList.objects.get().share_token]))
    assert answer.status_code == 200
    assert "Wazon" in answer.content.decode()
    assert stranger.cookies == {}
    assert stranger.get(reverse("shared_wish_list", args=["x" * 22])).status_code == 404


def test_a_wish_can_be_taken_off(client, vase):
    client.post(reverse("wish_add"), {"product": vase.pk}, headers=SAME_ORIGIN)
    client.post(reverse("wish_remove"), {"product": vase.pk}, headers=SAME_ORIGIN)
    assert WishListItem.objects.count() == 0


def test_lists_go_after_thirty_days(client, vase):
    client.post(reverse("wish_add"), {"product": vase.pk}, headers=SAME_ORIGIN)
    WishList.objects.update(updated_at=timezone.now() - datetime.timedelta(days=29))
    assert wish_lists_purge() == 0
    WishList.objects.update(updated_at=timezone.now() - datetime.timedelta(days=31))
    assert wish_lists_purge() == 1
    assert WishList.objects.count() == 0


# Back in stock


def test_nobody_is_written_to_without_confirming(sold, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    stock_receive(product=sold, quantity=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert stock_notices_send() == 0
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert "/powiadom/" in mail.outbox[0].body


def test_a_confirmed_address_is_told_once_when_the_thing_is_back(client, sold, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    secret = secret_in(mail.outbox[0].body, "powiadom")
    assert client.get(reverse("stock_notice_answer", args=[secret])).status_code == 200
    assert StockNotice.objects.get().confirmed_at is None
    client.post(reverse("stock_notice_answer", args=[secret]), {"answer": "yes"}, headers=SAME_ORIGIN)
    assert StockNotice.objects.get().confirmed_at is not None
    assert stock_notices_send() == 0
    stock_receive(product=sold, quantity=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert stock_notices_send() == 1
        assert stock_notices_send() == 0
    assert len(mail.outbox) == 2
    assert "Dzban" in mail.outbox[1].body


def test_saying_no_deletes_the_address(client, sold, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    secret = secret_in(mail.outbox[0].body, "powiadom")
    client.post(reverse("stock_notice_answer", args=[secret]), {"answer": "no"}, headers=SAME_ORIGIN)
    assert StockNotice.objects.count() == 0


def test_the_form_of_a_sold_thing_keeps_what_was_typed(client, sold):
    answer = client.post(
        reverse("stock_notice"), {"product": sold.pk, "email": "anna@"}, headers=SAME_ORIGIN
    )
    assert answer.status_code == 422
    assert 'value="anna@"' in answer.content.decode()
    assert StockNotice.objects.count() == 0


def test_the_same_address_asks_once(sold):
    first = stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    assert stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl").pk == first.pk
    stock_notice_confirm(notice=first)
    assert stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl").pk == first.pk
    assert StockNotice.objects.count() == 1


def test_unconfirmed_addresses_go_after_a_week(sold):
    stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    assert stock_notices_purge() == 0
    StockNotice.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    assert stock_notices_purge() == 1


# Something similar


def request_for(product, **values):
    facts = {
        "key": "k" * 20,
        "name": "Anna Nowak",
        "email": "anna@example.org",
        "message": "Taki sam, ale niebieski.",
        "needed_by": None,
        "language": "pl",
    }
    return similar_request_send(product=product, **(facts | values))


def test_a_request_is_kept_once_and_confirmed(sold, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert request_for(sold).pk == request_for(sold).pk
    assert SimilarRequest.objects.count() == 1
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert "Taki sam, ale niebieski." in mail.outbox[0].body


def test_a_request_is_answered_once(sold, django_capture_on_commit_callbacks):
    made = request_for(sold)
    with django_capture_on_commit_callbacks(execute=True):
        similar_request_answer(request=made, answer="Zrobimy na marzec.", by=None)
    assert "Zrobimy na marzec." in mail.outbox[-1].body
    with pytest.raises(TransitionRefused):
        similar_request_answer(request=made, answer="Jednak nie.", by=None)
    made.refresh_from_db()
    assert made.answer == "Zrobimy na marzec."


def test_a_day_that_is_over_is_refused(client, sold):
    with pytest.raises(BadInput):
        request_for(sold, needed_by=timezone.localdate())
    answer = client.post(
        reverse("similar_request", args=[sold.code]),
        {"name": "Anna", "email": "anna@example.org", "message": "Taki", "needed_by": "2020-01-01", "key": "k" * 20},
        headers=SAME_ORIGIN,
    )
    assert answer.status_code == 422
    assert "Taki" in answer.content.decode()
    assert SimilarRequest.objects.count() == 0


# Shared baskets


def test_a_helper_sees_the_basket_and_both_change_it(client, vase):
    client.post(reverse("basket_add"), {"product": vase.pk, "quantity": 1}, headers=SAME_ORIGIN)
    basket = Basket.objects.get()
    secret = secret_in(client.post(reverse("basket_share"), headers=SAME_ORIGIN).content.decode(), "wspolny")
    helper = Client()
    assert helper.get(reverse("basket_join", args=[secret])).status_code == 302
    assert "Wazon" in helper.get(reverse("basket")).content.decode()
    helper.post(reverse("basket_update"), {"item": basket.items.get().pk, "quantity": 0})
    assert basket.items.count() == 0
    assert Basket.objects.count() == 1


def test_a_withdrawn_or_wrong_link_opens_nothing_and_makes_no_session(vase):
    basket = factories.make_basket(vase)
    secret = basket_share(basket=basket)
    basket_unshare(basket=basket)
    stranger = Client()
    for token in (secret, "x" * 27, "zażółć"):
        assert stranger.get(reverse("basket_join", args=[token])).status_code == 404
    assert stranger.cookies == {}


def test_a_new_link_ends_the_old_one(vase):
    basket = factories.make_basket(vase)
    first = basket_share(basket=basket)
    second = basket_share(basket=basket)
    stranger = Client()
    assert stranger.get(reverse("basket_join", args=[first])).status_code == 404
    assert stranger.get(reverse("basket_join", args=[second])).status_code == 302


# Reminders


def test_a_reminder_goes_only_to_those_who_asked_and_once(vase, django_capture_on_commit_callbacks):
    basket = factories.make_basket(vase)
    day_ago = timezone.now() - datetime.timedelta(hours=25)
    Basket.objects.update(date_updated=day_ago)
    assert basket_reminders_send() == 0
    basket_reminder_ask(basket=basket, email="anna@example.org", agreed=True, language="pl")
    with django_capture_on_commit_callbacks(execute=True):
        assert basket_reminders_send() == 1
        assert basket_reminders_send() == 0
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    secret = secret_in(mail.outbox[0].body, "wroc")
    assert Client().get(reverse("basket_join", args=[secret])).status_code == 302


def test_without_the_tick_nothing_is_kept(vase):
    basket = factories.make_basket(vase)
    with pytest.raises(BadInput):
        basket_reminder_ask(basket=basket, email="anna@example.org", agreed=False, language="pl")
    basket.refresh_from_db()
    assert basket.reminder_email == ""
    assert basket.reminder_agreed_at is None

"""What somebody left without an order is found, copied, erased and removed in time, and nobody else's with it."""

import datetime
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.models import Basket, Outbox, Review, SimilarRequest, StockNotice
from shop.services.basket_reminders import basket_reminder_ask, basket_reminders_send
from shop.services.personal_data import personal_data_erase, personal_data_find
from shop.services.personal_data_export import personal_data_export
from shop.services.retention import retention_apply
from shop.services.reviews import review_write
from shop.services.similar_requests import similar_request_answer, similar_request_send
from shop.services.stock_notices import stock_notice_ask
from tests import factories
from tests.shop.admin_people import client_of, make_person, messages_of
from tests.shop.persons import ADDRESS, HALINA, all_traces, at, make_closed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(make_product):
    return make_product(title="Dzban", stock=0)


def ask_similar(product, *, email=HALINA["email"], key="k" * 20) -> SimilarRequest:
    return similar_request_send(
        product=product,
        key=key,
        name="Halina Wiatrakowa",
        email=email,
        message="Taki sam, ale Halinie mniejszy",
        needed_by=None,
        language="pl",
    )


def remind(product, *, email=HALINA["email"]) -> Basket:
    basket = factories.make_basket(product)
    basket_reminder_ask(basket=basket, email=email, agreed=True, language="pl")
    return basket


def leave_wishes(sold, vase) -> None:
    stock_notice_ask(product_id=sold.pk, email=HALINA["email"], language="pl")
    similar_request_answer(request=ask_similar(sold), answer="Tak, Halino.", by=None)
    remind(vase)


def copy_of(email: str) -> tuple[dict, str]:
    archive = zipfile.ZipFile(io.BytesIO(personal_data_export(email=email, by=None)))
    return json.loads(archive.read("dane.json")), archive.read("dane.html").decode()


def test_wishes_are_found_without_an_order_whatever_the_case(sold, make_product):
    leave_wishes(sold, make_product())
    stock_notice_ask(product_id=sold.pk, email=f"x{ADDRESS}", language="pl")
    found = personal_data_find(email=f" {ADDRESS.upper()} ")
    kept = found.wishes
    assert (found.is_kept, found.orders) == (True, [])
    assert (len(kept.notices), len(kept.requests), len(kept.baskets)) == (1, 1, 1)
    assert not personal_data_find(email="").is_kept
    assert not personal_data_find(email="nikt@example.org").is_kept


def test_the_copy_tells_them_in_both_files(sold, make_product):
    leave_wishes(sold, make_product())
    data, page = copy_of(ADDRESS)
    assert [row["confirmed_at"] for row in data["stock_notices"]] == [None]
    assert [(row["text"], row["answer"]) for row in data["similar_requests"]] == [
        ("Taki sam, ale Halinie mniejszy", "Tak, Halino.")
    ]
    assert [row["email"].lower() for row in data["basket_reminders"]] == [ADDRESS]
    assert "Taki sam, ale Halinie mniejszy" in page
    assert "token" not in json.dumps(data)


def test_an_erasure_leaves_no_trace_of_them(sold, make_product):
    leave_wishes(sold, make_product())
    basket = Basket.objects.get()
    other = stock_notice_ask(product_id=sold.pk, email="anna@example.org", language="pl")
    with at(2030):
        basket_reminders_send()
    assert personal_data_erase(email=ADDRESS, by=None) == []
    assert all_traces() == set()
    assert list(StockNotice.objects.all()) == [other]
    assert SimilarRequest.objects.count() == 0
    basket.refresh_from_db()
    assert (basket.reminder_email, basket.reminder_agreed_at, basket.items.count()) == ("", None, 1)
    assert list(Outbox.objects.values_list("stock_notice", flat=True)) == [other.pk]


def test_a_review_goes_with_its_buyer_and_stands_in_the_copy(make_product):
    vase = make_product(stock=3)
    review_write(item=make_closed_order(vase).items.get(), stars=5, text="Pięknie.", signature="Halina W.")
    kept = review_write(item=make_closed_order(vase, email="anna@example.org").items.get(), stars=4)
    data, page = copy_of(ADDRESS)
    told = data["orders"][0]["reviews"][0]
    assert (told["stars"], told["text"], told["signature"]) == (5, "Pięknie.", "Halina W.")
    assert "Pięknie." in page
    personal_data_erase(email=ADDRESS, by=None)
    assert list(Review.objects.all()) == [kept]


def test_requests_go_a_year_after_their_answer(sold):
    with at(2026, 6, 15):
        answered, silent = ask_similar(sold), ask_similar(sold, key="s" * 20)
        SimilarRequest.objects.update(created_at=timezone.now())
    with at(2026, 9, 1):
        similar_request_answer(request=answered, answer="Tak.", by=None)
    with at(2027, 6, 15, hour=11):
        assert retention_apply()["requests"] == 0
    with at(2027, 6, 16):
        assert retention_apply()["requests"] == 1
    assert list(SimilarRequest.objects.all()) == [answered]
    assert silent.pk != answered.pk
    with at(2027, 9, 2):
        assert retention_apply()["requests"] == 1
        assert retention_apply()["requests"] == 0
    assert Outbox.objects.exclude(similar_request=None).count() == 0


def test_notices_and_reminders_go_with_their_periods(sold, make_product):
    notice = stock_notice_ask(product_id=sold.pk, email=HALINA["email"], language="pl")
    basket = remind(make_product())
    eight_days = timezone.now() - datetime.timedelta(days=8)
    StockNotice.objects.filter(pk=notice.pk).update(created_at=eight_days)
    Basket.objects.filter(pk=basket.pk).update(date_updated=timezone.now() - datetime.timedelta(days=31))
    done = retention_apply()
    assert (done["stock notices"], done["baskets"]) == (1, 1)
    assert all_traces() == set()


def test_the_screen_offers_copy_and_erasure_without_an_order(sold, make_product):
    leave_wishes(sold, make_product())
    client = client_of(make_person("shop"))
    url = reverse("market_personal_data")
    page = client.post(url, {"step": "find", "email": ADDRESS}).content.decode()
    assert 'value="export"' in page
    assert sold.name in page
    answer = client.post(url, {"step": "erase", "email": ADDRESS, "email_again": ADDRESS}, follow=True)
    assert messages_of(answer) == ["Usunięto dane osobowe; zamówień nie było."]
    assert all_traces() == set()

"""The guard of forms on cacheable pages, and what anonymous visits leave behind: nothing."""

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory

from home.security import is_same_origin, same_origin_required
from shop.models import Basket, BasketItem
from tests.shop.pages import SAME_ORIGIN, add_to_basket

CASES = [
    ({"sec-fetch-site": "same-origin"}, True),
    ({"sec-fetch-site": "none"}, True),
    ({"sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False),
    ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
    ({"origin": "http://testserver"}, True),
    ({"origin": "https://testserver"}, True),
    ({"origin": "http://TESTSERVER"}, True),
    ({"origin": "http://testserver:8080"}, False),
    ({"origin": "http://evil.example"}, False),
    ({"origin": "http://testserver.evil.example"}, False),
    ({"origin": "null"}, False),
    ({"origin": "http://[broken"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "expected"), CASES)
def test_origin_is_judged_by_fetch_metadata_then_by_origin(headers, expected):
    assert is_same_origin(RequestFactory().post("/", headers=headers)) is expected


def test_reading_needs_no_origin():
    view = same_origin_required(lambda request: HttpResponse("ok"))
    assert view(RequestFactory().get("/")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}])
def test_foreign_site_puts_nothing_into_a_basket(client, make_product, headers):
    product = make_product()
    response = client.post("/koszyk/dodaj/", {"product": product.pk}, headers=headers)
    assert response.status_code == 403
    assert not Basket.objects.exists()
    assert not Session.objects.exists()
    assert not response.cookies


@pytest.mark.django_db
def test_personal_forms_want_the_token(make_product):
    client = Client(enforce_csrf_checks=True)
    product = make_product()
    assert add_to_basket(client, product).status_code == 302
    item = BasketItem.objects.get()
    response = client.post("/koszyk/zmien/", {"item": item.pk, "quantity": 0}, headers=SAME_ORIGIN)
    assert response.status_code == 403
    assert BasketItem.objects.exists()
    assert client.post("/zamowienie/", {}, headers=SAME_ORIGIN).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/sklep/",
        "/sklep/?dostepne=1&sort=nazwa",
        "/sklep/{slug}/",
        "/koszyk/",
        "/koszyk/licznik/",
        "/zamowienie/",
    ],
)
def test_anonymous_visit_leaves_nothing(client, make_product, path):
    product = make_product()
    response = client.get(path.format(slug=product.code.lower()))
    assert response.status_code in {200, 302}
    assert not response.cookies
    assert not Session.objects.exists()
    assert not Basket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sklep/", "/sklep/{slug}/"])
def test_cacheable_page_has_no_token_and_varies_on_nothing_personal(client, make_product, path):
    product = make_product()
    response = client.get(path.format(slug=product.code.lower()))
    assert b"csrfmiddlewaretoken" not in response.content
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/koszyk/dodaj/", "/koszyk/zmien/"])
def test_writing_by_get_is_refused(client, path):
    assert client.get(path).status_code == 405

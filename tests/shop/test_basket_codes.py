"""Codes, gift cards and the donation on the page of the basket, without a script, and what the buyer then pays."""

from decimal import Decimal

import pytest

from home.models import SiteSettings
from shop.models import Basket, DeliveryMethod, DiscountCode, Order
from shop.services.basket_codes import basket_donation_set
from shop.services.errors import BadInput
from shop.services.gift_cards import gift_card_block
from shop.services.secrets import gift_card_code_of
from tests import factories
from tests.shop.cards_of import balances, make_card
from tests.shop.pages import add_to_basket, checkout_data, form_fields, words

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return words(response.content.decode().replace("\xa0", " "))


@pytest.fixture
def courier(db):
    return factories.make_delivery("kurier", price="18.90", free_from=Decimal("200.00"))


@pytest.fixture
def buyer(client, make_product, courier):
    """A client with a thing for 120 zł in the basket, in a shop that asks for donations."""
    SiteSettings.objects.update(donation_purpose="na glinę dla warsztatów.")
    add_to_basket(client, make_product(price="120.00", stock=9), 1)
    return client


def order_it(client, **values) -> Order:
    response = client.post("/zamowienie/", {**checkout_data(client, **values), "order": "1"})
    assert response.status_code == 302, text_of(response)
    return Order.objects.latest("pk")


def test_a_code_is_entered_shown_and_taken_out(buyer):
    DiscountCode.objects.create(code="LATO10", note="dla czytelników listu", percent=Decimal(10))
    page = text_of(buyer.post("/koszyk/kod/", {"code": "lato10"}, follow=True))
    assert "Rabat, kod LATO10 −12,00 zł" in page
    assert "108,00 zł" in page
    page = text_of(buyer.post("/koszyk/kod/usun/", follow=True))
    assert "LATO10" not in page
    assert "120,00 zł" in page


def test_the_discount_reaches_order_and_confirmation(buyer):
    DiscountCode.objects.create(code="LATO10", note="dla czytelników listu", percent=Decimal(10))
    buyer.post("/koszyk/kod/", {"code": "LATO10"})
    order = order_it(buyer)
    assert (order.discount, order.total) == (Decimal("12.00"), Decimal("126.90"))
    page = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert "Rabat, kod LATO10 −12,00 zł" in page
    assert "126,90 zł" in page


def test_a_wrong_code_stays_in_its_field_with_the_reason(buyer):
    response = buyer.post("/koszyk/kod/", {"code": "NIEMA"})
    assert response.status_code == 400
    html = response.content.decode()
    assert 'value="NIEMA"' in html
    assert "Nie znamy tego kodu" in html
    assert 'aria-invalid="true"' in html


def test_codes_cannot_be_tried_by_machine(buyer, settings):
    settings.THROTTLES = {"code": {"seconds": 600, "session": 15, "address": 60}}
    statuses = [buyer.post("/koszyk/kod/", {"code": f"PROBA{place}"}).status_code for place in range(17)]
    assert statuses[:15] == [400] * 15
    assert statuses[15:] == [429, 429]


def test_without_a_basket_nothing_is_made(client, shop_tree):
    for path in ("kod/", "kod/usun/", "darowizna/"):
        assert client.post(f"/koszyk/{path}", {"code": "X", "donation": "5"}).status_code == 409
    assert not Basket.objects.exists()


def test_a_card_pays_a_part_and_the_rest_is_told(buyer):
    card = make_card("100.00")
    page = text_of(buyer.post("/koszyk/kod/", {"code": gift_card_code_of(card=card)}, follow=True))
    assert "Z kart podarunkowych −100,00 zł" in page
    assert "Pozostaje do zapłaty 20,00 zł" in page
    order = order_it(buyer)
    assert (order.total, order.to_pay, order.payment_method) == (Decimal("138.90"), Decimal("38.90"), "transfer")
    page = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert "38,90 zł" in page
    assert "Zapłać 38,90 zł" in page or "38,90 zł do" in page


def test_a_card_that_pays_all_needs_no_way_to_pay(buyer):
    card = make_card("150.00")
    buyer.post("/koszyk/kod/", {"code": gift_card_code_of(card=card)})
    data = checkout_data(buyer)
    data.pop("payment")
    response = buyer.post("/zamowienie/", {**data, "order": "1"})
    assert response.status_code == 302
    order = Order.objects.get()
    assert (order.status, order.payment_method, balances()) == ("PROCESSING", "gift-card", ["11.10"])
    # The second click of the same form gives the same order and debits nothing.
    assert buyer.post("/zamowienie/", {**data, "order": "1"}).url == response.url
    assert (Order.objects.count(), balances()) == (1, ["11.10"])


def test_a_card_blocked_meanwhile_orders_nothing(buyer):
    card = make_card("150.00")
    buyer.post("/koszyk/kod/", {"code": gift_card_code_of(card=card)})
    data = checkout_data(buyer)
    gift_card_block(card=card, blocked=True)
    response = buyer.post("/zamowienie/", {**data, "order": "1"})
    assert response.status_code == 409
    assert "Saldo karty podarunkowej się zmieniło" in response.content.decode()
    assert not Order.objects.exists()


def test_a_donation_is_never_there_before_it_is_asked_for(buyer):
    html = buyer.get("/koszyk/").content.decode()
    (amount,) = [field for field in form_fields(html, "basket-donation") if field.get("name") == "donation"]
    assert amount.get("value") == ""
    assert "checked" not in html
    assert Basket.objects.get().donation == 0
    assert order_it(buyer).donation == 0


def test_a_donation_is_a_line_of_its_own(buyer):
    page = text_of(buyer.post("/koszyk/darowizna/", {"donation": "5,50"}, follow=True))
    assert "Darowizna 5,50 zł" in page
    order = order_it(buyer)
    assert (order.donation, order.subtotal, order.total) == (Decimal("5.50"), Decimal("120.00"), Decimal("144.40"))
    page = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert "Dziękujemy za darowiznę 5,50 zł" in page
    assert "na glinę dla warsztatów." in page


def test_a_donation_is_taken_off(buyer):
    buyer.post("/koszyk/darowizna/", {"donation": "5"})
    buyer.post("/koszyk/darowizna/", {"donation": "0"})
    assert Basket.objects.get().donation == 0


def test_without_a_purpose_no_donation_is_asked_for(buyer):
    SiteSettings.objects.update(donation_purpose="")
    assert "basket-donation" not in buyer.get("/koszyk/").content.decode()


@pytest.mark.parametrize("amount", ["-1", "pięć", "1e3", "10000", "0.001", "NaN"])
def test_a_wrong_donation_is_refused(buyer, amount):
    with pytest.raises(BadInput):
        basket_donation_set(basket=Basket.objects.get(), amount=amount)
    response = buyer.post("/koszyk/darowizna/", {"donation": amount})
    assert response.status_code == 400
    assert f'value="{amount}"' in response.content.decode()
    assert Basket.objects.get().donation == 0


def test_what_is_missing_to_free_delivery(buyer, make_product):
    assert "Do darmowej dostawy brakuje 80,00 zł (Kurier)." in text_of(buyer.get("/koszyk/"))
    add_to_basket(buyer, make_product(price="80.00"))
    assert "Dostawa jest bezpłatna: Kurier." in text_of(buyer.get("/koszyk/"))
    DeliveryMethod.objects.update(free_from=None)
    assert "darmowej" not in text_of(buyer.get("/koszyk/"))


def test_the_balance_of_a_card(client, shop_tree):
    card = make_card("75.00")
    assert client.get("/karta-podarunkowa/").status_code == 200
    response = client.post("/karta-podarunkowa/", {"code": gift_card_code_of(card=card).lower()}, headers={"sec-fetch-site": "same-origin"})
    assert "75,00 zł" in text_of(response)
    assert gift_card_code_of(card=card) not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    gift_card_block(card=card, blocked=True)
    response = client.post("/karta-podarunkowa/", {"code": gift_card_code_of(card=card)}, headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, "75,00" in text_of(response)) == (400, False)

"""The basket page: lines with their maker, problems in words, hostile input, the badge."""

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session

from shop.models import Basket, BasketItem
from shop.services.prices import price_set
from shop.services.stock import stock_correct
from tests import factories
from tests.shop.pages import SAME_ORIGIN, add_to_basket, form_fields, words

pytestmark = pytest.mark.django_db


def test_adding_leads_to_the_basket_with_the_maker_beside_the_thing(client, shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree, name="WTZ „Pod Lipą”", purpose="piec do ceramiki")
    story = factories.make_story(shop_tree, enterprises=[maker], title="Trzy tygodnie wazonu")
    product = make_product(enterprise=maker, title="Wazon „Dwa brzegi”", price="165.00")
    response = add_to_basket(client, product)
    assert (response.status_code, response.url) == (302, "/koszyk/")
    html = client.get("/koszyk/").content.decode()
    text = words(html)
    for expected in (
        "Wazon „Dwa brzegi”",
        "WTZ „Pod Lipą”",
        "Gniezno",
        "piec do ceramiki",
        "165,00\xa0zł".replace("\xa0", " "),
    ):
        assert expected in text.replace("\xa0", " ")
    assert story.url in html
    assert 'href="/zamowienie/"' in html


def test_series_can_be_changed_and_removed_without_script(client, make_product):
    product = make_product(stock=5)
    add_to_basket(client, product, quantity=2)
    item = BasketItem.objects.get()
    client.post("/koszyk/zmien/", {"item": item.pk, "quantity": 4})
    item.refresh_from_db()
    assert item.quantity == 4
    client.post("/koszyk/zmien/", {"item": item.pk, "quantity": 0})
    assert not BasketItem.objects.exists()
    assert 'href="/sklep/"' in client.get("/koszyk/").content.decode()


def test_too_many_are_refused_and_the_line_stays(client, make_product):
    product = make_product(stock=3)
    add_to_basket(client, product, quantity=2)
    response = client.post("/koszyk/zmien/", {"item": BasketItem.objects.get().pk, "quantity": 4})
    assert response.status_code == 409
    assert BasketItem.objects.get().quantity == 2


def test_sold_out_thing_is_refused_without_a_session(client, make_product):
    product = make_product(stock=0)
    response = add_to_basket(client, product)
    assert response.status_code == 409
    assert product.pages.get().title in words(response.content.decode())
    assert not Session.objects.exists()
    assert not response.cookies


def test_basket_says_what_has_changed_since(client, make_product):
    dearer, gone = make_product(stock=3, price="50.00"), make_product(stock=3)
    add_to_basket(client, dearer)
    add_to_basket(client, gone)
    price_set(product=dearer, price=Decimal("60.00"))
    stock_correct(product=gone, on_hand=0, by=None, note="zbite")
    html = client.get("/koszyk/").content.decode()
    text = words(html).replace("\xa0", " ")
    assert "50,00 zł" in text
    assert "60,00 zł" in text
    assert 'href="/zamowienie/"' not in html.split("<main")[1].split("</main")[0]


def test_withdrawn_thing_can_still_be_removed(client, make_product):
    product = make_product()
    add_to_basket(client, product)
    product.pages.get().unpublish()
    html = client.get("/koszyk/").content.decode()
    assert f'name="item" value="{BasketItem.objects.get().pk}"' in html


HOSTILE = [
    {},
    {"product": ""},
    {"product": "abc"},
    {"product": "-1"},
    {"product": "0"},
    {"product": "999999999999999999999999"},
    {"product": "9" * 5000},
    {"product": "1\x00"},
    {"product": "٣"},
    {"product[]": "1"},
    {"product[id]": "1"},
    {"product": "{PK}", "quantity": ""},
    {"product": "{PK}", "quantity": "0"},
    {"product": "{PK}", "quantity": "-3"},
    {"product": "{PK}", "quantity": "1000000000000"},
    {"product": "{PK}", "quantity": "1e3"},
    {"product": "{PK}", "quantity": "1.5"},
    {"product": "{PK}", "quantity": "NaN"},
    {"product": "{PK}", "quantity": "\x00"},
    {"product": "{PK}", "quantity": "\ufffd"},
]


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_addition_changes_nothing(client, make_product, data):
    product = make_product(stock=5)
    data = {key: value.replace("{PK}", str(product.pk)) for key, value in data.items()}
    response = client.post("/koszyk/dodaj/", data, headers=SAME_ORIGIN)
    assert 400 <= response.status_code < 500
    assert not Basket.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("item", "quantity"),
    [
        ("", "1"),
        ("abc", "1"),
        ("-1", "1"),
        ("9" * 40, "1"),
        ("{PK}", ""),
        ("{PK}", "-1"),
        ("{PK}", "9" * 30),
        ("{PK}", "\x00"),
    ],
)
def test_hostile_change_changes_nothing(client, make_product, item, quantity):
    add_to_basket(client, make_product(stock=5), quantity=2)
    line = BasketItem.objects.get()
    response = client.post(
        "/koszyk/zmien/", {"item": item.replace("{PK}", str(line.pk)), "quantity": quantity}
    )
    assert 400 <= response.status_code < 500
    line.refresh_from_db()
    assert line.quantity == 2


def test_line_of_a_foreign_basket_is_out_of_reach(client, make_product):
    product = make_product(stock=5)
    foreign = factories.make_basket((product, 2)).items.get()
    add_to_basket(client, product)
    client.post("/koszyk/zmien/", {"item": foreign.pk, "quantity": 0})
    foreign.refresh_from_db()
    assert foreign.quantity == 2


def test_badge_counts_pieces_and_creates_nothing(client, make_product):
    assert words(client.get("/koszyk/licznik/").content.decode()) == "0"
    assert not Session.objects.exists()
    add_to_basket(client, make_product(stock=5), quantity=3)
    response = client.get("/koszyk/licznik/")
    assert words(response.content.decode()) == "3"
    assert "no-store" in response["Cache-Control"]


def test_forms_of_the_basket_carry_the_token(client, make_product):
    add_to_basket(client, make_product(stock=5))
    assert client.get("/koszyk/").content.count(b"csrfmiddlewaretoken") == 4
    assert form_fields(client.get("/koszyk/").content.decode(), "basket-add") == []


@pytest.mark.parametrize("number", [2, 12])
def test_queries_do_not_grow_with_the_lines(
    client, shop_tree, make_product, django_assert_max_num_queries, number
):
    maker = factories.make_enterprise(shop_tree)
    for _piece in range(number):
        add_to_basket(client, make_product(enterprise=maker))
    client.get("/koszyk/")
    with django_assert_max_num_queries(25):
        client.get("/koszyk/")

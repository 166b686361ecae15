"""The checkout: what the law wants beside the button, every way it may end, and that nothing typed is lost."""

from decimal import Decimal
from unittest.mock import patch

import pytest
from django.utils import translation
from django.utils.translation import gettext

from shop.models import Basket, Order
from shop.services import baskets
from shop.services.errors import ShopBusy
from shop.services.prices import price_set
from shop.services.stock import stock_correct
from tests import factories
from tests.shop.pages import BUYER, add_to_basket, checkout_data, form_fields, hidden_values, words
from tests.shop.placing import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def courier(db):
    return factories.make_delivery("kurier", price="18.90")


@pytest.fixture
def pickup(db):
    return factories.make_delivery("odbior", price="0.00", is_pickup=True)


@pytest.fixture
def product(make_product, courier, pickup):
    return make_product(price="120.00", stock=3, title="Misa „Sad”")


@pytest.fixture
def buyer(client, product):
    """A client with one piece of the product in the basket."""
    add_to_basket(client, product)
    return client


def page_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_empty_basket_leads_back(client):
    response = client.get("/zamowienie/")
    assert (response.status_code, response.url) == (302, "/koszyk/")


def test_form_asks_for_at_most_twelve_things(buyer):
    fields = form_fields(page_of(buyer.get("/zamowienie/")), "checkout")
    visible = {
        field["name"] for field in fields if field["tag"] != "button" and field.get("type") != "hidden"
    }
    # What lies in a fold (the remark, the data of a company) is asked only of those who open it, and of a parcel locker
    # only who chooses one, instead of the address.
    folded, locker = {"buyer_note", "nip", "company", "billing_address"}, {"locker_search", "locker"}
    assert visible - locker == set(BUYER)
    assert len(visible - locker - folded) + 3 <= 12


def test_terms_and_choices_are_not_made_for_the_buyer(buyer):
    fields = form_fields(page_of(buyer.get("/zamowienie/")), "checkout")
    assert not [field for field in fields if "checked" in field]


def test_button_says_that_ordering_obliges_to_pay(buyer):
    html = page_of(buyer.get("/zamowienie/"))
    button = html.split('name="order" value="1">')[1].split("</button>")[0]
    assert button == "Zamówienie z obowiązkiem zapłaty"


@pytest.mark.parametrize(
    ("language", "text"), [("pl", "Zamówienie z obowiązkiem zapłaty"), ("en", "Order with obligation to pay")]
)
def test_button_in_each_language(language, text):
    with translation.override(language):
        assert gettext("Order with obligation to pay") == text


def test_summary_beside_the_button_names_goods_total_and_withdrawal(buyer):
    buyer.post("/zamowienie/", {**BUYER, "recalculate": "1"})
    html = page_of(buyer.post("/zamowienie/", {**BUYER, "recalculate": "1"}))
    summary = words(html.split('id="part-check"')[1].split('name="order"')[0])
    for expected in ("Misa „Sad”", "120,00 zł", "18,90 zł", "138,90 zł", "14"):
        assert expected in summary


def test_recalculating_orders_nothing_and_keeps_what_was_typed(buyer):
    html = page_of(buyer.post("/zamowienie/", {**BUYER, "recalculate": "1"}))
    assert not Order.objects.exists()
    assert hidden_values(html)["expected_total"] == "138.90"
    values = {
        field["name"]: field.get("value")
        for field in form_fields(html, "checkout")
        if field["tag"] == "input"
    }
    assert values["city"] == "Poznań"
    assert 'class="error-summary"' not in html


def test_each_form_has_a_key_of_its_own(client, buyer):
    first, second = (hidden_values(page_of(buyer.get("/zamowienie/")))["key"] for _visit in range(2))
    assert first != second
    assert len(first) >= 16


def test_ordering_leads_to_the_confirmation(buyer, product):
    response = buyer.post("/zamowienie/", checkout_data(buyer))
    order = Order.objects.get()
    assert (response.status_code, response.url) == (302, f"/zamowienie/{order.ref}/")
    assert (order.total, order.phone, order.postcode) == (Decimal("138.90"), "+48600100200", "61-001")
    product.stock.refresh_from_db()
    assert product.stock.available == 2
    html = page_of(buyer.get(response.url))
    assert f'id="order-ref">{order.ref}</p>' in html


def test_second_submit_gives_the_same_order(buyer, product):
    data = checkout_data(buyer)
    first, second = (buyer.post("/zamowienie/", data) for _submit in range(2))
    assert first.url == second.url
    assert Order.objects.count() == 1
    product.stock.refresh_from_db()
    assert product.stock.available == 2


@pytest.mark.parametrize("moment", ["basket_peek", "basket_quote"])
def test_second_click_leads_to_the_order_that_the_first_one_makes_meanwhile(buyer, product, moment):
    """Fixed interleaving: the first submit takes the last pieces just after, or before, this one looks at them."""
    stock_correct(product=product, on_hand=1, by=None, note="Jeden został.")
    data = checkout_data(buyer)
    basket = Basket.objects.get()
    total = Decimal(data["expected_total"])
    first = iter([basket])

    def order_first():
        for mine in first:
            place(mine, key="key-of-the-first-click", total=total)

    if moment == "basket_peek":
        peek = baskets.basket_peek
        target, double = "shop.services.baskets.basket_peek", lambda request: (peek(request), order_first())[0]
    else:
        # The lines were read, the stock was not: they stand there as sold.
        cards = baskets.product_cards
        target, double = "shop.services.baskets.product_cards", lambda found: (order_first(), cards(found))[1]
    with patch(target, double):
        response = buyer.post("/zamowienie/", data)
    assert Order.objects.count() == 1
    assert response.url == f"/zamowienie/{Order.objects.get().ref}/"


def test_without_recalculating_nothing_is_ordered_before_the_total_was_seen(buyer):
    """JavaScript off: delivery chosen, button pressed at once."""
    data = BUYER | hidden_values(page_of(buyer.get("/zamowienie/")))
    response = buyer.post("/zamowienie/", data)
    html = page_of(response)
    assert response.status_code == 409
    assert not Order.objects.exists()
    assert "120,00 zł" in html.split('id="checkout-notice"')[1]
    assert hidden_values(html)["expected_total"] == "138.90"
    assert buyer.post("/zamowienie/", BUYER | hidden_values(html)).status_code == 302


def test_price_change_shows_old_and_new_and_keeps_what_was_typed(buyer, product):
    data = checkout_data(buyer, buyer_note="Dzwonić po 16")
    price_set(product=product, price=Decimal("130.00"))
    response = buyer.post("/zamowienie/", data)
    html = page_of(response)
    assert response.status_code == 409
    assert not Order.objects.exists()
    notice = words(html.split('id="checkout-notice"')[1].split("<form")[0])
    assert "138,90 zł" in notice
    assert "148,90 zł" in notice
    for typed in ("Anna Nowak", "anna@example.org", "ul. Lipowa 3/4", "Dzwonić po 16"):
        assert typed in html
    again = buyer.post("/zamowienie/", data | hidden_values(html))
    assert again.status_code == 302
    assert Order.objects.get().total == Decimal("148.90")


def test_thing_sold_meanwhile_is_named_and_can_be_taken_out(buyer, product, make_product):
    other = make_product(title="Wazon „Brzeg”")
    add_to_basket(buyer, other)
    data = checkout_data(buyer)
    stock_correct(product=other, on_hand=0, by=None, note="sprzedany na kiermaszu")
    response = buyer.post("/zamowienie/", data)
    html = page_of(response)
    assert response.status_code == 409
    assert not Order.objects.exists()
    assert 'name="drop"' in html
    assert "Anna Nowak" in html
    html = page_of(buyer.post("/zamowienie/", data | {"drop": "1"}))
    assert "Wazon „Brzeg”" not in words(html.split('id="part-check"')[1])
    assert buyer.post("/zamowienie/", data | hidden_values(html)).status_code == 302


def test_busy_database_asks_to_try_again(buyer):
    data = checkout_data(buyer)
    with patch("shop.views.checkout.order_place", side_effect=ShopBusy):
        response = buyer.post("/zamowienie/", data)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert hidden_values(page_of(response))["key"] == data["key"]
    assert buyer.post("/zamowienie/", data).status_code == 302


def test_key_with_other_data_is_refused_with_a_new_key(client, buyer, make_product):
    data = checkout_data(buyer)
    assert buyer.post("/zamowienie/", data).status_code == 302
    add_to_basket(client, make_product(price="10.00"))
    fresh = checkout_data(buyer)
    response = buyer.post("/zamowienie/", fresh | {"key": data["key"]})
    assert response.status_code == 422
    assert hidden_values(page_of(response))["key"] != data["key"]
    assert Order.objects.count() == 1


def test_pickup_needs_no_address_and_may_be_paid_there(buyer):
    data = checkout_data(buyer, delivery="odbior", payment="on-pickup", street="", postcode="", city="")
    assert buyer.post("/zamowienie/", data).status_code == 302
    order = Order.objects.get()
    assert (order.total, order.is_pickup, order.address_lines) == (Decimal("120.00"), True, [])


def test_paying_on_pickup_does_not_go_with_a_courier(buyer):
    response = buyer.post("/zamowienie/", checkout_data(buyer, payment="on-pickup"))
    assert response.status_code == 422
    assert 'id="id_payment_error"' in page_of(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "A" * 121), ("name", "Anna\x00"), ("name", "Anna\x07"), ("name", "An\ufffdna"),
        ("email", ""), ("email", "anna"), ("email", "anna@"), ("email", f"{'a' * 250}@example.org"),
        ("email", "anna@example.org\nBcc: x@example.org"), ("email", "a\x00@example.org"),
        ("phone", ""), ("phone", "12"), ("phone", "abc"), ("phone", "+48123"), ("phone", "٦٠٠١٠٠٢٠٠"), ("phone", "0" * 30),
        ("street", ""), ("street", "x" * 121), ("street", "\x00"),
        ("postcode", ""), ("postcode", "6100"), ("postcode", "AB-123"), ("postcode", "٦١-٠٠١"), ("postcode", "61-001\x00"),
        ("city", ""), ("city", "x" * 81),
        ("delivery", ""), ("delivery", "teleport"), ("delivery", "\x00"), ("delivery", "1"),
        ("payment", ""), ("payment", "bitcoin"), ("payment", "\x00"),
        ("buyer_note", "x" * 501), ("buyer_note", "a\x00b"),
        ("terms", ""),
    ],
)  # fmt: skip
def test_bad_value_is_refused_beside_its_field(buyer, field, value):
    data = checkout_data(buyer) | {field: value}
    if not value:
        del data[field]
    response = buyer.post("/zamowienie/", data)
    html = page_of(response)
    assert response.status_code == 422
    assert not Order.objects.exists()
    assert f'id="id_{field}_error"' in html
    summary = html.split('id="error-summary"')[1].split("</ul>")[0]
    assert f'href="#id_{field}' in summary
    if field != "city":
        assert 'value="Poznań"' in html


@pytest.mark.parametrize(
    ("hidden", "value"),
    [("key", "\x00"), ("key", "krótki"), ("key", "x" * 5000), ("key", ""), ("expected_total", "\x00")]
    + [("expected_total", value) for value in ("NaN", "1e9", "-138.90", "", "138,90", "9" * 500)],
)
def test_spoilt_hidden_field_is_never_the_buyers_fault(buyer, hidden, value):
    response = buyer.post("/zamowienie/", checkout_data(buyer) | {hidden: value})
    assert response.status_code == (302 if hidden == "key" else 409)


@pytest.mark.parametrize(
    "phone", ["600100200", "600-100-200", "+48 600 100 200", "0048600100200", "(600) 100 200"]
)
def test_phone_is_kept_in_one_shape(buyer, phone):
    assert buyer.post("/zamowienie/", checkout_data(buyer, phone=phone)).status_code == 302
    assert Order.objects.get().phone == "+48600100200"


def test_order_without_a_basket_leads_to_the_basket(client, courier):
    response = client.post("/zamowienie/", BUYER | {"key": "k" * 20, "expected_total": "10.00"})
    assert (response.status_code, response.url) == (302, "/koszyk/")


def test_page_is_never_kept_by_a_cache(buyer):
    assert "no-store" in buyer.get("/zamowienie/")["Cache-Control"]


def test_fields_tell_the_browser_what_to_fill_in(buyer):
    fields = {
        field.get("name"): field for field in form_fields(page_of(buyer.get("/zamowienie/")), "checkout")
    }
    assert {
        name: fields[name].get("autocomplete")
        for name in ("name", "email", "phone", "street", "postcode", "city")
    } == {
        "name": "name",
        "email": "email",
        "phone": "tel",
        "street": "street-address",
        "postcode": "postal-code",
        "city": "address-level2",
    }

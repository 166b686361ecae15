"""The checkout with couriers, parcel lockers and pick-up, without a script; the basket and the product tell prices in time."""

from decimal import Decimal

import pytest

from shop.models import DeliveryMethod, Order
from tests import factories
from tests.shop.pages import BUYER, add_to_basket, checkout_data, form_fields, words

pytestmark = pytest.mark.django_db

MUG = {"height_mm": 94, "width_mm": 118, "depth_mm": 84, "weight_g": 350}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def courier(db):
    return factories.make_delivery("kurier", price="18.90")


@pytest.fixture
def pickup(db):
    return factories.make_delivery("odbior", price="0.00", is_pickup=True)


@pytest.fixture
def lockers(db):
    factories.make_locker()
    factories.make_locker("POZ02M", street="ul. Głogowska 118", postcode="60-243", easy_access=False)
    return factories.make_locker_delivery(sort_order=1)


@pytest.fixture
def buyer(client, shop_tree, make_product, lockers, courier, pickup):
    """A client whose basket holds a mug of one maker and a mug of another."""
    for name in ("WTZ „Malwa”", "ZAZ „Pakownia”"):
        maker = factories.make_enterprise(shop_tree, name=name)
        add_to_basket(client, make_product(price="50.00", enterprise=maker, **MUG))
    return client


def page_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def visible_names(html: str) -> set[str]:
    """Names of the fields that a buyer without a script sees."""
    for block in ("checkout-address", "checkout-locker"):
        start = html.index(f'id="{block}"')
        if "hidden" in html[start : html.index(">", start)]:
            end = html.index('id="checkout-locker"', start) if block == "checkout-address" else html.index("</section>", start)
            html = html[:start] + html[end:]
    fields = form_fields(html, "checkout")
    return {field["name"] for field in fields if field["tag"] != "button" and field.get("type") != "hidden"}


FOLDED = {"buyer_note", "nip", "company", "billing_address"}
COMMON = {"delivery", "name", "email", "phone", "payment", "buyer_note", "terms"}


@pytest.mark.parametrize(
    ("delivery", "asked"),
    [
        ("", set()),
        ("kurier", {"street", "postcode", "city"}),
        ("odbior", set()),
        ("paczkomat", {"locker_search"}),
    ],
)
def test_only_what_the_delivery_needs_is_asked_for(buyer, delivery, asked):
    html = page_of(buyer.post("/zamowienie/", {**BUYER, "delivery": delivery, "recalculate": "1"}))
    names = visible_names(html)
    assert names & {"street", "postcode", "city", "locker_search", "locker"} == asked
    assert names >= COMMON
    # The remark and the data of a company lie in folds: they are asked only of those who open them.
    assert len(names - FOLDED) + 3 <= 12


def test_each_delivery_has_its_price_for_this_basket(buyer):
    text = words(page_of(buyer.get("/zamowienie/")))
    assert "Paczkomat 31,98 zł" in text
    assert "2 paczki: WTZ „Malwa” 15,99 zł, ZAZ „Pakownia” 15,99 zł" in text
    assert "Kurier 18,90 zł" in text
    assert "Odbiór w pracowni bezpłatnie" in text
    # Where each thing waits, and when.
    assert text.count("ul. Krótka 2, 62-200 Gniezno, pn–pt 9–15") == 2


def test_the_basket_and_the_product_tell_the_least_price(buyer, make_product):
    assert "Dostawa od 18,90 zł" in words(page_of(buyer.get("/koszyk/")))
    product = make_product(**MUG)
    text = words(page_of(buyer.get(product.pages.get().url)))
    assert "Dostawa od 15,99 zł" in text
    assert "Paczkomat: 15,99 zł" in text


def test_lockers_are_listed_without_a_script_and_nothing_typed_is_lost(buyer):
    data = BUYER | {"delivery": "paczkomat", "locker_search": "Poznań", "buyer_note": "Dzwonić po 16"}
    response = buyer.post("/zamowienie/", {**data, "lockers": "1"})
    html = page_of(response)
    assert response.status_code == 200
    assert not Order.objects.exists()
    text = words(html)
    assert "POZ01M ul. Garbary 41, 61-868 Poznań obok piekarni · 24/7 · strefa łatwego dostępu" in text
    assert text.index("POZ02M") < text.index("POZ01M")
    assert "Znaleziono 2 paczkomaty." in text
    fields = {field["name"]: field for field in form_fields(html, "checkout") if field.get("type") != "radio"}
    assert fields["locker_search"]["value"] == "Poznań"
    assert (fields["name"]["value"], fields["phone"]["value"]) == ("Anna Nowak", "600 100 200")
    assert "Dzwonić po 16" in html
    assert "31,98 zł" in text
    # A locker once chosen stays, whatever is looked for next.
    html = page_of(buyer.post("/zamowienie/", {**data, "locker": "POZ01M", "locker_search": "Atlantyda", "lockers": "1"}))
    assert "Nie ma paczkomatu dla „Atlantyda”." in words(html)
    chosen = [field["value"] for field in form_fields(html, "checkout") if "checked" in field]
    assert {"paczkomat", "POZ01M"} <= set(chosen)


def test_an_order_goes_to_the_locker(buyer):
    data = checkout_data(
        buyer, delivery="paczkomat", locker="POZ01M", locker_search="Poznań", street="", postcode="", city=""
    )
    response = buyer.post("/zamowienie/", {**data, "order": "1"})
    order = Order.objects.get()
    assert response.url == f"/zamowienie/{order.ref}/"
    assert (order.locker_code, order.total, order.delivery_price) == ("POZ01M", Decimal("131.98"), Decimal("31.98"))
    text = words(page_of(buyer.get(response.url)))
    assert "Paczkomat POZ01M ul. Garbary 41, 61-868 Poznań (obok piekarni)" in text


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", "Wpisz kod pocztowy albo miejscowość, pokaż paczkomaty i wybierz jeden z nich."),
        ("POZ99X", "Paczkomat POZ99X nie działa. Wybierz inny."),
        ("X" * 30, "20"),
        ("\x00", "znak"),
    ],
)
def test_a_wrong_locker_is_refused_beside_the_list(buyer, code, error):
    data = checkout_data(buyer, delivery="paczkomat", locker_search="Poznań")
    response = buyer.post("/zamowienie/", {**data, "locker": code, "order": "1"})
    assert response.status_code in {400, 422}
    if response.status_code == 422:
        assert error in words(page_of(response))
    assert not Order.objects.exists()


def test_the_page_of_a_good_calls_it_by_its_name_where_it_fits_no_locker(client, make_product, lockers):
    page = make_product(title="Obraz", height_mm=530, width_mm=430, depth_mm=24).pages.get()
    assert "„Obraz” nie zmieści się w paczkomacie" in words(page_of(client.get(page.url)))


def test_a_delivery_that_cannot_be_had_says_why_and_cannot_be_ordered(client, make_product, lockers, courier):
    add_to_basket(client, make_product(title="Obraz", height_mm=530, width_mm=430, depth_mm=24))
    html = page_of(client.get("/zamowienie/"))
    assert "Nie dla tego koszyka. „Obraz” nie zmieści się w paczkomacie" in words(html)
    [radio] = [field for field in form_fields(html, "checkout") if field.get("value") == "paczkomat"]
    assert "disabled" in radio
    data = checkout_data(client, delivery="paczkomat", locker="POZ01M")
    response = client.post("/zamowienie/", {**data, "order": "1"})
    assert response.status_code == 422
    assert not Order.objects.exists()


def test_a_rate_that_changes_before_the_click_is_shown_first(buyer, lockers):
    data = checkout_data(buyer, delivery="paczkomat", locker="POZ01M")
    lockers.rates.filter(size="B").update(price=Decimal("16.49"))
    response = buyer.post("/zamowienie/", {**data, "order": "1"})
    assert response.status_code == 409
    assert "Było do zapłaty 131,98 zł, teraz jest 132,98 zł" in words(page_of(response))
    assert not Order.objects.exists()


def test_htmx_gets_the_list_alone(buyer):
    response = buyer.get("/zamowienie/paczkomaty/", {"locker_search": "Poznań", "locker": "POZ01M"}, headers=HTMX)
    html = page_of(response)
    assert html.count('name="locker"') == 2
    assert 'hx-swap-oob="innerHTML:#locker-result"' in html
    assert "<html" not in html
    assert response.headers["Cache-Control"].startswith("max-age=0")


def test_without_htmx_the_list_is_the_checkout(buyer):
    response = buyer.get("/zamowienie/paczkomaty/")
    assert (response.status_code, response.url) == (302, "/zamowienie/")


def test_a_method_out_of_offer_is_neither_shown_nor_taken(buyer, lockers):
    DeliveryMethod.objects.filter(pk=lockers.pk).update(is_active=False)
    assert "Paczkomat" not in words(page_of(buyer.get("/zamowienie/"))).replace("Pokaż paczkomaty", "").replace("Twój paczkomat", "")

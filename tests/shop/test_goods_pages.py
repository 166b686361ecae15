"""Pages of sets, variants and personalised things: what they show, and what comes back when it cannot be taken."""

from decimal import Decimal

import pytest
from django.core import mail

from shop.admin.packing import render_slip
from shop.models import Basket, BasketItem, Order, OrderItem, PersonalisationField
from shop.services.stock import stock_correct
from tests import factories
from tests.shop.goods import make_field, make_own_set, make_set, make_variant
from tests.shop.pages import SAME_ORIGIN, checkout_data, form_fields, words

pytestmark = pytest.mark.django_db
NOTICE = "ustawa o prawach konsumenta, art. 38 ust. 1 pkt 3"


def page_of(client, product, query: str = "") -> str:
    response = client.get(f"/sklep/{product.code.lower()}/{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def add(client, **fields):
    return client.post("/koszyk/dodaj/", fields, headers=SAME_ORIGIN)


def plain(html: str) -> str:
    return words(html).replace("\xa0", " ")


def order_basket(client) -> Order:
    factories.make_delivery()
    response = client.post("/zamowienie/", checkout_data(client))
    assert response.status_code == 302, words(response.content.decode())
    return Order.objects.get()


@pytest.fixture
def cup(make_product):
    """A cup with a required text at 15 zł, at most 12 characters."""
    product = make_product(price="60.00", stock=4, title="Kubek")
    product.text = make_field(product, "Imię na kubku", max_length=12, surcharge=Decimal("15.00"), required=True)
    return product


def test_variants_stand_side_by_side_with_price_and_stock(client, make_product):
    main = make_product(price="48.00", stock=2, kind="series", title="Notes", variant_name="mały")
    large = make_variant(main, "duży", price="59.00", stock=0, kind="series")
    middle = make_variant(main, "średni", price="52.50", stock=1)
    html = page_of(client, main)
    radios = [field for field in form_fields(html, "basket-add") if field.get("type") == "radio"]
    assert [(radio["value"], "checked" in radio, "disabled" in radio) for radio in radios] == [
        (str(main.pk), True, False),
        (str(large.pk), False, True),
        (str(middle.pk), False, False),
    ]
    text = plain(html)
    assert "duży 59,00 zł Wyprzedane" in text
    assert "średni 52,50 zł Jedyna sztuka" in text
    html = page_of(client, main, f"?wariant={middle.code}")
    assert [field["value"] for field in form_fields(html, "basket-add") if "checked" in field] == [str(middle.pk)]
    assert plain(html).count("52,50 zł") == 2
    assert page_of(client, main, "?wariant=nie-ma-takiego")


def test_a_variant_is_bought_without_a_script(client, make_product):
    main = make_product(price="48.00", stock=2, kind="series", title="Notes", variant_name="mały")
    large = make_variant(main, "duży", price="59.00", stock=3, kind="series")
    assert add(client, product=large.pk, quantity=2).url == "/koszyk/"
    html = client.get("/koszyk/").content.decode()
    assert "Notes, duży" in plain(html)
    assert f"?wariant={large.code}" in html
    order = order_basket(client)
    assert (order.subtotal, order.items.get().product_data["name"]) == (Decimal("118.00"), "Notes, duży")


def test_a_personalised_thing_tells_before_the_button_that_it_cannot_be_returned(client, cup):
    html = page_of(client, cup)
    form = html.split('id="basket-add"')[1].split("</form>")[0]
    assert form.index(NOTICE) < form.index("Dodaj do koszyka")
    assert "Dopłata: 15,00 zł." in plain(form)
    (field,) = [field for field in form_fields(html, "basket-add") if "maxlength" in field]
    assert (field["maxlength"], "required" in field) == ("12", True)


def test_an_optional_wish_names_the_condition(client, make_product):
    product = make_product()
    make_field(product, "Dedykacja")
    assert "Jeśli wypełnisz: Dedykacja" in plain(page_of(client, product))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Napisz, co ma się tam znaleźć."),
        ("Konstantynopolitańczykowianeczka", "Zmieści się najwyżej 12 znaków, a jest ich 32."),
        ("a\x07b", "znak"),
    ],
)
def test_a_wish_that_cannot_be_met_comes_back_on_the_page_as_it_was_typed(client, cup, typed, told):
    response = add(client, product=cup.pk, quantity=3, **{f"personalisation-{cup.text.pk}": typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert told in plain(html)
    fields = {field["name"]: field for field in form_fields(html, "basket-add") if "name" in field}
    assert fields[f"personalisation-{cup.text.pk}"]["value"] == typed
    assert fields[f"personalisation-{cup.text.pk}"]["aria-invalid"] == "true"
    assert fields["quantity"]["value"] == "3"
    assert f'href="#id_personalisation-{cup.text.pk}"' in html
    assert not Basket.objects.exists()
    assert not response.cookies


def test_a_wish_typed_for_a_thing_sold_meanwhile_is_kept(client, cup):
    stock_correct(product=cup, on_hand=1, by=None, note="zbite")
    response = add(client, product=cup.pk, quantity=3, **{f"personalisation-{cup.text.pk}": "Ala"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "została tylko 1 sztuka" in plain(html)
    assert 'value="Ala"' in html


def test_a_wish_goes_along_to_basket_checkout_order_mail_and_slip(client, cup, django_capture_on_commit_callbacks):
    add(client, product=cup.pk, quantity=1, **{f"personalisation-{cup.text.pk}": "Ala <b>"})
    for address in ("/koszyk/", "/zamowienie/"):
        text = plain(client.get(address).content.decode())
        assert "Imię na kubku: Ala &lt;b&gt;" in text
        assert NOTICE in text
    with django_capture_on_commit_callbacks(execute=True):
        order = order_basket(client)
    assert (order.subtotal, order.items.get().no_withdrawal) == (Decimal("75.00"), "personalised")
    page = plain(client.get(f"/zamowienie/{order.ref}/").content.decode())
    assert "Imię na kubku: Ala &lt;b&gt;" in page
    assert NOTICE in page
    message = mail.outbox[0]
    assert "Imię na kubku: Ala <b>" in message.body
    assert NOTICE in message.body
    assert "Ala &lt;b&gt;" in message.alternatives[0][0]
    assert "Ala &lt;b&gt;" in render_slip(order.parcels.get())


def test_a_choice_of_colours_is_a_list_and_no_notice(client, make_product):
    product = make_product()
    make_field(
        product,
        "Kolor",
        kind=PersonalisationField.Kind.CHOICE,
        choices="czerwony | red\nniebieski",
        ends_withdrawal=False,
    )
    html = page_of(client, product)
    assert '<option value="czerwony" >czerwony</option>' in html
    assert NOTICE not in html
    english = client.get(f"/en/sklep/{product.code.lower()}/")
    assert english.status_code in {200, 404}


def test_a_thing_made_to_order_says_when_it_is_sent(client, make_product):
    product = make_product(kind="to_order", stock=0, lead_time_days=14)
    text = plain(page_of(client, product))
    assert "Robimy na zamówienie, wysyłka w ciągu 14 dni roboczych od zapłaty." in text


@pytest.fixture
def parts(make_product):
    return [
        make_product(price=price, stock=stock, title=title)
        for price, stock, title in [("64.00", 7, "Kubek"), ("48.50", 1, "Ściereczka"), ("19.00", 9, "Mydło")]
    ]


def test_a_set_shows_its_parts_with_makers_and_legal_data(client, shop_tree, parts):
    page = parts[1].pages.get()
    page.safety = "Prać osobno."
    page.save_revision().publish()
    html = page_of(client, make_set(shop_tree, *parts, title="Poranek"))
    text = plain(html)
    for part in parts:
        assert part.enterprise.name in text
        assert part.enterprise.postal_address in text
        assert f'href="/sklep/{part.code.lower()}/"' in html
    assert "Prać osobno." in text
    assert "Możemy złożyć jeszcze 1 zestaw" in text


def test_a_set_says_which_part_is_sold_out(client, shop_tree, parts):
    gift_set = make_set(shop_tree, *parts, title="Poranek")
    stock_correct(product=parts[1], on_hand=0, by=None, note="zbite")
    text = plain(page_of(client, gift_set))
    assert "W zestawie chwilowo brakuje: „Ściereczka”." in text
    response = add(client, product=gift_set.pk, quantity=1)
    assert response.status_code == 409
    assert "„Ściereczka”" in plain(response.content.decode())
    assert not Basket.objects.exists()


def test_a_set_in_the_basket_names_its_parts_and_their_makers(client, shop_tree, parts):
    gift_set = make_set(shop_tree, *parts, title="Poranek")
    add(client, product=gift_set.pk, quantity=1)
    text = plain(client.get("/koszyk/").content.decode())
    for part in parts:
        assert f"1 × {part.pages.get().title} ({part.enterprise.name})" in text
    order = order_basket(client)
    page = plain(client.get(f"/zamowienie/{order.ref}/").content.decode())
    assert page.count("Z zestawu: Poranek") == 3
    assert "Z zestawu: Poranek" in plain(render_slip(order.parcels.get()))
    assert sum(OrderItem.objects.values_list("total", flat=True)) == gift_set.price


def test_an_own_set_is_put_together_without_a_script(client, shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, (soap, 3), title="Twoje pudełko")
    html = page_of(client, own_set)
    # The box and the two cheapest pieces.
    assert "od 50,00 zł" in plain(html)
    numbers = {field["name"]: field["max"] for field in form_fields(html, "basket-add") if field.get("type") == "number"}
    assert numbers == {f"part-{mug.pk}": "1", f"part-{towel.pk}": "1", f"part-{soap.pk}": "3"}
    assert add(client, product=own_set.pk, **{f"part-{soap.pk}": "2", f"part-{mug.pk}": "1"}).url == "/koszyk/"
    assert BasketItem.objects.get().seen_price == Decimal("114.00")
    order = order_basket(client)
    assert (order.subtotal, order.items.count()) == (Decimal("114.00"), 3)


def test_too_few_pieces_come_back_with_the_numbers_typed(client, shop_tree, parts):
    mug, _towel, soap = parts
    own_set = make_own_set(shop_tree, *parts, least=3)
    response = add(client, product=own_set.pk, **{f"part-{soap.pk}": "1", f"part-{mug.pk}": "1"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Wybierz co najmniej 3 sztuki; teraz jest ich 2." in plain(html)
    values = {field["name"]: field["value"] for field in form_fields(html, "basket-add") if field.get("type") == "number"}
    assert (values[f"part-{soap.pk}"], values[f"part-{mug.pk}"]) == ("1", "1")
    assert 'href="#own-set"' in html
    assert not Basket.objects.exists()


@pytest.mark.parametrize("value", ["-1", "1e3", "9" * 50, "½", "\x00", "<b>", "٣", "a" * 3000])
def test_hostile_numbers_and_wishes_are_refused_politely(client, shop_tree, cup, parts, value):
    own_set = make_own_set(shop_tree, *parts)
    for fields in (
        {"product": own_set.pk, f"part-{parts[0].pk}": value},
        {"product": own_set.pk, "quantity": value, f"part-{parts[0].pk}": "1"},
        {"product": cup.pk, "quantity": value, f"personalisation-{cup.text.pk}": value},
        {"product": value, f"part-{parts[0].pk}": value},
    ):
        response = add(client, **fields)
        assert 400 <= response.status_code < 500
        assert "<main" in response.content.decode()
    assert not Basket.objects.exists()

"""Things made to order, personalised, and in variants: price, stock, and the right of withdrawal of each line."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from shop.cards import product_card
from shop.models import (
    Basket,
    BasketItem,
    Order,
    OrderItem,
    Outbox,
    PersonalisationField,
    Product,
    StockReservation,
)
from shop.services.audit import shop_breaches
from shop.services.baskets import basket_add, basket_quote
from shop.services.erasing import buyer_erase
from shop.services.errors import AllInBasket, BadInput, LineRefused, LineUnfit, NotForSale
from shop.services.expiry import orders_expire
from shop.services.orders import order_cancel
from tests import factories
from tests.shop.goods import make_field, make_variant
from tests.shop.placing import nothing_was_ordered, place


@pytest.fixture
def board(make_product):
    """A board with a text at 15 zł and a colour."""
    product = make_product(price="119.00", stock=5, title="Deska")
    product.text = make_field(product, "Imię", label_en="Name", max_length=12, surcharge=Decimal("15.00"))
    product.colour = make_field(
        product,
        "Kolor sznurka",
        label_en="Colour of the cord",
        kind=PersonalisationField.Kind.CHOICE,
        choices="niebieski | blue | синій\nczerwony",
        required=True,
        ends_withdrawal=False,
        sort_order=1,
    )
    return product


def choose(board, text="", colour="czerwony"):
    return {f"personalisation-{board.text.pk}": text, f"personalisation-{board.colour.pk}": colour}


def add(product, choices=None, quantity=1, request=None):
    request = request or factories.make_request()
    return basket_add(request=request, product=product, quantity=quantity, choices=choices)


def test_a_wish_is_priced_and_ends_the_withdrawal_of_its_line_alone(board):
    request = factories.make_request()
    add(board, choose(board, "  Ala \n i Jan ", "niebieski"), quantity=2, request=request)
    basket = add(board, choose(board), request=request).basket
    with translation.override("en"):
        wished, plain = basket_quote(basket=basket).lines
    assert (wished.unit_price, wished.total, wished.no_withdrawal) == (
        Decimal("134.00"), Decimal("268.00"), "personalised",
    )  # fmt: skip
    assert wished.wishes == [
        {"label": "Name", "value": "Ala i Jan"},
        {"label": "Colour of the cord", "value": "blue"},
    ]
    assert (plain.unit_price, plain.no_withdrawal) == (Decimal("119.00"), "")

    order = place(basket)
    first, second = OrderItem.objects.filter(order=order).order_by("pk")
    assert first.personalisation == [
        {"label": "Imię", "value": "Ala i Jan"},
        {"label": "Kolor sznurka", "value": "niebieski"},
    ]
    assert (first.unit_price, first.quantity, first.no_withdrawal) == (Decimal("134.00"), 2, "personalised")
    assert (second.personalisation, second.no_withdrawal) == ([{"label": "Kolor sznurka", "value": "czerwony"}], "")
    assert order.reservations.get().quantity == 3
    assert list(shop_breaches()) == []


@pytest.mark.parametrize(
    ("text", "colour", "fields", "words"),
    [
        ("", "", ["colour"], "Wybierz jedną z możliwości"),
        ("", "zielony", ["colour"], "z listy"),
        ("Konstantynopol", "czerwony", ["text"], "najwyżej 12 znaków"),
        ("a\x00b", "czerwony", ["text"], "znak"),
        ("a\ud800b", "czerwony", ["text"], "znak"),
        ("a�b", "", ["text", "colour"], "znak"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_in_words(board, text, colour, fields, words):
    with pytest.raises(LineRefused) as refusal:
        add(board, choose(board, text, colour))
    assert set(refusal.value.errors) == {f"personalisation-{getattr(board, field).pk}" for field in fields}
    assert words in refusal.value.message
    assert refusal.value.http_status == 422
    assert not Basket.objects.exists()


def test_a_missing_required_text_is_refused(make_product):
    product = make_product()
    field = make_field(product, required=True)
    with pytest.raises(LineRefused) as refusal:
        add(product)
    assert refusal.value.errors == {f"personalisation-{field.pk}": "Napisz, co ma się tam znaleźć."}


def test_one_piece_cannot_be_personalised_twice(make_product):
    product = make_product(stock=1)
    field = make_field(product)
    request = factories.make_request()
    add(product, {f"personalisation-{field.pk}": "Ala"}, request=request)
    with pytest.raises(AllInBasket):
        add(product, {f"personalisation-{field.pk}": "Jan"}, request=request)
    assert BasketItem.objects.get().personalisation == {str(field.pk): "Ala"}


def test_a_field_withdrawn_since_makes_the_line_unfit(board):
    basket = add(board, choose(board, "Ala")).basket
    total = basket_quote(basket=basket, delivery=factories.make_delivery()).total
    PersonalisationField.objects.filter(pk=board.text.pk).delete()
    assert basket_quote(basket=basket).lines[0].problem == "unfit"
    with pytest.raises(LineUnfit):
        place(basket, total=total)
    assert nothing_was_ordered()


def test_goods_that_are_an_exception_by_themselves_bear_it_on_every_line(make_product):
    order = factories.make_order(make_product(withdrawal_exception="perishable"))
    assert order.items.get().no_withdrawal == "perishable"


def test_what_is_made_to_order_takes_nothing_from_a_shelf(make_product):
    product = make_product(kind="to_order", stock=0, lead_time_days=14)
    card = product_card(product)
    assert (card.is_available, card.stock_text) == (True, "Robimy na zamówienie w 14 dni roboczych")
    order = factories.make_order((product, 3))
    assert (order.items.get().from_stock, StockReservation.objects.count()) == (False, 0)
    assert list(shop_breaches()) == []
    order_cancel(order=order)
    assert list(shop_breaches()) == []
    request = factories.make_request()
    add(product, quantity=60, request=request)
    with pytest.raises(BadInput, match="99"):
        add(product, quantity=60, request=request)


def test_an_unpaid_order_of_things_made_to_order_expires_too(make_product):
    order = factories.make_order(make_product(kind="to_order", stock=0, lead_time_days=14))

    def pass_time(days):
        moment = timezone.now() - datetime.timedelta(days=days)
        Order.objects.filter(pk=order.pk).update(date_created=moment)

    pass_time(6)
    assert str(orders_expire()) == "0 cancelled, 0 reminded, 0 left to a person, 0 waiting for the gateway"
    pass_time(8)
    assert orders_expire().reminded == 1
    assert (orders_expire().reminded, orders_expire().cancelled) == (0, 0)
    reminder = Outbox.objects.filter(order=order, kind="order_reminder")
    reminder.update(created_at=timezone.now() - datetime.timedelta(days=4))
    assert orders_expire().cancelled == 1
    order.refresh_from_db()
    assert order.status == "CANCELLED"


def test_a_variant_has_a_price_and_a_stock_of_its_own(make_product):
    main = make_product(price="48.00", stock=1, kind="series", title="Notes", variant_name="mały")
    large = make_variant(main, "duży", variant_name_en="large", price="59.00", stock=3, kind="series")
    card = product_card(main)
    assert (card.has_variants, card.listed.amount, card.is_available) == (True, Decimal("48.00"), True)
    assert (card.title, card.full_title, card.stock_text) == ("Notes", "Notes, mały", "2 warianty do wyboru")
    with translation.override("en"):
        card = product_card(large)
    assert (card.full_title, card.price) == ("Notes, large", Decimal("59.00"))
    assert card.url == f"/sklep/{main.code.lower()}/?wariant={large.code}"

    order = factories.make_order((large, 3))
    line = order.items.get()
    assert (line.product_data["name"], line.product_data["code"]) == ("Notes, duży", large.code)
    assert (line.product_id, line.unit_price) == (large.pk, Decimal("59.00"))
    factories.make_order(main)
    main, large = (Product.objects.get(pk=product.pk) for product in (main, large))
    assert [product_card(product).available for product in (main, large)] == [0, 0]
    assert not product_card(main).is_available
    assert list(shop_breaches()) == []


def test_a_variant_is_sold_only_while_the_page_of_its_product_is_public(make_product):
    main = make_product()
    variant = make_variant(main, "duży")
    main.pages.get().unpublish()
    with pytest.raises(NotForSale):
        add(variant)


def test_a_variant_is_personalised_as_its_product(board):
    variant = make_variant(board, "duża", price="150.00", stock=2)
    item = add(variant, choose(board, "Ala"))
    assert item.seen_price == Decimal("165.00")


def test_erasing_the_buyer_takes_the_words_of_a_wish(board):
    order = place(add(board, choose(board, "Ala")).basket)
    buyer_erase(order=order, for_good=False)
    line = order.items.get()
    assert line.personalisation == [{"label": "Imię", "value": ""}, {"label": "Kolor sznurka", "value": ""}]
    assert line.no_withdrawal == "personalised"
    assert list(shop_breaches()) == []

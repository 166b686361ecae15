"""Buying a gift card and spending it with a discount code, by keyboard alone on a narrow phone, with and without JavaScript."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shop.models import DeliveryMethod, DiscountCode, GiftCard, Order, Product, ProductPage
from shop.services.orders import payment_record
from shop.services.secrets import gift_card_code_of

from .checkout import fill_checkout, placed_order
from .keyboard import Keyboard
from .test_purchase import goods_on_hand


@pytest.fixture(params=[True, False], ids=["phone", "phone without scripts"])
def walker(request, new_context, live):
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page, request.param


def nothing_sideways(page: Page) -> None:
    """Nothing is wider than the screen."""
    box = page.locator("main").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def order_by_keyboard(page: Page, keys: Keyboard, *, delivery: DeliveryMethod, scripts: bool, pay: bool) -> Order:
    fill_checkout(keys, delivery=delivery, scripts=scripts, payment="transfer" if pay else "")
    return placed_order(page)


def test_a_card_is_bought_and_spent(walker, live):
    page, scripts = walker
    keys = Keyboard(page)
    card_page = ProductPage.objects.live().get(product__kind=Product.Kind.GIFT_CARD, locale__language_code="pl")
    page.goto(f"{live}{card_page.url}")
    nothing_sideways(page)
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    email = DeliveryMethod.objects.get(kind=DeliveryMethod.Kind.EMAIL)
    order = order_by_keyboard(page, keys, delivery=email, scripts=scripts, pay=True)
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="wyciag-1")
    card = GiftCard.objects.get(item__order=order)

    page.goto(f"{live}{sorted(goods_on_hand())[0]}")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    DiscountCode.objects.get_or_create(code="KLAWIATURA", defaults={"note": "test", "percent": Decimal(10)})
    for code, told in (("klawiatura", "Kod KLAWIATURA"), (gift_card_code_of(card=card), "Z kart podarunkowych")):
        keys.write("code", code)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(told)
    nothing_sideways(page)
    courier = DeliveryMethod.objects.filter(kind=DeliveryMethod.Kind.COURIER, is_active=True).first()
    rest = order_by_keyboard(page, keys, delivery=courier, scripts=scripts, pay=True)
    assert rest.discount == (rest.subtotal / 10).quantize(Decimal("0.01"))
    assert rest.gift_card_money == min(card.initial, rest.total)
    nothing_sideways(page)

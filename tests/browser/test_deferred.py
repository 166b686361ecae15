"""Ordering by invoice with a term, by keyboard alone on a narrow phone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from shop.services.deferred import deferred_accept
from shop.services.orders import parcel_update
from shop.status import ParcelStatus

from .checkout import BUYER, fill_checkout, placed_order
from .keyboard import Keyboard
from .test_gift_card import nothing_sideways
from .test_purchase import goods_on_hand


@pytest.mark.parametrize("scripts", [True, False], ids=["phone", "phone without scripts"])
def test_a_school_orders_and_sees_until_when_to_pay(new_context, live, scripts):
    page = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=scripts).new_page()
    page.set_default_timeout(15_000)
    keys = Keyboard(page)
    page.goto(f"{live}{sorted(goods_on_hand())[-1]}")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    fill_checkout(keys, scripts=scripts, payment="deferred")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Fakturą z terminem płacą firmy i instytucje")
    nothing_sideways(page)
    # The fold with the data of a company stands open now, and nothing typed is lost.
    assert page.locator("input[name=name]").input_value() == BUYER["name"]
    keys.write("nip", "333-333-33-33")
    keys.write("company", "Szkoła Podstawowa nr 1 w Dobrym Mieście")
    keys.go_to("button[name=order]")
    order = placed_order(page)
    expect(page.locator("main")).to_contain_text("czy możesz zapłacić po wysyłce")
    nothing_sideways(page)
    assert (order.payment_method, order.nip, order.status) == ("deferred", "3333333333", "CREATED")

    deferred_accept(order=order)
    for parcel in order.parcels.all():
        parcel_update(parcel=parcel, status=ParcelStatus.SENT)
    page.reload()
    expect(page.locator("#transfer-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"Zamówienie {order.ref}")
    assert page.locator(".transfer__qr img").evaluate("image => image.complete && image.naturalWidth > 0")
    nothing_sideways(page)

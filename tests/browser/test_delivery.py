"""A parcel locker chosen by keyboard on a phone: the list comes without a reload, and without scripts with one."""

import re

import pytest
from playwright.sync_api import Page, expect

from shop.models import Order, ProductPage

from .keyboard import Keyboard

BUYER = {"name": "Żaneta Łukaszewicz", "email": "zaneta@example.org", "phone": "600 100 200"}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, new_context) -> tuple[Page, bool]:
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page, request.param


def small_thing() -> str:
    """The address of something in stock that fits the smallest parcel."""
    pages = ProductPage.objects.live().filter(locale__language_code="pl", product__kind="series")
    return pages.filter(product__stock__on_hand__gt=5, product__packed_size="").order_by("product__weight_g").first().url


def test_a_locker_is_chosen_by_keyboard(phone, live):
    page, scripts = phone
    keys = Keyboard(page)
    page.goto(f"{live}{small_thing()}")
    expect(page.locator("main")).to_contain_text("Dostawa od 13,99")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    keys.follow('main a[href="/zamowienie/"]', r"/zamowienie/$")

    keys.choose("delivery", "paczkomat")
    if not scripts:
        keys.follow("button[name=recalculate]", r"/zamowienie/")
        keys.go_to("#id_locker_search")
    keys.write("locker_search", "Gniezno")
    if scripts:
        keys.go_to("button[name=lockers]")
        page.keyboard.press("Enter")
        expect(page.locator("#locker-result")).to_have_text("Znaleziono 3 paczkomaty.")
        assert page.url.endswith("/zamowienie/")
    else:
        keys.follow("button[name=lockers]", r"/zamowienie/")
        expect(page.locator("#locker-result")).to_have_text("Znaleziono 3 paczkomaty.")
    keys.choose("locker", "GNI02M")
    for name in ("street", "postcode", "city"):
        expect(page.locator(f"#id_{name}")).to_be_hidden()
    for name, text in BUYER.items():
        keys.write(name, text)
    keys.choose("payment", "transfer")
    keys.tick("terms")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    keys.go_to("button[name=order]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#order-ref")
    order = Order.objects.get(ref=page.locator("#order-ref").inner_text().strip())
    assert order.locker_code == "GNI02M"
    assert order.total == order.subtotal + order.delivery_price
    expect(page.locator("main")).to_contain_text(re.compile("Paczkomat GNI02M"))

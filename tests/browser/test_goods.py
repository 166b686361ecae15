"""Sets of choice, personalised things and variants: bought by keyboard on a phone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from shop.models import Order, Product

from .checkout import fill_checkout, placed_order
from .keyboard import Keyboard

NOTICE = "art. 38 ust. 1 pkt 3"


def address_of(product: Product) -> str:
    return product.pages.get(locale__language_code="pl", live=True).url


def check_out(page: Page, *, scripts: bool = True) -> Order:
    """From the basket to the confirmation."""
    fill_checkout(Keyboard(page), scripts=scripts)
    return placed_order(page)


@pytest.fixture
def phone(new_context):
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    return page


def assert_nothing_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_set_of_choice_by_keyboard_on_a_phone(phone, live):
    own_set = Product.objects.get(code="ZES-006")
    soap, mug = Product.objects.get(code="SWI-001"), Product.objects.get(code="CER-006")
    phone.goto(f"{live}{address_of(own_set)}")
    assert_nothing_sideways(phone)
    keys = Keyboard(phone)
    keys.write(f"part-{soap.pk}", "2")
    # Too few: the page comes back with what was typed and says what to do.
    keys.go_to("#basket-add button[type=submit]")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.locator("#error-summary")).to_be_focused()
    expect(phone.locator("#error-summary")).to_contain_text("Wybierz co najmniej 3 sztuki; teraz jest ich 2.")
    expect(phone.locator(f"[name=part-{soap.pk}]")).to_have_value("2")
    keys.write(f"part-{mug.pk}", "1")
    total = own_set.price + 2 * soap.price + mug.price
    expect(phone.locator("[data-own-set-count]")).to_have_text("3")
    expect(phone.locator("[data-own-set-total]")).to_have_text(re.compile(rf"{total:.2f}".replace(".", ",") + r"\s*zł"))
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    expect(phone.locator(".basket-line")).to_contain_text("2 ×")
    assert_nothing_sideways(phone)
    order = check_out(phone)
    assert order.subtotal == total
    assert {item.product_id: item.quantity for item in order.items.all()} == {own_set.pk: 1, soap.pk: 2, mug.pk: 1}


def test_a_personalised_thing_tells_that_it_cannot_be_returned(phone, live):
    board = Product.objects.get(code="DRE-001")
    wish = board.personalisation_fields.get()
    phone.goto(f"{live}{address_of(board)}")
    assert_nothing_sideways(phone)
    expect(phone.locator("#basket-add")).to_contain_text(NOTICE)
    keys = Keyboard(phone)
    keys.write(f"personalisation-{wish.pk}", "Babcia Żaneta")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    for text in ("Babcia Żaneta", NOTICE):
        expect(phone.locator(".basket-line")).to_contain_text(text)
    order = check_out(phone)
    line = order.items.get()
    assert (line.no_withdrawal, line.personalisation[0]["value"]) == ("personalised", "Babcia Żaneta")
    assert line.unit_price == board.price + wish.surcharge
    expect(phone.locator("main")).to_contain_text("Babcia Żaneta")
    expect(phone.locator("main")).to_contain_text(NOTICE)


def test_a_variant_is_bought_without_javascript(new_context, live):
    page = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False).new_page()
    main, variant = Product.objects.get(code="TKA-005"), Product.objects.get(code="TKA-005-2")
    page.goto(f"{live}{address_of(main)}?wariant={variant.code}")
    expect(page.locator(f"#variant-{variant.pk}")).to_be_checked()
    Keyboard(page).follow("#basket-add button[type=submit]", r"/koszyk/")
    expect(page.locator(".basket-line__title")).to_contain_text(variant.variant_name)
    order = check_out(page, scripts=False)
    assert (order.items.get().product_id, order.subtotal) == (variant.pk, variant.price)

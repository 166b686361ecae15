"""Wish list, help with the basket, notice, request and review by keyboard on a narrow phone, with and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shop.models import (
    Basket,
    Order,
    Product,
    ProductPage,
    Review,
    SimilarRequest,
    StockNotice,
    WishListItem,
)
from shop.services.orders import order_change_status, payment_record
from shop.status import OrderStatus

from .checkout import courier
from .keyboard import Keyboard
from .test_gift_card import nothing_sideways, order_by_keyboard
from .test_purchase import goods_on_hand


@pytest.fixture(params=[True, False], ids=["phone", "phone without scripts"])
def walker(request, new_context, live):
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page, request.param


def sold_page() -> ProductPage:
    return ProductPage.objects.live().filter(
        locale__language_code="pl", product__kind=Product.Kind.UNIQUE, product__stock__on_hand=0
    ).first()


def test_a_wish_is_kept_and_shown_to_others(walker, new_context, live):
    page, _scripts = walker
    keys = Keyboard(page)
    before = WishListItem.objects.count()
    page.goto(f"{live}{sorted(goods_on_hand())[0]}")
    keys.follow('form[action="/lista-zyczen/dodaj/"] button', r"/lista-zyczen/$")
    assert WishListItem.objects.count() == before + 1
    nothing_sideways(page)
    link = page.locator('main a[href*="/lista-zyczen/"]').last.get_attribute("href")
    other = new_context().new_page()
    other.goto(f"{live}{link[link.index('/lista-zyczen/'):]}")
    expect(other.locator("main .product-card")).to_have_count(1)
    assert other.context.cookies() == []


def test_a_helper_joins_the_basket(walker, new_context, live):
    page, _scripts = walker
    keys = Keyboard(page)
    page.goto(f"{live}{sorted(goods_on_hand())[0]}")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    keys.follow('form[action="/koszyk/udostepnij/"] button', r"/koszyk/udostepnij/")
    nothing_sideways(page)
    link = page.locator('main a[href*="/koszyk/wspolny/"]').get_attribute("href")
    helper = new_context().new_page()
    helper.goto(f"{live}{link[link.index('/koszyk/'):]}")
    expect(helper.locator(".basket-line")).to_have_count(1)
    assert Basket.objects.filter(share_hash__isnull=False).exists()


def test_somebody_waits_for_a_sold_thing_and_asks_for_a_similar_one(walker, live):
    page, scripts = walker
    keys = Keyboard(page)
    address = f"kto-{scripts}@example.org".lower()
    page.goto(f"{live}{sold_page().url}")
    keys.write("email", address)
    keys.follow('form[action="/powiadom/"] button', r"/powiadom/")
    assert StockNotice.objects.get(email=address).confirmed_at is None
    nothing_sideways(page)
    page.goto(f"{live}{sold_page().url}")
    keys.follow('main a[href^="/zamow-podobne/"]', r"/zamow-podobne/")
    nothing_sideways(page)
    keys.write("message", "Taki sam, ale mniejszy.")
    keys.write("name", "Anna Nowak")
    keys.write("email", address)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert SimilarRequest.objects.get(email=address).message == "Taki sam, ale mniejszy."
    expect(page.locator("h1")).to_have_text("Pracownia ma Twoją prośbę")


def test_a_buyer_reviews_what_came(walker, live):
    page, scripts = walker
    keys = Keyboard(page)
    page.goto(f"{live}{sorted(goods_on_hand())[0]}")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    order: Order = order_by_keyboard(page, keys, delivery=courier(), scripts=scripts, pay=True)
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="wyciag-9")
    for status in (OrderStatus.SHIPPED, OrderStatus.COMPLETED):
        order_change_status(order=order, status=status)
    page.reload()
    keys.follow('main a[href*="/opinia/"]', r"/opinia/")
    nothing_sideways(page)
    keys.choose("stars", "4")
    keys.write("text", "Solidna robota.")
    keys.follow("#review button[type=submit]", rf"/zamowienie/{order.ref}/")
    review = Review.objects.get(item__order=order)
    assert (review.stars, review.text, review.state) == (4, "Solidna robota.", "new")


def stored(page) -> dict:
    return page.evaluate("({...localStorage, ...sessionStorage})")


def test_things_looked_at_are_remembered_only_when_the_reader_wants_it(new_context, live):
    context = new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    keys = Keyboard(page)
    first, second = sorted(goods_on_hand())[:2]
    page.goto(f"{live}{first}")
    expect(page.locator("[data-seen=start]")).to_be_visible()
    assert stored(page) == {}
    keys.go_to("[data-seen=start]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seen=empty]")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "seen-title"
    page.goto(f"{live}{second}")
    expect(page.locator("#seen .product-card")).to_have_count(1)
    assert page.locator("#seen .product-card a").first.get_attribute("href") == first
    nothing_sideways(page)
    assert list(stored(page)) == ["market-seen"]
    assert context.cookies() == []
    keys.go_to("[data-seen=stop]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seen=start]")).to_be_visible()
    assert stored(page) == {}
    expect(page.locator("#seen .product-card")).to_have_count(0)


def test_without_scripts_there_is_no_list_of_things_looked_at(new_context, live):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live}{sorted(goods_on_hand())[0]}")
    expect(page.locator("#seen")).to_be_hidden()

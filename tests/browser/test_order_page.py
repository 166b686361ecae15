"""Every form that hangs on the page of an order, posted by keyboard from the page that the secret link of the mail opens.

That link sends no referrer and the page behind it only to this site: a form that the browser would send without an Origin must
still be taken.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shop.models import Basket, DeliveryMethod, Order, Product, Review
from shop.services.links import status_url
from shop.services.orders import order_change_status, payment_record
from shop.services.review_mails import review_url
from shop.services.reviews import review_write
from shop.status import OrderStatus
from tests import factories
from tests.shop.placing import place

from .keyboard import Keyboard
from .test_purchase import goods_on_hand

pytestmark = pytest.mark.usefixtures("live")


@pytest.fixture(params=[True, False], ids=["phone", "phone without scripts"])
def page(request, new_context, live):
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def good_on_hand() -> Product:
    """A plain good of which several pieces are free, so that every test finds some."""
    free = Product.objects.filter(pages__live=True, kind=Product.Kind.SERIES, variants=None, personalisation_fields=None)
    return free.filter(stock__on_hand__gt=5, price__lt=200).order_by("-stock__on_hand", "pk").first()


def new_order(method: str, **values) -> Order:
    courier = DeliveryMethod.objects.filter(kind=DeliveryMethod.Kind.COURIER, is_active=True).first()
    key = f"order-page-{Order.objects.count()}-{timezone.now().timestamp()}"
    return place(factories.make_basket(good_on_hand()), key=key, delivery=courier, payment_method=method, **values)


def delivered_order() -> Order:
    order = new_order("transfer")
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id=f"W-{order.pk}")
    for status in (OrderStatus.SHIPPED, OrderStatus.COMPLETED):
        order_change_status(order=order, status=status, notify=False)
    return order


def open_order(page, order: Order) -> Keyboard:
    page.goto(status_url(order=order))
    expect(page.locator("#order-ref")).to_have_text(order.ref)
    return Keyboard(page)


def test_paying_again_leads_to_the_payment_page(page, simulator):
    order = new_order("online")
    open_order(page, order).follow("#order-pay button", re.escape(simulator.url))
    assert order.online_payments.count() == 1


def test_paying_by_transfer_instead(page, simulator):
    order = new_order("online")
    open_order(page, order).follow("#order-transfer button", rf"/zamowienie/{order.ref}/")
    order.refresh_from_db()
    assert order.payment_method == Order.PaymentMethod.TRANSFER
    expect(page.locator("#transfer-title")).to_be_visible()


def test_asking_for_a_document_and_correcting_a_mistake(page):
    order = delivered_order()
    keys = open_order(page, order)
    keys.go_to("#documents summary")
    page.keyboard.press("Enter")
    keys.write("nip", "3333333332")
    keys.write("company", "Przykład sp. z o.o.")
    keys.follow("#documents form button", r"/dokumenty/")
    expect(page.locator("main")).to_contain_text("To nie jest poprawny NIP")
    expect(page.locator("[name=company]")).to_have_value("Przykład sp. z o.o.")
    keys.write("nip", "3333333333")
    keys.follow("#documents form button", rf"/zamowienie/{order.ref}/")
    order.refresh_from_db()
    assert (order.nip, order.document_asked_at is not None) == ("3333333333", True)


def test_a_complaint_about_a_thing_of_the_order(page):
    order = delivered_order()
    keys = open_order(page, order)
    keys.follow(f'a[href="/reklamacja/?zamowienie={order.ref}"]', r"/reklamacja/\?")
    keys.choose("item", str(order.items.get().pk))
    keys.write("description", "Pękło po tygodniu.")
    keys.choose("demand", "refund" if page.locator("[name=demand][value=refund]").count() else "repair")
    keys.follow("main form button[type=submit]", r"/potwierdzenie/")
    made = order.complaints.get()
    assert (made.item, made.description) == (order.items.get(), "Pękło po tygodniu.")


def test_a_withdrawal_from_the_whole_order(page):
    order = delivered_order()
    keys = open_order(page, order)
    keys.follow(f'a[href="/odstap-od-umowy/?zamowienie={order.ref}"]', r"/odstap-od-umowy/\?")
    keys.choose("scope", "whole")
    keys.go_to("button[value=check]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sprawdź i potwierdź")
    keys.follow("button[value=confirm]", r"/potwierdzenie/")
    assert order.withdrawals.get().lines.get().quantity == 1


def test_a_review_is_taken_back(page):
    item = delivered_order().items.get()
    review = review_write(item=item, stars=3, text="Ładna, ale krzywa.")
    page.goto(review_url(review=review))
    expect(page.locator("main")).to_contain_text("Ładna, ale krzywa.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keys = Keyboard(page)
    keys.go_to("main form button")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("Twoja opinia jest usunięta.")
    assert not Review.objects.filter(pk=review.pk).exists()


def test_the_own_basket_is_brought_back(page, new_context, live):
    first, second = sorted(goods_on_hand())[:2]
    owner = new_context().new_page()
    owner.goto(f"{live}{first}")
    Keyboard(owner).follow("#basket-add button[type=submit]", r"/koszyk/")
    Keyboard(owner).follow('form[action="/koszyk/udostepnij/"] button', r"/koszyk/udostepnij/")
    link = owner.locator('main a[href*="/koszyk/wspolny/"]').get_attribute("href")
    keys = Keyboard(page)
    page.goto(f"{live}{second}")
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    own = Basket.objects.order_by("-pk").first()
    page.goto(f"{live}{link[link.index('/koszyk/'):]}")
    expect(page.locator("#aside-title")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keys.go_to("button[value=back]")
    page.keyboard.press("Enter")
    expect(page.locator("#aside-title")).to_have_count(0)
    expect(page.locator(".basket-line")).to_have_count(own.items.count())
    expect(page.locator(f'.basket-line a[href="{second}"]').first).to_be_visible()

"""Withdrawing and complaining by keyboard at 360 px: a guest, a part of an order, with and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shop.models import Complaint, Order, Withdrawal
from shop.services.exchange_terms import exchange_offers
from shop.services.links import status_url
from shop.status import OrderStatus

from .keyboard import Keyboard

WITHDRAWAL, COMPLAINT = "/odstap-od-umowy/", "/reklamacja/"


@pytest.fixture(params=[True, False], ids=["phone", "phone without scripts"])
def page(request, new_context, live):
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def sent_order() -> Order:
    """An order of the demo that is on its way, of which nothing is withdrawn yet."""
    order = Order.objects.filter(status=OrderStatus.SHIPPED, withdrawals=None).order_by("pk").first()
    return order or Order.objects.filter(status=OrderStatus.PROCESSING, withdrawals=None).order_by("pk").first()


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_guest_withdraws_from_the_foot_of_the_page(page, live):
    keys, before = Keyboard(page), Withdrawal.objects.count()
    page.goto(f"{live}/regulamin/")
    keys.follow(f'footer a[href="{WITHDRAWAL}"]', f"{WITHDRAWAL}$")
    assert fits(page)
    keys.write("name", "Żaneta Łukaszewicz")
    keys.write("contract", "kubek kupiony w listopadzie")
    keys.write("email", "zaneta@example.org")
    keys.go_to("button[value=check]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sprawdź i potwierdź")
    assert Withdrawal.objects.count() == before
    assert fits(page)
    keys.follow("button[value=confirm]", r"/potwierdzenie/")
    made = Withdrawal.objects.order_by("-pk").first()
    assert (Withdrawal.objects.count(), made.name, made.order) == (before + 1, "Żaneta Łukaszewicz", None)
    expect(page.locator("#withdrawal-number")).to_have_text(made.number)
    assert fits(page)


def test_a_buyer_withdraws_from_a_part(page, live):
    keys, order = Keyboard(page), sent_order()
    item = order.items.order_by("pk").first()
    page.goto(status_url(order=order))
    assert fits(page)
    keys.follow(f'a[href="{WITHDRAWAL}?zamowienie={order.ref}"]', f"{WITHDRAWAL}\\?")
    expect(page.locator("[name=name]")).to_have_value(order.name)
    keys.choose("scope", "part")
    keys.go_to(f"[name=pieces_{item.pk}]")
    page.keyboard.press("ArrowDown")
    assert fits(page)
    keys.go_to("button[value=check]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(item.name)
    keys.follow("button[value=confirm]", r"/potwierdzenie/")
    made = order.withdrawals.get()
    assert list(made.lines.values_list("item", "quantity")) == [(item.pk, 1)]
    expect(page.locator("main")).to_contain_text(f"{timezone.localtime(made.submitted_at):%H:%M}")


def test_a_complaint(page, live):
    keys, before = Keyboard(page), Complaint.objects.count()
    page.goto(f"{live}{COMPLAINT}")
    assert fits(page)
    keys.write("contract", "7K3MPQ2X")
    keys.write("description", "Ucho kubka odpadło po tygodniu.")
    keys.choose("demand", "repair")
    keys.write("name", "Żaneta Łukaszewicz")
    keys.write("email", "zaneta@example.org")
    keys.follow("main form button[type=submit]", r"/potwierdzenie/")
    made = Complaint.objects.order_by("-pk").first()
    assert (Complaint.objects.count(), made.demand) == (before + 1, "repair")
    expect(page.locator("#complaint-number")).to_have_text(made.number)
    assert fits(page)


def test_a_buyer_asks_for_another_thing(page, live):
    keys = Keyboard(page)
    delivered = Order.objects.filter(status=OrderStatus.COMPLETED).order_by("pk")
    order = next(order for order in delivered if exchange_offers(order=order) or order.exchanges.exists())
    order.exchanges.all().delete()
    [offer] = exchange_offers(order=order)
    page.goto(status_url(order=order))
    keys.follow(f'a[href="/zamowienie/{order.ref}/wymiana/"]', "/wymiana/$")
    expect(page.locator("main")).to_contain_text("dobra wola")
    assert fits(page)
    # Without a choice nothing is asked for, and the words stay.
    keys.write("remark", "Wolę czerwony.")
    keys.go_to("main form button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Wybierz, co chcesz w zamian.")
    assert page.locator("[name=remark]").input_value() == "Wolę czerwony."
    assert fits(page)
    keys.choose("choice", f"{offer.holding.item.pk}-{offer.products[0].pk}")
    keys.follow("main form button[type=submit]", r"/potwierdzenie/")
    made = order.exchanges.get()
    assert (made.product, made.quantity, made.remark) == (offer.products[0], 1, "Wolę czerwony.")
    expect(page.locator("#exchange-number")).to_have_text(made.number)
    assert fits(page)

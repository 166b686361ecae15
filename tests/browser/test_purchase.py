"""From the home page to a sent parcel: by keyboard alone, with and without JavaScript, then in the admin."""

import re

import pytest
from django.core import mail
from django.db.models import F
from playwright.sync_api import Page, expect

from shop.models import Order, ProductPage, StockMovement
from shop.status import OrderStatus
from stories.models import EnterprisePage

from .checkout import fill_checkout, placed_order
from .keyboard import Keyboard


def goods_on_hand() -> set[str]:
    pages = ProductPage.objects.live().filter(
        locale__language_code="pl", product__stock__on_hand__gt=F("product__stock__reserved")
    )
    return {page.url for page in pages}


def first_story_with_goods(page: Page, live: str) -> tuple[str, str]:
    """Of the stories on the home page, the first that leads to something on hand, and the way there."""
    on_hand = goods_on_hand()
    stories = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
    for story in filter(re.compile(r"^/historie/(?!rss)[^/]+/$").match, filter(None, stories)):
        text = page.request.get(f"{live}{story}").text()
        for address in re.findall(r'href="(/sklep/[^/"]+/)"', text[text.index("<main") :]):
            if address in on_hand:
                return story, address
    raise AssertionError("no story on the home page leads to a thing that can be bought")


@pytest.fixture(params=[(360, True), (1280, True), (360, False)], ids=["phone", "desk", "phone without scripts"])
def walker(request, new_context, live):
    """A page of a new visitor at the given width, with or without JavaScript."""
    width, scripts = request.param
    context = new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page, scripts


def place_order(page: Page, live: str, *, scripts: bool) -> Order:
    """Home → story → product → basket → checkout → confirmation."""
    keys = Keyboard(page)
    page.goto(f"{live}/")
    story, product = first_story_with_goods(page, live)
    keys.follow(f'main a[href="{story}"]', f"{story}$")
    expect(page.locator("h1")).to_be_visible()
    keys.follow(f'main a[href="{product}"]', f"{product}$")
    expect(page.locator(".tag").first).to_contain_text(re.compile("WTZ|ZAZ|CIS|Spółdzielnia|Fundacja"))
    keys.follow("#basket-add button[type=submit]", r"/koszyk/")
    expect(page.locator(".basket-line")).to_have_count(1)
    expect(page.locator(".basket-line")).to_contain_text("Dochód idzie na")
    fill_checkout(keys, scripts=scripts)
    expect(page.locator("button[name=order]")).to_have_text("Zamówienie z obowiązkiem zapłaty")
    return placed_order(page)


def test_a_purchase_by_keyboard(walker, live, new_context):
    page, scripts = walker
    order = place_order(page, live, scripts=scripts)

    maker = order.items.get().context["maker"]
    main = page.locator("main")
    expect(main).to_contain_text("Numer zamówienia")
    expect(main).to_contain_text(maker)
    expect(main).to_contain_text("Dochód idzie na")
    expect(page.locator(".transfer__qr img")).to_be_visible()

    message = mail.outbox[-1]
    assert message.to == ["zaneta@example.org"]
    link = re.search(rf"{re.escape(live)}/zamowienie/status/\S+", message.body)[0]

    # Somebody else's browser, with nothing but the link of the mail.
    other = new_context(java_script_enabled=scripts).new_page()
    other.goto(link)
    assert other.url == f"{live}/zamowienie/{order.ref}/"
    expect(other.locator("#order-ref")).to_have_text(order.ref)
    # The status page is closed to those without it.
    stranger = new_context().new_page()
    assert stranger.goto(f"{live}/zamowienie/{order.ref}/").status == 404


def mails_to_buyer() -> list:
    return [message for message in mail.outbox if message.to == ["zaneta@example.org"]]


def tells_social_context(message, order: Order) -> bool:
    """Both parts of a mail say who made the thing, what the income is for, and lead to the order."""
    context = order.items.get().context
    html = next(content for content, kind in message.alternatives if kind == "text/html")
    return all(
        context["maker"] in text and context["purpose"] in text and "/zamowienie/status/" in text
        for text in (message.body, html.replace("&quot;", '"').replace("&#x27;", "'"))
    )


def test_the_shop_marks_an_order_paid_and_sent(page: Page, live, new_context):
    buyer = new_context(viewport={"width": 1280, "height": 900}).new_page()
    order = place_order(buyer, live, scripts=True)

    page.goto(f"{live}/admin/")
    page.fill("[name=username]", "sklep")
    page.fill("[name=password]", "market-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/admin/")
    page.goto(f"{live}/admin/orders/")
    page.get_by_role("link", name=order.ref).first.click()
    expect(page.locator("h1.w-h1")).to_contain_text(order.ref)

    # Money arrived: the form offers the outstanding amount.
    payment = page.locator("form", has=page.locator('[name=step][value="payment"]'))
    page.locator("details", has=payment).locator("summary").click()
    payment.locator("[name=transaction_id]").fill("PRZELEW-1")
    payment.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("opłacone")
    order.refresh_from_db()
    assert order.status == OrderStatus.PROCESSING
    assert order.paid_at is not None

    # The parcel leaves.
    page.locator(f'a[href$="/status/{OrderStatus.SHIPPED}/"]').click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/admin/orders/\d+/$"))
    order.refresh_from_db()
    assert order.status == OrderStatus.SHIPPED

    placed, paid, shipped = mails_to_buyer()
    for message in (placed, paid, shipped):
        assert order.ref in message.subject
        assert tells_social_context(message, order), message.subject
    assert EnterprisePage.objects.filter(income_purpose=order.items.get().context["purpose"]).exists()

    buyer.reload()
    expect(buyer.locator("main")).to_contain_text("Wysłane")
    sale = StockMovement.objects.get(order=order)
    assert (sale.reason, sale.quantity) == (StockMovement.Reason.SALE, -1)

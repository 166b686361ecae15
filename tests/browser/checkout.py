"""The way from the basket to the confirmation, as every walk through the shop goes it."""

from playwright.sync_api import Page

from shop.models import DeliveryMethod, Order

from .keyboard import Keyboard

BUYER = {
    "street": "ul. Źródlana 3/4",
    "postcode": "61-001",
    "city": "Poznań",
    "name": "Żaneta Łukaszewicz",
    "email": "zaneta@example.org",
    "phone": "600 100 200",
}


def courier() -> DeliveryMethod:
    return DeliveryMethod.objects.filter(kind=DeliveryMethod.Kind.COURIER, is_active=True).first()


def fill_checkout(keys: Keyboard, *, delivery: DeliveryMethod | None = None, scripts: bool = True, payment: str = "transfer") -> None:
    """Follow the basket's link and fill in the form, up to the button. delivery: the courier unless given; payment: empty
    where nothing is left to choose."""
    delivery = delivery or courier()
    keys.follow('main a[href="/zamowienie/"]', r"/zamowienie/$")
    keys.choose("delivery", delivery.code)
    if not scripts:
        keys.follow("button[name=recalculate]", r"/zamowienie/")
    for name in BUYER if delivery.needs_address else ("name", "email", "phone"):
        keys.write(name, BUYER[name])
    if payment:
        keys.choose("payment", payment)
    keys.tick("terms")
    keys.go_to("button[name=order]")


def placed_order(page: Page) -> Order:
    """Press Enter on the button that has the focus; the order of the confirmation."""
    page.keyboard.press("Enter")
    page.wait_for_selector("#order-ref")
    return Order.objects.get(ref=page.locator("#order-ref").inner_text().strip())

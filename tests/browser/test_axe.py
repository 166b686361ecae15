"""WCAG 2.2 A and AA as far as axe can tell, on every page, on a phone and on a desk; and pages that stay quiet."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from shop.models import Order, ProductPage
from shop.services.exchange_terms import exchange_offers
from shop.services.links import status_url
from shop.status import OrderStatus
from tests.house.crawl import language_of, sitemap

from .conftest import Watch

SHARDS = 8
WIDTHS = (1280, 360)
NARROWEST = 320
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # Axe would fetch every style sheet again, by wrong addresses.
    "preload": False,
}
#: One page of each template; every page is looked at by the thorough tests.
TEMPLATES = (
    "/",
    "/sklep/",
    "/sklep/ceramika/",
    "/producenci/",
    "/historie/",
    "/kampanie/",
    "/wydarzenia/",
    "/baza-wiedzy/",
    "/baza-wiedzy/dobre-praktyki/",
    "/baza-wiedzy/slownik/",
    "/baza-wiedzy/liczby/",
    "/baza-wiedzy/poradniki/",
)
FIRST_BELOW = ("/sklep/", "/producenci/", "/historie/", "/kampanie/", "/wydarzenia/", "/baza-wiedzy/dobre-praktyki/",
               "/baza-wiedzy/slownik/", "/baza-wiedzy/poradniki/")


RUN = """options => axe.run(options).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule. Axe is put into a page once, not for each width."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, OPTIONS)


def look_at(page: Page, *, widths=WIDTHS) -> list[str]:
    """Faults of the page as it stands, at each width; no sideways scrolling on the narrowest phone."""
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width} px: {line}" for line in violations(page)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        faults.append(f"{NARROWEST} px: {too_wide} px wider than the screen")
    return faults


def table(found: dict[str, list[str]]) -> str:
    """Readable report: a page a line, its faults below."""
    return "\n".join(line for path, faults in found.items() if faults for line in (path, *(f"    {f}" for f in faults)))


def survey(page: Page, live: str, paths) -> str:
    found = {}
    for path in paths:
        watch = Watch(page, live)
        page.goto(f"{live}{path}", wait_until="load")
        # Axe fetches style sheets and sets styles itself: what it causes is not the page's fault.
        heard = watch.end()
        found[path] = heard + look_at(page)
    return table(found)


def must_be_empty(report: str) -> None:
    """The whole report, which an assertion would cut short."""
    if report:
        pytest.fail(report, pytrace=False)


def samples(paths: list[str]) -> list[str]:
    """One page of each template."""
    picked = [path for path in TEMPLATES if path in paths]
    for prefix in FIRST_BELOW:
        picked += [path for path in paths if path.startswith(prefix) and path not in TEMPLATES][-1:]
    return picked


@pytest.fixture(scope="package")
def paths(live) -> list[str]:
    return list(sitemap())


def test_one_page_of_each_template(page: Page, live, paths):
    must_be_empty(survey(page, live, samples(paths)))


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(SHARDS))
def test_every_polish_page(page: Page, live, paths, number):
    polish = [path for path in paths if language_of(path) == "pl"]
    must_be_empty(survey(page, live, polish[number::SHARDS]))


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_page_of_other_languages(page: Page, live, paths, language, number):
    translated = [path for path in paths if language_of(path) == language]
    must_be_empty(survey(page, live, translated[number::4]))


def test_the_dark_scheme(page: Page, live, paths):
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    must_be_empty(survey(page, live, samples(paths)))


def test_pages_of_a_purchase(page: Page, live):
    """Empty basket, basket, checkout with and without mistakes, confirmation, social receipt, search, not found."""
    found = {}

    def look(name: str) -> None:
        found[name] = look_at(page)
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"{live}/koszyk/")
    look("empty basket")
    series = ProductPage.objects.live().filter(
        locale__language_code="pl", product__kind="series", product__stock__on_hand__gt=3
    )
    page.goto(f"{live}{series.first().url}")
    page.locator("#basket-add button[type=submit]").click()
    page.wait_for_url("**/koszyk/")
    look("basket")
    page.goto(f"{live}/zamowienie/")
    look("checkout")
    page.locator("button[name=order]").click()
    page.wait_for_load_state()
    look("checkout with mistakes")
    page.locator("input[name=delivery][value=kurier]").check()
    page.locator("input[name=payment]").first.check()
    for name, text in {"name": "Jan Kos", "email": "jan@example.org", "phone": "600100200", "street": "Długa 1",
                       "postcode": "61-001", "city": "Poznań"}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("input[name=terms]").check()
    page.locator("button[name=order]").click()
    page.wait_for_selector("#order-ref")
    look("confirmation")
    order = Order.objects.get(ref=page.locator("#order-ref").inner_text().strip())
    for name, path in {
        "social receipt": f"/paragon/{order.share_token}/",
        "search": "/szukaj/?q=wazon",
        "search without result": "/szukaj/?q=xyzzyx",
        "empty search": "/szukaj/",
        "not found": "/nie-ma-takiej-strony/",
        "filtered to nothing": "/sklep/?cena_od=99999",
        "status link that leads nowhere": "/zamowienie/status/aaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
    }.items():
        page.goto(f"{live}{path}")
        look(name)
    must_be_empty(table(found))


def test_pages_of_an_exchange(page: Page, live):
    """The form with and without mistakes, the receipt, and the order that tells of it."""
    found = {}
    done = Order.objects.filter(status=OrderStatus.COMPLETED).order_by("pk")
    order = next(order for order in done if order.exchanges.exists() or exchange_offers(order=order))
    order.exchanges.all().delete()
    page.goto(status_url(order=order))
    page.goto(f"{live}/zamowienie/{order.ref}/wymiana/")
    found["form"] = look_at(page)
    page.locator("#exchange button[type=submit]").click()
    page.wait_for_selector(".field--invalid")
    found["mistakes"] = look_at(page)
    page.locator("input[name=choice]").first.check()
    page.locator("#exchange button[type=submit]").click()
    page.wait_for_selector("#exchange-number")
    found["receipt"] = look_at(page)
    page.goto(f"{live}/zamowienie/{order.ref}/")
    found["order"] = look_at(page)
    must_be_empty(table(found))

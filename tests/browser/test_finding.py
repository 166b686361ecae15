"""Finding things by keyboard on a phone: suggestions, filters, the gallery; and the same without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from shop.models import ProductPage

from .conftest import Watch
from .keyboard import Keyboard


@pytest.fixture
def phone(new_context, live) -> Page:
    page = new_context(viewport={"width": 360, "height": 780}).new_page()
    page.set_default_timeout(15_000)
    return page


def active(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def first_good() -> ProductPage:
    """A good with further pictures."""
    pages = ProductPage.objects.live().filter(locale__language_code="pl").exclude(gallery=[]).order_by("pk")
    return next(page for page in pages if len(page.gallery))


def test_suggestions_by_keyboard(phone, live):
    watch = Watch(phone, live)
    keys = Keyboard(phone)
    phone.goto(f"{live}/szukaj/")
    keys.go_to("#search-query")
    phone.keyboard.type("kub", delay=40)
    field, options = phone.locator("#search-query"), phone.locator("#search-query-suggestions [role=option]")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    phone.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "search-query-suggestions-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert active(phone) == "search-query"
    phone.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    # The arrow opens the list again; a page is gone to, words are looked for.
    phone.keyboard.press("ArrowDown")
    page_option = phone.locator("#search-query-suggestions [role=option]:not([data-url=''])").first
    expect(page_option).to_be_visible()
    while page_option.get_attribute("aria-selected") != "true":
        phone.keyboard.press("ArrowDown")
    with phone.expect_navigation(url=re.compile(r"/sklep/[^/]+/$")):
        phone.keyboard.press("Enter")
    assert watch.end() == []


def test_enter_looks_for_what_was_typed(phone, live):
    keys = Keyboard(phone)
    phone.goto(f"{live}/szukaj/")
    keys.go_to("#search-query")
    phone.keyboard.type("wazn")
    with phone.expect_navigation(url=re.compile(r"q=wazn")):
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="wazon", exact=True)).to_be_visible()


def test_filters_by_keyboard_swap_the_list_and_keep_the_focus(phone, live):
    watch = Watch(phone, live)
    keys = Keyboard(phone)
    phone.goto(f"{live}/sklep/")
    before = phone.locator(".results-head__count").inner_text()
    phone.evaluate("window.sameDocument = true")
    keys.go_to(".facets__open")
    phone.keyboard.press("Enter")
    expect(phone.locator("#facets")).to_be_visible()
    keys.go_to("#facet-kategoria-ceramika")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"\?kategoria=ceramika$"))
    expect(phone.locator("#facet-kategoria-ceramika")).to_have_attribute("aria-current", "true")
    # The sheet is still open, the focus on the same filter, the new number was said.
    expect(phone.locator("#facets")).to_be_visible()
    expect(phone.locator("#facet-kategoria-ceramika")).to_be_focused()
    after = phone.locator(".results-head__count").inner_text()
    assert after != before
    expect(phone.locator("#listing-status")).to_have_text(after)
    assert phone.evaluate("window.sameDocument")
    phone.keyboard.press("Escape")
    # Back shows the former list.
    phone.go_back()
    phone.wait_for_url(re.compile(r"/sklep/$"))
    expect(phone.locator(".results-head__count")).to_have_text(before)
    assert watch.end() == []


def test_sorting_and_pages_swap_the_list(phone, live):
    keys = Keyboard(phone)
    phone.goto(f"{live}/sklep/")
    phone.evaluate("window.sameDocument = true")
    keys.go_to("#sort-2")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"sort=cena-rosnaco"))
    expect(phone.locator("#sort-2")).to_have_attribute("aria-current", "true")
    expect(phone.locator("#sort-2")).to_be_focused()
    keys.go_to("a.pagination__link[rel=next]")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"strona=2"))
    expect(phone.locator("#results")).to_be_focused()
    assert phone.evaluate("window.sameDocument")


def test_the_swapped_list_is_the_one_of_the_address(phone, live):
    phone.goto(f"{live}/sklep/")
    phone.locator("#sort-4").click()
    phone.wait_for_url(re.compile(r"sort=nazwa"))
    expect(phone.locator("#sort-4")).to_have_attribute("aria-current", "true")
    titles = phone.locator("#listing .product-card__title").all_inner_texts()
    phone.reload()
    assert phone.locator("#listing .product-card__title").all_inner_texts() == titles


def test_filters_without_scripts(new_context, live):
    page = new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False).new_page()
    keys_page = page
    page.goto(f"{live}/sklep/?kategoria=ceramika")
    ceramics = page.locator(".results-head__count").inner_text()
    page.goto(f"{live}/sklep/")
    page.locator(".facets__open").click()
    page.locator("#facet-kategoria-ceramika").click()
    page.wait_for_url(re.compile(r"\?kategoria=ceramika$"))
    assert keys_page.locator(".results-head__count").inner_text() == ceramics
    page.locator("#shop-search").fill("kubkow")
    page.locator(".shop-search button").click()
    page.wait_for_url(re.compile(r"q=kubkow"))
    assert "Kubek" in page.locator("#listing .product-card__title").first.inner_text()


def test_the_social_facets_by_keyboard(phone, live):
    watch = Watch(phone, live)
    keys = Keyboard(phone)
    phone.goto(f"{live}/sklep/")
    phone.evaluate("window.sameDocument = true")
    keys.go_to(".facets__open")
    phone.keyboard.press("Enter")
    group = "#facet-grupa-nauka-i-rehabilitacja"
    number = phone.locator(f"{group} .facets__count").inner_text()
    keys.go_to(group)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"\?grupa=nauka-i-rehabilitacja$"))
    expect(phone.locator(group)).to_be_focused()
    expect(phone.locator(group)).to_have_attribute("aria-current", "true")
    assert phone.locator(".results-head__count").inner_text().split()[0] == number
    way = "#facet-dostawa-paczkomat"
    number = phone.locator(f"{way} .facets__count").inner_text()
    keys.go_to(way)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"\?grupa=nauka-i-rehabilitacja&dostawa=paczkomat$"))
    expect(phone.locator(way)).to_be_focused()
    assert phone.locator(".results-head__count").inner_text().split()[0] == number
    assert phone.evaluate("window.sameDocument")
    assert watch.end() == []


def test_the_social_facets_without_scripts(new_context, live):
    page = new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False).new_page()
    page.goto(f"{live}/sklep/")
    page.locator(".facets__open").click()
    number = page.locator("#facet-dostawa-odbior .facets__count").inner_text()
    page.locator("#facet-dostawa-odbior").click()
    page.wait_for_url(re.compile(r"\?dostawa=odbior$"))
    assert page.locator(".results-head__count").inner_text().split()[0] == number
    page.locator(".facets__open").click()
    number = page.locator("#facet-grupa-powrot-do-pracy .facets__count").inner_text()
    page.locator("#facet-grupa-powrot-do-pracy").click()
    page.wait_for_url(re.compile(r"\?grupa=powrot-do-pracy&dostawa=odbior$|\?dostawa=odbior&grupa=powrot-do-pracy$"))
    assert page.locator(".results-head__count").inner_text().split()[0] == number


def test_cards_in_order_of_price_tell_their_prices_in_that_order(phone, live):
    phone.goto(f"{live}/sklep/?sort=cena-rosnaco")
    texts = phone.locator("#listing .product-card .price__now").all_inner_texts()
    prices = [float(re.search(r"([0-9\s\u00a0]+,[0-9]{2})", text)[1].replace("\u00a0", "").replace(" ", "").replace(",", ".")) for text in texts]
    assert len(prices) == 24
    assert prices == sorted(prices)


def test_the_gallery_by_keyboard(phone, live):
    watch = Watch(phone, live)
    keys = Keyboard(phone)
    good = first_good()
    phone.goto(f"{live}{good.url}")
    keys.go_to("[data-gallery-main]")
    phone.keyboard.press("Enter")
    dialog = phone.locator("dialog.lightbox")
    expect(dialog).to_be_visible()
    caption = dialog.locator(".lightbox__caption")
    first = caption.inner_text()
    assert first.startswith("1 / ")
    assert dialog.locator("img").get_attribute("alt") in first
    phone.keyboard.press("ArrowRight")
    expect(caption).to_have_text(re.compile(r"^2 / "))
    phone.keyboard.press("ArrowLeft")
    expect(caption).to_have_text(first)
    stage = dialog.locator(".lightbox__stage")
    phone.keyboard.press("+")
    expect(stage).to_have_attribute("data-zoom", "2")
    # The large picture may still be on its way.
    phone.wait_for_function(
        "stage => stage.scrollWidth > stage.clientWidth * 1.5", arg=stage.element_handle(), timeout=10_000
    )
    phone.keyboard.press("-")
    expect(stage).to_have_attribute("data-zoom", "1")
    dialog.locator("img").click()
    expect(stage).to_have_attribute("data-zoom", "2")
    phone.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert phone.evaluate("document.activeElement.matches('[data-gallery-main]')")
    assert watch.end() == []


def test_the_gallery_without_scripts_leads_to_the_large_picture(new_context, live):
    page = new_context(java_script_enabled=False).new_page()
    good = first_good()
    page.goto(f"{live}{good.url}")
    address = page.locator("[data-gallery-main]").get_attribute("href")
    assert page.request.get(f"{live}{address}").headers["content-type"].startswith("image/")

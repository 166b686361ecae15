"""The page of a good: price and stock in words, who made it, what the law wants, similar goods."""

import datetime
import json
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.services.prices import price_reduce, price_set
from stories.models import Certificate
from tests import factories
from tests.shop.pages import form_fields, words

pytestmark = pytest.mark.django_db


def html_of(client, product) -> str:
    response = client.get(f"/sklep/{product.code.lower()}/")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_tag_says_who_made_it_what_for_and_leads_to_a_story(client, shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree, name="WTZ „Pod Lipą”", purpose="piec do ceramiki")
    story = factories.make_story(shop_tree, enterprises=[maker], title="Trzy tygodnie wazonu")
    Certificate.objects.create(
        enterprise=maker,
        scheme="zakup_prospoleczny",
        number="ZP-1",
        issuer="ROPS",
        valid_from=timezone.localdate() - datetime.timedelta(days=1),
    )
    html = html_of(client, make_product(enterprise=maker))
    text = words(html)
    for expected in (
        "WTZ „Pod Lipą”",
        "Gniezno",
        "piec do ceramiki",
        "Trzy tygodnie wazonu",
        "Zakup Prospołeczny",
        "ZP-1",
    ):
        assert expected in text
    assert story.url in html
    assert maker.kind_explanation in text
    assert maker.pages.get().url in html


def test_one_of_a_kind_is_bought_by_one_button_without_token(client, make_product):
    product = make_product(stock=1)
    fields = form_fields(html_of(client, product), "basket-add")
    values = {field.get("name"): field.get("value") for field in fields if field["tag"] == "input"}
    assert values == {"product": str(product.pk), "quantity": "1"}
    assert "Jedyna sztuka" in words(html_of(client, product))


def test_series_offers_as_many_as_there_are(client, make_product):
    product = make_product(stock=3)
    html = html_of(client, product)
    quantity = next(field for field in form_fields(html, "basket-add") if field.get("name") == "quantity")
    assert (quantity["min"], quantity["max"]) == ("1", "3")
    assert "Zostały 3 sztuki" in words(html)


def test_sold_one_keeps_its_page_and_shows_similar_ones_before_its_story(client, shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree)
    factories.make_story(shop_tree, enterprises=[maker], title="Trzy tygodnie wazonu")
    product, other = (
        make_product(enterprise=maker, stock=0),
        make_product(enterprise=maker, title="Inny wazon"),
    )
    html = html_of(client, product)
    text = words(html)
    assert "Sprzedane" in text
    assert "Trzy tygodnie wazonu" in text
    assert 'id="basket-add"' not in html
    assert html.index('id="similar"') < html.index('id="made-title"')
    assert other.pages.get().url in html


def test_reduced_price_stands_beside_the_lowest_of_thirty_days(client, make_product):
    product = make_product(price="100.00")
    price_set(product=product, price=Decimal("90.00"), at=timezone.now() - datetime.timedelta(days=10))
    price_set(product=product, price=Decimal("100.00"), at=timezone.now() - datetime.timedelta(days=5))
    price_reduce(product=product, price=Decimal("80.00"))
    text = words(html_of(client, product))
    assert "80,00 zł" in text
    assert re.search(r"Najniższa cena z 30 dni przed obniżką:? 90,00 zł", text)


def test_manufacturer_box_has_name_addresses_identifier_and_warnings(client, shop_tree, make_product):
    maker = factories.make_enterprise(
        shop_tree, name="WTZ „Pod Lipą”", running_body="Fundacja „Próg”", email="lipa@example.org"
    )
    product = make_product(enterprise=maker)
    page = product.pages.get()
    page.safety = "Nie do żywności."
    page.save()
    text = words(html_of(client, product))
    for expected in (
        "Fundacja „Próg” – WTZ „Pod Lipą”",
        "ul. Krótka 2, 62-200 Gniezno",
        "lipa@example.org",
        product.code,
        "Nie do żywności.",
    ):
        assert expected in text


def test_facts_are_told_in_centimetres_and_grams(client, make_product):
    text = words(
        html_of(client, make_product(height_mm=262, diameter_mm=150, weight_g=1480, made_in_year=2026))
    )
    for expected in ("26,2 cm", "15 cm", "1,5 kg", "2026"):
        assert expected in text


def test_delivery_and_returns_at_one_glance(client, make_product):
    factories.make_delivery("kurier", price="18.90")
    text = words(html_of(client, make_product()))
    assert "18,90 zł" in text
    assert "14 dni" in text


@pytest.mark.parametrize(("provider", "told"), [("p24", True), ("", False)], ids=["gateway", "no gateway"])
def test_ways_to_pay_are_those_of_the_checkout(client, make_product, settings, provider, told):
    settings.PAYMENT_PROVIDER = provider
    text = words(html_of(client, make_product()))
    assert ("BLIK" in text) is told
    assert "przelewem" in text
    assert "w pracowni, przy odbiorze" in text


def test_structured_data_tells_the_offer(client, make_product):
    product = make_product(price="120.00", title="Wazon </script> „Brzeg”")
    html = client.get(f"/sklep/{product.code.lower()}/").content.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    data = {entry["@type"]: entry for entry in map(json.loads, scripts)}
    assert data["Product"]["name"] == "Wazon </script> „Brzeg”"
    assert data["Product"]["sku"] == product.code
    offer = data["Product"]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("120.00", "PLN")
    assert offer["availability"] == "https://schema.org/InStock"
    assert len(data["BreadcrumbList"]["itemListElement"]) == 3


def test_nothing_inline_runs(client, make_product):
    html = html_of(client, make_product())
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert not re.findall(r"<script(?![^>]*(src=|application/))", html)


def test_similar_goods_share_shelf_or_maker(client, shop_tree, make_product):
    maker = factories.make_enterprise(shop_tree)
    cloth = factories.make_category("tkaniny", "Tkaniny")
    product = make_product(enterprise=maker)
    near = make_product(title="Ten sam dział")
    mine = make_product(title="Ta sama pracownia", enterprise=maker, category=cloth)
    far = make_product(title="Zupełnie co innego", category=cloth)
    html = html_of(client, product)
    assert near.pages.get().url in html
    assert mine.pages.get().url in html
    assert far.pages.get().url not in html


def test_draft_can_be_previewed(make_product, rf):
    product = make_product(title="Szkic")
    page = product.pages.get()
    page.unpublish()
    page.refresh_from_db()
    request = page.make_preview_request()
    assert request.status_code == 200
    assert "Szkic" in words(request.render().content.decode())


@pytest.mark.parametrize("number", [10, 200])
def test_at_most_twenty_queries(shop_tree, client, django_assert_max_num_queries, number):
    product = factories.fill_shop(shop_tree, number)[0]
    path = f"/sklep/{product.code.lower()}/"
    client.get(path)
    with django_assert_max_num_queries(20):
        response = client.get(path)
    assert response.status_code == 200

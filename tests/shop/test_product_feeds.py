"""Feeds for price comparison sites, JSON-LD of goods, pictures in the map of the site, addresses that moved."""

import json
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from wagtail.contrib.redirects.models import Redirect

from shop.models import Product, StockItem
from shop.services.prices import price_reduce
from tests import factories

pytestmark = pytest.mark.django_db

G = "{http://base.google.com/ns/1.0}"


def google(client) -> dict[str, ElementTree.Element]:
    response = client.get("/feeds/google.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    assert root.get("version") == "2.0"
    return {item.findtext(f"{G}id"): item for item in root.findall("channel/item")}


def ceneo(client) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(client.get("/feeds/ceneo.xml").content)
    assert (root.tag, root.get("version")) == ("offers", "1")
    return {offer.get("id"): offer for offer in root.findall("o")}


@pytest.fixture
def vase(make_product):
    factories.make_delivery(price="18.90")
    factories.make_delivery("odbior", is_pickup=True, price="0.00")
    return make_product(stock=4, price="120.00", title="Wazon „A & B”", picture=factories.make_image(), weight_g=560)


def test_google_gets_price_stock_delivery_and_no_gtin(client, vase):
    item = google(client)[vase.code]

    def text(name: str) -> str | None:
        return item.findtext(f"{G}{name}")

    assert text("title") == "Wazon „A & B”"
    assert text("price") == "120.00 PLN"
    assert text("sale_price") is None
    assert text("availability") == "in_stock"
    assert text("quantity_to_sell_on_facebook") == "4"
    assert text("identifier_exists") == "no"
    assert text("condition") == "new"
    assert text("brand") == vase.enterprise.name
    assert text("product_type") == "Ceramika"
    assert text("link").endswith(vase.pages.get().url)
    assert re.match(r"https?://.+\.png$", text("image_link"))
    ways = [(s.findtext(f"{G}country"), s.findtext(f"{G}service"), s.findtext(f"{G}price")) for s in item.findall(f"{G}shipping")]
    assert ways == [("PL", "Kurier", "18.90 PLN")]


def test_a_reduced_good_has_both_prices(client, vase):
    price_reduce(product=vase, price=Decimal("99.00"))
    item = google(client)[vase.code]
    assert item.findtext(f"{G}price") == "120.00 PLN"
    assert item.findtext(f"{G}sale_price") == "99.00 PLN"
    assert ceneo(client)[vase.code].get("price") == "99.00"


def test_delivery_is_free_from_an_amount(client, make_product):
    factories.make_delivery(price="18.90", free_from=Decimal("100.00"))
    dear, cheap = make_product(price="100.00"), make_product(price="99.99")
    prices = {code: item.find(f"{G}shipping").findtext(f"{G}price") for code, item in google(client).items()}
    assert prices == {dear.code: "0.00 PLN", cheap.code: "18.90 PLN"}


def test_what_is_sold_leaves_both_feeds(client, vase):
    assert vase.code in google(client)
    assert vase.code in ceneo(client)
    StockItem.objects.filter(product=vase).update(reserved=4)
    assert google(client) == {}
    assert ceneo(client) == {}


def test_feeds_are_kept_for_less_than_a_quarter_of_an_hour(client, vase):
    for path in ("/feeds/google.xml", "/feeds/ceneo.xml"):
        response = client.get(path)
        age = int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1])
        assert age <= 15 * 60
        assert not response.cookies
        assert client.post(path).status_code == 405


def test_ceneo(client, vase):
    offer = ceneo(client)[vase.code]
    assert offer.attrib == {
        "id": vase.code,
        "url": offer.get("url"),
        "price": "120.00",
        "avail": "7",
        "stock": "4",
        "weight": "0.560",
    }
    assert offer.get("url").startswith("http")
    assert offer.findtext("name") == "Wazon „A & B”"
    assert {a.get("name"): a.text for a in offer.find("attrs")} == {
        "Producent": vase.enterprise.name,
        "Kod_producenta": vase.code,
    }
    assert offer.find("imgs/main").get("url").startswith("http")


def test_made_to_order_takes_its_time(client, make_product):
    product = make_product(stock=0, kind=Product.Kind.TO_ORDER, lead_time_days=21)
    item = google(client)[product.code]
    assert item.findtext(f"{G}max_handling_time") == "21"
    assert item.find(f"{G}quantity_to_sell_on_facebook") is None
    assert ceneo(client)[product.code].get("avail") == "90"


def test_variants_are_items_of_one_group(client, make_product):
    base = make_product(stock=0, title="Kubek", variant_name="biały")
    blue = make_product(stock=2, with_page=False, variant_of=base, variant_name="niebieski", price="64.00")
    items = google(client)
    assert list(items) == [blue.code]
    assert items[blue.code].findtext(f"{G}title") == "Kubek, niebieski"
    assert items[blue.code].findtext(f"{G}item_group_id") == base.code
    assert items[blue.code].findtext(f"{G}price") == "64.00 PLN"


@pytest.mark.parametrize("number", [10, 60])
def test_feeds_take_a_constant_number_of_queries(shop_tree, client, django_assert_max_num_queries, number):
    factories.fill_shop(shop_tree, number)
    for path in ("/feeds/google.xml", "/feeds/ceneo.xml"):
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)


#: Fields that Google's documentation of merchant listings (Product, Offer, shipping, returns) calls required, with their kinds.
REQUIRED = {
    "Product": {"name": str, "image": list, "offers": dict, "sku": str, "description": str, "brand": dict},
    "ProductGroup": {"name": str, "productGroupID": str, "hasVariant": list},
    "Offer": {
        "price": str, "priceCurrency": str, "availability": str, "itemCondition": str, "url": str,
        "shippingDetails": list, "hasMerchantReturnPolicy": dict,
    },
    "OfferShippingDetails": {"shippingRate": dict, "shippingDestination": dict, "deliveryTime": dict},
    "MonetaryAmount": {"value": str, "currency": str},
    "DefinedRegion": {"addressCountry": str},
    "ShippingDeliveryTime": {"handlingTime": dict, "transitTime": dict},
    "QuantitativeValue": {"minValue": int, "maxValue": int, "unitCode": str},
    "MerchantReturnPolicy": {"applicableCountry": str, "returnPolicyCategory": str},
    "Brand": {"name": str},
    "Organization": {"name": str},
    "UnitPriceSpecification": {"price": str, "priceCurrency": str, "priceType": str},
}  # fmt: skip


def faults(node, where: str = "") -> list[str]:
    """What is missing or of the wrong kind, all the way down."""
    if isinstance(node, list):
        return [fault for place, entry in enumerate(node) for fault in faults(entry, f"{where}[{place}]")]
    if not isinstance(node, dict):
        return []
    kind = node.get("@type", "?")
    wanted = REQUIRED.get(kind)
    found = [f"{where}: unknown type {kind}"] if wanted is None else []
    for name, type_ in (wanted or {}).items():
        # Variants take brand from their group.
        if name == "brand" and "hasVariant" in where:
            continue
        if not isinstance(node.get(name), type_) or not node[name]:
            found.append(f"{where}.{name} of {kind} is {node.get(name)!r}")
    return found + [fault for name, value in node.items() for fault in faults(value, f"{where}.{name}")]


def json_ld(client, product) -> dict:
    html = client.get(f"/sklep/{product.code.lower()}/").content.decode()
    data = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    return next(entry for entry in data if entry["@type"] in {"Product", "ProductGroup"})


def test_json_ld_has_all_that_google_requires(client, vase):
    data = json_ld(client, vase)
    assert faults(data) == []
    offer = data["offers"]
    assert offer["price"] == "120.00"
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["itemCondition"] == "https://schema.org/NewCondition"
    assert [way["shippingRate"]["value"] for way in offer["shippingDetails"]] == ["18.90"]
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 14
    assert offer["seller"]["name"] == "Stowarzyszenie Operator"
    assert data["brand"]["name"] == data["manufacturer"]["name"] == vase.enterprise.name


def test_json_ld_tells_the_price_before_a_reduction(client, vase):
    price_reduce(product=vase, price=Decimal("99.00"))
    data = json_ld(client, vase)
    assert faults(data) == []
    assert (data["offers"]["price"], data["offers"]["priceSpecification"]["price"]) == ("99.00", "120.00")


def test_json_ld_of_sold_and_perishable_goods(client, make_product):
    factories.make_delivery()
    product = make_product(stock=0, picture=factories.make_image(), withdrawal_exception="perishable")
    data = json_ld(client, product)
    assert faults(data) == []
    assert data["offers"]["availability"] == "https://schema.org/SoldOut"
    policy = data["offers"]["hasMerchantReturnPolicy"]
    assert policy["returnPolicyCategory"] == "https://schema.org/MerchantReturnNotPermitted"
    assert "merchantReturnDays" not in policy


def test_json_ld_of_variants(client, make_product, vase):
    make_product(stock=0, with_page=False, variant_of=vase, variant_name="duży", price="150.00")
    data = json_ld(client, vase)
    assert faults(data) == []
    assert data["@type"] == "ProductGroup"
    assert [(each["sku"], each["offers"]["price"], each["offers"]["availability"][19:]) for each in data["hasVariant"]] == [
        (vase.code, "120.00", "InStock"),
        (data["hasVariant"][1]["sku"], "150.00", "SoldOut"),
    ]


def test_the_map_of_the_site_names_pictures(client, vase):
    page = vase.pages.get()
    page.picture.get_rendition("fill-1200x630|format-jpeg")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "i": "http://www.google.com/schemas/sitemap-image/1.1"}
    entries = {url.findtext("s:loc", namespaces=spaces): url for url in root.findall("s:url", spaces)}
    entry = next(url for address, url in entries.items() if address.endswith(page.url))
    assert entry.findtext("i:image/i:loc", namespaces=spaces).startswith("http")
    shop = next(url for address, url in entries.items() if address.endswith("/sklep/"))
    assert shop.find("i:image", spaces) is None


def test_a_page_that_moved_leads_on(client, shop_tree, vase, django_capture_on_commit_callbacks):
    page = vase.pages.get()
    old = page.url
    page.slug = "nowy-adres"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    new = type(page).objects.get(pk=page.pk).url
    assert Redirect.objects.get(old_path=old.rstrip("/")).automatically_created
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200

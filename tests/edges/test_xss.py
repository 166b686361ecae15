"""Thirty payloads in every text that somebody types: wherever it is shown, it stays text."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core import mail
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser, LexborNode
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.snippets.models import get_snippet_models

from home.models import BasePage, Funder, MarketImage, User
from shop.models import Order, OrderItem, OrderNote, Parcel
from shop.services.orders import order_change_status, payment_record
from shop.services.outbox import outbox_sweep
from shop.status import OrderStatus
from stories.models import Certificate
from tests import factories
from tests.goodpractices import builders
from tests.shop.pages import add_to_basket, checkout_data
from tests.stories import builders as story_builders

pytestmark = pytest.mark.django_db

#: `xss9` in what the browser would run or follow gives a breach away; short enough for every field.
PAYLOADS = [
    "<script>xss9()</script>", "</script><script>xss9()</script>", "<img src=x onerror=xss9()>", '"><img src=x onerror=xss9()>', "'><svg onload=xss9()>",
    '" onmouseover="xss9()', "' onfocus='xss9()' autofocus='", "javascript:xss9()", "<a href=javascript:xss9()>x</a>", "<a href='jAvAsCrIpT:xss9()'>x</a>",
    "<iframe srcdoc='<script>xss9()</script>'>", "<svg><script>xss9()</script></svg>", "<math><mtext><img src=x onerror=xss9()>", "<body onload=xss9()>",
    "</textarea><script>xss9()</script>", "</title><script>xss9()</script>", "</style><script>xss9()</script>", "<!--><script>xss9()</script>-->",
    "<details open ontoggle=xss9()>", "<input autofocus onfocus=xss9()>", "<base href=//xss9.example/>", "<link rel=stylesheet href=//xss9.example>",
    "<meta http-equiv=refresh content=0;url=//xss9.example>", "<form action=//xss9.example><button>x", "<object data=javascript:xss9()>",
    "<embed src=//xss9.example>", "&lt;script&gt;xss9()&lt;/script&gt;", "&#60;script&#62;xss9()&#60;/script&#62;", "{{constructor.constructor('xss9()')()}}",
    "<ScRiPt/x>xss9()//", "\\u003cscript\\u003exss9()", "]]><script>xss9()</script>",
]  # fmt: skip
ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "content", "poster", "background")


def elements(html: str) -> Iterator[LexborNode]:
    """As a browser sees them (Lexbor follows the standard of WHATWG), also those that wait in a template."""
    for node in LexborHTMLParser(html).root.traverse():
        yield node
        if node.tag == "template":
            # The parser does not go into one; under another name it does.
            yield from elements("<div" + node.html.removeprefix("<template"))


def breaches(html: str) -> list[str]:
    """What of a page a browser would run or follow because of a payload."""
    found = []
    for element in elements(html):
        attributes = {name: value or "" for name, value in element.attributes.items()}
        if element.tag == "script":
            if attributes.get("type") == "application/ld+json":
                json.loads(element.text())
            elif attributes.get("type") != "application/json" and "xss9" in element.text():
                found.append(f"script {element.html}"[:200])
        for name, text in attributes.items():
            if "xss9" not in text or (name == "content" and "http-equiv" not in attributes):
                # Of words for search engines only a refresh is followed.
                continue
            runs = name.startswith("on") or name == "srcdoc" or "javascript:" in text.lower().replace("\t", "").strip()[:20]
            leads = name in ADDRESSES and "//xss9" in text
            if leads or (runs and (name.startswith("on") or name in ADDRESSES)):
                found.append(f"{element.tag} {name}={text}"[:200])
    return found


def check(response, what: str) -> None:
    assert response.status_code in {200, 400, 409, 422}, what
    assert breaches(response.content.decode()) == [], what


def test_the_check_itself_finds_breaches():
    assert all(breaches(f"<p>{payload}</p>") for payload in PAYLOADS[:5])
    assert breaches('<a href="javascript:xss9()">x</a>')
    assert breaches("<template><div><img src=x onerror=xss9()></div></template>")
    assert breaches('<meta http-equiv=refresh content="0;url=//xss9.example">')
    assert not breaches('<meta name=description content="javascript:xss9()">')
    assert not breaches("<p>&lt;script&gt;xss9()</p>")


def test_thirty_payloads():
    assert len(set(PAYLOADS)) >= 30


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_visitor_types(client, make_product, payload):
    product = make_product()
    factories.make_delivery()
    check(client.get("/szukaj/", {"q": payload, "strona": payload}), "search")
    check(client.get("/sklep/", {"q": payload, "sort": payload, payload: payload}), "list")
    check(client.get("/koszyk/", {payload: payload}), "basket")
    check(client.post("/koszyk/dodaj/", {"product": payload, "quantity": payload}, headers={"sec-fetch-site": "same-origin"}), "add")
    add_to_basket(client, product)
    fields = ("name", "email", "phone", "street", "postcode", "city", "buyer_note", "delivery", "payment", "key", "expected_total")
    check(client.post("/zamowienie/", {**dict.fromkeys(fields, payload), "terms": payload}), "checkout")
    assert not Order.objects.exists()


def test_what_a_buyer_leaves_is_text_for_the_staff_and_in_mails(make_product):
    """Name, address and remark of orders that went through, on every screen and in every mail that shows them."""
    staff = Client()
    staff.force_login(User.objects.create_superuser("chief", password="x"))
    products = make_product(stock=99)
    factories.make_delivery()
    for payload in PAYLOADS:
        buyer = Client()
        add_to_basket(buyer, products)
        data = checkout_data(buyer, name=payload, street=payload, city=payload[:80], buyer_note=payload)
        response = buyer.post("/zamowienie/", data, follow=True)
        check(response, f"confirmation {payload}")
    assert Order.objects.count() == len(PAYLOADS)
    outbox_sweep()
    assert len(mail.outbox) >= len(PAYLOADS)
    for message in mail.outbox:
        for body, kind in message.alternatives:
            assert breaches(body) == [], message.subject
            assert kind == "text/html"
        assert "\n" not in message.subject
    check(staff.get(reverse("orders:index")), "list of orders")
    for order in Order.objects.all():
        OrderNote.objects.create(order=order, message=order.buyer_note, public=True)
        Parcel.objects.filter(order=order).update(tracking_number=order.buyer_note[:60])
        check(staff.get(reverse("orders:edit", args=[order.pk])), "order")
        check(staff.get(reverse("market_packing_slip", args=[order.parcels.get().pk])), "packing slip")


#: What editors and enterprises write: pages, entries of lists, settings of the site, words beside pictures.
CONTENT = (BasePage, BaseSiteSetting, MarketImage, Certificate, *get_snippet_models())
HARMLESS = (MaxLengthValidator, ProhibitNullCharactersValidator)


def typed_fields() -> dict[type, dict[str, int]]:
    """Model → its text fields and their lengths. Left out is what a validator or a list of choices keeps payloads out of."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, CONTENT) and model.__module__.startswith(("home.", "stories.", "goodpractices.", "shop.")):
            found[model] = {
                field.name: field.max_length or 500
                for field in model._meta.concrete_fields
                if type(field) in {CharField, TextField} and field.editable and not field.choices and not field.unique
                and all(isinstance(validator, HARMLESS) for validator in field.validators)
            }
    return found


def rename_everything(payload: str, page) -> None:
    """The payload in every text field of all content, and in the blocks of a page."""
    for model, fields in typed_fields().items():
        model.objects.update(**{name: payload[:length] for name, length in fields.items()})
    page.body = [("heading", payload), ("quote", {"text": payload, "who": payload})]
    page.save(clean=False)


def test_every_kind_of_content_has_text_fields():
    found = {f"{model._meta.label}.{name}" for model, fields in typed_fields().items() for name in fields}
    assert {"shop.ProductPage.title", "shop.ProductPage.lead", "shop.Category.name", "stories.Enterprise.running_body",
            "home.SiteSettings.operator_name", "home.MarketImage.credit", "goodpractices.Figure.source"} <= found  # fmt: skip
    assert len(found) > 120


@pytest.mark.thorough
@pytest.mark.parametrize("payloads", [PAYLOADS[::2], PAYLOADS[1::2]], ids=["half", "other half"])
def test_what_editors_and_enterprises_type(shop_tree, make_product, payloads):
    picture = factories.make_image()
    product = make_product(picture=picture, stock=99)
    Certificate.objects.create(enterprise=product.enterprise, scheme=Certificate.Scheme.values[0], number="1", issuer="Kto",
                               valid_from=timezone.localdate())  # fmt: skip
    story = factories.make_story(shop_tree, enterprises=[product.enterprise], products=[product], picture=picture,
                               picture_alt="Wazon.")  # fmt: skip
    library = builders.make_library(shop_tree.home)
    term, practice = builders.make_term(library, "wtz", "WTZ", ["WTZ"]), builders.make_practice(library, sdgs=[1])
    builders.make_figure("wtz-liczba", "729")
    text = factories.make_standard_page(shop_tree, slug="o-nas", title="O nas", text="<p>WTZ</p>")
    funder = story_builders.make_funder("fundusz", Funder.Kind.values[0])
    campaigns, events = story_builders.make_campaigns(shop_tree.home), story_builders.make_events(shop_tree.home)
    campaign = story_builders.make_campaign(campaigns, start=-1, end=9, funders=[funder])
    event = story_builders.make_event(events, enterprises=[product.enterprise])
    order = factories.make_order(product)
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False)
    order_change_status(order=order, status=OrderStatus.SHIPPED)
    buyer = Client()
    add_to_basket(buyer, product)
    pages = [product.pages.get(), product.enterprise.pages.get(), story, term, practice, campaign, event, text, shop_tree.home, shop_tree.shop,
             shop_tree.stories, shop_tree.enterprises, campaigns, events, library.glossary, library.practices, library.figures]  # fmt: skip
    addresses = [page.url for page in pages] + ["/szukaj/?q=x", "/koszyk/", "/zamowienie/", f"/paragon/{order.share_token}/", "/historie/rss/"]
    for payload in payloads:
        rename_everything(payload, text)
        item = OrderItem.objects.get(order=order)
        item.product_data = json.loads(json.dumps(item.product_data).replace("Wazon", "WAZON"))
        item.product_data["name"] = payload
        # Addresses in the snapshot are our own; nobody types them.
        item.product_data["context"] = {
            key: payload if isinstance(value, str) and not key.endswith("_url") else value for key, value in item.context.items()
        }
        item.save()
        for address in addresses:
            if address.endswith("/rss/"):
                assert b"<script>xss9" not in buyer.get(address).content.replace(b"<![CDATA[", b"")
            else:
                response = buyer.get(address)
                html = response.content.decode()
                assert response.status_code == 200, (address, payload)
                assert breaches(html) == [], (address, payload)

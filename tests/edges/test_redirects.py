"""No parameter leads a visitor to another site."""

import re
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from home.models import User
from tests.shop.pages import SAME_ORIGIN, add_to_basket

pytestmark = pytest.mark.django_db

HOSTILE = [
    "http://evil.example/", "https://evil.example/", "//evil.example/", "///evil.example/", "////evil.example", "/\\evil.example",
    "\\\\evil.example", "http:evil.example", "http:/evil.example", "https:///evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "http://testserver@evil.example/", "http://testserver.evil.example/",
    "http://evil.example#testserver", "/%09/evil.example", "\t//evil.example", " //evil.example", "http://[::1", "ftp://testserver/",
]  # fmt: skip
NAMES = ["next", "return", "return_url", "redirect", "url", "next_url", "wroc"]


def leads_inside(location: str) -> bool:
    """As a browser reads it: blanks cut off, backslashes are slashes, tabs and line ends do not count."""
    address = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"", "http"} and parts.netloc in {"", "testserver"} and not address.startswith("//")


@pytest.mark.parametrize("target", HOSTILE)
def test_login_leads_inside(shop_tree, target):
    User.objects.create_superuser("chief", password="haslo")
    client = Client()
    response = client.post(f"/admin/login/?next={quote(target)}", {"username": "chief", "password": "haslo", "next": target})
    if response.status_code in {301, 302}:
        assert leads_inside(response["Location"]), response["Location"]
    else:
        assert response.status_code == 200
    assert leads_inside(Client().get(f"/_util/login/?next={quote(target)}")["Location"])


@pytest.mark.parametrize("target", HOSTILE)
def test_the_shop_leads_inside(client, make_product, target):
    product = make_product(stock=9)
    query = "&".join(f"{name}={quote(target)}" for name in NAMES)
    fields = dict.fromkeys(NAMES, target)
    answers = [
        client.post(f"/koszyk/dodaj/?{query}", {"product": product.pk, "quantity": 1, **fields}, headers=SAME_ORIGIN | {"referer": target}),
        client.post(f"/koszyk/zmien/?{query}", {"item": "1", "quantity": "1", **fields}),
        client.post(f"/zamowienie/?{query}", {"recalculate": "1", **fields}),
        client.get(f"/zamowienie/?{query}"),
        client.get(f"/favicon.ico?{query}"),
        Client().get(f"/zamowienie/?{query}"),
    ]
    for response in answers:
        assert response.status_code < 500
        assert leads_inside(response.get("Location", "/")), response["Location"]


@pytest.mark.parametrize("target", HOSTILE)
def test_the_administration_leads_inside(shop_tree, make_product, target):
    client = Client()
    client.force_login(User.objects.create_superuser("chief", password="haslo"))
    page = make_product().pages.get()
    for path in (f"/admin/pages/{page.pk}/unpublish/", f"/admin/pages/{page.pk}/unlock/", f"/admin/pages/{page.pk}/lock/"):
        response = client.post(f"{path}?next={quote(target)}", {"next": target})
        assert response.status_code < 500
        assert leads_inside(response.get("Location", "/")), path


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example", "///evil.example/x/", "/\\evil.example/", "/en//evil.example/", "//evil.example/..%2f", "/%2f/evil.example"]
)
def test_strange_addresses_lead_inside(client, shop_tree, path):
    """Neither by redirect nor by a link of the page that is shown instead."""
    response = client.generic("GET", "/", PATH_INFO=path)
    assert response.status_code in {301, 302, 404}
    assert leads_inside(response.get("Location", "/"))
    for link in re.findall(r'(?:href|action|src)="([^"]*)"', response.content.decode()):
        assert leads_inside(link) or link.startswith(("http://127.0.0.1:8000/", "mailto:", "tel:", "https://market")), link


def test_adding_still_works(client, make_product):
    assert add_to_basket(client, make_product())["Location"] == "/koszyk/"

"""What the site offers to programs: a read API of public pages and pictures, and nothing of Salesman's."""

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from home.models import User
from tests import factories

pytestmark = pytest.mark.django_db

SALESMAN = (
    "/api/basket/", "/api/basket/1/", "/api/basket/count/", "/api/basket/extra/", "/api/basket/quantity/",
    "/api/checkout/", "/api/orders/", "/api/orders/last/", "/api/orders/1/", "/api/orders/1/status/",
    "/api/orders/1/pay/", "/api/orders/1/refund/", "/api/payment/", "/basket/", "/checkout/", "/orders/",
)  # fmt: skip


def names(resolver, prefix="") -> list[tuple[str, str]]:
    """(module, route) of every view of the site."""
    found = []
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += names(pattern, route)
        else:
            view = pattern.callback
            cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
            found.append(((cls or view).__module__, route))
    return found


@pytest.mark.parametrize("path", SALESMAN)
def test_no_address_of_salesman_answers(path):
    # The tree of pages catches every address; that is no view of an API.
    assert resolve(path).view_name == "wagtail_serve"
    for method in ("get", "post", "put", "delete"):
        assert getattr(Client(), method)(path).status_code in {404, 405}


def test_no_view_of_salesman_is_routed():
    assert [route for module, route in names(get_resolver()) if module.startswith("salesman")] == []


def test_below_api_there_is_only_what_is_documented():
    below = {route for module, route in names(get_resolver()) if route.startswith("api/")}
    kinds = {route.removeprefix("api/v2/").lstrip("^").split("/")[0] for route in below}
    assert all(route.startswith("api/v2/") for route in below)
    assert kinds == {"pages", "images"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v2/pages/", "/api/v2/pages/1/", "/api/v2/images/", "/api/v2/images/1/"])
def test_api_is_read_only(path, method):
    assert getattr(Client(), method)(path).status_code == 405


def test_drafts_and_hidden_fields_stay_inside(shop_tree, make_product):
    product = make_product(title="Wazon jawny", picture=factories.make_image("Jawne zdjęcie"))
    draft = make_product(title="Szkic tajny")
    draft.pages.get().unpublish()
    live = product.pages.get()
    live.title = "Tytuł ze szkicu"
    live.save_revision()
    User.objects.create_user(username="tajny-login", email="tajny@example.org", password="haslo-do-testow")
    client = Client()
    text = client.get("/api/v2/pages/?fields=*&limit=50").content.decode()
    assert "Wazon jawny" in text
    detail = client.get(f"/api/v2/pages/{live.pk}/?fields=*").content.decode()
    pictures = client.get("/api/v2/images/?fields=*").content.decode()
    assert client.get(f"/api/v2/pages/{draft.pages.get().pk}/").status_code == 404
    for word in ("Szkic tajny", "Tytuł ze szkicu", "tajny-login", "tajny@example.org"):
        assert word not in text + detail + pictures
    for field in ("uploaded_by", "consent", "password", '"owner"', "latest_revision"):
        assert field not in text + detail + pictures


@pytest.mark.parametrize("query", ["fields=owner(password)", "fields=owner(*)", "password=x", "owner__password=x", "fields=uploaded_by_user"])
def test_unknown_fields_are_refused(shop_tree, query):
    for kind in ("pages", "images"):
        assert Client().get(f"/api/v2/{kind}/?{query}").status_code == 400

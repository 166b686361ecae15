"""The buyer's page of an order: confirmation, status, transfer, secret link."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from shop.models import Order
from shop.services.orders import order_cancel, order_secret, payment_record
from tests import factories
from tests.shop.pages import add_to_basket, checkout_data, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(client, shop_tree, make_product):
    """An order placed through the site by `client`."""
    factories.make_delivery()
    maker = factories.make_enterprise(shop_tree, name="WTZ „Pod Lipą”", purpose="piec do ceramiki")
    factories.make_story(shop_tree, enterprises=[maker], title="Trzy tygodnie wazonu")
    add_to_basket(client, make_product(enterprise=maker, title="Wazon „Brzeg”", price="120.00"))
    client.post("/zamowienie/", checkout_data(client))
    return Order.objects.get()


def page(client, order) -> str:
    response = client.get(f"/zamowienie/{order.ref}/")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_confirmation_shows_reference_transfer_and_social_context(client, order):
    html = page(client, order)
    text = words(html)
    assert f'id="order-ref">{order.ref}</p>' in html
    for expected in (
        "138,90 zł",
        f"Zamówienie {order.ref}",
        "78 0000 0002 0261 1222 0000 0001",
        "Wazon „Brzeg”",
        "WTZ „Pod Lipą”",
        "piec do ceramiki",
        "Trzy tygodnie wazonu",
    ):
        assert expected in text
    assert f"/zamowienie/{order.ref}/qr.svg" in html
    assert f"/paragon/{order.share_token}/" in html


def test_thanks_are_said_once(client, order):
    first, second = (page(client, order).split("<h1>")[1].split("</h1>")[0] for _visit in range(2))
    assert first != second


def test_page_leaves_no_trace_elsewhere(client, order):
    for path in ("", "qr.svg"):
        response = client.get(f"/zamowienie/{order.ref}/{path}")
        # "no-referrer" would make browsers send „Origin: null” with the forms of the page, and they would be refused.
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


def test_qr_is_an_svg_with_the_transfer(client, order):
    response = client.get(f"/zamowienie/{order.ref}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.lstrip().startswith((b"<?xml", b"<svg"))


def test_paid_order_asks_for_no_transfer(client, order):
    payment_record(
        order=order, amount=Decimal("138.90"), received_on=timezone.localdate(), transaction_id="T1", by=None
    )
    html = page(client, order)
    assert "qr.svg" not in html
    assert client.get(f"/zamowienie/{order.ref}/qr.svg").status_code == 404
    assert html.count('aria-current="step"') == 1


def test_cancelled_order_shows_no_receipt(client, order):
    order_cancel(order=order, by=None)
    html = page(client, order)
    assert order.share_token not in html
    assert "timeline__step--cancelled" in html


def test_secret_link_opens_the_order_in_another_browser(client, order, make_product):
    from django.test import Client

    other = Client()
    assert other.get(f"/zamowienie/{order.ref}/").status_code == 404
    response = other.get(f"/zamowienie/status/{order_secret(order=order)}/")
    assert (response.status_code, response.url) == (302, f"/zamowienie/{order.ref}/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert other.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/zamowienie/status/x/",
        "/zamowienie/status/{wrong}/",
        "/zamowienie/status/{hash}/",
        "/zamowienie/{ref}/",
        "/zamowienie/{ref}/qr.svg",
        "/zamowienie/NIEMATAK/",
        "/zamowienie/%00/",
        "/zamowienie/status/%00/",
        "/paragon/x/",
        "/paragon/%00/",
        "/paragon/{ref}/",
    ],
)
def test_strangers_learn_nothing(client, order, path):
    from django.test import Client

    stranger = Client()
    sessions = Session.objects.count()
    secret = order_secret(order=order)
    wrong = ("A" if secret[0] != "A" else "B") + secret[1:]
    response = stranger.get(path.format(ref=order.ref, wrong=wrong, hash=order.token))
    assert response.status_code == 404
    assert not response.cookies
    assert Session.objects.count() == sessions
    assert order.name not in response.content.decode()


def test_transfer_is_due_in_seven_days(client, order):
    order.date_created = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
    order.save(update_fields=["date_created"])
    order.reservations.update(expires_at=order.date_created + datetime.timedelta(days=7))
    assert "29 listopada 2026" in page(client, order)


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow_with_the_lines(
    client, shop_tree, make_product, django_assert_max_num_queries, number
):
    factories.make_delivery()
    maker = factories.make_enterprise(shop_tree)
    for _line in range(number):
        add_to_basket(client, make_product(enterprise=maker, price="10.00"))
    client.post("/zamowienie/", checkout_data(client))
    order = Order.objects.get()
    page(client, order)
    with django_assert_max_num_queries(26):
        page(client, order)


def test_a_transfer_paid_in_part_asks_for_the_rest(client, order):
    payment_record(
        order=order, amount=Decimal("100.00"), received_on=timezone.localdate(), transaction_id="T1", by=None
    )
    transfer = words(page(client, order).split('class="transfer"')[1].split("</section>")[0])
    assert "38,90 zł" in transfer
    assert "138,90" not in transfer
    assert client.get(f"/zamowienie/{order.ref}/qr.svg").status_code == 200

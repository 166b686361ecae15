"""Whoever holds a gift card learns where its code is typed: in the basket, on the page of the balance, at the foot."""

import pytest

from shop.models import Product
from tests.shop.pages import add_to_basket, words

pytestmark = pytest.mark.django_db

ASKED = {"": "Masz kartę podarunkową?", "/en": "Have a gift card?", "/uk": "Маєте подарункову картку?"}


@pytest.mark.parametrize("prefix", ASKED)
def test_in_three_languages(client, shop_tree, prefix):
    for path in ("/koszyk/", "/karta-podarunkowa/"):
        assert words(client.get(f"{prefix}{path}").content.decode()).count(ASKED[prefix]) >= 2, path


def test_the_full_basket_leads_to_its_own_field(client, make_product):
    add_to_basket(client, make_product())
    html = client.get("/koszyk/").content.decode()
    assert '<a href="#code">Masz kartę podarunkową?</a>' in html
    assert html.count('id="code"') == 1
    assert html.index('href="#code"') < html.index("/zamowienie/")


def test_the_page_of_the_balance_leads_to_the_shop_and_the_basket(client, shop_tree):
    html = client.get("/karta-podarunkowa/").content.decode()
    assert "wpisz kod karty" in words(html)
    assert 'href="/koszyk/"' in html
    assert f'href="{shop_tree.shop.url}"' in html


def test_the_gift_card_for_sale_tells_it_too(client, make_product):
    card = make_product(kind=Product.Kind.GIFT_CARD, stock=0)
    html = client.get(card.pages.get().url).content.decode()
    assert "wpisz kod karty" in words(html)
    plain = make_product()
    assert "wpisz kod karty" not in words(client.get(plain.pages.get().url).content.decode())

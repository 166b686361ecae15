"""Things looked at lately: the server shows what it is asked for, and keeps nothing of it."""

import re

import pytest
from django.contrib.sessions.models import Session

from stories.models import EnterprisePage

pytestmark = pytest.mark.django_db

PATH = "/obejrzane/"


def titles(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'class="product-card__title"[^>]*><a [^>]*>([^<]+)<', response.content.decode())


def test_cards_come_in_the_order_asked_for_and_once(client, make_product):
    vase, cup, sold = make_product(title="Wazon"), make_product(title="Kubek"), make_product(title="Szal", stock=0)
    keys = {"k": [cup.pk, sold.pk, vase.pk, cup.pk]}
    response = client.get(PATH, keys)
    assert titles(response) == ["Kubek", "Szal", "Wazon"]
    assert response["Cache-Control"] == "max-age=300"
    assert not response.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "²", "9" * 40, "0", "' OR 1=1 --"])
def test_what_is_no_key_is_left_out(client, make_product, key):
    vase = make_product(title="Wazon")
    assert titles(client.get(PATH, {"k": [key, vase.pk]})) == ["Wazon"]


def test_what_is_not_public_is_left_out(client, make_product, make_enterprise):
    hidden, orphan = make_product(title="Wazon"), make_product(title="Kubek", enterprise=make_enterprise())
    hidden.pages.get().unpublish()
    EnterprisePage.objects.get(enterprise=orphan.enterprise).unpublish()
    assert titles(client.get(PATH, {"k": [hidden.pk, orphan.pk]})) == []


def test_eight_things_are_shown_in_the_queries_of_one(client, make_product, django_assert_max_num_queries):
    goods = [make_product(title=f"Wazon {number}") for number in range(9)]
    for number in (1, 9):
        with django_assert_max_num_queries(15):
            shown = titles(client.get(PATH, {"k": [product.pk for product in goods[:number]]}))
        assert shown == [f"Wazon {place}" for place in range(min(number, 8))]


def test_the_page_of_a_good_says_nothing_of_its_reader(client, make_product):
    page = make_product(title="Wazon").pages.get()
    content = client.get(page.url).content.decode()
    assert f'data-key="{page.product_id}"' in content
    assert 'id="seen"' in content
    assert not Session.objects.exists()

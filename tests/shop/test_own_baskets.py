"""A link to another basket takes nothing from the own one: it is kept, brought back, or put together with the other."""

import pytest
from django.test import Client
from django.urls import reverse

from shop.models import Basket
from shop.services.shared_baskets import basket_share
from shop.services.stock import stock_correct
from tests import factories
from tests.shop.pages import add_to_basket

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def cup(make_product):
    return make_product(title="Kubek", stock=5, kind="series")


@pytest.fixture
def vase(make_product):
    return make_product(title="Wazon", stock=5, kind="series")


@pytest.fixture
def theirs(cup):
    """Somebody's basket with a cup, and the secret of its link."""
    basket = factories.make_basket((cup, 2))
    return basket, basket_share(basket=basket)


@pytest.fixture
def helper(client, vase, theirs):
    """A session with a vase in its own basket that has opened the link."""
    add_to_basket(client, vase)
    client.get(reverse("basket_join", args=[theirs[1]]))
    return client


def goods_of(basket: Basket) -> dict[int, int]:
    return dict(basket.items.values_list("product_id", "quantity"))


def answer(client, what: str) -> str:
    return client.post(reverse("basket_own"), {"answer": what}, headers=SAME_ORIGIN, follow=True).content.decode()


def test_the_page_says_that_the_own_basket_is_kept_and_brings_it_back(helper, theirs, vase, cup):
    html = helper.get(reverse("basket")).content.decode()
    assert "Twój koszyk czeka" in html
    assert "Leży w nim 1 sztuka, tak jak przedtem." in html
    assert "Koszyk poniżej należy do osoby, której pomagasz." in html
    html = answer(helper, "back")
    assert "To znowu twój koszyk." in html
    assert "Wazon" in html
    assert "Kubek" not in html
    assert "Twój koszyk czeka" not in html
    assert goods_of(theirs[0]) == {cup.pk: 2}


def test_both_are_put_together(helper, theirs, vase, cup):
    assert "Oba koszyki są teraz jednym." in answer(helper, "together")
    assert goods_of(theirs[0]) == {cup.pk: 2, vase.pk: 1}
    assert "Twój koszyk czeka" not in helper.get(reverse("basket")).content.decode()


def test_the_same_thing_is_added_up(client, cup, theirs):
    add_to_basket(client, cup)
    client.get(reverse("basket_join", args=[theirs[1]]))
    answer(client, "together")
    assert goods_of(theirs[0]) == {cup.pk: 3}


def test_what_cannot_be_put_there_stays_in_the_own_basket(helper, theirs, vase, cup):
    own = Basket.objects.exclude(pk=theirs[0].pk).get()
    stock_correct(product=vase, on_hand=0, by=None, note="Stłuczony")
    html = answer(helper, "together")
    assert "Te rzeczy zostały w twoim koszyku. Nadal czeka." in html
    assert goods_of(theirs[0]) == {cup.pk: 2}
    assert goods_of(own) == {vase.pk: 1}
    assert "Twój koszyk czeka" in html


def test_two_links_in_a_row_keep_the_own_basket(helper, vase, make_product):
    other = factories.make_basket(make_product(title="Deska"))
    helper.get(reverse("basket_join", args=[basket_share(basket=other)]))
    html = answer(helper, "back")
    assert "Wazon" in html


def test_the_owner_who_opens_the_own_link_helps_nobody(client, vase):
    add_to_basket(client, vase)
    own = Basket.objects.get()
    client.get(reverse("basket_join", args=[basket_share(basket=own)]))
    html = client.get(reverse("basket")).content.decode()
    assert "Twój koszyk czeka" not in html
    assert "poprosił" not in html


def test_a_reminder_leads_to_the_own_basket_and_lays_the_newer_one_aside(client, vase, theirs, cup):
    """`theirs` is here the same person's basket of another telephone."""
    add_to_basket(client, vase)
    html = client.get(reverse("basket_return", args=[theirs[1]]), follow=True).content.decode()
    assert "To koszyk, który był tu zostawiony." in html
    assert "Kubek" in html
    assert "której pomagasz" not in html
    assert "Wazon" in answer(client, "back")
    # The older one is the own one too: it waits in turn.
    assert "Twój koszyk czeka" in client.get(reverse("basket")).content.decode()
    assert "Kubek" in answer(client, "back")


def test_a_basket_that_was_ordered_leaves_the_own_one(helper, theirs):
    theirs[0].delete()
    html = helper.get(reverse("basket")).content.decode()
    assert "Twój koszyk czeka" in html
    assert "Przełóż moje rzeczy" not in html
    assert "Wazon" in answer(helper, "back")


def test_without_a_kept_basket_nothing_happens_and_no_session_begins(vase):
    visitor = Client()
    assert visitor.post(reverse("basket_own"), {"answer": "back"}, headers=SAME_ORIGIN).status_code == 302
    assert visitor.post(reverse("basket_own"), {"answer": "back"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert visitor.get(reverse("basket_return", args=["x" * 27])).status_code == 404
    assert Basket.objects.count() == 0

"""Who gets into which screen: a table of roles and addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from shop.models import Product
from tests.factories import make_order

from .admin_people import ROLES, client_of, make_person

pytestmark = pytest.mark.django_db

YES, NO = 200, 302
#: Wagtail leads whoever lacks a right back to the start page: 302.
TABLE = {
    # address: owner, communications, shop, workshop
    "wagtailadmin_home": (YES, YES, YES, YES),
    "orders:index": (YES, NO, YES, NO),
    "market_workshop": (NO, NO, NO, YES),
    "market_workshop_product": (NO, NO, NO, YES),
    "market_help": (YES, YES, YES, YES),
    "market_report_goods_without_story": (YES, YES, YES, NO),
    "market_report_outbox": (YES, NO, YES, NO),
    "market_report_certificates": (YES, YES, YES, NO),
    "market_report_knowledge": (YES, YES, NO, NO),
    "wagtailsnippets_shop_product:list": (YES, YES, YES, NO),
    "wagtailsnippets_shop_product:add": (YES, NO, YES, NO),
    "wagtailsnippets_shop_category:list": (YES, NO, YES, NO),
    "wagtailsnippets_shop_material:list": (YES, NO, YES, NO),
    "wagtailsnippets_shop_deliverymethod:list": (YES, NO, YES, NO),
    "wagtailsnippets_stories_enterprise:list": (YES, YES, YES, NO),
    "wagtailsnippets_stories_enterprise:add": (YES, YES, NO, NO),
    "wagtailsnippets_stories_technique:list": (YES, YES, YES, NO),
    "wagtailsnippets_goodpractices_figure:list": (YES, YES, NO, NO),
    "wagtailsnippets_goodpractices_glossaryterm:list": (YES, YES, NO, NO),
    "wagtailsnippets_goodpractices_industry:list": (YES, YES, NO, NO),
    "wagtailsnippets_home_sdg:list": (YES, YES, NO, NO),
    "wagtailsnippets_home_sdg:add": (NO, NO, NO, NO),
    "wagtailsnippets_home_funder:list": (YES, YES, NO, NO),
    "wagtailusers_users:index": (YES, NO, NO, NO),
    "wagtailusers_groups:index": (YES, NO, NO, NO),
}


@pytest.fixture
def people(make_enterprise):
    maker = make_enterprise()
    return {role: make_person(role, enterprise=maker if role == "workshop" else None) for role in ROLES}


def test_every_role_gets_what_the_table_says(people):
    found = {
        name: tuple(client_of(person).get(reverse(name)).status_code for person in people.values())
        for name in TABLE
    }
    assert found == TABLE


@pytest.mark.parametrize("name", TABLE)
def test_nobody_gets_in_without_a_login(db, name):
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_a_login_without_a_role_sees_nothing(db, django_user_model):
    person = django_user_model.objects.create_user(username="nikt", password="haslo-do-testow")
    response = client_of(person).get(reverse("orders:index"))
    assert response.status_code == 302


def test_screens_of_one_order_and_one_product(people, make_product):
    product = make_product(stock=3)
    order = make_order(product)
    edit = Product.snippet_viewset.get_url_name
    table = {
        reverse("orders:edit", args=[order.pk]): (YES, NO, YES, NO),
        reverse("orders:status", args=[order.pk, "CANCELLED"]): (YES, NO, YES, NO),
        # The parcel is another maker's: the workshop's person does not learn whether it exists.
        reverse("market_packing_slip", args=[order.parcels.get().pk]): (YES, NO, YES, 404),
        reverse(edit("edit"), args=[product.pk]): (YES, NO, YES, NO),
        reverse(edit("price"), args=[product.pk]): (YES, NO, YES, NO),
        reverse(edit("stock"), args=[product.pk]): (YES, NO, YES, NO),
    }
    found = {
        url: tuple(client_of(person).get(url).status_code for person in people.values()) for url in table
    }
    assert found == table

"""The start page of the admin: shortcuts by role, our own guide, counts that Polish can say."""

import re
from unittest.mock import Mock

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail import hooks
from wagtail.admin.paginator import WagtailPaginator

from home.admin.duties import HOOK
from home.admin.shortcuts import Shortcut, shortcuts_for
from home.blocks import DescribedImageBlock
from shop.models import Product
from stories.models import StoryPage
from tests import factories
from tests.goodpractices.builders import make_library
from tests.stories.builders import make_campaigns, make_events

from .admin_people import client_of, make_person

pytestmark = pytest.mark.django_db


def shortcuts(client) -> list[Shortcut]:
    return shortcuts_for(client.get(reverse("wagtailadmin_home")).wsgi_request)


@pytest.fixture
def rooms(shop_tree):
    make_campaigns(shop_tree.home)
    make_events(shop_tree.home)
    make_library(shop_tree.home)
    return shop_tree


def labels(found: list[Shortcut]) -> list[str]:
    with translation.override("pl"):
        return [str(shortcut.label) for shortcut in found]


def test_each_role_begins_what_it_may(rooms, make_enterprise):
    editor = client_of(make_person("communications"))
    assert labels(shortcuts(editor)) == [
        "Napisz historię", "Zapowiedz wydarzenie", "Zaplanuj kampanię", "Opisz dobrą praktykę",
    ]  # fmt: skip
    assert labels(shortcuts(client_of(make_person("shop")))) == ["Dodaj produkt"]
    workshop = client_of(make_person("workshop", enterprise=make_enterprise()))
    assert labels(shortcuts(workshop)) == ["Pokaż nową rzecz"]


def test_a_shortcut_opens_the_form_of_a_new_page(rooms):
    editor = client_of(make_person("communications"))
    story = shortcuts(editor)[0]
    response = editor.get(story.url)
    assert response.status_code == 200
    assert response.context["page"].specific_class is StoryPage


def test_the_shop_comes_to_the_form_of_a_new_product(rooms):
    staff = client_of(make_person("shop"))
    (new,) = shortcuts(staff)
    assert new.url == reverse(Product.snippet_viewset.get_url_name("add"))
    assert staff.get(new.url).status_code == 200


def test_before_the_rooms_exist_there_is_nothing_to_begin_in_them(db):
    factories.fell_tree()
    assert shortcuts(client_of(make_person("communications"))) == []


def test_help_leads_to_our_guide_and_not_to_another_site(rooms):
    html = client_of(make_person("communications")).get(reverse("wagtailadmin_home")).content.decode()
    assert "Co dziś zrobić" in html
    assert "Na skróty" in html
    assert f'href="{reverse("market_help")}"' in html
    assert "guide.wagtail.org" not in html
    assert "Szukaj wśród wszystkich stron…" in html


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_list_counts_without_a_plural(number):
    with translation.override("pl"):
        assert WagtailPaginator(range(number), 10).items_count_label == f"Razem: {number}"


def test_the_list_of_orders_names_its_columns_in_polish(rooms):
    html = client_of(make_person("shop")).get(reverse("orders:index")).content.decode()
    assert "Reference" not in html


def test_the_chooser_of_a_picture_has_a_translated_label():
    with translation.override("pl"):
        assert str(DescribedImageBlock().child_blocks["image"].label) == "Ilustracja"


def test_every_icon_of_menu_and_duties_is_there(rooms):
    """An icon that is not registered leaves a hole."""
    owner = client_of(make_person("owner"))
    sprite = owner.get(reverse("wagtailadmin_sprite")).content.decode()
    pages = [owner.get(reverse(name)).content.decode() for name in ("wagtailadmin_home", "withdrawals:index", "complaints:index")]
    used = {name for html in pages for name in re.findall(r'(?:#icon-|"icon_name": "|iconName&quot;: &quot;)([a-z0-9-]+)', html)}
    request = Mock(user=make_person("owner", login="druga"))
    used |= {duty.icon for tell in hooks.get_hooks(HOOK) for duty in tell(request)}
    assert "resubmit" in used
    assert {name for name in used if f'id="icon-{name}"' not in sprite} == set()

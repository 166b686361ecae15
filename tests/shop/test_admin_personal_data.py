"""The screen „Personal data”: for owner and shop, in two steps, without the address in any address."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from shop.models import Order
from tests import factories
from tests.shop.admin_people import ROLES, client_of, make_person, messages_of
from tests.shop.persons import ADDRESS, HALINA, all_traces, make_closed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("market_personal_data")


@pytest.fixture
def person(shop_tree):
    return make_person("shop")


@pytest.fixture
def staff(person):
    return client_of(person)


@pytest.fixture
def order(make_product):
    return make_closed_order(make_product())


def test_owner_and_shop_get_in_and_nobody_else(url, make_enterprise, order):
    maker = make_enterprise()
    people = {role: make_person(role, enterprise=maker if role == "workshop" else None) for role in ROLES}
    data = {"step": "find", "email": ADDRESS}
    found = {
        role: (client_of(who).get(url).status_code, client_of(who).post(url, data).status_code)
        for role, who in people.items()
    }
    assert found == {"owner": (200, 200), "communications": (302, 302), "shop": (200, 200), "workshop": (302, 302)}
    for step in ("export", "erase"):
        client_of(people["workshop"]).post(url, {"step": step, "email": ADDRESS, "email_again": ADDRESS})
    assert Order.objects.get().erased_at is None
    assert ModelLogEntry.objects.filter(action__startswith="market.").count() == 0


def test_the_menu_shows_it_to_those_alone(url, make_enterprise):
    menus = {role: client_of(make_person(role)).get(reverse("wagtailadmin_home")).content.decode() for role in ROLES}
    assert [role for role, html in menus.items() if url in html] == ["owner", "shop"]


def test_it_tells_what_is_kept_and_until_when(staff, url, order):
    html = staff.post(url, {"step": "find", "email": HALINA["email"].upper()}).content.decode()
    assert order.ref in html
    assert str(timezone.localdate().year + 3) in html
    assert f"31 grudnia {timezone.localdate().year + 6}" in html
    assert HALINA["street"] not in html


def test_an_unknown_address_is_answered_in_words(staff, url, order):
    response = staff.post(url, {"step": "find", "email": "nikt@example.org"})
    assert response.status_code == 200
    assert response.context["found"].orders == []
    assert 'name="step" value="export"' not in response.content.decode()


@pytest.mark.parametrize("email", ["", " ", "x" * 300])
def test_a_useless_address_is_refused_beside_the_field(staff, url, email):
    for step in ("find", "export", "ask"):
        response = staff.post(url, {"step": step, "email": email})
        assert response.status_code == 200
        assert response.context["form"].errors["email"]


@pytest.mark.parametrize("data", [{}, {"step": "steal"}, {"step": ""}])
def test_an_unknown_step_is_not_found(staff, url, data):
    assert staff.post(url, data).status_code == 404


def test_the_copy_comes_as_a_file_without_the_address_in_its_name(staff, url, order):
    response = staff.post(url, {"step": "export", "email": ADDRESS})
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == (
        f'attachment; filename="dane-osobowe-{timezone.localdate():%Y-%m-%d}.zip"'
    )
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert order.ref in archive.read("dane.json").decode()
    entry = ModelLogEntry.objects.get(action="market.personal_data.export")
    assert (entry.user.username, entry.label, entry.data) == ("shop", order.ref, {})


def test_the_question_erases_nothing_and_says_what_stays(staff, url, order):
    response = staff.post(url, {"step": "ask", "email": ADDRESS})
    html = response.content.decode()
    assert order.ref in html
    assert f"31 grudnia {timezone.localdate().year + 6}" in html
    assert response.context["form"]["email"].value() == ADDRESS
    assert not response.context["form"]["email_again"].value()
    assert Order.objects.get().erased_at is None


@pytest.mark.parametrize("again", ["", "halina@example.org", f"x{ADDRESS}"])
def test_the_address_has_to_be_typed_again(staff, url, order, again):
    response = staff.post(url, {"step": "erase", "email": ADDRESS, "email_again": again})
    assert response.status_code == 200
    assert response.context["form"].errors["email_again"]
    assert Order.objects.get().email == HALINA["email"]


def test_an_erasure_is_done_logged_and_told(staff, url, order):
    response = staff.post(
        url, {"step": "erase", "email": ADDRESS, "email_again": f" {HALINA['email']} "}, follow=True
    )
    assert response.redirect_chain == [(url, 302)]
    (told,) = messages_of(response)
    assert order.ref in told
    assert ADDRESS not in response.content.decode()
    assert all_traces() == set()
    entry = ModelLogEntry.objects.get(action="market.personal_data.erase")
    assert (entry.user.username, entry.label, entry.data) == ("shop", order.ref, {})
    again = staff.post(url, {"step": "erase", "email": ADDRESS, "email_again": ADDRESS}, follow=True)
    assert len(messages_of(again)) == 1
    assert ModelLogEntry.objects.filter(action="market.personal_data.erase").count() == 1


def test_an_open_order_is_named_before_and_after_the_click(staff, url, order, make_product):
    open_order = factories.make_order(make_product(), **HALINA)
    asked = staff.post(url, {"step": "ask", "email": ADDRESS})
    assert asked.context["found"].open_refs == [open_order.ref]
    refused = staff.post(url, {"step": "erase", "email": ADDRESS, "email_again": ADDRESS})
    assert refused.status_code == 200
    (error,) = refused.context["form"].non_field_errors()
    assert open_order.ref in error
    assert not Order.objects.exclude(erased_at=None).exists()


def test_the_order_screen_leads_here_without_the_address(staff, url, order):
    screen = reverse("orders:edit", args=[order.pk])
    assert f'href="{url}?order={order.pk}"' in staff.get(screen).content.decode()
    form = staff.get(f"{url}?order={order.pk}").context["form"]
    assert form.initial == {"email": HALINA["email"]}
    staff.post(url, {"step": "erase", "email": ADDRESS, "email_again": ADDRESS})
    html = staff.get(screen).content.decode()
    assert f'href="{url}?order={order.pk}"' not in html
    assert "mailto:" not in html


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "9" * 18, "9" * 40, "²", "1%01"])
def test_a_wrong_number_of_an_order_shows_the_empty_form(staff, url, number):
    response = staff.get(f"{url}?order={number}")
    assert response.status_code == 200
    assert response.context["form"].initial == {"email": ""}

"""A colleague leaves: nobody can tell any more who it was, and what was done stays done by one and the same."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from home.models import User
from home.staff import staff_anonymise
from tests import factories
from tests.shop.admin_people import ROLES, client_of, make_person, messages_of
from tests.shop.persons import traces

pytestmark = pytest.mark.django_db
PASSWORD = "haslo-do-testow"


@pytest.fixture
def owner(shop_tree):
    return make_person("owner")


@pytest.fixture
def leaver(owner, make_enterprise):
    user = make_person("shop", enterprise=make_enterprise(), login="genowefa.pruszcz")
    user.first_name, user.last_name, user.email = "Genowefa", "Pruszcz", "genowefa@pruszcz.example.org"
    user.save()
    log(instance=user, action="wagtail.create", user=owner)
    return user


@pytest.fixture
def address(leaver):
    return reverse("market_staff_anonymise", args=[leaver.pk])


def test_no_trace_of_the_person_is_left(leaver, owner):
    assert traces("genowefa") == {"home_user.username", "home_user.first_name", "home_user.email", "wagtailcore_modellogentry.label"}
    staff_anonymise(user=leaver, by=owner)
    assert traces("genowefa") | traces("pruszcz") == set()


def test_what_was_done_stays_with_the_row(leaver, owner, make_product):
    order = factories.make_order(make_product())
    order.status_changes.update(changed_by=leaver)
    staff_anonymise(user=leaver, by=owner)
    assert order.status_changes.get().changed_by == leaver
    assert leaver.username == f"dawne-konto-{leaver.pk}"
    entry = ModelLogEntry.objects.get(action="market.staff.anonymise")
    assert (entry.user, entry.label, entry.data) == (owner, leaver.username, {})


def test_nothing_can_be_done_with_the_login(leaver, owner, django_user_model):
    browser = client_of(leaver)
    assert browser.get(reverse("orders:index")).status_code == 200
    staff_anonymise(user=leaver, by=owner)
    assert browser.get(reverse("orders:index")).url.startswith(reverse("wagtailadmin_login"))
    for login in ("genowefa.pruszcz", leaver.username):
        assert not Client().login(username=login, password=PASSWORD)
    assert (leaver.is_active, leaver.is_staff, leaver.is_superuser) == (False, False, False)
    assert list(leaver.groups.all()) == []
    assert User.objects.filter(enterprises__isnull=False).count() == 0
    # Activated again by mistake, it still opens nothing.
    django_user_model.objects.filter(pk=leaver.pk).update(is_active=True)
    assert not Client().login(username=leaver.username, password=PASSWORD)


def test_twice_is_once(leaver, owner):
    staff_anonymise(user=leaver, by=owner)
    once = User.objects.filter(pk=leaver.pk).values().get()
    staff_anonymise(user=leaver, by=owner)
    assert User.objects.filter(pk=leaver.pk).values().get() == once
    assert ModelLogEntry.objects.filter(action="market.staff.anonymise").count() == 1


def test_nobody_closes_the_own_login(owner):
    with pytest.raises(ValidationError):
        staff_anonymise(user=owner, by=owner)
    owner.refresh_from_db()
    assert (owner.username, owner.is_active) == ("owner", True)


def test_an_administrators_login_needs_an_administrator(owner, leaver):
    User.objects.filter(pk=leaver.pk).update(is_superuser=True)
    leaver.refresh_from_db()
    with pytest.raises(ValidationError):
        staff_anonymise(user=leaver, by=owner)
    assert User.objects.get(pk=leaver.pk).username == "genowefa.pruszcz"


def test_only_the_owner_gets_there(leaver, address):
    people = {role: User.objects.filter(username=role).first() or make_person(role) for role in ROLES}
    found = {role: client_of(who).get(address).status_code for role, who in people.items()}
    assert found == {"owner": 200, "communications": 302, "shop": 302, "workshop": 302}
    assert client_of(people["shop"]).post(address).status_code == 302
    assert client_of(people["shop"]).get(reverse("market_staff_anonymise", args=[10**9])).status_code == 302
    assert Client().post(address).url.startswith(reverse("wagtailadmin_login"))
    leaver.refresh_from_db()
    assert leaver.username == "genowefa.pruszcz"


def test_the_list_of_users_leads_there_and_the_click_does_it(owner, leaver, address):
    browser, users = client_of(owner), reverse("wagtailusers_users:index")
    html = browser.get(users).content.decode()
    assert address in html
    assert reverse("market_staff_anonymise", args=[owner.pk]) not in html
    assert browser.get(address).status_code == 200
    leaver.refresh_from_db()
    assert leaver.username == "genowefa.pruszcz", "looking closes nothing"
    response = browser.post(address, follow=True)
    assert response.redirect_chain == [(users, 302)]
    assert f"dawne-konto-{leaver.pk}" in messages_of(response)[0]
    assert address not in browser.get(users).content.decode()


def test_the_own_login_is_refused_in_words(owner):
    response = client_of(owner).post(reverse("market_staff_anonymise", args=[owner.pk]), follow=True)
    assert len(messages_of(response)) == 1
    assert User.objects.get(pk=owner.pk).username == "owner"

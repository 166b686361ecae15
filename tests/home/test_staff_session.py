"""How long a login of the staff lasts, what ends it, and what cookies production sets."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from home.access import middleware
from tests.shop.admin_people import client_of, make_person, messages_of
from tests.test_architecture import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
HOME, PASSWORD = "/admin/", "haslo-do-testow"


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds): time goes on by so much, for the age of logins."""
    now = {"time": middleware.time.time()}
    monkeypatch.setattr(middleware.time, "time", lambda: now["time"])

    def forward(seconds: float) -> None:
        now["time"] += seconds

    return forward


@pytest.mark.django_db
def test_idle_login_ends(clock, settings):
    client = client_of(make_person("shop"))
    assert client.get(HOME).status_code == 200
    clock(settings.STAFF_SESSION_IDLE - 61)
    assert client.get(HOME).status_code == 200
    clock(settings.STAFF_SESSION_IDLE)
    answer = client.get("/admin/orders/", follow=True)
    assert answer.redirect_chain[0][0] == "/admin/login/?next=%2Fadmin%2Forders%2F"
    assert len(messages_of(answer)) == 1
    assert client.get(HOME).status_code == 302


@pytest.mark.django_db
def test_busy_login_ends_after_the_working_day(clock, settings):
    client = client_of(make_person("shop"))
    client.get(HOME)
    for _hour in range(11):
        clock(3600)
        assert client.get(HOME).status_code == 200
    clock(3601)
    assert client.get(HOME).url.startswith("/admin/login/")


@pytest.mark.django_db
def test_over_is_over_for_scripts_too(clock, settings):
    client = client_of(make_person("shop"))
    client.get(HOME)
    clock(settings.STAFF_SESSION_AGE)
    assert client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.django_db
def test_session_gets_a_new_key_at_the_login():
    client = Client()
    make_person("shop")
    session = client.session
    session["basket_of_a_stranger"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/admin/login/", {"username": "shop", "password": PASSWORD})
    after = client.session.session_key
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.django_db
def test_new_password_ends_the_other_sessions():
    person = make_person("shop")
    here, there = client_of(person), client_of(person)
    form = {
        "password-old_password": PASSWORD,
        "password-new_password1": "Inne-dobre-haslo-8",
        "password-new_password2": "Inne-dobre-haslo-8",
        "name_email-first_name": "Ola",
        "name_email-last_name": "Kos",
        "name_email-email": "ola@example.org",
        "locale-preferred_language": "pl",
        "locale-current_time_zone": "Europe/Warsaw",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
    }
    answer = here.post("/admin/account/", form)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password("Inne-dobre-haslo-8")
    assert here.get(HOME).status_code == 200
    assert there.get(HOME).url.startswith("/admin/login/")


@pytest.mark.django_db
def test_logout_is_a_post():
    client = client_of(make_person("shop"))
    assert client.get("/admin/logout/").status_code == 405
    assert client.get(HOME).status_code == 200
    assert client.post("/admin/logout/").status_code == 302
    assert client.get(HOME).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/password_reset/", "/"])
def test_anonymous_get_opens_no_session(shop_tree, path):
    client = Client()
    client.get(path)
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


@pytest.mark.django_db
def test_login_form_does_not_promise_to_remember():
    assert 'name="remember"' not in Client().get("/admin/login/").content.decode()


def in_production(code: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        cwd=ROOT / "site", capture_output=True, text=True, check=False,
        env={**PRODUCTION, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "market.settings.production", **environment},
    )  # fmt: skip


def test_production_sets_host_cookies_and_wants_the_factor():
    done = in_production(
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.ADMIN_SECOND_FACTOR,"
        " s.TRUSTED_PROXY_COUNT)"
    )
    assert done.stdout.split() == [
        "__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "None", "/", "required", "1"
    ]  # fmt: skip


def test_unknown_policy_stops_the_start():
    done = in_production("", ADMIN_SECOND_FACTOR="off")
    assert done.returncode != 0
    assert "ADMIN_SECOND_FACTOR" in done.stderr


@pytest.mark.django_db
def test_login_works_with_host_cookies(settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    make_person("shop")
    client = Client(enforce_csrf_checks=True)
    page = client.get("/admin/login/", secure=True)
    token = page.context["csrf_token"]
    words = {"username": "shop", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    headers = {"referer": "https://testserver/admin/login/"}
    assert client.post("/admin/login/", words, secure=True, headers=headers).status_code == 302
    cookie = client.cookies["__Host-sessionid"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert client.get(HOME, secure=True).status_code == 200

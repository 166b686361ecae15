"""The throttle of logins: two limits, a page that helps, and nothing that tells whether a login exists."""

import datetime
import logging
import re

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from home.access.lockout import locks, login_address
from home.models import User
from tests.shop.admin_people import client_of, make_person

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
RIGHT = "haslo-do-testow"


def knock(name: str, password: str = "zle-haslo", *, address: str = "192.0.2.1", client: Client | None = None, **extra):
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address, **extra)


def without_tokens(page) -> str:
    """The page without what is random in it."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", page.content.decode())


def age(minutes: int) -> None:
    """Let the failures written so far be so many minutes older."""
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            attempt_time=attempt.attempt_time - datetime.timedelta(minutes=minutes)
        )


@pytest.fixture
def person():
    return make_person("shop", login="sklep")


def test_fifth_wrong_password_locks_the_login_wherever_it_comes_from(person):
    answers = [knock("sklep", address=f"192.0.2.{number}").status_code for number in range(1, 6)]
    assert answers == [200, 200, 200, 200, 429]
    answer = knock("sklep", RIGHT, address="192.0.2.99")
    assert answer.status_code == 429
    assert not Session.objects.exists()


def test_page_says_how_long_and_what_to_do(person):
    for _try in range(5):
        answer = knock("sklep")
    assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
    assert "no-store" in answer["Cache-Control"]
    assert answer.context["minutes"] == 15
    assert " 15 " in answer.content.decode()
    assert "/admin/password_reset/" in answer.content.decode()


def test_lock_ends_by_itself_and_knocking_does_not_keep_it(person):
    for _try in range(5):
        knock("sklep")
    age(10)
    answer = knock("sklep")
    assert answer.status_code == 429
    assert 4 * 60 < int(answer["Retry-After"]) <= 5 * 60
    age(6)
    assert knock("sklep", RIGHT).status_code == 302


def test_retry_after_counts_the_failures_that_are_forgotten_first(person):
    for _try in range(3):
        knock("sklep", address="192.0.2.1")
    age(10)
    for _try in range(2):
        answer = knock("sklep", address="192.0.2.2")
    # Three of five are forgotten in five minutes; then two are left.
    assert 4 * 60 < int(answer["Retry-After"]) <= 5 * 60


def test_one_address_may_guess_twenty_times(person):
    answers = [knock(f"ktos-{number}").status_code for number in range(20)]
    assert answers == [200] * 19 + [429]
    assert knock("sklep", RIGHT).status_code == 429
    assert knock("sklep", RIGHT, address="192.0.2.2").status_code == 302


def test_own_good_login_does_not_forgive_the_address(person):
    for number in range(19):
        knock(f"ktos-{number}")
    assert knock("sklep", RIGHT).status_code == 302
    assert knock("inny").status_code == 429


def test_good_login_forgives_the_failures_of_that_login(person):
    for _try in range(4):
        knock("sklep")
    assert knock("sklep", RIGHT).status_code == 302
    assert [knock("sklep").status_code for _try in range(4)] == [200] * 4


@pytest.mark.parametrize("spelling", ["SKLEP", " sklep", "Sklep "])
def test_spelling_does_not_open_a_second_count(person, spelling):
    for _try in range(4):
        knock("sklep")
    assert knock(spelling).status_code == 429


def test_unknown_login_is_answered_as_a_known_one(person):
    def answers(name):
        pages = [knock(name, address="192.0.2.7") for _try in range(6)]
        AccessAttempt.objects.all().delete()
        return [(page.status_code, without_tokens(page).replace(name, "…")) for page in pages]

    known, unknown = answers("sklep"), answers("nikogo")
    assert [status for status, _page in known] == [200] * 4 + [429] * 2
    assert known == unknown


def test_unknown_login_costs_the_same_hashing(person, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    calls = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given, **named: calls.append(1) or encode(*given, **named))
    counts = []
    for name in ("sklep", "nikogo"):
        calls.clear()
        knock(name)
        counts.append(len(calls))
    assert counts == [1, 1]


def test_no_password_is_written_anywhere(person, caplog):
    with caplog.at_level(logging.DEBUG):
        for _try in range(6):
            knock("sklep", "tajne-haslo-xyz")
    assert "tajne-haslo-xyz" not in caplog.text
    rows = AccessAttempt.objects.values_list("get_data", "post_data", "path_info")
    assert rows
    assert "tajne-haslo-xyz" not in str(list(rows))
    assert any("login failure" in record.getMessage() for record in caplog.records)


def test_forwarded_header_is_not_believed(person):
    for number in range(20):
        knock(f"ktos-{number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert [(lock.kind, lock.value) for lock in locks()] == [("ip_address", "192.0.2.1")]


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
    ],
)
def test_only_what_the_trusted_proxies_added_counts(settings, proxies, header, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=header)
    assert login_address(request) == expected


def test_a_client_without_an_address_is_counted_by_name_alone(person):
    answers = [knock(f"ktos-{number}", address="").status_code for number in range(25)]
    assert set(answers) == {200}
    assert [knock("sklep", address="").status_code for _try in range(5)] == [200] * 4 + [429]


def test_the_door_names_both_fields(db):
    page = BeautifulSoup(Client().get("/admin/login/").content, "html.parser")
    labels = {label["for"]: label.get_text(" ", strip=True).rstrip(" *") for label in page.find_all("label", attrs={"for": True})}
    assert labels == {"id_username": "Nazwa użytkownika", "id_password": "Hasło"}
    assert not page.find_all("input", placeholder=True)


def test_private_pages_have_no_second_door(person):
    """Wagtail's own form for them is not there; it would be one more lock to keep."""
    answer = Client().post("/_util/login/", {"username": "sklep", "password": RIGHT})
    assert (answer.status_code, answer.url) == (302, "/admin/login/")
    assert "_auth_user_id" not in answer.client.session


def test_password_reset_stays_open_and_tells_nothing(person, mailoutbox):
    User.objects.filter(pk=person.pk).update(email="sklep@example.org")
    for _try in range(5):
        knock("sklep")
    pages = [
        Client().post("/admin/password_reset/", {"email": email}, REMOTE_ADDR="192.0.2.1", follow=True)
        for email in ("sklep@example.org", "nikt@example.org")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert [mail.to for mail in mailoutbox] == [["sklep@example.org"]]


def test_tests_and_commands_may_log_in_without_a_request(person):
    assert Client().login(username="sklep", password=RIGHT)
    assert not Client().login(username="sklep", password="zle")


def test_owner_sees_and_lifts_locks(person):
    for _try in range(5):
        knock("sklep")
    owner = client_of(make_person("owner"))
    page = owner.get("/admin/blokady/").content.decode()
    assert "<strong>sklep</strong>" in page
    owner.post("/admin/blokady/", {"kind": "username", "value": "sklep"})
    assert locks() == []
    assert knock("sklep", RIGHT).status_code == 302


def test_nobody_else_lifts_locks(person):
    for _try in range(5):
        knock("sklep")
    colleague = client_of(make_person("communications"))
    assert colleague.get("/admin/blokady/").status_code == 302
    assert colleague.post("/admin/blokady/", {"kind": "username", "value": "sklep"}).status_code == 302
    assert [lock.value for lock in locks()] == ["sklep"]


@pytest.mark.parametrize("posted", [{}, {"kind": "pk", "value": "1"}, {"kind": "username", "value": "nikt"}])
def test_lifting_what_is_not_there_says_so(person, posted):
    knock("sklep")
    answer = client_of(make_person("owner")).post("/admin/blokady/", posted, follow=True)
    assert answer.status_code == 200
    assert AccessAttempt.objects.count() == 1


def test_old_failures_are_forgotten(person):
    knock("sklep")
    AccessAttempt.objects.update(attempt_time=timezone.now() - django_settings.AXES_COOLOFF_TIME * 2)
    knock("inny")
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["inny"]

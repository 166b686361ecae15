"""The second factor of the staff: set-up, check, recovery, reset, and what stays closed without it."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Collection, CollectionViewRestriction, ModelLogEntry

from home.access.factors import factor_confirm, factor_start
from home.models import MarketDocument, User
from tests.shop.admin_people import client_of, make_person, messages_of

pytestmark = pytest.mark.django_db

HOME = "/admin/"
SETUP, VERIFY, RECOVERY = "/admin/drugi-skladnik/wlacz/", "/admin/drugi-skladnik/sprawdz/", "/admin/drugi-skladnik/kod-zapasowy/"
STATE = "/admin/drugi-skladnik/"
PASSWORD = "haslo-do-testow"


def code_of(person, *, steps: int = 0) -> str:
    """What the person's app shows, or will show so many steps later."""
    device = TOTPDevice.objects.filter(user=person).order_by("-pk").first()
    return f"{totp(device.bin_key, step=device.step, drift=steps):06d}"


def forget_codes(person) -> None:
    """As if the last code had been typed long ago: each counts once."""
    TOTPDevice.objects.filter(user=person).update(last_t=-1)


def with_factor(role: str, **values) -> tuple[User, list[str]]:
    """A person of the role whose second factor is on, and the recovery codes."""
    person = make_person(role, **values)
    factor_start(user=person)
    _device, codes = factor_confirm(user=person, code=code_of(person))
    forget_codes(person)
    return User.objects.get(pk=person.pk), codes


def logged_in(person) -> Client:
    """After the password, before the code."""
    client = Client()
    assert client.login(username=person.username, password=PASSWORD)
    return client


def verified(person) -> Client:
    client = logged_in(person)
    forget_codes(person)
    assert client.post(VERIFY, {"code": code_of(person)}).status_code == 302
    return client


@pytest.fixture
def required(settings):
    settings.ADMIN_SECOND_FACTOR = "required"


@pytest.mark.parametrize("path", ["/admin/pages/", "/admin/orders/", "/admin/account/", "/admin/nie-ma-takiej/", STATE])
def test_required_leads_to_the_set_up_and_nowhere_else(required, shop_tree, path):
    client = client_of(make_person("owner"))
    for answer in (client.get(path), client.post(path, {})):
        assert answer.status_code == 302
        assert answer.url.startswith(f"{SETUP}?next=")
    assert client.get(path, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert client.get(SETUP).status_code == 200


def test_optional_lets_the_password_alone_in():
    assert client_of(make_person("shop")).get(HOME).status_code == 200


@pytest.mark.parametrize("policy", ["required", "optional"])
def test_whoever_has_a_factor_is_asked_for_it(settings, policy):
    settings.ADMIN_SECOND_FACTOR = policy
    person, _codes = with_factor("shop")
    client = logged_in(person)
    answer = client.get("/admin/orders/?status=CREATED")
    assert answer.url == f"{VERIFY}?next=%2Fadmin%2Forders%2F%3Fstatus%3DCREATED"
    # Neither may the factor be changed before it is proved.
    for path in (SETUP, STATE):
        assert client.get(path).url.startswith(VERIFY)
        assert client.post(path, {"step": "start"}).url.startswith(VERIFY)
    assert TOTPDevice.objects.get(user=person).confirmed
    answer = client.post(VERIFY, {"code": code_of(person), "next": "/admin/orders/"})
    assert (answer.status_code, answer.url) == (302, "/admin/orders/")
    assert client.get("/admin/orders/").status_code == 200


def test_set_up_from_the_first_login_to_the_codes(required):
    person = make_person("shop")
    client = logged_in(person)
    page = client.get(HOME, follow=True)
    assert page.redirect_chain[0][0].startswith(SETUP)
    assert not TOTPDevice.objects.exists(), "a GET must not write"
    page = client.post(SETUP, {"step": "start"}, follow=True).content.decode()
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'class="market-door__secret">([A-Z2-7 ]+)<', page)[1]
    assert len(secret.replace(" ", "")) == 32
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert client.get(HOME).status_code == 302
    key = client.session.session_key
    codes_page = client.post(SETUP, {"step": "confirm", "code": f"{code_of(person)[:3]} {code_of(person)[3:]}"})
    codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", codes_page.content.decode())
    assert len(set(codes)) == 10
    assert client.session.session_key != key
    assert client.get(HOME).status_code == 200
    assert "no-store" in codes_page["Cache-Control"]
    assert "market.factor_on" in ModelLogEntry.objects.values_list("action", flat=True)


def test_codes_are_shown_once(required):
    person = make_person("shop")
    client = client_of(person)
    client.post(SETUP, {"step": "start"})
    client.post(SETUP, {"step": "confirm", "code": code_of(person)})
    tokens = set(StaticToken.objects.values_list("token", flat=True))
    assert len(tokens) == 10
    for path in (SETUP, STATE, HOME, "/admin/account/"):
        page = client.get(path).content.decode()
        assert not [token for token in tokens if token in page.replace("-", "")]
    stored = str([session.get_decoded() for session in Session.objects.all()])
    assert not [token for token in tokens if token in stored]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "+12345", "12 34", "-12345"])
def test_what_is_no_code_is_told_and_not_counted(required, code):
    person, _codes = with_factor("shop")
    answer = logged_in(person).post(VERIFY, {"code": code})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_wrong_code_is_refused_told_and_slowed_down(required, caplog):
    person, _codes = with_factor("shop")
    client = logged_in(person)
    wrong = f"{(int(code_of(person)) + 1) % 1_000_000:06d}"
    answer = client.post(VERIFY, {"code": wrong})
    assert answer.context["form"].errors["code"]
    # The right one has to wait as well: else a machine could try them all.
    answer = client.post(VERIFY, {"code": code_of(person)})
    assert answer.status_code == 200
    assert client.get(HOME).status_code == 302
    assert TOTPDevice.objects.get().throttling_failure_count == 1
    assert wrong not in caplog.text
    assert "Second factor refused" in caplog.text


def test_each_code_counts_once(required):
    person, _codes = with_factor("shop")
    code = code_of(person)
    assert logged_in(person).post(VERIFY, {"code": code}).status_code == 302
    other = logged_in(person)
    assert other.post(VERIFY, {"code": code}).status_code == 200
    assert other.get(HOME).status_code == 302


def test_code_of_another_person_is_worth_nothing(required):
    person, _codes = with_factor("shop")
    other, _codes = with_factor("communications")
    client = logged_in(person)
    client.post(VERIFY, {"code": code_of(other)})
    assert client.get(HOME).status_code == 302


def test_recovery_code_works_once(required):
    person, codes = with_factor("shop")
    client = logged_in(person)
    answer = client.post(RECOVERY, {"code": codes[0].upper()}, follow=True)
    assert answer.request["PATH_INFO"] == HOME
    assert "9" in messages_of(answer)[0]
    assert StaticToken.objects.count() == 9
    other = logged_in(person)
    assert other.post(RECOVERY, {"code": codes[0]}).status_code == 200
    assert other.get(HOME).status_code == 302
    assert "market.factor_recovery" in ModelLogEntry.objects.values_list("action", flat=True)


def test_next_leads_only_inside(required):
    person, _codes = with_factor("shop")
    answer = logged_in(person).post(VERIFY, {"code": code_of(person), "next": "https://evil.example/"})
    assert answer.url == HOME


def test_verification_lives_in_its_session(required):
    person, _codes = with_factor("shop")
    assert verified(person).get(HOME).status_code == 200
    assert logged_in(person).get(HOME).url.startswith(VERIFY)


def test_turning_a_factor_on_ends_other_sessions():
    person = make_person("shop")
    first, second = logged_in(person), logged_in(person)
    first.post(SETUP, {"step": "start"})
    first.post(SETUP, {"step": "confirm", "code": code_of(person)})
    assert first.get(HOME).status_code == 200
    assert second.get(HOME).url.startswith("/admin/login/")


def test_changing_the_phone_takes_the_old_one_out(required):
    person, codes = with_factor("shop")
    client, other = verified(person), verified(person)
    old = TOTPDevice.objects.get()
    client.post(SETUP, {"step": "start"})
    assert client.get(HOME).status_code == 200
    client.post(SETUP, {"step": "confirm", "code": code_of(person)})
    assert TOTPDevice.objects.get().pk != old.pk
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).url.startswith("/admin/login/")
    assert not StaticToken.objects.filter(token=codes[0].replace("-", "")).exists()


def test_new_recovery_codes_take_the_place_of_the_old(required):
    person, codes = with_factor("shop")
    page = verified(person).post(STATE, {"step": "codes"}).content.decode()
    fresh = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)


def test_off_only_where_the_policy_allows_it(settings):
    person, _codes = with_factor("shop")
    client = verified(person)
    settings.ADMIN_SECOND_FACTOR = "required"
    client.post(STATE, {"step": "off"})
    assert TOTPDevice.objects.exists()
    settings.ADMIN_SECOND_FACTOR = "optional"
    client.post(STATE, {"step": "off"})
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert client.get(HOME).status_code == 200


def test_owner_resets_a_lost_phone(required):
    person, _codes = with_factor("shop")
    owner, _owner_codes = with_factor("owner")
    lost, helper = verified(person), verified(owner)
    page = helper.get(reverse("wagtailusers_users:index")).content.decode()
    path = reverse("market_factor_person", args=[person.pk])
    assert path in page
    assert helper.get(path).status_code == 200
    assert TOTPDevice.objects.filter(user=person).exists()
    helper.post(path)
    assert not TOTPDevice.objects.filter(user=person).exists()
    assert not StaticDevice.objects.filter(user=person).exists()
    assert TOTPDevice.objects.filter(user=owner).exists()
    assert lost.get(HOME).url.startswith("/admin/login/")
    assert logged_in(person).get(HOME).url.startswith(SETUP)
    entry = ModelLogEntry.objects.get(action="market.factor_reset")
    assert (entry.object_id, entry.user) == (str(person.pk), owner)


@pytest.mark.parametrize("role", ["communications", "shop", "workshop"])
def test_nobody_else_resets_a_factor(role, make_enterprise):
    person, _codes = with_factor("owner")
    client = client_of(make_person(role, enterprise=make_enterprise(), login="ciekawski"))
    assert client.post(reverse("market_factor_person", args=[person.pk])).status_code == 302
    assert TOTPDevice.objects.filter(user=person).exists()


def test_own_factor_is_not_reset_without_its_code():
    owner, _codes = with_factor("owner")
    assert verified(owner).post(reverse("market_factor_person", args=[owner.pk])).url == STATE
    assert TOTPDevice.objects.filter(user=owner).exists()


def test_manager_does_not_reset_a_superuser():
    root, _codes = with_factor("owner", login="root")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    client_of(make_person("owner")).post(reverse("market_factor_person", args=[root.pk]))
    assert TOTPDevice.objects.filter(user=root).exists()


def test_password_reset_does_not_go_around_the_factor(required, mailoutbox):
    person, _codes = with_factor("shop")
    User.objects.filter(pk=person.pk).update(email="sklep@example.org")
    client = Client()
    client.post("/admin/password_reset/", {"email": "sklep@example.org"})
    path = re.search(r"/admin/password_reset/confirm/\S+", mailoutbox[0].body)[0]
    form = client.get(path, follow=True)
    words = {"new_password1": "Nowe-dobre-haslo-7", "new_password2": "Nowe-dobre-haslo-7"}
    client.post(form.redirect_chain[-1][0], words)
    assert client.get(HOME).url.startswith("/admin/login/")
    assert client.login(username=person.username, password=words["new_password1"])
    assert client.get(HOME).url.startswith(VERIFY)


def test_unproved_login_counts_as_none_on_the_public_site(required, shop_tree):
    root = Collection.get_first_root_node()
    private = root.add_child(instance=Collection(name="Umowy"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = MarketDocument.objects.create(
        title="Umowa", collection=private, file=ContentFile(b"tresc", name="umowa.txt")
    )
    person, _codes = with_factor("communications")
    assert logged_in(person).get(document.url).status_code == 302
    assert verified(person).get(document.url).status_code == 200


def test_codes_are_those_of_rfc_6238(required):
    """Our verification takes what any app computes: the device's own key at the present step."""
    person, _codes = with_factor("shop")
    device = TOTPDevice.objects.get(user=person)
    assert (device.step, device.digits, len(device.bin_key)) == (30, 6, 20)
    assert code_of(person) == f"{totp(device.bin_key, t0=0, step=30, digits=6):06d}"

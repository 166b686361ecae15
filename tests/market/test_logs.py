"""Lines of the log: their form, their request, and nothing in them about persons."""

import io
import json
import logging
import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.urls import path as address

from market.logs.context import RequestLogMiddleware, current_facts
from market.logs.formatters import ConsoleFormatter, JSONFormatter
from market.logs.masking import mask, mask_path
from market.logs.sentry import scrub
from shop.models import Order
from tests import factories
from tests.shop.pages import add_to_basket, checkout_data

PERSONAL = {
    "anna.nowak+sklep@poczta.example.org": "[e-mail]",
    "żaneta@żółw.example": "[e-mail]",
    "anna%40example.org": "[e-mail]",
    "+48 600 100 200": "[number]",
    "600-100-200": "[number]",
    "(61) 111 22 33 44": "[number]",
    "44051401359": "[number]",
    "4111 1111 1111 1111": "[number]",
    "78 0000 0002 0261 1222 0000 0001": "[number]",
    "PL78 0000 0002 0261 1222 0000 0001": "[account]",
    "DE89370400440532013000": "[account]",
    "83.12.44.7": "[address]",
    "2001:db8::8a2e:370:7334": "[address]",
    "k3yQ_x9-ZpLm4TqRsV2wYb": "[token]",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": "[token]",
    "/paragon/abc": "/paragon/[secret]",
    "/en/zamowienie/status/abc/": "/en/zamowienie/status/[secret]",
    "Bearer abcdefgh": "Bearer [secret]",
    "Authorization: Bearer abc": "Authorization: [secret]",
    "password=x": "password=[secret]",
    "'csrfmiddlewaretoken': 'abc'": "'csrfmiddlewaretoken': [secret]",
    "sign: abc": "sign: [secret]",
    "SECRET_KEY=abc": "SECRET_KEY=[secret]",
    "postgres://market:hunter2@db/market": "postgres://market:[secret]@db/market",
}
HARMLESS = [
    "2026-11-22 07:29:17 order-placed:7ABCDEFG sent in 1234 ms",
    "Version 15.20, port 8000, 127.0.0.1, row 12345678, 1 234,56 zł",
    'File "site/market/middleware.py", line 25, in __call__',
    "django.core.exceptions.ImproperlyConfigured: ContentSecurityPolicyMiddleware",
    "/historie/jak-powstaje-wazon-z-gliny-i-dlaczego-tak-dlugo/",
    "Handling signal: term",
    "migration goodpractices.0001_initial, ::1",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_tells_of_a_person_is_masked(text):
    assert mask(f"before {text} after") == f"before {PERSONAL[text]} after"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_an_operator_needs_stays(text):
    assert mask(text) == text


def test_a_long_hostile_text_is_masked_quickly():
    for sign in ("a", "1", "a@", "1 ", ":", "A1-", "://", "secret", ".", "PL12 "):
        text = mask(sign * 200_000 + " anna@example.org")
        assert len(text) < 40_000
        assert text.endswith("[e-mail]"), sign


def line(formatter, message, *arguments, error=None, **extra):
    """What a formatter makes of one call of a logger."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    logger = logging.Logger("test.logger")
    logger.addHandler(handler)
    logger.error(message, *arguments, exc_info=error, extra=extra)
    return out.getvalue()


def failure() -> Exception:
    try:
        try:
            raise ValueError("Key (email)=(anna@example.org) already exists")
        except ValueError as inner:
            raise RuntimeError("call +48 600 100 200") from inner
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize("formatter", [JSONFormatter(), ConsoleFormatter()])
def test_arguments_errors_and_tracebacks_are_masked_too(formatter):
    text = line(formatter, "mail to %s: %r", "anna@example.org", {"phone": "600100200"}, error=failure())
    assert "Traceback" in text
    assert "RuntimeError" in text
    assert not re.search(r"anna|600", text)


def test_a_line_is_one_json_object_whatever_the_message_holds():
    text = line(JSONFormatter(), "evil\n{\"level\": \"INFO\"}\x1b[2J", status=200, buyer="Anna Nowak", user_id=7)
    assert text.count("\n") == 1
    facts = json.loads(text)
    assert sorted(facts) == ["level", "logger", "message", "status", "time", "user_id"]
    assert (facts["level"], facts["logger"], facts["status"], facts["user_id"]) == ("ERROR", "test.logger", 200, 7)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", facts["time"])


def test_a_terminal_is_not_steered():
    assert "\x1b" not in line(ConsoleFormatter(), "evil \x1b[2J\r")


def test_a_wrong_call_costs_no_line():
    assert json.loads(line(JSONFormatter(), "%d of %d", "x"))["message"] == "%d of %d (arguments do not fit)"


def test_secret_parameters_of_an_address_are_masked_whatever_they_look_like():
    assert mask_path("/admin/haslo/MQ/abc/", {"uidb64": "MQ", "token": "abc", "pk": 5}) == "/admin/haslo/[secret]/[secret]/"
    assert mask_path("/sklep/" + "x" * 5000) == "/sklep/" + "x" * 293


@pytest.fixture
def lines():
    """Everything that is logged during the test, in the form of production."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JSONFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(text) for text in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def of_requests(found):
    return [found_line for found_line in found if found_line["logger"] == "market.access"]


def test_a_request_has_one_line_and_a_number(client, shop_tree, lines):
    response = client.get("/paragon/abcdefghijklmnop/?email=anna@example.org", REMOTE_ADDR="83.12.44.7")
    [told] = of_requests(lines())
    assert told["request_id"] == response["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", told["request_id"])
    assert (told["method"], told["path"], told["status"]) == ("GET", "/paragon/[secret]", 404)
    assert told["user_id"] is None
    assert isinstance(told["duration_ms"], int)
    text = json.dumps(lines())
    assert "anna" not in text
    assert "83.12" not in text
    assert current_facts() is None


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("abcDEF-123.45_6", True),
        ("short", False),
        ("x" * 65, False),
        ("abcdefgh\r\nSet-Cookie: a=b", False),
        ("<script>alert(1)</script>", False),
        ("-bcdefghij", False),
    ],
)
def test_a_number_is_taken_over_only_when_it_is_safe(client, db, given, taken):
    assert (client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given) is taken


def test_machines_that_ask_for_health_leave_no_line(client, db, lines):
    client.get("/healthz")
    assert of_requests(lines()) == []


def test_who_is_logged_in_is_a_number(client, django_user_model, shop_tree, lines):
    user = django_user_model.objects.create_superuser(username="zaneta", email="zaneta@example.org")
    client.force_login(user)
    client.get("/admin/")
    told = of_requests(lines())[-1]
    assert told["user_id"] == user.pk
    assert "zaneta" not in json.dumps(lines())


def test_an_error_is_told_with_its_request_and_without_its_data(client, settings, db, lines):
    def broken(request):
        raise ValueError("buyer anna@example.org of ul. Lipowa")

    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [address("broken/", broken)], "handler500": "market.views.server_error"})
    client.raise_request_exception = False
    response = client.get("/broken/")
    assert response.status_code == 500
    told = [found for found in lines() if found["logger"] == "django.request"]
    assert [found["exception"] for found in told] == ["ValueError"]
    assert told[0]["request_id"] == response["X-Request-ID"] == of_requests(lines())[0]["request_id"]
    assert "[e-mail]" in told[0]["traceback"]
    assert "anna" not in json.dumps(lines())


def test_an_error_answer_is_told_with_its_request_too(client, settings, db, lines):
    """Django writes that line when all middleware is done."""

    def unavailable(request):
        return HttpResponse(status=503)

    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [address("away/", unavailable)]})
    response = client.get("/away/")
    [told] = [found for found in lines() if found["logger"] == "django.request"]
    assert told["request_id"] == response["X-Request-ID"]


def test_nothing_of_the_buyer_is_in_the_log_of_a_checkout(
    client, make_product, lines, monkeypatch, django_capture_on_commit_callbacks
):
    """Also when the mail server refuses, and says to whom."""

    class Refused(Exception):
        pass

    def refuse(self, *args, **options):
        raise Refused(f"550 {self.to} +48600100200 unknown")

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    product = make_product()
    factories.make_delivery()
    buyer = {
        "name": "Żaneta Brzęczyszczykiewicz", "email": "zaneta@poczta.invalid", "phone": "600 100 200",
        "street": "ul. Niezapominajek 3/4", "city": "Łękołody", "buyer_note": "proszę zadzwonić do sąsiadki",
    }  # fmt: skip
    add_to_basket(client, product)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/zamowienie/", checkout_data(client, **buyer))
    order = Order.objects.get()
    assert order.email == buyer["email"]
    client.get(answer["Location"])
    text = json.dumps(lines(), ensure_ascii=False)
    assert order.ref in text
    assert "Refused" in text
    told = [word for word in re.findall(r"[^\W\d]{3,}", " ".join(buyer.values())) if word.lower() in text.lower()]
    assert told == []
    assert not re.search(r"600.?100.?200", text)


def test_reports_to_sentry_are_masked_too():
    event = {
        "message": "mail to anna@example.org",
        "request": {"url": "https://market.example.org/paragon/abc/", "query_string": "q=anna", "data": {"a": "b"},
                    "cookies": {"sessionid": "x"}, "headers": {"Cookie": "x"}, "env": {"REMOTE_ADDR": "83.12.44.7"}},
        "exception": {"values": [{"type": "ValueError", "value": "+48 600 100 200"}]},
        "user": {"id": 7, "email": "anna@example.org", "ip_address": "83.12.44.7"},
    }  # fmt: skip
    assert scrub(event, {}) == {
        "message": "mail to [e-mail]",
        "request": {"url": "https://market.example.org/paragon/[secret]"},
        "exception": {"values": [{"type": "ValueError", "value": "[number]"}]},
        "user": {"id": 7},
    }


def test_the_middleware_stands_first(settings):
    assert settings.MIDDLEWARE[0] == f"{RequestLogMiddleware.__module__}.{RequestLogMiddleware.__qualname__}"

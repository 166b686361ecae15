"""Privacy by default: logs, error texts, public answers and caches hold nothing personal."""

import ast
import smtplib
from pathlib import Path
from unittest.mock import patch

import pytest
from django.urls import reverse

from shop.models import Outbox
from shop.services.masking import mask_emails
from shop.services.outbox import outbox_sweep
from tests import factories
from tests.shop.admin_people import client_of, make_person
from tests.shop.pages import add_to_basket
from tests.shop.persons import HALINA

ROOT = Path(__file__).resolve().parents[2]
#: What must not be handed to a logger.
PERSONAL = {"email", "phone", "name", "street", "address", "address_lines", "buyer", "buyer_note", "token", "secret",
            "username", "body", "payload", "raw", "POST", "GET", "COOKIES", "META"}  # fmt: skip
LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("anna@example.org", "a…@example.org"),
        ("{'anna.nowak+x@example.org': (550, b'no such user')}", "{'a…@example.org': (550, b'no such user')}"),
        ("<żaneta@poczta.example.pl>: refused; to:bob@example.org", "<ż…@poczta.example.pl>: refused; to:b…@example.org"),
        ("a@b", "a…@b"),
        ("no address @ all", "no address @ all"),
        ("", ""),
    ],
)  # fmt: skip
def test_addresses_are_masked(text, masked):
    assert mask_emails(text) == masked
    assert mask_emails(masked).count("@") == masked.count("@")


@pytest.mark.django_db
def test_a_refused_address_stays_out_of_the_outbox_and_the_log(make_product, caplog):
    factories.make_order(make_product(), **HALINA)
    refusal = smtplib.SMTPRecipientsRefused({HALINA["email"]: (550, b"no such user")})
    with patch("django.core.mail.EmailMultiAlternatives.send", side_effect=refusal):
        assert outbox_sweep() == 0
    message = Outbox.objects.get()
    assert message.last_error == (
        "SMTPRecipientsRefused: {'H…@Poczta.example.org': (550, b'no such user')}"
    )
    assert message.dedupe in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text
    assert "mail_for" in caplog.text, "the place where it broke is still told"
    assert HALINA["email"] not in caplog.text


def log_calls() -> list[tuple[str, int, ast.Call]]:
    """Every call of a logger in the code of the house."""
    found = []
    for room in ("home", "stories", "goodpractices", "shop", "site/market"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    is_logger = isinstance(owner, ast.Name) and owner.id in {"logger", "logging", "log"}
                    if is_logger and node.func.attr in LOG_METHODS:
                        found.append((str(path.relative_to(ROOT)), node.lineno, node))
    return found


def test_nothing_personal_is_handed_to_a_logger():
    calls = log_calls()
    assert len(calls) >= 2, "the search finds the calls there are"
    bad = [
        (path, line, part.attr)
        for path, line, call in calls
        for argument in [*call.args, *call.keywords]
        for part in ast.walk(argument)
        if isinstance(part, ast.Attribute) and part.attr in PERSONAL
    ]
    assert bad == []


@pytest.mark.django_db
def test_api_and_search_do_not_tell_who_works_here(client, shop_tree, make_product):
    person = make_person("shop", login="sklepowa.zofia")
    person.first_name, person.last_name, person.email = "Zofia", "Gżegżółka", "zofia@gzegzolka.example.org"
    person.save()
    factories.make_image("Obraz")
    product = make_product(title="Wazon „Brzeg”")
    page = product.pages.get()
    page.owner = person
    page.save_revision(user=person).publish(user=person)
    type(factories.make_image("Drugi")).objects.update(uploaded_by_user=person)
    for path in (
        "/api/v2/pages/?fields=*",
        f"/api/v2/pages/{page.pk}/",
        "/api/v2/images/?fields=*",
        "/szukaj/?q=Zofia",
        "/szukaj/?q=wazon",
        page.url,
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        text = response.content.decode()
        for word in ("sklepowa", "Gżegżółka", "G\\u017ceg", "gzegzolka"):
            assert word not in text, (path, word)
    for field in ("owner", "uploaded_by_user", "latest_revision"):
        kind = "images" if field.startswith("uploaded") else "pages"
        assert client.get(f"/api/v2/{kind}/?fields={field}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/koszyk/", "/zamowienie/"])
def test_pages_of_one_visitor_are_kept_by_nobody(client, make_product, path):
    factories.make_delivery()
    add_to_basket(client, make_product())
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex' in response.content.decode()


@pytest.mark.django_db
def test_robots_are_kept_away_from_personal_pages(client):
    robots = client.get("/robots.txt").content.decode()
    for path in ("/koszyk/", "/zamowienie/", "/paragon/", "/en/zamowienie/", "/uk/zamowienie/", "/admin/"):
        assert f"Disallow: {path}\n" in robots


@pytest.mark.django_db
def test_admin_screens_with_persons_are_kept_by_nobody(make_product):
    staff, order = client_of(make_person("shop")), factories.make_order(make_product())
    for url in (
        reverse("orders:index"),
        reverse("orders:edit", args=[order.pk]),
        reverse("market_personal_data"),
        reverse("market_packing_slip", args=[order.parcels.get().pk]),
    ):
        assert "no-store" in staff.get(url)["Cache-Control"]

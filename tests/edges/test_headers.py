"""The headers that browsers are told with, on every kind of answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests import factories
from tests.edges.routes import public_routes
from tests.shop.pages import SAME_ORIGIN

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
}


def check(response, path: str = "") -> None:
    missing = EVERYWHERE - set(response.headers)
    assert missing == set(), f"{path} ({response.status_code}) lacks {missing}"
    assert response["X-Content-Type-Options"] == "nosniff", path
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert "camera=()" in response["Permissions-Policy"], path


def check_public(response, path: str = "") -> None:
    check(response, path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy, path
    assert "default-src 'self'" in policy, path
    assert "object-src 'none'" in policy, path
    assert "frame-ancestors 'none'" in policy, path
    assert "base-uri 'none'" in policy, path
    assert response["X-Frame-Options"] == "DENY", path
    assert response["Cross-Origin-Resource-Policy"] == "same-origin", path


def test_every_public_route(client, shop_tree, make_product):
    order = factories.make_order(make_product())
    routes = public_routes(order)
    assert len(routes) > 30
    for path in routes:
        check_public(client.get(path), path)


def test_every_kind_of_refusal(client, shop_tree, settings, make_product):
    answers = {
        302: client.get("/zamowienie/"),
        301: client.get("/sklep"),
        400: client.get("/?a=%00"),
        403: client.post("/koszyk/dodaj/", headers={"origin": "http://evil.example"}),
        404: client.get("/nie-ma/"),
        405: client.get("/koszyk/dodaj/"),
        411: client.generic("POST", "/koszyk/dodaj/", b"", headers={"transfer-encoding": "chunked"}, CONTENT_LENGTH=""),
        413: client.generic("POST", "/koszyk/dodaj/", b"x" * 70_000, headers=SAME_ORIGIN),
        414: client.get("/?" + "a" * 5_000),
        415: client.get("/", CONTENT_TYPE="text/plain; charset=utf-7"),
        431: client.get("/", headers={"x-long": "x" * 9_000}),
    }
    settings.THROTTLES = {"search": {"seconds": 60, "address": 0, "cache": "counters"}}
    answers[429] = client.get("/szukaj/?q=a")
    for status, response in answers.items():
        assert response.status_code == status
        check_public(response, str(status))
        if status >= 400:
            assert "<h1>" in response.content.decode(), status


def test_the_page_for_our_own_faults(shop_tree, monkeypatch):
    monkeypatch.setattr("home.views.search_results", lambda *args, **kwargs: 1 / 0)
    response = Client(raise_request_exception=False).get("/szukaj/?q=a")
    assert response.status_code == 500
    check_public(response)
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_wrong_method_is_told_in_words(client, shop_tree):
    response = client.get("/en/koszyk/dodaj/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert '<html lang="en">' in response.content.decode()


def test_pages_are_shown_in_frames_of_the_administration_alone(shop_tree):
    client = Client()
    response = client.get("/admin/login/")
    check(response)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "object-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_static_files_and_pictures(client, shop_tree, settings, tmp_path):
    """Static files are answered before the rest of the site is asked; pictures are by the proxy in production."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.css").write_text("a{}")
    settings.STATIC_ROOT = folder
    settings.WHITENOISE_AUTOREFRESH = True
    response = Client().get("/static/a.css")
    assert response.status_code == 200
    check(response)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_reading_api(client, shop_tree):
    for path in ("/api/v2/pages/", "/api/v2/images/", "/api/v2/pages/0/", "/api/v2/pages/?limit=x"):
        check_public(client.get(path), path)


SECURE = """
import django; django.setup()
from django.test import Client, override_settings
with override_settings(ALLOWED_HOSTS=["market.example.org"]):
    plain = Client(headers={"host": "market.example.org"}).get("/healthz2/")
    secure = Client(headers={"host": "market.example.org", "x-forwarded-proto": "https"}).get("/?a=%00")
assert plain.status_code == 301 and plain["Location"] == "https://market.example.org/healthz2/", plain
assert "Content-Security-Policy" in plain and "Permissions-Policy" in plain and plain["X-Frame-Options"] == "DENY", plain.headers
assert secure.status_code == 400, secure.status_code
assert secure["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", secure.headers
print("held")
"""


def test_production_sends_everybody_to_tls_and_keeps_them_there():
    from tests.test_architecture import PRODUCTION, ROOT

    code = "from django.conf import settings; settings.STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n" + SECURE
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "market.settings.production",
             "PYTHONPATH": f"{ROOT}:{Path(ROOT) / 'site'}"},
    )
    assert "held" in done.stdout, done.stderr



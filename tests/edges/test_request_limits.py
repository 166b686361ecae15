"""What is too long, cannot be text or comes in a strange encoding is refused with words; nothing of it is a 500."""

import io

import pytest
from django.contrib.sessions.models import Session
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from home.models import User
from market.wsgi import application
from shop.models import Basket, BasketItem
from tests.shop.pages import SAME_ORIGIN, add_to_basket

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
LIMIT = 64 * 1024


def add(client, body: bytes, content_type: str = FORM, path: str = "/koszyk/dodaj/", **extra):
    return client.generic("POST", path, body, content_type, headers=SAME_ORIGIN, **extra)


def test_a_body_of_64_kilobytes_is_taken_and_one_byte_more_is_not(client, make_product):
    start = f"product={make_product().pk}&x=".encode()
    assert add(client, start + b"x" * (LIMIT - len(start) + 1)).status_code == 413
    assert not Basket.objects.exists()
    assert not Session.objects.exists()
    assert add(client, start + b"x" * (LIMIT - len(start))).status_code == 302
    assert BasketItem.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [("/koszyk/dodaj/", "To za dużo naraz"), ("/en/koszyk/dodaj/", "That is too much at once"), ("/uk/zamowienie/", 'lang="uk"')],
)
def test_the_page_speaks_the_language_of_the_address(client, shop_tree, path, words):
    response = add(client, b"x" * (LIMIT + 1), path=path)
    assert response.status_code == 413
    text = response.content.decode()
    assert words in text or "That is too much at once" in text
    assert not response.cookies


def test_a_length_that_is_only_said_is_enough(client, shop_tree):
    assert add(client, b"x=1", CONTENT_LENGTH=str(10**30)).status_code == 413
    assert add(client, b"x=1", CONTENT_LENGTH=str(LIMIT + 1)).status_code == 413
    for length in ("-1", "1e3", "0x10", "²", "a", "1 000"):
        assert add(client, b"x=1", CONTENT_LENGTH=length).status_code == 400, length


def chunked(client, body: bytes, *, ended: bool = True):
    extra = {"CONTENT_LENGTH": "", "CONTENT_TYPE": FORM, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(body)}
    if ended:
        extra["wsgi.input_terminated"] = True
    return client.generic("POST", "/koszyk/dodaj/", b"", FORM, headers=SAME_ORIGIN, **extra)


def test_a_body_in_chunks_is_read_up_to_the_limit(client, make_product):
    start = f"product={make_product().pk}&x=".encode()
    assert chunked(client, start + b"x" * LIMIT).status_code == 413
    assert not Basket.objects.exists()
    assert chunked(client, start, ended=False).status_code == 411
    assert chunked(client, start + b"x" * 1000).status_code == 302
    assert BasketItem.objects.count() == 1


@pytest.mark.parametrize("number", [201, 10_001, 20_000])
def test_too_many_fields(client, shop_tree, number):
    fields = "&".join("a=" for _field in range(number))
    assert add(client, fields[: LIMIT - 1].encode()).status_code == 400
    assert client.get(f"/sklep/?{fields}").status_code in {400, 414}
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _part in range(min(number, 1_000)))
    assert add(client, parts + b"--x--\r\n", "multipart/form-data; boundary=x").status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sklep/" + "a" * 1_000 + "/", 414),
        ("/sklep/?q=" + "a" * 4_000, 414),
        ("/sklep/?q=%00", 400),
        ("/szukaj/?q=a%00b", 400),
        ("/sklep/%00/", 404),
        ("/%00/", 404),
        ("/en/%ED%A0%80/", 404),
        ("/%FF%FE/", 404),
        ("/szukaj/?q=%ED%A0%80%FF", 200),
        ("/szukaj/?%FF=%FF&strona=%FF", 200),
    ],
)
def test_addresses(client, shop_tree, path, status):
    assert client.get(path).status_code == status


def through_server(path: str, content_type: str) -> int:
    """As gunicorn asks: Django's client builds the request itself, and some of these cannot be built."""
    told = []
    # As Django's own client: the connection of the test must outlive the request.
    request_started.disconnect(close_old_connections)
    environ = RequestFactory().get(path).environ | {"CONTENT_TYPE": content_type, "HTTP_HOST": "testserver"}
    try:
        body = b"".join(application(environ, lambda status, headers, exc_info=None: told.append(status)))
    finally:
        request_started.connect(close_old_connections)
    assert body
    return int(told[0][:3])


CHARSETS = ["utf-7", "unicode_escape", "raw_unicode_escape", "utf-16", "iso-8859-2", "rot13", "hex", "zlib", "idna", "punycode"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_strange_encodings(client, shop_tree, charset):
    for kind in (FORM, "multipart/form-data; boundary=x", "application/json", "text/plain"):
        assert add(client, b"product=+2AA-", f"{kind}; charset={charset}").status_code == 415, kind
    assert through_server("/szukaj/?q=%2B2AA-", f"text/plain; charset={charset}") == 415


def test_the_encoding_of_the_web_is_taken(client, make_product):
    body = f"product={make_product().pk}".encode()
    assert add(client, body, f"{FORM}; charset=UTF-8").status_code == 302


PARTS = [
    b'Content-Disposition: form-data; name="a"; filename*=rot13\'\'x%41',
    b'Content-Disposition: form-data; name="a"; filename*=no-such\'\'x',
    b'Content-Disposition: form-data; name="a"; filename*=utf-7\'\'%2B2AA-',
    b'Content-Disposition: form-data; name*=unicode_escape\'\'%5Cud800',
    b'Content-Disposition: form-data; name="product"; filename="..\\..\\\x00.php"',
    b'Content-Disposition: form-data; name="\xff\xfe"; filename="\xed\xa0\x80.png"',
    b'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64',
    b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=rot13',
    b"Content-Disposition: \x00",
    b"\x00" * 100,
]


@pytest.mark.parametrize("head", PARTS)
def test_broken_parts_of_a_form(client, shop_tree, head):
    body = b"--x\r\n" + head + b"\r\n\r\n%%%\r\n--x--\r\n"
    response = add(client, body, "multipart/form-data; boundary=x")
    assert 400 <= response.status_code < 500
    assert not Basket.objects.exists()


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300, "multipart/form-data; boundary=\xff"]
)
def test_broken_heads_of_a_form(client, shop_tree, kind):
    assert 400 <= add(client, b"--x\r\n", kind).status_code < 500


@pytest.mark.parametrize("value", ["text/plain; charset*=no-such''x", "a; b*0*=rot13''%41", "text/plain; charset*=utf-8''%ff"])
def test_a_content_type_that_django_cannot_parse_is_refused_before_it(shop_tree, value):
    """Django would raise while it builds the request, where no error page is made."""
    assert through_server("/", value) in {200, 400, 415}
    assert through_server("/?" + "a&" * 20_000, "text/plain; charset=utf-8") == 414


def test_cookies_that_cannot_be_text_are_dropped(client, shop_tree):
    for value in ('"\\000\\001"', '"\\355\\240\\200"', "\x00", "a\x7f", '"\\377"'):
        for name in ("sessionid", "csrftoken", "other"):
            response = client.get("/koszyk/", headers={"cookie": f"{name}={value}"})
            assert response.status_code == 200, (name, value)
    assert not Session.objects.exists()


def test_absurd_headers(client, shop_tree):
    assert client.get("/", headers={"cookie": "a=" + "x" * 9_000}).status_code == 431
    assert client.get("/", headers={f"x-{number}": "x" * 4_000 for number in range(9)}).status_code == 431
    strange = {"accept": ";q=,*/*;q=x", "if-modified-since": "Sat, 99 Foo", "if-none-match": '"' * 500, "range": "bytes=9-1",
               "origin": "http://[", "hx-current-url": "%%%", "hx-request": "true", "accept-language": "ż;q=9"}
    for path in ("/", "/sklep/", "/koszyk/", "/api/v2/pages/", "/sitemap.xml", "/historie/rss/"):
        assert client.get(path, headers=strange).status_code < 500, path


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", "[::1", "", "x" * 300])
@pytest.mark.parametrize("path", ["/", "/sklep/", "/admin/login/", "/sitemap.xml", "/nie-ma/"])
def test_foreign_hosts_get_nothing(client, shop_tree, host, path):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 400
    assert host not in response.content.decode() or not host
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("path", ["/", "/sklep/", "/sitemap.xml", "/robots.txt", "/historie/rss/"])
def test_absolute_addresses_never_come_from_the_request(client, shop_tree, path, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    shop_tree.shop.save_revision().publish()
    text = client.get(path, headers={"host": "other.example", "x-forwarded-host": "evil.example"}).content.decode()
    assert "evil.example" not in text
    assert "other.example" not in text


def test_large_bodies_are_for_staff_who_are_logged_in(shop_tree):
    body = b"x" * (LIMIT + 1)
    stranger = Client(headers={"cookie": "sessionid=" + "a" * 32})
    assert stranger.generic("POST", "/admin/login/", body, FORM).status_code == 413
    assert stranger.generic("POST", "/admin/images/multiple/add/", body, FORM).status_code == 413
    person = Client()
    person.force_login(User.objects.create_superuser("chief", password="x"))
    assert person.generic("POST", "/admin/images/add/", body, FORM).status_code == 200
    assert person.generic("POST", "/admin/images/add/", b"x", FORM, CONTENT_LENGTH=str(26 * 1024 * 1024)).status_code == 413


def test_adding_still_works_after_all_this(client, make_product):
    assert add_to_basket(client, make_product()).status_code == 302

"""Hostile requests, the same ones in every run: each public address with what breaks parsers, databases and pages."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

SEED = 20261122
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "GET/../", "ŻÓŁW", ""]
FORM = "application/x-www-form-urlencoded"

#: Percent-encoded, so that bytes which are no UTF-8 can be among them.
VALUES = [
    "", "0", "-1", "1e308", "NaN", "Infinity", "9" * 19, "9" * 400, str(2**31), str(2**63), str(2**64), "1" + "0" * 12, "0x10", "1_000",
    "٣", "²", "1.5", "%00", "%00%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "%F4%90%80%80", "%0D%0AX-Evil:%201", "%1B%5B31m",
    "%E2%80%AE", "%F0%9F%8E%81" * 40, quote("Łódź „Ż”"), quote("'; DROP TABLE shop_order; --"), quote('" OR 1=1'), quote("{{7*7}}{% debug %}"),
    quote("${jndi:ldap://x}"), "%25s%25n", quote("../../../../etc/passwd"), quote("..\\..\\"), quote("<script>alert(1)</script>"), "a" * 3_000,
    quote("(" * 500), quote("%" * 300), quote("*" * 300), quote('"' * 300), quote("ż" * 300), "None", "null", "true", "[]", "%5B%5D", "%7B%7D",
]  # fmt: skip
NAMES = [
    "q", "strona", "page", "sort", "dostepne", "kategoria", "technika", "producent", "cena_od", "cena_do", "litera", "product", "quantity",
    "item", "name", "email", "phone", "delivery", "street", "postcode", "city", "payment", "buyer_note", "terms", "key", "expected_total",
    "recalculate", "drop", "fields", "order", "limit", "offset", "search", "type", "child_of", "locale", "html_path", "csrfmiddlewaretoken",
    "__proto__", "a[]", "%00", "%FF", "", "a" * 500,
]  # fmt: skip
HEADERS = [
    {"cookie": 'sessionid="\\000"; csrftoken=\x7f'}, {"cookie": "sessionid=" + "a" * 4_000}, {"cookie": "=;;=;" * 50}, {"cookie": "sessionid=../../x"},
    {"cookie": "sessionid=ż; messages=x; django_language=xx"}, {"accept": "*/*;q=x,,;"}, {"accept-language": "-" * 500}, {"range": "bytes=-9-"},
    {"if-modified-since": "Sat, 31 Feb 99999"}, {"if-none-match": "*,\"\"" * 50}, {"origin": "http://["}, {"sec-fetch-site": "\x00"},
    {"referer": "http://[::1"}, {"x-forwarded-for": ",,a,::ffff:1.2.3.4"}, {"x-forwarded-host": "evil.example"}, {"x-forwarded-proto": "ftp"},
    {"hx-request": "true", "hx-current-url": "%zz", "hx-trigger": "{"}, {"content-encoding": "gzip"}, {"expect": "100-continue"},
    {"authorization": "Basic !!!"}, {"x-http-method-override": "DELETE"}, {"upgrade": "h2c"}, {"transfer-encoding": "chunked"},
]  # fmt: skip
CONTENT_TYPES = [
    FORM, "multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 100, "application/json", "text/xml", "",
    "x" * 300, f"{FORM}; charset=utf-7", "application/json; charset=utf-16", "multipart/form-data; boundary=x; charset=unicode_escape",
]  # fmt: skip
MULTIPART = [
    b"--x--\r\n", b"--x\r\n", b"--x\r\n\r\n\r\n--x--", b"--x\r\nContent-Disposition: form-data; name=\"product\"; filename=\"../../a.php\"\r\n\r\n\xff\xd8\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=\"product\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=\"\x00\"; filename*=rot13''%41\r\n\r\n1\r\n--x--\r\n", b"\x00" * 500, b"--x\r\n" * 200,
    b"--x\r\nContent-Disposition: form-data; name=\"quantity\"\r\n\r\n\xed\xa0\x80\x00\r\n--x--\r\n",
]  # fmt: skip
JSON = [
    b"", b"null", b"[]", b"{}", b"{", b'{"product": {"$ne": 1}}', b'{"a": "\\ud800"}', b'{"a": "\\u0000"}', b'{"a": 1e999}', b"[" * 5_000, b"\xff\xfe",
    json.dumps({"extra": [1, [2]], "quantity": 10**30}).encode(), b"9" * 5_000,
]  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One request: method, address with query, body and headers."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)


def hostile_requests(routes: list[str], *, per_route: int, products: list[int], items: list[int]) -> Iterator[Hostile]:
    """`per_route` requests to each address, of every kind in turn; true keys are among the values."""
    chance = random.Random(SEED)
    values = [*VALUES, *map(str, products), *map(str, items)]
    kinds = [_path, _query, _query, _form, _form, _multipart, _json, _headers, _method]
    for route in routes:
        for number in range(per_route):
            yield kinds[number % len(kinds)](chance, route, values)


def _pairs(chance: random.Random, values: list[str], most: int = 6) -> str:
    return "&".join(f"{chance.choice(NAMES)}={chance.choice(values)}" for _pair in range(chance.randint(1, most)))


def _path(chance, route, values):
    parts = [part for part in route.split("/") if part] or [""]
    parts[chance.randrange(len(parts))] = chance.choice(values)
    end = chance.choice(["/", "", "//", "/.", "/..", "%2f", ";a", "/%00"])
    return Hostile(chance.choice(["GET", "POST"]), "/" + "/".join(parts) + end)


def _query(chance, route, values):
    return Hostile("GET", route, query=_pairs(chance, values))


def _form(chance, route, values):
    return Hostile(chance.choice(["POST", "POST", "PUT"]), route, body=_pairs(chance, values, 15).encode())


def _multipart(chance, route, values):
    return Hostile("POST", route, body=chance.choice(MULTIPART), content_type=chance.choice(CONTENT_TYPES))


def _json(chance, route, values):
    kind = chance.choice(["application/json", *CONTENT_TYPES])
    return Hostile("POST", route, query=_pairs(chance, values, 2), body=chance.choice(JSON), content_type=kind)


def _headers(chance, route, values):
    headers = {}
    for _header in range(chance.randint(1, 3)):
        headers |= chance.choice(HEADERS)
    return Hostile(chance.choice(["GET", "POST"]), route, query=urlencode({"q": "x"}), headers=headers)


def _method(chance, route, values):
    return Hostile(chance.choice(METHODS), route, body=_pairs(chance, values).encode())

"""The way to a gateway: whatever the other side does, it ends as an answer or as one of two errors."""

import logging
import socket

import pytest

from shop.services.gateways import transport
from shop.services.gateways.base import GatewayRefused, GatewayUnavailable
from shop.services.gateways.transport import Call, HttpRefused, send

from .gateway_tools import scripted


@pytest.fixture
def script():
    with scripted() as (script, url):
        script.url = url
        yield script


def test_an_answer_is_its_json(script):
    script.say(200, '{"data": {"token": "T"}}')
    answer = send(Call("x", "POST", f"{script.url}/a", json={"nazwa": "żółć/1"}, auth=("10002", "key")))
    assert answer == {"data": {"token": "T"}}
    method, path, headers, body = script.seen[0]
    assert (method, path) == ("POST", "/a")
    assert body == '{"nazwa":"żółć/1"}'.encode()
    assert headers["Authorization"] == "Basic MTAwMDI6a2V5"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Accept"] == "application/json"


def test_an_array_comes_as_items(script):
    script.say(200, "[1, 2]")
    assert send(Call("x", "GET", script.url)) == {"items": [1, 2]}


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 425, 429])
def test_trouble_of_the_gateway_may_be_tried_again(script, status):
    script.say(status, '{"error": "later"}')
    with pytest.raises(GatewayUnavailable, match=f"x: HTTP {status}: later"):
        send(Call("x", "GET", script.url))
    assert len(script.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_no_is_a_no(script, status):
    script.say(status, '{"error": "Invalid input data", "code": 400}')
    with pytest.raises(HttpRefused, match="Invalid input data") as refused:
        send(Call("x", "GET", script.url))
    assert isinstance(refused.value, GatewayRefused)
    assert (refused.value.status, refused.value.data["code"]) == (status, 400)


def test_a_no_without_json_is_a_no_too(script):
    script.say(403, "<html>forbidden</html>")
    with pytest.raises(HttpRefused) as refused:
        send(Call("x", "GET", script.url))
    assert refused.value.data == {}


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"null", b"1", b'"text"', b"\xff\xfe", b'{"a":', b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_nonsense_is_no_answer(script, body):
    script.say(200, body)
    with pytest.raises(GatewayUnavailable):
        send(Call("x", "GET", script.url))


def test_redirects_are_not_followed(script):
    script.say(302, "{}", Location=f"{script.url}/elsewhere")
    with pytest.raises(GatewayUnavailable, match="unexpected HTTP 302"):
        send(Call("x", "GET", script.url))
    assert [path for _method, path, *_rest in script.seen] == ["/"]


def test_an_answer_without_end_is_cut(script, monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER", 1000)
    script.say(200, b'{"a": "' + b"x" * 2000 + b'"}')
    with pytest.raises(GatewayUnavailable, match="ValueError"):
        send(Call("x", "GET", script.url))


def test_a_redirect_is_read_within_the_same_limits(script, monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER", 1000)
    script.say(302, '{"a": "1"}', Location="/elsewhere")
    script.say(302, b'{"a": "' + b"x" * 2000 + b'"}', Location="/elsewhere")
    call = Call("x", "GET", script.url, accept=(302,))
    assert send(call) == {"a": "1"}
    with pytest.raises(GatewayUnavailable, match="ValueError"):
        send(call)


def test_a_packed_answer_is_measured_unpacked(script, monkeypatch):
    import gzip

    monkeypatch.setattr(transport, "MAX_ANSWER", 1000)
    script.say(200, gzip.compress(b'{"a": "' + b"x" * 100_000 + b'"}'), Content_Encoding="gzip")
    with pytest.raises(GatewayUnavailable):
        send(Call("x", "GET", script.url))


def test_silence_is_a_time_out(script, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUTS", (1, 0.2))
    script.wait = 0.8
    script.say(200, "{}")
    with pytest.raises(GatewayUnavailable, match="ReadTimeout"):
        send(Call("x", "GET", script.url))


def test_an_answer_that_drips_meets_the_deadline(script, monkeypatch):
    monkeypatch.setattr(transport, "DEADLINE", 0.3)
    script.drip = 0.05
    script.say(200, '{"a": "' + "x" * 100 + '"}')
    with pytest.raises(GatewayUnavailable, match="TimeoutError"):
        send(Call("x", "GET", script.url))


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(GatewayUnavailable, match="ConnectionError"):
        send(Call("x", "GET", f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize("url", ["http://", "nonsense", "http://host.invalid:99999999/", "ftp://127.0.0.1/"])
def test_an_address_that_is_none(url):
    with pytest.raises(GatewayUnavailable):
        send(Call("x", "GET", url))


def test_limits_are_those_agreed():
    assert transport.TIMEOUTS == (5, 15)


def test_neither_log_nor_error_tells_of_people(script, caplog):
    caplog.set_level(logging.DEBUG, logger="shop")
    script.say(400, '{"error": "Incorrect email jan.kowalski@example.org\\u0007"}')
    with pytest.raises(HttpRefused) as refused:
        send(Call("p24 register", "POST", f"{script.url}/x?email=jan.kowalski@example.org", json={"email": "jan.kowalski@example.org"}))
    assert "kowalski" not in str(refused.value)
    assert "\x07" not in str(refused.value)
    assert "gateway p24 register: 400 in" in caplog.text
    assert "kowalski" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("shop"))

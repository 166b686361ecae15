"""The simulator as a server: its pages, its messages, what it remembers, where it may run."""

import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import html5lib
import pytest
from django.contrib.staticfiles.management.commands.runserver import Command as StaticRunServer
from django.core.management import CommandError, call_command, get_commands

from market.management.commands.runserver import Command as RunServer
from market.simulator import Simulator, SimulatorRefused, delivery
from shop.services.gateways import gateway_for
from tests.shop.gateway_tools import START

SESSION = START.session_id


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


def ask(url: str, form: dict | None = None) -> tuple[int, dict, str]:
    data = None if form is None else urllib.parse.urlencode(form).encode()
    try:
        with opener.open(urllib.request.Request(url, data=data), timeout=5) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def page(provider: str) -> str:
    return gateway_for(provider).start(START).redirect_url


@pytest.mark.parametrize("provider", ["p24", "payu"])
def test_the_page_says_that_it_is_none(simulator, provider):
    status, headers, html = ask(page(provider))
    assert status == 200
    assert "To jest symulator płatności" in html
    assert "123,45\u00a0zł" in html
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert tree.get("lang") == "pl"
    assert tree.find(".//label").get("for") == tree.find(".//input").get("id") == "blik"
    assert [button.get("value") for button in tree.iter("button")] == [
        "blik", "card", "refuse", "less", "more", "twice", "silent", "back",
    ]


@pytest.mark.parametrize("provider", ["p24", "payu"])
@pytest.mark.parametrize(
    ("action", "amounts", "told"),
    [
        ("card", [12345], 1),
        ("less", [12344], 1),
        ("more", [13345], 1),
        ("twice", [12345, 12345], 2),
        ("silent", [12345], 0),
        ("back", [], 0),
    ],
)
def test_a_button_does_what_it_says(simulator, provider, action, amounts, told):
    status, headers, _html = ask(page(provider), {"action": action})
    assert (status, headers["Location"]) == (303, START.return_url)
    assert [deal.amount for deal in simulator.payment(SESSION).deals] == amounts
    assert len(simulator.notifications) == told


def test_a_refusal_leads_back_to_the_shop(simulator):
    assert ask(page("p24"), {"action": "refuse"})[1]["Location"] == START.return_url
    assert simulator.notifications == []
    simulator.server.store.payments.clear()
    assert ask(page("payu"), {"action": "refuse"})[1]["Location"] == f"{START.return_url}?error=501"
    assert json.loads(simulator.notifications[0].body)["order"]["status"] == "CANCELED"


@pytest.mark.parametrize("code", ["123456", "000000", "123 456"])
def test_six_digits_pay_by_blik(simulator, code):
    assert ask(page("p24"), {"action": "blik", "blik": code})[0] == 303
    assert len(simulator.payment(SESSION).deals) == 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "<script>"])
def test_anything_else_is_no_blik(simulator, code):
    status, _headers, html = ask(page("p24"), {"action": "blik", "blik": code})
    assert status == 422
    assert "Kod BLIK ma sześć cyfr" in html
    assert simulator.payment(SESSION).deals == []


def test_a_second_click_pays_nothing(simulator):
    url = page("p24")
    ask(url, {"action": "card"})
    status, _headers, html = ask(url, {"action": "card"})
    assert (status, "Ta płatność jest już przyjęta" in html) == (200, True)
    assert len(simulator.payment(SESSION).deals) == 1


@pytest.mark.parametrize("path", ["/trnRequest/none", "/pay/", "/pay/?token=x", "/elsewhere", "/trnRequest/"])
def test_unknown_addresses_are_not_found(simulator, path):
    assert ask(simulator.url + path)[0] == 404


def test_words_of_the_shop_are_no_markup(simulator):
    started = gateway_for("p24").start(replace(START, description="<script>alert(1)</script>"))
    html = ask(started.redirect_url)[2]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_overview_tells_what_was_done(simulator):
    assert "Na razie nic." in ask(f"{simulator.url}/")[2]
    page("p24")
    simulator.pay(SESSION)
    html = ask(f"{simulator.url}/")[2]
    assert SESSION in html
    assert "123,45\u00a0zł" in html


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"amount": true}', b"[" * 5000, b"x" * 60_000])
def test_a_broken_call_is_refused(simulator, settings, body):
    request = urllib.request.Request(f"{simulator.url}/api/v1/transaction/register", data=body, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=5)
    assert refused.value.code == 401
    request.add_header("Authorization", "Basic MTAwMDI6c2ltdWxhdG9yLWFwaS1rZXk=")
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=5)
    assert refused.value.code == 400


def test_it_listens_on_this_machine_only(simulator):
    assert simulator.server.http.server_address[0] == "127.0.0.1"


class Shop(BaseHTTPRequestHandler):
    answers: list[int] = []
    seen: list[bytes] = []

    def do_POST(self):
        self.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.answers.pop(0))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def shop(monkeypatch):
    """A shop that listens to messages and answers as told."""
    monkeypatch.setattr(delivery, "PAUSES", (0,) * 6)
    monkeypatch.setattr(Shop, "answers", [])
    monkeypatch.setattr(Shop, "seen", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    Shop.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield Shop
    server.shutdown()
    server.server_close()


def until(condition) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("answers", "attempts"), [([200], 1), ([500, 302, 404, 200], 4), ([503] * 6, 6)]
)
def test_a_message_is_sent_until_it_is_taken_six_times_at_most(simulator, shop, answers, attempts):
    shop.answers.extend([*answers, 200, 200])
    simulator.live = True
    gateway_for("p24").start(replace(START, notify_url=shop.url))
    notification = simulator.pay(SESSION)
    until(lambda: notification.attempts == attempts)
    time.sleep(0.2)
    assert (notification.attempts, notification.status) == (attempts, answers[-1])
    assert shop.seen == [notification.body.encode()] * attempts


def test_what_was_paid_outlives_a_restart(settings, tmp_path, shop):
    path = tmp_path / "var" / "simulator.json"
    first = Simulator(port=0, path=path, deliver=lambda notification: None)
    first.start()
    settings.P24_API_URL = first.url
    gateway_for("p24").start(replace(START, notify_url=shop.url))
    first.pay(first.store.payments[0])
    number = first.store.payments[0].deals[0].order_id
    first.stop()

    shop.answers.append(200)
    second = Simulator(port=0, path=path)
    second.start()
    settings.P24_API_URL = second.url
    assert gateway_for("p24").ask(session_id=SESSION, gateway_id="").gateway_id == number
    # The message that the first one could not deliver goes out now.
    until(lambda: second.store.notifications[0].status == 200)
    assert json.loads(shop.seen[0])["orderId"] == int(number)
    second.stop()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"payments": 1}', '{"payments": [{"x": 1}]}', "\x00"])
def test_a_spoilt_file_is_as_good_as_none(tmp_path, text):
    path = tmp_path / "simulator.json"
    path.write_text(text)
    server = Simulator(port=0, path=path)
    server.stop()
    assert (server.store.payments, server.store.refunds, server.store.notifications) == ([], [], [])


def test_settings_can_forbid_it(settings):
    settings.PAYMENT_SIMULATOR = False
    with pytest.raises(SimulatorRefused):
        Simulator(port=0)
    with pytest.raises(CommandError, match="PAYMENT_SIMULATOR is off"):
        call_command("payment_simulator", "--port", "0")


def test_a_port_in_use_is_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} of 127.0.0.1"):
            call_command("payment_simulator", "--port", str(port))


def test_runserver_is_ours():
    assert get_commands()["runserver"] == "market"
    assert issubclass(RunServer, StaticRunServer)


@pytest.fixture
def served(monkeypatch, settings, tmp_path):
    """What answers at the simulator's address while the development server would serve."""
    seen = []

    def inner_run(self, *args, **options):
        try:
            seen.append(ask(f"http://127.0.0.1:{settings.SIMULATOR_PORT}/")[0])
        except urllib.error.URLError:
            seen.append(None)

    monkeypatch.setattr(StaticRunServer, "inner_run", inner_run)
    settings.SIMULATOR_FILE = tmp_path / "simulator.json"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SIMULATOR_PORT = free.getsockname()[1]
    return seen


def test_runserver_starts_the_simulator_and_stops_it(served, settings):
    RunServer().inner_run()
    assert served == [200]
    with pytest.raises(urllib.error.URLError):
        ask(f"http://127.0.0.1:{settings.SIMULATOR_PORT}/")


def test_runserver_goes_on_without_the_simulator(served, settings, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.SIMULATOR_PORT = taken.getsockname()[1]
        settings.PAYMENT_SIMULATOR = True
        monkey = RunServer(stderr=None)
        assert monkey._simulator() is None
    assert "does not start on port" in capsys.readouterr().err


def test_runserver_starts_none_where_settings_forbid_it(served, settings):
    settings.PAYMENT_SIMULATOR = False
    RunServer().inner_run()
    assert served == [None]

"""A real Chromium against the site, served by a thread of the test process from a copy of the demo."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import override_settings
from django.test.testcases import LiveServerThread

from tests.databases import connected_to

# Playwright keeps an event loop in the main thread; the tests' own queries there are plain synchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.demo)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    """The system's own Chromium: Playwright downloads nothing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "the browser tests need Chromium; CHROMIUM=/path/to/it names another one"
    return {**browser_type_launch_args, "executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    """Movement would blur what axe measures."""
    return {**browser_context_args, "locale": "pl-PL", "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def _media():
    """The server of the package sets the folder of files; the throw-away one of other tests is not wanted."""


@pytest.fixture(scope="package")
def live(demo, demo_copy, django_db_blocker) -> Iterator[str]:
    """Address of the running site. What tests write stays until the end of the package: a shop that fills with orders."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    with (
        django_db_blocker.unblock(),
        connected_to(demo_copy("browser")),
        override_settings(MEDIA_ROOT=demo.media, ALLOWED_HOSTS=["127.0.0.1", "testserver"]),
    ):
        connection.close()
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        address = f"http://127.0.0.1:{server.port}"
        with override_settings(WAGTAILADMIN_BASE_URL=address):
            yield address
        server.terminate()
        connection.close()


class Watch:
    """What a page complains about: console errors, failed loads, requests to other hosts."""

    def __init__(self, page, address: str):
        self.faults: list[str] = []
        self.page, self.address = page, address
        self.handlers = {
            "console": self._console,
            "pageerror": self._error,
            "request": self._request,
            "response": self._response,
        }
        for event, handler in self.handlers.items():
            page.on(event, handler)

    def end(self) -> list[str]:
        """Stop listening; gives what was heard."""
        for event, handler in self.handlers.items():
            self.page.remove_listener(event, handler)
        return self.faults

    def _error(self, error):
        self.faults.append(f"error: {error}")

    def _console(self, message):
        # A 404 asked for on purpose is written to the console by the browser itself.
        if message.type in {"error", "warning"} and not re.search(r"status of (404|409|403)", message.text):
            self.faults.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"third party: {request.url}")

    def _response(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status}: {response.url}")


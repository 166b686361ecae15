"""The arena of the races, and their table. Plain `make test` leaves this folder out: it takes minutes and kills."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.utils import translation

from market.settings.payments import simulator_settings
from market.simulator import Simulator

from .. import databases, factories
from . import figures
from .arena import Arena
from .server import Server

ROWS: list[dict] = []
#: File to which the rows of several runs are gathered; the runner (tests/races/__main__.py) prints them as one table.
GATHERED = "RACES_FIGURES"
#: Cases that need no server of their own and stand with the unit tests: file → what the table calls them.
WITHOUT_SERVER = {
    "tests/shop/test_payment_cases.py": "payment cases",
    "tests/shop/test_payment_races.py": "payment races in one process",
}


def pytest_ignore_collect(collection_path: Path, config) -> bool | None:
    """Collected only when asked for by name: `pytest tests/races`, `pytest -m races`, `make test-races`."""
    asked_for = any("races" in str(argument) for argument in config.invocation_params.args)
    return None if asked_for else True


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.races)


def pytest_terminal_summary(terminalreporter) -> None:
    ROWS[:0] = figures.rows_of_files(terminalreporter.stats, WITHOUT_SERVER, connection.display_name)
    if path := os.environ.get(GATHERED):
        figures.save(Path(path), ROWS)
    elif ROWS:
        terminalreporter.section("races and crashes")
        terminalreporter.write_line(figures.table(ROWS))


@contextlib.contextmanager
def opened(*, url: str, folder: Path, label: str) -> Iterator[Arena]:
    """A shop in the database to which Django's connection points now, a server at `url` for it, a gateway for both."""
    (folder / "mailbox").touch()
    simulator = Simulator(port=0)
    surroundings = {
        "RACES_DIR": str(folder),
        "RACES_MAILBOX": str(folder / "mailbox"),
        "RACES_SIMULATOR": str(simulator.port),
    }
    changed = {"EMAIL_BACKEND": "tests.races.mailbox.Mailbox", **simulator_settings(simulator.port)}
    with mock.patch.dict(os.environ, surroundings), translation.override("pl"), override_settings(**changed):
        # A template migrated with Redis as cache has no table for the cache in the database.
        call_command("createcachetable", verbosity=0)
        tree = factories.make_tree()
        factories.make_settings(tree.site)
        factories.make_delivery()
        connection.close()
        server = Server(database_url=url, folder=folder)
        simulator.start()
        try:
            server.start()
            yield Arena(tree, server, simulator, ROWS, label)
        finally:
            server.stop()
            simulator.stop()


@pytest.fixture(scope="session")
def arena(django_db_blocker, tmp_path_factory) -> Iterator[Arena]:
    """One shop and one server for all cases of the run, on the database that DATABASE_URL names."""
    folder = tmp_path_factory.mktemp("races")
    maker = databases.server()
    with django_db_blocker.unblock():
        name = (
            str(folder / "races.sqlite3")
            if connection.vendor == "sqlite"
            else f"{connection.settings_dict['TEST']['NAME']}_races_{os.getpid()}"
        )
        maker.copy(databases.migrated_template(), name)
        try:
            with (
                databases.connected_to(name),
                opened(url=maker.url(name), folder=folder, label=connection.display_name) as arena,
            ):
                yield arena
        finally:
            connection.close()
            maker.remove(name)

"""Databases of the tests. Migrating takes half a minute and the demo a minute, so each is done once, into a template
under var/test-databases (or a template database of PostgreSQL), and every worker of a run gets a copy.

The unit tests have pytest-django's database. The tests of the whole site switch the connection to a copy of the demo
(`demo_site`, `demo_shop`) and back, so that a flush after a transactional test cannot empty it.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from .cache_keys import forget_cache

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "var" / "test-databases"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "master")

SCHEMA_SOURCES = ("requirements.txt", "*/migrations/*.py", "site/market/settings/base.py")
DEMO_SOURCES = (
    *SCHEMA_SOURCES,
    "site/market/demo/**/*",
    "site/market/management/commands/load_demo.py",
    "*/models/*.py",
    "*/services/*.py",
    "*/blocks/*.py",
    "*/roles.py",
    "templates/**/*.html",
)


#: Fingerprints are taken once a run, before the workers start: a file edited meanwhile must not part them.
MARKS = {"migrated": "TEST_MARK_MIGRATED", "demo": "TEST_MARK_DEMO"}


def pytest_configure(config) -> None:
    os.environ.setdefault(MARKS["migrated"], fingerprint(SCHEMA_SOURCES))
    os.environ.setdefault(MARKS["demo"], fingerprint(DEMO_SOURCES))


#: A test that needs none of these says the same whatever the database.
DATABASE_FIXTURES = {"django_db_setup", "db", "transactional_db"}
DATABASE_MARKS = ("django_db", "races")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    """Elsewhere than on SQLite only those tests are run that touch a database."""
    if connection.vendor == "sqlite":
        return
    idle = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if touches_database(item)]


def touches_database(item) -> bool:
    return any(map(item.get_closest_marker, DATABASE_MARKS)) or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def fingerprint(patterns: tuple[str, ...]) -> str:
    """Changes when one of the files does."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {settings.DEMO_PICTURE_WIDTH}".encode())
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    for path in sorted(path for path in paths if path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class SQLiteServer:
    """Databases are files; a copy is a copy of the file."""

    def template(self, name: str) -> str:
        return str(STORE / f"{name}.sqlite3")

    def url(self, name: str) -> str:
        return f"sqlite:///{name}"

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)

    def create(self, name: str) -> None:
        self.remove(name)

    def copy(self, source: str, target: str) -> None:
        self.remove(target)
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)

    def rename(self, source: str, target: str) -> None:
        Path(source).rename(target)

    def stale(self, prefix: str, keep: str) -> list[str]:
        old = time.time() - 24 * 3600
        return [str(path) for path in STORE.glob(f"{prefix}-*.sqlite3") if path.stat().st_mtime < old]


class PostgreSQLServer:
    """Databases of the server named by DATABASE_URL; a copy is made by CREATE DATABASE … TEMPLATE.

    Their names bear a mark of the checkout: another one on this machine neither meets nor removes them.
    """

    PREFIX = f"market_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"

    def template(self, name: str) -> str:
        return f"{self.PREFIX}_{name}".replace("-", "_")

    def url(self, name: str) -> str:
        given = settings.DATABASES["default"]
        password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
        return f"postgres://{given['USER']}{password}@{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}/{name}"

    def _run(self, statement: str, *parameters: str) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def exists(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def remove(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def create(self, name: str) -> None:
        self.remove(name)
        self._run(f'CREATE DATABASE "{name}"')

    def copy(self, source: str, target: str) -> None:
        self.remove(target)
        self._run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def rename(self, source: str, target: str) -> None:
        self._run(f'ALTER DATABASE "{source}" RENAME TO "{target}"')

    def stale(self, prefix: str, keep: str) -> list[str]:
        pattern = f"{self.PREFIX}_{prefix}_%".replace("_", r"\_")
        rows = self._run("SELECT datname FROM pg_database WHERE datname LIKE %s", pattern)
        return [name for (name,) in rows if name != keep]


def server() -> SQLiteServer | PostgreSQLServer:
    return SQLiteServer() if connection.vendor == "sqlite" else PostgreSQLServer()


@contextlib.contextmanager
def exclusively() -> Iterator[None]:
    """One worker makes a template; the others wait for it."""
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


#: Short commands that make many things which stay: looking for garbage takes a seventh of their time.
MANAGE = "import gc, runpy, sys; gc.disable(); sys.argv[:1] = []; runpy.run_path('manage.py', run_name='__main__')"


def manage(database: str, *arguments: str, media: Path | None = None) -> None:
    """Run a management command against a database in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "market.settings.test",
        "DATABASE_URL": server().url(database),
        "MEDIA_ROOT": str(media or STORE / "media"),
    }
    done = subprocess.run(
        [sys.executable, "-c", MANAGE, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(f"manage.py {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}", pytrace=False)


def ensure(
    prefix: str, build: Callable[[str, str], None], *, is_whole: Callable[[str], bool] = lambda mark: True
) -> tuple[str, str]:
    """Template of the present sources, built when missing; gives its name and its fingerprint.

    is_whole: whether what belongs to a template beside its database is there. A server keeps its databases when the
    folder of the checkout is laid anew, without its files.
    """
    mark = os.environ[MARKS[prefix]]
    databases = server()
    name = databases.template(f"{prefix}-{mark}")
    with exclusively():
        if not (databases.exists(name) and is_whole(mark)):
            draft = databases.template(f"draft-{prefix}-{mark}")
            build(draft, mark)
            databases.remove(name)
            databases.rename(draft, name)
            for old in databases.stale(prefix, keep=name):
                databases.remove(old)
    return name, mark


def migrated_template() -> str:
    def build(draft: str, mark: str) -> None:
        server().create(draft)
        manage(draft, "migrate", "--verbosity", "0")

    return ensure("migrated", build)[0]


@dataclass(frozen=True)
class Demo:
    """The demo content as a template database, with the files that belong to it."""

    template: str
    media: Path


def demo_template() -> Demo:
    migrated = migrated_template()

    def media(mark: str) -> Path:
        return STORE / f"media-{connection.vendor}-{mark}"

    def build(draft: str, mark: str) -> None:
        shutil.rmtree(media(mark), ignore_errors=True)
        server().copy(migrated, draft)
        manage(draft, "load_demo", media=media(mark))

    name, mark = ensure("demo", build, is_whole=lambda mark: media(mark).is_dir())
    return Demo(name, media(mark))


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[str]:
    """Point Django's connection (and that of every thread to come) at another database."""
    previous = connection.settings_dict["NAME"]

    def switch(target: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = target
        ContentType.objects.clear_cache()
        # What a test remembers of one database is not to be met in the other.
        forget_cache()
        translation.activate(settings.LANGUAGE_CODE)

    switch(name)
    try:
        yield name
    finally:
        switch(previous)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker) -> None:
    """Lay a migrated copy where pytest-django, run with --reuse-db, looks for its database."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["TEST"]["NAME"]
        server().copy(migrated_template(), name)
        connection.close()


@pytest.fixture(scope="session")
def flushed_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Name of the database that transactional tests fill and empty."""
    databases = server()
    name = f"{STORE / WORKER}-{os.getpid()}-flushed.sqlite3"
    if connection.vendor != "sqlite":
        name = f"{connection.settings_dict['TEST']['NAME']}_flushed_{WORKER}_{os.getpid()}"
    with django_db_blocker.unblock():
        databases.copy(migrated_template(), name)
    yield name
    with django_db_blocker.unblock():
        databases.remove(name)


def is_transactional(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


#: As migrations leave them, and nobody else's: Django's own flush fills them anew, which takes most of its time.
MIGRATED_TABLES = {"django_content_type", "auth_permission"}


def empty_tables(_case) -> None:
    """What Django's flush leaves behind a transactional test, in the few tables where something stands."""
    with connection.cursor() as cursor:
        cursor.execute(filled_tables_query())
        tables = [name for (name,) in cursor.fetchall()]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@functools.cache
def filled_tables_query() -> str:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - MIGRATED_TABLES
    quoted = {table: connection.ops.quote_name(table) for table in sorted(tables)}
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in quoted.items())


@pytest.fixture
def _database_apart(request, django_db_blocker) -> Iterator[None]:
    """For a transactional test the database that is flushed, for every other one that of pytest-django.

    Workers steal from each other, so that tests run in any order: none may find what another's flush has left.
    """
    if not is_transactional(request.node):
        yield
        return
    name = request.getfixturevalue("flushed_database")
    with connected_to(name), patch.object(TransactionTestCase, "_fixture_teardown", empty_tables):
        yield


@pytest.fixture
def _django_db_helper(_database_apart, _django_db_helper) -> None:
    """pytest-django's own, after the connection leads where the test belongs."""


@pytest.fixture(scope="session")
def demo(django_db_setup, django_db_blocker) -> Demo:
    """The demo content, built if need be."""
    with django_db_blocker.unblock():
        made = demo_template()
        connection.close()
        return made


@pytest.fixture(scope="session")
def demo_copy(demo, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """demo_copy(purpose): name of a fresh copy of the demo database; removed when the run ends."""
    databases, made = server(), []

    def make(purpose: str) -> str:
        if connection.vendor == "sqlite":
            name = str(tmp_path_factory.mktemp("demo") / f"{purpose}.sqlite3")
        else:
            name = f"{connection.settings_dict['TEST']['NAME']}_{purpose}_{WORKER}_{os.getpid()}"
        with django_db_blocker.unblock():
            databases.copy(demo.template, name)
        made.append(name)
        return name

    yield make
    with django_db_blocker.unblock():
        for name in made:
            databases.remove(name)

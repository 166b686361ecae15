"""What both databases have in common: the facts about their content, and leading the connection to another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from .errors import BackupError
from .manifest import DatabaseFacts

COUNTED_APPS = frozenset({"home", "stories", "goodpractices", "shop", "wagtailcore"})
#: A database in which one of these has rows holds somebody's work.
WORK = ("home.User", "home.MarketImage", "home.MarketDocument", "stories.Enterprise", "shop.Product", "shop.Order")


class Database(Protocol):
    """What differs between the databases. Names of databases: a path for SQLite."""

    #: Name of the snapshot in the archive.
    member: str

    def snapshot(self, target: Path) -> DatabaseFacts:
        """Write a consistent copy of the database in use, and tell what is in it."""

    def facts(self) -> DatabaseFacts | None:
        """What is in the database in use; None when there is none. Raises BackupError when it cannot be read."""

    def facts_of_connection(self) -> DatabaseFacts:
        """What is in the database that the connection leads to."""

    def require_alone(self) -> None:
        """Raise BackupError when somebody else is connected."""

    def stage(self, dump: Path) -> str:
        """Make a new database of a snapshot, beside the one in use. Gives its name."""

    def swap(self, staged: str, *, keep: bool) -> str:
        """Put the new database in the place of the one in use; all or nothing. Gives the name under which the old one
        is kept, empty where it is not."""

    def discard(self, staged: str) -> None:
        """Remove a new database that was not put in place."""


def current_database() -> Database:
    from .postgresql import PostgreSQL
    from .sqlite import SQLite

    kinds = {"sqlite": SQLite, "postgresql": PostgreSQL}
    if connection.vendor not in kinds:
        raise BackupError(f"There is no backup for {connection.vendor}; use the tools of the database.")
    return kinds[connection.vendor]()


def counted_tables() -> list[str]:
    """The tables whose rows the manifest counts: all of ours, and the pages."""
    models = apps.get_models(include_auto_created=True)
    return sorted({m._meta.db_table for m in models if m._meta.app_label in COUNTED_APPS and m._meta.managed})


def holds_work(facts: DatabaseFacts) -> bool:
    """Whether there is anything in the database that a restore would put aside."""
    return any(facts.rows.get(apps.get_model(name)._meta.db_table) for name in WORK)


def read_facts(cursor, *, version: str, tables: set[str]) -> DatabaseFacts:
    """cursor: of either driver. tables: the names of those that exist."""
    rows = {}
    for table in counted_tables():
        if table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names of our own tables
            rows[table] = cursor.fetchone()[0]
    migrations = []
    if "django_migrations" in tables:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return DatabaseFacts(version=version, migrations=migrations, rows=rows)


@contextmanager
def connected(name: str) -> Iterator[None]:
    """Lead the connection of this process to another database, and back. No transaction may be open."""
    previous = connection.settings_dict["NAME"]

    def switch(target) -> None:
        connection.close()
        connection.settings_dict["NAME"] = target
        ContentType.objects.clear_cache()

    switch(name)
    try:
        yield
    finally:
        switch(previous)

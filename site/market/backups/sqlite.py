"""SQLite: snapshots by the online backup API, files swapped at the end."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from .archive import sync_folder
from .databases import read_facts
from .errors import BackupError
from .manifest import DatabaseFacts
from .names import stamp

SIDE_FILES = ("-wal", "-shm", "-journal")
IN_USE = "Somebody else uses the database: stop the web processes and the timers first. Nothing was changed."


class SQLite:
    member = "database/market.sqlite3"

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])
        if str(self.path).startswith(("file:", ":memory:")):
            raise BackupError("The database lives in memory; only one in a file can be saved or restored.")

    def snapshot(self, target: Path) -> DatabaseFacts:
        """The whole copy is one step: one read transaction, which in WAL mode neither waits for writers nor stops them.
        In several steps each write would begin the copy anew, and under load it would never end."""
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path}.")
        try:
            with closing(_open(self.path, "ro")) as source, closing(sqlite3.connect(target)) as copy:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode=DELETE")
                return _checked(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database cannot be copied: {error}.") from error

    def facts(self) -> DatabaseFacts | None:
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        try:
            with closing(_open(self.path, "ro")) as source:
                return _facts(source)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The present database cannot be read: {error}.") from error

    def facts_of_connection(self) -> DatabaseFacts:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
            return read_facts(cursor, version=sqlite3.sqlite_version, tables=tables)

    def require_alone(self) -> None:
        """Leaving WAL mode works only for the last connection; it also folds the log into the file. A file that cannot be
        read at all is no obstacle: replacing it may be why we are here."""
        connection.close()
        if not self.path.exists():
            return
        try:
            with closing(_open(self.path, "rw")) as old:
                if old.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
                    raise BackupError(IN_USE)
        except sqlite3.OperationalError as error:
            raise BackupError(f"{IN_USE} ({error})") from error
        except sqlite3.DatabaseError:
            return

    def stage(self, dump: Path) -> str:
        try:
            with closing(_open(dump, "rw")) as copy:
                _checked(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the archive is broken: {error}.") from error
        return str(dump)

    def swap(self, staged: str, *, keep: bool) -> str:
        with closing(_open(Path(staged), "rw")) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        os.chmod(staged, self.path.stat().st_mode & 0o777 if self.path.exists() else 0o600)
        self.require_alone()
        kept = ""
        if keep and self.path.exists():
            kept = f"{self.path}.before-restore-{stamp()}"
            os.link(self.path, kept)
        # What is left of a log belongs to the old file and would spoil the new one.
        for suffix in SIDE_FILES:
            side = Path(f"{self.path}{suffix}")
            if side.exists() and kept:
                side.rename(f"{kept}{suffix}")
            side.unlink(missing_ok=True)
        os.replace(staged, self.path)
        sync_folder(self.path.parent)
        return kept

    def discard(self, staged: str) -> None:
        for suffix in ("", *SIDE_FILES):
            Path(f"{staged}{suffix}").unlink(missing_ok=True)


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5)


def _checked(copy: sqlite3.Connection) -> DatabaseFacts:
    if (answer := copy.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise BackupError(f"The copy of the database is broken: {answer}.")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError("The copy of the database has rows that point at nothing (PRAGMA foreign_key_check).")
    return _facts(copy)


def _facts(source: sqlite3.Connection) -> DatabaseFacts:
    tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return read_facts(source.cursor(), version=sqlite3.sqlite_version, tables=tables)

"""PostgreSQL: pg_dump and pg_restore of the same or a newer version than the server; a new database is renamed at the end."""

import os
import re
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.backends.postgresql.client import DatabaseClient

from .databases import read_facts
from .errors import BackupError
from .manifest import DatabaseFacts
from .names import stamp

IN_USE = "Somebody else is connected to the database: stop the web processes and the timers first. Nothing was changed."
NO_RIGHT = (
    "The database user may not make or rename databases. As the administrator of the server run\n"
    '    ALTER ROLE "{user}" CREATEDB; ALTER DATABASE "{name}" OWNER TO "{user}";\n'
    "and start the restore again. Nothing was changed."
)
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))"


class PostgreSQL:
    member = "database/market.dump"

    def __init__(self) -> None:
        self.settings = connection.settings_dict
        self.name = self.settings["NAME"]

    def snapshot(self, target: Path) -> DatabaseFacts:
        """pg_dump sees the same moment as the transaction that counts the rows: it shares its snapshot."""
        source = connection.copy()
        with closing(source):
            self._require_tool("pg_dump", source.pg_version)
            source.set_autocommit(False)
            with source.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                [snapshot] = cursor.fetchone()
                self._run(
                    "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                    f"--file={target}", f"--dbname={self.name}",
                )  # fmt: skip
                return _facts(source, cursor)

    def facts(self) -> DatabaseFacts | None:
        try:
            return self.facts_of_connection()
        except OperationalError:
            if self._exists(self.name):
                raise
            return None

    def facts_of_connection(self) -> DatabaseFacts:
        with connection.cursor() as cursor:
            return _facts(connection, cursor)

    def require_alone(self) -> None:
        connection.close()
        query = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
        if self._ask(query, self.name)[0][0]:
            raise BackupError(IN_USE)

    def stage(self, dump: Path) -> str:
        with connection._nodb_cursor() as cursor:
            self._require_tool("pg_restore", cursor.db.pg_version)
        staged = f"{self.name[:30]}_restore_{stamp()}"
        try:
            self._ask(f'CREATE DATABASE "{staged}" TEMPLATE template0 {self._locale()}')
        except ProgrammingError as error:
            raise BackupError(NO_RIGHT.format(user=self.settings["USER"], name=self.name)) from error
        try:
            self._run(
                "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                f"--dbname={staged}", str(dump),
            )  # fmt: skip
        except BaseException:
            self.discard(staged)
            raise
        return staged

    def swap(self, staged: str, *, keep: bool) -> str:
        """Both renames are one transaction: there is never no database."""
        self.require_alone()
        kept = f"{self.name[:24]}_before_restore_{stamp()}"
        had = self._exists(self.name)
        try:
            with connection._nodb_cursor() as cursor:
                cursor.execute("BEGIN")
                if had:
                    cursor.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{kept}"')
                cursor.execute(f'ALTER DATABASE "{staged}" RENAME TO "{self.name}"')
                cursor.execute("COMMIT")
        except ProgrammingError as error:
            raise BackupError(NO_RIGHT.format(user=self.settings["USER"], name=self.name)) from error
        except OperationalError as error:
            raise BackupError(IN_USE) from error
        if had and not keep:
            # It was empty. Failing to remove it must not undo what is done.
            with suppress(DatabaseError):
                self.discard(kept)
        return kept if had and keep else ""

    def discard(self, staged: str) -> None:
        connection.close()
        self._ask(f'DROP DATABASE IF EXISTS "{staged}"')

    def _locale(self) -> str:
        """Sorting and signs of the present database, where it is there and the C library does them."""
        query = "SELECT datcollate, datctype FROM pg_database WHERE datname = %s AND datlocprovider = 'c'"
        for collate, ctype in self._ask(query, self.name):
            return f"ENCODING 'UTF8' LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
        return "ENCODING 'UTF8'"

    def _exists(self, name: str) -> bool:
        return bool(self._ask("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def _ask(self, statement: str, *parameters: str) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def _require_tool(self, tool: str, server_version: int) -> None:
        """The tool's major version must not be older than the server's (`pg_version` as in 150004)."""
        try:
            said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as error:
            raise BackupError(
                f"{tool} is not there: install the client tools of PostgreSQL (Debian: postgresql-client)."
            ) from error
        major = int(re.search(r"(\d+)(\.\d+)?", said)[1])
        if major < server_version // 10_000:
            raise BackupError(
                f"{tool} is of version {major}, the server of {server_version // 10_000}: "
                "install the client tools of the server's version or a newer one."
            )

    def _run(self, tool: str, *arguments: str) -> None:
        """The password and the options of TLS go through the environment: everybody may read arguments."""
        _psql, extra = DatabaseClient.settings_to_cmd_args_env(self.settings, [])
        where = [
            f"--{option}={value}"
            for option, value in (
                ("host", self.settings["HOST"]),
                ("port", self.settings["PORT"]),
                ("username", self.settings["USER"]),
            )
            if value
        ]
        done = subprocess.run(  # noqa: S603 - no shell, and no word of it is a visitor's
            [tool, "--no-password", *where, *arguments],
            env={**os.environ, **(extra or {})}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise BackupError(f"{tool} failed: {done.stderr.strip() or f'exit status {done.returncode}'}")


def _facts(source, cursor) -> DatabaseFacts:
    cursor.execute(TABLES)
    tables = {name for (name,) in cursor.fetchall()}
    return read_facts(cursor, version=str(source.pg_version), tables=tables)

"""A PostgreSQL server of the tests' own, which may be stopped hard without hurting anybody else's databases."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from .. import databases

NAME = "market"


def binaries() -> Path | None:
    """Folder of initdb and pg_ctl, the newest version of Debian's packages or what is on the path; None without."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A server on a free port, with fsync as in real life. PostgreSQL refuses to run as root: then as `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.bin = binaries()
        self.folder = folder
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(folder, "postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{NAME}"

    def run(self, program: str, *arguments: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*self.as_user, str(self.bin / program), *arguments], check=True, cwd="/", **options
        )

    def create(self) -> None:
        self.run(
            "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            f"--pgdata={self.folder / 'data'}", stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with (self.folder / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}'\n"
                "fsync = on\nsynchronous_commit = on\nmax_connections = 100\nshared_buffers = 64MB\n"
            )

    def control(self, *arguments: str) -> None:
        self.run("pg_ctl", f"--pgdata={self.folder / 'data'}", "-w", *arguments, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it, after a hard stop with recovery from the log; returns when it takes connections."""
        self.control("start", f"--log={self.folder / 'log'}", "--timeout=120")

    def stop_hard(self) -> None:
        """The processes end at once: no checkpoint, no good-bye to clients; what is not in the log is lost."""
        self.control("stop", "--mode=immediate")

    def fill(self, template: str) -> None:
        """Make the market's database from a template on the server of DATABASE_URL, or by migrating where pg_dump
        is older than that server."""
        self.run("createdb", "--host=127.0.0.1", f"--port={self.port}", "--username=postgres", NAME)
        given = databases.server().url(template)
        dump = self.run_quietly("pg_dump", "--no-owner", given)
        if dump.returncode == 0:
            self.run("psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url, input=dump.stdout, stdout=subprocess.DEVNULL)
        else:
            with pointed_at(port=self.port):
                databases.manage(NAME, "migrate", "--verbosity", "0")

    def run_quietly(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([str(self.bin / program), *arguments], capture_output=True, check=False)


@contextlib.contextmanager
def pointed_at(*, port: int) -> Iterator[None]:
    """Django's connection, and those of all threads to come, go to the server on this port of 127.0.0.1."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(NAME=NAME, HOST="127.0.0.1", PORT=str(port), USER="postgres", PASSWORD="")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        ContentType.objects.clear_cache()


@contextlib.contextmanager
def private_cluster() -> Iterator[Cluster]:
    """A running server with a migrated database, removed afterwards. In /tmp itself: its user must get there."""
    folder = Path(tempfile.mkdtemp(prefix="market-races-"))
    cluster = Cluster(folder)
    try:
        template = databases.migrated_template()
        cluster.create()
        cluster.start()
        cluster.fill(template)
        yield cluster
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            cluster.stop_hard()
        shutil.rmtree(folder, ignore_errors=True)

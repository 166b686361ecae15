"""What the tests of backup and restore share: scratch databases, orders placed by threads, archives taken apart."""

import contextlib
import io
import itertools
import json
import os
import tarfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from shop.services.baskets import basket_quote
from shop.services.orders import order_place
from tests import databases, factories

WRITERS = 6


class Scratch:
    """Makes names of databases that nobody else has, and removes them in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: list[str] = []

    def name(self) -> str:
        mark = uuid.uuid4().hex[:8]
        sqlite = connection.vendor == "sqlite"
        name = str(self._folder / f"{mark}.sqlite3") if sqlite else f"test_backup_{os.getpid()}_{mark}"
        self._names.append(name)
        return name

    def migrated(self) -> str:
        name = self.name()
        databases.server().copy(databases.migrated_template(), name)
        return name

    def remove(self) -> None:
        if connection.vendor == "sqlite":
            return
        server = databases.server()
        for name in self._names:
            like = name.replace("_", r"\_") + r"\_%"
            aside = server._run("SELECT datname FROM pg_database WHERE datname LIKE %s", like)
            for found in [name, *(row[0] for row in aside)]:
                server.remove(found)


def run(*command: str, **options) -> str:
    """A management command in this process; gives what it printed, errors too."""
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=out, **options)
    return out.getvalue()


class Buyers:
    """Threads that place orders until they are told to stop. `acknowledged`: of each order when its placing began
    and ended, and its reference."""

    def __init__(self, product, delivery) -> None:
        self.acknowledged: list[tuple[float, float, str]] = []
        self.errors: list[Exception] = []
        self._product, self._delivery = product, delivery
        self._stop = threading.Event()
        self._numbers = itertools.count()

    def _buy(self) -> None:
        try:
            while not self._stop.is_set():
                begun = time.monotonic()
                basket = factories.make_basket(self._product)
                order = order_place(
                    basket=basket,
                    buyer=factories.make_buyer(),
                    delivery=self._delivery,
                    payment_method="transfer",
                    expected_total=basket_quote(basket=basket, delivery=self._delivery).total,
                    key=f"key-under-load-{next(self._numbers)}",
                )
                self.acknowledged.append((begun, time.monotonic(), order.ref))
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.errors.append(error)
        finally:
            connection.close()

    @contextlib.contextmanager
    def at_work(self) -> Iterator["Buyers"]:
        threads = [threading.Thread(target=self._buy) for _writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(timeout=30)

    def wait_for(self, number: int) -> None:
        """Until so many orders are acknowledged."""
        end = time.monotonic() + 20
        while len(self.acknowledged) < number and time.monotonic() < end and not self.errors:
            time.sleep(0.02)
        assert len(self.acknowledged) >= number, self.errors


def rewrite(archive: Path, target: Path, *, change=None, add=(), drop=(), manifest=None) -> Path:
    """A copy of an archive with members changed (name → bytes), added as (TarInfo, bytes) or dropped."""
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz", compresslevel=1) as copy:
        for info in source:
            data = source.extractfile(info).read()
            if info.name in drop:
                continue
            if change and info.name in change:
                data = change[info.name](data)
            if info.name == "manifest.json":
                for extra, content in add:
                    extra.size = len(content)
                    copy.addfile(extra, io.BytesIO(content))
                if manifest:
                    facts = json.loads(data)
                    manifest(facts)
                    data = json.dumps(facts).encode()
            info.size = len(data)
            copy.addfile(info, io.BytesIO(data))
    return target

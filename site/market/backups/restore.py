"""Putting a backup in place. Everything is unpacked, checked and made ready beside the database in use; that one is
replaced in the last step, in one piece, or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from shop.services.audit import shop_breaches

from .archive import archives, unpack
from .databases import Database, connected, current_database, holds_work
from .errors import BackupError
from .manifest import Manifest
from .media import PREFIX, Placing, media_root, renditions_forget

MOST_BREACHES = 50
NOT_EMPTY = "The present database is not empty ({orders} orders). Add --force to put it aside."


@dataclass
class Restored:
    """What a restore did. kept: where the old database is, empty where there was none worth keeping."""

    archive: Path
    manifest: Manifest
    kept: str = ""
    media: Placing | None = None
    renditions: int = 0
    migrated: int = 0
    breaches: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def archive_find(source: Path) -> Path:
    """The archive itself, or the newest one of a folder."""
    if source.is_dir():
        if not (found := archives(source)):
            raise BackupError(f"There is no archive in {source}.")
        return found[-1]
    if not source.is_file():
        raise BackupError(f"There is no archive {source}.")
    return source


def backup_check(*, source: Path) -> tuple[Path, Manifest]:
    """Read a whole archive and compare it with its manifest and with this application; changes nothing."""
    database, archive = current_database(), archive_find(source)
    manifest = unpack(archive, place=lambda name: None)
    _require_fitting(manifest, database)
    return archive, manifest


def backup_restore(*, source: Path, force: bool, say: Callable[[str], object]) -> Restored:
    """Put a backup in place. force: put aside a database that is not empty. say: is told each step.

    Raises BackupError; the database in use is as it was then, and so are media.
    """
    database, archive = current_database(), archive_find(source)
    keep = _require_consent(database, force)
    with ExitStack() as stack:
        work = stack.enter_context(_folder(_work_parent()))
        root = media_root()
        staged_media = stack.enter_context(_folder(root)) if root else None

        def place(name: str) -> Path | None:
            if name == database.member:
                return work / "database"
            return staged_media / name.removeprefix(PREFIX) if name.startswith(PREFIX) and staged_media else None

        say(f"checking and unpacking {archive}")
        manifest = unpack(archive, place=place)
        _require_fitting(manifest, database)
        database.require_alone()
        done = Restored(archive, manifest)
        say("loading the database")
        staged = database.stage(work / "database")
        try:
            with _media_in_place(root, staged_media if manifest.media else None, done):
                with connected(staged):
                    _make_ready(database, manifest, done, root, say)
                say("putting the database in place")
                done.kept = database.swap(staged, keep=keep)
        except BaseException:
            database.discard(staged)
            raise
    if not manifest.media:
        done.warnings.append("the archive holds no media; bring them back from the bucket's versions")
    elif root is None:
        done.warnings.append("media are in a bucket now; those of the archive were left where they are")
    _forget_caches(done)
    return done


def _require_consent(database: Database, force: bool) -> bool:
    """Whether there is a database worth keeping; an error when there is one and nobody said that it may go."""
    try:
        facts = database.facts()
    except BackupError as error:
        if not force:
            raise BackupError(f"{error} Add --force to put it aside.") from error
        return True
    if facts is None or not holds_work(facts):
        return False
    if not force:
        raise BackupError(NOT_EMPTY.format(orders=facts.rows.get("shop_order", 0)))
    return True


def _require_fitting(manifest: Manifest, database: Database) -> None:
    """Made by the same kind of database, and by this version of the application or an older one."""
    if manifest.vendor != connection.vendor or database.member not in manifest.files:
        raise BackupError(f"The archive is of {manifest.vendor}, the database in use is {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.database.migrations) - known):
        raise BackupError(
            f"The archive is of a newer version ({manifest.app_version}) of the application; this one does not know "
            f"{len(newer)} of its migrations, {newer[0]} first. Install that version, then restore."
        )


def _make_ready(database: Database, manifest: Manifest, done: Restored, root: Path | None, say) -> None:
    """On the new database, before anybody sees it: rows counted, migrated forward, pictures' sizes, audit."""
    facts = database.facts_of_connection()
    wrong = [
        f"{table}: {facts.rows.get(table)} instead of {rows}"
        for table, rows in manifest.database.rows.items()
        if facts.rows.get(table) != rows
    ]
    if wrong or facts.migrations != manifest.database.migrations:
        raise BackupError(f"The loaded database is not the one that was saved: {', '.join(wrong) or 'migrations'}.")
    say("migrating to this version of the application")
    call_command("migrate", interactive=False, verbosity=0)
    done.migrated = len(database.facts_of_connection().migrations) - len(facts.migrations)
    if root is not None:
        done.renditions = renditions_forget(root)
    say("auditing")
    done.breaches = list(islice(shop_breaches(), MOST_BREACHES))


@contextmanager
def _media_in_place(root: Path | None, staged: Path | None, done: Restored) -> Iterator[None]:
    """Files first, database last: a row never points at a file that is not there yet. An error takes them back."""
    if root is None or staged is None:
        yield
        return
    done.media = Placing(root)
    try:
        done.media.place(staged)
        yield
    except BaseException:
        done.media.undo()
        raise


def _work_parent() -> Path:
    """Beside the file of SQLite, so that the swap is a rename; for PostgreSQL anywhere."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).parent
    return Path(tempfile.gettempdir())


@contextmanager
def _folder(parent: Path) -> Iterator[Path]:
    """A folder of our own (0700) that goes away with us."""
    parent.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=".restore-", dir=parent))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _forget_caches(done: Restored) -> None:
    """What was remembered of the old database must not answer for the new one."""
    for alias in caches:
        try:
            caches[alias].clear()
        except Exception as error:  # noqa: BLE001 - each cache has errors of its own, and the restore stands
            done.warnings.append(f"the cache {alias!r} was not emptied ({type(error).__name__}): empty it by hand")

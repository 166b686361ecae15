"""Making a backup: first the database, then the originals of media, so that no row points at a file that was not copied."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ..version import app_version
from .archive import rotate, writing
from .databases import current_database
from .errors import BackupError
from .manifest import Manifest
from .media import media_root, originals

NO_MEDIA = "media lie in a bucket and are not in the archive: keep versions there (docs/operations.md)"


@dataclass
class Made:
    """A finished backup: where it lies, what it says of itself, which older ones were deleted, what to know."""

    path: Path
    manifest: Manifest
    deleted: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def backup_make(*, folder: Path, keep: int) -> Made:
    """Write an archive into the folder and delete all but the `keep` newest ones. Raises BackupError, OSError."""
    database = current_database()
    with _usable(folder), tempfile.TemporaryDirectory(prefix=".market-snapshot-", dir=folder) as work:
        # The folder of the snapshot is the user's own (0700), as whatever is in it.
        snapshot = Path(work) / "database"
        facts = database.snapshot(snapshot)
        made = Made(path=folder, manifest=None)
        root = media_root()
        with writing(folder) as (archive, made.path):
            archive.add(database.member, snapshot)
            snapshot.unlink()
            if root is None:
                made.warnings.append(NO_MEDIA)
            else:
                for name, path in originals(root):
                    try:
                        archive.add(name, path)
                    except FileNotFoundError:
                        made.warnings.append(f"{path} was deleted meanwhile and is not in the archive")
            made.manifest = Manifest(
                app_version=app_version(),
                created_at=timezone.now().isoformat(timespec="seconds"),
                vendor=connection.vendor,
                database=facts,
                media=root is not None,
                files=archive.files,
            )
            archive.finish(made.manifest)
    made.deleted = rotate(folder, keep)
    return made


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """The folder exists, only its owner reads it when we make it, and no web server hands it out."""
    place = folder.resolve()
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if place.is_relative_to(Path(served).resolve()):
            raise BackupError(f"{folder} is served to the web; name a folder outside of {served}.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise BackupError(f"The archive cannot be written into {folder}: {error}.") from error

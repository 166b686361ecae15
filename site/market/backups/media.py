"""Originals of pictures and documents: which there are, and how they are put back without losing what lies there."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from home.models import MarketRendition

from .archive import BLOCK, Summing
from .names import stamp

PREFIX = "media/"


def media_root() -> Path | None:
    """The folder of media; None when they lie in a bucket, which keeps versions of its own."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def originals(root: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and path of each file in the folders of settings.BACKUP_MEDIA_FOLDERS, in a steady order."""
    for folder in settings.BACKUP_MEDIA_FOLDERS:
        for path, folders, files in os.walk(root / folder):
            folders.sort()
            for file in sorted(files):
                found = Path(path) / file
                if found.is_file() and not found.is_symlink():
                    yield PREFIX + found.relative_to(root).as_posix(), found


class Placing:
    """Moves files into the folder of media. What would be overwritten by something else is kept aside; `undo` puts all
    back as it was."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.kept = root / f".before-restore-{stamp()}"
        self._placed: list[tuple[Path, Path | None]] = []
        self.new = self.replaced = self.same = 0

    def place(self, staged: Path) -> None:
        """Everything below `staged`, which lies on the same disk."""
        for path in sorted(path for path in staged.rglob("*") if path.is_file()):
            name = path.relative_to(staged)
            target, aside = self._root / name, None
            if target.exists():
                if _sum(target) == _sum(path):
                    self.same += 1
                    continue
                aside = self.kept / name
                self.kept.mkdir(mode=0o700, exist_ok=True)
                aside.parent.mkdir(parents=True, exist_ok=True)
                os.replace(target, aside)
                self._placed.append((target, aside))
                self.replaced += 1
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._placed.append((target, None))
                self.new += 1
            path.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
            os.replace(path, target)

    def undo(self) -> None:
        for target, aside in reversed(self._placed):
            target.unlink(missing_ok=True)
            if aside is not None:
                os.replace(aside, target)
        self._placed.clear()


def _sum(path: Path):
    with path.open("rb") as file:
        summing = Summing(file)
        while summing.read(BLOCK):
            pass
        return summing.facts


def renditions_forget(root: Path) -> int:
    """Delete the rows of cut sizes whose files are not there: Wagtail believes the rows, and pages would show holes.
    Without the row it cuts the size again. Gives the number of rows."""
    rows = MarketRendition.objects.values_list("pk", "file").iterator(chunk_size=1000)
    lost = [pk for pk, name in rows if not (root / name).is_file()]
    for start in range(0, len(lost), 500):
        # Straight in the table: the usual way would look for the files too.
        MarketRendition.objects.filter(pk__in=lost[start : start + 500])._raw_delete(using="default")
    return len(lost)

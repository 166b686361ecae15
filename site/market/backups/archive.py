"""The archive: a compressed tar, written under a temporary name and renamed when it is whole; the manifest is its end.

Whoever writes it and whoever reads it back uses this module alone, so that sums and names are checked in one place.
"""

import datetime
import gzip
import hashlib
import os
import re
import tarfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .errors import BackupError
from .manifest import LONGEST, MEMBER, FileFacts, Manifest

NAME = re.compile(r"market-\d{8}T\d{12}Z\.tar\.gz")
PART = ".part"
#: Pictures do not get smaller, databases do at any level.
COMPRESSION = 1
BLOCK = 1024 * 1024
DAY = 24 * 3600
DAMAGED = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError)


def archive_name() -> str:
    """UTC to the microsecond, so that names sort as the archives were made."""
    return f"market-{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%S%fZ}.tar.gz"


def archives(folder: Path) -> list[Path]:
    """The whole archives of a folder, oldest first."""
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file())


def rotate(folder: Path, keep: int) -> list[Path]:
    """Delete all but the `keep` newest archives and what killed backups left a day ago. Gives what was deleted."""
    old = time.time() - DAY
    stale = [path for path in folder.glob(f".market-*{PART}") if path.stat().st_mtime < old]
    gone = [*archives(folder)[:-keep], *stale]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


class Summing:
    """A readable file that remembers the size and the sum of what was read through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        self._size += len(data)
        return data

    @property
    def facts(self) -> FileFacts:
        return FileFacts(size=self._size, sha256=self._digest.hexdigest())


class Writer:
    """Adds files to an open archive and collects their sums."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, FileFacts] = {}

    def add(self, name: str, path: Path) -> None:
        """Raises FileNotFoundError when the file is gone; nothing of it is in the archive then."""
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            info = _member(name, status.st_size, status.st_mtime)
            summing = Summing(file)
            self._tar.addfile(info, summing)
            self.files[name] = summing.facts

    def finish(self, manifest: Manifest) -> None:
        data = manifest.to_json()
        self._tar.addfile(_member(MEMBER, len(data), time.time()), BytesIO(data))


def _member(name: str, size: int, modified: float) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(modified), 0o600
    return info


@contextmanager
def writing(folder: Path) -> Iterator[tuple[Writer, Path]]:
    """A new archive in the folder, and the name that it will have. It gets the name after its last byte is on the disk;
    after an error nothing is left."""
    target = folder / archive_name()
    part = folder / f".{target.name}{PART}"
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as raw:
            with (
                gzip.GzipFile(filename="", mode="wb", compresslevel=COMPRESSION, fileobj=raw) as packed,
                tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar), target
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(part, target)
        sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """A rename outlives a power cut only when its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unpack(archive: Path, *, place: Callable[[str], Path | None]) -> Manifest:
    """Read the whole archive, write its files where `place(name)` says (None: only look), and check each sum.

    Raises BackupError for a damaged or shortened archive, for names that lead out of it, and for files that the
    manifest does not know or knows otherwise. What was written until then is the caller's to throw away.
    """
    found: dict[str, FileFacts] = {}
    manifest = None
    try:
        with gzip.open(archive) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for info in tar:
                _require_plain(info)
                if info.name in found or manifest is not None:
                    raise BackupError(f"The archive holds {info.name!r} where nothing may stand: it is damaged.")
                file = Summing(tar.extractfile(info))
                if info.name == MEMBER:
                    if info.size > LONGEST:
                        raise BackupError("The manifest of the archive is too long: the archive is damaged.")
                    manifest = Manifest.from_json(file.read())
                else:
                    _write(file, place(info.name))
                    found[info.name] = file.facts
            # The sum of the whole stands after the last file.
            while packed.read(BLOCK):
                pass
    except DAMAGED as error:
        raise BackupError(f"The archive {archive.name} is damaged or was cut short ({error}).") from error
    if manifest is None:
        raise BackupError(f"The archive {archive.name} has no manifest: it was cut short or is not one of ours.")
    wrong = sorted(name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name))
    if wrong:
        raise BackupError(f"{len(wrong)} files of the archive do not fit its manifest, {wrong[0]!r} first: it is damaged.")
    return manifest


def _require_plain(info: tarfile.TarInfo) -> None:
    """Only regular files with plain relative names; the first part of the name is ours to choose."""
    path = PurePosixPath(info.name)
    plain = info.name == str(path) and not path.is_absolute() and ".." not in path.parts
    ours = info.name == MEMBER or (path.parts[:1] in (("database",), ("media",)) and len(path.parts) > 1)
    if not (info.isreg() and plain and ours):
        raise BackupError(f"The archive holds {info.name!r}, which no backup of ours would: nothing was unpacked.")


def _write(file: Summing, target: Path | None) -> None:
    if target is None:
        while file.read(BLOCK):
            pass
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        while block := file.read(BLOCK):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())

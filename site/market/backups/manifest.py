"""manifest.json of an archive: what it holds and what it must look like when it comes out again."""

import json
from dataclasses import asdict, dataclass, field

from .errors import BackupError

FORMAT = 1
MEMBER = "manifest.json"
#: More than any shop needs; a larger one is not ours.
LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class DatabaseFacts:
    """What a database holds: version of its server, applied migrations as „app.name”, rows of each table."""

    version: str
    migrations: list[str]
    rows: dict[str, int]


@dataclass(frozen=True)
class FileFacts:
    """Size in bytes and SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """created_at: ISO 8601, UTC. media: whether the originals are in the archive. files: by the name of the member."""

    app_version: str
    created_at: str
    vendor: str
    database: DatabaseFacts
    media: bool
    files: dict[str, FileFacts] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        # ASCII, because a name of a file may be bytes that are no text.
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Raises BackupError for anything that this version did not write or cannot read."""
        try:
            facts = json.loads(data)
            if facts["format"] != FORMAT:
                raise BackupError(
                    f"The archive has the format {facts['format']!r}; this version of the application reads {FORMAT}."
                )
            return cls(
                app_version=str(facts["app_version"]),
                created_at=str(facts["created_at"]),
                vendor=str(facts["vendor"]),
                database=DatabaseFacts(
                    version=str(facts["database"]["version"]),
                    migrations=[str(name) for name in facts["database"]["migrations"]],
                    rows={str(table): int(rows) for table, rows in facts["database"]["rows"].items()},
                ),
                media=bool(facts["media"]),
                files={
                    str(name): FileFacts(size=int(file["size"]), sha256=str(file["sha256"]))
                    for name, file in facts["files"].items()
                },
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("The manifest of the archive cannot be read: the archive is damaged.") from error

"""What was counted in each case, and the table of it."""

import contextlib
import json
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

COLUMNS = (
    "case", "database", "requests", "orders", "409", "other 4xx", "5xx", "down", "cut", "seconds", "breaches",
)  # fmt: skip
LEGEND = (
    "down: answers 503 while the database itself was stopped. cut: connections that died with a killed process.\n"
    "breaches: lines of audit_shop after the case. note: further figures of the case."
)


@dataclass
class Case:
    """Figures of one case, filled by many threads."""

    name: str
    database: str
    sent: int = 0
    orders: int = 0
    cut: int = 0
    down: int = 0
    seconds: float = 0.0
    breaches: int = 0
    note: str = ""
    passed: bool = False
    statuses: Counter = field(default_factory=Counter)
    #: Answers from 500 up that nothing excuses: status, method, address.
    errors: list[str] = field(default_factory=list)
    #: The moment (of the monotonic clock) at which the database that the test stopped took connections again.
    database_was_back: float = 0.0

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.began = time.monotonic()

    @contextlib.contextmanager
    def database_down(self) -> Iterator[None]:
        """While the database is stopped, 503 is the right answer to every request that was sent before it was back."""
        self.database_was_back = math.inf
        yield
        self.database_was_back = time.monotonic()

    def count(self, response: requests.Response, *, sent_at: float) -> None:
        """Enter one answer; sent_at: moment of the monotonic clock before its request."""
        with self.lock:
            self.sent += 1
            # The answer may be read after the database is back, having met it while it was not.
            if response.status_code == 503 and sent_at < self.database_was_back:
                self.down += 1
                return
            self.statuses[response.status_code] += 1
            if response.status_code >= 500:
                self.errors.append(f"{response.status_code} {response.request.method} {response.url}")

    def count_cut(self) -> None:
        with self.lock:
            self.sent += 1
            self.cut += 1

    def row(self) -> dict:
        clients = sum(n for code, n in self.statuses.items() if 400 <= code < 500)
        return {
            "case": self.name,
            "database": self.database,
            "requests": self.sent,
            "orders": self.orders,
            "409": self.statuses[409],
            "other 4xx": clients - self.statuses[409],
            "5xx": len(self.errors),
            "down": self.down,
            "cut": self.cut,
            "seconds": round(self.seconds, 1),
            "breaches": self.breaches,
            "note": self.note if self.passed else f"FAILED {self.note}".strip(),
        }


def rows_of_files(stats: dict, files: dict[str, str], database: str) -> list[dict]:
    """A row for each of these files of which tests ran, from what pytest's terminal reporter has counted."""
    rows = []
    for path, name in files.items():
        mine = {
            result: [report for report in reports if getattr(report, "nodeid", "").startswith(f"{path}::")]
            for result, reports in stats.items()
        }
        passed, failed = (sum(len(mine.get(kind, [])) for kind in kinds) for kinds in (["passed"], ["failed", "error"]))
        if passed + failed:
            case = Case(f"{passed + failed} {name}", database, passed=not failed, note=f"{passed} passed, {failed} failed")
            case.seconds = sum(getattr(report, "duration", 0) for reports in mine.values() for report in reports)
            rows.append(case.row())
    return rows


def table(rows: list[dict]) -> str:
    """The rows as lines of text under a heading; empty without rows."""
    if not rows:
        return ""
    columns = [*COLUMNS, "note"]
    widths = {name: max(len(name), *(len(str(row[name])) for row in rows)) for name in columns}
    left = {"case", "database", "note"}

    def line(values: dict) -> str:
        cells = (
            str(values[name]).ljust(widths[name]) if name in left else str(values[name]).rjust(widths[name])
            for name in columns
        )
        return "  ".join(cells).rstrip()

    heading = line({name: name for name in columns})
    return "\n".join([heading, "-" * len(heading), *map(line, rows), "", LEGEND])


def save(path: Path, rows: list[dict]) -> None:
    with path.open("a") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def load(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []



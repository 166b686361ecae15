"""`make test-races`: the races and crashes on SQLite and PostgreSQL, where one is to be had, both at the same time; one
table at the end. With them run the payment cases, which need no server of their own.

PostgreSQL is the server named by DATABASE_URL or CI_DATABASE_URL, else the one on 127.0.0.1:5432 if it lets in
`postgres`. Arguments go to pytest: `python -m tests.races -k vase`.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

from . import figures

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("tests/shop/test_payment_cases.py", "tests/races")
DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def postgresql() -> tuple[str, str]:
    """Address of the server, empty without one, and why there is none. A server named but silent is an error."""
    named = os.environ.get("CI_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if named.startswith("sqlite"):
        return "", f"DATABASE_URL is {named}"
    address = named or DEFAULT_SERVER
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        if named:
            raise SystemExit(f"PostgreSQL of DATABASE_URL does not answer: {error}") from None
        return "", "no PostgreSQL answers on 127.0.0.1:5432"
    return address, ""


def start(arguments: list[str], output: Path, **environment: str) -> subprocess.Popen:
    """A run of pytest over this folder and the payment cases, writing to a file."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CI_DATABASE_URL"}}
    command = [sys.executable, "-m", "pytest", *PLACES, "-p", "no:xdist", "-rs", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=kept | environment, stdout=output.open("w"), stderr=subprocess.STDOUT)


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    server, why_not = postgresql()
    with tempfile.TemporaryDirectory() as temporary:
        folder, runs = Path(temporary), {}
        for name, address in {"SQLite": "", "PostgreSQL": server}.items():
            if name == "SQLite" or address:
                environment = {"RACES_FIGURES": str(folder / f"{name}.jsonl")} | ({"DATABASE_URL": address} if address else {})
                runs[name] = start(arguments, folder / f"{name}.log", **environment)
                print(f"== races and crashes on {name} begin", flush=True)
        try:
            results = [run.wait() for run in runs.values()]
        finally:
            for run in runs.values():
                run.terminate()
        for name in runs:
            print(f"== races and crashes on {name}", (folder / f"{name}.log").read_text(), sep="\n")
        print(figures.table([row for name in runs for row in figures.load(folder / f"{name}.jsonl")]))
    if not server:
        print(f"\nRan on SQLite alone: {why_not}.")
    print(f"\n{time.monotonic() - began:.0f} seconds in all; load average now {os.getloadavg()[0]:.1f}.")
    return max(results)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

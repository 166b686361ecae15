"""Reads the demo content: one thing, one TOML file with its facts and its words in up to three languages."""

import tomllib
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("pl", "en", "uk")


def read(name: str) -> dict:
    """Content of one file below content/, for example `vocab.toml`."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def read_all(kind: str) -> dict[str, dict]:
    """Everything of one kind by its key (the file's name), in a fixed order."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((CONTENT / kind).glob("*.toml"))
    }

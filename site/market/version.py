"""The version of the application, as pyproject.toml names it."""

import tomllib
from importlib import metadata

from django.conf import settings

PACKAGE = "market-spoleczny"


def app_version() -> str:
    """From the source tree that runs, or from the installed package; „unknown” where neither says."""
    try:
        with (settings.ROOT_DIR / "pyproject.toml").open("rb") as file:
            return tomllib.load(file)["project"]["version"]
    except OSError:
        pass
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return "unknown"

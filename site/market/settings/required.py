"""What production cannot do without; all that is missing or wrong is told at once, in words for whoever installs it."""

from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
#: The same bounds as Django's own check security.W009, which only warns.
SHORTEST_KEY, FEWEST_SIGNS = 50, 5
KNOWN_KEYS = ("django-insecure-", "development-only", "tests-only")


def require(env: environ.Env) -> None:
    """Raise ImproperlyConfigured that names every variable at fault and never a value."""
    values = {name: env.str(name, default="").strip() for name in REQUIRED}
    faults = [f"{name} is missing or blank" for name, value in values.items() if not value]
    faults += [fault for name, judge in JUDGES.items() if values[name] for fault in judge(values[name])]
    if env.str("DEBUG", default="").lower() in env.BOOLEAN_TRUE_STRINGS:
        faults.append("DEBUG is set: errors would show the code and what buyers typed; remove it")
    if faults:
        raise ImproperlyConfigured("Production does not start. " + "; ".join(faults) + ". See docs/operations.md.")


def _secret_key(key: str) -> list[str]:
    if key.startswith(KNOWN_KEYS):
        return ["SECRET_KEY is one that everybody can read: make a new one"]
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
        return [f"SECRET_KEY is too short or too plain: {SHORTEST_KEY} random signs are needed"]
    return []


def _allowed_hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",")]
    if "" in hosts or any("*" in host or "/" in host for host in hosts):
        return ["ALLOWED_HOSTS must list plain host names, without blanks, „*” or „https://”"]
    return []


def _base_url(text: str) -> list[str]:
    try:
        url = urlsplit(text)
        well = url.scheme == "https" and url.hostname and not (url.username or url.query or url.fragment)
    except ValueError:
        well = False
    return [] if well and url.path in ("", "/") else ["BASE_URL must be https:// and a host, without a path"]


JUDGES = {
    "SECRET_KEY": _secret_key,
    "ALLOWED_HOSTS": _allowed_hosts,
    "BASE_URL": _base_url,
}

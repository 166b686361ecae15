"""Tests: as development, but each override below says why."""

import hashlib
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, VAR_DIR, env
from .payments import simulator_settings

SECRET_KEY = "tests-only-not-a-secret"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMO_LOGINS = True
# As in development; the tests of the second factor set the other policy themselves.
ADMIN_SECOND_FACTOR = "optional"
VAR_DIR.mkdir(exist_ok=True)
# A cheap hash: logging in is not what the tests measure.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Mails are asserted in memory.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# No manifest: the tests run without collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "test-media")))
# The races need a file: an in-memory database of SQLite is one connection's own.
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# A server of PostgreSQL may serve several checkouts at once: each has a name of its own.
CHECKOUT = hashlib.sha256(str(VAR_DIR).encode()).hexdigest()[:8]
TEST_DB_NAME = env.str(
    "TEST_DB_NAME", default=str(VAR_DIR / "test.sqlite3") if IS_SQLITE else f"test_market_{CHECKOUT}"
)
DATABASES["default"]["TEST"] = {"NAME": TEST_DB_NAME}
# Workers share the server of a cache, but must not share what stands in it; and a restored backup empties all of its database.
CACHES["default"]["KEY_FUNCTION"] = "tests.cache_keys.cache_key"
if "redis" in CACHES["default"]["BACKEND"].lower():
    server, _slash, number = CACHES["default"]["LOCATION"].rpartition("/")
    worker = int(env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{server}/{(int(number) + worker) % 16}"
# Every test comes from the same address; those of the throttles set limits of their own.
THROTTLES = {}
# Small pictures: the demo is built often.
DEMO_PICTURE_WIDTH = env.int("DEMO_PICTURE_WIDTH", default=240)
# Nothing is paid online unless a test asks for it: the fixture `simulator` starts one and names its port and provider.
# Keys are there, so that messages can be signed and read; nobody answers on port 9 (discard).
PAYMENT_PROVIDER = ""
PAYMENT_SIMULATOR = True
vars().update(simulator_settings(9))
LOGGING = {"version": 1, "disable_existing_loggers": False}

"""Production: refuses to start when a setting is missing; see docs/operations.md."""

import environ

from .required import require

# Before anything else reads a setting: a blank one would end in a traceback that names none.
require(environ.Env())

from market.logs import logging_config  # noqa: E402

from .base import *  # noqa: E402, F403
from .base import PAYMENT_PROVIDER, env  # noqa: E402
from .ksef import require_whole_ksef  # noqa: E402
from .payments import page_sources, require_real_gateway  # noqa: E402

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.str("BASE_URL").rstrip("/")
DATABASES["default"] |= env.db("DATABASE_URL")  # noqa: F405
vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
TASKS_EXPECTED = env.bool("TASKS_EXPECTED", default=True)

LOGGING = logging_config("json")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The prefix makes browsers refuse such a cookie from another subdomain or from plain HTTP (RFC 6265bis, 4.1.3.2).
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# A proxy ends TLS (below); it also tells who the visitor is. Without this all visitors would count as one.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# No environment can switch the simulator on here; online payment is offered only with a real gateway and all its keys.
PAYMENT_SIMULATOR = False
require_real_gateway(PAYMENT_PROVIDER, vars())
PAYMENT_PAGE_ORIGINS = page_sources(PAYMENT_PROVIDER, vars())
require_whole_ksef(vars())

if bucket := env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {  # noqa: F405
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": env.str("S3_ENDPOINT_URL", default=None)},
    }

if dsn := env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    from market.logs.sentry import scrub

    # No values of variables and no bodies: they hold what buyers typed.
    sentry_sdk.init(
        dsn=dsn, send_default_pii=False, include_local_variables=False, max_request_body_size="never",
        before_send=scrub, before_send_transaction=scrub,
    )  # fmt: skip

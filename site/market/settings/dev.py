"""Development: nothing to install, no key to set, demo logins with a known password."""

from .access import factor_policy
from .base import *  # noqa: F403
from .base import SIMULATOR_PORT, VAR_DIR, env
from .payments import page_sources, simulator_settings

DEBUG = True
SECRET_KEY = "development-only-not-a-secret"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DEMO_LOGINS = True
# The demo logins work with the password alone; whoever sets a second factor up is asked for it all the same.
ADMIN_SECOND_FACTOR = factor_policy("optional")
MIDDLEWARE.append("market.middleware.OwnNotFoundMiddleware")  # noqa: F405
VAR_DIR.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

# Buyers pay at the simulator, unless the environment names a gateway's sandbox and its keys.
PAYMENT_SIMULATOR = env.bool("PAYMENT_SIMULATOR", default=True)
PAYMENT_PROVIDER = env.str("PAYMENT_PROVIDER", default="p24")
if PAYMENT_SIMULATOR:
    vars().update({name: env.str(name, default=value) for name, value in simulator_settings(SIMULATOR_PORT).items()})
PAYMENT_PAGE_ORIGINS = page_sources(PAYMENT_PROVIDER, vars())

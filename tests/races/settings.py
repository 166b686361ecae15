"""Settings of the servers under test: as in the other tests, but the mails go to a file that outlives a killed process."""

import os

from market.settings.payments import simulator_settings
from market.settings.test import *  # noqa: F403

# Messages of the gateway are signed and confirmed by the simulator that the tests run.
vars().update(simulator_settings(int(os.environ["RACES_SIMULATOR"])))
EMAIL_BACKEND = "tests.races.mailbox.Mailbox"
# Silence is the answer of a server of which hundreds of lines a second would be written; errors still show.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "shop": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}

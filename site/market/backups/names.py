"""Names of what a restore sets aside."""

import datetime


def stamp() -> str:
    """The moment in UTC to the microsecond: two restores in a row set two things aside. Fit for a database's name."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y%m%d_%H%M%S_%f")

"""Secret links of orders and receipts in the log: Django writes the address of every refused request."""

import logging
import re

LINK = re.compile(
    r"(/(?:zamowienie/status|paragon|(?:odstap-od-umowy|reklamacja)/potwierdzenie|opinia|powiadom|koszyk/(?:wspolny|wroc))/)[^/\s?]+"
)
#: The loggers through which Django tells of refused requests.
LOGGERS = ("django.request", "django.security.csrf")


class SecretLinks(logging.Filter):
    """Puts stars in the place of the secret; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(argument) for argument in record.args)
        return True


def _hidden(value):
    return LINK.sub(r"\1***", value) if isinstance(value, str) else value


def hide_secret_links() -> None:
    """Filters of loggers, not of handlers: they hold for every handler, however logging is set up."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, SecretLinks) for known in logger.filters):
            logger.addFilter(SecretLinks())

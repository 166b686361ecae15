"""Logs: one event a line, tied to its request, without personal data. `logging_config` is settings.LOGGING."""


def logging_config(form: str) -> dict:
    """form: „json” for machines, „console” for people. One handler, to the standard error output.

    Django's own handlers go: one of them mails whole requests to the administrators. Answers of 4xx are in the line of
    their request (market.access), so django.request tells only of errors.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "market.logs.formatters.JSONFormatter"},
            "console": {"()": "market.logs.formatters.ConsoleFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.request": {"level": "ERROR"},
            # One line for each indexed page says nothing to an operator.
            "django_tasks": {"level": "WARNING"},
        },
    }

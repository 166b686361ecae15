"""The two forms of a line. Both mask the finished text, so that nothing gets past them: neither arguments nor the text of
an error nor its traceback, and records that other handlers share stay as they are."""

import datetime
import json
import logging
import re

from .context import current_facts
from .masking import mask, mask_all

#: What `extra=` may add to a line; anything else stays out, for nobody has looked at what it holds.
EXTRA = ("status", "duration_ms", "user_id", "task", "count")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")



def _message(record: logging.LogRecord) -> str:
    """A wrong call of a logger must not cost the line."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (arguments do not fit)"


class JSONFormatter(logging.Formatter):
    """One JSON object a line: time (UTC, RFC 3339), level, logger, message; of a request its id, method and path;
    status, duration_ms and user_id where they are known; exception with its type and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(_message(record)),
        }
        # Django tells of an error answer after all middleware, with the request at hand.
        if facts := current_facts() or getattr(getattr(record, "request", None), "log_facts", None):
            line |= {"request_id": facts.request_id, "method": facts.method, "path": facts.path}
        line |= {name: mask_all(getattr(record, name)) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["traceback"] = mask(self.formatException(record.exc_info))
        elif record.exc_text:
            line["traceback"] = mask(record.exc_text)
        return json.dumps(line, ensure_ascii=False)


class ConsoleFormatter(logging.Formatter):
    """For a person at a terminal: time, level, logger, what happened; signs that steer a terminal are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        message = CONTROL.sub(lambda sign: repr(sign[0])[1:-1], mask(_message(record)))
        told = [f"{self.formatTime(record, '%H:%M:%S')} {record.levelname:<7} {record.name}: {message}"]
        if record.name == "market.access" and (facts := current_facts()):
            told = [
                f"{self.formatTime(record, '%H:%M:%S')} {facts.method} {facts.path} "
                f"{getattr(record, 'status', '')} {getattr(record, 'duration_ms', '')} ms"
            ]
        if record.exc_info and record.exc_info[0]:
            told.append(mask(self.formatException(record.exc_info)))
        return "\n".join(told)

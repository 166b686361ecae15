"""gunicorn for production: `gunicorn` in this folder reads it by itself; arguments on the command line go before it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# The apps lie in this folder, the project in site/.
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from market.logs import logging_config  # noqa: E402 - found on the path set above

wsgi_app = "market.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
# Pages wait for the database more than they reckon: a few threads in each of a few processes.
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Longer than the 20 s for which SQLite waits for its lock, shorter than a proxy's patience.
timeout = 45
# Orders that are being placed when the service is stopped are placed to the end.
graceful_timeout = 30
keepalive = 5
# Memory that leaks is given back; the jitter keeps the processes from leaving all at once.
max_requests = 2000
max_requests_jitter = 400
# Heartbeats on a disk that is busy would look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, made for this
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# The proxy is asked for the real address by the application (TRUSTED_PROXY_COUNT), not here.
# Each request has its line in the log of the application (market.logs), masked; this one would not be.
accesslog = None
errorlog = "-"
control_socket_disable = True
logconfig_dict = logging_config("json") | {
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    }
}

"""The server under test: three processes of eight threads. Preloaded, so that a killed worker is replaced at once."""

import os
from pathlib import Path

workers = 3
threads = 8
worker_class = "gthread"
preload_app = True
timeout = 180
graceful_timeout = 5
loglevel = "critical"

PIDS = Path(os.environ["RACES_DIR"]) / "workers"


def post_fork(server, worker):
    """Tell the tests whom they can kill."""
    (PIDS / str(os.getpid())).touch()


def child_exit(server, worker):
    (PIDS / str(worker.pid)).unlink(missing_ok=True)

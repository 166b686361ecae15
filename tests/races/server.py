"""A real gunicorn in processes of its own, which the tests can kill and start again on the same socket."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests

from ..databases import ROOT
from .sizes import PATIENCE


class Server:
    """The site on a free port of 127.0.0.1. The tests hold the socket, so that a start never finds the port taken."""

    def __init__(self, *, database_url: str, folder: Path) -> None:
        self.folder = folder
        (folder / "workers").mkdir(exist_ok=True)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.races.settings",
            "DATABASE_URL": database_url,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "PYTHONWARNINGS": "ignore",
        }
        self.log = folder / "server.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        for stale in self.worker_files():
            stale.unlink(missing_ok=True)
        number = self.socket.fileno()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "--config=python:tests.races.gunicorn_conf",
                    f"--bind=fd://{number}",
                    "tests.races.wsgi:application",
                ],
                cwd=ROOT,
                env=self.environment,
                pass_fds=[number],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        response = requests.get(f"{self.url}/healthz", timeout=PATIENCE)
        assert response.status_code == 200, self.log_tail()

    def worker_files(self) -> list[Path]:
        return list((self.folder / "workers").iterdir())

    def workers(self) -> list[int]:
        """Process numbers of the workers that live, oldest first."""
        return sorted(int(file.name) for file in self.worker_files())

    def kill_worker(self, pid: int) -> bool:
        """kill -9 of one worker; its master starts another. False when it was dead already."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def kill_all(self) -> None:
        """kill -9 of the master and of all workers at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Make sure that nothing of it is left. Nobody waits for an answer any more, so it need not say good-bye."""
        if self.process is not None:
            self.kill_all()
        self.socket.close()

    def log_tail(self, lines: int = 60) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

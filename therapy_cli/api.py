"""Start the API's server and keep it up."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from therapy_cli.engine.health import answers, wait_until
from therapy_cli.guarded import Guarded
from therapy_core.settings import Settings

BOOT_SECONDS = 60.0
STEADY_SECONDS = 30.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
MOST_PROCESSES = 8
# For each process, beside those that wait for a password to be hashed.
THREADS = 8
# Longer than proxies keep idle connections to us (an AWS load balancer does for 60), so that none
# sends a request into one that is being closed.
KEEP_ALIVE_SECONDS = 75
# Shorter than the guard's patience, so that requests under way can end.
GRACE_SECONDS = 8


def usual_processes() -> int:
    """Return one for each CPU that this process may use: two, so that one can fail, to eight.

    A container's share of the CPUs doesn't show here; WEB_CONCURRENCY says what it bears.
    """
    mine = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    return min(max(2, len(mine(0))), MOST_PROCESSES)


class ApiFailed(Exception):
    """Say that the API doesn't come up."""


class Api:
    """Run gunicorn over the API: several processes, each with several threads."""

    def __init__(
        self,
        settings: Settings,
        *,
        host: str,
        folder: Path,
        workers: int | None = None,
        app: str = "therapy_api.wsgi:app",
    ) -> None:
        """Describe a server of `app` that runs in `folder`; `start` starts it.

        Without `workers`, the settings or the machine say how many processes it has.
        """
        self._settings = settings
        self._app = app
        self._host = host
        self._workers = workers or settings.processes or usual_processes()
        self._folder = folder
        self._process: Guarded | None = None
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """Return the address for browsers on this machine."""
        return f"http://localhost:{self._settings.port}"

    @property
    def pid(self) -> int | None:
        """Return the process id of the server's master, or None before the start."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Start the server and return when it answers, or raise `ApiFailed`."""
        process = Guarded(self._command(), environ=self._environ(), folder=self._folder)
        self._process = process
        ended_or_up = lambda: process.exit_code is not None or self._answers()  # noqa: E731
        if not wait_until(ended_or_up, BOOT_SECONDS, 0.02) or process.exit_code is not None:
            process.stop()
            raise ApiFailed("The API doesn't come up; what it says stands above.")
        return self

    def keep_up(self) -> None:
        """Start the server again whenever it ends by itself, until it is stopped."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            if self._process:
                self._process.wait()
            steady = time.monotonic() - started > STEADY_SECONDS
            pause = FIRST_PAUSE if steady else min(2 * pause, LONGEST_PAUSE)
            if not self._stopping.wait(pause):
                click.echo("The API ended by itself; starting it again.", err=True)
                with suppress(ApiFailed):
                    self.start()

    def stop(self) -> None:
        """Let requests under way end, then stop; do nothing when it doesn't run."""
        self._stopping.set()
        if self._process:
            self._process.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        host = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host  # noqa: S104
        return answers(host, self._settings.port, "/health")

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", self._app),
            *("--bind", f"{self._host}:{self._settings.port}"),
            *("--workers", str(self._workers), "--threads", str(THREADS), "--preload"),
            *("--worker-class", "therapy_api.server.Worker"),
            *("--keep-alive", str(KEEP_ALIVE_SECONDS)),
            # TRUSTED_PROXIES says whom to believe; gunicorn would believe every local process.
            *("--forwarded-allow-ips", ""),
            *("--graceful-timeout", str(GRACE_SECONDS), "--log-level", "warning"),
        ]

    def _environ(self) -> dict[str, str]:
        named = {
            "DYNAMODB_ENDPOINT": self._settings.endpoint,
            "SITE_FOLDER": self._settings.site_folder,
        }
        return {**os.environ, **{name: value for name, value in named.items() if value}}

"""Start programs that end with this process, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from therapy_cli import guard

_GUARD = [sys.executable, "-I", "-S", guard.__file__]


class Guarded:
    """Run one program under a guard; `pid` is the program's own process id."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: IO[bytes] | None = None,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        keep_open: Sequence[int] = (),
    ) -> None:
        """Start `command`, its output going to `log` or, without one, to standard error.

        `keep_open` are file descriptors that guard and program hold as long as they live.
        """
        self._guard = subprocess.Popen(
            [*_GUARD, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environ,
            cwd=folder,
            pass_fds=keep_open,
            start_new_session=True,
        )
        self.pid = self._first_line()

    @property
    def exit_code(self) -> int | None:
        """Return how the program ended (128 + n for signal n), or None while it runs."""
        return self._guard.poll()

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for the end of the program; return its exit code, or None when it still runs."""
        with suppress(subprocess.TimeoutExpired):
            return self._guard.wait(seconds)
        return None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program, if it still runs."""
        if self.exit_code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def stop(self) -> int:
        """Ask the program to end, wait until it has, and return its exit code."""
        if self._guard.stdin:
            self._guard.stdin.close()
        code = self._guard.wait()
        if self._guard.stdout:
            self._guard.stdout.close()
        return code

    def _first_line(self) -> int:
        line = self._guard.stdout.readline() if self._guard.stdout else b""
        return int(line or 0)

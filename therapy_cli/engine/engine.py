"""Start, watch and stop the embedded engine."""

from __future__ import annotations

import logging
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from therapy_cli.engine import binary, ports, tuning
from therapy_cli.engine.errors import EngineFailed
from therapy_cli.engine.health import answers, wait_until
from therapy_cli.engine.lock import DatabaseLock
from therapy_cli.guarded import Guarded

START_SECONDS = 15.0
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 5.0

_log = logging.getLogger(__name__)


class Engine:
    """Run one embedded engine: in memory, or durable in the file `database`.

    It is watched: after a crash it comes back on the same port with the same data, after pauses
    that double from 50 ms to 5 s. It ends with this process, even if this process is killed.
    """

    def __init__(self, *, port: int = 0, database: Path | None = None) -> None:
        """Describe an engine on `port` (0: any free one); `start` or `with` starts it."""
        self.database = database
        self.restarts = 0
        self._wanted = port
        self._port = 0
        self._lock: DatabaseLock | None = None
        self._log: IO[bytes] | None = None
        self._process: Guarded | None = None
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None

    @property
    def port(self) -> int:
        """Return the port it listens on; 0 before the first start."""
        return self._port

    @property
    def endpoint(self) -> str:
        """Return the URL for DynamoDB clients."""
        return f"http://{ports.HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        """Return the process id of the engine itself, or None when it doesn't run."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Start the engine and return when it answers.

        Raises `EngineMissing` without its program, `PortTaken`, `DatabaseInUse`, and
        `EngineFailed` when it doesn't come up.
        """
        program = binary.ensure()
        self._port = ports.claim(self._wanted)
        if self.database:
            self._lock = DatabaseLock(self.database)
        try:
            self._launch(program)
            if self._lock:
                self._lock.note(self.endpoint)
        except BaseException:
            self.stop()
            raise
        self._stopping.clear()
        self._watcher = threading.Thread(target=self._watch, args=(program,), daemon=True)
        self._watcher.start()
        return self

    def stop(self) -> None:
        """Stop the engine and let go of its database; do nothing when it doesn't run."""
        self._stopping.set()
        self._end_process()
        if self._watcher:
            self._watcher.join()
            self._end_process()  # the watcher may have been starting another
        if self._lock:
            self._lock.release()
        if self._log:
            self._log.close()
        self._process = self._watcher = self._lock = self._log = None

    def is_healthy(self) -> bool:
        """Tell whether the engine runs and answers."""
        running = self._process is not None and self._process.exit_code is None
        return running and answers(ports.HOST, self._port)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _launch(self, program: Path) -> None:
        """Start the process and wait until it answers, or raise `EngineFailed`."""
        self._log = self._log or self._open_log()
        held = [self._lock.descriptor] if self._lock else []
        process = Guarded(self._command(program), log=self._log, keep_open=held)
        self._process = process
        wait_until(lambda: process.exit_code is not None or self.is_healthy(), START_SECONDS)
        if not self.is_healthy():
            process.stop()
            raise EngineFailed(self._last_words())
        if self.database:
            tuning.index_stream_order(self.database)

    def _end_process(self) -> None:
        if self._process:
            self._process.stop()

    def _command(self, program: Path) -> list[str]:
        command = [str(program), "serve", "--host", ports.HOST, "--port", str(self._port)]
        return [*command, "--db-path", str(self.database)] if self.database else command

    def _open_log(self) -> IO[bytes]:
        if self.database is None:
            return tempfile.TemporaryFile()
        return self.database.with_name(self.database.name + ".log").open("w+b")

    def _last_words(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        return self._log.read()[-500:].decode(errors="replace").strip()

    def _watch(self, program: Path) -> None:
        """Bring the engine back after each crash, until it is stopped."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            if self._process is not None and self._process.wait(LONGEST_PAUSE) is None:
                pause = FIRST_PAUSE
                continue
            if self._stopping.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE)
            self._bring_back(program)

    def _bring_back(self, program: Path) -> None:
        _log.warning("The embedded engine ended by itself; starting it again.")
        self.restarts += 1
        try:
            self._launch(program)
        except EngineFailed as failure:
            _log.warning("%s", failure)

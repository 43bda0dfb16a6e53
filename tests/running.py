"""A practice as a stranger runs it: a fresh clone, `therapy run`, and what can be killed in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import requests

from therapy_cli.engine.ports import free_port

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0


class Running:
    """Hold `therapy run` in a clone of this repository, with the working tree's code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.engine_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.endpoint = f"http://127.0.0.1:{self.engine_port}"
        self._log = (folder / "run.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        _copy(folder)

    def start(self, clients: int = 0) -> None:
        """Start everything, with so many clients planted, and wait until it is ready to serve."""
        command = [sys.executable, "-m", "therapy_cli.main", "run", "--clients", str(clients)]
        command += ["--workers", "2", "--engine-port", str(self.engine_port)]
        self._process = subprocess.Popen(
            command, cwd=self.folder, env=self._environ(), stdout=self._log, stderr=self._log
        )
        self.wait_until_ready()

    def stop(self) -> None:
        """Stop everything the kind way."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)
        self._log.close()

    def wait_until_ready(self) -> None:
        """Wait until the API answers that it reaches the table."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/ready", timeout=5).ok:
                    return
            time.sleep(0.05)
        log = (self.folder / "run.log").read_text()[-2000:]
        raise AssertionError(f"it does not come up again:\n{log}")

    def kill_engine(self) -> None:
        """Kill the engine as a crash would."""
        _kill(self._found("dynoxide", "serve"))

    def kill_api(self) -> None:
        """Kill the API's master and all its workers."""
        _kill(self._found("gunicorn"))

    def kill_everything(self) -> None:
        """Kill the command itself, engine and API with it, then start anew."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        _kill(self._found("dynoxide", "serve") + self._found("gunicorn"))
        self.start()

    def _found(self, *words: str) -> list[int]:
        """Return the processes whose command line has these words and one of our ports."""
        ports = (str(self.port), str(self.engine_port))
        return [
            pid
            for pid, line in _processes()
            if all(w in line for w in words) and any(p in line for p in ports)
        ]

    def _environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "DYNAMODB_"))}
        own = {"PORT": str(self.port), "THERAPY_ENV": "test", "BCRYPT_COST": "4"}
        return kept | own | {"TRUSTED_PROXIES": "1", "LOG_LEVEL": "ERROR"}


def _copy(folder: Path) -> None:
    """Put the tracked files of the working tree, and the engine's program, into `folder`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    for name in filter(None, listed):
        source, target = ROOT / os.fsdecode(name), folder / os.fsdecode(name)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    if not (folder / ".tools").exists():
        (folder / ".tools").symlink_to(ROOT / ".tools")


def _processes() -> list[tuple[int, str]]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            found.append((int(entry.name), line))
    return found


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

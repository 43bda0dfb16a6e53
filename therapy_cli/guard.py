"""Run a program that must not outlive whoever started it.

    python guard.py PROGRAM [ARGUMENT...]

Standard input is a pipe that the starter keeps open and never writes to. When it closes, be it
by intent or because the starter was killed, the program is asked to end, and made to end after
ten seconds. The guard writes the program's process id on its first line of standard output, ends
what the program left behind, and leaves with the program's exit code. On Linux the kernel
watches the guard in turn.

This file is run by its path and uses nothing but the standard library, to be up in milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

PATIENCE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


def main(command: Sequence[str]) -> int:
    """Run `command` until it ends or standard input closes; return its exit code."""
    _be_careful()
    guard = os.getpid()
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=lambda: _end_with(guard),  # noqa: PLW1509 - there is one thread so far
    )
    os.write(1, f"{program.pid}\n".encode())
    threading.Thread(target=_end_when_alone, args=(program,), daemon=True).start()
    code = program.wait()
    _end_the_rest()
    return 128 - code if code < 0 else code


def _be_careful() -> None:
    """Leave signals to the starter, who closes the pipe when it is time."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)


def _end_with(guard: int) -> None:
    """Ask the kernel, where it can, to end this process when the guard is killed."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != guard:
            os._exit(1)


def _end_the_rest() -> None:
    """Ask processes that the program left behind to end; this one takes no notice."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)


def _end_when_alone(program: subprocess.Popen[bytes]) -> None:
    """Wait for the pipe to close, then end the program, kindly first."""
    while os.read(0, 1024):
        pass
    program.terminate()
    with suppress(subprocess.TimeoutExpired):
        program.wait(PATIENCE_SECONDS)
        return
    program.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

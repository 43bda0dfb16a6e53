"""Secrets that a developer's machine makes for itself, so that nobody has to invent any."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dotenv import dotenv_values

from therapy_core.errors import Misconfigured

NAMES = ("JWT_SECRET", "PASSWORD_PEPPER", "MASTER_KEY")


def own_secrets(file: Path) -> dict[str, str]:
    """Return the secrets in `file`, where those that are missing are made first.

    Any number of processes may ask at once: all of them get the same set. The file is readable
    by its owner only. Without it nothing that was written in development can be read again.
    Raises `Misconfigured` where it can't be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(file):
            return _complete(file)
    except OSError as error:
        raise Misconfigured(
            f"The development secrets can't be kept in {file}: {error.strerror}. "
            f"Make the folder writable, or set {', '.join(NAMES[:-1])} and {NAMES[-1]}."
        ) from error


def _complete(file: Path) -> dict[str, str]:
    """Return the secrets in `file` and write it anew if some were missing."""
    found = {name: value for name, value in _read(file).items() if value}
    missing = [name for name in NAMES if name not in found]
    if missing:
        found |= {name: secrets.token_urlsafe(48) for name in missing}
        _write(file, found)
    return found


def _read(file: Path) -> dict[str, str | None]:
    return dotenv_values(file, interpolate=False) if file.exists() else {}


def _write(file: Path, values: Mapping[str, str]) -> None:
    """Put the values in place in one step; `mkstemp` makes files with mode 0600."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write("# Made for development on this machine. Never use these anywhere else.\n")
        handle.writelines(f"{name}={value}\n" for name, value in values.items())
        handle.flush()
        os.fsync(handle.fileno())
    Path(draft).replace(file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process at a time look after `file`."""
    with file.with_name(file.name + ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

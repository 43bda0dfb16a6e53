"""Locks between processes, freed by the kernel when the last process that holds one is gone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from therapy_cli.engine.errors import DatabaseInUse


class DatabaseLock:
    """Hold a database for one engine: the starter and the engine itself keep `descriptor` open."""

    def __init__(self, database: Path) -> None:
        """Take the lock beside `database`, or raise `DatabaseInUse`."""
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = database.with_name(database.name + ".lock")
        self.descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._path.read_text(encoding="ascii").partition(" ")[0]
            self.release()
            raise DatabaseInUse(database, holder) from None
        self.note("")

    def note(self, endpoint: str) -> None:
        """Write down who holds the database and where its engine listens."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, f"{os.getpid()} {endpoint}".encode(), 0)

    def release(self) -> None:
        """Let go of the database in this process."""
        os.close(self.descriptor)


def endpoint_of(database: Path) -> str | None:
    """Return where the engine that holds `database` listens, or None if none does."""
    if not in_use(database):
        return None
    note = database.with_name(database.name + ".lock").read_text(encoding="ascii")
    return note.partition(" ")[2] or None


def in_use(database: Path) -> bool:
    """Tell whether an engine holds `database`."""
    try:
        DatabaseLock(database).release()
    except DatabaseInUse:
        return True
    return False


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process at a time work in `folder`; the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""Do what falls due beside the API, for as long as it runs."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from therapy_core.errors import TherapyError

if TYPE_CHECKING:
    from therapy_core import Practice

SECONDS = 60.0


class Sweeper:
    """Sweep a practice every so many seconds, in a thread that ends with the `with` block."""

    def __init__(self, practice: Practice, seconds: float = SECONDS) -> None:
        self._practice = practice
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="due", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join(timeout=self._seconds)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            self._sweep()

    def _sweep(self) -> None:
        """Sweep once; a table that is out of reach for a while is no reason to stop."""
        from therapy_core.due import sweep  # noqa: PLC0415 - only where it is used

        try:
            swept = sweep(self._practice)
        except TherapyError as failure:
            click.echo(f"Due work has to wait: {failure}", err=True)
        else:
            if swept.seen:
                click.echo(f"Due work: {swept}")

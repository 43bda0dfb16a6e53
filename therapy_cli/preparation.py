"""Bring the table up to date and fill an empty one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from therapy_cli import places
from therapy_core.errors import Misconfigured
from therapy_core.settings import Settings

if TYPE_CHECKING:
    from therapy_core import Practice
    from therapy_core.table.migrations import Runner

Report = Callable[[str], None]

MOST_CLIENTS = 100_000
"""As many clients as the seeds can plant."""


def runner(practice: Practice) -> Runner:
    """Return what applies the project's migrations to the practice's table."""
    from therapy_core.table.migrations import Runner  # noqa: PLC0415 - only where it is used

    return Runner(practice.table, places.root() / "migrations")


def refuse_outside_development(settings: Settings) -> None:
    """Raise `Misconfigured` where demo people have no place, before anything is done."""
    if not settings.in_development:
        raise Misconfigured("Seeds are for development; set THERAPY_ENV to development.")


def plant(practice: Practice, clients: int) -> Any:
    """Plant the demo practice and return its summary; a second time changes nothing.

    On a terminal a bar shows how far it has come.
    """
    root = str(places.root())
    if root not in sys.path:
        sys.path.insert(0, root)  # `seeds` belongs to the checkout, not to the wheel
    seeds = importlib.import_module("seeds.run")
    with _bar() as bar:
        tasks: dict[str, TaskID] = {}

        def report(kind: str, planted: int) -> None:
            if kind not in tasks:
                tasks[kind] = bar.add_task(kind, total=clients if kind == "clients" else None)
            bar.update(tasks[kind], completed=planted)

        return seeds.plant(practice, clients=clients, report=report)


def _bar() -> Progress:
    columns = (TextColumn("{task.description:<14}"), BarColumn(), TextColumn("{task.completed:,}"))
    return Progress(*columns, TimeElapsedColumn(), transient=True)

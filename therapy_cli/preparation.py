"""Bring the table up to date and fill an empty one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from therapy_cli import places

if TYPE_CHECKING:
    from therapy_core import Practice
    from therapy_core.table.migrations import Runner

Report = Callable[[str], None]


def runner(practice: Practice) -> Runner:
    """Return what applies the project's migrations to the practice's table."""
    from therapy_core.table.migrations import Runner  # noqa: PLC0415 - only where it is used

    return Runner(practice.table, places.root() / "migrations")


def plant(practice: Practice, clients: int, report: Report) -> Any:
    """Plant the demo practice and return its summary; a second time changes nothing."""
    root = str(places.root())
    if root not in sys.path:
        sys.path.insert(0, root)  # `seeds` belongs to the checkout, not to the wheel
    return importlib.import_module("seeds.run").plant(practice, clients=clients, report=report)

"""What the command line says in one line instead of a traceback."""

from __future__ import annotations

from therapy_cli.api import ApiFailed
from therapy_cli.commands.schema import OutOfStep
from therapy_cli.engine.errors import EngineError
from therapy_cli.probe import ProbeFailed
from therapy_core.errors import InvalidInput, TherapyError

EXPECTED: tuple[type[Exception], ...] = (
    ApiFailed,
    EngineError,
    OutOfStep,
    ProbeFailed,
    TherapyError,
)


def told(failure: Exception) -> str:
    """Return what to tell of a failure, with the fields where it names any."""
    if isinstance(failure, InvalidInput):
        return "\n".join(f"{field} {rule}" for field, rule in failure.fields.items())
    return str(failure)

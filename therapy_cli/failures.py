"""What the command line says in one line instead of a traceback."""

from __future__ import annotations

from therapy_cli.api import ApiFailed
from therapy_cli.commands.schema import OutOfStep
from therapy_cli.engine.errors import EngineError
from therapy_cli.probe import ProbeFailed
from therapy_core.errors import TherapyError

EXPECTED: tuple[type[Exception], ...] = (
    ApiFailed,
    EngineError,
    OutOfStep,
    ProbeFailed,
    TherapyError,
)

"""What the command line says in one line instead of a traceback."""

from __future__ import annotations

from therapy_cli.engine.errors import EngineError
from therapy_core.errors import TherapyError

EXPECTED: tuple[type[Exception], ...] = (EngineError, TherapyError)

"""Sweep what has fallen due, when the schedule says so."""

from __future__ import annotations

import os
from typing import Any

from therapy_api import logs, sweeps
from therapy_api.aws_lambda.secrets import Connected, Source
from therapy_core.due import sweep

STACK = os.environ["THERAPY_STACK"]

connected = Connected(Source())
logs.configure(connected.practice().settings.log_level)


@logs.without_text
def handler(event: Any, context: Any) -> dict[str, int]:  # noqa: ARG001 - Lambda's signature
    """Sweep once. Returns how much was done, passed and failed; raises what `sweep` raises."""
    practice = connected.practice()
    swept = sweep(practice)
    sweeps.tell(swept, STACK, practice.table.clock())
    return {"done": swept.done.total(), "passed": swept.passed, "failed": swept.failed}

"""Apply the migrations that the table hasn't seen, as a step of a deployment.

The first time it also begins the chain of the audit's seals, for which one has to look through the
table: the sweep, which goes on with the chain, needs no right to do that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from therapy_api import logs
from therapy_api.aws_lambda.secrets import Source
from therapy_core import Practice
from therapy_core.audit import sealing
from therapy_core.table.migrations import Runner

FOLDER = Path(__file__).parents[2] / "migrations"

source = Source()
logs.configure(source.settings().log_level)


@logs.without_text
def handler(event: Any, context: Any) -> dict[str, list[str]]:  # noqa: ARG001 - Lambda's signature
    """Migrate, and return the names of what was applied.

    Raises what `Runner.migrate` raises; calling it again goes on where it stopped.
    """
    practice = Practice.connect(source.settings())
    steps = Runner(practice.table, FOLDER).migrate(report=_tell)
    sealing.seal(practice)
    return {"applied": [step.name for step in steps]}


def _tell(text: str) -> None:
    logs.log.info("migrating", step=text)

"""Tell the log how a sweep of due work went."""

from __future__ import annotations

from datetime import datetime

from therapy_api import metrics
from therapy_api.faults import described
from therapy_api.logs import log
from therapy_core.due.sweeping import Swept


def tell(swept: Swept, environment: str, now: datetime) -> None:
    """Write a line for each error that is known of, and one that tells the metrics of the sweep.

    `now` is on the clock that says what has fallen due: `practice.table.clock()`.
    """
    for error in swept.errors:
        log.error("due work failed", **described(error))
    log.info("swept", passed=swept.passed, **metrics.of_sweep(environment, swept, now))

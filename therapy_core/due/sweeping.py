"""Sweeping: whatever has fallen due is done, each piece by the function of its own domain.

Every piece is one transaction under the version that was read, or work that can be done twice;
so a sweep may run at any time, in any number of places. One piece that fails stops no other: a
task waits a while before it is tried again, and all else is found by the next sweep.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from therapy_core.due import tasks
from therapy_core.due.handlers import TASKS, WAITING
from therapy_core.due.models import Task
from therapy_core.due.patterns import DUE, Due
from therapy_core.table import Narrow, PageRequest, Table
from therapy_core.table.errors import Rejected, Unavailable, WriteRefused
from therapy_core.table.plan import plan

BATCH = 50
MOST = 1000
"""How much one sweep takes on, so that it comes to an end; the next goes on."""
MOST_ERRORS = 20
"""How many are kept of a sweep: it holds what they were about in memory until it is told."""
LATER = timedelta(minutes=10)


@dataclass
class Swept:
    """Count what a sweep did: by kind what is done, what others did meanwhile, what failed.

    `oldest` is when the first of it fell due, or None where nothing had. `errors` are what the
    first that failed raised; their texts may quote data.
    """

    done: Counter[str] = field(default_factory=Counter)
    passed: int = 0
    failed: int = 0
    oldest: datetime | None = None
    errors: list[Exception] = field(default_factory=list, repr=False)

    @property
    def seen(self) -> int:
        """Return how much had fallen due."""
        return self.done.total() + self.passed + self.failed

    def lag(self, now: datetime) -> timedelta:
        """Return how long the oldest piece had waited at `now`, or nought where nothing was due."""
        return max(now - self.oldest, timedelta(0)) if self.oldest else timedelta(0)

    def __str__(self) -> str:
        kinds = "".join(f", {kind} {count}" for kind, count in sorted(self.done.items()))
        return f"done {self.done.total()}{kinds}, passed {self.passed}, failed {self.failed}"


def sweep_table(table: Table) -> Swept:
    """Do what has fallen due, at most 1,000 pieces, and return how much of it.

    Raises what the table raises when it is out of reach.
    """
    swept, request = Swept(), PageRequest(BATCH)
    until = Narrow(high=table.clock())
    while swept.seen < MOST:
        page = table.page(DUE, request, scope="due", narrow=until)
        for item in page.items:
            _one(table, item, swept)
        if page.next_cursor is None:
            break
        request = PageRequest(BATCH, page.next_cursor)
    return swept


def _one(table: Table, item: Due, swept: Swept) -> None:
    """Do one piece, and count how it went."""
    swept.oldest = min(swept.oldest or item.due_at, item.due_at)
    try:
        did = _work(table, item)
    except (Rejected, Unavailable):  # it is not this piece that is in the way
        raise
    except WriteRefused:
        swept.passed += 1
        _postpone(table, item)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others have a turn
        swept.failed += 1
        swept.errors += [error] if len(swept.errors) < MOST_ERRORS else []
        _postpone(table, item)
    else:
        kind = item.kind if isinstance(item, Task) else plan(type(item)).tag
        swept.done.update([kind] if did else [])
        swept.passed += not did


def _work(table: Table, item: Due) -> bool:
    """Do one piece; tell whether there was anything to do."""
    if not isinstance(item, Task):
        return WAITING[type(item)](table, item) is not False
    TASKS[item.kind](table, item)
    tasks.done(table, item)
    return True


def _postpone(table: Table, item: Due) -> None:
    """Let a task that was not done wait, so that the head of the line is free for others."""
    if isinstance(item, Task):
        with suppress(WriteRefused):
            table.update(item.ref, Task.due_at.set(table.clock() + LATER))

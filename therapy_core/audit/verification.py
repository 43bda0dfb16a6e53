"""Verification: what was removed, changed or slipped in since it was sealed, and where.

The chain is followed from its first seal to its head, and the hash of each stretch is made anew
from what the list of the day shows. That list is an index; so every event that lies in the table
is looked at, too, whether or not it stands in the index and where its id says that it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.operand import Path

from therapy_core.audit import sealing, stretches
from therapy_core.audit.models import AuditEvent, AuditHead, AuditSeal
from therapy_core.audit.sealing import CHAIN, FIRST_PREVIOUS
from therapy_core.failures import named_failures
from therapy_core.indexes import GSI3
from therapy_core.table import Entity, Table, changes, scanning
from therapy_core.table.entity import Raw
from therapy_core.table.plan import plan
from therapy_core.table.writes import comparable, of_type

if TYPE_CHECKING:
    from therapy_core.practice import Practice

OVERDUE = timedelta(days=2)
"""How old an event can be without a seal before the chain's end counts as cut off."""
_EARLY = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """Say what is wrong and where: a seal's stretch, or an event by its id."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Report:
    """Say what was verified and what was found.

    `begun_at` is when the first seal was made: whoever removed a whole chain, and had another made
    over what was left, could not make it look older.
    `head` is the hash of the last seal; kept outside the table, it proves later that nothing was
    cut off. `open_events` were written since, and are in no seal yet.
    """

    seals: int = 0
    events: int = 0
    open_events: int = 0
    begun_at: datetime | None = None
    sealed_until: datetime | None = None
    head: str = FIRST_PREVIOUS
    findings: list[Finding] = field(default_factory=list)


def verify(practice: Practice, head: str | None = None) -> Report:
    """Follow the whole chain and look at every event; `head` is a hash that was kept elsewhere.

    Raises `TryAgain` when the table is out of reach.
    """
    with named_failures():
        return _Verification(practice).run(head)


class _Verification:
    """Verify one practice, once."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._table = practice.table
        self._report = Report()
        self._seals: list[AuditSeal] = []

    def run(self, head: str | None) -> Report:
        """Return what was found."""
        self._read_seals()
        self._check_chain(head)
        for seal in self._seals:
            self._check_stretch(seal)
        self._check_events()
        return self._report

    def _find(self, where: str, what: str) -> None:
        self._report.findings.append(Finding(where, what))

    def _read_seals(self) -> None:
        """Take the seals up to the head that are as they were made, and name what is not.

        What others seal meanwhile is left for the next time.
        """
        head = self._head()
        condition = of_type(AuditSeal) | of_type(AuditHead) | Path("PK").startswith("SEAL#")
        found: list[AuditSeal] = []
        for raw in scanning.rows(self._table, "seals", condition):
            entity = _as_written(self._table, raw)
            if isinstance(entity, AuditSeal) and sealing.is_genuine(self._practice, entity):
                found.append(entity)
            elif not isinstance(entity, AuditHead):
                self._find(_sort_key(raw), "is not what was made here")
        found.sort(key=lambda seal: int(seal.number))
        self._seals = [seal for seal in found if head and seal.number <= head.number]
        newest = self._head()
        if found and (newest is None or found[-1].number > newest.number):
            self._find("the chain's end", "the head was removed, changed or put back")
        self._check_head(head)

    def _head(self) -> AuditHead | None:
        raw = self._table.raw(AuditHead.at(chain=CHAIN))
        found = raw and _as_written(self._table, raw)
        if raw and not isinstance(found, AuditHead):
            self._find(_sort_key(raw), "is not what was made here")
        return found if isinstance(found, AuditHead) else None

    def _check_head(self, head: AuditHead | None) -> None:
        if head is None:
            return
        last = self._seals[-1] if self._seals else None
        if last is None or not sealing.is_head_of(self._practice, head, last):
            self._find("the chain's end", "seals were cut off, or the head was changed")

    def _check_chain(self, head: str | None) -> None:
        hashes = [FIRST_PREVIOUS, *(seal.hash for seal in self._seals)]
        if head is not None and head not in hashes:
            self._find("the chain", "does not hold the head that was kept elsewhere")
        for number, seal in enumerate(self._seals[:1], 1):
            if seal.number != number or seal.previous != FIRST_PREVIOUS:
                self._find(_place(seal), "the seals before it were removed")
        for before, seal in pairwise(self._seals):
            if seal.number != before.number + 1 or seal.previous != before.hash:
                self._find(_place(seal), "does not follow from the seal before it")
            elif seal.starts_at != before.ends_at:
                self._find(_place(seal), "does not begin where the seal before it ended")
        self._report.seals, self._report.head = len(self._seals), hashes[-1]
        self._report.begun_at = self._seals[0].sealed_at if self._seals else None
        self._report.sealed_until = self._seals[-1].ends_at if self._seals else None

    def _check_stretch(self, seal: AuditSeal) -> None:
        found = stretches.sum_of(
            stretches.events_between(self._table, seal.starts_at, seal.ends_at)
        )
        self._report.events += found.events
        if found.events != seal.events:
            self._find(_place(seal), f"{seal.events} events were sealed, {found.events} are there")
        elif found.digest != seal.digest:
            self._find(_place(seal), "an event was changed, or put in another's place")

    def _check_events(self) -> None:
        overdue = 0
        for event_id, at in self._well_formed_events():
            if self._seals and at < self._seals[0].starts_at:
                self._find(event_id, "was slipped in before the chain's beginning")
            elif at > self._table.clock() + _EARLY:
                self._find(event_id, "is dated in the future")
            elif self._report.sealed_until is None or at >= self._report.sealed_until:
                self._report.open_events += 1
                overdue += at < self._table.clock() - OVERDUE
        if overdue:
            self._find(
                "the chain's end",
                f"{overdue} events should have been sealed: nobody sealed, or seals were cut off",
            )

    def _well_formed_events(self) -> Iterator[tuple[str, datetime]]:
        """Yield the id and the time of each event that the list of its day shows."""
        condition = of_type(AuditEvent) | Path("PK").startswith("AUDIT#")
        for raw in scanning.rows(self._table, "events", condition):
            at = _shown_at(self._table, raw)
            if at is None:
                self._find(_sort_key(raw), "is no event that was written here")
            else:
                yield raw["event_id"]["S"], at


def _shown_at(table: Table, raw: Raw) -> datetime | None:
    """Return the time of an event that lies where its attributes say; None for any other item."""
    try:
        event = table.schema.parse(raw)
        assert isinstance(event, AuditEvent)
        at = stretches.time_of(event.event_id)
        wanted = plan(AuditEvent).item(event, table.shards)
    except Exception:  # noqa: BLE001 - an item that was tampered with fails in any way it likes
        return None
    kept = {name: raw.get(name) for name in wanted}
    shards = [f"AUDIT#{event.day}#{shard:04d}" for shard in range(table.shards)]
    shown = raw.get(GSI3.pk_name, {}).get("S") in shards and event.day == at.date().isoformat()
    kept[GSI3.pk_name] = wanted[GSI3.pk_name]
    return at if shown and comparable_or_none(kept) == comparable(wanted) else None


def comparable_or_none(raw: Any) -> Any:
    """Return an item in a comparable form, or None when an attribute is missing."""
    return None if None in raw.values() else comparable(raw)


def _as_written(table: Table, raw: Raw) -> Entity | None:
    """Return the seal or the head that an item holds, if nothing in it was touched."""
    try:
        found = table.schema.parse(raw)
        assert isinstance(found, (AuditSeal, AuditHead))
        found.version = 0
        del found.attribute_values["created_at"], found.attribute_values["updated_at"]
        wanted = changes.stamped(table, found, found.sealed_at)
    except Exception:  # noqa: BLE001 - an item that was tampered with fails in any way it likes
        return None
    whole = comparable(wanted) == comparable(raw) and found.chain == CHAIN
    return found if whole else None


def _place(seal: AuditSeal) -> str:
    return f"seal {seal.number} ({seal.starts_at:%Y-%m-%d %H:%M} to {seal.ends_at:%Y-%m-%d %H:%M})"


def _sort_key(raw: Raw) -> str:
    """Return the part of a key that names no person: that of the event or the seal."""
    return str(raw.get("SK", {}).get("S", "an item"))

"""A therapist's days while slots are being published: read once, judged, and written together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from therapy_core.directory.models import LISTED, Therapist
from therapy_core.errors import NotVerified
from therapy_core.scheduling import rules
from therapy_core.scheduling.models import Slot, TherapistDay
from therapy_core.scheduling.rules import Interval
from therapy_core.table import Ref, Table, Unit
from therapy_core.table.errors import AlreadyExists, VersionConflict

RACED = (TherapistDay.__name__, Slot.__name__)
"""What somebody else may have written since it was read."""


class Sheets:
    """Hold the sheets of a therapist's days as they were read."""

    def __init__(self, table: Table, therapist_id: str) -> None:
        self._table = table
        self._therapist_id = therapist_id
        self._found: dict[str, TherapistDay | None] = {}

    def load(self, days: Sequence[str], *more: Ref[Any]) -> list[Any]:
        """Read the sheets of these days (ISO dates), and return the items at `more`, in one go."""
        refs = [TherapistDay.at(therapist_id=self._therapist_id, day=day) for day in days]
        found = self._table.get_many([*refs, *more])
        self._found |= dict(zip(days, found[: len(days)], strict=True))
        return found[len(days) :]

    def is_free(self, interval: Interval) -> bool:
        """Tell whether the therapist has no slot at this time."""
        return all(rules.is_free(interval, self._taken(day)) for day in rules.days(interval))

    def add(self, unit: Unit, slots: Iterable[Slot]) -> None:
        """Store slots, their intervals, and the condition that the therapist is listed.

        On commit raises `NotVerified`, and for what was written since it was read
        `VersionConflict` or `AlreadyExists`; `raced` tells those apart.
        """
        profile = Therapist.at(therapist_id=self._therapist_id)
        unit.check(profile, Therapist.listing == LISTED, otherwise=NotVerified())
        added: dict[str, dict[str, str]] = {}
        for slot in slots:
            unit.create(slot)
            interval = (slot.starts_at, slot.ends_at)
            for day in rules.days(interval):
                added.setdefault(day, {})[slot.slot_id] = rules.written(interval)
        for day, intervals in added.items():
            self._write(unit, day, intervals)

    def _taken(self, day: str) -> list[Interval]:
        sheet = self._found[day]
        return rules.others(sheet.intervals.as_dict()) if sheet else []  # type: ignore[no-untyped-call]

    def _write(self, unit: Unit, day: str, intervals: dict[str, str]) -> None:
        sheet = self._found[day]
        if sheet is not None:
            sheet.intervals = sheet.intervals.as_dict() | intervals  # type: ignore[no-untyped-call]
            unit.save(sheet)
            return
        made = TherapistDay(
            therapist_id=self._therapist_id,
            day=day,
            intervals=intervals,
            expires_at=rules.sheet_ends(day),
        )
        self._found[day] = made
        unit.create(made)


def raced(refusal: AlreadyExists | VersionConflict) -> bool:
    """Tell whether somebody else wrote a sheet or a slot since it was read."""
    return refusal.entity in RACED

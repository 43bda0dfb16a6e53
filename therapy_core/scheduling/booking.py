"""The writes by which time is taken and given back: slots, and the days of either side.

Each function adds to a unit of work. What a slot has to be is a condition of its own write. A
client's day is first taken to hold nothing else; `commit` reads it and judges by interval only
where that fails (docs/adr/0009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from therapy_core.errors import SessionsOverlap, SlotTaken
from therapy_core.scheduling import rules, slot_ids
from therapy_core.scheduling.models import ClientDay, Slot, SlotStatus, TherapistDay
from therapy_core.scheduling.rules import Interval
from therapy_core.table import Ref, Table, Unit
from therapy_core.table.errors import Contention, VersionConflict

Sheets = Mapping[str, ClientDay | None]
"""A client's sheets that were read, by ISO date; None where there is none."""


class DaysInUse(Exception):
    """Say that a client's day holds something else, and has to be read; `commit` does."""


@dataclass(frozen=True, slots=True)
class Move:
    """Move a client's session: from nowhere when it is made, to nowhere when it is ended."""

    client_id: str
    session_id: str
    old: Interval | None = None
    new: Interval | None = None

    @property
    def days(self) -> list[str]:
        """Return the days, as ISO dates, whose sheets the new interval is written to."""
        return rules.days(self.new) if self.new else []

    def ref(self, day: str) -> Ref[ClientDay]:
        """Return the place of the client's sheet of a day."""
        return ClientDay.at(client_id=self.client_id, day=day)


def commit(table: Table, purpose: str, move: Move, write: Callable[[Unit], None]) -> None:
    """Commit what `write` adds together with the client's days.

    It takes one call; two more where the client has something else on these days. `write` may
    be called more than once, each time with a fresh unit. Raises `SessionsOverlap`, and
    whatever the writes raise.
    """
    sheets: Sheets | None = None
    for _ in table.backoff.tries():
        try:
            with table.transaction(purpose) as unit:
                write(unit)
                move_session(unit, move, sheets)
        except DaysInUse:
            sheets = read_sheets(table, move)
        except VersionConflict as moved:
            if moved.entity != ClientDay.__name__:
                raise
            sheets = read_sheets(table, move)
        else:
            return
    raise Contention(ClientDay.__name__)


def read_sheets(table: Table, move: Move) -> Sheets:
    """Return the client's sheets of the days that a session is to take, in one call."""
    days = move.days
    return dict(zip(days, table.get_many([move.ref(d) for d in days]), strict=True))


def move_session(unit: Unit, move: Move, sheets: Sheets | None = None) -> None:
    """Write a session's interval to the client's days, and take it out where it no longer is.

    Without `sheets` the days have to hold nothing else: the commit raises `DaysInUse` where they
    do. With them raises `SessionsOverlap` at once, and on commit `DaysInUse` or
    `VersionConflict` when they have changed since.
    """
    before = rules.days(move.old) if move.old else []
    for day in move.days:
        sheet = sheets.get(day) if sheets else None
        if sheet is None:
            _take_whole(unit, move, day, held=day in before)
        else:
            _take_beside(unit, move, sheet)
    for day in before:
        if day not in move.days:
            unit.update(move.ref(day), ClientDay.intervals[move.session_id].remove())


def take(
    unit: Unit, client_id: str, session_id: str, interval: Interval, sheets: Sheets | None = None
) -> None:
    """Take a new session's interval out of the client's days; see `move_session`."""
    move_session(unit, Move(client_id, session_id, new=interval), sheets)


def free_client_day(unit: Unit, client_id: str, session_id: str, interval: Interval) -> None:
    """Give a session's interval back to each of the client's days, whatever they hold."""
    move_session(unit, Move(client_id, session_id, old=interval))


def _take_whole(unit: Unit, move: Move, day: str, *, held: bool) -> None:
    """Take a day that holds nothing else; `held` says that it holds the session itself."""
    assert move.new is not None
    intervals = {move.session_id: rules.written(move.new)}
    if held:
        alone = _holds(1) & ClientDay.intervals[move.session_id].exists()
    else:
        alone = _holds(0) | ClientDay.day.does_not_exist()
    unit.upsert(
        move.ref(day),
        ClientDay.intervals.set(intervals),
        ClientDay.expires_at.set(rules.sheet_ends(day)),
        when=alone,
        otherwise=DaysInUse(),
    )


def _holds(number: int) -> Condition:
    """Return the condition that a day's sheet holds so many intervals."""
    found: Condition = size(ClientDay.intervals) == number  # type: ignore[no-untyped-call]
    return found


def _take_beside(unit: Unit, move: Move, sheet: ClientDay) -> None:
    """Take a part of a day that was read, if no other interval is in the way."""
    assert move.new is not None
    intervals: dict[str, str] = sheet.intervals.as_dict()  # type: ignore[no-untyped-call]
    if not rules.is_free(move.new, rules.others(intervals, but=move.session_id)):
        raise SessionsOverlap
    sheet.intervals = intervals | {move.session_id: rules.written(move.new)}
    unit.save(sheet)


# --- slots ---------------------------------------------------------------------------------


def is_open(now: datetime) -> Condition:
    """Return the condition that a slot is open, or held by a hold that has lapsed."""
    found: Condition = Slot.status == SlotStatus.OPEN.value
    found |= (Slot.status == SlotStatus.HELD.value) & (Slot.held_until <= now)
    return found


def is_held_by(request_id: str) -> Condition:
    """Return the condition that a slot is held by this request, lapsed or not."""
    found: Condition = Slot.status == SlotStatus.HELD.value
    found &= Slot.request_id == request_id
    return found


def is_booked_by(session_id: str) -> Condition:
    """Return the condition that a slot is booked by this session."""
    found: Condition = Slot.status == SlotStatus.BOOKED.value
    found &= Slot.session_id == session_id
    return found


def hold(
    unit: Unit, slot: Ref[Slot], request_id: str, until: datetime, client_id: str = ""
) -> None:
    """Let a client's request hold an open slot. On commit raises `Missing` or `SlotTaken`."""
    _become(
        unit,
        slot,
        SlotStatus.HELD,
        is_open(unit.now),
        request_id=request_id,
        client_id=client_id or None,
        held_until=until,
    )


def book(unit: Unit, slot: Ref[Slot], session_id: str, when: Condition) -> None:
    """Book a slot for a session, when it is what `when` says. Raises as `hold`."""
    _become(unit, slot, SlotStatus.BOOKED, when, session_id=session_id)


def reopen(unit: Unit, slot: Ref[Slot], when: Condition) -> None:
    """Open a slot again, when it is what `when` says. Raises as `hold`."""
    _become(unit, slot, SlotStatus.OPEN, when)


def withdraw_slot(
    unit: Unit, slot: Ref[Slot], when: Condition, otherwise: Exception | None = None
) -> None:
    """Withdraw a slot, when it is what `when` says, and free the therapist's days.

    It is two actions, or three over midnight. On commit raises `Missing`, and `otherwise` or
    `SlotTaken`.
    """
    _become(unit, slot, SlotStatus.WITHDRAWN, when, otherwise)
    therapist_id, slot_id = slot.values["therapist_id"], slot.values["slot_id"]
    for day in rules.days(slot_ids.interval(slot_id)):
        sheet = TherapistDay.at(therapist_id=therapist_id, day=day)
        unit.update(sheet, TherapistDay.intervals[slot_id].remove())


def _become(
    unit: Unit,
    slot: Ref[Slot],
    status: SlotStatus,
    when: Condition,
    otherwise: Exception | None = None,
    **holder: Any,
) -> None:
    """Give a slot a status and whoever it is for; nothing of an earlier holder stays."""
    holders = (Slot.request_id, Slot.client_id, Slot.held_until, Slot.session_id)
    unit.update(
        slot,
        Slot.status.set(status.value),
        *(_given(attribute, holder) for attribute in holders),
        when=when,
        otherwise=otherwise or SlotTaken(),
    )


def _given(attribute: Attribute[Any], holder: dict[str, Any]) -> Action:
    value = holder.get(attribute.attr_name)
    return attribute.remove() if value is None else attribute.set(value)

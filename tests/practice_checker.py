"""A check of a whole practice after whatever ran on it: nothing overlaps, nothing dangles.

`faults(practice)` reads every slot, session, request, sheet and hold, straight from the table and
not through the code under test, and returns what contradicts what, in words; an empty list is
what tests and soaks expect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from therapy_core import Practice

Row = Mapping[str, Any]
_SHEET_LASTS = timedelta(days=8)
SITTING = {"scheduled", "completed", "missed"}
"""What a session is while its client's days hold it."""


def faults(practice: Practice) -> list[str]:
    """Return everything that is wrong with a practice's calendar."""
    return list(Checker(practice).faults())


class Checker:
    """Hold everything in a practice's table that has to do with time."""

    def __init__(self, practice: Practice) -> None:
        self.now = practice.table.clock()
        self._kinds: dict[str, list[Row]] = defaultdict(list)
        for raw in _scanned(practice):
            self._kinds[raw["type"]["S"]].append({k: _plain(v) for k, v in raw.items()})
        self.slots = {row["slot_id"]: row for row in self._kinds["slot"]}
        self.sessions = {row["session_id"]: row for row in self._kinds["session"]}
        self.requests = {row["request_id"]: row for row in self._kinds["appointment_request"]}

    def faults(self) -> Iterator[str]:
        """Yield each fault."""
        yield from self._overlaps()
        yield from self._sheets()
        yield from self._slots()
        yield from self._sessions()
        yield from self._requests()
        yield from self._holds()

    def of(self, kind: str) -> list[Row]:
        """Return every item of a kind, such as `audit_event`, with plain values."""
        return self._kinds[kind]

    def _overlaps(self) -> Iterator[str]:
        offered = [s for s in self.slots.values() if s["status"] != "withdrawn"]
        yield from _overlapping("slots", offered, "therapist_id")
        sitting = [s for s in self.sessions.values() if s["status"] in SITTING]
        yield from _overlapping("sessions of a client", sitting, "client_id")
        yield from _overlapping("sessions of a therapist", sitting, "therapist_id")

    def _sheets(self) -> Iterator[str]:
        """Compare what the sheets hold with what they should."""
        offered = [s for s in self.slots.values() if s["status"] != "withdrawn"]
        yield from self._compared("therapist_day", "therapist_id", "slot_id", offered)
        sitting = [s for s in self.sessions.values() if s["status"] in SITTING]
        yield from self._compared("client_day", "client_id", "session_id", sitting)

    def _compared(self, kind: str, owner: str, name: str, rows: Iterable[Row]) -> Iterator[str]:
        written = {
            (sheet[owner], sheet["day"], held): tuple(map(_moment, text.split("/")))
            for sheet in self._kinds[kind]
            if self._is_kept(sheet["day"])
            for held, text in sheet["intervals"].items()
        }
        wanted = {
            (row[owner], day, row[name]): _interval(row)
            for row in rows
            for day in _days(row)
            if self._is_kept(day)
        }
        for place in written.keys() - wanted.keys():
            yield f"{kind} holds {place} for nothing"
        for place in wanted.keys() - written.keys():
            yield f"{kind} lacks {place}"
        for place in written.keys() & wanted.keys():
            if written[place] != wanted[place]:
                yield f"{kind} holds another time for {place}"

    def _is_kept(self, day: str) -> bool:
        """Tell whether a day's sheet is still there: a week after the day it goes by itself."""
        return _moment(f"{day}T00:00:00+00:00") + _SHEET_LASTS > self.now

    def _slots(self) -> Iterator[str]:
        for slot_id, slot in self.slots.items():
            request = self.requests.get(slot.get("request_id", ""))
            session = self.sessions.get(slot.get("session_id", ""))
            held, booked = slot["status"] == "held", slot["status"] == "booked"
            if held and (request is None or request["status"] != "pending"):
                yield f"{slot_id} is held by no pending request"
            if held and request is not None and request["slot_id"] != slot_id:
                yield f"{slot_id} is held by a request for another"
            if booked and (session is None or session["slot_id"] != slot_id):
                yield f"{slot_id} is booked by no session of its own"
            if booked and session is not None and session["status"] == "cancelled":
                yield f"{slot_id} is booked by a cancelled session"
            if not held and {"request_id", "held_until"} & slot.keys():
                yield f"{slot_id} is {slot['status']} and names a hold"
            if not booked and "session_id" in slot:
                yield f"{slot_id} is {slot['status']} and names a session"

    def _sessions(self) -> Iterator[str]:
        for session_id, session in self.sessions.items():
            slot = self.slots.get(session["slot_id"])
            if slot is None:
                yield f"{session_id} has no slot"
            elif session["status"] in SITTING and slot.get("session_id") != session_id:
                yield f"{session_id} does not have its slot"
            elif session["status"] in SITTING and _interval(slot) != _interval(session):
                yield f"{session_id} has another time than its slot"
        approved = [s["request_id"] for s in self.sessions.values() if "request_id" in s]
        if len(approved) != len(set(approved)):
            yield "a request led to two sessions"

    def _requests(self) -> Iterator[str]:
        for request_id, request in self.requests.items():
            slot = self.slots.get(request["slot_id"], {})
            waits = request["status"] == "pending" and _moment(request["due_at"]) > self.now
            if waits and slot.get("request_id") != request_id:
                yield f"{request_id} is pending and holds no slot"
            if waits and slot.get("held_until") != request["due_at"]:
                yield f"{request_id} is pending and its hold ends at another time"
            if (request["status"] == "approved") != ("session_id" in request):
                yield f"{request_id} is {request['status']} and its session says otherwise"
            if "session_id" in request and request["session_id"] not in self.sessions:
                yield f"{request_id} led to a session that is not there"

    def _holds(self) -> Iterator[str]:
        held = {
            (row["client_id"], *text.split("/"))
            for row in self._kinds["client_holds"]
            for text in row.get("holds", ())
        }
        for client_id, request_id, until in held:
            request = self.requests.get(request_id)
            if request is None or request["client_id"] != client_id:
                yield f"{client_id} has a hold of nobody's"
            elif request["status"] != "pending":
                yield f"{request_id} is {request['status']} and still holds"
            elif _moment(until) != _moment(request["due_at"]):
                yield f"{request_id} holds until another time"
        named = {request_id for _, request_id, _ in held}
        for request_id, request in self.requests.items():
            waits = request["status"] == "pending" and _moment(request["due_at"]) > self.now
            if waits and request_id not in named:
                yield f"{request_id} is pending and not among the holds"


def _overlapping(what: str, rows: Iterable[Row], owner: str) -> Iterator[str]:
    by_owner: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_owner[row[owner]].append(row)
    for each in by_owner.values():
        for one, other in pairwise(sorted(map(_interval, each))):
            if other[0] < one[1]:
                yield f"{what} overlap: {one[0]} and {other[0]}"


def _interval(row: Row) -> tuple[datetime, datetime]:
    return _moment(row["starts_at"]), _moment(row["ends_at"])


def _days(row: Row) -> set[str]:
    """Return the days that an interval of at most a day touches; the end is not part of it."""
    starts_at, ends_at = _interval(row)
    midnight = ends_at.hour == ends_at.minute == 0
    last = starts_at if midnight and (ends_at - starts_at).days == 0 else ends_at
    if midnight and (ends_at - starts_at).days == 1:
        last = starts_at
    return {starts_at.date().isoformat(), last.date().isoformat()}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _plain(value: dict[str, Any]) -> Any:
    """Return an attribute's value without its type."""
    ((kind, held),) = value.items()
    if kind == "M":
        return {name: _plain(each) for name, each in held.items()}
    return held


def _scanned(practice: Practice) -> Iterator[dict[str, Any]]:
    table = practice.table
    request: dict[str, Any] = {"TableName": table.name, "ConsistentRead": True}
    while True:
        answer = table.wire.dispatch("Scan", request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

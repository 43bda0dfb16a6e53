"""Publishing slots: one, or all that a weekly rule makes, day by day.

A rule is stored with its first day's slots and marked as done with its last. Its slots have ids
that follow from it. So a call that is repeated under its key goes on where a crash left off, and
makes nothing twice (docs/adr/0014).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby

from therapy_core import ids
from therapy_core.actor import Once
from therapy_core.directory.models import Therapist
from therapy_core.errors import InvalidInput, NotFound, SlotsOverlap
from therapy_core.idempotency import create_once, made_before
from therapy_core.scheduling import rules, slot_ids, weekly
from therapy_core.scheduling.models import Slot, SlotRule
from therapy_core.scheduling.rules import Interval
from therapy_core.scheduling.sheets import Sheets, raced
from therapy_core.scheduling.weekly import Weekly
from therapy_core.table import Table, Unit
from therapy_core.table.errors import AlreadyExists, Contention, VersionConflict

Step = list[Interval]
"""What begins on one UTC day, and is published in one transaction."""


class Publishing:
    """Publish slots of one therapist, each call safe to repeat under its key."""

    def __init__(self, table: Table, therapist_id: str, scope: str, once: Once | None) -> None:
        self._table = table
        self._therapist_id = therapist_id
        self._scope = scope
        self._once = once
        self._sheets = Sheets(table, therapist_id)
        self._profile = Therapist.at(therapist_id=therapist_id)

    def one(self, interval: Interval, zone: str | None) -> Slot:
        """Publish one slot; without a `zone` it has the therapist's.

        Raises `SlotsOverlap`, `NotVerified`, and `InvalidInput` where there is no zone.
        """
        for _ in self._table.backoff.tries():
            (therapist,) = self._sheets.load(rules.days(interval), self._profile)
            if not self._sheets.is_free(interval):
                return self._made_before()
            slot = self._slot(self._new_id(interval), interval, _zone(zone, therapist))
            try:
                return self._create(slot)
            except (AlreadyExists, VersionConflict) as refusal:
                if not raced(refusal):
                    raise
        raise Contention(Slot.__name__)

    def by_rule(self, rule: Weekly, zone: str | None) -> SlotRule:
        """Publish all slots of a weekly rule that are to come and in no other slot's way.

        Raises `NotVerified`, and `InvalidInput` where there is no zone.
        """
        days = _days(weekly.occurrences(rule, zone)) if zone else weekly.days_around(rule)
        (therapist,) = self._sheets.load(days, self._profile)
        stored = _stored(self._therapist_id, rule, _zone(zone, therapist), self._table.clock())
        work = _ByRule(self, stored)
        for _ in self._table.backoff.tries():
            try:
                return work.begin()
            except (AlreadyExists, VersionConflict) as refusal:
                if not raced(refusal):
                    raise
                self._sheets.load(days)
        raise Contention(SlotRule.__name__)

    def _create(self, slot: Slot) -> Slot:
        def write(unit: Unit) -> None:
            self._sheets.add(unit, [slot])

        return create_once(self._table, "publish a slot", self._scope, self._once, slot, write)

    def _made_before(self) -> Slot:
        found = made_before(self._table, self._scope, self._once, Slot)
        if found is None:
            raise SlotsOverlap
        return found

    def _new_id(self, interval: Interval) -> str:
        return slot_ids.new_slot_id(interval[0], minutes(interval))

    def _slot(self, slot_id: str, interval: Interval, zone: str, rule_id: str = "") -> Slot:
        return Slot(
            therapist_id=self._therapist_id,
            slot_id=slot_id,
            starts_at=interval[0],
            ends_at=interval[1],
            timezone=zone,
            rule_id=rule_id or None,
        )


class _ByRule:
    """Carry out one stored rule."""

    def __init__(self, publishing: Publishing, rule: SlotRule) -> None:
        self._all = publishing
        self._table = publishing._table
        self._sheets = publishing._sheets
        self._rule = rule
        self._intervals = intervals_of(rule)
        self._known: set[str] = set()
        self._skipped: set[str] = set()

    def begin(self) -> SlotRule:
        """Store the rule with its first slots, and go on to the end; a stored one is resumed."""
        steps = self._steps()
        first, rest = (steps[0], steps[1:]) if steps else ([], [])

        def write(unit: Unit) -> None:
            slots = self._slots(first)
            if not rest:
                self._finish(unit)
            unit.create(self._rule)
            self._sheets.add(unit, slots)

        everything = self._all
        made = create_once(
            self._table, "publish slots", everything._scope, everything._once, self._rule, write
        )
        if made.rule_id == self._rule.rule_id:
            return self._go_on(rest)
        return _ByRule(everything, made).resume()

    def resume(self) -> SlotRule:
        """Publish what a crash left of a stored rule; one that is done stays as it is."""
        if self._rule.values()["done_at"] is not None:
            return self._rule
        self._reload(self._intervals)
        return self._go_on(self._steps() or [[]])

    def _go_on(self, steps: list[Step]) -> SlotRule:
        for step in steps:
            if not self._publish(step, last=step is steps[-1]):
                return self._table.get(self._rule.ref) or self._rule
        return self._rule

    def _publish(self, step: Step, *, last: bool) -> bool:
        """Publish one day's slots; tell whether nobody else has finished the rule meanwhile."""
        for _ in self._table.backoff.tries():
            try:
                self._write(step, last=last)
            except (AlreadyExists, VersionConflict) as refusal:
                if not raced(refusal):
                    return False
                self._reload(step)
            else:
                return True
        raise Contention(SlotRule.__name__)

    def _write(self, step: Step, *, last: bool) -> None:
        with self._table.transaction("publish slots") as unit:
            slots = self._slots(step)
            if last:
                self._finish(unit)
                unit.save(self._rule)
            self._sheets.add(unit, slots)

    def _finish(self, unit: Unit) -> None:
        self._rule.skipped = sorted(self._skipped)
        self._rule.done_at = unit.now

    def _slots(self, step: Step) -> list[Slot]:
        """Return the slots of a step that are to be made, and note what is skipped."""
        found = []
        now = self._table.clock()
        for interval in step:
            slot_id = _slot_id(self._rule, interval)
            if slot_id in self._known:
                continue
            if interval[0] > now and self._sheets.is_free(interval):
                zone, rule_id = self._rule.timezone, self._rule.rule_id
                found.append(self._all._slot(slot_id, interval, zone, rule_id))
                self._skipped.discard(interval[0].isoformat())
            else:
                self._skipped.add(interval[0].isoformat())
        return found

    def _steps(self) -> list[Step]:
        """Return the days on which there is something to make."""
        days = groupby(self._intervals, key=lambda each: each[0].date())
        return [step for _, each in days if self._slots(step := list(each))]

    def _reload(self, intervals: Iterable[Interval]) -> None:
        """Read again what is there, this rule's own slots included."""
        wanted = list(intervals)
        refs = [
            Slot.at(therapist_id=self._rule.therapist_id, slot_id=_slot_id(self._rule, each))
            for each in wanted
        ]
        found = self._sheets.load(_days(wanted), *refs)
        self._known |= {slot.slot_id for slot in found if slot is not None}


def intervals_of(rule: SlotRule) -> list[Interval]:
    """Return the intervals that a stored rule stands for."""
    return weekly.occurrences(
        Weekly(
            tuple(int(day) for day in rule.weekdays),
            tuple(time.fromisoformat(at) for at in rule.times),
            int(rule.minutes),
            date.fromisoformat(rule.first_day),
            date.fromisoformat(rule.last_day),
        ),
        rule.timezone,
    )


def made(rule: SlotRule) -> list[tuple[str, Interval]]:
    """Return the ids and intervals of the slots that a rule made."""
    skipped = set(rule.skipped)
    kept = (each for each in intervals_of(rule) if each[0].isoformat() not in skipped)
    return [(_slot_id(rule, each), each) for each in kept]


def minutes(interval: Interval) -> int:
    """Return how long an interval lasts, in minutes."""
    return int((interval[1] - interval[0]).total_seconds()) // 60


def _slot_id(rule: SlotRule, interval: Interval) -> str:
    return slot_ids.derived_slot_id(rule.rule_id, interval[0], int(rule.minutes))


def _stored(therapist_id: str, rule: Weekly, zone: str, now: datetime) -> SlotRule:
    return SlotRule(
        therapist_id=therapist_id,
        rule_id=ids.SLOT_RULE + ids.new_ulid(now),
        weekdays=list(rule.weekdays),
        times=[f"{at:%H:%M}" for at in rule.times],
        minutes=rule.minutes,
        timezone=zone,
        first_day=rule.first_day.isoformat(),
        last_day=rule.last_day.isoformat(),
    )


def _zone(given: str | None, therapist: Therapist | None) -> str:
    """Return the zone that is given, or the therapist's own."""
    if therapist is None:
        raise NotFound
    found = given or therapist.timezone
    if found is None:
        raise InvalidInput({"timezone": "is needed, as the profile has none"})
    return found


def _days(intervals: Iterable[Interval]) -> list[str]:
    return sorted({day for each in intervals for day in rules.days(each)})

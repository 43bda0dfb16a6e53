"""The unit of work: writes that happen together or not at all.

    with table.transaction("sign up") as unit:
        unit.create(account, otherwise=EmailTaken())
        unit.create(client)

Nothing is sent when the body raises. One action goes out as a plain write, several as one
transaction in the order in which they were named; the first that is refused names the error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from therapy_core.table import changes, metering, sending
from therapy_core.table.entity import Entity, Ref, UniqueLock
from therapy_core.table.errors import Misuse, UniqueViolation
from therapy_core.table.partial import partial
from therapy_core.table.writes import Check, Save, Write

if TYPE_CHECKING:
    from therapy_core.table.table import Table

Locks = dict[str, UniqueLock]
MOST_ACTIONS = 100
"""Amazon DynamoDB API Reference, TransactWriteItems."""


class Unit:
    """Collect writes and condition checks until they are committed."""

    def __init__(self, table: Table, purpose: str) -> None:
        self.table = table
        self._purpose = purpose
        self._writes: list[Write] = []
        self._afterwards: list[Callable[[], object]] = []
        self.now = table.clock()

    def create(self, entity: Entity, otherwise: Exception | None = None) -> None:
        """Store a new entity, and take its unique values.

        On commit raises `otherwise` or `AlreadyExists` when there is an item with its key, and
        `UniqueViolation` when another item has one of its unique values.
        """
        if entity.stored is not None:
            raise Misuse(f"{entity!r} is stored already")
        self._add(changes.creation(self.table, entity, self.now, otherwise))
        self._lock(entity, changes.taken(entity), {})

    def put(self, entity: Entity) -> None:
        """Write a whole item over whatever of its entity stands there.

        Meant for copies that follow from another item, under whose version this unit writes.
        Raises `Misuse` for an entity with unique attributes; on commit raises `WrongEntity`.
        """
        self._add(changes.replacement(self.table, entity, self.now))

    def save(
        self, entity: Entity, when: Condition | None = None, otherwise: Exception | None = None
    ) -> None:
        """Write what changed in `entity` since it was read, if its version is still that.

        An entity in which nothing changed is not written. On commit raises `Missing`,
        `WrongEntity` or `VersionConflict`; and `otherwise` or `RuleViolated` when the version
        holds but `when` does not.
        """
        found = changes.difference(self.table, entity, self.now)
        if found is None:
            if when is not None:
                self.check(entity.ref, when, otherwise)
            return
        raw, actions = found
        self._add(Save(entity, raw, actions, rule=when, otherwise=otherwise))
        self._lock(entity, changes.taken(entity), changes.was_taken(entity))

    def delete(self, entity: Entity) -> None:
        """Remove `entity` if its version is still what was read, and free its unique values."""
        self._add(changes.removal(entity))
        self._lock(entity, {}, changes.was_taken(entity))

    def remove(self, ref: Ref[Any]) -> None:
        """Remove whatever item of this entity stands there, or nothing.

        Raises `Misuse` for an entity with unique attributes, whose values have to be known.
        """
        self._add(changes.blind_removal(ref))

    def update(
        self,
        ref: Ref[Any],
        *actions: Action,
        when: Condition | None = None,
        otherwise: Exception | None = None,
    ) -> None:
        """Change attributes of an item that was not read, whatever its version.

        Index keys are recomputed. Raises `StaleKey` when the actions don't hold all that an
        index key is made of, and `Misuse` for attributes of other entities or that the toolkit
        keeps. On commit raises `Missing`, `WrongEntity`, and `otherwise` or `RuleViolated`.
        """
        write = partial(self.table, ref, actions, self.now, when=when, otherwise=otherwise)
        self._add(write)

    def upsert(
        self,
        ref: Ref[Any],
        *actions: Action,
        when: Condition | None = None,
        otherwise: Exception | None = None,
    ) -> None:
        """Change attributes of an item, making it if it is not there.

        What expired is made anew. `when` has to hold of the item that is there, and of none
        where none is (`Entity.field.does_not_exist() | ...`). Raises `Misuse` when the actions
        leave out what a new item has to have; on commit raises `WrongEntity`, and `otherwise` or
        `RuleViolated`.
        """
        self._add(
            partial(self.table, ref, actions, self.now, when=when, otherwise=otherwise, upsert=True)
        )

    def check(self, ref: Ref[Any], when: Condition, otherwise: Exception | None = None) -> None:
        """Require a condition of an item that this unit does not write."""
        self._add(Check(ref, when, otherwise))

    def then(self, deed: Callable[[], object]) -> None:
        """Do something in this process once everything is written, and not if it isn't."""
        self._afterwards.append(deed)

    def commit(self) -> None:
        """Send the writes; the `with` block does this at its end.

        Raises the error of the first write that was refused, `Contention` when others kept
        touching the same items, `TooLarge` for an item over 400 KB or 4 MB together, and
        `Unavailable` when no answer came.
        """
        if not self._writes:
            return
        self._check_limits()
        with metering.purpose(self._purpose):
            sending.clearing(self.table, self._send)
        while self._writes:
            self._writes.pop(0).done()
        while self._afterwards:
            self._afterwards.pop(0)()

    def _send(self) -> None:
        if len(self._writes) == 1 and self._writes[0].operation:
            sending.alone(self.table, self._writes[0])
        else:
            sending.together(self.table, self._writes)

    def _add(self, write: Write) -> None:
        self._writes.append(write)

    def _lock(self, entity: Entity, now: Locks, before: Locks) -> None:
        for name, lock in before.items():
            if name not in now or now[name].value != lock.value:
                self._add(changes.release(lock))
        for name, lock in now.items():
            if name not in before or before[name].value != lock.value:
                taken = UniqueViolation(type(entity).__name__, name)
                self._add(changes.creation(self.table, lock, self.now, taken))

    def _check_limits(self) -> None:
        if len(self._writes) > MOST_ACTIONS:
            raise Misuse(f"{len(self._writes)} actions; a transaction takes {MOST_ACTIONS}")
        seen: set[tuple[str, str]] = set()
        for ref in (w.ref for w in self._writes):
            if (ref.pk, ref.sk) in seen:
                raise Misuse(f"two actions on one {ref.entity.__name__} in one transaction")
            seen.add((ref.pk, ref.sk))

"""Erasing somebody: first what can't be undone, and then, however often, all that is left.

One transaction removes account and profile, destroys the data key of what is the person's alone,
and leaves the receipt and two tasks. What follows is found anew each time and can be done twice:
at once, by a sweep where a crash cut it short, and once more when nobody can hold a key or be in
the middle of a request any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from therapy_core import ids
from therapy_core.accounts.models import Account
from therapy_core.actor import Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory.models import Client
from therapy_core.directory.profiles import Profile, profile_id
from therapy_core.due import tasks
from therapy_core.due.models import Task
from therapy_core.errors import TherapyError
from therapy_core.journals.models import JOURNAL, MOODS
from therapy_core.keys.keyring import destroy
from therapy_core.records.categories import CATEGORIES, PRIVATE_NOTES, line_of
from therapy_core.records.models import Receipt
from therapy_core.records.parting import part, withdraw
from therapy_core.records.sections import LOGGED_IN, account_of, by
from therapy_core.scheduling.models import (
    CLIENT_DAYS,
    RULES_OF_THERAPIST,
    SLOTS_OF_THERAPIST,
    ClientHolds,
)
from therapy_core.sessions.feeds import CalendarFeed
from therapy_core.table import Entity, Ref, Table, Unit
from therapy_core.table.batches import chunks
from therapy_core.table.errors import TableError

ERASE = "erase"
ONCE_MORE = timedelta(minutes=15)
"""When all is looked for again: longer than a key is kept in memory, or a request runs."""
MOST_TOGETHER = 90
Step = Callable[[Table, Actor], object]


def erase(
    table: Table, actor: Actor, leaver: Actor, account: Account | None, profile: Profile | None
) -> Receipt:
    """Erase `leaver`, whose account and profile were read, and return the receipt.

    `actor` is who does it. Raises `VersionConflict` and changes nothing when account or profile
    were written since they were read.
    """
    person = leaver.profile_id or leaver.account_id
    lines = [line_of(table, category, person) for category in CATEGORIES[leaver.role]]
    with table.transaction("erase somebody") as unit:
        receipt = _decide(unit, actor, leaver, lines)
        task = tasks.promise(unit, ERASE, person, by=leaver.role.value)
        _remove_identity(unit, leaver, account, profile)
    with suppress(TableError, TherapyError):  # it is decided: what fails now is left to the task
        carry_out(table, leaver)
        tasks.done(table, task)
    return receipt


def remove(table: Table, actor: Actor, profile: Profile) -> Receipt:
    """Erase whoever a profile is of, with the account that belongs to it. Raises as `erase`."""
    role = Role.CLIENT if isinstance(profile.entity, Client) else Role.THERAPIST
    leaver = Actor(role, profile.account_id, profile_id(profile.entity))
    account = table.get(Account.at(account_id=profile.account_id))
    return erase(table, actor, leaver, account, profile)


def carry_out(table: Table, leaver: Actor) -> None:
    """Remove all that is left of somebody whose account is gone; twice is no error."""
    for step in STEPS[leaver.role]:
        step(table, leaver)


def resume(table: Table, task: Task) -> None:
    """Finish an erasure that a crash left halfway, or look for what came late."""
    role, person = Role(task.by), task.subject_id
    profile_id = "" if role is Role.ADMIN else person
    carry_out(table, Actor(role, account_of(person), profile_id))


def _decide(unit: Unit, actor: Actor, leaver: Actor, lines: list[dict[str, Any]]) -> Receipt:
    """Add to `unit` the event, the receipt and the last look."""
    person = leaver.profile_id or leaver.account_id
    receipt = Receipt(
        receipt_id=ids.RECEIPT + ids.new_ulid(unit.now), erased_at=unit.now, lines=lines
    )
    unit.create(receipt)
    unit.create(
        Task(
            task_id=ids.TASK + ids.new_ulid(unit.now),
            kind=ERASE,
            subject_id=person,
            by=leaver.role.value,
            due_at=unit.now + ONCE_MORE,
        )
    )
    record(unit, actor, Event.ACCOUNT_ERASED, person)
    return receipt


def _remove_identity(
    unit: Unit, leaver: Actor, account: Account | None, profile: Profile | None
) -> None:
    unit.remove(CalendarFeed.at(account_id=leaver.account_id))
    if account is not None:
        unit.delete(account)
    if profile is not None:
        unit.delete(profile.entity)
        for facet in profile.facets:
            unit.remove(facet.ref)
    if leaver.role is Role.CLIENT:
        destroy(unit, leaver.profile_id)


def _remove(read: Callable[[Table, str], Iterator[Entity]], table: Table, leaver: Actor) -> None:
    person = leaver.profile_id or leaver.account_id
    _remove_all(table, (entity.ref for entity in read(table, person)))


def _remove_holds(table: Table, leaver: Actor) -> None:
    _remove_all(table, [ClientHolds.at(client_id=leaver.profile_id)])


def _remove_all(table: Table, refs: Iterable[Ref[Any]]) -> None:
    for some in chunks(refs, MOST_TOGETHER):
        with table.transaction("remove what was erased") as unit:
            for ref in some:
                unit.remove(ref)


_LOGINS = partial(_remove, LOGGED_IN.source.read)
STEPS: dict[Role, tuple[Step, ...]] = {
    Role.CLIENT: (
        _LOGINS,
        part,
        withdraw,
        partial(_remove, by("client_id", JOURNAL).read),
        partial(_remove, by("client_id", MOODS).read),
        partial(_remove, by("client_id", CLIENT_DAYS).read),
        _remove_holds,
    ),
    Role.THERAPIST: (
        _LOGINS,
        part,
        withdraw,
        partial(_remove, by("therapist_id", RULES_OF_THERAPIST).read),
        partial(_remove, by("therapist_id", SLOTS_OF_THERAPIST).read),
        partial(_remove, PRIVATE_NOTES.read),
    ),
    Role.ADMIN: (_LOGINS,),
}
"""What is left to do when the account is gone, in this order."""

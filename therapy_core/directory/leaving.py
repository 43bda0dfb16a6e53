"""Leaving: the account, the profile and what hangs on them go together."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from therapy_core import ids
from therapy_core.accounts.models import ACCOUNT_AND_LOGINS, LOGINS, Account, Login
from therapy_core.actor import Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory.profiles import Profile, profile_id
from therapy_core.due import tasks
from therapy_core.due.models import Task
from therapy_core.errors import TherapyError
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, THERAPISTS_OF_CLIENT
from therapy_core.scheduling import releasing
from therapy_core.sessions.ending import cancel_future, end_of_therapist
from therapy_core.sessions.feeds import CalendarFeed
from therapy_core.table import Ref, Table
from therapy_core.table.batches import chunks
from therapy_core.table.errors import TableError

LEAVE = "leave"
MOST_TOGETHER = 90
"""How many dependents go in the transaction of account, address and profile."""


def remove(table: Table, actor: Actor, profile: Profile) -> None:
    """Remove a profile at the version that was read, with its account, logins and copies.

    They go in one transaction; what it can't hold, or what was added in the meantime, goes right
    after it, when nothing more can be added, and what was to come is ended. A task that the
    transaction leaves makes sure of that: once it is written, the profile is removed, whatever
    fails.
    """
    found = list(table.every(ACCOUNT_AND_LOGINS, account_id=profile.account_id))
    account = next((e for e in found if isinstance(e, Account)), None)
    logins = [e for e in found if isinstance(e, Login)]
    held = (*profile.facets, *profile.relationships, *logins)
    feed = CalendarFeed.at(account_id=profile.account_id)
    dependents: list[Ref[Any]] = [feed, *(e.ref for e in held)]
    left = profile_id(profile.entity)
    with table.transaction("remove a profile") as unit:
        unit.delete(profile.entity)
        if account is not None:
            unit.delete(account)
        record(unit, actor, Event.ACCOUNT_ERASED, profile_id(profile.entity))
        for ref in dependents[:MOST_TOGETHER]:
            unit.remove(ref)
        task = tasks.promise(unit, LEAVE, left)
    with suppress(TableError, TherapyError):
        _remove_all(table, dependents[MOST_TOGETHER:])
        finish(table, left)
        tasks.done(table, task)


def finish(table: Table, left: str) -> None:
    """Remove what is there of somebody whose profile is gone, and end what was to come.

    A second time there is nothing. Appointments are ended as by whoever left.
    """
    account_id = ids.twin(ids.ACCOUNT, left)
    if left.startswith(ids.CLIENT):
        actor = Actor(Role.CLIENT, account_id, left)
        related = table.every(THERAPISTS_OF_CLIENT, client_id=left)
    else:
        actor = Actor(Role.THERAPIST, account_id, left)
        related = table.every(CLIENTS_OF_THERAPIST, therapist_id=left)
    logins = table.every(LOGINS, account_id=account_id)
    _remove_all(table, [e.ref for e in related])
    _remove_all(table, [e.ref for e in logins])
    _end_what_is_to_come(table, actor)


def _end_what_is_to_come(table: Table, actor: Actor) -> None:
    if actor.role is Role.THERAPIST:
        end_of_therapist(table, actor)
        return
    for effect in (releasing.withdraw_pending, cancel_future):
        effect(table, actor, actor.profile_id, None, table.clock())


def resume(table: Table, task: Task) -> None:
    """Finish a removal that a crash left halfway."""
    finish(table, task.subject_id)


def _remove_all(table: Table, refs: Iterable[Ref[Any]]) -> None:
    for some in chunks(refs, MOST_TOGETHER):
        with table.transaction("remove what hung on a profile") as unit:
            for ref in some:
                unit.remove(ref)

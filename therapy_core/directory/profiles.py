"""Profiles together with what follows from them, so that a change reaches every copy.

A client's name stands in the account and in each relationship; what a list shows of a therapist
stands in each facet. Whoever changes a profile does it through here, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from therapy_core import ids
from therapy_core.accounts.models import Account
from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory.facets import facets_of
from therapy_core.directory.models import (
    CLIENT_AND_RELATIONSHIPS,
    Client,
    Facet,
    Therapist,
)
from therapy_core.due import tasks
from therapy_core.due.models import Task
from therapy_core.errors import VersionMismatch
from therapy_core.relationships.models import Relationship
from therapy_core.relationships.rules import has_acted
from therapy_core.service import expect_version
from therapy_core.table import Table, Unit
from therapy_core.table.batches import chunks
from therapy_core.table.errors import Missing

RENAME = "rename"
MOST_COPIES = 80
"""How many copies change in the profile's own transaction, which takes 100 actions in all."""


@dataclass
class Profile:
    """Hold a profile as it was read, and what depends on it."""

    entity: Client | Therapist
    relationships: list[Relationship] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    name: str = ""

    def __post_init__(self) -> None:
        self.name = self.entity.name
        if isinstance(self.entity, Therapist):
            self.facets = facets_of(self.entity)

    @property
    def account_id(self) -> str:
        """Return the account that the profile belongs to."""
        return ids.twin(ids.ACCOUNT, profile_id(self.entity))

    def change(self, values: dict[str, Any]) -> None:
        """Set attributes of the profile; `save` writes them."""
        for name, value in values.items():
            setattr(self.entity, name, value)


def profile_id(entity: Client | Therapist) -> str:
    """Return the identifier of a profile."""
    return entity.client_id if isinstance(entity, Client) else entity.therapist_id


def load_client(table: Table, client_id: str) -> Profile | None:
    """Return a client with all relationships, or None."""
    found = list(table.every(CLIENT_AND_RELATIONSHIPS, client_id=client_id))
    clients = [e for e in found if isinstance(e, Client)]
    return (
        Profile(clients[0], [e for e in found if isinstance(e, Relationship)]) if clients else None
    )


def load_therapist(table: Table, therapist_id: str) -> Profile | None:
    """Return a therapist, or None."""
    found = table.get(Therapist.at(therapist_id=therapist_id))
    return Profile(found) if found else None


def write(
    table: Table,
    actor: Actor,
    profile: Profile,
    values: dict[str, Any],
    version: int | None,
    event: Event = Event.PROFILE_CHANGED,
) -> Client | Therapist:
    """Set `values` on a profile and write all that follows, under `version` when it is given.

    `event` says in the audit what `actor` did. Raises `VersionMismatch`.
    """
    expect_version(profile.entity, version)
    profile.change(values)
    with copies_may_go(), table.transaction("change a profile") as unit:
        rest = save(unit, profile)
        record(unit, actor, event, profile_id(profile.entity))
    save_rest(table, rest, profile.entity.name)
    return profile.entity


@contextmanager
def copies_may_go() -> Iterator[None]:
    """Tell a copy that went in the meantime, and the profile is there, from a profile that went.

    Raises `VersionMismatch` for a relationship that is gone: read again, it is no copy any more.
    """
    try:
        yield
    except Missing as gone:
        if gone.entity == Relationship.__name__:
            raise VersionMismatch from None
        raise


@dataclass(frozen=True)
class Rest:
    """Hold the relationships whose copy of a name did not fit, and the task that names them."""

    relationships: list[Relationship] = field(default_factory=list)
    task: Task | None = None


def save(unit: Unit, profile: Profile, *, account: bool = True) -> Rest:
    """Add to `unit` all that follows from a changed profile.

    `account` says whether the account's name is to follow. Returns what did not fit into the
    transaction, which leaves a task for it; see `save_rest`.
    """
    unit.save(profile.entity)
    _save_facets(unit, profile)
    if profile.entity.name == profile.name:
        return Rest()
    if account:
        unit.update(
            Account.at(account_id=profile.account_id), Account.name.set(profile.entity.name)
        )
    copies = _copies(profile)
    for relationship in copies[:MOST_COPIES]:
        _rename(unit, relationship, profile.entity.name)
    if len(copies) <= MOST_COPIES:
        return Rest()
    task = tasks.promise(unit, RENAME, profile_id(profile.entity))
    return Rest(copies[MOST_COPIES:], task)


def save_rest(table: Table, rest: Rest, name: str) -> None:
    """Write a client's new name to the relationships that were left over."""
    if rest.task is not None:
        _rename_all(table, rest.task.subject_id, rest.relationships, name)
        tasks.done(table, rest.task)


def resume(table: Table, task: Task) -> None:
    """Finish a rename that a crash left halfway."""
    profile = load_client(table, task.subject_id)
    if profile is not None:
        late = [r for r in _copies(profile) if r.client_name != profile.name]
        _rename_all(table, task.subject_id, late, profile.name)


def _copies(profile: Profile) -> list[Relationship]:
    """Return the relationships with a copy of the name: those in which the client has acted."""
    return [r for r in profile.relationships if has_acted(r)]


def _rename_all(table: Table, client_id: str, late: list[Relationship], name: str) -> None:
    for some in chunks(late, MOST_COPIES):
        try:
            with table.transaction("rename in relationships") as unit:
                _while_named(unit, client_id, name)
                for relationship in some:
                    _rename(unit, relationship, name)
        except Missing:
            _rename_one_by_one(table, client_id, some, name)
        except _Outdated:
            return


def _rename_one_by_one(table: Table, client_id: str, late: list[Relationship], name: str) -> None:
    """Rename those that are still there."""
    for relationship in late:
        with suppress(Missing, _Outdated), table.transaction("rename in a relationship") as unit:
            _while_named(unit, client_id, name)
            _rename(unit, relationship, name)


class _Outdated(Exception):
    """Say that the client has another name by now, which whoever gave it writes everywhere."""


def _while_named(unit: Unit, client_id: str, name: str) -> None:
    unit.check(Client.at(client_id=client_id), Client.name == name, otherwise=_Outdated())


def _rename(unit: Unit, relationship: Relationship, name: str) -> None:
    unit.update(relationship.ref, Relationship.client_name.set(name))


def _save_facets(unit: Unit, profile: Profile) -> None:
    if not isinstance(profile.entity, Therapist):
        return
    before = {f.ref: f for f in profile.facets}
    after = {f.ref: f for f in facets_of(profile.entity)}
    for ref in before.keys() - after.keys():
        unit.remove(ref)
    for ref, facet in after.items():
        if ref not in before or facet.values() != before[ref].values():
            unit.put(facet)

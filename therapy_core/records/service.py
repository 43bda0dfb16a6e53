"""The use cases of records: take one's own along, have it erased, bring one back."""

from __future__ import annotations

from typing import IO, Any, ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.accounts.models import Account
from therapy_core.actor import Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory import profiles
from therapy_core.directory.profiles import Profile
from therapy_core.errors import InvalidCredentials, LoginEnded
from therapy_core.records import archive, erasing, importing
from therapy_core.records.models import Receipt
from therapy_core.service import Service, expect_version
from therapy_core.table import Table


class Records(Service):
    """Do what people may ask for with their whole record."""

    domain: ClassVar[str] = "records"

    def export(self) -> IO[bytes]:
        """Return everything of the actor's as one zip archive, a file that the caller closes.

        That it was taken is written to the audit before anything is read.
        """
        person = self._person("records.export")
        with self._table.transaction("take a record along") as unit:
            record(unit, self._actor, Event.RECORD_EXPORTED, person)
        return archive.written(self._table, self._actor.role, person)

    def erase(self, password: str, version: int | None = None) -> Receipt:
        """Erase the actor and return what was erased and what was retained.

        `password` is the current one, `version` that of the account as it was read. Raises
        `InvalidCredentials` and `VersionMismatch`.
        """
        self._person("records.erase")
        account = self._table.get(Account.at(account_id=self._actor.account_id))
        if account is None:
            raise LoginEnded
        expect_version(account, version)
        if not self._practice.hasher.matches(password, account.password_hash):
            raise InvalidCredentials
        profile = profile_of(self._table, self._actor)
        return erasing.erase(self._table, self._actor, self._actor, account, profile)

    def bring_back(self, file: IO[bytes]) -> int:
        """Write what an archive holds into the table, and return how many entities that is.

        Raises `InvalidInput` for what is no archive, and `Conflict` when the account is there.
        """
        return importing.brought_back(self._table, file)

    def _person(self, action: str) -> str:
        access.sight(self._actor, action, Subject(self._actor.profile_id))
        return self._actor.profile_id or self._actor.account_id


def profile_of(table: Table, person: Actor) -> Profile | None:
    """Return the profile of somebody, or None for an admin."""
    load: dict[Role, Any] = {
        Role.CLIENT: profiles.load_client,
        Role.THERAPIST: profiles.load_therapist,
    }
    found: Profile | None = (
        load[person.role](table, person.profile_id) if person.role in load else None
    )
    return found

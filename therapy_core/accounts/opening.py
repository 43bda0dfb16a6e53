"""Opening an account: the account, its address, its profile and keys in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from therapy_core import ids, values
from therapy_core.accounts.models import Account
from therapy_core.accounts.passwords import password as new_password
from therapy_core.actor import Once, Role
from therapy_core.directory.models import Client, Therapist
from therapy_core.directory.rules import CLIENT_FIELDS, THERAPIST_FIELDS
from therapy_core.errors import EmailTaken
from therapy_core.idempotency import create_once
from therapy_core.keys.keyring import Keyring
from therapy_core.table import Entity, Table, Unit
from therapy_core.table.errors import UniqueViolation

if TYPE_CHECKING:
    from therapy_core.practice import Practice

E = TypeVar("E", bound=Entity)
FIELDS: dict[Role, dict[str, Callable[[Any], Any]]] = {
    Role.CLIENT: CLIENT_FIELDS,
    Role.THERAPIST: THERAPIST_FIELDS,
    Role.ADMIN: {"name": CLIENT_FIELDS["name"]},
}
PREFIXES = {Role.CLIENT: ids.CLIENT, Role.THERAPIST: ids.THERAPIST}


@dataclass(frozen=True)
class Opening:
    """Hold an account and its profile that are about to be stored."""

    table: Table
    account: Account
    profile: Client | Therapist | None
    keyring: Keyring

    @property
    def email(self) -> str:
        """Return the address in the form in which it is stored."""
        return self.account.email

    def answer(self, entity: E, scope: str, once: Once | None) -> E:
        """Store everything, and return `entity`, the part of it that is the answer.

        With a key that `scope` used before, nothing is stored and the answer of then returned.
        Raises `EmailTaken`.
        """
        try:
            return create_once(self.table, "open an account", scope, once, entity, self._write)
        except UniqueViolation:
            raise EmailTaken from None

    def _write(self, unit: Unit) -> None:
        unit.create(self.account)
        if self.profile is not None:
            unit.create(self.profile)
        if isinstance(self.profile, Client):
            for key in self.keyring.new(self.profile.client_id):
                unit.create(key)


def opening(
    practice: Practice, role: Role, email: str, password: str, name: str, more: dict[str, Any]
) -> Opening:
    """Return what a new account consists of. Raises `InvalidInput` that names every wrong field."""
    rules = FIELDS[role] | {"email": values.email, "password": new_password}
    found = values.checked(rules, {"email": email, "password": password, "name": name} | more)
    hashed = practice.hasher.hash(found.pop("password"))
    account = _account(ids.new_ulid(practice.table.clock()), role, found, hashed)
    return Opening(practice.table, account, _profile(account, found), practice.keyring)


def _account(ulid: str, role: Role, found: dict[str, Any], hashed: str) -> Account:
    return Account(
        account_id=ids.ACCOUNT + ulid,
        email=found["email"],
        name=found["name"],
        role=role.value,
        profile_id=PREFIXES[role] + ulid if role in PREFIXES else None,
        password_hash=hashed,
    )


def _profile(account: Account, found: dict[str, Any]) -> Client | Therapist | None:
    if account.role == Role.CLIENT:
        return Client(client_id=account.profile_id, **found)
    if account.role == Role.THERAPIST:
        return Therapist(therapist_id=account.profile_id, **found)
    return None

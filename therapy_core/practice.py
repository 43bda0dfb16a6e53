"""A practice: the one object that other services hold."""

from __future__ import annotations

import hmac
import importlib
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from therapy_core import access, errors
from therapy_core.accounts.models import Account, Login
from therapy_core.accounts.passwords import Hasher
from therapy_core.actor import Actor, Once, Role
from therapy_core.failures import named_failures
from therapy_core.keys.choosing import keyring_of
from therapy_core.limits import Limits
from therapy_core.schema import PRACTICE
from therapy_core.secret import Secret
from therapy_core.service import USE_CASES, Service
from therapy_core.settings import Settings
from therapy_core.table import Meter, Table, Transport, metered, transport_to

if TYPE_CHECKING:
    from therapy_core.accounts.service import Accounts
    from therapy_core.audit.service import Audit
    from therapy_core.directory.service import Clients, Therapists
    from therapy_core.journals.service import Journals
    from therapy_core.messaging.service import Messaging
    from therapy_core.records.service import Records
    from therapy_core.relationships.related import Consents, JournalAccesses, Relationships
    from therapy_core.relationships.service import JournalAccessRequests, MappingRequests
    from therapy_core.scheduling.service import AppointmentRequests, Slots
    from therapy_core.search.service import Search
    from therapy_core.sessions.calendar import Calendars
    from therapy_core.sessions.notes import Notes
    from therapy_core.sessions.service import Sessions

S = TypeVar("S", bound=Service)


class Bound(Generic[S]):
    """Give out the use cases of one domain, bound to who asks; they are imported when needed."""

    def __init__(self, place: str) -> None:
        self._module, _, self._class = place.rpartition(".")

    def __get__(self, acting: Acting, _: object = None) -> S:
        return self.service(acting.practice, acting.actor, acting.once)

    @cached_property
    def service(self) -> type[S]:
        """Return the class of the use cases."""
        module = importlib.import_module(f"therapy_core.{self._module}")
        found: type[S] = getattr(module, self._class)
        return found


class Acting:
    """Hold every use case, bound to who asks."""

    accounts: Bound[Accounts] = Bound("accounts.service.Accounts")
    clients: Bound[Clients] = Bound("directory.service.Clients")
    therapists: Bound[Therapists] = Bound("directory.service.Therapists")
    # relationships
    mapping_requests: Bound[MappingRequests] = Bound("relationships.service.MappingRequests")
    journal_access_requests: Bound[JournalAccessRequests] = Bound(
        "relationships.service.JournalAccessRequests"
    )
    relationships: Bound[Relationships] = Bound("relationships.related.Relationships")
    journal_access: Bound[JournalAccesses] = Bound("relationships.related.JournalAccesses")
    consents: Bound[Consents] = Bound("relationships.related.Consents")
    # scheduling
    slots: Bound[Slots] = Bound("scheduling.service.Slots")
    appointment_requests: Bound[AppointmentRequests] = Bound(
        "scheduling.service.AppointmentRequests"
    )
    # sessions
    sessions: Bound[Sessions] = Bound("sessions.service.Sessions")
    notes: Bound[Notes] = Bound("sessions.notes.Notes")
    calendar: Bound[Calendars] = Bound("sessions.calendar.Calendars")
    # journals
    journals: Bound[Journals] = Bound("journals.service.Journals")
    # messaging
    messaging: Bound[Messaging] = Bound("messaging.service.Messaging")
    # search
    search: Bound[Search] = Bound("search.service.Search")
    # audit
    audit: Bound[Audit] = Bound("audit.service.Audit")
    # records
    records: Bound[Records] = Bound("records.service.Records")

    def __init__(self, practice: Practice, actor: Actor, once: Once | None) -> None:
        self.practice = practice
        self.actor = actor
        self.once = once


DOMAINS: Mapping[str, Bound[Any]] = {
    name: bound for name, bound in vars(Acting).items() if isinstance(bound, Bound)
}


class Practice:
    """Run a practice on one table.

    `domains` names those whose use cases are needed, as `Acting` names them; the others are
    imported when somebody asks for them. Raises `Misconfigured` when the rules of access and the
    use cases don't match one to one, and when nothing is set that could wrap data keys.
    """

    def __init__(
        self, settings: Settings, table: Table, domains: Iterable[str] = tuple(DOMAINS)
    ) -> None:
        self.settings = settings
        self.table = table
        self.hasher = Hasher(
            settings.password_pepper.reveal(), settings.bcrypt_cost, settings.hashing_places
        )
        self.limits = Limits(table)
        self.keyring = keyring_of(settings, table)
        table.sealer = self.keyring
        _load(set(domains))

    @classmethod
    def connect(
        cls,
        settings: Settings,
        transport: Transport | None = None,
        domains: Iterable[str] = tuple(DOMAINS),
    ) -> Practice:
        """Return the practice that `settings` describe. Nothing is sent before its first use.

        `transport` takes the place of the one under the table that the settings name.
        """
        secret, *others = _bytes(settings.jwt_secrets)
        table = Table(
            PRACTICE,
            settings.table_name,
            transport or transport_to(settings.endpoint, settings.region, settings.transport),
            secret=secret,
            other_secrets=others,
            shards=settings.shards,
        )
        return cls(settings, table, domains)

    def __repr__(self) -> str:
        return f"<Practice on {self.table!r}>"

    def close(self) -> None:
        """Let go of the connections; the practice can still be used, over new ones."""
        self.table.close()

    def acting_as(self, actor: Actor, once: Once | None = None) -> Acting:
        """Return the use cases as `actor` may use them; `once` makes a creation repeatable."""
        return Acting(self, actor, once)

    def authenticate(self, account_id: str, login_id: str) -> Actor:
        """Return who is logged in by this login. Raises `LoginEnded` when it is not open."""
        account, login = self.opened(account_id, login_id)
        return Actor(
            Role(account.role),
            account.account_id,
            account.profile_id or "",
            login.login_id,
            account.name,
        )

    def opened(self, account_id: str, login_id: str) -> tuple[Account, Login]:
        """Return an account and a login that is open on it. Raises `LoginEnded`."""
        with named_failures():
            account, login = self.table.get_many(
                [
                    Account.at(account_id=account_id),
                    Login.at(account_id=account_id, login_id=login_id),
                ]
            )
        if account is None or login is None:
            raise errors.LoginEnded
        if login.passwords != account.passwords:
            raise errors.LoginEnded
        if not self.may_open(account):
            raise errors.LoginEnded
        return account, login

    def may_open(self, account: Account) -> bool:
        """Tell whether an account can be used here: a demo account only in development."""
        return not account.demo or self.settings.in_development

    def check(self) -> None:
        """Read one item to see that the table answers. Raises `TryAgain` when it does not."""
        with named_failures():
            self.table.get(Account.at(account_id="acc_ready"), consistent=False)

    def use_jwt_secrets(self, settings: Settings) -> None:
        """Go on under the JWT secrets of `settings`, which differ from ours in nothing else."""
        self.settings = settings
        self.table.seal_cursors_by(*_bytes(settings.jwt_secrets))

    def sign(self, label: str, data: bytes) -> str:
        """Return an HMAC-SHA-256 of `data` in hexadecimal, under a key that is used for `label`.

        It hangs on the long-term secret: what was signed stays signed while `JWT_SECRET` changes.
        """
        return _signed(self._long_term[0], label, data)

    def signed(self, label: str, data: bytes, signature: str) -> bool:
        """Tell whether `signature` is that of `data`, under this long-term secret or an earlier."""
        made = (_signed(secret, label, data) for secret in self._long_term)
        return any(hmac.compare_digest(each, signature) for each in made)

    def metered(self) -> AbstractContextManager[Meter]:
        """Return a context in which the calls to DynamoDB are counted."""
        return metered()

    @cached_property
    def _long_term(self) -> list[bytes]:
        return _bytes(self.settings.long_term_secrets)


def _bytes(secrets: Iterable[Secret]) -> list[bytes]:
    return [secret.reveal().encode() for secret in secrets]


def _signed(secret: bytes, label: str, data: bytes) -> str:
    key = hmac.digest(secret, label.encode(), "sha256")
    return hmac.digest(key, data, "sha256").hex()


def _load(domains: set[str]) -> None:
    """Import use cases, which refuses those without a rule; refuse rules without a use case."""
    for name in domains:
        _ = DOMAINS[name].service
    idle = {rule for rule in access.RULES if rule.partition(".")[0] in domains} - USE_CASES
    if idle:
        raise errors.Misconfigured(f"access rules without a use case: {', '.join(sorted(idle))}")

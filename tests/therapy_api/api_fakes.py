"""A practice in memory, small enough to see through, for tests of the HTTP side alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from tests.therapy_api.api_entities import (
    NOW,
    Account,
    Client,
    Login,
    Therapist,
)
from therapy_core import errors
from therapy_core.actor import Actor, Once, Page, PageRequest, Role


class FakePractice:
    """Keep everything in dictionaries, and count what was asked."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.logins: dict[str, tuple[str, Login]] = {}
        self.clients: dict[str, Client] = {}
        self.therapists: dict[str, Therapist] = {}
        self.answers: dict[tuple[str, str], tuple[str, Any]] = {}
        self.hits: dict[tuple[str, str], int] = {}
        self.authenticated = 0
        self.fails_with: Exception | None = None
        self.limits = SimpleNamespace(hit=self._hit)
        self.hasher = SimpleNamespace(expect_room=lambda: None)

    def acting_as(self, actor: Actor, once: Once | None = None) -> Any:
        """Return the use cases of an actor."""
        return SimpleNamespace(
            accounts=FakeAccounts(self, actor, once),
            clients=FakeProfiles(self, actor, once, self.clients, Client, "client_id"),
            therapists=FakeProfiles(self, actor, once, self.therapists, Therapist, "therapist_id"),
        )

    def authenticate(self, account_id: str, login_id: str) -> Actor:
        """Check a login."""
        self.authenticated += 1
        owner, _ = self.logins.get(login_id, ("", None))
        if owner != account_id:
            raise errors.LoginEnded
        account = self.accounts[account_id]
        return Actor(account.role, account_id, account.profile_id or "", login_id)

    def check(self) -> None:
        """Fail when told to."""
        if self.fails_with:
            raise self.fails_with

    def sign(self, label: str, data: bytes) -> str:
        """Return an HMAC."""
        return hmac.new(label.encode(), data, hashlib.sha256).hexdigest()

    @contextmanager
    def metered(self) -> Iterator[Any]:
        """Meter nothing much."""
        yield SimpleNamespace(round_trips=2, read_units=1.5, write_units=0.0, throttled=0)

    def once(self, actor: Actor, once: Once | None, make: Any) -> Any:
        """Make something once for each key."""
        if once is None:
            return make()
        key = (actor.scope, once.key)
        if key in self.answers:
            fingerprint, made = self.answers[key]
            if fingerprint != once.fingerprint:
                raise errors.KeyReused
            once.replayed = True
            return made
        made = make()
        self.answers[key] = (once.fingerprint, made)
        return made

    def open(self, **values: Any) -> Account:
        """Open an account with its profile."""
        if any(each.email == values["email"] for each in self.accounts.values()):
            raise errors.EmailTaken
        number = len(self.accounts) + 1
        account = Account(
            account_id=f"acc_{number}",
            email=values["email"],
            name=values["name"],
            role=values["role"],
            profile_id={"client": "cli_", "therapist": "thr_"}.get(values["role"], "adm_")
            + str(number),
            password=values["password"],
        )
        self.accounts[account.account_id] = account
        common = {"name": account.name, "email": account.email, "timezone": values.get("timezone")}
        extra = {key: values[key] for key in ("expertise", "location") if values.get(key)}
        profile_id = account.profile_id or ""
        common |= {key: values[key] for key in ("phone", "bio") if values.get(key)}
        if account.role == Role.CLIENT:
            self.clients[profile_id] = Client(client_id=profile_id, **common)
        elif account.role == Role.THERAPIST:
            self.therapists[profile_id] = Therapist(therapist_id=profile_id, **common, **extra)
        return account

    def _hit(self, scope: str, key: str, limit: int, window_seconds: int) -> Any:
        self.hits[scope, key] = count = self.hits.get((scope, key), 0) + 1
        if count > limit:
            raise errors.TooManyRequests(window_seconds)
        return SimpleNamespace(limit=limit, remaining=limit - count, reset_seconds=window_seconds)


@dataclass
class FakeAccounts:
    """Be the use cases of accounts."""

    practice: FakePractice
    actor: Actor
    once: Once | None

    def sign_up(self, **values: Any) -> Account:
        """Open an account."""
        return self.practice.once(self.actor, self.once, lambda: self.practice.open(**values))

    def log_in(self, email: str, password: str, device: str | None = None) -> Any:
        """Open a login."""
        for account in self.practice.accounts.values():
            if (account.email, account.password) == (email, password):
                login = Login(f"lgn_{len(self.practice.logins) + 1}", device)
                self.practice.logins[login.login_id] = (account.account_id, login)
                return SimpleNamespace(account=account, login=login)
        raise errors.InvalidCredentials

    def refresh(self, account_id: str, login_id: str, generation: int) -> Any:
        """Renew a login, or end it when an old generation comes back."""
        if login_id not in self.practice.logins:
            raise errors.LoginEnded
        _, login = self.practice.logins[login_id]
        if login.generation != generation:
            del self.practice.logins[login_id]
            raise errors.RefreshReused
        login = replace(login, generation=generation + 1)
        self.practice.logins[login_id] = (account_id, login)
        return SimpleNamespace(account=self.practice.accounts[account_id], login=login)

    def log_out(self) -> None:
        """End one's own login."""
        self.end_login(self.actor.login_id)

    def end_login(self, login_id: str) -> None:
        """End a login."""
        if login_id not in self.practice.logins:
            raise errors.NotFound
        del self.practice.logins[login_id]

    def logins(self) -> list[Login]:
        """List one's logins."""
        mine = self.practice.logins.values()
        return [login for owner, login in mine if owner == self.actor.account_id]

    def me(self) -> Any:
        """Return account and profile."""
        account = self.practice.accounts[self.actor.account_id]
        profiles = {**self.practice.clients, **self.practice.therapists}
        return SimpleNamespace(account=account, profile=profiles.get(account.profile_id or ""))

    def change_me(self, changes: dict[str, Any], version: int) -> Any:
        """Change one's account."""
        account = self.practice.accounts[self.actor.account_id]
        if changes.pop("current_password", account.password) != account.password:
            raise errors.InvalidCredentials
        if account.version != version:
            raise errors.VersionMismatch
        changed = replace(account, **changes, version=version + 1)
        self.practice.accounts[account.account_id] = changed
        return self.me()

    def change_password(self, current: str, new: str) -> None:
        """Change one's password."""
        account = self.practice.accounts[self.actor.account_id]
        if account.password != current:
            raise errors.InvalidCredentials
        self.practice.accounts[account.account_id] = replace(account, password=new)


@dataclass
class FakeProfiles:
    """Be the use cases of clients or of therapists."""

    practice: FakePractice
    actor: Actor
    once: Once | None
    kept: dict[str, Any]
    kind: type[Any]
    id_name: str

    def create(self, **values: Any) -> Any:
        """Add one, for an admin."""
        self._for_admins()
        role = Role(self.id_name.removesuffix("_id"))
        make = lambda: self.kept[self.practice.open(**values, role=role).profile_id or ""]  # noqa: E731
        return self.practice.once(self.actor, self.once, make)

    def get(self, id: str) -> Any:  # noqa: A002
        """Return one."""
        if self.practice.fails_with:
            raise self.practice.fails_with
        if id not in self.kept:
            raise errors.NotFound
        return self.kept[id]

    def list(self, page: PageRequest, **filters: str) -> Page[Any]:
        """List them by number; the cursor is the place to go on from."""
        if page.cursor is not None and not page.cursor.isdigit():
            raise errors.InvalidCursor
        begin = int(page.cursor or 0)
        found = [each for each in self.kept.values() if self._fits(each, filters)]
        end = begin + page.limit
        return Page(found[begin:end], str(end) if end < len(found) else None)

    def replace(self, id: str, values: dict[str, Any], version: int) -> Any:  # noqa: A002
        """Replace the values of one."""
        current = self.get(id)
        if current.version != version:
            raise errors.VersionMismatch
        self.kept[id] = replace(current, **values, version=version + 1)
        return self.kept[id]

    change = replace

    def verify(self, id: str, version: int) -> Any:  # noqa: A002
        """Verify one."""
        self._for_admins()
        return self.change(id, {"verified_at": NOW}, version)

    def unverify(self, id: str, version: int) -> Any:  # noqa: A002
        """Take it back."""
        self._for_admins()
        return self.change(id, {"verified_at": None}, version)

    def delete(self, id: str, version: int) -> None:  # noqa: A002
        """Remove one."""
        self._for_admins()
        if self.get(id).version != version:
            raise errors.VersionMismatch
        del self.kept[id]

    def _for_admins(self) -> None:
        if self.actor.role != Role.ADMIN:
            raise errors.NotAllowed

    def _fits(self, each: Any, filters: dict[str, str]) -> bool:
        name = each.name.startswith(filters.get("name", ""))
        return name and filters.get("expertise", "") in ("", *getattr(each, "expertise", ()))

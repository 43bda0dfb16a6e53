"""The use cases of accounts: sign up, log in and out, refresh, see and change what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from therapy_core import ids, values
from therapy_core.access import Sight
from therapy_core.accounts.models import ACCOUNT_AND_LOGINS, LOGINS, Account, Login
from therapy_core.accounts.opening import opening
from therapy_core.accounts.passwords import password as new_password
from therapy_core.accounts.views import LoggedIn, Me
from therapy_core.actor import Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory import profiles
from therapy_core.directory.models import Client, Therapist
from therapy_core.directory.profiles import Profile, Rest
from therapy_core.directory.views import ClientView, TherapistView
from therapy_core.errors import (
    EmailTaken,
    InvalidCredentials,
    InvalidInput,
    LoginEnded,
    NotFound,
    RefreshReused,
)
from therapy_core.service import Service, expect_version
from therapy_core.table import Ref, UniqueLock, Unit
from therapy_core.table.errors import (
    InvalidKey,
    Missing,
    UniqueViolation,
    VersionConflict,
    WriteRefused,
)
from therapy_core.values import LONGEST_NAME, canonical_email, checked, line

MOST_LOGINS_ENDED_AT_ONCE = 90
LONGEST_DEVICE = 200
NOBODY = "acc_nobody"


class Accounts(Service):
    """Do what people do with their own account."""

    domain: ClassVar[str] = "accounts"

    def sign_up(
        self,
        email: str,
        password: str,
        name: str,
        role: Role | str,
        timezone: str | None = None,
        expertise: Sequence[str] = (),
        location: str | None = None,
    ) -> Account:
        """Open an account with its profile, and return the account.

        `role` is client or therapist; `timezone` an IANA name; `expertise` (up to 20 entries)
        and `location` are for therapists, who are listed once an admin has verified them.
        Raises `InvalidInput` and `EmailTaken`.
        """
        more: dict[str, Any] = {"timezone": timezone}
        if role == Role.THERAPIST:
            more |= {"expertise": list(expertise), "location": location}
        elif role != Role.CLIENT:
            raise InvalidInput({"role": "is client or therapist"})
        elif expertise or location:
            raise InvalidInput({"role": "expertise and location are for therapists"})
        return self._open(Role(role), email, password, name, more)

    def create_admin(self, email: str, password: str, name: str) -> Account:
        """Open an account for somebody who runs the practice, and return it.

        Raises `InvalidInput` and `EmailTaken`.
        """
        return self._open(Role.ADMIN, email, password, name, {})

    def log_in(self, email: str, password: str, device: str | None = None) -> LoggedIn:
        """Open a login on the account with this address and password.

        `device` is what the person will know it by. Raises `InvalidCredentials`, in the same
        time whether or not there is such an account.
        """
        account = self._table.get(self._owner_of(email))
        fits = self._practice.hasher.matches(password, account.password_hash if account else None)
        if account is None or not fits or not self._practice.may_open(account):
            raise InvalidCredentials
        login = self._new_login(account, device)
        with self._table.transaction("log in") as unit:
            _if_password_stands(unit, account)
            unit.create(login)
        return LoggedIn(account, login)

    def refresh(self, account_id: str, login_id: str, generation: int) -> LoggedIn:
        """Use up the refresh token of `generation` and return the login with the next one.

        Raises `RefreshReused` for a token that was used before, and ends the login;
        `LoginEnded` when it is not open.
        """
        account, login = self._practice.opened(account_id, login_id)
        if int(login.generation) != generation:
            self._end(login.ref)
            raise RefreshReused
        login.generation = generation + 1
        try:
            self._table.save(self._used(login))
        except VersionConflict:  # by another refresh, or by a new password, which leaves it open
            return self.refresh(account_id, login_id, generation)
        except WriteRefused:
            raise LoginEnded from None
        return LoggedIn(account, login)

    def log_out(self) -> None:
        """End the login by which the actor came. Ending it twice is no error."""
        self._end(Login.at(account_id=self._actor.account_id, login_id=self._actor.login_id))

    def logins(self) -> list[Login]:
        """Return the logins that are open on the actor's account, newest first."""
        return list(self._table.every(LOGINS, account_id=self._actor.account_id))

    def end_login(self, login_id: str) -> None:
        """End one of the actor's logins. Raises `NotFound` when there is none of this id."""
        ref = Login.at(account_id=self._actor.account_id, login_id=login_id)
        login = self._table.get(ref)
        if login is None:
            raise NotFound
        self._end(ref)

    def me(self) -> Me:
        """Return the actor's account and profile."""
        return self._seen(*self._own())

    def change_me(self, changes: dict[str, Any], version: int | None = None) -> Me:
        """Change the actor's `name` or `email`; the address needs `current_password` with it.

        `version` is that of the account as it was read. Raises `InvalidInput`,
        `InvalidCredentials`, `EmailTaken` and `VersionMismatch`.
        """
        given = {k: v for k, v in changes.items() if k != "current_password"}
        found = checked({"name": line(LONGEST_NAME), "email": values.email}, given)
        account, entity = self._own()
        expect_version(account, version)
        if "email" in found:
            self._prove(account, changes.get("current_password"))
        for name, value in found.items():
            setattr(account, name, value)
        profile = self._profile(entity, whole="name" in found)
        rest = self._save(account, profile, found)
        profiles.save_rest(self._table, rest, account.name)
        return self._seen(account, profile.entity if profile else None)

    def change_password(self, current: str, new: str) -> None:
        """Set a new password and end every other login.

        Raises `InvalidCredentials` when `current` is wrong, `InvalidInput` for a password that
        may not be used.
        """
        checked({"new_password": new_password}, {"new_password": new})
        found = list(self._table.every(ACCOUNT_AND_LOGINS, account_id=self._actor.account_id))
        account = next((e for e in found if isinstance(e, Account)), None)
        others = [e for e in found if isinstance(e, Login) and e.login_id != self._actor.login_id]
        if account is None:
            raise LoginEnded
        self._prove(account, current)
        hashed = self._practice.hasher.hash(new)
        self._end_surplus(others[MOST_LOGINS_ENDED_AT_ONCE:])
        try:
            with self._table.transaction("change password") as unit:
                self._write_password(unit, account, hashed)
                for login in others[:MOST_LOGINS_ENDED_AT_ONCE]:
                    unit.remove(login.ref)
        except Missing:
            raise LoginEnded from None

    def _open(
        self, role: Role, email: str, password: str, name: str, more: dict[str, Any]
    ) -> Account:
        found = opening(self._practice, role, email, password, name, more)
        scope = f"sign-up.{self._practice.sign('sign-up', canonical_email(found.email).encode())}"
        return found.answer(found.account, scope, self._once)

    def _write_password(self, unit: Unit, account: Account, hashed: str) -> None:
        """Put a new password in place of the one that was proved, and keep the actor's login."""
        count = int(account.passwords) + 1
        unit.update(
            account.ref,
            Account.password_hash.set(hashed),
            Account.passwords.set(count),
            when=Account.password_hash == account.password_hash,
            otherwise=InvalidCredentials(),
        )
        mine = Login.at(account_id=account.account_id, login_id=self._actor.login_id)
        unit.update(mine, Login.passwords.set(count))

    @property
    def _account_ref(self) -> Ref[Account]:
        return Account.at(account_id=self._actor.account_id)

    @property
    def _profile_refs(self) -> list[Ref[Any]]:
        profile_id = self._actor.profile_id
        if self._actor.role is Role.CLIENT:
            return [Client.at(client_id=profile_id)]
        return [Therapist.at(therapist_id=profile_id)] if self._actor.role is Role.THERAPIST else []

    def _own(self) -> tuple[Account, Client | Therapist | None]:
        """Return the actor's account and profile as they stand, in one call."""
        found = self._table.get_many([self._account_ref, *self._profile_refs])
        if found[0] is None:
            raise LoginEnded
        return found[0], found[1] if len(found) > 1 else None

    def _profile(self, entity: Client | Therapist | None, *, whole: bool) -> Profile | None:
        """Return what a change of the account reaches; a client's new name, every relationship."""
        if isinstance(entity, Client) and whole:
            return profiles.load_client(self._table, entity.client_id)
        return Profile(entity) if entity else None

    def _save(self, account: Account, profile: Profile | None, values: dict[str, Any]) -> Rest:
        try:
            with profiles.copies_may_go(), self._table.transaction("change my account") as unit:
                unit.save(account)
                if profile is None:
                    return Rest()
                profile.change(values)
                record(unit, self._actor, Event.PROFILE_CHANGED, self._actor.profile_id)
                return profiles.save(unit, profile, account=False)
        except UniqueViolation:
            raise EmailTaken from None
        except Missing:
            raise LoginEnded from None

    def _owner_of(self, email: str) -> Ref[Account]:
        """Return the account that has an address, or one that nobody has."""
        try:
            lock = self._table.get(UniqueLock.at(attribute="email", value=canonical_email(email)))
        except InvalidKey:
            lock = None
        key = Account.primary.pk.parse(lock.owner_pk) if lock else {"account_id": NOBODY}
        return Account.at(**key)

    def _new_login(self, account: Account, device: str | None) -> Login:
        login = Login(
            account_id=account.account_id,
            login_id=ids.LOGIN + ids.new_ulid(self._table.clock()),
            device=" ".join(device.split())[:LONGEST_DEVICE] or None if device else None,
            passwords=account.passwords,
        )
        return self._used(login)

    def _used(self, login: Login) -> Login:
        now = self._table.clock()
        login.last_used_at = now
        ends = now + timedelta(days=self._practice.settings.refresh_days)
        login.expires_at = ends.replace(microsecond=0)
        return login

    def _end(self, ref: Ref[Login]) -> None:
        with self._table.transaction("end login") as unit:
            unit.remove(ref)

    def _end_surplus(self, logins: list[Login]) -> None:
        for login in logins:
            self._end(login.ref)

    def _prove(self, account: Account, password: Any) -> None:
        if not isinstance(password, str) or not self._practice.hasher.matches(
            password, account.password_hash
        ):
            raise InvalidCredentials

    def _seen(self, account: Account, profile: Client | Therapist | None) -> Me:
        if isinstance(profile, Client):
            return Me(account, ClientView.of(profile, Sight.FULL))
        return Me(account, TherapistView.of(profile, Sight.FULL) if profile else None)


def _if_password_stands(unit: Unit, account: Account) -> None:
    """Let `unit` pass only while the account is there and has the password that was checked."""
    unit.check(
        account.ref, Account.password_hash == account.password_hash, otherwise=InvalidCredentials()
    )

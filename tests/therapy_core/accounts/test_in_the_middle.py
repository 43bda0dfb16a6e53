"""What happens in the middle of something else: nothing that was ended is opened by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.practices import ADMIN, PASSWORD, a_client, actor_of, an_address, need_many_actions
from therapy_core import ANONYMOUS, Practice
from therapy_core.accounts.models import LOGINS, Login
from therapy_core.accounts.service import MOST_LOGINS_ENDED_AT_ONCE
from therapy_core.directory import profiles
from therapy_core.directory.models import CLIENT_AND_RELATIONSHIPS
from therapy_core.errors import (
    InvalidCredentials,
    LoginEnded,
    RefreshReused,
    VersionMismatch,
)
from therapy_core.relationships.models import Mapping, Relationship

NEW = "another long passphrase"
Patch = pytest.MonkeyPatch


def in_the_middle(patch: Patch, whole: Any, name: str, happens: Callable[[], object]) -> None:
    """Let something happen, once, right after the next call of a method."""
    real = getattr(whole, name)

    def called(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        patch.setattr(whole, name, real)
        happens()
        return answer

    patch.setattr(whole, name, called)


def open_logins(practice: Practice, account_id: str) -> int:
    """Count the logins that are left of an account."""
    return len(list(practice.table.every(LOGINS, account_id=account_id)))


def test_the_old_password_opens_nothing_while_it_changes(
    practice: Practice, monkeypatch: Patch
) -> None:
    """A log-in whose password is changed before it ends is refused."""
    email = an_address()
    accounts = practice.acting_as(a_client(practice, email=email)).accounts
    in_the_middle(
        monkeypatch,
        practice.hasher,
        "matches",
        lambda: accounts.change_password(PASSWORD, NEW),
    )
    with pytest.raises(InvalidCredentials):
        actor_of(practice, email)


def test_a_login_that_opens_while_the_password_changes_is_ended(
    practice: Practice, monkeypatch: Patch
) -> None:
    """What the old password opened after the logins were read is over all the same."""
    email = an_address()
    actor = a_client(practice, email=email)
    others = []
    in_the_middle(
        monkeypatch,
        practice.hasher,
        "matches",
        lambda: others.append(actor_of(practice, email)),
    )
    practice.acting_as(actor).accounts.change_password(PASSWORD, NEW)
    assert practice.authenticate(actor.account_id, actor.login_id) == actor
    with pytest.raises(LoginEnded):
        practice.authenticate(actor.account_id, others[0].login_id)
    with pytest.raises(LoginEnded):
        practice.acting_as(ANONYMOUS).accounts.refresh(actor.account_id, others[0].login_id, 1)


def test_a_password_changes_whatever_else_changes(practice: Practice, monkeypatch: Patch) -> None:
    """A new name in between is no reason to keep the old password."""
    email = an_address()
    actor = a_client(practice, email=email)
    accounts = practice.acting_as(actor).accounts
    in_the_middle(
        monkeypatch, practice.hasher, "matches", lambda: accounts.change_me({"name": "New Name"})
    )
    accounts.change_password(PASSWORD, NEW)
    actor_of(practice, email, NEW)
    assert accounts.me().account.name == "New Name"


def test_of_two_new_passwords_one_holds(practice: Practice, monkeypatch: Patch) -> None:
    """Whoever comes second did not know the password that holds by then."""
    email = an_address()
    accounts = practice.acting_as(a_client(practice, email=email)).accounts
    in_the_middle(
        monkeypatch, practice.hasher, "matches", lambda: accounts.change_password(PASSWORD, NEW)
    )
    with pytest.raises(InvalidCredentials):
        accounts.change_password(PASSWORD, "a third long passphrase")
    actor_of(practice, email, NEW)


def test_no_login_is_left_of_an_account_that_ends(practice: Practice, monkeypatch: Patch) -> None:
    """A log-in whose account goes before it ends is refused and leaves nothing."""
    email = an_address()
    actor = a_client(practice, email=email)
    in_the_middle(
        monkeypatch,
        practice.hasher,
        "matches",
        lambda: practice.acting_as(ADMIN).clients.delete(actor.profile_id),
    )
    with pytest.raises(InvalidCredentials):
        actor_of(practice, email)
    assert open_logins(practice, actor.account_id) == 0


def test_a_login_that_opens_while_the_account_ends_goes_too(
    practice: Practice, monkeypatch: Patch
) -> None:
    """What was opened after the logins were read is swept up."""
    email = an_address()
    actor = a_client(practice, email=email)
    in_the_middle(monkeypatch, practice.table, "transaction", lambda: actor_of(practice, email))
    practice.acting_as(ADMIN).clients.delete(actor.profile_id)
    assert open_logins(practice, actor.account_id) == 0


def test_a_password_of_an_account_that_ends_changes_nothing(
    practice: Practice, monkeypatch: Patch
) -> None:
    """The login has ended, and no account rises again."""
    actor = a_client(practice)
    in_the_middle(
        monkeypatch,
        practice.hasher,
        "matches",
        lambda: practice.acting_as(ADMIN).clients.delete(actor.profile_id),
    )
    with pytest.raises(LoginEnded):
        practice.acting_as(actor).accounts.change_password(PASSWORD, NEW)
    with pytest.raises(LoginEnded):
        practice.acting_as(actor).accounts.me()


def test_of_two_refreshes_at_once_the_second_ends_the_login(
    practice: Practice, monkeypatch: Patch
) -> None:
    """One token can't give two, whichever moment it comes a second time."""
    email = an_address()
    actor = a_client(practice, email=email)
    accounts = practice.acting_as(ANONYMOUS).accounts
    mine = (actor.account_id, actor.login_id, 1)
    in_the_middle(monkeypatch, practice, "opened", lambda: accounts.refresh(*mine))
    with pytest.raises(RefreshReused):
        accounts.refresh(*mine)
    with pytest.raises(LoginEnded):
        practice.authenticate(actor.account_id, actor.login_id)


def test_a_new_password_does_not_break_a_refresh(practice: Practice, monkeypatch: Patch) -> None:
    """The login that changes the password stays open, even in the middle of its refresh."""
    actor = a_client(practice)
    in_the_middle(
        monkeypatch,
        practice,
        "opened",
        lambda: practice.acting_as(actor).accounts.change_password(PASSWORD, NEW),
    )
    found = practice.acting_as(ANONYMOUS).accounts.refresh(actor.account_id, actor.login_id, 1)
    assert found.login.generation == 2
    assert practice.authenticate(actor.account_id, actor.login_id) == actor


def test_a_refused_end_keeps_every_relationship(practice: Practice, monkeypatch: Patch) -> None:
    """However many logins and relationships there are, an account that stays keeps the latter."""
    email = an_address()
    actor = a_client(practice, email=email)
    for _ in range(12):
        actor_of(practice, email)
    related(practice, actor.profile_id, 85)
    clients = practice.acting_as(ADMIN).clients
    in_the_middle(
        monkeypatch,
        practice.table,
        "transaction",
        lambda: clients.change(actor.profile_id, {"phone": "1"}),
    )
    with pytest.raises(VersionMismatch):
        clients.delete(actor.profile_id)
    kept = list(practice.table.every(CLIENT_AND_RELATIONSHIPS, client_id=actor.profile_id))
    assert len(kept) == 86


def related(practice: Practice, client_id: str, count: int) -> None:
    """Map a client to so many therapists."""
    for n in range(count):
        practice.table.create(
            Relationship(
                client_id=client_id,
                therapist_id=f"thr_{n:03}",
                client_name="Ada",
                mapping=Mapping.ACTIVE.value,
            )
        )


def test_a_rename_meets_a_relationship_that_ends(practice: Practice, monkeypatch: Patch) -> None:
    """It is told to read again, and not that there is nothing here."""
    actor = a_client(practice)
    related(practice, actor.profile_id, 1)
    gone = Relationship.at(client_id=actor.profile_id, therapist_id="thr_000")

    def end() -> None:
        with practice.table.transaction("end") as unit:
            unit.remove(gone)

    in_the_middle(monkeypatch, practice.table, "transaction", end)
    with pytest.raises(VersionMismatch):
        practice.acting_as(actor).accounts.change_me({"name": "New"})
    practice.acting_as(actor).accounts.change_me({"name": "New"})
    assert practice.acting_as(actor).clients.get(actor.profile_id).name == "New"


def test_a_long_rename_reaches_whoever_is_left(practice: Practice, monkeypatch: Patch) -> None:
    """One relationship that ends on the way keeps the new name from nobody else."""
    need_many_actions(practice)
    actor = a_client(practice)
    related(practice, actor.profile_id, 83)
    gone = Relationship.at(client_id=actor.profile_id, therapist_id="thr_081")
    real = profiles.save_rest

    def late(*args: Any) -> None:
        with practice.table.transaction("end") as unit:
            unit.remove(gone)
        real(*args)

    monkeypatch.setattr(profiles, "save_rest", late)
    practice.acting_as(actor).accounts.change_me({"name": "New"})
    found = practice.table.every(CLIENT_AND_RELATIONSHIPS, client_id=actor.profile_id)
    names = [e.client_name for e in found if isinstance(e, Relationship)]
    assert names == ["New"] * 82


def test_a_change_of_an_account_that_ends_is_told(practice: Practice, monkeypatch: Patch) -> None:
    """The login has ended; no account rises again."""
    actor = a_client(practice)
    in_the_middle(
        monkeypatch,
        practice.table,
        "transaction",
        lambda: practice.acting_as(ADMIN).clients.delete(actor.profile_id),
    )
    with pytest.raises(LoginEnded):
        practice.acting_as(actor).accounts.change_me({"name": "New"})
    assert open_logins(practice, actor.account_id) == 0


def test_a_new_password_leaves_no_login_however_many(practice: Practice) -> None:
    """More logins than one transaction ends are ended all the same."""
    need_many_actions(practice)
    actor = a_client(practice)
    for n in range(MOST_LOGINS_ENDED_AT_ONCE + 5):
        practice.table.create(
            Login(
                account_id=actor.account_id,
                login_id=f"lgn_{n:03}",
                last_used_at=practice.table.clock(),
                expires_at=practice.table.clock() + timedelta(days=1),
            )
        )
    practice.acting_as(actor).accounts.change_password(PASSWORD, NEW)
    assert open_logins(practice, actor.account_id) == 1

"""What people see and change of their own account."""

from __future__ import annotations

import pytest

from tests.practices import PASSWORD, a_client, a_therapist, actor_of, an_address, an_admin
from therapy_core import ANONYMOUS, Practice
from therapy_core.directory.views import ClientView, TherapistView
from therapy_core.errors import (
    EmailTaken,
    InvalidCredentials,
    InvalidInput,
    LoginEnded,
    VersionMismatch,
)

NEW = "another long passphrase"


def test_everybody_sees_account_and_profile(practice: Practice) -> None:
    """One round trip shows a client, a therapist or an admin who they are."""
    kinds = [(a_client, ClientView), (a_therapist, TherapistView), (an_admin, type(None))]
    for make, kind in kinds:
        actor = make(practice)
        with practice.metered() as meter:
            me = practice.acting_as(actor).accounts.me()
        assert me.account.account_id == actor.account_id
        assert isinstance(me.profile, kind)
        assert meter.round_trips == 1


def test_a_new_name_reaches_account_and_profile(practice: Practice) -> None:
    """A name changes in both places together."""
    acting = practice.acting_as(a_client(practice))
    with practice.metered() as meter:
        acting.accounts.change_me({"name": "Grace"}, acting.accounts.me().account.version)
    me = acting.accounts.me()
    assert me.profile is not None
    assert (me.account.name, me.profile.name) == ("Grace", "Grace")
    assert meter.round_trips == 4  # one of them reads me here, one the relationships


def test_a_new_address_takes_the_password(practice: Practice) -> None:
    """The address changes only with the password; the old one is free again, the new one taken."""
    old, new = an_address(), an_address()
    actor = a_client(practice, email=old)
    accounts = practice.acting_as(actor).accounts
    with pytest.raises(InvalidCredentials):
        accounts.change_me({"email": new})
    with pytest.raises(InvalidCredentials):
        accounts.change_me({"email": new, "current_password": "wrong"})
    with practice.metered() as meter:
        me = accounts.change_me({"email": new, "current_password": PASSWORD})
    assert meter.round_trips == 2
    assert me.profile is not None
    assert (me.account.email, me.profile.email) == (new, new)
    assert actor_of(practice, new).account_id == actor.account_id
    assert a_client(practice, email=old).account_id != actor.account_id


def test_a_taken_address_changes_nothing(practice: Practice) -> None:
    """An address that somebody has is refused, and account and profile stay as they were."""
    taken = an_address()
    a_client(practice, email=taken)
    accounts = practice.acting_as(a_client(practice)).accounts
    before = accounts.me()
    with pytest.raises(EmailTaken):
        accounts.change_me({"email": taken, "name": "New", "current_password": PASSWORD})
    after = accounts.me()
    assert (after.account.version, after.profile) == (before.account.version, before.profile)


def test_an_old_version_is_refused(practice: Practice) -> None:
    """Who read before somebody else wrote has to read again."""
    accounts = practice.acting_as(a_client(practice)).accounts
    version = int(accounts.me().account.version)
    accounts.change_me({"name": "First"}, version)
    with pytest.raises(VersionMismatch):
        accounts.change_me({"name": "Second"}, version)


@pytest.mark.parametrize("field", ["role", "profile_id", "password_hash", "demo", "account_id"])
def test_what_the_server_owns_is_refused(practice: Practice, field: str) -> None:
    """Nobody makes themselves an admin."""
    with pytest.raises(InvalidInput) as caught:
        practice.acting_as(a_client(practice)).accounts.change_me({field: "admin"})
    assert list(caught.value.fields) == [field]


def test_a_new_password_ends_the_other_logins(practice: Practice) -> None:
    """The old password is gone, this login stays, all others are ended."""
    email = an_address()
    actor = a_client(practice, email=email)
    other = actor_of(practice, email)
    accounts = practice.acting_as(actor).accounts
    with pytest.raises(InvalidCredentials):
        accounts.change_password("wrong", NEW)
    with practice.metered() as meter:
        accounts.change_password(PASSWORD, NEW)
    assert meter.round_trips == 2
    assert practice.authenticate(actor.account_id, actor.login_id) == actor
    with pytest.raises(LoginEnded):
        practice.authenticate(other.account_id, other.login_id)
    with pytest.raises(InvalidCredentials):
        actor_of(practice, email)
    actor_of(practice, email, NEW)


def test_a_weak_password_is_refused(practice: Practice) -> None:
    """A new password follows the same rule as the first."""
    accounts = practice.acting_as(a_client(practice)).accounts
    for weak in ("short", "aaaaaaaaaaaaaaaaaaaa", "x" * 1025):
        with pytest.raises(InvalidInput) as caught:
            accounts.change_password(PASSWORD, weak)
        assert list(caught.value.fields) == ["new_password"]


def test_nobody_is_not_a_member(practice: Practice) -> None:
    """What is one's own takes a login."""
    with pytest.raises(Exception, match="Log in"):
        practice.acting_as(ANONYMOUS).accounts.me()


def test_what_is_printed_names_nobody(practice: Practice) -> None:
    """A view in a log or a traceback shows an id, and nothing that a person entered."""
    email = an_address()
    for actor in (a_client(practice, "Ada Lovelace", email=email), a_therapist(practice, "Ada L")):
        shown = repr(practice.acting_as(actor).accounts.me())
        assert actor.profile_id in shown
        assert "Ada" not in shown
        assert email not in shown

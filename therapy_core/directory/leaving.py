"""Leaving: the account, the profile and what hangs on them go together."""

from __future__ import annotations

from typing import Any

from therapy_core.accounts.models import ACCOUNT_AND_LOGINS, LOGINS, Account, Login
from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory.profiles import Profile, profile_id
from therapy_core.errors import VersionMismatch
from therapy_core.table import Ref, Table
from therapy_core.table.batches import chunks

MOST_TOGETHER = 90
"""How many dependents go in the last transaction, beside account, address and profile."""


def remove(table: Table, actor: Actor, profile: Profile) -> None:
    """Remove a profile at the version that was read, with its account, logins and copies.

    Where there is more than one transaction can hold, logins go first, and then relationships,
    so that nobody is left with an account and without a profile. A login that was opened in the
    meantime goes at the end, when no other can be opened any more.
    """
    found = list(table.every(ACCOUNT_AND_LOGINS, account_id=profile.account_id))
    account = next((e for e in found if isinstance(e, Account)), None)
    logins = [e for e in found if isinstance(e, Login)]
    unchanged = type(profile.entity).version == profile.entity.version
    dependents: list[Ref[Any]] = [e.ref for e in (*profile.facets, *profile.relationships, *logins)]
    for refs in chunks(dependents[MOST_TOGETHER:], MOST_TOGETHER):
        with table.transaction("remove what hangs on a profile") as unit:
            unit.check(profile.entity.ref, unchanged, otherwise=VersionMismatch())
            for ref in refs:
                unit.remove(ref)
    with table.transaction("remove a profile") as unit:
        unit.delete(profile.entity)
        if account is not None:
            unit.delete(account)
        record(unit, actor, Event.ACCOUNT_ERASED, profile_id(profile.entity))
        for ref in dependents[:MOST_TOGETHER]:
            unit.remove(ref)
    for login in table.every(LOGINS, account_id=profile.account_id):
        with table.transaction("end login") as unit:
            unit.remove(login.ref)

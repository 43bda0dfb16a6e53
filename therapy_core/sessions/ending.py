"""Ending what was to come between a client and a therapist, when their mapping ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from therapy_core import ids
from therapy_core.actor import Actor
from therapy_core.scheduling.models import CLIENT_DAYS
from therapy_core.sessions import cancelling, rules
from therapy_core.sessions.models import Session, SessionStatus
from therapy_core.table import Narrow, Ref, Table
from therapy_core.table.batches import chunks

MOST_READ = 100


def cancel_future(
    table: Table, actor: Actor, client_id: str, therapist_id: str, until: datetime
) -> int:
    """Cancel the sessions of the two that were asked for `until` a moment, and have not begun.

    Their slots are open again when the client ends it, and withdrawn when anybody else does.
    The relationship has to be closed before, so that no session slips in behind. It can be
    repeated: what is cancelled already stays as it is. Returns how many that were.
    """
    found = list(dict.fromkeys(_to_come(table, client_id)))
    ended = 0
    for refs in chunks(found, MOST_READ):
        for session in table.get_many(refs):
            if session is None or session.therapist_id != therapist_id:
                continue
            if _asked_for(session) <= until:
                ended += _cancel(table, actor, session.ref)
    return ended


def _asked_for(session: Session) -> datetime:
    """Return when a session was asked for; it may have been approved while the mapping ended."""
    return ids.moment_of(session.request_id) if session.request_id else session.created_at


def _to_come(table: Table, client_id: str) -> Iterator[Ref[Session]]:
    """Yield the sessions of the client's days from today on; a long one stands on several."""
    today = Narrow(low=table.clock().date().isoformat())
    for day in table.every(CLIENT_DAYS, client_id=client_id, narrow=today):
        held: dict[str, str] = day.intervals.as_dict()  # type: ignore[no-untyped-call]
        for session_id in held:
            yield Session.at(session_id=session_id)


def _cancel(table: Table, actor: Actor, ref: Ref[Session]) -> bool:
    """Cancel a session if it is still to come, and tell whether it was."""

    def attempt() -> bool:
        session = table.get(ref)
        if session is None or session.status != SessionStatus.SCHEDULED:
            return False
        if session.starts_at <= table.clock():
            return False
        fate = rules.when_ending(actor.role)
        cancelling.write(table, actor, session, SessionStatus.CANCELLED, fate)
        return True

    return cancelling.again(table, attempt)

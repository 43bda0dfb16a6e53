"""The use cases of sessions: look them up, move them, end them, cancel them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import InvalidInput, NotFound
from therapy_core.scheduling.models import Slot
from therapy_core.service import Service, expect_version
from therapy_core.sessions import cancelling, moving, rules
from therapy_core.sessions.models import SESSIONS_OF_CLIENT, SESSIONS_OF_THERAPIST, Session
from therapy_core.sessions.views import SessionView
from therapy_core.sessions.working import if_working
from therapy_core.table import Narrow, Ref
from therapy_core.values import checked


class Sessions(Service):
    """List, read, change and cancel sessions."""

    domain: ClassVar[str] = "sessions"

    def list(
        self,
        page: PageRequest | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        status: str | None = None,
        client_id: str | None = None,
        therapist_id: str | None = None,
    ) -> Page[SessionView]:
        """Return a page of sessions, the earliest first.

        They begin at `since` or later and before `until` (aware times); `status`, `client_id`
        and `therapist_id` have to match. A client and a therapist see their own; an admin names
        one client or one therapist. Raises `InvalidInput` and `InvalidCursor`.
        """
        rules.check_window(since, until)
        pattern, inputs = self._whose(client_id, therapist_id)
        asked = {"status": status, "client_id": client_id, "therapist_id": therapist_id}
        wanted = {n: v for n, v in asked.items() if v not in (None, inputs.get(n))}
        found = self._table.page(
            pattern,
            page or PageRequest(),
            scope=self._actor.scope,
            narrow=Narrow(low=_utc(since), high=_before(until)),
            where=_having(wanted) if wanted else None,
            asked=repr(sorted(wanted.items())),
            **inputs,
        )
        if self._actor.role is not Role.ADMIN:
            self._table.warm(found.items)
        return Page([self._view("sessions.list", s) for s in found.items], found.next_cursor)

    def get(self, session_id: str) -> SessionView:
        """Return a session; an admin sees when and with whom. Raises `NotFound`."""
        session = self._found("sessions.get", self._table.get(Session.at(session_id=session_id)))
        return self._view("sessions.get", session)

    def change(
        self, session_id: str, changes: dict[str, Any], version: int | None = None
    ) -> SessionView:
        """Change a scheduled session: `place`, `status`, or `slot_id`, which moves it.

        The status is completed or missed, once it has begun; the slot is another open one of the
        therapist's. The old slot is open again. Raises `InvalidInput`, `NotFound`,
        `VersionMismatch`, and `Conflict` when the session's state, the slot's or another session
        of the client does not allow it.
        """
        given = checked(rules.CHANGES, changes)
        refs: list[Ref[Any]] = [Session.at(session_id=session_id)]
        if "slot_id" in given:
            mine = self._actor.profile_id
            refs.append(Slot.at(therapist_id=mine, slot_id=given["slot_id"]))
        found, slot = [*self._table.get_many(refs), None][:2]
        session = self._found("sessions.change", found)
        expect_version(session, version)
        rules.check_change(session.status, session.starts_at, self._table.clock(), given)
        if "slot_id" in given:
            moving.move(self._table, self._actor, session, slot, given)
        else:
            self._write(session, given)
        return self._view("sessions.change", session)

    def cancel(self, session_id: str, reason: str | None = None) -> SessionView:
        """Cancel a session that has not begun, with a `reason` for the other side.

        A client who comes later than the cutoff cancels late. Whoever cancelled a session and
        does it again gets it as it stands. Raises `InvalidInput`, `NotFound`, and `Conflict` for
        what has begun, is over, or was cancelled by the other side.
        """
        given = checked(rules.REASON, {"reason": reason})
        ref = Session.at(session_id=session_id)

        def attempt() -> Session:
            session = self._found("sessions.cancel", self._table.get(ref))
            if session.cancelled_by != self._actor.role.value:
                cancelling.cancel(self._table, self._actor, session, self._cutoff, given["reason"])
            return session

        return self._view("sessions.cancel", cancelling.again(self._table, attempt))

    def _write(self, session: Session, given: dict[str, Any]) -> None:
        for name, value in given.items():
            setattr(session, name, value)
        event = Event.SESSION_ENDED if "status" in given else Event.SESSION_CHANGED
        with self._table.transaction("change a session") as unit:
            if_working(unit, session.client_id, session.therapist_id)
            unit.save(session)
            record(unit, self._actor, event, session.client_id, session.session_id)

    def _whose(self, client_id: str | None, therapist_id: str | None) -> tuple[Any, dict[str, Any]]:
        """Return the pattern that lists the sessions the actor asks for, and its input."""
        if self._actor.role is Role.CLIENT:
            return SESSIONS_OF_CLIENT, {"client_id": self._actor.profile_id}
        if self._actor.role is Role.THERAPIST:
            return SESSIONS_OF_THERAPIST, {"therapist_id": self._actor.profile_id}
        if client_id is not None:
            return SESSIONS_OF_CLIENT, {"client_id": client_id}
        if therapist_id is not None:
            return SESSIONS_OF_THERAPIST, {"therapist_id": therapist_id}
        raise InvalidInput({"client_id": "or therapist_id is needed to list as an admin"})

    def _found(self, action: str, session: Session | None) -> Session:
        """Return a session that the actor sees. Raises `NotFound`."""
        if session is None:
            raise NotFound
        access.sight(self._actor, action, _subject(session))
        return session

    def _view(self, action: str, session: Session) -> SessionView:
        sight = access.sight(self._actor, action, _subject(session))
        return SessionView.of(session, sight, self._cutoff)

    @property
    def _cutoff(self) -> timedelta:
        return timedelta(hours=self._practice.settings.cancel_cutoff_hours)


def _subject(session: Session) -> Subject:
    return Subject(client_id=session.client_id, therapist_id=session.therapist_id)


def _having(wanted: dict[str, Any]) -> Callable[[Session], bool]:
    return lambda session: all(getattr(session, n) == v for n, v in wanted.items())


def _utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)


def _before(until: datetime | None) -> datetime | None:
    """Return the last instant before `until`, as the table tells instants apart."""
    return until and until.astimezone(UTC) - timedelta(microseconds=1)

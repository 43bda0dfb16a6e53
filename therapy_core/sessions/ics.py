"""Sessions in the words of RFC 5545, for any calendar application."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import icalendar

from therapy_core.sessions.models import SessionStatus
from therapy_core.sessions.views import SessionView

SUMMARY = "Session"
_CANCELLED = (SessionStatus.CANCELLED.value, SessionStatus.LATE_CANCELLED.value)


def written(sessions: Iterable[SessionView]) -> bytes:
    """Return sessions as an iCalendar object, the same for the same sessions.

    It names neither side, no place and no reason. Source: RFC 5545; DTSTAMP is when a session
    was last changed, as 3.8.7.2 asks of an object without METHOD.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Therapy practice//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Sessions")
    for session in sessions:
        calendar.add_component(_event(session))
    text: bytes = calendar.to_ical()
    return text


def _event(session: SessionView) -> icalendar.Event:
    cancelled = session.status in _CANCELLED
    changed = _whole(session.updated_at)
    event = icalendar.Event()
    event.add("uid", f"{session.session_id}@therapy-practice")
    event.add("sequence", session.version - 1)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", _whole(session.starts_at))
    event.add("dtend", _whole(session.ends_at))
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    return event


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)

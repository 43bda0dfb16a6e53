"""A calendar feed: one's sessions for any calendar application, and nothing of what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import icalendar

from therapy_core.accounts.models import Account
from therapy_core.actor import Actor, PageRequest, Role
from therapy_core.errors import NotFound
from therapy_core.service import Service
from therapy_core.sessions.feeds import CalendarFeed, account_of, hash_of, new_token, opens
from therapy_core.sessions.models import SessionStatus
from therapy_core.sessions.service import Sessions
from therapy_core.sessions.views import Calendar, NewFeed, SessionView

SINCE = timedelta(days=90)
PER_PAGE = 100
MOST_PAGES = 10
"""A feed holds at most a thousand sessions, the earliest of those since 90 days ago."""
SUMMARY = "Session"
_CANCELLED = (SessionStatus.CANCELLED.value, SessionStatus.LATE_CANCELLED.value)


class Calendars(Service):
    """Open, close and serve calendar feeds."""

    domain: ClassVar[str] = "calendar"

    def open(self) -> NewFeed:
        """Open a feed of the actor's sessions in place of any before; its token is shown once."""
        token = new_token(self._actor.account_id)
        feed = CalendarFeed(account_id=self._actor.account_id, token_hash=hash_of(token))
        with self._table.transaction("open a calendar feed") as unit:
            unit.put(feed)
        return NewFeed(token, feed.created_at)

    def close(self) -> None:
        """Close the actor's feed; closing it twice is no error."""
        with self._table.transaction("close a calendar feed") as unit:
            unit.remove(CalendarFeed.at(account_id=self._actor.account_id))

    def read(self, token: str) -> Calendar:
        """Return the calendar that a token opens. Raises `NotFound` for any other text."""
        sessions = Sessions(self._practice, self._owner(token), None)
        text = written(_all(sessions, self._table.clock() - SINCE))
        return Calendar(text, hashlib.sha256(text).hexdigest()[:32])

    def _owner(self, token: str) -> Actor:
        account_id = account_of(token)
        account, feed = self._table.get_many(
            [Account.at(account_id=account_id), CalendarFeed.at(account_id=account_id)]
        )
        if not opens(feed, token) or account is None or not self._practice.may_open(account):
            raise NotFound
        return Actor(Role(account.role), account_id, account.profile_id or "", "", account.name)


def _all(sessions: Sessions, since: datetime) -> Iterator[SessionView]:
    cursor = None
    for _ in range(MOST_PAGES):
        page = sessions.list(PageRequest(PER_PAGE, cursor), since=since)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


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

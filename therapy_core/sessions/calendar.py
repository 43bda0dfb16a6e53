"""A calendar feed: one's sessions for any calendar application, and nothing of what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from therapy_core.accounts.models import Account
from therapy_core.actor import Actor, PageRequest, Role
from therapy_core.errors import NotFound
from therapy_core.service import Service
from therapy_core.sessions.feeds import CalendarFeed, account_of, hash_of, new_token, opens
from therapy_core.sessions.service import Sessions
from therapy_core.sessions.views import Calendar, NewFeed, SessionView

SINCE = timedelta(days=90)
PER_PAGE = 100
MOST_PAGES = 10
"""A feed holds at most a thousand sessions, the earliest of those since 90 days ago."""


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
        from therapy_core.sessions import ics  # noqa: PLC0415 - slow to import, seldom needed

        sessions = Sessions(self._practice, self._owner(token), None)
        text = ics.written(_all(sessions, self._table.clock() - SINCE))
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

"""The calendar feed, as a calendar application of another make reads it."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
import vobject

from tests.bookings import DAY, a_session, a_slot, at, in_contact
from tests.practices import ADMIN, a_client, new_practice
from therapy_core import ANONYMOUS, Actor, Practice
from therapy_core.errors import NotAllowed, NotFound
from therapy_core.sessions.feeds import CalendarFeed
from therapy_core.sessions.models import NoteKind


def events(practice: Practice, token: str) -> list[Any]:
    """Read a feed with another library than the one that wrote it."""
    text = practice.acting_as(ANONYMOUS).calendar.read(token).text.decode()
    calendar = vobject.readOne(text)
    assert calendar.prodid.value
    assert calendar.version.value == "2.0"
    return list(calendar.contents.get("vevent", []))


def opened(practice: Practice, actor: Actor) -> str:
    """Open a feed and return its token."""
    return practice.acting_as(actor).calendar.open().token


def test_both_sides_read_their_sessions(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Each sees when, in UTC, and neither with whom, where, nor a word of what was written."""
    session = a_session(practice, client, therapist)
    acting = practice.acting_as(therapist)
    acting.sessions.change(session.session_id, {"place": "canary place"})
    acting.notes.write(session.session_id, NoteKind.SHARED, {"text": "canary note"})
    for actor in (client, therapist):
        token = opened(practice, actor)
        (event,) = events(practice, token)
        assert event.dtstart.value == session.starts_at
        assert event.dtend.value == session.ends_at
        assert event.dtstart.value.utcoffset() == timedelta(0)
        assert (event.summary.value, event.status.value) == ("Session", "CONFIRMED")
        text = practice.acting_as(ANONYMOUS).calendar.read(token).text.decode()
        for hidden in ("canary", "Ada", "Tom", client.profile_id, therapist.profile_id):
            assert hidden not in text
        assert all(len(line) <= 75 for line in text.split("\r\n"))


def test_a_change_reaches_the_same_event(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Moved and cancelled, it keeps its UID; SEQUENCE and DTSTAMP grow."""
    session = a_session(practice, client, therapist)
    token = opened(practice, client)
    (first,) = events(practice, token)
    new = a_slot(practice, therapist, 5 * DAY)
    with at(practice, practice.table.clock() + timedelta(minutes=1)):
        practice.acting_as(therapist).sessions.change(session.session_id, {"slot_id": new.slot_id})
        (moved,) = events(practice, token)
        practice.acting_as(client).sessions.cancel(session.session_id, "canary")
        (cancelled,) = events(practice, token)
    assert first.uid.value == moved.uid.value == cancelled.uid.value
    assert moved.dtstart.value == new.starts_at
    assert [int(e.sequence.value) for e in (first, moved, cancelled)] == [0, 1, 2]
    assert first.dtstamp.value < moved.dtstamp.value
    assert (cancelled.status.value, cancelled.transp.value) == ("CANCELLED", "TRANSPARENT")


def test_the_same_sessions_make_the_same_text(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """So whoever has it needs no second copy."""
    a_session(practice, client, therapist)
    token = opened(practice, client)
    first = practice.acting_as(ANONYMOUS).calendar.read(token)
    assert practice.acting_as(ANONYMOUS).calendar.read(token) == first
    a_session(practice, client, therapist, 4 * DAY)
    assert practice.acting_as(ANONYMOUS).calendar.read(token).tag != first.tag


def test_a_feed_begins_ninety_days_ago(practice: Practice, client: Actor, therapist: Actor) -> None:
    """What is older is not in it, what is to come is, and nothing of other people."""
    a_session(practice, client, therapist, -91 * DAY)
    recent = a_session(practice, client, therapist, -89 * DAY)
    other = a_client(practice)
    in_contact(practice, other, therapist)
    a_session(practice, other, therapist, 3 * DAY)
    (event,) = events(practice, opened(practice, client))
    assert event.dtstart.value.astimezone(UTC) == recent.starts_at


def test_an_empty_calendar_is_one(practice: Practice, client: Actor) -> None:
    """Nobody's sessions make a calendar without events."""
    assert events(practice, opened(practice, client)) == []


def test_a_token_opens_until_it_is_replaced_or_closed(practice: Practice, client: Actor) -> None:
    """There is one feed an account; what is closed, twice even, or was never there, is nothing."""
    calendar = practice.acting_as(client).calendar
    first, second = calendar.open().token, calendar.open().token
    reading = practice.acting_as(ANONYMOUS).calendar.read
    assert reading(second).text
    other = opened(practice, a_client(practice))
    forged = first[:26] + other[26:]
    for wrong in (first, forged, second[:-1], second + "x", "x" * 69, "x", "", "acc_" * 20):
        with pytest.raises(NotFound):
            reading(wrong)
    calendar.close()
    calendar.close()
    with pytest.raises(NotFound):
        reading(second)


def test_a_token_is_long_and_not_stored(practice: Practice, client: Actor) -> None:
    """It has 32 random bytes, and neither the table nor a repr shows it."""
    feed = practice.acting_as(client).calendar.open()
    assert len(feed.token) >= 26 + 43
    assert feed.token not in repr(feed)
    stored = practice.table.get(CalendarFeed.at(account_id=client.account_id))
    assert stored is not None
    assert feed.token[26:] not in repr(stored.stored)


def test_a_feed_ends_with_its_account(practice: Practice, client: Actor) -> None:
    """Nobody reads the calendar of somebody who left."""
    token = opened(practice, client)
    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    with pytest.raises(NotFound):
        practice.acting_as(ANONYMOUS).calendar.read(token)
    assert practice.table.get(CalendarFeed.at(account_id=client.account_id)) is None


def test_an_admin_has_no_calendar(practice: Practice) -> None:
    """Feeds are for those who hold sessions."""
    with pytest.raises(NotAllowed):
        practice.acting_as(ADMIN).calendar.open()


def test_reading_is_bounded(
    endpoint: str, table_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among very many sessions the calls end, and with them the feed."""
    practice = new_practice(endpoint, table_name)
    monkeypatch.setattr("therapy_core.sessions.calendar.MOST_PAGES", 1)
    monkeypatch.setattr("therapy_core.sessions.calendar.PER_PAGE", 2)
    client = a_client(practice)
    therapist = Actor(ADMIN.role, profile_id="thr_1")
    for n in range(3):
        a_session(practice, client, therapist, (n + 1) * DAY)
    token = opened(practice, client)
    with practice.metered() as meter:
        assert len(events(practice, token)) == 2
    assert meter.round_trips == 2

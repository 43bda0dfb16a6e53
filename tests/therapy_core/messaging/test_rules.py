"""The rules of messages, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core import ids
from therapy_core.errors import Conflict
from therapy_core.messaging import rules
from therapy_core.messaging.models import Conversation, Message, Side

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
moments = st.integers(-(10**9), 10**9).map(lambda n: NOW + timedelta(microseconds=n))


def message(**more: object) -> Message:
    """Return a message of a client, sent NOW."""
    values = {"sender": "client", "sent_at": NOW, "message_id": "msg_2", "text": "Hello."} | more
    return Message(client_id="cli_1", therapist_id="thr_1", **values)


@given(moments, st.none() | moments)
def test_a_message_comes_after_the_last_one(now: datetime, last: datetime | None) -> None:
    """Its id is greater, whatever the clocks say, and no later than it has to be."""
    last = last and rules.sending_time(last, None)
    at = rules.sending_time(now, last)
    assert at.microsecond % 1000 == 0
    assert at <= max(now, (last or now) + timedelta(milliseconds=1))
    if last:
        assert ids.new_ulid(at) > ids.new_ulid(last)


def test_a_message_can_be_edited_for_a_while() -> None:
    """To the last moment of the window, and never once it is deleted."""
    rules.check_editable(message(), NOW + timedelta(minutes=15), 15)
    with pytest.raises(Conflict):
        rules.check_editable(message(), NOW + timedelta(minutes=15, microseconds=1), 15)
    with pytest.raises(Conflict):
        rules.check_editable(message(deleted_at=NOW), NOW, 15)


def test_what_counts_as_unread() -> None:
    """The other side's messages that are not deleted."""
    found = [message(), message(sender="therapist"), message(deleted_at=NOW)]
    assert rules.unread_in(found, Side.THERAPIST) == 1
    assert rules.unread_in(found, Side.CLIENT) == 1


def test_a_side_has_read_up_to_its_marker() -> None:
    """Its own, and not the other side's."""
    conversation = Conversation(client_read_to="msg_2")
    assert rules.has_read(conversation, Side.CLIENT, "msg_2")
    assert not rules.has_read(conversation, Side.CLIENT, "msg_3")
    assert not rules.has_read(conversation, Side.THERAPIST, "msg_1")


def test_a_list_shows_the_beginning() -> None:
    """A long message is cut."""
    assert len(rules.preview("x" * 5000)) == rules.LONGEST_PREVIEW

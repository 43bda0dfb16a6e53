"""The rules of requests and relationships, on plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core import Role
from therapy_core.relationships import rules
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship, Status

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIDES = st.sampled_from([Role.CLIENT, Role.THERAPIST])
TIMES = st.timedeltas(timedelta(days=-60), timedelta(days=60)).map(lambda d: NOW + d)


@given(status=st.sampled_from(Status), due_at=TIMES)
def test_only_what_is_pending_expires(status: Status, due_at: datetime) -> None:
    """From its time on, not a moment earlier, and nothing that was answered does."""
    found = rules.status_at(status.value, due_at, NOW)
    late = status is Status.PENDING and due_at <= NOW
    assert found is (Status.EXPIRED if late else status)


@given(SIDES, SIDES)
def test_of_the_two_sides_each_has_its_answers(asked_by: Role, role: Role) -> None:
    """Whoever asked can only withdraw, and nobody else can."""
    may = {a for a in rules.ANSWERS if rules.may_give(a, asked_by.value, role)}
    answers = {Status.APPROVED, Status.REJECTED}
    assert may == ({Status.WITHDRAWN} if asked_by is role else answers)


@given(
    st.sampled_from(Mapping),
    st.sampled_from(JournalAccess),
    st.sampled_from(Contact),
    st.sampled_from([None, "Ada"]),
    st.none() | TIMES,
    st.none() | TIMES,
)
def test_what_is_bare_never_was_anything(
    mapping: Mapping,
    journal: JournalAccess,
    contact: Contact,
    name: str | None,
    first: datetime | None,
    second: datetime | None,
) -> None:
    """Whatever was given once, a client who acted, and a request that waits each count."""
    found = Relationship(
        client_id="c",
        therapist_id="t",
        client_name=name,
        mapping=mapping.value,
        journal_access=journal.value,
        contact=contact.value,
        mapping_request_until=first,
        access_request_until=second,
    )
    waits = any(until is not None and until > NOW for until in (first, second))
    nothing = (mapping, journal, contact) == (Mapping.NONE, JournalAccess.NONE, Contact.CLOSED)
    assert rules.is_bare(found, NOW) == (nothing and name is None and not waits)


@pytest.mark.parametrize("value", ["cli_01", "a", "x" * 64, "A-b_9"])
def test_ids_are_opaque(value: str) -> None:
    """Any short run of letters, digits, hyphens and underscores is one."""
    assert rules.identifier(value) == value


@pytest.mark.parametrize("value", ["", "a b", "x" * 65, "cli#1", "é", "a\n", None, 7])
def test_what_is_no_id_is_refused(value: object) -> None:
    """Nothing else gets near a key."""
    with pytest.raises(ValueError, match="id"):
        rules.identifier(value)

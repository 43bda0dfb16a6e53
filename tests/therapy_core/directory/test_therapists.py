"""Therapists: verified, found, changed and removed."""

from __future__ import annotations

import pytest

from tests.practices import ADMIN, PASSWORD, a_client, a_therapist, an_address, an_admin
from therapy_core import Actor, PageRequest, Practice
from therapy_core.directory.models import Facet
from therapy_core.errors import InvalidCursor, InvalidInput, NotAllowed, NotFound


@pytest.fixture
def client(practice: Practice) -> Actor:
    """Return a client who is logged in."""
    return a_client(practice)


def names(practice: Practice, actor: Actor, **wanted: str) -> list[str]:
    """Return the names in the directory that an actor finds."""
    return [t.name for t in practice.acting_as(actor).therapists.list(**wanted).items]


def facets(practice: Practice) -> set[tuple[str, str, str]]:
    """Return kind, value and name of every facet in the table."""
    found = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})["Items"]
    entities = [practice.table.schema.parse(raw) for raw in found]
    return {(f.kind, f.value, f.name) for f in entities if isinstance(f, Facet)}


def test_only_verified_therapists_are_found(practice: Practice, client: Actor) -> None:
    """Until an admin verifies, nobody but the therapist and admins sees the profile."""
    tom = a_therapist(practice, "Tom", verified=False, expertise=["Grief"])
    admin = practice.acting_as(an_admin(practice)).therapists
    assert names(practice, client) == names(practice, client, expertise="grief") == []
    with pytest.raises(NotFound):
        practice.acting_as(client).therapists.get(tom.profile_id)
    assert practice.acting_as(tom).therapists.get(tom.profile_id).name == "Tom"
    assert [t.name for t in admin.list().items] == ["Tom"]
    with practice.metered() as meter:
        verified = admin.verify(tom.profile_id, admin.get(tom.profile_id).version)
    assert meter.round_trips == 3  # one of them reads the version here
    assert verified.verified_at is not None
    assert names(practice, client) == names(practice, client, expertise="grief") == ["Tom"]
    admin.unverify(tom.profile_id)
    assert names(practice, client) == names(practice, client, expertise="grief") == []
    assert facets(practice) == set()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"expertise": "GRIEF"}, ["Anna Ångström", "Tom"]),
        ({"location": "köln, germany"}, ["Anna Ångström"]),
        ({"location": "Koln"}, ["Anna Ångström"]),
        ({"location": "germany"}, ["Anna Ångström", "Zed"]),
        ({"name": "anna ang"}, ["Anna Ångström"]),
        ({"expertise": "grief", "name": "t"}, ["Tom"]),
        ({"expertise": "grief", "location": "Germany"}, ["Anna Ångström"]),
        ({"expertise": "sleep", "location": "Nairobi"}, []),
        ({"expertise": "no such thing"}, []),
        ({}, ["Anna Ångström", "Tom", "Zed"]),
    ],
)
def test_therapists_are_found(
    practice: Practice, client: Actor, wanted: dict[str, str], found: list[str]
) -> None:
    """Expertise and place match whatever case and accents, names by their beginning."""
    a_therapist(practice, "Tom", expertise=["Grief", "Trauma"], location="Nairobi, Kenya")
    a_therapist(practice, "Anna Ångström", expertise=["grief"], location="Köln, Germany")
    a_therapist(practice, "Zed", expertise=["Sleep"], location="Berlin, Germany")
    with practice.metered() as meter:
        assert names(practice, client, **wanted) == found
    assert meter.round_trips == 1


def test_pages_of_a_filtered_list_hold_each_once(practice: Practice, client: Actor) -> None:
    """A filter and a limit together lose nobody and repeat nobody."""
    for n in range(7):
        place = "Oslo" if n % 2 else "Rome"
        a_therapist(practice, f"T{n}", expertise=["Grief"], location=place)
    therapists = practice.acting_as(client).therapists
    seen, cursor = [], None
    while True:
        page = therapists.list(PageRequest(1, cursor), expertise="grief", location="rome")
        seen += [t.name for t in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["T0", "T2", "T4", "T6"]


def test_a_cursor_is_for_one_list_and_one_person(practice: Practice, client: Actor) -> None:
    """Neither another filter nor another person goes on with a cursor."""
    for n in range(3):
        a_therapist(practice, f"T{n}", expertise=["Grief"])
    therapists = practice.acting_as(client).therapists
    cursor = therapists.list(PageRequest(1)).next_cursor
    assert cursor is not None
    other = practice.acting_as(a_client(practice)).therapists
    for attempt in (
        lambda: therapists.list(PageRequest(1, cursor), expertise="grief"),
        lambda: therapists.list(PageRequest(1, cursor), name="T"),
        lambda: other.list(PageRequest(1, cursor)),
        lambda: therapists.list(PageRequest(1, cursor[:-2] + "AA")),
        lambda: therapists.list(PageRequest(1, "nonsense")),
    ):
        with pytest.raises(InvalidCursor):
            attempt()


def test_a_changed_profile_is_found_as_it_is_now(practice: Practice, client: Actor) -> None:
    """Facets follow name, expertise and place in the same transaction, in two round trips."""
    tom = a_therapist(practice, "Tom", expertise=["Grief", "Sleep"], location="Oslo")
    therapists = practice.acting_as(tom).therapists
    with practice.metered() as meter:
        therapists.change(tom.profile_id, {"name": "Thomas", "expertise": ["Sleep", "Couples"]})
    assert meter.round_trips == 2
    assert facets(practice) == {
        ("expertise", "sleep", "Thomas"),
        ("expertise", "couples", "Thomas"),
        ("location", "oslo", "Thomas"),
    }
    assert names(practice, client, expertise="grief") == []
    assert names(practice, client, expertise="sleep", name="thom") == ["Thomas"]


def test_others_see_no_address(practice: Practice, client: Actor) -> None:
    """A therapist's e-mail address is for the therapist and for admins."""
    tom = a_therapist(practice)
    assert practice.acting_as(client).therapists.get(tom.profile_id).email is None
    assert practice.acting_as(tom).therapists.get(tom.profile_id).email is not None


def test_only_the_therapist_and_admins_write(practice: Practice, client: Actor) -> None:
    """A client can never; another therapist finds nothing to write."""
    tom, eve = a_therapist(practice), a_therapist(practice)
    with pytest.raises(NotAllowed):
        practice.acting_as(client).therapists.change(tom.profile_id, {"name": "M"})
    with pytest.raises(NotFound):
        practice.acting_as(eve).therapists.change(tom.profile_id, {"name": "M"})
    with pytest.raises(NotAllowed):
        practice.acting_as(tom).therapists.verify(tom.profile_id)
    with pytest.raises(InvalidInput):
        practice.acting_as(tom).therapists.change(tom.profile_id, {"verified_at": "now"})
    assert practice.acting_as(an_admin(practice)).therapists.change(tom.profile_id, {"name": "T"})


def test_a_removed_therapist_leaves_nothing(practice: Practice) -> None:
    """Facets, account and address go with the profile."""
    admin = practice.acting_as(an_admin(practice)).therapists
    email = an_address()
    made = admin.create(email, PASSWORD, "Tom", "Asia/Tokyo", ["Grief"], "Tokyo, Japan", "Hello.")
    admin.verify(made.therapist_id)
    assert len(facets(practice)) == 4
    admin.delete(made.therapist_id)
    assert facets(practice) == set()
    with pytest.raises(NotFound):
        admin.get(made.therapist_id)
    admin.create(email, PASSWORD, "Tom")


def test_verifying_twice_changes_nothing(practice: Practice) -> None:
    """Who is verified stays verified since the first time."""
    actor = a_therapist(practice)
    first = practice.acting_as(ADMIN).therapists.get(actor.profile_id)
    again = practice.acting_as(ADMIN).therapists.verify(actor.profile_id)
    assert (again.verified_at, again.version) == (first.verified_at, first.version)

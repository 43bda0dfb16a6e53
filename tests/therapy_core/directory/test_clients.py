"""Clients' profiles: who creates, sees, changes and removes them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.practices import PASSWORD, a_client, a_therapist, actor_of, an_address, an_admin
from therapy_core import Actor, Once, PageRequest, Practice
from therapy_core.directory.views import ClientView
from therapy_core.errors import (
    EmailTaken,
    InvalidCredentials,
    InvalidInput,
    LoginEnded,
    NotAllowed,
    NotFound,
    VersionMismatch,
)
from therapy_core.relationships.models import Mapping, Relationship


@pytest.fixture
def admin(practice: Practice) -> Actor:
    """Return an admin who is logged in."""
    return an_admin(practice)


def relate(practice: Practice, client: Actor, therapist: Actor, mapping: Mapping) -> Relationship:
    """Store a relationship."""
    return practice.table.create(
        Relationship(
            client_id=client.profile_id,
            therapist_id=therapist.profile_id,
            client_name="Ada Client",
            mapping=mapping.value,
        )
    )


def count_items(practice: Practice) -> Counter[str]:
    """Count everything in the table but the audit, by type."""
    found = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})["Items"]
    return Counter(i["type"]["S"] for i in found if i["type"]["S"] != "audit_event")


def test_an_admin_makes_a_client_who_can_log_in(practice: Practice, admin: Actor) -> None:
    """An admin opens an account with a first password; the client logs in with it."""
    email = an_address()
    with practice.metered() as meter:
        made = practice.acting_as(admin).clients.create(email, PASSWORD, "Ada", phone="+49 30 1")
    assert meter.round_trips == 1
    assert actor_of(practice, email).profile_id == made.client_id
    with pytest.raises(EmailTaken):
        practice.acting_as(admin).clients.create(email, PASSWORD, "Ada")


def test_a_key_makes_one_client(practice: Practice, admin: Actor) -> None:
    """A repeated creation returns the client of the first one, and nothing once it is removed."""
    email, clients = an_address(), practice.acting_as(admin).clients

    def create() -> ClientView:
        return practice.acting_as(admin, Once("k", "f")).clients.create(email, PASSWORD, "Ada")

    first = create()
    assert create() == first
    changed = clients.change(first.client_id, {"name": "Eve"})
    assert create() == changed
    clients.delete(first.client_id)
    with pytest.raises(NotFound):
        create()


def test_clients_see_and_change_themselves_alone(practice: Practice) -> None:
    """A client reads and writes the own profile; another's looks like none at all."""
    ada, eve = a_client(practice, "Ada"), a_client(practice, "Eve")
    clients = practice.acting_as(ada).clients
    with practice.metered() as meter:
        mine = clients.get(ada.profile_id)
    assert meter.round_trips == 1
    with practice.metered() as meter:
        changed = clients.change(ada.profile_id, {"phone": "1"}, mine.version)
    assert meter.round_trips == 2
    assert (changed.phone, changed.version) == ("1", 2)
    assert [c.client_id for c in clients.list().items] == [ada.profile_id]
    for other in (eve.profile_id, "cli_nobody", "cli_#", ""):
        with pytest.raises(NotFound):
            clients.get(other)
        with pytest.raises(NotFound):
            clients.change(other, {"name": "Mallory"})
        with pytest.raises(NotFound):
            clients.delete(other)
    with pytest.raises(NotAllowed):
        clients.create(an_address(), PASSWORD, "Mallory")


def test_replacing_empties_what_is_left_out(practice: Practice) -> None:
    """A whole profile holds what it says, and needs a name."""
    ada = a_client(practice, "Ada", timezone="Europe/Berlin")
    clients = practice.acting_as(ada).clients
    assert clients.replace(ada.profile_id, {"name": "Ada L."}).timezone is None
    with pytest.raises(InvalidInput) as caught:
        clients.replace(ada.profile_id, {"phone": "1", "email": "x@practice.example"})
    assert set(caught.value.fields) == {"name", "email"}


def test_two_who_change_the_same_version_meet(practice: Practice, admin: Actor) -> None:
    """The second write under one version is refused and changes nothing."""
    ada = a_client(practice)
    practice.acting_as(admin).clients.change(ada.profile_id, {"name": "A"}, 1)
    with pytest.raises(VersionMismatch):
        practice.acting_as(ada).clients.change(ada.profile_id, {"name": "B"}, 1)
    assert practice.acting_as(ada).clients.get(ada.profile_id).name == "A"


@pytest.mark.parametrize("mapping", list(Mapping))
def test_a_therapist_sees_what_the_mapping_allows(practice: Practice, mapping: Mapping) -> None:
    """Mapped: the profile. After unmapping: the name. Never mapped, or a stranger: nothing."""
    ada, tom, eve = a_client(practice), a_therapist(practice), a_therapist(practice)
    relate(practice, ada, tom, mapping)
    clients = practice.acting_as(tom).clients
    if mapping is Mapping.NONE:
        with pytest.raises(NotFound):
            clients.get(ada.profile_id)
    else:
        with practice.metered() as meter:
            seen = clients.get(ada.profile_id)
        assert meter.round_trips == (1 if mapping is Mapping.ENDED else 2)
        assert seen.name == "Ada Client"
        assert (seen.email is None) == (mapping is Mapping.ENDED)
    listed = clients.list().items
    assert len(listed) == (0 if mapping is Mapping.NONE else 1)
    with pytest.raises(NotFound):
        practice.acting_as(eve).clients.get(ada.profile_id)
    with pytest.raises(NotAllowed):
        clients.change(ada.profile_id, {"name": "Mallory"})


def test_a_new_name_reaches_the_relationships(practice: Practice) -> None:
    """A therapist's list shows a client's name of today."""
    ada, tom = a_client(practice), a_therapist(practice)
    relate(practice, ada, tom, Mapping.ACTIVE)
    with practice.metered() as meter:
        practice.acting_as(ada).clients.change(ada.profile_id, {"name": "Ada Lovelace"})
    assert meter.round_trips == 2
    assert practice.acting_as(tom).clients.list().items[0].name == "Ada Lovelace"
    assert practice.acting_as(ada).accounts.me().account.name == "Ada Lovelace"


def test_an_admin_pages_through_all_clients(practice: Practice, admin: Actor) -> None:
    """All clients come once, by name whatever its case and accents, in one round trip a page."""
    for name in ("Zoë", "ada", "Émile", "eve", "Bob"):
        a_client(practice, name)
    clients = practice.acting_as(admin).clients
    names, cursor = [], None
    while True:
        with practice.metered() as meter:
            page = clients.list(PageRequest(2, cursor))
        assert meter.round_trips == 1
        names += [c.name for c in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == ["ada", "Bob", "Émile", "eve", "Zoë"]


def test_a_removed_client_leaves_what_others_keep(practice: Practice, admin: Actor) -> None:
    """Account, address, profile and logins go, and the address is free again.

    The relationship stays without the name, beside the receipt and the task of a last look.
    """
    email = an_address()
    tom = a_therapist(practice)
    before = count_items(practice)
    ada = a_client(practice, email=email)
    relate(practice, ada, tom, Mapping.ACTIVE)
    version = practice.acting_as(admin).clients.get(ada.profile_id).version
    with pytest.raises(VersionMismatch):
        practice.acting_as(admin).clients.delete(ada.profile_id, 99)
    practice.acting_as(admin).clients.delete(ada.profile_id, version)
    left = count_items(practice) - before
    assert left == Counter(relationship=1, consent=1, receipt=1, task=1, data_key=2)
    with pytest.raises(LoginEnded):
        practice.authenticate(ada.account_id, ada.login_id)
    with pytest.raises(InvalidCredentials):
        actor_of(practice, email)
    with pytest.raises(NotFound):
        practice.acting_as(admin).clients.delete(ada.profile_id)
    a_client(practice, email=email)

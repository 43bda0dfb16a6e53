"""A removal or a rename that a crash stops halfway is brought to its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.practices import (
    ADMIN,
    a_client,
    a_therapist,
    between,
    later,
    map_both,
    need_many_actions,
)
from therapy_core import Actor, Practice
from therapy_core.directory import profiles
from therapy_core.due import tasks
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import LoginEnded
from therapy_core.records import erasing
from therapy_core.records.parting import ERASED_NAME
from therapy_core.relationships.models import (
    THERAPISTS_OF_CLIENT,
    Mapping,
    Relationship,
)

Patch = pytest.MonkeyPatch


class Crash(BaseException):
    """Stand for the end of the process."""


def crash(*_: object) -> None:
    """End here."""
    raise Crash


def names(practice: Practice, client: Actor) -> list[str | None]:
    """Return the copies of a client's name."""
    found: Iterator[Relationship] = practice.table.every(
        THERAPISTS_OF_CLIENT, client_id=client.profile_id
    )
    return [each.client_name for each in found]


def relate(practice: Practice, clients: list[str], therapists: list[str]) -> None:
    """Store relationships of all with all."""
    practice.table.load(
        Relationship(client_id=c, therapist_id=t, client_name="Ada", mapping=Mapping.ENDED.value)
        for c in clients
        for t in therapists
    )


@pytest.mark.parametrize("way", ["me", "clients"])
def test_a_rename_goes_on_after_a_crash(practice: Practice, monkeypatch: Patch, way: str) -> None:
    """The name is the client's at once, and reaches every copy in the end."""
    need_many_actions(practice)
    ada = a_client(practice, "Ada")
    relate(practice, [ada.profile_id], [f"thr_{n:03}" for n in range(profiles.MOST_COPIES + 3)])
    acting = practice.acting_as(ada)
    monkeypatch.setattr(profiles, "save_rest", crash)
    with pytest.raises(Crash):
        if way == "me":
            acting.accounts.change_me({"name": "Eve"})
        else:
            acting.clients.change(ada.profile_id, {"name": "Eve"})
    monkeypatch.undo()
    assert acting.clients.get(ada.profile_id).name == "Eve"
    assert names(practice, ada).count("Ada") == 3
    later(practice, seconds=tasks.GRACE.total_seconds())
    assert sweep_table(practice.table).done == {"rename": 1}
    assert set(names(practice, ada)) == {"Eve"}
    assert sweep_table(practice.table).seen == 0


def test_a_long_rename_leaves_no_task(practice: Practice) -> None:
    """What is finished at once is not due later."""
    need_many_actions(practice)
    ada = a_client(practice, "Ada")
    relate(practice, [ada.profile_id], [f"thr_{n:03}" for n in range(profiles.MOST_COPIES + 1)])
    practice.acting_as(ada).clients.change(ada.profile_id, {"name": "Eve"})
    later(practice, hours=1)
    assert sweep_table(practice.table).seen == 0


def test_of_two_names_the_later_one_stays(practice: Practice, monkeypatch: Patch) -> None:
    """The rest of an earlier rename writes over no newer name."""
    need_many_actions(practice)
    ada = a_client(practice, "Ada")
    relate(practice, [ada.profile_id], [f"thr_{n:03}" for n in range(profiles.MOST_COPIES + 3)])
    clients, real = practice.acting_as(ada).clients, profiles.save_rest

    def late(*args: object) -> None:
        monkeypatch.setattr(profiles, "save_rest", real)
        clients.change(ada.profile_id, {"name": "Zoe"})
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(profiles, "save_rest", late)
    clients.change(ada.profile_id, {"name": "Eve"})
    assert set(names(practice, ada)) == {"Zoe"}


def test_a_rename_shows_the_name_to_nobody_new(practice: Practice) -> None:
    """A therapist who asked, and whom the client never answered, does not learn it."""
    ada, tom, zoe = a_client(practice, "Ada"), a_therapist(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    practice.acting_as(zoe).mapping_requests.ask(client_id=ada.profile_id)
    practice.acting_as(ada).clients.change(ada.profile_id, {"name": "Eve"})
    assert between(practice, ada, tom).client_name == "Eve"
    assert between(practice, ada, zoe).client_name is None


@pytest.mark.parametrize("role", ["client", "therapist"])
def test_a_removal_goes_on_after_a_crash(practice: Practice, monkeypatch: Patch, role: str) -> None:
    """The account is gone at once, and all that hung on it is closed in the end."""
    if role == "client":
        who = a_client(practice, "Ada")
        relate(practice, [who.profile_id], ["thr_1", "thr_2"])
        delete = practice.acting_as(ADMIN).clients.delete
    else:
        who = a_therapist(practice)
        relate(practice, ["cli_1", "cli_2"], [who.profile_id])
        delete = practice.acting_as(ADMIN).therapists.delete
    monkeypatch.setattr(erasing, "carry_out", crash)
    with pytest.raises(Crash):
        delete(who.profile_id)
    monkeypatch.undo()
    with pytest.raises(LoginEnded):
        practice.authenticate(who.account_id, who.login_id)
    later(practice, seconds=tasks.GRACE.total_seconds())
    assert sweep_table(practice.table).done == {"erase": 1}
    if role == "client":
        assert set(names(practice, who)) == {ERASED_NAME}
    later(practice, seconds=erasing.ONCE_MORE.total_seconds())
    assert sweep_table(practice.table).done == {"erase": 1}
    assert sweep_table(practice.table).seen == 0


def test_a_relationship_that_begins_while_its_client_leaves_is_closed(
    practice: Practice, monkeypatch: Patch
) -> None:
    """What was added after the profile was read is found at the end, and the name in it goes."""
    ada, tom = a_client(practice), a_therapist(practice)
    real = erasing.remove

    def late(*args: object) -> None:
        practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(erasing, "remove", late)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    assert names(practice, ada) == [ERASED_NAME]
    assert between(practice, ada, tom).mapping_request_id is None

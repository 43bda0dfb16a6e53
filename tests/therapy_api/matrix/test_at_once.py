"""What is taken back holds from the very next request on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.cast import ADMIN, GRANTED, OWNER, Persona
from tests.therapy_api.matrix.rows import VERSION
from tests.therapy_api.matrix.world import WORDS, Scene, World, text_of
from therapy_core import Role

pytestmark = pytest.mark.exact


def test_a_login_that_ended_opens_nothing(world: World) -> None:
    """The access token is good no more, whatever time it had left."""
    scene = world.scene(OWNER)
    world.play(scene)
    assert world.ask(scene, "POST /logout").status_code == 204
    assert world.ask(scene, "GET /clients/{clientId}").status_code == 401


def test_a_therapist_without_verification_is_not_found(world: World) -> None:
    """Whoever saw the profile a moment ago sees it no more."""
    scene, admin = world.scene(OWNER), world.scene(ADMIN)
    world.play(scene)
    world.play(admin)
    path = "/therapists/{therapistId}"
    assert world.ask(scene, f"GET {path}").status_code == 200
    admin.ids = scene.ids
    taken = world.ask(admin, f"DELETE {path}/verification", headers={"If-Match": '"1"'})
    assert taken.status_code == 200
    assert world.ask(scene, f"GET {path}").status_code == 404


JOURNAL = "/journals/{clientId}"
OF_THE_JOURNAL = (JOURNAL, f"{JOURNAL}/{{entryId}}", f"{JOURNAL}/trends")
SEARCH = "/therapists/{therapistId}/search"
WORD = {"keyword": WORDS["record"]}


@pytest.fixture
def therapist(world: World) -> Scene:
    """Return a mapped therapist who may read the journal, with sessions past and to come."""
    scene = world.scene(Persona(Role.THERAPIST, own=True, state=GRANTED))
    things.entry(scene)
    things.session(scene)
    things.drafts(scene)
    world.play(scene)
    return scene


@pytest.fixture
def client(therapist: Scene) -> Scene:
    """Return the client of that therapist."""
    return replace(therapist, asker=therapist.owner)


def test_a_grant_that_is_taken_back_closes_the_journal(
    world: World, therapist: Scene, client: Scene
) -> None:
    """Nothing of it is read or found any more; the mapping stays."""
    for path in OF_THE_JOURNAL:
        assert world.ask(therapist, f"GET {path}").status_code == 200
    revoked = world.ask(client, f"DELETE {JOURNAL}/access/{{therapistId}}")
    assert revoked.status_code == 204
    for path in OF_THE_JOURNAL:
        assert world.ask(therapist, f"GET {path}").status_code == 404
    found = world.ask(therapist, f"GET {SEARCH}", query_string=WORD)
    assert therapist.ids["entryId"] not in text_of(found)
    profile = world.ask(therapist, "GET /clients/{clientId}")
    assert profile.json["phone"] == WORDS["profile"]


def test_an_entry_that_becomes_private_is_not_there(
    world: World, therapist: Scene, client: Scene
) -> None:
    """The therapist's next read does not have it."""
    entry = f"{JOURNAL}/{{entryId}}"
    hidden = world.ask(client, f"PATCH {entry}", json={"private": True}, headers=VERSION)
    assert hidden.status_code == 200
    assert world.ask(therapist, f"GET {entry}").status_code == 404
    for path in (JOURNAL, f"{JOURNAL}/trends"):
        assert world.ask(therapist, f"GET {path}").json["items"] == []


@pytest.mark.parametrize("side", ["client", "therapist"])
def test_the_end_of_a_mapping_leaves_the_past_to_read(
    world: World, therapist: Scene, client: Scene, side: str
) -> None:
    """The name alone is left of the profile, and nothing is written any more."""
    by = client if side == "client" else therapist
    assert world.ask(by, "DELETE /mappings/{clientId}/{therapistId}").status_code == 204
    profile = world.ask(therapist, "GET /clients/{clientId}").json
    assert (profile["name"], profile["phone"]) == ("Amal", None)
    for path in OF_THE_JOURNAL:
        assert world.ask(therapist, f"GET {path}").status_code == 404
    note = "/sessions/{sessionId}/notes/shared"
    assert world.ask(therapist, f"GET {note}").json["text"] == WORDS["record"]
    changed = world.ask(therapist, f"PUT {note}", json={"text": "More."}, headers=VERSION)
    assert changed.status_code == 404
    message = {
        "clientId": therapist.owner.profile_id,
        "therapistId": therapist.party.profile_id,
        "text": "Hello?",
    }
    assert world.ask(therapist, "POST /messages", json=message).status_code == 409
    statuses = {s["status"] for s in world.ask(therapist, "GET /sessions").json["items"]}
    assert statuses == {"scheduled", "cancelled"}  # the past one stays as it was


def test_a_feed_that_was_closed_leads_nowhere(world: World) -> None:
    """Whoever kept the address has nothing of it."""
    scene = world.scene(OWNER)
    things.feed(scene)
    world.play(scene)
    feed = "GET /calendar/{feedToken}.ics"
    assert world.ask(scene, feed).status_code == 200
    assert world.ask(scene, "DELETE /me/calendar-feed").status_code == 204
    assert world.ask(scene, feed).status_code == 404

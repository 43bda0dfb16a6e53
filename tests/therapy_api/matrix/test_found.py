"""A search finds, and an archive holds, what is for its asker, in every state of a relationship."""

from __future__ import annotations

import pytest

from tests.practices import an_entry
from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.cast import ASIDE, OTHER_CLIENT, OWNERS, SIDES, Persona
from tests.therapy_api.matrix.world import WORDS, Scene, World, text_of
from therapy_core import Role
from therapy_core.messaging.models import Side
from therapy_core.relationships.models import JournalAccess

pytestmark = pytest.mark.exact
SEARCHES = {
    Role.CLIENT: "GET /clients/{clientId}/search",
    Role.THERAPIST: "GET /therapists/{therapistId}/search",
}


@pytest.mark.parametrize("persona", [*OWNERS, *SIDES, *ASIDE, OTHER_CLIENT], ids=lambda p: p.name)
def test_a_search_finds_what_may_be_seen(served: World, persona: Persona) -> None:
    """One's own notes and messages always, a journal by its grant, and nothing of another's."""
    scene = told(served, persona)
    found = {name for name in NAMES if scene.ids[name] in searched(served, scene, "record")}
    assert found == expected(persona)
    has_private = scene.ids["sessionId"] in searched(served, scene, "private")
    assert has_private == (persona in SIDES)


@pytest.mark.parametrize("persona", [*OWNERS, *SIDES, *ASIDE, OTHER_CLIENT], ids=lambda p: p.name)
def test_an_archive_holds_what_is_ones_own(served: World, persona: Persona) -> None:
    """No journal is in a therapist's, granted or not, and no private note in a client's."""
    scene = told(served, persona)
    archive = text_of(served.ask(scene, "GET /me/export"))
    held = {name for name in NAMES if scene.ids[name] in archive}
    assert held == expected(persona) - ({"entryId"} if persona.role is Role.THERAPIST else set())
    assert (WORDS["private"] in archive) == (persona in SIDES)


NAMES = ("entryId", "hiddenId", "sessionId", "messageId")


def expected(persona: Persona) -> set[str]:
    """Return what the design lets somebody find, of an owner's things with the party."""
    between = {"sessionId", "messageId"}
    if persona.role is Role.CLIENT:
        return {*NAMES} if persona.own else set()
    journal = persona.state is not None and persona.state[1] is JournalAccess.GRANTED
    return (between if persona.own else set()) | ({"entryId"} if journal else set())


def told(world: World, persona: Persona) -> Scene:
    """Return a scene with everything that has words in it, searched by the asker for the asker."""
    scene = world.scene(persona)
    hidden = an_entry(scene.owner, scene.soon(-2), WORDS["record"], private=True)
    scene.ids["hiddenId"] = hidden.entry_id
    scene.add(hidden)
    things.entry(scene)
    things.drafts(scene)
    things.message_by(Side.CLIENT)(scene)
    world.play(scene)
    mine = "clientId" if persona.role is Role.CLIENT else "therapistId"
    scene.ids[mine] = scene.asker.profile_id
    return scene


def searched(world: World, scene: Scene, word: str) -> str:
    """Return all that a search finds."""
    query = {"keyword": WORDS[word], "limit": "100"}
    answer = world.ask(scene, SEARCHES[scene.asker.role], query_string=query)
    assert answer.status_code == 200
    return text_of(answer)

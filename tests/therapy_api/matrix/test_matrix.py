"""Every operation, by everybody: who sees it, who changes it, who learns nothing.

What is expected is computed from `access.RULES`; `test_design.py` holds the rules against the
design by hand.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.therapy_api.matrix.cast import Persona
from tests.therapy_api.matrix.rows import Row, rows
from tests.therapy_api.matrix.world import WORDS, Scene, World, changed, text_of
from therapy_core import Actor, access
from therapy_core.access import Sight

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact
REFUSED = (401, 403, 404)
COUNTED = {"rate"}
"""A refused request is counted all the same."""
READ_BEFORE = {"audit_event"}
"""A granted read is written down before it is known whether the entry can be read, or is there."""


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the use cases that access is asked about, as they are."""
    asked: list[str] = []
    gate = access.gate

    def heard(actor: Actor, action: str) -> access.Test:
        asked.append(action)
        return gate(actor, action)

    monkeypatch.setattr(access, "gate", heard)
    return asked


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_whoever_is_refused_learns_and_changes_nothing(world: World, row: Row) -> None:
    """The refusal is the one that the rules lead to, and the table is as it was."""
    cells = [staged for staged in _staged(world, row) if row.expected(staged) in REFUSED]
    noted = COUNTED | (READ_BEFORE if row.within else set())
    before = world.items()
    for scene in cells:
        answer = row.asked(world, scene)
        assert answer.status_code == row.expected(scene), (scene.persona.name, text_of(answer))
        assert not [kind for kind, word in WORDS.items() if word in text_of(answer)]
    assert not set(changed(before, world.items())) - noted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_whoever_may_gets_what_the_rules_let_them_see(
    world: World, row: Row, decided: list[str]
) -> None:
    """The answer is the operation's own, by its rule, and shows what the sight allows."""
    for scene in _staged(world, row):
        status = row.expected(scene)
        if status in REFUSED:
            continue
        decided.clear()
        answer = row.asked(world, scene)
        assert decided[:1] == ([row.use_case] if row.use_case else [])
        assert answer.status_code == status, (scene.persona.name, text_of(answer))
        if status == row.success:
            _shows_what_it_may(row, scene, answer)


@pytest.mark.parametrize(
    "row", [row for row in rows() if "If-Match" in row.headers], ids=lambda row: row.name
)
def test_nobody_writes_over_another_version(world: World, row: Row) -> None:
    """A change holds for the version that was read, whoever makes it."""
    stale = replace(row, headers={"If-Match": '"99"'})
    cells = [s for s in _staged(world, row) if row.expected(s) == row.success]
    before = world.items()
    for scene in cells:
        assert stale.asked(world, scene).status_code == 412, scene.persona.name
    assert not set(changed(before, world.items())) - COUNTED


def _staged(world: World, row: Row) -> list[Scene]:
    return [_played(world, row, persona) for persona in row.cast]


def _played(world: World, row: Row, persona: Persona) -> Scene:
    scene = row.staged(world, persona)
    world.play(scene)
    return scene


def _shows_what_it_may(row: Row, scene: Scene, answer: object) -> None:
    text, who = text_of(answer), scene.persona.name  # type: ignore[arg-type]
    seen = row.sight(scene)
    if row.lists:
        assert (scene.ids[row.lists] in text) == (seen is not Sight.NOTHING), who
    secret = WORDS.keys() - (row.tells if seen is Sight.FULL else ())
    assert not [kind for kind in secret if WORDS[kind] in text], who
    for member in row.hides.get(seen, ()):
        assert answer.json.get(member) is None, (who, member)  # type: ignore[attr-defined]

"""Every operation, by everybody: who sees it, who changes it, who learns nothing.

What is expected is computed from `access.RULES`; `test_design.py` holds the rules against the
design by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.therapy_api.matrix.rows import Row, rows
from tests.therapy_api.matrix.world import WORDS, Scene, World, changed, missing, text_of
from therapy_core import Actor, access
from therapy_core.access import Sight

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact
REFUSED = (401, 403, 404)
COUNTED = {"rate"}
"""A refused request is counted all the same."""
READ_BEFORE = {"audit_event"}
"""A granted read is written down before it is known whether the entry can be read, or is there."""
OF_THE_REQUEST = {"instance", "requestId"}
OF_THE_MOMENT = {"X-Request-Id", "Date", "RateLimit"}
CONDITIONAL = [row for row in rows() if "If-Match" in row.headers]
ROWS = CONDITIONAL + [row for row in rows() if row not in CONDITIONAL]
"""Ordered so that the tests of a row share its scenes."""


@dataclass
class Played:
    """Hold a row, and a scene for each who asks, as they are stored."""

    row: Row
    scenes: list[Scene]

    def that_are(self, *, refused: bool) -> Iterator[tuple[Scene, int]]:
        """Yield the scenes in which the asker is refused, or isn't, with the status expected."""
        for scene in self.scenes:
            status = self.row.expected(scene)
            if (status in REFUSED) == refused:
                yield scene, status


@pytest.fixture(scope="module")
def played(served: World, request: pytest.FixtureRequest) -> Played:
    """Return a row with everything in its scenes stored."""
    served.clear()
    scenes = [request.param.staged(served, persona) for persona in request.param.cast]
    served.play(*scenes)
    return Played(request.param, scenes)


def each(found: list[Row]) -> pytest.MarkDecorator:
    """Run a test for each of these rows."""
    names = [row.name for row in found]
    return pytest.mark.parametrize("played", found, ids=names, indirect=True, scope="module")


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


@each(ROWS)
def test_whoever_is_refused_learns_and_changes_nothing(served: World, played: Played) -> None:
    """The refusal is that of the rules, and the same for what never was; the table stays as it is.

    Equal calls to the table stand for equal time, which no clock on a busy machine could show.
    """
    row = played.row
    before = served.items()
    for scene, status in played.that_are(refused=True):
        foreign = _heard(served, row, scene)
        assert foreign[0] == status, (scene.persona.name, foreign)
        assert not [kind for kind, word in WORDS.items() if word in str(foreign)]
        for lost in _lost(row, scene):
            assert _heard(served, row, lost) == foreign, scene.persona.name
        if row in CONDITIONAL and row.is_hidden(scene):
            assert _heard(served, stale(row), scene) == foreign, scene.persona.name
    noted = COUNTED | (READ_BEFORE if row.within else set())
    assert not set(changed(before, served.items())) - noted


@each(CONDITIONAL)
def test_nobody_writes_over_another_version(served: World, played: Played) -> None:
    """A change holds for the version that was read, whoever makes it."""
    before = served.items()
    for scene, status in played.that_are(refused=False):
        if status == played.row.success:
            assert stale(played.row).asked(served, scene).status_code == 412, scene.persona.name
    assert not set(changed(before, served.items())) - COUNTED


@each(ROWS)
def test_whoever_may_gets_what_the_rules_let_them_see(
    served: World, played: Played, decided: list[str]
) -> None:
    """The answer is the operation's own, by its rule, and shows what the sight allows."""
    row = played.row
    for scene, status in played.that_are(refused=False):
        decided.clear()
        answer = row.asked(served, scene)
        assert decided[:1] == ([row.use_case] if row.use_case else [])
        assert answer.status_code == status, (scene.persona.name, text_of(answer))
        if status == row.success:
            _shows_what_it_may(row, scene, answer)


def stale(row: Row) -> Row:
    """Return the row with a version that nothing has."""
    return replace(row, headers={"If-Match": '"99"'})


def _shows_what_it_may(row: Row, scene: Scene, answer: TestResponse) -> None:
    text, who = text_of(answer), scene.persona.name
    seen = row.sight(scene)
    if row.lists:
        assert (scene.ids[row.lists] in text) == (seen is not Sight.NOTHING), who
    secret = WORDS.keys() - (row.tells if seen is Sight.FULL else ())
    assert not [kind for kind in secret if WORDS[kind] in text], who
    for member in row.hides.get(seen, ()):
        assert answer.json.get(member) is None, (who, member)


def _lost(row: Row, scene: Scene) -> Iterator[Scene]:
    """Yield the scene with every identifier that is not the asker's led astray, and the last.

    What the asker was let into stays as it is.
    """
    mine = {scene.asker.profile_id, scene.asker.login_id}
    named = [n for n in row.names(scene) if scene.ids[n] not in mine]
    if not named or not (row.veiled or row.is_hidden(scene)):
        return
    inside = row.expected(scene) == 404 and row.lets_in(scene)
    for astray in (named[-1:], *([] if inside or len(named) == 1 else [named])):
        gone = {name: missing(scene.ids[name]) for name in astray}
        yield replace(scene, ids=scene.ids | gone)


def _heard(world: World, row: Row, scene: Scene) -> tuple[Any, ...]:
    """Return all that the asker can tell the answer by: status, headers, body, and the work.

    No data key is at hand, so that opening a text would show as a call.
    """
    world.practice.keyring.evict()
    with world.practice.metered() as meter:
        answer = row.asked(world, scene)
    body = {k: v for k, v in answer.json.items() if k not in OF_THE_REQUEST}
    headers = {k: v for k, v in answer.headers if k not in OF_THE_MOMENT}
    return answer.status_code, headers, body, [(c.operation, c.purpose) for c in meter.calls]

"""What is another's and what is not there look alike: in the answer, and in the work it took.

Equal calls to the table stand for equal time, which no clock on a busy machine could show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.therapy_api.matrix.rows import Row, rows
from tests.therapy_api.matrix.world import Scene, World, missing

pytestmark = pytest.mark.exact
OF_THE_REQUEST = {"instance", "requestId"}
OF_THE_MOMENT = {"X-Request-Id", "Date", "RateLimit"}
WITH_IDS = [row for row in rows() if "{" in row.operation]


@pytest.mark.parametrize("row", WITH_IDS, ids=lambda row: row.name)
def test_foreign_and_missing_look_alike(world: World, row: Row) -> None:
    """Whoever is refused a thing is told the same of one that never was, after the same calls."""
    for persona in row.cast:
        scene = row.staged(world, persona)
        world.play(scene)
        if not row.is_hidden(scene):
            continue
        foreign = _heard(world, row, scene)
        for lost in _lost(row, scene):
            assert _heard(world, row, lost) == foreign, persona.name


def _lost(row: Row, scene: Scene) -> Iterator[Scene]:
    """Yield the scene with every identifier that is not the asker's led astray, and the last.

    What the asker was let into stays as it is.
    """
    mine = {scene.asker.profile_id, scene.asker.login_id}
    named = [n for n in scene.ids if f"{{{n}}}" in row.operation and scene.ids[n] not in mine]
    all_astray = [] if _is_inside(row, scene) else [named]
    for astray in (*all_astray, named[-1:]):
        gone = {name: missing(scene.ids[name]) for name in astray}
        yield replace(scene, ids=scene.ids | gone)


def _is_inside(row: Row, scene: Scene) -> bool:
    return row.expected(scene) == 404 and row.lets_in(scene)


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

"""What is taken back holds from the very next request on."""

from __future__ import annotations

import pytest

from tests.therapy_api.matrix.cast import ADMIN, OWNER
from tests.therapy_api.matrix.world import World

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

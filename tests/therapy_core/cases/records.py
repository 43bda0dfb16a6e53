"""Whole records."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from tests.practices import PASSWORD
from tests.therapy_core.cases.world import Case, World, directly
from therapy_core import SYSTEM


def bringing_back(world: World) -> Callable[[], Any]:
    """Export an admin, who has the least, end the account, and bring it back."""
    with world.acting(world.admin).records.export() as file:
        taken = io.BytesIO(file.read())
    world.acting(world.admin).records.erase(PASSWORD)
    return lambda: world.acting(SYSTEM).records.bring_back(taken)


CASES: dict[str, Case] = {
    "records.export": directly(lambda w: w.acting(w.client).records.export().close()),
    "records.erase": directly(lambda w: w.acting(w.client).records.erase(PASSWORD)),
    "records.bring_back": bringing_back,
}

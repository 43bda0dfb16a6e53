"""The rules say what the design says: each cell written down by hand, apart from the rules.

The columns are those of the design's table: the client whose things they are, a mapped therapist,
one with journal access too, one after unmapping, another therapist and an admin; beside them
nobody at all, another client, and a therapist with journal access who is not mapped.
"""

from __future__ import annotations

import pytest

from tests.therapy_api.matrix import cast, design
from tests.therapy_api.matrix.cast import Persona
from tests.therapy_api.matrix.rows import Row, rows
from tests.therapy_api.matrix.world import World
from therapy_core import Role
from therapy_core.access import Sight
from therapy_core.errors import NotAllowed, NotAuthenticated
from therapy_core.relationships.models import Contact, JournalAccess, Mapping

ACCESS = (Mapping.NONE, JournalAccess.GRANTED, Contact.OPEN)
COLUMNS = {
    "nobody": cast.ANONYMOUS,
    "own": cast.OWNER,
    "client": cast.OTHER_CLIENT,
    "mapped": Persona(Role.THERAPIST, True, cast.MAPPED),
    "granted": Persona(Role.THERAPIST, True, cast.GRANTED),
    "access": Persona(Role.THERAPIST, True, ACCESS),
    "former": Persona(Role.THERAPIST, True, cast.UNMAPPED),
    "stranger": cast.STRANGER,
    "admin": cast.ADMIN,
}
WORDS = {
    Sight.NOTHING: "-",
    Sight.NAME: "name",
    Sight.METADATA: "meta",
    Sight.PUBLIC: "public",
    Sight.FULL: "full",
}
CLASHES = {404: "-", 409: "conflict", 422: "invalid"}


def test_the_columns_are_those_of_the_table() -> None:
    """Both are read in the same order."""
    assert tuple(COLUMNS) == design.COLUMNS


def test_every_row_is_written_down() -> None:
    """No operation is left to what the rules say of themselves."""
    assert sorted(row.name for row in rows()) == sorted(design.NAMES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_the_rules_say_what_the_design_says(served: World, row: Row) -> None:
    """Each cell is as it was written down."""
    said = {name: _said(served, row, persona) for name, persona in COLUMNS.items()}
    assert said == dict(zip(COLUMNS, design.CELLS[row.name], strict=True))


def _said(world: World, row: Row, persona: Persona) -> str:
    """Return the design's word for what the rules let somebody see."""
    scene = row.staged(world, persona)
    try:
        seen = row.sight(scene)
        clash = row.clash(scene, seen) if seen is not Sight.NOTHING else None
        return CLASHES[clash] if clash else WORDS[seen]
    except NotAuthenticated:
        return "log-in"
    except NotAllowed:
        return "never"

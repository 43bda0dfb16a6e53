"""Journals: the client's own, and open to therapists whom the client let in."""

from __future__ import annotations

from dataclasses import replace

from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import VERSION, Row, of_the_owner
from tests.therapy_api.matrix.world import Scene
from therapy_core.access import Subject

JOURNAL, ENTRY = "/journals/{clientId}", "/journals/{clientId}/{entryId}"


def of_the_private(scene: Scene) -> Subject:
    """Ask about an entry that the owner keeps from everybody."""
    return replace(scene.subject, private=True)


ROWS = [
    Row(
        f"POST {JOURNAL}",
        "journals.write",
        201,
        body=lambda scene: {"feeling": "relieved", "intensity": 6},
    ),
    Row(
        f"GET {JOURNAL}",
        "journals.list",
        case="open",
        things=things.entry,
        within=of_the_owner,
        lists="entryId",
        tells=("record",),
    ),
    Row(
        f"GET {JOURNAL}",
        "journals.list",
        case="private",
        things=things.private_entry,
        subject=of_the_private,
        within=of_the_owner,
        lists="entryId",
        tells=("record",),
    ),
    Row(f"GET {ENTRY}", "journals.get", case="open", things=things.entry, tells=("record",)),
    Row(
        f"GET {ENTRY}",
        "journals.get",
        case="private",
        things=things.private_entry,
        subject=of_the_private,
        within=of_the_owner,
        tells=("record",),
    ),
    Row(
        f"PATCH {ENTRY}",
        "journals.change",
        things=things.entry,
        headers=VERSION,
        body=lambda scene: {"intensity": 7},
        tells=("record",),
    ),
    Row(f"DELETE {ENTRY}", "journals.remove", 204, things=things.entry, headers=VERSION),
    Row(
        f"GET {JOURNAL}/trends",
        "journals.trends",
        case="open",
        things=things.entry,
        within=of_the_owner,
        lists="day",
    ),
    Row(
        f"GET {JOURNAL}/trends",
        "journals.trends",
        case="private",
        things=things.private_entry,
        subject=of_the_private,
        within=of_the_owner,
        lists="day",
    ),
    Row("GET /feelings", "journals.feelings", public=True, subject=nobodys),
]

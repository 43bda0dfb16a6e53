"""While a therapist works with a client: the condition of everything a therapist writes."""

from __future__ import annotations

from therapy_core.errors import NotFound
from therapy_core.relationships.models import Contact, Relationship
from therapy_core.table import Unit


def if_working(unit: Unit, client_id: str, therapist_id: str) -> None:
    """Let `unit` pass only while the two are in contact; afterwards a therapist reads alone.

    On commit raises `NotFound`. Source: access.md, the column "after unmapping".
    """
    pair = Relationship.at(client_id=client_id, therapist_id=therapist_id)
    unit.check(pair, Relationship.contact == Contact.OPEN.value, otherwise=NotFound())

"""What becomes of each part of a record when its owner leaves, and why (access.md, rule 12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from therapy_core.actor import Role
from therapy_core.journals.models import MOODS
from therapy_core.records.sections import SECTIONS, Source, by
from therapy_core.scheduling.models import CLIENT_DAYS
from therapy_core.sessions.models import (
    ADDENDA_OF_THERAPIST,
    NOTES_OF_THERAPIST,
    Addendum,
    NoteKind,
    PrivateNote,
    SharedNote,
)
from therapy_core.table import AccessPattern, Entity, Table


class Fate(StrEnum):
    """Say what becomes of something."""

    ERASED = "erased"
    RETAINED = "retained"


@dataclass(frozen=True)
class Category:
    """Name a part of a record, with its fate and the reason."""

    name: str
    fate: Fate
    why: str
    source: Source


def line_of(table: Table, category: Category, person: str) -> dict[str, Any]:
    """Return what a receipt says of a category, with how many entries there are now."""
    count = sum(1 for _ in category.source.read(table, person))
    return {
        "category": category.name,
        "outcome": category.fate.value,
        "count": count,
        "reason": category.why,
    }


def is_private(entity: Entity) -> bool:
    """Tell whether a note, or an addendum to one, is its author's alone."""
    addendum = isinstance(entity, Addendum) and entity.note == NoteKind.PRIVATE
    return addendum or isinstance(entity, PrivateNote)


def _notes(*, private: bool) -> Source:
    """Read a therapist's notes and addenda of one kind."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        patterns: tuple[AccessPattern[Any], ...] = (NOTES_OF_THERAPIST, ADDENDA_OF_THERAPIST)
        for pattern in patterns:
            for entity in table.every(pattern, therapist_id=person):
                if is_private(entity) is private:
                    yield entity

    return Source((PrivateNote if private else SharedNote, Addendum), read)


PRIVATE_NOTES = _notes(private=True)
IDENTIFIES = "It says who you are."
ALONE = "It was yours alone. The key to what was written in it is destroyed."
FOLLOWS = "It only counted what is erased."
OTHER_SIDE = "The other side has to keep it. Your name is not in it any more."
PROOF = "It proves what was allowed and done. It holds identifiers, and no name."


def _of(role: Role, name: str, fate: Fate, why: str) -> Category:
    (section,) = [s for s in SECTIONS[role] if s.name == name]
    return Category(name, fate, why, section.source)


def _each(role: Role, fate: Fate, why: str, *names: str) -> tuple[Category, ...]:
    return tuple(_of(role, name, fate, why) for name in names)


CATEGORIES = {
    Role.CLIENT: (
        *_each(Role.CLIENT, Fate.ERASED, IDENTIFIES, "account", "logins", "profile"),
        *_each(Role.CLIENT, Fate.ERASED, ALONE, "journal"),
        Category("journal-counters", Fate.ERASED, FOLLOWS, by("client_id", MOODS)),
        Category("calendar-days", Fate.ERASED, FOLLOWS, by("client_id", CLIENT_DAYS)),
        *_each(
            Role.CLIENT,
            Fate.RETAINED,
            OTHER_SIDE,
            "relationships",
            "mapping-requests",
            "journal-access-requests",
            "appointment-requests",
            "sessions",
            "shared-notes",
            "addenda",
            "conversations",
            "messages",
        ),
        *_each(Role.CLIENT, Fate.RETAINED, PROOF, "consents", "audit"),
    ),
    Role.THERAPIST: (
        *_each(Role.THERAPIST, Fate.ERASED, IDENTIFIES, "account", "logins", "profile"),
        *_each(
            Role.THERAPIST, Fate.ERASED, "Nobody can book by them any more.", "slot-rules", "slots"
        ),
        Category("private-notes", Fate.ERASED, "They were yours alone.", PRIVATE_NOTES),
        *_each(
            Role.THERAPIST,
            Fate.RETAINED,
            OTHER_SIDE,
            "relationships",
            "mapping-requests",
            "journal-access-requests",
            "appointment-requests",
            "sessions",
            "conversations",
            "messages",
        ),
        Category("shared-notes", Fate.RETAINED, OTHER_SIDE, _notes(private=False)),
        *_each(Role.THERAPIST, Fate.RETAINED, PROOF, "audit"),
    ),
    Role.ADMIN: _each(Role.ADMIN, Fate.ERASED, IDENTIFIES, "account", "logins"),
}

"""Everybody who may come, and what they are to the client whose things are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from seeds.relationships import STATES, State
from therapy_core import Role
from therapy_core.relationships.models import Contact, JournalAccess, Mapping

MAPPED: State = (Mapping.ACTIVE, JournalAccess.NONE, Contact.OPEN)
GRANTED: State = (Mapping.ACTIVE, JournalAccess.GRANTED, Contact.OPEN)
UNMAPPED: State = (Mapping.ENDED, JournalAccess.NONE, Contact.CLOSED)


@dataclass(frozen=True)
class Persona:
    """Say who asks.

    `state` is what the owner and a therapist are to each other: the therapist who asks, or the
    one on the other side of the owner's things. `own` says that it is the asker's own things, and
    not another's, that are asked for.
    """

    role: Role
    own: bool = False
    state: State | None = GRANTED

    @property
    def name(self) -> str:
        """Return how a failing cell is called."""
        state = "/".join(self.state) if self.state else "nothing"
        return f"{self.role}, {'own' if self.own else 'not own'}, {state}"


ANONYMOUS = Persona(Role.ANONYMOUS)
ADMIN = Persona(Role.ADMIN)
OTHER_CLIENT = Persona(Role.CLIENT)
STRANGER = Persona(Role.THERAPIST, state=None)
OWNER = Persona(Role.CLIENT, own=True)
UNRELATED = Persona(Role.THERAPIST, own=True, state=None)
"""A therapist who reaches out to a client with whom there is nothing."""
UNRELATED_OWNER = Persona(Role.CLIENT, own=True, state=None)
OWNERS = tuple(Persona(Role.CLIENT, True, state) for state in (*STATES, None))
SIDES = tuple(Persona(Role.THERAPIST, True, state) for state in STATES)
ASIDE = tuple(Persona(Role.THERAPIST, False, state) for state in STATES)

OUTSIDE = (ANONYMOUS, ADMIN, OTHER_CLIENT, STRANGER)
ALONE = (*OUTSIDE, OWNER, *SIDES)
"""Those to ask about what belongs to one person."""
PAIR = (*OUTSIDE, *OWNERS, *SIDES, *ASIDE)
"""Those to ask about what a client and a therapist have between them."""

"""Rows of the matrix: how an operation is called, and what `access.RULES` expects of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.therapy_api.matrix import domains
from tests.therapy_api.matrix.cast import ALONE, Persona
from tests.therapy_api.matrix.world import Scene, World
from therapy_api.problems import status_of
from therapy_core import ANONYMOUS, Actor, Role, access
from therapy_core.access import Sight, Subject
from therapy_core.errors import NotFound, TherapyError
from therapy_core.relationships.models import Contact

VERSION = {"If-Match": '"1"'}


def nothing_more(scene: Scene) -> None:
    """Add nothing to the people of a scene."""


def of_the_owner(scene: Scene) -> Subject:
    """Ask about what is the owner's, with the party on the other side."""
    return scene.subject


def of_the_party(scene: Scene) -> Subject:
    """Ask about the therapist."""
    return Subject(scene.party.profile_id, listed=True)


def no_clash(scene: Scene, seen: Sight) -> int | None:
    """Let the state of things forbid nothing."""
    return None


def in_contact(scene: Scene, seen: Sight) -> int | None:
    """Let a therapist write while in contact with the client; later the past is read alone.

    It is a condition of the write itself, so no rule says it.
    """
    pair = scene.relationship
    closed = pair is None or pair.contact == Contact.CLOSED
    return 404 if closed and scene.asker.role is Role.THERAPIST else None


@dataclass(frozen=True)
class Row:
    """Say how an operation is called and what decides about it.

    - `operation` is as the OpenAPI document has it; `case` tells rows of one operation apart.
    - `use_case` is a row of `access.RULES`, None for what asks the library nothing of the kind.
    - `things` adds to a scene what is asked for, `subject` says what access is asked about.
    - `lists` names the identifier by which a list is known to show the thing. A list answers 404
      only where what it lies in, `within`, can't be seen.
    - `clash` gives the status by which the state of things forbids what access allows; `veiled`
      says that such a 404, too, tells nothing.
    - `tells` are the kinds of words (`world.WORDS`) that somebody who sees it in full may read,
      `hides` the members that are null at less.
    """

    operation: str
    use_case: str | None
    success: int = 200
    case: str = ""
    cast: tuple[Persona, ...] = ALONE
    things: Callable[[Scene], None] = nothing_more
    subject: Callable[[Scene], Subject] = of_the_owner
    body: Callable[[Scene], Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    public: bool = False
    lists: str = ""
    within: Callable[[Scene], Subject] | None = None
    clash: Callable[[Scene, Sight], int | None] = no_clash
    veiled: bool = False
    tells: tuple[str, ...] = ()
    hides: Mapping[Sight, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return how the row is called in a test."""
        return f"{self.operation} ({self.case})" if self.case else self.operation

    def actor(self, scene: Scene) -> Actor:
        """Return as whom the use case runs: as nobody, where nobody needs to log in."""
        return ANONYMOUS if self.public else scene.asker

    def sight(self, scene: Scene) -> Sight:
        """Return how much the rules let the asker see. Raises as `access.sight`."""
        if self.use_case is None:
            return Sight.FULL
        actor = self.actor(scene)
        test = access.gate(actor, self.use_case)
        return test(actor, self.subject(scene))

    def lets_in(self, scene: Scene) -> bool:
        """Tell whether the asker sees what the thing lies in. Raises as `access.gate`."""
        if self.use_case is None or self.within is None:
            return bool(self.lists)
        actor = self.actor(scene)
        return access.is_shown(actor, self.use_case, self.within(scene))

    def is_hidden(self, scene: Scene) -> bool:
        """Tell whether access, and not the state of things, keeps the asker from it."""
        try:
            unseen = self.sight(scene) is Sight.NOTHING
            return unseen and not (self.lists and self.lets_in(scene))
        except TherapyError:
            return True

    def expected(self, scene: Scene) -> int:
        """Return the status that the rules of access lead to."""
        try:
            seen = self.sight(scene)
        except TherapyError as refusal:
            return status_of(type(refusal))
        if self.is_hidden(scene):
            return status_of(NotFound)
        return self.clash(scene, seen) or self.success

    def staged(self, world: World, persona: Persona) -> Scene:
        """Return a scene with everything in it that the row asks for; nothing is stored yet."""
        scene = world.scene(persona)
        self.things(scene)
        return scene

    def names(self, scene: Scene) -> list[str]:
        """Return what the request names, of `scene.ids`: in the path, in the query, in the body."""
        body = str(self.body(scene)) if self.body else ""
        text = f"{self.operation} {[*self.query.values()]}"
        return [n for n, found in scene.ids.items() if f"{{{n}}}" in text or found in body]

    def asked(self, world: World, scene: Scene) -> Any:
        """Send the request and return the answer."""
        more = {} if self.body is None else {"json": self.body(scene)}
        query = {name: value.format(**scene.ids) for name, value in self.query.items()}
        return world.ask(
            scene, self.operation, headers=dict(self.headers), query_string=query, **more
        )


def rows() -> list[Row]:
    """Return the rows of every domain."""
    found: list[Row] = []
    for module in pkgutil.iter_modules(domains.__path__, f"{domains.__name__}."):
        found += importlib.import_module(module.name).ROWS
    return found

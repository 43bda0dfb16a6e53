"""What is planted as a whole or not at all, because its parts are in step with one another."""

from __future__ import annotations

from dataclasses import dataclass

from therapy_core.table import Entity


@dataclass(frozen=True, slots=True)
class Together:
    """Hold entities that are planted unless one of `anchors` is there already.

    An anchor adds up, or names, what is in the others: a day's counters, a day's sheet, a
    conversation. Where it is there, somebody may have gone on from it, and all is left alone.
    """

    anchors: tuple[Entity, ...]
    others: tuple[Entity, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return all of them, the anchors last."""
        return self.others + self.anchors


Planted = Entity | Together
"""What a topic yields."""


def entities_of(planted: Planted) -> tuple[Entity, ...]:
    """Return the entities in what a topic yields."""
    return planted.entities if isinstance(planted, Together) else (planted,)

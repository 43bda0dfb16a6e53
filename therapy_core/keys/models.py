"""Data keys, as they lie in the table."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.keys.providers import Wrapping
from therapy_core.table import Entity, Primary

OWN, RECORD = "own", "record"
"""The two keys of a client: for what is the client's alone, and for what both sides keep."""


class Wrapped(MapAttribute[str, Any]):
    """Hold one generation of a data key, wrapped; `by` names what wrapped it."""

    number = NumberAttribute()
    by = UnicodeAttribute()
    blob = BinaryAttribute(legacy_encoding=False)


class DataKey(Entity, discriminator="data_key"):
    """Hold one data key of a client; what is new is sealed under its last `generation`.

    `rotation` is the number of the rotation that renewed it last, `renewed_at` when its last
    generation was made. With `destroyed_at` there is no generation left, and none will be made.
    """

    primary = Primary("CLIENT#{client_id}", "KEY#{name}")

    client_id = UnicodeAttribute()
    name = UnicodeAttribute()
    generation = NumberAttribute(default=1)
    generations: ListAttribute[Wrapped] = ListAttribute(of=Wrapped, default=list)
    rotation = NumberAttribute(default=0)
    renewed_at = UTCDateTimeAttribute()
    destroyed_at = UTCDateTimeAttribute(null=True)

    def wrapped(self, number: int) -> Wrapped | None:
        """Return the generation of this number, or None."""
        return next((w for w in self.generations if int(w.number) == number), None)


def wrapped(number: int, wrapping: Wrapping) -> Wrapped:
    """Return a generation of a data key as it is stored."""
    made: Wrapped = Wrapped(number=number, by=wrapping.by, blob=wrapping.blob)  # type: ignore[no-untyped-call]
    return made

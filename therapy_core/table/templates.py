"""Key templates: `key("CLIENT#{client_id}")` renders, parses and proves what it excludes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from therapy_core.table.codecs import Codec, Shard, codec
from therapy_core.table.errors import InvalidKey

LONGEST_PARTITION_KEY = 2048
LONGEST_SORT_KEY = 1024
"""In bytes of UTF-8; Amazon DynamoDB Developer Guide, "Constraints"."""

_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<codec>[^{}]+))?\}")


@dataclass(frozen=True, slots=True)
class Field:
    """Name a value within a template and how it is written."""

    name: str
    codec: Codec

    def admits(self, literal: str) -> bool:
        """Tell whether a value of this field could read like `literal`."""
        return not self.codec.two_way or self.codec.accepts(literal)


Segment = str | Field


class KeyTemplate:
    """Describe the keys of one kind as segments between `#`: words and fields."""

    def __init__(self, text: str, longest: int) -> None:
        self.text = text
        self.longest = longest
        self.segments: tuple[Segment, ...] = tuple(_segment(part) for part in text.split("#"))
        self.fields = tuple(s for s in self.segments if isinstance(s, Field))
        self.names = tuple(f.name for f in self.fields)
        if len(set(self.names)) != len(self.names):
            raise InvalidKey(f"{text}: a field stands twice")

    def __repr__(self) -> str:
        return f"key({self.text!r})"

    @property
    def two_way(self) -> bool:
        """Tell whether every value can be had back from the key."""
        return all(f.codec.two_way for f in self.fields)

    @property
    def shard(self) -> Field | None:
        """Return the field that spreads this key over shards, if there is one."""
        return next((f for f in self.fields if isinstance(f.codec, Shard)), None)

    def render(self, values: Mapping[str, Any], shards: int = 1) -> str:
        """Return the key for `values`.

        Raises `InvalidKey` for a missing value, one that its codec can't hold, or a key that is
        empty or longer than DynamoDB takes.
        """
        return self.checked("#".join([_render(s, values, shards) for s in self.segments]))

    def parse(self, key: str) -> dict[str, Any]:
        """Return the values that render to `key`, one-way fields left out.

        Raises `InvalidKey` when no values do.
        """
        parts = key.split("#")
        if len(parts) != len(self.segments):
            raise InvalidKey(f"not a key of {self.text}")
        return dict(
            pair for s, part in zip(self.segments, parts, strict=True) for pair in _parse(s, part)
        )

    def beginning(self, values: Mapping[str, Any], text: str = "") -> str:
        """Return what every key begins with that has `values` in its leading fields.

        `text` is the beginning of the first field that `values` lacks.
        """
        rendered: list[str] = []
        for segment in self.segments:
            if isinstance(segment, Field) and segment.name not in values:
                return "".join(f"{r}#" for r in rendered) + segment.codec.beginning(text)
            rendered.append(_render(segment, values, 1))
        return "#".join(rendered)

    def next_field(self, values: Mapping[str, Any]) -> Field | None:
        """Return the first field that `values` lacks."""
        return next((f for f in self.fields if f.name not in values), None)

    def overlaps(self, other: KeyTemplate) -> bool:
        """Tell whether some key could come from both templates."""
        if len(self.segments) != len(other.segments):
            return False
        return not any(_disjoint(a, b) for a, b in zip(self.segments, other.segments, strict=True))

    def checked(self, key: str) -> str:
        """Return `key`. Raises `InvalidKey` when it is empty, too long or can't be encoded."""
        try:
            size = len(key.encode())
        except UnicodeEncodeError:
            raise InvalidKey(f"{self.text}: a value holds what is not a character") from None
        if not 0 < size <= self.longest:
            raise InvalidKey(f"{self.text}: a key takes 1 to {self.longest} bytes")
        return key


def partition_key(text: str) -> KeyTemplate:
    """Return the template of a partition key."""
    return KeyTemplate(text, LONGEST_PARTITION_KEY)


def sort_key(text: str) -> KeyTemplate:
    """Return the template of a sort key."""
    return KeyTemplate(text, LONGEST_SORT_KEY)


def key(text: str) -> KeyTemplate:
    """Return the template of a key that may stand anywhere."""
    return sort_key(text)


def _segment(part: str) -> Segment:
    match = _FIELD.fullmatch(part)
    if match:
        return Field(match["name"], codec(match["codec"] or ""))
    if set(part) & set("{}%"):
        raise InvalidKey(f"{part!r}: a segment is one word or one field")
    return part


def _render(segment: Segment, values: Mapping[str, Any], shards: int) -> str:
    if isinstance(segment, str):
        return segment
    value = values.get(segment.name)
    if value is None:
        raise InvalidKey(f"the key field {segment.name} has no value")
    return segment.codec.spread(value, shards)


def _parse(segment: Segment, part: str) -> list[tuple[str, Any]]:
    if isinstance(segment, str):
        if segment != part:
            raise InvalidKey("another kind of key")
        return []
    if not segment.codec.two_way:
        return []
    if not segment.codec.accepts(part):
        raise InvalidKey(f"the key field {segment.name} is not well formed")
    return [(segment.name, segment.codec.parse(part))]


def _disjoint(a: Segment, b: Segment) -> bool:
    if isinstance(a, str):
        return a != b if isinstance(b, str) else not b.admits(a)
    return not a.admits(b) if isinstance(b, str) else a.codec.disjoint(b.codec)

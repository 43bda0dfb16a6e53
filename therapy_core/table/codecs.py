"""How one value becomes one segment of a key, and back.

A segment never holds a raw `#`, a control character or U+10FFFF, so that no value can forge a
boundary and every prefix has an upper bound.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from datetime import UTC, datetime
from typing import Any, ClassVar

from therapy_core.table.errors import InvalidKey

LAST = "\U0010ffff"
"""Sorts behind every character that a key can hold."""

_UNSAFE = re.compile(f"[\x00-\x1f%#\x7f{LAST}]")
_ESCAPE = re.compile("%(_|~|[0-9A-F]{2})")


def escape(text: str) -> str:
    """Return `text` with everything encoded that means something in a key."""
    return _UNSAFE.sub(lambda m: "%~" if m[0] == LAST else f"%{ord(m[0]):02X}", text)


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _ESCAPE.sub(_unescape_one, text)


def _unescape_one(match: re.Match[str]) -> str:
    named = {"_": "", "~": LAST}
    return named[match[1]] if match[1] in named else chr(int(match[1], 16))


def fold(text: str) -> str:
    """Return `text` without case, accents and doubled spaces: what people sort and search by."""
    return " ".join(fold_prefix(text).split())


def fold_prefix(text: str) -> str:
    """Return the folded form of a beginning, which may end within a word or on a space."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not "\u0300" <= c <= "\u036f")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).lstrip()


class Codec:
    """Render and parse the values of one field; subclasses say how."""

    two_way: ClassVar[bool] = True
    width: ClassVar[int | None] = None

    def render(self, value: Any, shards: int) -> str:
        """Return the segment for `value`. Raises `InvalidKey` for what it can't hold."""
        raise InvalidKey("this codec can't render")

    def beginning(self, text: str) -> str:
        """Return the segment's beginning for a value that begins with `text`."""
        return escape(text)

    def parse(self, segment: str) -> Any:
        """Return the value of `segment`. Raises `InvalidKey` when there is none."""
        raise InvalidKey("a one-way field can't be parsed")

    def accepts(self, segment: str) -> bool:
        """Tell whether some value renders to `segment`."""
        try:
            return self.render(self.parse(segment), 1) == segment
        except InvalidKey:
            return False

    def disjoint(self, other: Codec) -> bool:
        """Tell whether no segment can come from both; when in doubt, say no."""
        mine, theirs = self.fixed_width, other.fixed_width
        return mine is not None and theirs is not None and mine != theirs

    @property
    def fixed_width(self) -> int | None:
        """Return the length that every segment has, or None when it varies."""
        return self.width


class Text(Codec):
    """Hold any string that begins with `prefix`."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    def render(self, value: Any, shards: int) -> str:
        """Return `value` escaped; the empty string has a form of its own."""
        if not isinstance(value, str) or not value.startswith(self.prefix):
            raise InvalidKey(f"a key field takes a string that begins with {self.prefix!r}")
        return escape(value) or "%_"

    def parse(self, segment: str) -> str:
        """Return the string that renders to `segment`."""
        return unescape(segment)

    def disjoint(self, other: Codec) -> bool:
        """Tell whether the prefixes exclude one another, or the other's alphabet this prefix."""
        if isinstance(other, Text):
            return not (self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix))
        return bool(self.prefix) and not self.prefix[0].isdigit() and other.width is not None


class Padded(Codec):
    """Hold a whole number from 0 up, padded with zeros so that text order is number order."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    @property
    def fixed_width(self) -> int:
        """Return the number of digits."""
        return self.digits

    def render(self, value: Any, shards: int) -> str:
        """Return `value` with leading zeros."""
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**self.digits:
            raise InvalidKey(f"a key field takes a whole number of at most {self.digits} digits")
        return f"{value:0{self.digits}d}"

    def parse(self, segment: str) -> int:
        """Return the number that renders to `segment`."""
        if not (segment.isascii() and segment.isdigit() and len(segment) == self.digits):
            raise InvalidKey("not a padded number")
        return int(segment)

    def disjoint(self, other: Codec) -> bool:
        """Tell whether the other holds no digits, or another number of them."""
        return other.disjoint(self) if isinstance(other, Text) else super().disjoint(other)


class Time(Codec):
    """Hold an instant in UTC to the microsecond, so that text order is time order."""

    width = 27

    def render(self, value: Any, shards: int) -> str:
        """Return `value`, an aware datetime, in RFC 3339 with `Z`."""
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise InvalidKey("a key field takes a datetime with a time zone")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def parse(self, segment: str) -> datetime:
        """Return the instant that renders to `segment`."""
        try:
            return datetime.strptime(segment, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            raise InvalidKey("not an instant") from None

    def disjoint(self, other: Codec) -> bool:
        """Tell whether the other can't hold an instant."""
        return other.disjoint(self) if isinstance(other, Text) else super().disjoint(other)


class Fold(Codec):
    """Hold the form of a string that people sort by; the string itself can't be had back."""

    two_way = False

    def render(self, value: Any, shards: int) -> str:
        """Return `value` folded and escaped."""
        if not isinstance(value, str):
            raise InvalidKey("a key field takes a string")
        return escape(fold(value)) or "%_"

    def beginning(self, text: str) -> str:
        """Return the folded beginning."""
        return escape(fold_prefix(text))


class Shard(Codec):
    """Spread items over the table's shards by a stable hash of a value."""

    two_way = False
    width = 4

    def render(self, value: Any, shards: int) -> str:
        """Return the number of the shard that `value` falls into."""
        if not isinstance(value, str):
            raise InvalidKey("a shard is computed from a string")
        return self.numbered(zlib.crc32(value.encode()) % shards)

    def numbered(self, shard: int) -> str:
        """Return the segment of shard number `shard`."""
        return f"{shard:04d}"


def codec(spec: str) -> Codec:
    """Return the codec that a template names: ``, `8d`, `time`, `fold`, `shard` or `abc_*`."""
    named: dict[str, type[Codec]] = {"": Text, "time": Time, "fold": Fold, "shard": Shard}
    if spec in named:
        return named[spec]()
    if match := re.fullmatch(r"(\d+)d", spec):
        return Padded(int(match[1]))
    if match := re.fullmatch(r"([\w-]+)\*", spec):
        return Text(match[1])
    raise InvalidKey(f"there is no key codec {spec!r}")

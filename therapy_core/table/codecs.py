"""How one value becomes one segment of a key, and back.

A segment never holds a raw `#` nor anything that sorts before it, nor U+10FFFF. So no value can
forge a boundary, every prefix has an upper bound, and keys sort as their values do: "Ann" comes
before "Ann Lee", whatever follows in the key.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import Any

from therapy_core.table.errors import InvalidKey

LAST = "\U0010ffff"
"""Sorts behind every character that a key can hold."""

LONGEST_FOLDED = 200
"""In characters; what sorts the same up to here is told apart by what follows in the key."""

_EMPTY = "%-"
_TOP = "\U0010fffe"
_UNSAFE = re.compile(f"[\x00-%{_TOP}{LAST}]")
_ESCAPED = re.compile(f"%(-|[0-9A-F]{{2}})|{_TOP}([01])")
_MARKS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")


def escape(text: str) -> str:
    """Return `text` with everything encoded that means something in a key.

    The order of any two texts, by code point, is the order of what they become.
    """
    return _UNSAFE.sub(_escape_one, text)


def _escape_one(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"%{code:02X}" if code < ord("&") else f"{_TOP}{code & 1}"


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _ESCAPED.sub(_unescape_one, text)


def _unescape_one(match: re.Match[str]) -> str:
    if match[2]:
        return LAST if match[2] == "1" else _TOP
    return "" if match[1] == "-" else chr(int(match[1], 16))


def fold(text: str) -> str:
    """Return `text` without case, accents and doubled spaces: what people sort and search by.

    The result has at most 200 characters; folding it again changes nothing.
    """
    return fold_prefix(text).rstrip()


def fold_prefix(text: str) -> str:
    """Return the folded form of a beginning, which may end within a word or on a space."""
    apart = unicodedata.normalize("NFKD", _MARKS.sub("", _caseless(_caseless(text))))
    return _BLANKS.sub(" ", apart).lstrip()[:LONGEST_FOLDED]


def _caseless(text: str) -> str:
    """Return `text` in one case and taken apart; Unicode Standard, 3.13, "Caseless Matching"."""
    return unicodedata.normalize("NFKD", text).casefold()


class Codec(ABC):
    """Render and parse the values of one field; subclasses say how."""

    two_way = True
    width: int | None = None
    """The length of every segment, where they all have one; such segments begin with a digit."""

    @abstractmethod
    def render(self, value: Any) -> str:
        """Return the segment for `value`. Raises `InvalidKey` for what it can't hold."""

    def spread(self, value: Any, shards: int) -> str:  # noqa: ARG002 - for the one that spreads
        """Return the segment for `value` in a table of `shards` shards."""
        return self.render(value)

    def beginning(self, text: str) -> str:
        """Return the segment's beginning for a value that begins with `text`."""
        return escape(text)

    def parse(self, segment: str) -> Any:  # noqa: ARG002 - for those that can
        """Return the value of `segment`. Raises `InvalidKey` when there is none."""
        raise InvalidKey(f"no value can be had back from {type(self).__name__}")

    def accepts(self, segment: str) -> bool:
        """Tell whether some value renders to `segment`."""
        try:
            return self.render(self.parse(segment)) == segment
        except InvalidKey:
            return False

    def disjoint(self, other: Codec) -> bool:
        """Tell whether no segment can come from both; when in doubt, say no."""
        if isinstance(other, Text):
            return other.disjoint(self)
        return None not in (self.width, other.width) and self.width != other.width


class Text(Codec):
    """Hold any string that begins with `prefix`."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    def render(self, value: Any) -> str:
        """Return `value` escaped; the empty string has a form of its own."""
        if not isinstance(value, str) or not value.startswith(self.prefix):
            raise InvalidKey(f"a key field takes a string that begins with {self.prefix!r}")
        return escape(value) or _EMPTY

    def parse(self, segment: str) -> str:
        """Return the string that renders to `segment`."""
        return unescape(segment)

    def disjoint(self, other: Codec) -> bool:
        """Tell whether the prefixes exclude one another, or this one the other's first digit."""
        if isinstance(other, Text):
            mine, theirs = self.prefix, other.prefix
            return not (mine.startswith(theirs) or theirs.startswith(mine))
        return bool(self.prefix) and not self.prefix[0].isdigit() and other.width is not None


class Padded(Codec):
    """Hold a whole number from 0 up, padded with zeros so that text order is number order."""

    def __init__(self, digits: int) -> None:
        if digits < 1:
            raise InvalidKey("a padded number has at least one digit")
        self.width: int = digits

    def render(self, value: Any) -> str:
        """Return `value` with leading zeros."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not 0 <= value < 10**self.width:
            raise InvalidKey(f"a key field takes a whole number of at most {self.width} digits")
        return f"{value:0{self.width}d}"

    def parse(self, segment: str) -> int:
        """Return the number that renders to `segment`."""
        if not (segment.isascii() and segment.isdigit() and len(segment) == self.width):
            raise InvalidKey("not a padded number")
        return int(segment)


class Time(Codec):
    """Hold an instant in UTC to the microsecond, so that text order is time order."""

    width = 27

    def render(self, value: Any) -> str:
        """Return `value`, an aware datetime, in RFC 3339 with `Z`."""
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise InvalidKey("a key field takes a datetime with a time zone")
        try:
            instant = value.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            raise InvalidKey("a key field takes a time of the years 1 to 9999 in UTC") from None
        return f"{instant.isoformat(timespec='microseconds')}Z"

    def parse(self, segment: str) -> datetime:
        """Return the instant that renders to `segment`."""
        try:
            return datetime.strptime(segment, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            raise InvalidKey("not an instant") from None


class Fold(Codec):
    """Hold the form of a string that people sort by; the string itself can't be had back."""

    two_way = False

    def render(self, value: Any) -> str:
        """Return `value` folded and escaped."""
        if not isinstance(value, str):
            raise InvalidKey("a key field takes a string")
        return escape(fold(value)) or _EMPTY

    def beginning(self, text: str) -> str:
        """Return the folded beginning."""
        return escape(fold_prefix(text))


class Shard(Codec):
    """Spread items over the table's shards by a stable hash of a value."""

    two_way = False
    width = 4

    def render(self, value: Any) -> str:
        """Return the only shard there is, unless `spread` is told of more."""
        return self.spread(value, 1)

    def spread(self, value: Any, shards: int) -> str:
        """Return the number of the one of `shards` shards that `value` falls into."""
        if not isinstance(value, str):
            raise InvalidKey("a shard is computed from a string")
        return self.numbered(zlib.crc32(value.encode(errors="surrogatepass")) % shards)

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

"""Texts without case, accents and width, and the way back to where each piece stood.

`flat` works on a whole text at the speed of C, to tell whether a word can be there at all;
`Folded` does the same piece by piece and knows the place of each. Both give the same text.
Offsets count Unicode code points of the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from therapy_core.search.letters import (
    DIGIT,
    DROPPED,
    JOINED,
    JOINT,
    SAME,
    STRIPPED,
    Kind,
    is_hangul,
    is_mark,
    is_rest_of_syllable,
    is_written,
    kind_of,
)

_DROP = "\x00"
_MIXED_BLOCKS = (
    *((0xA0, 0x100), (0x2000, 0x2200), (0x2460, 0x2500), (0x3000, 0x3400)),
    *((0xFB00, 0x10000), (0x1F100, 0x1F300)),
)


def fold(text: str) -> str:
    """Return `text` as it is compared; what lies between words stays between them."""
    return flat(text).replace(JOINT, "")


def flat(text: str) -> str:
    """Return `text` folded, with `JOINT` wherever an apostrophe or a hyphen fell away."""
    if text.isascii():
        return JOINED.sub(JOINT, text.lower()).replace(_DROP, "")
    plain = JOINED.sub(JOINT, DROPPED.sub(_DROP, text)).translate(_TABLE)
    bare = STRIPPED.sub("", unicodedata.normalize("NFKD", plain)).casefold()
    again = STRIPPED.sub("", unicodedata.normalize("NFKD", bare)).translate(SAME)
    found = JOINED.sub(JOINT, DIGIT.sub(_digit, again))
    return unicodedata.normalize("NFC", found).replace(_DROP, "")


def _digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def _unmixed() -> dict[int, str]:
    """Return the letters of characters that hold letters and other things: "½", "⑴", "℀"."""
    found = {}
    for code in (c for low, high in _MIXED_BLOCKS for c in range(low, high)):
        whole = unicodedata.normalize("NFKC", chr(code))
        letters = "".join(c for c in whole if is_written(c) and not is_mark(c))
        if letters and not all(map(is_written, whole)):
            found[code] = letters
    return found


_TABLE = {**_unmixed(), **SAME}


@lru_cache(maxsize=8192)
def _look(piece: str) -> tuple[str, Kind]:
    """Return a piece folded, and what it is; there are few, and they come again and again."""
    found = flat(piece)
    return found.replace(JOINT, ""), kind_of(found)


def _completes(first: str, char: str) -> bool:
    """Tell whether `char` goes on with the syllable that `first` began."""
    return is_rest_of_syllable(char) and is_hangul(_look(first)[0])


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each piece: a character with all that joins it."""
    start = 0
    for at, char in enumerate(text):
        if at and not is_mark(char) and not _completes(text[start], char):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@dataclass
class Folded:
    """Hold a text folded, with the place of each piece of it in the text as it stands."""

    original: str = field(repr=False)
    text: str = field(default="", repr=False)
    starts: list[int] = field(default_factory=list, repr=False)
    """Where in the folded text each piece begins, of those that show there."""
    spans: list[tuple[int, int]] = field(default_factory=list, repr=False)
    """Where in the original the same pieces begin and end."""
    gaps: list[int] = field(default_factory=list, repr=False)
    """Which of the pieces lie between words, by number."""
    openings: list[int] = field(default_factory=list, repr=False)
    """Where in the folded text a match may begin, in order."""

    def __post_init__(self) -> None:
        """Fold piece by piece."""
        parts: list[str] = []
        length, before = 0, Kind.GAP
        for span in pieces(self.original):
            part, kind = _look(self.original[span[0] : span[1]])
            if part:
                self._place(kind, before, length, span)
                parts.append(part)
                length += len(part)
            before = before if kind is Kind.NOTHING else kind
        self.text = "".join(parts)

    def _place(self, kind: Kind, before: Kind, at: int, span: tuple[int, int]) -> None:
        if kind is Kind.FREE or (kind is Kind.LETTER and before is not Kind.LETTER):
            self.openings.append(at)
        if kind is Kind.GAP:
            self.gaps.append(len(self.starts))
        self.starts.append(at)
        self.spans.append(span)

    def places(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield where in the original `word`, folded, begins a word or the rest of one.

        Each place is the least run of whole pieces that holds the word; none overlaps another.
        """
        at = self.text.find(word)
        while at >= 0:
            opening = bisect_left(self.openings, at)
            if opening == len(self.openings):
                return
            if self.openings[opening] == at:
                yield self._span(at, at + len(word))
                at += len(word)
            else:
                at = self.openings[opening]
            at = self.text.find(word, at)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_right(self.starts, start) - 1
        last = bisect_left(self.starts, end) - 1
        return self.spans[first][0], self.spans[last][1]

    @cached_property
    def words(self) -> list[str]:
        """Return the words of the text, folded, each once and in order."""
        found, begins = [], 0
        for gap in self.gaps:
            found.append(self.text[begins : self.starts[gap]])
            begins = self.starts[gap + 1] if gap + 1 < len(self.starts) else len(self.text)
        return [word for word in dict.fromkeys([*found, self.text[begins:]]) if word]

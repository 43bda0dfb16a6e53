"""Whether a keyword is in an item, and where: pure, and linear in the length of the item.

A keyword's words all have to be there, in any order and in any of the item's fields; each as a
whole word or as the beginning of one. In scripts without spaces, and for emoji, a match may begin
anywhere. Case, accents, width, and apostrophes and hyphens within words make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from therapy_core.errors import InvalidInput
from therapy_core.search.folding import Folded, flat
from therapy_core.search.letters import FREE, JOINT, Kind, is_mark, is_rest_of_syllable, kind_of

LONGEST = 100
"""In characters."""
MOST_WORDS = 10
MOST_PLACES = 20
AROUND = 60
"""How many code points an excerpt shows on either side of the first match, at most."""

Text = tuple[str, str]
"""The name of a field, and what it holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Say where a word was found: from `start` to before `end`, in code points of the field."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Excerpt:
    """Hold what stands around the first match, cut out of `field` at `offset`.

    `places` are those that lie within, counted from the excerpt's own beginning. All counts are
    of Unicode code points.
    """

    field: str
    offset: int
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """Hold the places of a match, the first 20 in the order of the fields, and an excerpt."""

    places: tuple[Place, ...]
    excerpt: Excerpt


@dataclass(frozen=True, repr=False)
class Keyword:
    """Hold what is looked for: 1 to 10 words, folded."""

    words: tuple[str, ...]
    _quick: tuple[re.Pattern[str], ...] = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Keyword:
        """Return the keyword that `text`, 1 to 100 characters, stands for.

        Raises `InvalidInput` for a longer one, more than 10 words, or nothing to search for.
        """
        given = text.strip()
        if not 1 <= len(given) <= LONGEST:
            raise InvalidInput({"keyword": f"takes 1 to {LONGEST} characters"})
        words = tuple(Folded(given).words)
        if not words:
            raise InvalidInput({"keyword": "takes a letter, a digit or an emoji"})
        if len(words) > MOST_WORDS:
            raise InvalidInput({"keyword": f"takes at most {MOST_WORDS} words"})
        return cls(words, tuple(map(_quick, words)))

    def find(self, texts: Iterable[Text]) -> Match | None:
        """Return where the keyword is in an item's texts, or None unless every word is."""
        held = [(name, text, flat(text)) for name, text in texts if text]
        if not all(any(quick.search(t) for *_, t in held) for quick in self._quick):
            return None
        found: list[tuple[int, int, int]] = []
        missing = set(self.words)
        for n, (_, text, _) in enumerate(held):
            folded = Folded(text)
            for word in self.words:
                here = [(n, *at) for at in islice(folded.places(word), MOST_PLACES)]
                missing -= {word} if here else set()
                found += here
        return None if missing else _match([h[:2] for h in held], found)


def _quick(word: str) -> re.Pattern[str]:
    """Return what finds every text that holds `word`, and hardly any other.

    It is searched for in texts that `flat` made. From each of its beginnings it goes one way.
    """
    anywhere = kind_of(word) is Kind.FREE
    opening = "" if anywhere else rf"(?:(?<![^\W_])|(?<=[{FREE}]))"
    return re.compile(opening + f"{JOINT}*".join(map(re.escape, word)))


def _match(texts: Sequence[Text], found: Iterable[tuple[int, int, int]]) -> Match:
    ordered = sorted(set(found))[:MOST_PLACES]
    places = tuple(Place(texts[n][0], start, end) for n, start, end in ordered)
    return Match(places, _excerpt(texts[ordered[0][0]], places))


def _excerpt(text: Text, places: Sequence[Place]) -> Excerpt:
    name, whole = text
    first = places[0]
    low, high = _before(whole, first.start), _after(whole, first.end)
    within = tuple(
        Place(name, p.start - low, p.end - low)
        for p in places
        if p.field == name and low <= p.start and p.end <= high
    )
    return Excerpt(name, low, whole[low:high], within)


def _before(text: str, start: int) -> int:
    """Return where to begin, behind a space if there is one near, and never within a piece."""
    low = max(0, start - AROUND)
    if low:
        space = re.search(r"\s(?=\S)", text[low - 1 : start])
        low += space.start() if space else 0
    while low < start and _joins(text[low]):
        low += 1
    return low


def _after(text: str, end: int) -> int:
    """Return where to stop, before a space if there is one near, and never within a piece."""
    high = min(len(text), end + AROUND)
    if high < len(text):
        space = re.search(r"\s\S*$", text[end : high + 1])
        high = end + space.start() if space else high
    while end < high < len(text) and _joins(text[high]):
        high -= 1
    return high


def _joins(char: str) -> bool:
    """Tell whether a character may belong to the one before it."""
    return is_mark(char) or is_rest_of_syllable(char)

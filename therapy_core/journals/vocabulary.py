"""The feelings that have a name here: ten families, three strengths, with a version.

The words stand in `feelings.json`. A new list gets a new version; entries keep the version that
was in force when they were written. No list moves a word to another family. A feeling that is not
listed belongs to no family.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from therapy_core.table.codecs import fold

OTHER = "other"
"""What a feeling without a family is counted under."""

STRENGTHS = ("light", "medium", "strong")


@dataclass(frozen=True, slots=True)
class Family:
    """Hold the words of one family, by strength."""

    family: str
    light: tuple[str, ...]
    medium: tuple[str, ...]
    strong: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return every word, the light ones first."""
        return self.light + self.medium + self.strong


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold all families of one version."""

    version: int
    families: tuple[Family, ...]

    def family_of(self, feeling: str) -> str | None:
        """Return the family of a word, whatever its case and accents; None for a free word."""
        return _by_word(self).get(fold(feeling))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary in force."""
    raw = json.loads(files(__package__).joinpath("feelings.json").read_text(encoding="utf-8"))
    families = (
        Family(each["family"], *(tuple(each[strength]) for strength in STRENGTHS))
        for each in raw["families"]
    )
    return Vocabulary(int(raw["version"]), tuple(families))


FAMILIES = (*(each.family for each in vocabulary().families), OTHER)
"""What feelings are counted under, in the order in which they are shown."""


@cache
def _by_word(of: Vocabulary) -> dict[str, str]:
    return dict(_pairs(of))


def _pairs(of: Vocabulary) -> Iterator[tuple[str, str]]:
    for each in of.families:
        for word in each.words:
            yield fold(word), each.family

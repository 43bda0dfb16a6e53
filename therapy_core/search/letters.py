"""What single characters are to a search: which marks fall away, and where a word may begin.

Everything here speaks of characters one by one, so that folding a text piece by piece gives the
same as folding it whole.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache


class Kind(Enum):
    """Say what a piece of text is to the words around it."""

    LETTER = "letter"
    """Of a script that puts spaces between words, or a digit."""
    FREE = "free"
    """Of a script without spaces, or an emoji: a match may begin at any of them."""
    JOINT = "joint"
    """An apostrophe or a hyphen: it falls away, and a match may begin behind it."""
    NOTHING = "nothing"
    """Invisible, or a mark that falls away: it is as if it were not there."""
    GAP = "gap"
    """Whatever lies between words."""


JOINTS = (
    "'`\u00b4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\uff07\u05f3\u05f4"
    "\x01-\u2010\u2011\u2043\ufe63\uff0d\u058a\u05be\u30a0\u200c"
)
"""Apostrophes (geresh and gershayim included), hyphens, and the non-joiner of Persian."""

JOINT = "\x01"
"""Stands for all of these in a text that is being folded."""

FALLS_AWAY = (
    "\x00\u00ad\u034f\u0640\u061c\u180e\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
)
"""Soft hyphen, tatweel, joiners, marks of direction, skin tones and tags."""

MARKS = (
    "\u0300\u0302-\u0305\u0307\u0309-\u034e\u0350-\u036f"  # Latin, Greek, Cyrillic, but for three
    "\u0483-\u0489"  # Church Slavonic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points and accents
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
    "\u08ca-\u08e1\u08e3-\u08ff"
    "\u0711\u0730-\u074a"  # Syriac
    "\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc"  # nukta; vowel signs and viramas stay
    "\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
)
"""Marks that people leave out, or put in, when they write the same word."""

CYRILLIC_KEPT = {"\u0306": "ИиУу", "\u0308": "Іі", "\u0301": "ГгКк"}
"""Marks that make another letter, which nobody writes without: й ў, ї, ѓ ќ. But ё is е."""

_KEPT = "|".join(f"(?<![{bases}]){mark}" for mark, bases in CYRILLIC_KEPT.items())
STRIPPED = re.compile(f"[{MARKS}]|{_KEPT}")
DROPPED = re.compile(f"[{FALLS_AWAY}]")
JOINED = re.compile(f"[{re.escape(JOINTS)}]")
DIGIT = re.compile(r"(?![0-9])\d")
"""A decimal digit of another script."""

_PAIRS = {"ıİ": "i", "øØ": "o", "łŁ": "l", "đĐðÐ": "d", "ħĦ": "h", "ŧŦ": "t"}
_PAIRS |= {"æÆ": "ae", "œŒ": "oe", "þÞ": "th"}
_PAIRS |= {"\u0649\u06cc": "\u064a", "\u06a9": "\u0643"}  # yeh and kaf
_PAIRS |= {"\u0629\u06c0\u06c1\u06c2\u06d5": "\u0647"}  # heh
SAME: dict[int, str] = {ord(one): same for each, same in _PAIRS.items() for one in each}
"""Letters that Unicode does not take apart, though people type the one for the other."""

FREE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u309f\u30a1-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\ua4cf\ua980-\ua9df\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff"
    "\U00016fe0-\U00018d8f\U0001aff0-\U0001b2ff\U00020000-\U0003fffd"
)
"""Thai, Lao, Myanmar, Khmer, Tai scripts, Balinese, Javanese, Han, Kana, Bopomofo, Yi, Tangut."""

_FREE = re.compile(f"[{FREE}]")


def is_written(char: str) -> bool:
    """Tell whether a character belongs into a word: a letter, mark, digit or emoji."""
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "So"


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Tell whether a character is a mark on the one before it, or begins with one."""
    return unicodedata.category(unicodedata.normalize("NFKD", char)[0])[0] == "M"


@lru_cache(maxsize=4096)
def is_rest_of_syllable(char: str) -> bool:
    """Tell whether a character is a vowel or a final of Hangul written apart.

    It joins what is Hangul before it: Unicode Standard, 3.12, and UAX 29.
    """
    return "\u1160" <= unicodedata.normalize("NFKD", char)[0] <= "\u11ff"


def is_hangul(folded: str) -> bool:
    """Tell whether a folded text ends in a syllable or a letter of Hangul."""
    return "\u1100" <= folded[-1:] <= "\u11ff" or "\uac00" <= folded[-1:] <= "\ud7a3"


def kind_of(flat: str) -> Kind:
    """Return what a piece is, given its folded form with `JOINT` for what joins words."""
    folded = flat.replace(JOINT, "")
    if not folded:
        return Kind.JOINT if flat else Kind.NOTHING
    if not is_written(folded[0]):
        return Kind.GAP
    free = _FREE.match(folded) or unicodedata.category(folded[0]) == "So"
    return Kind.FREE if free else Kind.LETTER

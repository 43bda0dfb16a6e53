"""Values that people enter: checked, and brought into the form that is stored.

Each function returns the value to store or raises `ValueError` with what is wrong with it, in
words that complete "name …" and never repeat the value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from therapy_core.errors import InvalidInput

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

LONGEST_NAME = 200
LONGEST_LOCATION = 120
LONGEST_BIO = 4000
LONGEST_EXPERTISE = 60
MOST_EXPERTISE = 20
LONGEST_PHONE = 32

_PLANES = "".join(chr(n << 16 | 0xFFFE) + chr(n << 16 | 0xFFFF) for n in range(17))
_NOT_TEXT = re.compile(f"[\ufdd0-\ufdef{_PLANES}\u202d\u202e]")
"""Noncharacters (Unicode Standard, 23.7), and the two that write what follows backwards."""
_OF_ONE_MACHINE = {"Factory", "localtime", "posixrules"}
"""Names that some installations list, and that are no zone, or another one on each machine."""


def checked(rules: Mapping[str, Callable[[Any], Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` with each value brought into form by its rule.

    Raises `InvalidInput` that names every field that is wrong, or that no rule knows.
    """
    found: dict[str, Any] = {}
    wrong = {name: "is not a field that can be set" for name in given if name not in rules}
    for name, value in given.items():
        if name in rules:
            try:
                found[name] = rules[name](value)
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise InvalidInput(wrong)
    return found


def line(longest: int) -> Callable[[Any], str]:
    """Return a rule for one line of text with 1 to `longest` characters."""

    def rule(value: Any) -> str:
        text = _text(value)
        if not 1 <= len(text) <= longest:
            raise ValueError(f"takes 1 to {longest} characters")
        if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text):
            raise ValueError("takes one line of printable text")
        return _legible(text)

    return rule


def paragraph(longest: int) -> Callable[[Any], str]:
    """Return a rule for text of several lines with 1 to `longest` characters."""

    def rule(value: Any) -> str:
        text = _text(value)
        if not 1 <= len(text) <= longest:
            raise ValueError(f"takes 1 to {longest} characters")
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            raise ValueError("takes printable text")
        return _legible(text)

    return rule


def optional(rule: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return `rule` for a value that may also be None."""
    return lambda value: None if value is None else rule(value)


def email(value: Any) -> str:
    """Return an address as its owner writes it, in Unicode normal form and without spaces around.

    Source: RFC 5322 and RFC 6531 as the `email-validator` package reads them; whether mail
    arrives there is not asked.
    """
    text = _text(value)
    try:
        return str(_address(text).normalized)
    except ValueError:
        raise ValueError("is not an e-mail address") from None


def canonical_email(value: str) -> str:
    """Return the one form of an address under which it is unique: lower case, domain in ASCII.

    What is no address at all is returned in lower case; it is nobody's.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    try:
        found = _address(text)
    except ValueError:
        return text.lower()
    return f"{found.local_part}@{found.ascii_domain}".lower()


def _address(text: str) -> ValidatedEmail:
    """Return what the package reads in an address. Raises `ValueError` where there is none."""
    from email_validator import validate_email  # noqa: PLC0415 - slow to import, seldom needed

    return validate_email(text, check_deliverability=False)


def timezone(value: Any) -> str:
    """Return the name of a zone of the IANA time zone database."""
    if not isinstance(value, str) or value not in _zones():
        raise ValueError("is not an IANA time zone")
    return value


def expertise(value: Any) -> list[str]:
    """Return up to 20 fields of work, in order, each once whatever its case."""
    if not isinstance(value, list | tuple) or len(value) > MOST_EXPERTISE:
        raise ValueError(f"takes a list of at most {MOST_EXPERTISE} entries")
    rule = line(LONGEST_EXPERTISE)
    return list({text.casefold(): text for text in map(rule, value)}.values())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _OF_ONE_MACHINE


def _legible(text: str) -> str:
    """Return a text that shows something, and that no other text can pretend to be.

    Refused are noncharacters, overrides of the direction of writing (Unicode Technical Report
    36, 2.5), and text in which everything is invisible.
    """
    if _NOT_TEXT.search(text):
        raise ValueError("holds characters that are not text")
    if all(unicodedata.category(c)[0] in "CMZ" for c in text):
        raise ValueError("takes something to see")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("takes text")  # noqa: TRY004 - it tells a person, not a programmer
    return unicodedata.normalize("NFC", value).strip()

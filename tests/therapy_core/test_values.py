"""What people may enter, in which form it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core import values
from therapy_core.values import canonical_email, line, paragraph


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u0301",
        "\u200f \u2060",
        "\ufffe",
        "Ada \U0010ffff",
        "\ufdd0",
        "Ada \u202etsipareht",
        "\u202dAda",
        "Ada\nLee",
        "Ada\u2028Lee",
        "\ud800",
        "\x85",
        "",
        " ",
        "x" * 201,
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """Nobody is called by something invisible, unstorable or written backwards."""
    with pytest.raises(ValueError, match=r"takes|holds"):
        line(200)(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada",
        "x" * 200,
        "עדה \u200fלאב",
        "नी\u200dला",
        "李",
        "👩\u200d⚕️",
        "J\u0301",
        "\U0001f600" * 200,
    ],
)
def test_names_of_any_script_are_kept(text: str) -> None:
    """What joins letters, or marks their direction, belongs to a name."""
    assert line(200)(text)


def test_prose_has_lines_but_nothing_unstorable() -> None:
    """New lines are kept; the same characters as in a name are refused."""
    assert paragraph(40)("one\n\ttwo") == "one\n\ttwo"
    for text in ("\u200b\n\u200b", "one \ufffe", "one\x0btwo", "\u202eone"):
        with pytest.raises(ValueError, match=r"takes|holds"):
            paragraph(40)(text)


@pytest.mark.parametrize(
    "name", ["localtime", "Factory", "posixrules", "europe/lisbon", "", "../x"]
)
def test_a_zone_is_the_same_everywhere(name: str) -> None:
    """A name that means something else on the next machine is no zone."""
    with pytest.raises(ValueError, match="IANA"):
        values.timezone(name)


LOCAL = st.text(st.characters(categories=["L", "N", "M"]), min_size=1, max_size=12)


@given(LOCAL)
def test_an_address_is_found_as_it_was_kept(local: str) -> None:
    """What is stored and what is typed lead to one account."""
    typed = f"{local}@Example.org"
    try:
        kept = values.email(typed)
    except ValueError:
        return
    assert canonical_email(kept) == canonical_email(typed) == canonical_email(f" {typed} ")

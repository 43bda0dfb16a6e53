"""Cursors: nobody can read, change or move one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core.table.cursors import LONGEST, CursorSeal
from therapy_core.table.errors import InvalidCursor, Misuse

SEAL = CursorSeal(b"0123456789abcdef")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


@given(texts, texts)
def test_a_cursor_opens_to_what_was_sealed(position: str, scope: str) -> None:
    """What goes in comes out, in the scope it was sealed for, and can't be read outside."""
    sealed = SEAL.seal(position, scope)
    assert SEAL.open(sealed, scope) == position
    assert len(position) < 4 or position not in sealed


@given(texts, texts, texts)
def test_a_cursor_is_good_for_one_scope(position: str, scope: str, other: str) -> None:
    """Another caller, list or filter can't continue it."""
    if scope != other:
        with pytest.raises(InvalidCursor):
            SEAL.open(SEAL.seal(position, scope), other)


@given(texts, st.data())
def test_a_changed_cursor_is_refused(position: str, data: st.DataObject) -> None:
    """One changed, added or missing character is one too many."""
    sealed = SEAL.seal(position, "s")
    at = data.draw(st.integers(0, len(sealed) - 1))
    with_ = data.draw(st.sampled_from(["", "A", "-", "_", "=", "é", sealed[at] * 2]))
    changed = sealed[:at] + with_ + sealed[at + 1 :]
    if changed != sealed:
        with pytest.raises(InvalidCursor):
            SEAL.open(changed, "s")


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    """Anything that people type is `InvalidCursor`, never another error."""
    with pytest.raises(InvalidCursor):
        SEAL.open(text, "s")


def test_a_cursor_of_another_secret_is_refused() -> None:
    """Only who has the secret can make one."""
    with pytest.raises(InvalidCursor):
        SEAL.open(CursorSeal(b"f" * 16).seal("x", "s"), "s")


def test_a_cursor_outlives_a_change_of_secrets() -> None:
    """It opens where its secret is the first or one of the others, in the same scope alone."""
    first, second = b"0123456789abcdef", b"fedcba9876543210"
    sealed = CursorSeal(first).seal("x", "s")
    assert CursorSeal(first, second).open(sealed, "s") == "x"
    after = CursorSeal(second, first)
    assert after.open(sealed, "s") == "x"
    assert CursorSeal(second).open(after.seal("y", "s"), "s") == "y"
    for seal, scope in ((after, "t"), (CursorSeal(second), "s")):
        with pytest.raises(InvalidCursor):
            seal.open(sealed, scope)


def test_the_longest_sort_key_fits() -> None:
    """A cursor of the longest sort key is accepted, a longer text is not looked at."""
    assert SEAL.open(SEAL.seal("9999:" + "é" * 512, "s"), "s")
    with pytest.raises(InvalidCursor):
        SEAL.open("A" * (LONGEST + 1), "s")


def test_a_short_secret_is_refused() -> None:
    """Less than 16 bytes seal nothing."""
    with pytest.raises(Misuse):
        CursorSeal(b"short")

"""Faults are told apart by where they are, and tell nothing of what was said."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from therapy_api import faults
from therapy_core import errors
from therapy_core.table.errors import Rejected

SOURCE = """
def deep(times, text):
    if times:
        return deep(times - 1, text)
    raise ValueError(text)


def other(times, text):
    raise ValueError(text)


def wrapped(times, text):
    try:
        deep(times, text)
    except ValueError as error:
        raise KeyError(text) from error
"""
TWICE = """
def checked(value):
    if value < 0:
        raise ValueError
    if value > 9:
        raise ValueError(
            value, "is too large"
        )
    if value > 7:
        raise ValueError(
            value, "is large"
        )
    return value
"""
NESTED = """
def walk(node):
    if isinstance(node, dict):
        return of_mapping(node)
    if isinstance(node, list):
        return of_list(node)
    raise ValueError(node)


def of_mapping(node):
    return [walk(each) for each in node.values()]


def of_list(node):
    return [walk(each) for each in node]


def begin(node):
    return walk(node)


def begin_elsewhere(node):
    return walk(node)
"""
ENDLESS = """
def forth(depth):
    return back(depth) if depth else back(depth + 1)


def back(depth):
    return forth(depth + 1)


def begin(depth):
    return forth(depth)
"""
Call = Callable[..., None]


def loaded(name: str, folder: Path, source: str = SOURCE) -> ModuleType:
    """Return a module of this name, from a file below a folder of its own."""
    file = folder.joinpath(*name.split(".")).with_suffix(".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    module = ModuleType(name)
    exec(compile(source, str(file), "exec"), module.__dict__)
    return module


def told(call: Call, *given: Any) -> dict[str, Any]:
    """Return what is told of the error that a call raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever it is
        call(*given)
    return faults.described(caught.value)


@pytest.fixture
def ours(tmp_path: Path) -> ModuleType:
    """Return a module that counts as one of our packages'."""
    return loaded("therapy_core.made.up", tmp_path)


def test_a_fault_is_one_whatever_the_data(ours: ModuleType) -> None:
    """Neither the text nor how deep the data made it go makes another of it."""
    prints = {told(ours.deep, depth, f"Amal {depth}")["fingerprint"] for depth in (0, 1, 7)}
    assert len(prints) == 1


def test_another_place_or_another_type_is_another_fault(ours: ModuleType) -> None:
    """The function in which it happens and the error's type both count."""
    prints = [told(call, 0, "x")["fingerprint"] for call in (ours.deep, ours.other, ours.wrapped)]
    assert len(set(prints)) == 3


def test_two_places_in_one_function_are_two_faults(tmp_path: Path) -> None:
    """Told apart by what stands there, all of a statement's lines, wherever the lines move."""
    before = loaded("therapy_core.made.up", tmp_path, TWICE)
    prints = [told(before.checked, value)["fingerprint"] for value in (-1, 10, 8)]
    assert len(set(prints)) == 3
    moved = TWICE.replace("    if value < 0", "    # a new line\n\n    if value < 0")
    after = loaded("therapy_core.made.up", tmp_path / "another", moved.replace("    ", "  "))
    assert [told(after.checked, value)["fingerprint"] for value in (-1, 10, 8)] == prints


def test_what_the_data_looks_like_makes_no_other_fault(tmp_path: Path) -> None:
    """Functions that call each other in turn, in any order and to any depth, are a loop."""
    ours = loaded("therapy_core.made.up", tmp_path, NESTED)
    data: tuple[Any, ...] = (1, [1], {"a": 1}, [{"a": [1]}], {"a": [{"b": 1}]})
    assert len({told(ours.begin, each)["fingerprint"] for each in data}) == 1
    assert told(ours.begin, 1)["fingerprint"] != told(ours.begin_elsewhere, 1)["fingerprint"]


def test_a_recursion_without_end_is_one_fault(tmp_path: Path) -> None:
    """Wherever in the loop the stack is full, and whichever way it began."""
    ours = loaded("therapy_core.made.up", tmp_path, ENDLESS)

    def one_step_deeper(depth: int) -> None:
        ours.begin(depth)

    found = [told(ours.begin, 0), told(ours.begin, 1), told(one_step_deeper, 0)]
    assert {each["error"] for each in found} == {"builtins.RecursionError"}
    assert len({each["fingerprint"] for each in found}) == 1
    assert len({each["at"] for each in found}) == 2


def test_a_fault_stays_one_when_lines_move_and_on_other_machines(
    ours: ModuleType, tmp_path: Path
) -> None:
    """Neither line numbers nor the place where the software lies count."""
    before = told(ours.deep, 0, "x")
    elsewhere = loaded("therapy_core.made.up", tmp_path / "another", "\n" * 40 + SOURCE)
    after = told(elsewhere.deep, 0, "x")
    assert before["fingerprint"] == after["fingerprint"]
    assert before["frames"][-1] == "therapy_core/made/up.py:5 deep"
    assert after["frames"][-1] == "therapy_core/made/up.py:45 deep"


def test_what_other_packages_do_on_the_way_does_not_count(tmp_path: Path) -> None:
    """An upgrade of theirs makes no new fault of an old one."""
    ours = loaded("therapy_api.made_up", tmp_path, "def call(theirs):\n    theirs(0, 'x')\n")
    old, new = (
        loaded("flask.app", tmp_path, SOURCE.replace("deep", n)) for n in ("deep", "deeper")
    )
    first, second = told(ours.call, old.deep), told(ours.call, new.deeper)
    assert first["fingerprint"] == second["fingerprint"]
    assert first["frames"][-1] != second["frames"][-1]
    assert first["at"] == second["at"] == "therapy_api/made_up.py:2 call"
    assert told(old.deep, 0, "x")["fingerprint"] != told(old.other, 0, "x")["fingerprint"]


def test_no_text_and_no_path_is_told(ours: ModuleType, tmp_path: Path) -> None:
    """Of an error, of what it was raised from, or of the machine."""
    written = json.dumps(told(ours.wrapped, 3, "Amal feels low"))
    assert "builtins.KeyError" in written
    assert '"cause": "builtins.ValueError"' in written
    assert not [each for each in ("Amal", str(tmp_path), sys.prefix) if each in written]


def test_the_package_of_a_frame_is_told_and_no_more_of_its_path() -> None:
    """For modules, packages and what is no file at all."""
    frames = told(json.loads, "{")["frames"]
    assert [each.split(":")[0] for each in frames][-2:] == ["json/decoder.py"] * 2
    assert "json/__init__.py" in [each.split(":")[0] for each in frames]


def test_a_fault_without_end_is_told_in_so_many_frames(ours: ModuleType) -> None:
    """A line of the log has its limit."""
    assert len(told(ours.deep, 5000, "x")["frames"]) == faults.MOST_FRAMES


def test_the_table_s_own_word_for_a_refusal_is_told() -> None:
    """A missing permission is not taken for a busy table; a stranger's word may hold anything."""

    def refused(code: str, kind: Callable[[str], Exception]) -> None:
        raise errors.TryAgain from kind(code)

    def rejected(code: str) -> Exception:
        return Rejected("GetItem", code, "Amal")

    def strange(code: str) -> Exception:
        error = RuntimeError("Amal")
        error.code = code  # type: ignore[attr-defined]
        return error

    assert told(refused, "AccessDeniedException", rejected)["cause_code"] == "AccessDeniedException"
    assert "cause_code" not in told(refused, "Amal feels low", rejected)
    assert "cause_code" not in told(refused, "Amal", strange)

"""The laws of keys: codecs and templates."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from therapy_core.table.codecs import LAST, codec, escape, fold, fold_prefix, unescape
from therapy_core.table.errors import InvalidKey
from therapy_core.table.templates import KeyTemplate, partition_key, sort_key

AWKWARD = [
    "",
    "#",
    "%",
    "%-",
    "%_",
    "%23",
    "##",
    "\x00",
    "\x7f",
    " ",
    "a ",
    "é",
    "\U0010fffe",
    LAST,
]
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(alphabet="#% !$&a\x00\U0010fffe\U0010ffff", max_size=5),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
EARLIEST, LATEST = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 - a zone is drawn
times = st.datetimes(min_value=EARLIEST, max_value=LATEST).flatmap(
    lambda t: st.integers(-1439, 1439).map(
        lambda m: t.replace(tzinfo=timezone(timedelta(minutes=m)))
    )
)
PAIR = sort_key("A#{left}#{right}")


@given(texts, texts)
def test_every_value_can_be_had_back(left: str, right: str) -> None:
    """Rendering and parsing gives what went in, whatever the strings are."""
    assert PAIR.parse(PAIR.render({"left": left, "right": right})) == {"left": left, "right": right}


@given(texts, texts, texts, texts)
@example("a#b", "c", "a", "b#c")
@example("", "#", "#", "")
def test_keys_sort_as_their_values_do(a: str, b: str, c: str, d: str) -> None:
    """Two keys of a template compare as their values do; so different values differ as keys."""
    one = PAIR.render({"left": a, "right": b}).encode()
    two = PAIR.render({"left": c, "right": d}).encode()
    assert (one < two, one == two) == ((a, b) < (c, d), (a, b) == (c, d))


@given(texts, texts, texts)
def test_a_prefix_finds_exactly_what_begins_with_it(start: str, rest: str, other: str) -> None:
    """The beginning of a key is shared by the values that begin so, and by no others."""
    beginning = PAIR.beginning({"left": "x"}, start)
    assert PAIR.render({"left": "x", "right": start + rest}).startswith(beginning)
    found = PAIR.render({"left": "x", "right": other})
    assert found.startswith(beginning) == other.startswith(start)
    assert found < PAIR.beginning({"left": "x"}) + LAST


@given(texts)
def test_no_segment_holds_a_boundary_or_a_control(text: str) -> None:
    """An escaped text holds neither `#`, nor a control character, nor the bound of all keys."""
    assert not set(escape(text)) & {"#", LAST, *map(chr, range(32))}
    assert unescape(escape(text)) == text


@given(st.integers(0, 10**8 - 1), st.integers(0, 10**8 - 1))
def test_padded_numbers_keep_their_order(one: int, two: int) -> None:
    """Text order is number order, and the number can be had back."""
    padded = codec("8d")
    assert (padded.render(one) < padded.render(two)) == (one < two)
    assert padded.parse(padded.render(one)) == one


@given(times, times)
def test_times_keep_their_order_across_zones(one: datetime, two: datetime) -> None:
    """Text order is the order of instants, whatever zones they were given in."""
    time = codec("time")
    assert (time.render(one) < time.render(two)) == (one < two)
    assert time.parse(time.render(one)) == one


@given(texts, texts)
def test_folding_is_stable_and_keeps_beginnings(start: str, rest: str) -> None:
    """Folding twice changes nothing, and case never matters."""
    assert fold(fold(start)) == fold(start)
    assert fold(start.upper().lower()) == fold(start.lower().upper().lower())
    if start.isascii() and rest.isascii() and rest.strip():
        assert fold(start + rest).startswith(fold_prefix(start).rstrip())


def test_folding_is_stable_for_every_character() -> None:
    """No character of Unicode needs a second folding."""
    unstable = [
        c
        for c in map(chr, itertools.chain(range(0xD800), range(0xE000, 0x110000)))
        if fold(fold(c)) != fold(c)
    ]
    assert unstable == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ångström", "angstrom"),
        ("STRASSE", "straße"),
        ("  Ada   Lovelace ", "ada lovelace"),
        ("\N{MATHEMATICAL BOLD CAPITAL A}da", "ada"),
        ("한국", "한국"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ],
)
def test_people_find_names_however_they_are_written(one: str, other: str) -> None:
    """Case, accents, spaces and ways of encoding don't matter."""
    assert fold(one) == fold(other)


def test_a_shorter_name_comes_first() -> None:
    """Ann comes before Ann Lee, whatever follows the name in the key."""
    by_name = sort_key("{name:fold}#{member_id}")
    names = ["Ann", "Ann Lee", "Ann!", "Anna", "Émile"]
    keys = [by_name.render({"name": n, "member_id": "z" if n == "Ann" else "a"}) for n in names]
    assert keys == sorted(keys)


def test_a_long_name_still_has_a_key() -> None:
    """Folding may lengthen a text; what sorts is cut, so that the key fits."""
    by_name = sort_key("{name:fold}#{member_id}")
    assert by_name.render({"name": "\ufdfa" * 200, "member_id": "cli_01"})


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ("", 1),
        ("", None),
        ("abc_*", "abd_1"),
        ("3d", 1000),
        ("3d", -1),
        ("3d", True),
        ("3d", "1"),
        ("3d", 1.0),
        ("time", datetime(2026, 1, 1)),  # noqa: DTZ001 - what is refused
        ("time", "2026"),
        ("fold", 1),
        ("time", datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))),
        ("shard", 1),
    ],
)
def test_what_a_field_cannot_hold_is_refused(spec: str, value: Any) -> None:
    """A wrong type, a wrong prefix and a number out of range are `InvalidKey`."""
    with pytest.raises(InvalidKey):
        sort_key(f"A#{{x{':' + spec if spec else ''}}}").render({"x": value})


@pytest.mark.parametrize("text", ["{a}#{a}", "{a}b", "{a:nothing}", "{a:0d}", "a%b"])
def test_a_template_that_is_not_one_is_refused(text: str) -> None:
    """A field stands once, fills its segment and names a codec that there is."""
    with pytest.raises(InvalidKey):
        sort_key(text)


def test_a_key_is_no_longer_than_the_table_takes() -> None:
    """1,024 bytes of sort key, 2,048 of partition key, and no lone surrogates."""
    assert len(sort_key("{x}").render({"x": "é" * 512}).encode()) == 1024
    with pytest.raises(InvalidKey):
        sort_key("{x}").render({"x": "é" * 513})
    with pytest.raises(InvalidKey):
        partition_key("{x}").render({"x": "x" * 2049})
    with pytest.raises(InvalidKey):
        sort_key("{x}").render({"x": "\ud800"})


VALUES: dict[str, list[Any]] = {
    "": ["", "A", "0", "00", "0001", "abc_1", "xyz_1", "2026-01-01T00:00:00.000000Z", "#", "B"],
    "abc_*": ["abc_", "abc_1"],
    "ab*": ["ab", "abc_1"],
    "xyz_*": ["xyz_1"],
    "2d": [0, 99],
    "4d": [0, 1],
    "time": [datetime(2026, 1, 1, tzinfo=UTC)],
    "fold": ["", "A", "abc_1", "0001"],
    "shard": ["a"],
}
PARTS = ["A", "B", "", "0001", "abc_1", *(f"{{x:{c}}}" if c else "{x}" for c in VALUES)]


def _keys(template: KeyTemplate) -> set[str]:
    spec = re.search(r"\{x:?([^}]*)\}", template.text)
    return {template.render({"x": v}) for v in (VALUES[spec[1]] if spec else [None])}


@pytest.mark.parametrize("shape", ["{}", "K#{}", "{}#K"])
def test_templates_that_share_a_key_are_found(shape: str) -> None:
    """No two templates that are declared apart render one key: tried for every pair of parts."""
    templates = [sort_key(shape.replace("{}", p)) for p in PARTS if shape != "{}" or p]
    for a, b in itertools.product(templates, repeat=2):
        assert a.overlaps(b) == b.overlaps(a)
        if not a.overlaps(b):
            assert not _keys(a) & _keys(b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A#{x}", "B#{x}"),
        ("{x:abc_*}", "{x:xyz_*}"),
        ("{x:2d}", "{x:4d}"),
        ("{x:abc_*}", "{x:time}"),
        ("A#{x}", "A#{x}#{y}"),
        ("VISIT", "{x:abc_*}"),
        ("{x:4d}", "VISIT"),
    ],
)
def test_templates_that_differ_are_told_apart(one: str, other: str) -> None:
    """Words, prefixes, widths and numbers of segments keep templates apart."""
    assert not sort_key(one).overlaps(sort_key(other))


@given(texts)
def test_a_key_of_another_kind_does_not_parse(text: str) -> None:
    """Only what some values render to is parsed."""
    try:
        values = PAIR.parse(text)
    except InvalidKey:
        return
    assert PAIR.render(values) == text

"""The rules of a journal, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from therapy_core import ids
from therapy_core.journals import rules
from therapy_core.journals.models import ALL, COUNT, SHARED, SUM, counter
from therapy_core.journals.rules import Felt, change_of, id_bounds, local_day, tally
from therapy_core.journals.vocabulary import FAMILIES, OTHER, STRENGTHS, vocabulary
from therapy_core.table.codecs import fold
from therapy_core.values import line

MICROSECOND = timedelta(microseconds=1)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
times = st.integers(0, 4 * 10**15).map(lambda n: datetime(1970, 1, 1, tzinfo=UTC) + n * MICROSECOND)
felt = st.none() | st.builds(
    Felt, st.sampled_from([None, *FAMILIES[:3]]), st.integers(1, 10), st.booleans()
)


def test_the_vocabulary_has_ten_families_of_words() -> None:
    """Each family has 6 to 10 words of each strength, and no word is in two families."""
    known = vocabulary()
    assert [each.family for each in known.families] == [
        "happiness",
        "caring",
        "depression",
        "inadequacy",
        "fear",
        "confusion",
        "hurt",
        "anger",
        "loneliness",
        "remorse",
    ]
    for family in known.families:
        assert all(6 <= len(getattr(family, strength)) <= 10 for strength in STRENGTHS)
        assert all(line(rules.LONGEST_FEELING)(word) == word for word in family.words)
    every = [fold(word) for family in known.families for word in family.words]
    assert len(every) == len(set(every))


def test_a_word_is_known_whatever_its_case() -> None:
    """A word has its family in any case; one of a client's own has none."""
    assert vocabulary().family_of("  OVERJOYED ") == "happiness"
    assert vocabulary().family_of("saudade") is None
    assert OTHER not in [each.family for each in vocabulary().families]


@pytest.mark.parametrize("value", [0, 11, 1.5, "3", True, None])
def test_an_intensity_is_a_whole_number_from_1_to_10(value: Any) -> None:
    """Nothing else is taken."""
    with pytest.raises(ValueError, match="1 to 10"):
        rules.intensity(value)


def test_a_feeling_is_not_of_the_future() -> None:
    """It can be backdated to 1970; a clock five minutes ahead is forgiven, and no more."""
    rule = rules.felt_at(NOW)
    assert rule(NOW + timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    assert rule(datetime(1970, 1, 1, tzinfo=UTC)).year == 1970
    assert rule(datetime(2026, 11, 20, 13, 0, 0, 1999, timezone(timedelta(hours=1)))) == NOW + (
        timedelta(milliseconds=1)
    )
    for wrong in (NOW + timedelta(minutes=6), NOW.replace(tzinfo=None), "2026-01-01", None):
        with pytest.raises(ValueError, match=r"is a time|lies between"):
            rule(wrong)
    with pytest.raises(ValueError, match="lies between"):
        rule(datetime(1969, 12, 31, 23, 59, tzinfo=UTC))


def test_the_day_is_the_clients_own() -> None:
    """Half past ten at night in UTC is another day east of it."""
    at = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    zones = ("UTC", "Asia/Tokyo", "Pacific/Pago_Pago", "Asia/Kathmandu")
    assert [local_day(at, zone)[-2:] for zone in zones] == ["20", "21", "20", "21"]


@example(
    datetime(1970, 1, 1, 0, 0, 1, 16_000, UTC), None, datetime(1970, 1, 1, 0, 0, 1, 16_000, UTC)
)
@given(st.none() | times, st.none() | times, times)
def test_the_bounds_of_ids_are_those_of_times(
    since: datetime | None, until: datetime | None, at: datetime
) -> None:
    """An id lies within the bounds just when its time is from `since` on and before `until`."""
    at = rules.to_millisecond(at)
    identifier = "jrn_" + ids.new_ulid(at)
    low, high = id_bounds("jrn_", since, until)
    inside = (low is None or low <= identifier) and (
        high is None or identifier <= high + "\U0010ffff"
    )
    assert inside == ((since is None or since <= at) and (until is None or at < until))


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_are_bounds_as_any(year: int) -> None:
    """What no id can hold is no error."""
    far = datetime(year, 12, 31, 23, 59, 59, 999_999, timezone(timedelta(hours=-12)))
    low, high = id_bounds("jrn_", far, far)
    assert low is not None
    assert high is not None


@given(felt, felt)
def test_a_change_leads_from_one_tally_to_the_other(
    before: Felt | None, after: Felt | None
) -> None:
    """What was counted, and the change, come to what is to be counted."""
    found = tally(before)
    found.update(change_of(before, after))
    assert {n: v for n, v in found.items() if v} == dict(tally(after))


def test_what_is_private_is_counted_for_its_client_alone() -> None:
    """A private entry touches none of the shared counters; a free word counts as other."""
    assert tally(Felt(None, 7, private=True)) == {
        counter(ALL, OTHER, COUNT): 1,
        counter(ALL, OTHER, SUM): 7,
    }
    assert change_of(Felt("anger", 3, private=False), Felt("anger", 3, private=True)) == {
        counter(SHARED, "anger", COUNT): -1,
        counter(SHARED, "anger", SUM): -3,
    }


def test_a_feeling_is_found_by_its_word_or_its_family() -> None:
    """Case and accents don't matter, and a word of another family need not be looked at."""
    assert rules.is_of("Anger", "anger")
    assert rules.is_of("other", None)
    assert not rules.is_of("anger", None)
    assert rules.is_named("ANGRY", "angry")
    assert [rules.may_be("Angry", family) for family in ("anger", None, "fear")] == [
        True,
        True,
        False,
    ]

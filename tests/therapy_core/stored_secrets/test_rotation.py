"""Rotating JWT_SECRET: three steps, none too early, and no token ends before its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.therapy_core.test_settings import FOURTH, OTHER, PRODUCTION, STRONG
from therapy_core.errors import Conflict, Misconfigured
from therapy_core.settings import Secret, Settings
from therapy_core.stored_secrets import rotation
from therapy_core.stored_secrets.making import new_set
from therapy_core.stored_secrets.rotation import LONGEST_BEHIND, STEPS, advanced, progress_of
from therapy_core.stored_secrets.store import Stored

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
VALUES = {"JWT_SECRET": STRONG, "PASSWORD_PEPPER": OTHER, "note": "kept"}


def settings_in(values: dict[str, Any]) -> Settings:
    """Return the settings of a production that holds these values."""
    return Settings.from_environment(PRODUCTION | Stored("v", values).variables)


def states(values: dict[str, Any], *steps: str) -> list[dict[str, Any]]:
    """Return the values as they are, and after each of these steps, taken at once."""
    found = [values]
    for step in steps:
        found.append(advanced(found[-1], step, NOW, MONTH, force=True))
    return found


def rotated(values: dict[str, Any], *steps: str) -> dict[str, Any]:
    """Return the values after these steps."""
    return states(values, *steps)[-1]


def test_two_keys_are_valid_from_the_first_step_to_the_last() -> None:
    """Before the next key signs it is accepted, and the former one until the end."""
    found = [settings_in(values).jwt_secrets for values in states(VALUES, *STEPS)]
    old, new = Secret(STRONG), found[-1][0]
    assert found == [(old,), (old, new), (new, old), (new,)]
    assert new != old


def test_what_lasts_keeps_its_secret() -> None:
    """The first rotation sets what signs it to what did so before; later ones leave it alone."""
    for values in states(VALUES, *STEPS, *STEPS):
        assert settings_in(values).long_term_secrets == (Secret(STRONG),)
    own = rotated({**VALUES, "LONG_TERM_SECRET": FOURTH}, *STEPS)
    assert own["LONG_TERM_SECRET"] == FOURTH


def test_nothing_else_in_the_secret_changes() -> None:
    """What a rotation is not about stays, whatever it is, and so do keys that others put there."""
    after = rotated({**VALUES, "OTHER_JWT_SECRETS": FOURTH}, *STEPS)
    assert (after["note"], after["PASSWORD_PEPPER"]) == ("kept", OTHER)
    assert after["OTHER_JWT_SECRETS"] == FOURTH


def test_no_step_comes_too_early() -> None:
    """A switch waits for every process to have read the key, an end for every login to run out."""
    values: dict[str, Any] = dict(VALUES)
    for step, wait in (("announce", None), ("switch", LONGEST_BEHIND), ("retire", MONTH)):
        opens = progress_of(values).next_from(MONTH)
        assert (opens is None) == (wait is None)
        if opens is not None and wait is not None:
            assert opens >= NOW + wait
            with pytest.raises(Conflict, match=f"{step} has to wait until"):
                advanced(values, step, opens - timedelta(seconds=1), MONTH)
        values = advanced(values, step, opens or NOW, MONTH)
        values[rotation.PROGRESS]["at"] = NOW.isoformat()
    assert progress_of(values).next_from(MONTH) is None


@pytest.mark.parametrize("done", range(3))
def test_steps_come_in_their_order(done: int) -> None:
    """Neither is one left out nor taken twice, not even by force."""
    values = rotated(VALUES, *STEPS[:done])
    for step in set(STEPS) - {STEPS[done]}:
        with pytest.raises(Conflict, match=f"next is {STEPS[done]}"):
            advanced(values, step, NOW, MONTH, force=True)


@given(st.lists(st.booleans(), max_size=12))
def test_a_token_is_good_for_as_long_as_a_login_lasts(waits: list[bool]) -> None:
    """However often keys are rotated, each is accepted until all that it signed has run out."""
    values, now, signed_until = dict(VALUES), NOW, {Secret(STRONG): NOW}
    for wait in waits:
        found = settings_in(values)
        signed_until[found.jwt_secret] = now + LONGEST_BEHIND
        for secret, until in signed_until.items():
            assert secret in found.jwt_secrets or now >= until + MONTH
        progress = progress_of(values)
        now = max(now, progress.next_from(MONTH) or now) if wait else now + timedelta(minutes=7)
        try:
            values = advanced(values, progress.next_step, now, MONTH)
        except Conflict:
            assert not wait


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"JWT_SECRET": " "},
        {"JWT_SECRET": 5},
        {"JWT_SECRET": f"{STRONG},{OTHER}"},
        {**VALUES, "JWT_ROTATION": "announce"},
        {**VALUES, "JWT_ROTATION": {"step": "other", "at": NOW.isoformat(), "key": ""}},
        {**VALUES, "JWT_ROTATION": {"step": "retire", "at": "soon", "key": ""}},
    ],
)
def test_what_cannot_be_rotated_is_refused_without_being_shown(values: dict[str, Any]) -> None:
    """A missing key, one that no list can hold, a note that somebody edited."""
    with pytest.raises(Misconfigured) as caught:
        advanced(values, "announce", NOW, MONTH)
    assert STRONG not in str(caught.value)


@pytest.mark.parametrize("step", ["switch", "retire"])
def test_a_key_that_somebody_took_out_is_missed(step: str) -> None:
    """The next step says so and changes nothing."""
    values = rotated(VALUES, *STEPS[: STEPS.index(step)])
    with pytest.raises(Misconfigured, match="not in OTHER_JWT_SECRETS"):
        advanced({**values, "OTHER_JWT_SECRETS": FOURTH}, step, NOW, MONTH, force=True)


def test_a_new_set_is_taken_in_production() -> None:
    """What is made is strong and differs, with a master key or for a KMS key."""
    production = {"THERAPY_ENV": "production"}
    made, for_kms = new_set(master_key=True), new_set(master_key=False)
    assert len(set(made.values()) | set(for_kms.values())) == 9
    assert Settings.from_environment(production | made).long_term_secret
    assert Settings.from_environment(production | for_kms | {"KMS_KEY_ID": "alias/t"})

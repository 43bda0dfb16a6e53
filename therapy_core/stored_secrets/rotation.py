"""Rotate `JWT_SECRET` in three steps, with two keys valid all the while.

    announce   the next key joins OTHER_JWT_SECRETS, so that every process accepts it
    switch     it becomes JWT_SECRET and signs; the former one is accepted on
    retire     the former one goes, once all that it signed has run out

How far it is stands in the secret itself, so that a step can be repeated, by anybody, anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from therapy_core.errors import Conflict, Misconfigured
from therapy_core.secret import Secret, key_id
from therapy_core.stored_secrets.making import new_secret

Values = Mapping[str, Any]

READ_AGAIN = timedelta(minutes=5)
"""How often a process reads the secret: often enough to follow a step soon, at 300 calls a day."""
LONGEST_BEHIND = timedelta(hours=1)
"""How old what a process goes by can be, when reading fails: longer than most outages last, and
short enough to wait for before each step. After that it asks everybody to try again."""

PROGRESS = "JWT_ROTATION"
ANNOUNCE, SWITCH, RETIRE = STEPS = ("announce", "switch", "retire")
_NEXT = {ANNOUNCE: SWITCH, SWITCH: RETIRE, RETIRE: ANNOUNCE}


@dataclass(frozen=True)
class Progress:
    """Say which step was done last and when (UTC), and name the key that awaits the next one.

    Where no rotation was ever begun, it is as if the last one had ended.
    """

    step: str = RETIRE
    at: datetime | None = None
    key: str = ""

    @property
    def next_step(self) -> str:
        """Return the step that comes next."""
        return _NEXT[self.step]

    def next_from(self, refresh: timedelta) -> datetime | None:
        """Return when the next step can be taken, or None for at once.

        `refresh` is how long a login stays open without being used.
        """
        if self.at is None or self.step == RETIRE:
            return None
        return self.at + LONGEST_BEHIND + (refresh if self.step == SWITCH else timedelta())

    def done_before(self, step: str) -> bool:
        """Tell whether `step` is what was done last."""
        return self.at is not None and self.step == step


def progress_of(values: Values) -> Progress:
    """Return how far a rotation is. Raises `Misconfigured` for a note that nobody here wrote."""
    if PROGRESS not in values:
        return Progress()
    try:
        noted = values[PROGRESS]
        found = Progress(noted["step"], datetime.fromisoformat(noted["at"]), noted["key"])
        found.next_step  # noqa: B018 - it is one of ours
    except (KeyError, TypeError, ValueError):
        raise Misconfigured(f"{PROGRESS} in the secret is not what `rotate` wrote.") from None
    return found


def advanced(
    values: Values, step: str, now: datetime, refresh: timedelta, *, force: bool = False
) -> dict[str, Any]:
    """Return `values` after the step that comes next, which has to be `step`.

    Raises `Conflict` for another step, and for one whose time has not come unless `force` is
    given; `Misconfigured` when the secret doesn't hold the key that the step is about.
    """
    progress = progress_of(values)
    if step != progress.next_step:
        raise Conflict(f"The step that comes next is {progress.next_step}, not {step}.")
    opens = progress.next_from(refresh)
    if opens is not None and now < opens and not force:
        raise Conflict(f"{step} has to wait until {opens:%Y-%m-%d %H:%M} UTC.")
    changes = {ANNOUNCE: _announced, SWITCH: _switched, RETIRE: _retired}[step](values, progress)
    return {**values, **changes, PROGRESS: {**changes[PROGRESS], "step": step, "at": _text(now)}}


def _announced(values: Values, _: Progress) -> dict[str, Any]:
    made = new_secret()
    return {
        "OTHER_JWT_SECRETS": ",".join([*_others(values), made]),
        # What lasts stays signed by what has signed it so far.
        "LONG_TERM_SECRET": values.get("LONG_TERM_SECRET") or _current(values),
        PROGRESS: {"key": _name(made)},
    }


def _switched(values: Values, progress: Progress) -> dict[str, Any]:
    former, others = _current(values), _others(values)
    made = _found(others, progress)
    others[others.index(made)] = former
    return {
        "JWT_SECRET": made,
        "OTHER_JWT_SECRETS": ",".join(others),
        PROGRESS: {"key": _name(former)},
    }


def _retired(values: Values, progress: Progress) -> dict[str, Any]:
    others = _others(values)
    others.remove(_found(others, progress))
    return {"OTHER_JWT_SECRETS": ",".join(others), PROGRESS: {"key": ""}}


def _current(values: Values) -> str:
    """Return the key that signs, which has to have a place in a list later."""
    current = values.get("JWT_SECRET")
    if not isinstance(current, str) or not current.strip() or "," in current:
        raise Misconfigured("The secret holds no JWT_SECRET, or one with a comma in it.")
    return current.strip()


def _others(values: Values) -> list[str]:
    parts = (part.strip() for part in str(values.get("OTHER_JWT_SECRETS") or "").split(","))
    return [part for part in parts if part]


def _found(others: list[str], progress: Progress) -> str:
    for each in others:
        if _name(each) == progress.key:
            return each
    raise Misconfigured("The key of this rotation is not in OTHER_JWT_SECRETS any more.")


def _name(secret: str) -> str:
    return key_id(Secret(secret))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

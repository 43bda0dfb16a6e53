"""What people decided since a backup, and has to be done again once it is restored.

    python -m infra.decisions since 2026-11-27T06:00:00Z > decisions.jsonl    # the damaged table
    python -m infra.decisions again decisions.jsonl                           # the restored one

A restore brings back what was erased, granted and listed at that time (docs/backup.md). Ids are
read from the audit, and no word of anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click

from therapy_core import SYSTEM, Actor, Practice, Role, ids
from therapy_core.accounts.models import Account
from therapy_core.audit.events import Event
from therapy_core.audit.models import EVENTS_OF_DAY
from therapy_core.directory import profiles
from therapy_core.environment import load_settings
from therapy_core.errors import NotFound
from therapy_core.records import erasing
from therapy_core.relationships import ending, granting

T = TypeVar("T")
ADMIN = Actor(Role.ADMIN, SYSTEM.scope)
"""Who takes a therapist out of the directory again: no admin by name, as none decides anew."""


@dataclass(frozen=True)
class Decision:
    """Say what was decided of whom (a client's or a therapist's id), and about what."""

    event: str
    subject_id: str
    about: str = ""


def decided_since(practice: Practice, at: datetime) -> Iterator[Decision]:
    """Yield what was decided from `at` on, oldest first, from the practice's audit."""
    for day in _days(at.date(), practice.table.clock().date()):
        found = practice.table.every(EVENTS_OF_DAY, day=day.isoformat())
        for event in sorted(found, key=lambda each: each.event_id):
            if event.happened_at >= at and event.event in AGAIN:
                yield Decision(event.event, event.subject_id, event.about or "")


def carry_out(practice: Practice, decisions: Iterable[Decision]) -> tuple[int, int]:
    """Carry decisions out in a restored practice, erasures first.

    Returns how many had to be, and how many were so already. Each may be carried out twice; so
    after a crash the whole is run again. The audit says that the system did it.
    """
    ordered = sorted(decisions, key=lambda each: each.event != Event.ACCOUNT_ERASED.value)
    done = sum(_again(practice, decision) for decision in ordered)
    return done, len(ordered) - done


def _again(practice: Practice, decision: Decision) -> bool:
    try:
        AGAIN[decision.event](practice, decision)
    except NotFound:
        return False
    return True


def _erase(practice: Practice, decision: Decision) -> None:
    """Erase a client or a therapist again, or an admin, who has no profile."""
    table, person = practice.table, decision.subject_id
    if person.startswith(ids.ACCOUNT):
        account = _there(table.get(Account.at(account_id=person)))
        erasing.erase(table, SYSTEM, Actor(Role.ADMIN, person), account, None)
        return
    is_client = person.startswith(ids.CLIENT)
    load = profiles.load_client if is_client else profiles.load_therapist
    erasing.remove(table, SYSTEM, _there(load(table, person)))


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found


def _revoke(practice: Practice, decision: Decision) -> None:
    granting.revoke(practice.table, SYSTEM, decision.subject_id, decision.about)


def _unmap(practice: Practice, decision: Decision) -> None:
    ending.unmap(practice.table, SYSTEM, decision.subject_id, decision.about)


def _unverify(practice: Practice, decision: Decision) -> None:
    practice.acting_as(ADMIN).therapists.unverify(decision.subject_id)


AGAIN: Mapping[str, Callable[[Practice, Decision], None]] = {
    Event.ACCOUNT_ERASED.value: _erase,
    Event.ACCESS_REVOKED.value: _revoke,
    Event.MAPPING_ENDED.value: _unmap,
    Event.THERAPIST_UNVERIFIED.value: _unverify,
}
"""What is done again, by the event that tells of it."""


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@click.group()
def main() -> None:
    """Find what was decided since a backup, and do it again."""


@main.command()
@click.argument("at")
def since(at: str) -> None:
    """Print what was decided since AT (RFC 3339), one JSON object a line."""
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise click.BadParameter("needs a time zone, as in 2026-11-27T06:00:00Z")
    for each in decided_since(_practice(), moment.astimezone(UTC)):
        click.echo(json.dumps(asdict(each)))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def again(file: Path) -> None:
    """Carry out the decisions in FILE."""
    lines = file.read_text(encoding="utf-8").splitlines()
    done, were = carry_out(_practice(), [Decision(**json.loads(line)) for line in lines])
    click.echo(f"{done} done again, {were} were so already.")


def _practice() -> Practice:
    return Practice.connect(load_settings())


if __name__ == "__main__":
    main()

"""Sealing: a hash chain over the audit, off every request's way.

A seal closes a stretch of time that lies some minutes back, so that whatever was begun in it has
been committed or given up. Stretches are whole hours; those in which nothing happened join the
next, up to a day. Two sealers make the same seal, and one of them finds it made.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from therapy_core.audit import stretches
from therapy_core.audit.models import AuditEvent, AuditHead, AuditSeal
from therapy_core.errors import AuditBroken
from therapy_core.failures import named_failures
from therapy_core.table import Table, scanning
from therapy_core.table.errors import AlreadyExists
from therapy_core.table.writes import of_type

if TYPE_CHECKING:
    from therapy_core.practice import Practice

CHAIN = "practice"
FIRST_PREVIOUS = "0" * 64
MARGIN = timedelta(minutes=10)
"""How far back a stretch has to lie: longer than any request takes, its retries included."""
LONGEST = timedelta(days=1)
"""How much time a seal covers at most."""


def seal(practice: Practice) -> int:
    """Seal all that has happened since the last seal, and return how many seals that took.

    Raises `AuditBroken` when the chain so far was tampered with, `TryAgain` when the table is out
    of reach.
    """
    made = 0
    with named_failures():
        horizon = _whole_hour(practice.table.clock() - MARGIN)
        while (found := _next(practice, horizon)) is not None:
            made += _written(practice, found)
    return made


def latest(practice: Practice) -> AuditSeal | None:
    """Return the last seal of the chain, if there is any.

    Raises `AuditBroken` when it is not what was made here: nothing is built on a broken chain.
    """
    head = practice.table.get(AuditHead.at(chain=CHAIN))
    if head is None:
        return None
    last = practice.table.get(AuditSeal.at(chain=CHAIN, number=int(head.number)))
    if last is None or not is_genuine(practice, last) or last.hash != head.hash:
        raise AuditBroken
    return last


def is_genuine(practice: Practice, seal: AuditSeal) -> bool:
    """Tell whether a seal says what it said when the practice made it."""
    fits = practice.signed("audit seal", seal.hash.encode(), seal.signature)
    return fits and seal.hash == content_hash(seal)


def content_hash(seal: AuditSeal) -> str:
    """Return the hash of all that a seal says."""
    said = {
        "chain": seal.chain,
        "number": int(seal.number),
        "startsAt": seal.starts_at.isoformat(),
        "endsAt": seal.ends_at.isoformat(),
        "sealedAt": seal.sealed_at.isoformat(),
        "events": int(seal.events),
        "digest": seal.digest,
        "previous": seal.previous,
    }
    return hashlib.sha256(b"therapy audit seal 1" + stretches.canonical(said)).hexdigest()


def head_of(practice: Practice, last: AuditSeal) -> AuditHead:
    """Return the head that names `last`."""
    return AuditHead(
        chain=last.chain,
        number=last.number,
        hash=last.hash,
        sealed_at=last.sealed_at,
        signature=practice.sign("audit head", _said_of(last)),
    )


def is_head_of(practice: Practice, head: AuditHead, last: AuditSeal) -> bool:
    """Tell whether `head` names `last`, as the practice wrote it."""
    named = (head.chain, head.number, head.hash, head.sealed_at)
    fits = named == (last.chain, last.number, last.hash, last.sealed_at)
    return fits and practice.signed("audit head", _said_of(last), head.signature)


def _said_of(last: AuditSeal) -> bytes:
    return f"{last.chain}\n{int(last.number)}\n{last.hash}".encode()


def _next(practice: Practice, horizon: datetime) -> AuditSeal | None:
    """Return the seal that comes next, or None when it is not its time, or nothing happened.

    The first is made even where nothing happened yet: once there is one, nobody has to look through
    the table again to see where the chain begins.
    """
    table = practice.table
    last = latest(practice)
    starts_at = last.ends_at if last else _beginning(table, horizon)
    if starts_at >= horizon:
        return None
    ends_at = min(horizon, starts_at + LONGEST)
    found = stretches.sum_of(stretches.events_between(table, starts_at, ends_at))
    if found.events == 0 and ends_at - starts_at < LONGEST:
        return None
    return _sealed(practice, last, (starts_at, ends_at), found)


def _sealed(
    practice: Practice,
    last: AuditSeal | None,
    stretch: tuple[datetime, datetime],
    found: stretches.Sum,
) -> AuditSeal:
    made = AuditSeal(
        chain=CHAIN,
        number=int(last.number) + 1 if last else 1,
        starts_at=stretch[0],
        ends_at=stretch[1],
        sealed_at=practice.table.clock(),
        events=found.events,
        digest=found.digest,
        previous=last.hash if last else FIRST_PREVIOUS,
    )
    made.hash = content_hash(made)
    made.signature = practice.sign("audit seal", made.hash.encode())
    return made


def _written(practice: Practice, made: AuditSeal) -> int:
    """Store a seal as the new head, and return 1; 0 when another sealer was first.

    Raises `AuditBroken` when the seal is there and the head knows nothing of it.
    """
    try:
        with practice.table.transaction("seal the audit") as unit:
            unit.now = made.sealed_at
            unit.create(made)
            unit.put(head_of(practice, made))
    except AlreadyExists:
        last = latest(practice)
        if last is None or last.number < made.number:
            raise AuditBroken from None
        return 0
    return 1


def _beginning(table: Table, horizon: datetime) -> datetime:
    """Return where the chain begins, which takes a look at everything, once.

    That is the day of the first event, or at the latest as long before `horizon` as a seal
    covers, so that there is a first seal now, whatever has happened since.
    """
    first = horizon - LONGEST
    for raw in scanning.rows(table, "the first event", of_type(AuditEvent)):
        with suppress(ValueError):
            first = min(first, _day(stretches.time_of(raw.get("event_id", {}).get("S", ""))))
    return first


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _whole_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)

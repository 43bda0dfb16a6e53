"""Going over all data keys: wrapping them anew, renewing them, dropping what is of no use.

Each is a job that can be killed anywhere and run again. Beside running writes nothing is lost: an
item that somebody writes meanwhile is read again, and old generations stay until `prune` has seen
that nothing is sealed under them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from therapy_core.keys.keyring import Keyring
from therapy_core.keys.models import DataKey, Wrapped, wrapped
from therapy_core.keys.providers import Wrapping
from therapy_core.settings import LONGEST_KEY_CACHE
from therapy_core.table import Entity, Table, cipher, sealing
from therapy_core.table.errors import Erased, SealBroken
from therapy_core.table.migrations import RunningJob, job
from therapy_core.table.migrations.backfill import pages
from therapy_core.table.plan import plan
from therapy_core.table.sealed import Place

Report = Callable[[str], None]
SETTLED = timedelta(seconds=LONGEST_KEY_CACHE, minutes=5)
"""After this long no process seals under a former generation: what it kept it has forgotten."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """Say how many keys were renewed, and how many items sealed again, earlier tries included."""

    keys: int
    items: int


def rewrap(table: Table, keyring: Keyring, report: Report) -> int:
    """Wrap every data key by what the settings name now, and return how many that were.

    What is sealed under the keys stays as it is. Raises `Misconfigured` for a key that an
    unknown master key wrapped.
    """
    with job(table, "rewrap keys", report=report) as running:
        name = f"to {keyring.provider.current}"
        return running.backfill(name, DataKey, lambda key: _rewrap(keyring, key))


def _rewrap(keyring: Keyring, key: DataKey) -> None:
    about = keyring.about(key.client_id, key.name)
    for at, found in enumerate(key.generations):
        before = Wrapping(found.by, found.blob)
        after = keyring.provider.rewrap(before, about)
        if after is not before:
            key.generations[at] = wrapped(int(found.number), after)


def rotate(table: Table, keyring: Keyring, report: Report) -> Rotated:
    """Renew every data key, and seal again everything that is sealed.

    Former generations stay, so that other processes and backups can read on; see `prune`.
    """
    with job(table, "rotate keys", report=report) as running:
        keys = running.backfill("keys", DataKey, lambda key: _renew(keyring, key, running.number))
        report(f"renewed {keys} keys")
        keyring.evict()
        return Rotated(keys, _reseal_all(table, keyring, running, report))


def _renew(keyring: Keyring, key: DataKey, number: int) -> None:
    """Give `key` a new generation, once in the rotation of this number."""
    if not key.generations or int(key.rotation) >= number:
        return
    fresh = keyring.generation_after(key)
    key.generations = [*key.generations, fresh]
    key.generation, key.rotation = fresh.number, number
    key.renewed_at = keyring.now()


def _reseal_all(table: Table, keyring: Keyring, running: RunningJob, report: Report) -> int:
    resealing = _Resealing(keyring)
    total = 0
    for entity in _sealed_entities(table):
        changed = running.backfill(plan(entity).tag, entity, resealing)
        report(f"{entity.__name__}: sealed {changed} items again")
        total += changed
    if resealing.broken:
        report(f"{resealing.broken} texts don't open and were left as they are")
    return total


class _Resealing:
    """Seal again what is not under the last generation; leave what nobody can open."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self.broken = 0

    def __call__(self, item: Entity) -> None:
        for attribute, place, blob in list(sealing.places(item)):
            try:
                if cipher.generation_of(blob) != self._last(place):
                    sealing.reseal(item, attribute)
            except SealBroken:
                self.broken += 1
            except Erased:
                continue

    def _last(self, place: Place) -> int:
        last = self._keyring.generation(place.owner, place.key_name)
        if last is None:
            raise Erased
        return last


def prune(table: Table, keyring: Keyring, report: Report) -> int:
    """Drop the generations that nothing is sealed under, and return how many keys lost some.

    What was sealed late is sealed again first. A key that was renewed within the last hour keeps
    all its generations, as a process may go on under one of them. Backups from before can't be
    read any more where they need what is dropped.
    """
    with job(table, "prune keys", report=report) as running:
        before = table.clock() - SETTLED
        keyring.evict()
        _reseal_all(table, keyring, running, report)
        used = _used(table)
        return running.backfill("keys", DataKey, lambda key: _drop(key, used, before))


Used = dict[tuple[str, str], set[int]]


def _used(table: Table) -> Used:
    """Return the generations that something is sealed under, by client and key."""
    used: Used = defaultdict(set)
    for entity in _sealed_entities(table):
        for found in pages(table, entity):
            for item in found:
                for _, place, blob in sealing.places(item):
                    used[place.owner, place.key_name].add(_generation(blob))
    return used


def _generation(blob: bytes) -> int:
    try:
        return cipher.generation_of(blob)
    except SealBroken:
        return 0


def _drop(key: DataKey, used: Used, before: datetime) -> None:
    if key.renewed_at > before:
        return
    needed = used.get((key.client_id, key.name), set()) | {int(key.generation)}
    left: list[Wrapped] = [g for g in key.generations if int(g.number) in needed]
    if len(left) < len(key.generations):
        key.generations = left


def _sealed_entities(table: Table) -> list[type[Entity]]:
    return [entity for entity in table.schema.entities if plan(entity).sealed]

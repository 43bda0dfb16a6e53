"""The keyring: seals and opens text under the data keys that lie in the table.

Unwrapped keys are kept for a bounded time, and so many of them at most. A key that isn't kept is
read from its item, by one call beside those that a use case is promised to make.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from therapy_core.keys.models import OWN, RECORD, DataKey, Wrapped, wrapped
from therapy_core.keys.providers import About, KeyProvider, Wrapping
from therapy_core.table import Ref, Table, Unit, batches, cipher, metering
from therapy_core.table.errors import AlreadyExists, Erased, SealBroken
from therapy_core.table.parallel import beside

MOST_KEPT = 2_000


@dataclass(repr=False)
class Kept:
    """Hold a data key as it was read, and those of its generations that were unwrapped."""

    key: DataKey
    ends: float
    opened: dict[int, bytes] = field(default_factory=dict)


class Keyring:
    """Seal and open under the clients' data keys, which `provider` wraps.

    Unwrapped keys are kept for `seconds`, `most` of them at a time. Safe for any number of
    threads.
    """

    def __init__(
        self,
        table: Table,
        provider: KeyProvider,
        *,
        seconds: float = 300,
        most: int = MOST_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.provider = provider
        self._table = table
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._evictions = 0
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"<Keyring over {self.provider!r}>"

    def __deepcopy__(self, memo: object) -> Keyring:
        return self

    def seal(self, owner: str, key_name: str, about: bytes, text: str) -> bytes:
        """Return `text` sealed under the last generation of the client's key.

        A client without the key is given one. Raises `Erased` when it was destroyed.
        """
        kept = self._find(owner, key_name) or self._make(owner, key_name)
        number = int(kept.key.generation)
        about = cipher.framed(owner, key_name) + about
        return cipher.encrypt(self._opened(kept, number), number, about, text)

    def open(self, owner: str, key_name: str, about: bytes, blob: bytes) -> str:
        """Return the text in `blob`. Raises `SealBroken` and `Erased`."""
        number = cipher.generation_of(blob)
        kept = self._find(owner, key_name)
        if kept is not None and kept.key.wrapped(number) is None:
            self.evict(owner)  # another process may have made this generation since
            kept = self._find(owner, key_name)
        if kept is None:
            raise Erased
        about = cipher.framed(owner, key_name) + about
        return cipher.decrypt(self._opened(kept, number), about, blob)

    def generation(self, owner: str, key_name: str) -> int | None:
        """Return the last generation of a key, or None when there is none. Raises `Erased`."""
        kept = self._find(owner, key_name)
        return None if kept is None else int(kept.key.generation)

    def warm(self, owners: Iterable[str], key_name: str) -> None:
        """Read the keys of many clients in few calls, ahead of opening what is theirs."""
        refs = [
            DataKey.at(client_id=client_id, name=key_name)
            for client_id in dict.fromkeys(owners)
            if self._kept_still(client_id, key_name) is None
        ]
        evictions = self._evictions
        with metering.purpose("get DataKey"):
            found = batches.get(self._table, refs, consistent=True)
        for raw in found.values():
            key = self._table.parse(raw)
            if isinstance(key, DataKey) and key.generations:
                self._keep(key, evictions)

    def ahead(self, owner: str, key_name: str) -> AbstractContextManager[None]:
        """Return a context that fetches a key while the block reads what lies under it."""
        if self._kept_still(owner, key_name) is not None:
            return nullcontext()
        return beside(lambda: self.warm([owner], key_name))

    def new(self, client_id: str, names: Iterable[str] = (OWN, RECORD)) -> list[DataKey]:
        """Return new data keys for a client, to be stored together with the client."""
        return [self._new(client_id, name)[0] for name in names]

    def new_at(self, ref: Ref[DataKey]) -> DataKey:
        """Return a new data key that belongs at `ref`."""
        (key,) = self.new(ref.values["client_id"], [ref.values["name"]])
        return key

    def generation_after(self, key: DataKey) -> Wrapped:
        """Return a new generation for `key`, the one after its last."""
        _, wrapping = self.provider.make(self.about(key.client_id, key.name))
        return wrapped(int(key.generation) + 1, wrapping)

    def now(self) -> datetime:
        """Return the time by the table's clock."""
        return self._table.clock()

    def evict(self, client_id: str | None = None) -> None:
        """Forget the unwrapped keys of a client, or all of them."""
        with self._guard:
            self._evictions += 1
            for owner, name in list(self._kept):
                if client_id is None or client_id == owner:
                    del self._kept[owner, name]

    def about(self, client_id: str, name: str) -> About:
        """Return what a data key is bound to where it is wrapped."""
        return {"client": client_id, "key": name, "table": self._table.name}

    def _find(self, owner: str, name: str) -> Kept | None:
        kept = self._kept_still(owner, name)
        if kept is not None:
            return kept
        evictions = self._evictions
        key = self._table.get(DataKey.at(client_id=owner, name=name))
        return None if key is None else self._keep(key, evictions)

    def _kept_still(self, owner: str, name: str) -> Kept | None:
        with self._guard:
            kept = self._kept.get((owner, name))
            if kept is None or self._clock() >= kept.ends:
                return None
            self._kept.move_to_end((owner, name))
            return kept

    def _keep(self, key: DataKey, evictions: int, opened: dict[int, bytes] | None = None) -> Kept:
        """Keep a key, unless some were evicted since it was read: it may be one of those."""
        if not key.generations:
            raise Erased
        kept = Kept(key, self._clock() + self._seconds, opened or {})
        with self._guard:
            if evictions != self._evictions:
                return kept
            self._kept[key.client_id, key.name] = kept
            self._kept.move_to_end((key.client_id, key.name))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return kept

    def _make(self, owner: str, name: str) -> Kept:
        """Make a key that is missing; of several who do so at once, one wins."""
        evictions = self._evictions
        key, plain = self._new(owner, name)
        try:
            return self._keep(self._table.create(key), evictions, {1: plain})
        except AlreadyExists:
            found = self._find(owner, name)
            assert found is not None
            return found

    def _new(self, client_id: str, name: str) -> tuple[DataKey, bytes]:
        plain, wrapping = self.provider.make(self.about(client_id, name))
        first = wrapped(1, wrapping)
        now = self._table.clock()
        key = DataKey(client_id=client_id, name=name, generations=[first], renewed_at=now)
        return key, plain

    def _opened(self, kept: Kept, number: int) -> bytes:
        if number not in kept.opened:
            found = kept.key.wrapped(number)
            if found is None:
                raise SealBroken
            about = self.about(kept.key.client_id, kept.key.name)
            kept.opened[number] = self.provider.unwrap(Wrapping(found.by, found.blob), about)
        return kept.opened[number]


def destroy(unit: Unit, client_id: str, name: str = OWN) -> None:
    """Destroy a data key of a client in this unit of work: what it seals can't be read again.

    A mark stays in its place, so that no new key is made for a client who is gone. What other
    processes have unwrapped they forget within the time for which they keep keys.
    """
    unit.upsert(  # which moves the version on, so that no rotation under way brings a key back
        DataKey.at(client_id=client_id, name=name),
        DataKey.generation.set(0),
        DataKey.generations.set([]),
        DataKey.renewed_at.set(unit.now),
        DataKey.destroyed_at.set(unit.now),
    )
    if isinstance(unit.table.sealer, Keyring):
        keyring = unit.table.sealer
        unit.then(lambda: keyring.evict(client_id))

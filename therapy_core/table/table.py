"""One table, explicitly connected: the way to everything stored in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from therapy_core.table import batches, changes, metering, sealing, sending
from therapy_core.table.backoff import Backoff
from therapy_core.table.connection import Wire
from therapy_core.table.cursors import CursorSeal
from therapy_core.table.entity import Entity, Raw, Ref
from therapy_core.table.errors import Misuse, WrongEntity
from therapy_core.table.export import create_table_input
from therapy_core.table.pages import Page, PageRequest, Stretch
from therapy_core.table.partial import partial
from therapy_core.table.patterns import AccessPattern, Narrow
from therapy_core.table.plan import plan
from therapy_core.table.reading import Position, Reader
from therapy_core.table.schema import Schema, loaded
from therapy_core.table.sealed import Sealer
from therapy_core.table.transport import Transport, transport_to
from therapy_core.table.unit import Unit

E = TypeVar("E", bound=Entity)
EVERYTHING = Narrow()
MOST_SHARDS = 9999


def _now() -> datetime:
    return datetime.now(UTC)


class Table:
    """Read and write the items of one DynamoDB table.

    Nothing is sent before the first use. One client serves all entities and threads; any number
    of tables can stand side by side. `sealer` seals and opens sealed text; without one, such text
    can neither be read nor written.
    """

    def __init__(
        self,
        schema: Schema,
        name: str,
        transport: Transport,
        *,
        secret: bytes,
        other_secrets: Iterable[bytes] = (),
        shards: int = 1,
        backoff: Backoff | None = None,
        clock: Callable[[], datetime] = _now,
        sealer: Sealer | None = None,
    ) -> None:
        if not 1 <= shards <= MOST_SHARDS:
            raise Misuse(f"a table has 1 to {MOST_SHARDS} shards")
        self.schema = schema
        self.name = name
        self.shards = shards
        self.backoff = backoff or Backoff()
        self.clock = clock
        self.sealer = sealer
        self.transport = transport
        self.wire = Wire(transport, create_table_input(schema, name), self.backoff)
        self.seal_cursors_by(secret, *other_secrets)

    @classmethod
    def connect(
        cls,
        schema: Schema,
        name: str,
        *,
        secret: bytes,
        endpoint: str | None = None,
        region: str = "eu-central-1",
        transport: str = "lean",
        **options: Any,
    ) -> Table:
        """Return the table `name` at `endpoint` (a URL; None for AWS in `region`).

        `secret` (16 bytes or more) seals cursors, and what one of `other_secrets` sealed goes on;
        `transport` is one of `TRANSPORTS`; `options` are those of the constructor.
        """
        way = transport_to(endpoint, region, transport)
        return cls(schema, name, way, secret=secret, **options)

    def __repr__(self) -> str:
        return f"<Table {self.name!r} over {self.transport!r}>"

    def close(self) -> None:
        """Let go of the connections; the table can still be used, over new ones."""
        self.transport.close()

    def seal_cursors_by(self, secret: bytes, *others: bytes) -> None:
        """Seal cursors under `secret` from now on, and go on from those of `others` as well."""
        self._seal = CursorSeal(secret, *others)

    def get(self, ref: Ref[E], *, consistent: bool = True) -> E | None:
        """Return the item at `ref`, or None when there is none or it has expired.

        Raises `WrongEntity` when the item there is of another entity.
        """
        return self._loaded(ref.entity, self.raw(ref, consistent))

    def raw(self, ref: Ref[Any], consistent: bool = True) -> Raw | None:
        """Return the item at `ref` as DynamoDB sends it, expired or not."""
        request = {"TableName": self.name, "Key": ref.key, "ConsistentRead": consistent}
        with metering.purpose(f"get {ref.entity.__name__}"):
            return self.wire.dispatch("GetItem", request).get("Item")

    def get_many(self, refs: Sequence[Ref[Any]], *, consistent: bool = True) -> list[Any | None]:
        """Return the items at `refs`, in their order, None for each that is not there.

        Raises `BatchIncomplete` when DynamoDB keeps leaving keys unprocessed, `WrongEntity`
        when an item is of another entity.
        """
        with metering.purpose("get many"):
            found = batches.get(self, refs, consistent)
        return [self._loaded(r.entity, found.get((r.pk, r.sk))) for r in refs]

    def page(
        self,
        pattern: AccessPattern[E],
        request: PageRequest,
        *,
        scope: str,
        narrow: Narrow = EVERYTHING,
        within: Narrow = EVERYTHING,
        where: Callable[[E], bool] | None = None,
        asked: str = "",
        **inputs: Any,
    ) -> Page[E]:
        """Return one page of what `pattern` finds for `inputs`.

        `scope` names the caller and `asked` stands for the filter: a cursor is good only for
        the same pattern, inputs, scope and filter. A page that `where` thins out is filled up
        within a bounded number of calls; after that it may be short and still have a next.
        `within` narrows what is read further, by what moves with time, such as this moment: a
        cursor stays good when it has moved.

        Raises `InvalidCursor` for a cursor of another list, `Misuse` for a pattern that the
        schema does not have or for inputs that don't fit it.
        """
        reader = self._reader(pattern, inputs, narrow, where)
        bounds = reader.bounds
        moving = bounds & pattern.bounds(inputs, within) if within is not EVERYTHING else bounds
        about = (self.name, pattern.name, reader.partitions, bounds.low, bounds.high, asked, scope)
        if request.cursor is not None:
            reader.position = _position(self._seal.open(request.cursor, repr(about)))
        reader.stay_within(moving)
        with metering.purpose(pattern.name):
            reader.fill(request.limit, filtered=where is not None)
        items, after = reader.found[: request.limit], reader.position
        if len(reader.found) > request.limit:
            after = items[-1][0]
        cursor = self._seal.seal(_place(after), repr(about)) if after else None
        return Page([e for _, e in items], cursor)

    def stretch(
        self,
        pattern: AccessPattern[E],
        after: str | None = None,
        *,
        size: int = 100,
        narrow: Narrow = EVERYTHING,
        **inputs: Any,
    ) -> Stretch[E]:
        """Return what the next `size` rows of a list hold, by one call a partition.

        For lists that run through several patterns behind one cursor, and look at more than
        they give out; `page` is for all others. `after` is a place that an earlier stretch of
        the same pattern and inputs named; None is the beginning. Raises `Misuse` as `page`.
        """
        reader = self._reader(pattern, inputs, narrow, None)
        reader.position = _position(after) if after is not None else None
        with metering.purpose(pattern.name):
            if not reader.ended:
                reader.round(size)
        entries = [(_place(at), entity) for at, entity in reader.found]
        return Stretch(entries, _place(reader.position) if reader.position else None)

    def warm(self, entities: Iterable[Entity]) -> None:
        """Let the sealer fetch, in a call or two, what opening the text of `entities` takes."""
        for key_name, owners in sealing.owners(entities).items():
            assert self.sealer is not None
            self.sealer.warm(owners, key_name)

    def seal(self, place: str, *about: str) -> str:
        """Return a cursor that holds `place`, good for the same `about` on this table alone."""
        return self._seal.seal(place, repr((self.name, *about)))

    def unseal(self, cursor: str, *about: str) -> str:
        """Return the place in a cursor. Raises `InvalidCursor` unless it was sealed for `about`."""
        return self._seal.open(cursor, repr((self.name, *about)))

    def every(self, pattern: AccessPattern[E], **inputs: Any) -> Iterator[E]:
        """Yield everything that `pattern` finds, page by page."""
        request = PageRequest(limit=100)
        while True:
            page = self.page(pattern, request, scope="every", **inputs)
            yield from page.items
            if page.next_cursor is None:
                return
            request = PageRequest(100, page.next_cursor)

    def _reader(
        self,
        pattern: AccessPattern[Any],
        inputs: dict[str, Any],
        narrow: Narrow,
        where: Callable[[Any], bool] | None,
    ) -> Reader:
        if pattern not in self.schema.patterns:
            raise Misuse(f"{pattern!r} is not in the schema")

        def keep(raw: Raw) -> Entity | None:
            kind = self.schema.kind(raw)
            if kind is None or not issubclass(kind, pattern.returns):
                return None
            entity = self._alive(kind, raw)
            kept = entity is not None and (where is None or where(entity))
            return entity if kept else None

        partitions = pattern.partitions(inputs, self.shards)
        return Reader(self, pattern, partitions, pattern.bounds(inputs, narrow), keep)

    @contextmanager
    def transaction(self, purpose: str = "write") -> Iterator[Unit]:
        """Collect writes and commit them together at the end of the `with` block.

        Nothing is sent when the block raises; see `Unit` for what a commit raises.
        """
        unit = Unit(self, purpose)
        yield unit
        unit.commit()

    def create(self, entity: E, otherwise: Exception | None = None) -> E:
        """Store a new entity and return it; see `Unit.create`."""
        with self.transaction(f"create {type(entity).__name__}") as unit:
            unit.create(entity, otherwise)
        return entity

    def save(self, entity: E, when: Condition | None = None) -> E:
        """Write what changed in `entity` and return it; see `Unit.save`."""
        with self.transaction(f"save {type(entity).__name__}") as unit:
            unit.save(entity, when)
        return entity

    def delete(self, entity: Entity) -> None:
        """Remove `entity`; see `Unit.delete`."""
        with self.transaction(f"delete {type(entity).__name__}") as unit:
            unit.delete(entity)

    def update(self, ref: Ref[E], *actions: Action, when: Condition | None = None) -> E:
        """Change attributes of an item and return it as it now is; see `Unit.update`.

        An answer that was lost makes the client repeat the call: what must not happen twice
        needs a condition in `when`.
        """
        return self._updated(ref, actions, when, upsert=False)

    def upsert(self, ref: Ref[E], *actions: Action, when: Condition | None = None) -> E:
        """Change attributes of an item, making it if it is not there, and return it.

        What expired is made anew. Raises `Misuse` when the actions leave out what a new item has
        to have, `WrongEntity` and `StaleKey`; what is said of a lost answer holds here too.
        """
        return self._updated(ref, actions, when, upsert=True)

    def _updated(
        self, ref: Ref[E], actions: Sequence[Action], when: Condition | None, upsert: bool
    ) -> E:
        write = partial(self, ref, actions, self.clock(), when=when, upsert=upsert)
        with metering.purpose(f"update {ref.entity.__name__}"):
            raw = sending.returning(self, write)
        return self._entity(ref.entity, raw)

    def load(self, entities: Iterable[Entity]) -> int:
        """Write whole entities, with their unique values, over whatever stands there.

        Meant for seeds and imports into a table that nobody else writes: no condition is
        checked. Returns how many items were written. Raises `BatchIncomplete`.
        """
        with metering.purpose("load"):
            return batches.put(self, self._rows(entities))

    def _rows(self, entities: Iterable[Entity]) -> Iterator[Raw]:
        for entity in entities:
            now = self.clock()
            yield changes.stamped(self, entity, now)
            for lock in changes.taken(entity).values():
                yield changes.stamped(self, lock, now)

    def parse(self, raw: Raw) -> Entity:
        """Return the entity that an item of this table holds; sealed text opens when it is read.

        Raises `WrongEntity` for an unknown type.
        """
        return sealing.bound(self, self.schema.parse(raw))

    def _loaded(self, entity: type[E], raw: Raw | None) -> E | None:
        if not raw:
            return None
        return self._alive(self._kind(entity, raw), raw)

    def _entity(self, entity: type[E], raw: Raw) -> E:
        return sealing.bound(self, loaded(self._kind(entity, raw), raw))

    def _kind(self, entity: type[E], raw: Raw) -> type[E]:
        """Return the class of an item. Raises `WrongEntity` unless it is `entity`, or of it."""
        found = self.schema.kind(raw)
        if found is None or not issubclass(found, entity):
            raise WrongEntity(entity.__name__)
        return found

    def _alive(self, kind: type[E], raw: Raw) -> E | None:
        """Return the entity that an item holds, unless it has expired."""
        found, entity = plan(kind), loaded(kind, raw)
        ends = getattr(entity, found.ttl) if found.ttl else None
        if ends is not None and ends <= self.clock():
            return None
        return sealing.bound(self, entity) if found.sealed else entity


def _place(position: Position) -> str:
    return f"{position[1]}:{position[0]}"


def _position(text: str) -> Position:
    partition, _, sort = text.partition(":")
    return sort, int(partition)

"""Sealing what an entity holds for where it lies, and opening it there again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, SetAction

from therapy_core.table.entity import Entity, Raw, Ref
from therapy_core.table.errors import Misuse, NoSealer, SealBroken
from therapy_core.table.plan import plan
from therapy_core.table.sealed import Home, Place, Plain, Sealed, SealedText, looked_into

if TYPE_CHECKING:
    from therapy_core.table.table import Table

E = TypeVar("E", bound=Entity)


def bound(table: Table, entity: E) -> E:
    """Return `entity`, as it was read from `table`, with its sealed text ready to be opened."""
    found, stored = _held(entity), entity.stored
    if found and table.sealer is not None and stored is not None:
        at = (stored["PK"]["S"], stored["SK"]["S"])  # where it lies, whatever its attributes say
        home = _home(table, type(entity), at, _owner_of(entity))
        for attribute, held in found:
            held.home, held.attribute = home, attribute
    return entity


def seal(table: Table, entity: Entity, stands: Raw | None = None) -> None:
    """Seal the text of `entity` for where it lies in `table`.

    Text that is sealed for that place already keeps its bytes, and so does text that is the
    same as what `stands` there. Raises `NoSealer` when the table has no sealer.
    """
    found = _held(entity)
    if not found:
        return
    ref = entity.ref
    home = _home(table, ref.entity, (ref.pk, ref.sk), _owner_of(entity))
    for attribute, held in found:
        place = home.place(attribute)
        stood = (stands or {}).get(attribute.attr_name, {}).get("B")
        if stood is not None and _says_the_same(held, place, stood):
            held.lies(place, stood)
        held.seal_for(place)


def _says_the_same(held: Sealed, place: Place, stood: bytes) -> bool:
    """Tell whether new text is what stands there; what doesn't open there is not."""
    if held.anew or held.is_sealed_for(place):
        return False
    with suppress(SealBroken):
        return place.open(stood) == held.text
    return False


def places(entity: Entity) -> Iterator[tuple[SealedText, Place, bytes]]:
    """Yield each sealed text of an entity that was read through a table, unopened."""
    for attribute, held in _held(entity):
        if held.place is not None:
            yield attribute, held.place, held.blob


def owners(entities: Iterable[Entity]) -> dict[str, list[str]]:
    """Return whose keys the sealed text of some entities lies under, by the name of the key."""
    found: dict[str, dict[str, None]] = {}
    for entity in entities:
        for _, place, _ in places(entity):
            found.setdefault(place.key_name, {})[place.owner] = None
    return {name: list(each) for name, each in found.items()}


def reseal(entity: Entity, attribute: SealedText) -> None:
    """Let one text of `entity` be sealed again when it is next saved. Raises as opening it."""
    held = attribute.held(entity)
    if held is not None:
        attribute.__set__(entity, held.refreshed())


def _held(entity: Entity) -> list[tuple[SealedText, Sealed]]:
    """Return what stands for the sealed text of `entity`, by its attribute."""
    values, found = entity.attribute_values, plan(type(entity)).sealed
    return [(a, held) for a in found if isinstance(held := values.get(a.name), Sealed)]


def _owner_of(entity: Entity) -> Any:
    return entity.attribute_values.get(type(entity).sealed_for)


def _home(table: Table, entity: type[Entity], at: tuple[str, str], owner: Any) -> Home:
    if table.sealer is None:
        raise NoSealer
    if not isinstance(owner, str) or not owner:
        raise Misuse(f"{entity.__name__}.{entity.sealed_for} says whose text it is")
    return Home(table.sealer, owner, table.name, *at)


def sealed_actions(
    table: Table, ref: Ref[Any], actions: Sequence[tuple[str, Action]]
) -> list[tuple[str, Action]]:
    """Return the actions of a partial update by attribute, with the text in them sealed.

    Whose text it is says the key or one of the actions. Raises `Misuse` when neither does.
    """
    owner = _owner(ref, dict(actions))
    return [(name, _sealed(table, ref, owner, name, action)) for name, action in actions]


def _sealed(table: Table, ref: Ref[Any], owner: Any, name: str, action: Action) -> Action:
    attribute = ref.entity.get_attributes()[name]
    if not isinstance(attribute, SealedText) or not isinstance(action, SetAction):
        return action
    path, plain = action.values
    assert isinstance(path, Path)
    assert isinstance(plain, Plain)
    place = _home(table, ref.entity, (ref.pk, ref.sk), owner).place(attribute)
    return SetAction(path, Value({"B": place.seal(plain.text)}))


def _owner(ref: Ref[Any], touched: Mapping[str, Action]) -> Any:
    name = ref.entity.sealed_for
    if name in touched:
        return named_owner(ref.entity, touched)
    return ref.values.get(name)


def named_owner(entity: type[Entity], touched: Mapping[str, Action]) -> Any:
    """Return whose text the actions of a partial update say it is; None when they don't."""
    action = touched.get(entity.sealed_for)
    operand = action.values[1] if isinstance(action, SetAction) else None
    return operand.value.get("S") if isinstance(operand, Value) else None


def refuse_to_look(entity: type[Entity], condition: Condition | None) -> None:
    """Raise `Misuse` for a condition that would compare sealed text."""
    sealed = {a.attr_name for a in plan(entity).sealed}
    if sealed and condition is not None and sealed & set(looked_into(condition)):
        raise Misuse(f"{entity.__name__}: no condition can look into sealed text")

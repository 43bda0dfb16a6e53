"""Sealed text: plain to whoever holds its owner's data key, and to nobody else.

    class Entry(Entity, discriminator="entry"):
        primary = Primary("CLIENT#{client_id}", "ENTRY#{entry_id}")
        sealed_for = "client_id"
        ...
        words = SealedText("own")

To its user the attribute is text. In the item, in the stream, in logs and in backups it is
ciphertext, bound to the table, the key and the attribute where it lies. What is read stays sealed
until somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, Protocol, Self, cast, overload

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY
from pynamodb.expressions.condition import Condition, Exists, NotExists
from pynamodb.expressions.operand import Path, Value, _Operand
from pynamodb.expressions.update import RemoveAction, SetAction

from therapy_core.table.cipher import framed
from therapy_core.table.errors import Misuse, NoSealer


class Sealer(Protocol):
    """Seal and open text under the data keys of those it belongs to.

    `owner` is whose keys they are and `key_name` which of them; `about` says where the text
    lies. Must be safe to call from several threads.
    """

    def seal(self, owner: str, key_name: str, about: bytes, text: str) -> bytes:
        """Return `text` sealed. Raises `Erased` when the key was destroyed."""
        ...

    def open(self, owner: str, key_name: str, about: bytes, blob: bytes) -> str:
        """Return the text in `blob`.

        Raises `SealBroken` when it was altered or lies elsewhere than `about` says, `Erased`
        when its key was destroyed.
        """
        ...

    def warm(self, owners: Iterable[str], key_name: str) -> None:
        """Fetch at once what opening the text of many owners is going to need."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """Say where a sealed text lies, under whose key, and who can open it."""

    sealer: Sealer
    owner: str
    key_name: str
    about: bytes

    def seal(self, text: str) -> bytes:
        """Return `text` sealed for this place."""
        return self.sealer.seal(self.owner, self.key_name, self.about, text)

    def open(self, blob: bytes) -> str:
        """Return the text that was sealed for this place."""
        return self.sealer.open(self.owner, self.key_name, self.about, blob)


class Home(NamedTuple):
    """Say where an item lies, whose text is in it, and who can open that."""

    sealer: Sealer
    owner: str
    table: str
    pk: str
    sk: str

    def __repr__(self) -> str:
        return "<Home>"

    def place(self, attribute: SealedText) -> Place:
        """Return the place of one attribute's text."""
        about = framed(self.table, self.pk, self.sk, attribute.attr_name)
        return Place(self.sealer, self.owner, attribute.under, about)


class Sealed:
    """Hold one text: as it was given, as it lies in its place, or both.

    `anew` asks that it be sealed again, though the same text stands there. `home` and `attribute`
    are for what was read: its place is worked out when somebody asks for it, as few do.
    """

    __slots__ = ("_blob", "_place", "_text", "anew", "attribute", "home")

    def __init__(self, text: str | None = None, blob: bytes | None = None) -> None:
        self._text = text
        self._blob = blob
        self._place: Place | None = None
        self.home: Home | None = None
        self.attribute: SealedText | None = None
        self.anew = False

    def __repr__(self) -> str:
        return "<Sealed>"

    def __copy__(self) -> Sealed:
        return self

    def __deepcopy__(self, memo: object) -> Sealed:
        return self

    @property
    def place(self) -> Place | None:
        """Return where the text lies; None where it never did, or nobody can open it."""
        if self._place is None and self.home is not None and self.attribute is not None:
            self._place = self.home.place(self.attribute)
        return self._place

    @property
    def text(self) -> str:
        """Return the text, opening it when it wasn't yet. Raises `NoSealer`."""
        if self._text is None:
            if self.place is None:
                raise NoSealer
            self._text = self.place.open(self.blob)
        return self._text

    @property
    def blob(self) -> bytes:
        """Return the text as it lies in the table. Raises `NoSealer` where it never did."""
        if self._blob is None:
            raise NoSealer
        return self._blob

    def is_sealed_for(self, place: Place) -> bool:
        """Tell whether the text is sealed already, and for this place."""
        return self._blob is not None and self.place == place

    def seal_for(self, place: Place) -> None:
        """Seal the text for `place`, where it isn't already."""
        if not self.is_sealed_for(place):
            self.lies(place, place.seal(self.text))

    def lies(self, place: Place, blob: bytes) -> None:
        """Take note that the text lies in `place` as `blob`."""
        self._blob, self._place = blob, place

    def refreshed(self) -> Sealed:
        """Return the same text, to be sealed again whatever stands there."""
        fresh = Sealed(self.text)
        fresh.anew = True
        return fresh


class Plain(Value):
    """Stand in an update action for text that is yet to be sealed; it can't be sent."""

    def __init__(self, text: str) -> None:
        super().__init__({BINARY: b""})
        self.text = text

    def _serialize_value(self, *_: Any) -> NoReturn:
        raise NoSealer


class SealedText(Attribute[str]):
    """Hold text that is sealed under one of its owner's data keys, named by `under`.

    Whose it is says the entity's `sealed_for`. No condition, key or filter can look into it.
    """

    attr_type = BINARY

    def __init__(self, under: str, *, null: bool = False, attr_name: str | None = None) -> None:
        super().__init__(null=null, attr_name=attr_name)
        self.under = under
        self.name = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        super().__set_name__(owner, name)
        self.name = name

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...

    @overload
    def __get__(self, instance: Any, owner: Any) -> str: ...

    def __get__(self, instance: Any, owner: Any) -> Self | str:
        held: Any = super().__get__(instance, owner)
        return held.text if isinstance(held, Sealed) else held

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, str | Sealed):
            raise Misuse(f"{self.attr_name} takes text")
        super().__set__(instance, cast("Any", Sealed(value) if isinstance(value, str) else value))

    def held(self, instance: Any) -> Sealed | None:
        """Return what stands for the text in `instance`, without opening it."""
        found = instance.attribute_values.get(self.name)
        return found if isinstance(found, Sealed) else None

    def serialize(self, value: Any) -> bytes:
        """Return what is sealed already; text never gets out this way."""
        if not isinstance(value, bytes):
            raise Misuse(f"{self.attr_name} is sealed, so that no expression can name its value")
        return value

    def deserialize(self, value: bytes) -> Any:
        """Return what stands for the text until it is opened."""
        return Sealed(blob=value)

    def set(self, value: Any) -> SetAction | RemoveAction:
        """Return the action that sets the text; None removes it."""
        if value is None:
            return RemoveAction(Path(self))
        if not isinstance(value, str):
            raise Misuse(f"{self.attr_name} takes text")
        return SetAction(Path(self), Plain(value))

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise Misuse(f"{self.attr_name} is sealed: no expression can look into it")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refused
    __add__ = __radd__ = __sub__ = __rsub__ = __or__ = __getitem__ = _refused
    between = is_in = startswith = contains = is_type = _refused
    append = prepend = add = delete = _refused
    __hash__ = None  # type: ignore[assignment]


def looked_into(part: Any) -> Iterator[str]:
    """Yield the stored names of the attributes whose values a condition looks at."""
    if isinstance(part, Path):
        yield part.path[0]
    elif isinstance(part, Condition | _Operand) and not isinstance(part, Exists | NotExists):
        for inner in part.values:
            yield from looked_into(inner)

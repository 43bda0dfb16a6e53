"""What can go wrong at the table, as one tree.

    TableError
    ├── WriteRefused            a write's condition did not hold; nothing was written
    │   ├── AlreadyExists       there is an item with this key
    │   ├── UniqueViolation     another item has this unique value
    │   ├── Missing             there is no such item
    │   ├── WrongEntity         the item is of another type
    │   ├── VersionConflict     the item was written since it was read
    │   └── RuleViolated        a condition given with the write does not hold
    ├── Contention              other transactions kept touching the same items
    ├── Unavailable             the table did not answer
    │   └── Unsure              nor can be told whether the write happened
    ├── BatchIncomplete         some keys stayed unprocessed after every attempt
    ├── TooLarge                an item is over 400 KB, or a transaction over 4 MB
    ├── Rejected                the table refuses the request itself: no such table, no permission
    ├── InvalidCursor           a cursor was altered, or is for another list or caller
    ├── InvalidKey              a value can't stand in a key
    ├── SealBroken              sealed text was altered, or moved from where it was written
    ├── Erased                  the key of sealed text was destroyed
    └── Misuse                  the calling code is wrong; no retry will help
        ├── SchemaError         the entities contradict one another
        ├── StaleKey            a partial update would leave an index key out of date
        └── NoSealer            sealed text is read or written where nothing can seal it

No message holds a value: only names of entities, attributes and operations.
"""

from __future__ import annotations


class TableError(Exception):
    """Stand at the root of everything that the toolkit raises."""


class WriteRefused(TableError):
    """Say that a condition did not hold and that nothing was written."""

    def __init__(self, entity: str, detail: str = "") -> None:
        super().__init__(f"{entity}: {detail or type(self).__name__}")
        self.entity = entity


class AlreadyExists(WriteRefused):
    """Say that there is an item with this key."""


class UniqueViolation(WriteRefused):
    """Say that another item holds this value of a unique attribute."""

    def __init__(self, entity: str, attribute: str) -> None:
        super().__init__(entity, f"{attribute} is taken")
        self.attribute = attribute


class Missing(WriteRefused):
    """Say that the item to be written is not there."""


class WrongEntity(WriteRefused):
    """Say that the item under this key is of another entity."""


class VersionConflict(WriteRefused):
    """Say that the item was written by somebody else since it was read."""


class RuleViolated(WriteRefused):
    """Say that a condition that came with the write does not hold."""


class Contention(TableError):
    """Say that the transaction lost against others on every attempt."""


class Unavailable(TableError):
    """Say that the table gave no usable answer."""


class Unsure(Unavailable):
    """Say that a request was sent and no usable answer came: it may or may not have happened."""


class BatchIncomplete(TableError):
    """Say how many keys of a batch stayed unprocessed after every attempt."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} keys were left unprocessed")
        self.left = left


class TooLarge(TableError):
    """Say that an item is over 400 KB, or a transaction over 4 MB; nothing was written."""


class Rejected(TableError):
    """Say that the table refuses the request itself, and that no retry will help.

    `code` is DynamoDB's own. Its sentence stays in `detail`, as it may quote values.
    """

    def __init__(self, operation: str, code: str, detail: str = "") -> None:
        super().__init__(f"{operation}: {code}")
        self.code = code
        self.detail = detail


class InvalidCursor(TableError):
    """Say that a cursor was altered, or is for another list or caller."""


class InvalidKey(TableError):
    """Say that a value can't stand in a key: wrong type, too long, not encodable."""


class SealBroken(TableError):
    """Say that sealed text does not open where it lies."""

    def __init__(self) -> None:
        super().__init__("sealed text was altered or moved")


class Erased(TableError):
    """Say that the key of sealed text was destroyed, so that nobody can read it any more."""

    def __init__(self) -> None:
        super().__init__("the key of sealed text was destroyed")


class Misuse(TableError):
    """Say that the calling code breaks a contract of the toolkit."""


class SchemaError(Misuse):
    """Say that entities, indexes or patterns contradict one another."""


class StaleKey(Misuse):
    """Say that a partial update lacks what it takes to recompute an index key."""


class NoSealer(Misuse):
    """Say that sealed text is read or written where there is nothing that can seal or open it."""

    def __init__(self) -> None:
        super().__init__("sealed text is read and written through a table with a sealer")

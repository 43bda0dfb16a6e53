"""A single-table DynamoDB toolkit over PynamoDB: it knows keys and items, nothing of therapy."""

from therapy_core.table.backoff import Backoff
from therapy_core.table.entity import (
    Entity,
    Index,
    Primary,
    Ref,
    Unique,
    UniqueLock,
    When,
    one_of,
    present,
)
from therapy_core.table.metering import Meter, metered
from therapy_core.table.pages import Page, PageRequest, Stretch
from therapy_core.table.patterns import AccessPattern, Narrow
from therapy_core.table.schema import Change, Schema
from therapy_core.table.sealed import SealedText, Sealer
from therapy_core.table.table import Table
from therapy_core.table.templates import key
from therapy_core.table.transport import (
    TRANSPORTS,
    BotocoreTransport,
    LeanTransport,
    Transport,
    transport_to,
)
from therapy_core.table.unit import Unit

__all__ = [
    "TRANSPORTS",
    "AccessPattern",
    "Backoff",
    "BotocoreTransport",
    "Change",
    "Entity",
    "Index",
    "LeanTransport",
    "Meter",
    "Narrow",
    "Page",
    "PageRequest",
    "Primary",
    "Ref",
    "Schema",
    "SealedText",
    "Sealer",
    "Stretch",
    "Table",
    "Transport",
    "Unique",
    "UniqueLock",
    "Unit",
    "When",
    "key",
    "metered",
    "one_of",
    "present",
    "transport_to",
]

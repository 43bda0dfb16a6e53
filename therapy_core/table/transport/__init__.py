"""Transports: how an operation gets to DynamoDB and its answer back.

`LeanTransport` speaks to DynamoDB by itself and leaves to botocore what botocore knows best:
credentials, endpoints, signatures. `BotocoreTransport` sends everything through a client of
botocore's, for what hooks into its events (X-Ray, say, or moto within this process).
"""

from therapy_core.table.transport.choosing import TRANSPORTS, transport_to
from therapy_core.table.transport.lean import LeanTransport
from therapy_core.table.transport.protocol import Transport
from therapy_core.table.transport.services import DYNAMODB, SECRETS_MANAGER, Service
from therapy_core.table.transport.stock import BotocoreTransport

__all__ = [
    "DYNAMODB",
    "SECRETS_MANAGER",
    "TRANSPORTS",
    "BotocoreTransport",
    "LeanTransport",
    "Service",
    "Transport",
    "transport_to",
]

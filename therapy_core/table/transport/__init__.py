"""Transports: how an operation gets to DynamoDB and its answer back.

`LeanTransport` speaks to DynamoDB by itself and leaves to botocore what botocore knows best:
credentials, endpoints, signatures. `BotocoreTransport` sends everything through a client of
botocore's, for what hooks into its events (X-Ray, say, or moto within this process).
"""

from therapy_core.table.transport.choosing import TRANSPORTS, transport_to
from therapy_core.table.transport.lean import LeanTransport
from therapy_core.table.transport.protocol import Transport
from therapy_core.table.transport.stock import BotocoreTransport

__all__ = ["TRANSPORTS", "BotocoreTransport", "LeanTransport", "Transport", "transport_to"]

"""Choose a transport by its name."""

from __future__ import annotations

from therapy_core.table.transport.lean import LeanTransport
from therapy_core.table.transport.services import DYNAMODB, Service
from therapy_core.table.transport.stock import BotocoreTransport

TRANSPORTS: dict[str, type[LeanTransport] | type[BotocoreTransport]] = {
    "lean": LeanTransport,
    "botocore": BotocoreTransport,
}


def transport_to(
    endpoint: str | None = None,
    region: str = "eu-central-1",
    kind: str = "lean",
    service: Service = DYNAMODB,
) -> LeanTransport | BotocoreTransport:
    """Return a transport to `endpoint` (a URL; None for AWS in `region`); nothing is sent yet."""
    if kind == "lean":
        return LeanTransport(endpoint, region, service=service)
    return BotocoreTransport(endpoint, region, service=service.name)

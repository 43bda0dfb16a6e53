"""What is ordered: how large a practice, and the hash that lets the demo accounts in."""

from __future__ import annotations

from dataclasses import dataclass

from seeds import demo


@dataclass(frozen=True, slots=True)
class Order:
    """Say how many clients to plant; `demo_hash` is that of the demo password."""

    clients: int
    demo_hash: str = demo.UNUSABLE

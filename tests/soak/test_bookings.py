"""16 clients book, withdraw, cancel and move at once, and answers get lost after the commit.

Six rounds in `make test`; `make soak` runs two hundred (`SOAK_ROUNDS`).
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.practice_checker import Checker
from tests.practices import a_client, a_therapist, new_practice
from tests.soak.bookers import Booker, Ledger, Market
from tests.transports import transport_to
from therapy_core import Practice

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "6"))
CLIENTS, THERAPISTS = 16, 3
EVENTS = {
    "appointment.requested": "requested",
    "appointment.approved": "approved",
    "appointment.rejected": "rejected",
    "appointment.withdrawn": "withdrawn",
    "session.cancelled": "cancelled",
    "session.changed": "moved",
}
"""What is written to the audit, and as what the ledger counts it."""


@pytest.mark.slow
@pytest.mark.exact
def test_what_was_acknowledged_stands_and_happened_once(endpoint: str, table_name: str) -> None:
    """Nothing overlaps or dangles, no booking is lost, and no key has two effects."""
    inner = transport_to(endpoint)
    practice = new_practice(endpoint, table_name, inner)
    market = Market([a_therapist(practice) for _ in range(THERAPISTS)])
    market.open(practice)
    clients = [a_client(practice) for _ in range(CLIENTS)]
    bookers = [Booker(n, c, market, inner, table_name) for n, c in enumerate(clients)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(ROUNDS):
            list(pool.map(Booker.turn, bookers))
    _tell(market.ledger)
    _compare(practice, market.ledger)


def _compare(practice: Practice, ledger: Ledger) -> None:
    """Hold the table against what was acknowledged."""
    found = Checker(practice)
    assert list(found.faults()) == []
    assert {r: row["status"] for r, row in found.requests.items()} == ledger.requests
    stand = {s: (row["status"], row["slot_id"]) for s, row in found.sessions.items()}
    assert stand == ledger.sessions
    keys = [row["key"] for row in found.of("idempotency")]
    assert sorted(keys) == sorted(ledger.keys)
    events = Counter(row["event"] for row in found.of("audit_event"))
    done = {event: ledger.tally[what] for event, what in EVENTS.items()}
    assert {event: events[event] for event in EVENTS} == done


def _tell(ledger: Ledger) -> None:
    lines = [f"{many:>8} {what}" for what, many in sorted(ledger.tally.items())]
    print(f"\n{ROUNDS} rounds of {CLIENTS} clients", *lines, sep="\n")

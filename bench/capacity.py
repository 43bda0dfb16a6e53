"""Count calls and capacity of some use cases, beside a plain boto3 version of the same.

    make bench PART=capacity   # or: .venv/bin/python -m bench.capacity [CLIENTS] [THERAPISTS]

Both run on the embedded engine in one go, on the same people. What is counted is exact, so there is
no spread. Writes `capacity.json`.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench import places, results
from bench.plain import PlainPractice
from tests.practices import PASSWORD, actor_of, an_admin, new_practice
from therapy_cli.engine import Engine
from therapy_core import ANONYMOUS, Actor, Practice, Role

BIO = "I work with people who have lost somebody, and with those who stay. " * 8


@dataclass
class Measured:
    """Hold what one use case took: calls, read units, write units."""

    calls: int
    read: float
    write: float


def of_practice(practice: Practice, run: Callable[[], Any]) -> Measured:
    """Measure a use case of therapy_core."""
    with practice.metered() as meter:
        run()
    return Measured(meter.round_trips, meter.read_units, meter.write_units)


def of_plain(plain: PlainPractice, run: Callable[[], Any]) -> Measured:
    """Measure a use case of the plain version."""
    plain.calls.clear()
    run()
    sums = {k: sum(u for kind, u in plain.calls if kind == k) for k in ("read", "write")}
    return Measured(len(plain.calls), sums["read"], sums["write"])


def expertise(n: int) -> list[str]:
    """Return what therapist number `n` works on."""
    return [f"topic {n % 20}", f"topic {(n + 7) % 20}"]


def fill(practice: Practice, plain: PlainPractice, clients: int, therapists: int) -> Actor:
    """Sign the same people up on both sides and return an admin."""
    accounts = practice.acting_as(ANONYMOUS).accounts
    admin = an_admin(practice)
    for n in range(clients):
        email = f"client{n}@practice.example"
        accounts.sign_up(email, PASSWORD, f"Client {n:05d}", Role.CLIENT)
        plain.sign_up(email, f"Client {n:05d}", "client")
    for n in range(therapists):
        email, more = f"therapist{n}@practice.example", {"expertise": expertise(n)}
        made = practice.acting_as(admin).therapists.create(
            email, PASSWORD, f"Therapist {n:04d}", bio=BIO, location="Oslo, Norway", **more
        )
        practice.acting_as(admin).therapists.verify(made.therapist_id)
        name = f"Therapist {n:04d}"
        plain.sign_up(email, name, "therapist", bio=BIO, location="Oslo, Norway", **more)
    return admin


def measure(practice: Practice, plain: PlainPractice, admin: Actor) -> dict[str, list[Measured]]:
    """Return, for each use case, what it took here and there."""
    accounts = practice.acting_as(ANONYMOUS).accounts
    client = actor_of(practice, "client0@practice.example")
    therapist = actor_of(practice, "therapist0@practice.example")
    session = plain.log_in("client0@practice.example")
    plain_client = plain.authenticate(session)["id"]
    plain_therapist = plain.authenticate(plain.log_in("therapist0@practice.example"))["id"]
    acting = practice.acting_as
    pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "sign up": (
            lambda: accounts.sign_up("new@practice.example", PASSWORD, "New", Role.CLIENT),
            lambda: plain.sign_up("new@practice.example", "New", "client"),
        ),
        "log in": (
            lambda: accounts.log_in("client0@practice.example", PASSWORD),
            lambda: plain.log_in("client0@practice.example"),
        ),
        "check a login": (
            lambda: practice.authenticate(client.account_id, client.login_id),
            lambda: plain.authenticate(session),
        ),
        "see my account and profile": (
            acting(client).accounts.me,
            lambda: plain.me(plain_client, "client"),
        ),
        "find 20 therapists by expertise": (
            lambda: acting(client).therapists.list(expertise="topic 3"),
            lambda: plain.find("topic 3", 20),
        ),
        "list 20 clients": (
            acting(admin).clients.list,
            lambda: plain.list_clients(20),
        ),
        "rename a therapist": (
            lambda: acting(therapist).therapists.change(therapist.profile_id, {"name": "Renamed"}),
            lambda: plain.rename(plain_therapist, "Renamed"),
        ),
    }
    return {
        name: [of_practice(practice, ours), of_plain(plain, theirs)]
        for name, (ours, theirs) in pairs.items()
    }


def main(clients: int = 0, therapists: int = 0) -> None:
    """Fill, measure and write the results down."""
    clients, therapists = clients or places.times(2000, 40), therapists or places.times(400, 25)
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
    with Engine() as engine:
        practice = new_practice(engine.endpoint, f"bench-{uuid.uuid4().hex[:8]}")
        plain = PlainPractice(engine.endpoint, "bench-plain-")
        plain.create_tables()
        admin = fill(practice, plain, clients, therapists)
        found = measure(practice, plain, admin)
    sides = ("therapy_core", "plain")
    raw = {
        name: {side: vars(m) for side, m in zip(sides, pair, strict=True)}
        for name, pair in found.items()
    }
    results.write("capacity", {"clients": clients, "therapists": therapists, "use cases": raw})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

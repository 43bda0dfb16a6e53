"""Plant a believable practice: the same one every time, and only what of it is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from seeds import demo
from seeds.order import Order
from seeds.people import admins, clients
from seeds.planting import plant_missing
from seeds.relationships import relationships
from seeds.therapists import therapists
from therapy_core import Practice
from therapy_core.accounts.models import Account
from therapy_core.directory.models import Client, Therapist
from therapy_core.errors import Misconfigured
from therapy_core.relationships.models import Relationship
from therapy_core.table import Entity

Report = Callable[[str, int], None]
Plant = Callable[[Order], Iterator[Entity]]

PLANTS: tuple[tuple[str, type[Entity], Plant], ...] = (
    ("admins", Account, admins),
    ("therapists", Therapist, therapists),
    ("clients", Client, clients),
    ("relationships", Relationship, relationships),
)
"""What is planted, in this order, and the entity by which it is counted.

Whatever stands on something else comes after it.
"""

MOST_CLIENTS = 100_000
REPORTED_EVERY = 100


@dataclass
class Summary:
    """Say what the practice holds of each kind and how many items had to be written."""

    planted: Counter[str] = field(default_factory=Counter)
    written: int = 0
    logins: tuple[demo.DemoLogin, ...] = demo.LOGINS

    def __str__(self) -> str:
        what = ", ".join(f"{many:,} {kind}" for kind, many in self.planted.items())
        news = f"{self.written:,} items written" if self.written else "all of it was there"
        lines = [f"Planted: {what} ({news}).", f"Demo log-ins, password {demo.PASSWORD}:"]
        return "\n".join(lines + [f"  {one.role:<9}  {one.email}" for one in self.logins])


def plant(practice: Practice, clients: int = 300, report: Report | None = None) -> Summary:
    """Plant a practice with `clients` clients (1 to 100,000) and return what it holds.

    Planted again it changes nothing; planted larger it adds to what is there. `report` is told
    now and then what is being planted and how many there are so far. Nothing is kept in memory.

    Raises `Misconfigured` outside development and `ValueError` for another number of clients.
    """
    if not practice.settings.in_development:
        raise Misconfigured(
            "Seeds are for development: they open accounts whose password everybody knows."
            " Set THERAPY_ENV to development to plant them."
        )
    if not 1 <= clients <= MOST_CLIENTS:
        raise ValueError(f"takes 1 to {MOST_CLIENTS} clients")
    order = Order(clients, _demo_hash(practice))
    summary = Summary()
    for name, kind, plants in PLANTS:
        counted = _counted(name, kind, plants(order), summary, report or _silence)
        summary.written += plant_missing(practice.table, counted)
    return summary


def _demo_hash(practice: Practice) -> str:
    """Return the hash of the demo password: that of an earlier planting, or else a new one."""
    first = next(e for e in admins(Order(0)) if isinstance(e, Account))
    standing = practice.table.get(first.ref)
    return standing.password_hash if standing else practice.hasher.hash(demo.PASSWORD)


def _counted(
    name: str, kind: type[Entity], entities: Iterator[Entity], summary: Summary, tell: Report
) -> Iterator[Entity]:
    """Pass `entities` on, count those of `kind`, and tell of it now and then."""
    for number, entity in enumerate(entities, start=1):
        summary.planted[name] += isinstance(entity, kind)
        if number % REPORTED_EVERY == 0:
            tell(name, summary.planted[name])
        yield entity


def _silence(_: str, __: int) -> None:
    """Tell nobody."""

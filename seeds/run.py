"""Plant a believable practice: the same one every time, and only what of it is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from seeds import demo
from seeds.calendar import calendar
from seeds.journals import journals
from seeds.keys import keys
from seeds.messages import messages
from seeds.order import Order
from seeds.people import admins, clients
from seeds.planting import plant_missing
from seeds.relationships import relationships
from seeds.therapists import therapists
from seeds.together import Planted, entities_of
from therapy_core import Practice
from therapy_core.accounts.models import Account
from therapy_core.audit.models import AuditHead
from therapy_core.audit.sealing import CHAIN
from therapy_core.directory.models import Client, Therapist
from therapy_core.errors import Misconfigured
from therapy_core.journals.models import JournalEntry
from therapy_core.keys.models import DataKey
from therapy_core.messaging.models import Message
from therapy_core.relationships.models import Relationship
from therapy_core.scheduling.models import Slot
from therapy_core.table import Entity

Report = Callable[[str, int], None]
Plant = Callable[[Order], Iterator[Planted]]

PLANTS: tuple[tuple[str, type[Entity], Plant], ...] = (
    ("admins", Account, admins),
    ("therapists", Therapist, therapists),
    ("clients", Client, clients),
    ("keys", DataKey, keys),
    ("relationships", Relationship, relationships),
    ("slots", Slot, calendar),
    ("journal entries", JournalEntry, journals),
    ("messages", Message, messages),
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
    order = _order(practice, clients)
    summary = Summary()
    for name, kind, plants in PLANTS:
        counted = _counted(name, kind, plants(order), summary, report or _silence)
        summary.written += plant_missing(practice.table, counted)
    return summary


def _order(practice: Practice, clients: int) -> Order:
    """Return the order to plant so many clients now."""
    sealed = practice.table.get(AuditHead.at(chain=CHAIN)) is not None
    return Order(
        clients,
        _demo_hash(practice),
        practice.table.clock(),
        practice.keyring.new,
        audited=not sealed,
    )


def _demo_hash(practice: Practice) -> str:
    """Return the hash of the demo password: that of an earlier planting, or else a new one."""
    first = next(e for e in admins(Order(0)) if isinstance(e, Account))
    standing = practice.table.get(first.ref)
    return standing.password_hash if standing else practice.hasher.hash(demo.PASSWORD)


def _counted(
    name: str, kind: type[Entity], planted: Iterator[Planted], summary: Summary, tell: Report
) -> Iterator[Planted]:
    """Pass `planted` on, count the entities of `kind`, and tell of it now and then."""
    for number, each in enumerate(planted, start=1):
        summary.planted[name] += sum(isinstance(e, kind) for e in entities_of(each))
        if number % REPORTED_EVERY == 0:
            tell(name, summary.planted[name])
        yield each


def _silence(_: str, __: int) -> None:
    """Tell nobody."""

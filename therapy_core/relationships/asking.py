"""Asking: who asks whom, and the one transaction that it takes.

A therapist names a client by id or by address, and learns nothing from it: an id is not looked
up, and an address that nobody has leads to a stand-in, with the same calls and the same answer.
A request to nobody waits like any other, and expires.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition
from ulid import ULID

from therapy_core import ids, values
from therapy_core.accounts.models import Account
from therapy_core.actor import Actor, Role
from therapy_core.directory.models import LISTED, Client, Therapist
from therapy_core.errors import Conflict, InvalidInput, NotFound, NotVerified
from therapy_core.relationships import rules
from therapy_core.relationships.consenting import note
from therapy_core.relationships.kinds import Kind, Request
from therapy_core.relationships.models import MappingRequest, Relationship, Step
from therapy_core.table import Table, UniqueLock, Unit

if TYPE_CHECKING:
    from therapy_core.practice import Practice

FIELDS = {
    "therapist_id": rules.identifier,
    "client_id": rules.identifier,
    "client_email": values.email,
}
ULID_BYTES = 16


@dataclass(frozen=True)
class Pair:
    """Hold who asks whom; `client_email` is the address by which a therapist named the client."""

    client_id: str
    therapist_id: str
    client_email: str | None = None


def pair(practice: Practice, actor: Actor, **given: str | None) -> Pair:
    """Return who asks whom. Raises `InvalidInput` unless just the other side is named, and once."""
    found = values.checked(FIELDS, {n: v for n, v in given.items() if v is not None})
    if actor.role is Role.CLIENT:
        _require(found, "therapist_id")
        return Pair(actor.profile_id, found["therapist_id"])
    _require(found, "client_id", "client_email")
    if "client_id" in found:
        return Pair(found["client_id"], actor.profile_id)
    email = found["client_email"]
    return Pair(_client_with(practice, email), actor.profile_id, email)


def _require(found: Mapping[str, Any], *names: str) -> None:
    wrong = {name: "is not for you to name" for name in found if name not in names}
    if not wrong and len(found) != 1:
        wrong = dict.fromkeys(names, "name the other side, once")
    if wrong:
        raise InvalidInput(wrong)


def _client_with(practice: Practice, email: str) -> str:
    """Return the client who has an address, or what stands in for one, in one call."""
    address = values.canonical_email(email)
    stand_in = bytes.fromhex(practice.sign("nobody", address.encode()))[:ULID_BYTES]
    lock = practice.table.get(UniqueLock.at(attribute="email", value=address))
    if lock is None:
        return ids.CLIENT + str(ULID(stand_in))
    account_id: str = Account.primary.pk.parse(lock.owner_pk)["account_id"]
    return ids.twin(ids.CLIENT, account_id)


def new_request(table: Table, kind: Kind, actor: Actor, who: Pair, days: int) -> Request:
    """Return a request that waits for `days`."""
    now = table.clock()
    request = kind.entity(
        request_id=kind.prefix + ids.new_ulid(now),
        client_id=who.client_id,
        therapist_id=who.therapist_id,
        client_email=who.client_email,
        due_at=now + timedelta(days=days),
    )
    if isinstance(request, MappingRequest):
        request.asked_by = actor.role.value
    return request


def write(unit: Unit, kind: Kind, actor: Actor, request: Request) -> None:
    """Add to `unit` all that asking is.

    On commit raises `NotFound` for a therapist whom the client can't see and for a client who
    has left, `NotVerified` for a therapist whom no admin vouches for, so that nobody signs up to
    ask strangers, and `Conflict` when what is asked for is given already, or a request waits.
    """
    by_client = actor.role is Role.CLIENT
    if by_client:
        require_client(unit, actor)
    listed: Condition = Therapist.listing == LISTED
    refusal = NotFound() if by_client else NotVerified()
    unit.check(Therapist.at(therapist_id=request.therapist_id), listed, refusal)
    _relate(unit, kind, actor, request)
    unit.create(request)
    sides = (request.client_id, request.therapist_id)
    note(unit, actor, kind.about, Step.REQUESTED, *sides, request.request_id)


def require_client(unit: Unit, actor: Actor) -> None:
    """Let `unit` pass only while the client who acts is there, and has the name that is copied.

    So nothing outlives a profile, and no copy an old name. On commit raises the toolkit's
    `Missing`, and `RuleViolated` for a client who was renamed since the login was checked.
    """
    unit.check(Client.at(client_id=actor.profile_id), Client.name == actor.name)


def _relate(unit: Unit, kind: Kind, actor: Actor, request: Request) -> None:
    """Let the relationship name what waits; the client's name stands there once the client acts."""
    actions = kind.asked(request.request_id, request.due_at)
    if actor.role is Role.CLIENT:
        actions.append(Relationship.client_name.set(actor.name))
    unit.upsert(
        Relationship.at(client_id=request.client_id, therapist_id=request.therapist_id),
        *actions,
        when=kind.may_be_asked(unit.now),
        otherwise=Conflict(),
    )

"""A practice over HTTP, and scenes in it: one asker, one client, and what is asked for."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_jwt_extended import create_access_token, create_refresh_token
from werkzeug.test import TestResponse

from tests.practices import PASSWORD, an_address, create_table, new_practice
from tests.therapy_api.matrix.cast import GRANTED, Persona
from therapy_api.app import create_app
from therapy_core import ANONYMOUS, Actor, Practice, Role, ids
from therapy_core.access import Subject
from therapy_core.accounts.models import Account, Login
from therapy_core.directory.facets import facets_of
from therapy_core.directory.models import LISTED, UNLISTED, Client, Facet, Therapist
from therapy_core.keys.models import DataKey
from therapy_core.relationships.models import Relationship
from therapy_core.table import Entity

OPEN_TO_ALL = (100_000, 3600)
WORDS = {
    "profile": "+351 910 555 123",
    "record": "Zugvogel",
    "private": "Nachtfalter",
}
"""What must not be seen by whom it is not for: on a profile, in a record, in private notes."""

Items = dict[tuple[str, str], Any]
_PREFIX = {Role.CLIENT: ids.CLIENT, Role.THERAPIST: ids.THERAPIST}


@dataclass
class Scene:
    """Hold who asks, about whom, and what there is, until `World.play` stores it.

    `owner` is the client whose things they are, `party` the therapist on their other side.
    `ids` holds what a path or a body names, under the names of the interface.
    """

    persona: Persona
    owner: Actor
    party: Actor
    asker: Actor
    relationship: Relationship | None
    now: datetime
    entities: list[Entity] = field(default_factory=list)
    ids: dict[str, Any] = field(default_factory=dict)
    refresh_token: str = ""

    def add(self, *entities: Entity) -> None:
        """Have entities stored with the scene."""
        self.entities.extend(entities)

    def find(self, kind: type[Entity]) -> Any:
        """Return the first entity of a kind that the scene is about."""
        return next(e for e in self.entities if isinstance(e, kind))

    def soon(self, hours: float) -> datetime:
        """Return a full hour, so many hours from now, or past ones for less than none."""
        full = self.now.replace(minute=0, second=0, microsecond=0)
        return full + timedelta(hours=hours)

    def noon(self, days: int) -> datetime:
        """Return noon, in UTC, so many days from today."""
        today = self.now.replace(hour=12, minute=0, second=0, microsecond=0)
        return today + timedelta(days=days)

    @property
    def pair(self) -> dict[str, str]:
        """Return the two sides of what is between them."""
        return {"client_id": self.owner.profile_id, "therapist_id": self.party.profile_id}

    @property
    def subject(self) -> Subject:
        """Return what access is asked about for the owner's things with the party."""
        return Subject(self.owner.profile_id, self.relationship, **self.pair)


class World:
    """Serve one practice to everybody; `clear` empties it between operations."""

    def __init__(self, endpoint: str) -> None:
        self.practice: Practice = new_practice(endpoint, "therapy-matrix", log_level="ERROR")
        self.app: Flask = create_app(self.practice.settings, self.practice)
        limits = self.app.config["RATE_LIMITS"]
        self.app.config["RATE_LIMITS"] = dict.fromkeys(limits, OPEN_TO_ALL)
        self.http: FlaskClient = self.app.test_client()
        self._hash = self.practice.hasher.hash(PASSWORD)

    def clear(self) -> None:
        """Empty the table; it has no stream, which the engine in memory keeps ever more slowly."""
        self.remove()
        create_table(self.practice, streamed=False)

    def remove(self) -> None:
        """Remove the table."""
        table = self.practice.table
        table.wire.dispatch("DeleteTable", {"TableName": table.name})

    def scene(self, persona: Persona) -> Scene:
        """Return a new scene, in which the owner is in `persona.state` with a therapist."""
        made: list[Entity] = []
        owner, party = self._person(Role.CLIENT, made), self._person(Role.THERAPIST, made)
        asker = self._asker(persona, owner, party, made)
        now = self.practice.table.clock()
        scene = Scene(persona, owner, party, asker, None, now, made)
        scene.add(*self.practice.keyring.new(owner.profile_id))
        scene.find(Client).phone = WORDS["profile"]
        scene.ids = {"clientId": owner.profile_id, "therapistId": party.profile_id}
        scene.refresh_token = self._refresh_token(owner)
        aside = persona.role is Role.THERAPIST and not persona.own
        if aside:
            scene.add(_relationship(owner, party, GRANTED))
        if persona.state is not None:
            other = asker if persona.role is Role.THERAPIST else party
            scene.relationship = _relationship(owner, other, persona.state)
            scene.add(scene.relationship)
        return scene

    def play(self, *scenes: Scene) -> None:
        """Store what is in scenes; the data keys first, under which the rest is sealed."""
        entities = [entity for scene in scenes for entity in scene.entities]
        keys = [entity for entity in entities if isinstance(entity, DataKey)]
        self.practice.table.load(keys)
        self.practice.table.load(e for e in entities if not isinstance(e, DataKey))

    def ask(self, scene: Scene, operation: str, **request: Any) -> TestResponse:
        """Send a request as the scene's asker; `operation` is a method and a template."""
        method, path = operation.split(" ")
        headers = request.pop("headers", {}) | self.authorization(scene.asker)
        return self.http.open(path.format(**scene.ids), method=method, headers=headers, **request)

    def authorization(self, actor: Actor) -> dict[str, str]:
        """Return the header by which an actor is known; none for nobody."""
        if actor.role is Role.ANONYMOUS:
            return {}
        with self.app.app_context():
            token = create_access_token(actor.account_id, additional_claims={"sid": actor.login_id})
        return {"Authorization": f"Bearer {token}"}

    def _refresh_token(self, actor: Actor) -> str:
        claims = {"sid": actor.login_id, "gen": 1}
        with self.app.app_context():
            return create_refresh_token(actor.account_id, additional_claims=claims)

    def items(self) -> Items:
        """Return everything in the table, as it is stored."""
        return {(i["PK"]["S"], i["SK"]["S"]): i for i in self._scanned()}

    def _scanned(self) -> Iterator[Any]:
        table = self.practice.table
        request: dict[str, Any] = {"TableName": table.name, "ConsistentRead": True}
        while True:
            answer = table.wire.dispatch("Scan", request)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _asker(self, persona: Persona, owner: Actor, party: Actor, made: list[Entity]) -> Actor:
        if persona.role is Role.ANONYMOUS:
            return ANONYMOUS
        if persona.own:
            return owner if persona.role is Role.CLIENT else party
        return self._person(persona.role, made)

    def _person(self, role: Role, made: list[Entity]) -> Actor:
        """Add an account, a login and a profile to `made`, and return who that is."""
        now = self.practice.table.clock()
        ulid = ids.new_ulid(now)
        profile_id = _PREFIX[role] + ulid if role in _PREFIX else ""
        actor = Actor(role, ids.ACCOUNT + ulid, profile_id, ids.LOGIN + ids.new_ulid(now), "Amal")
        email = an_address()
        made += [
            self._account(actor, email),
            Login(
                account_id=actor.account_id,
                login_id=actor.login_id,
                last_used_at=now,
                expires_at=now.replace(microsecond=0) + timedelta(days=1),
            ),
            *_profile(actor, email, now),
        ]
        return actor

    def _account(self, actor: Actor, email: str) -> Account:
        return Account(
            account_id=actor.account_id,
            email=email,
            name=actor.name,
            role=actor.role.value,
            profile_id=actor.profile_id or None,
            password_hash=self._hash,
        )


def unlisted(scene: Scene) -> None:
    """Take the party out of the directory."""
    party = scene.party.profile_id
    for entity in scene.entities:
        if isinstance(entity, Therapist) and entity.therapist_id == party:
            entity.listing, entity.verified_at = UNLISTED, None
    scene.entities = [
        e for e in scene.entities if not (isinstance(e, Facet) and e.therapist_id == party)
    ]


def changed(before: Items, after: Items) -> list[str]:
    """Return what kinds of items were written, changed or removed in between."""
    keys = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return sorted((after.get(key) or before[key])["type"]["S"] for key in keys)


def text_of(answer: TestResponse) -> str:
    """Return the whole of an answer's body, unpacked, and with no character escaped."""
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return (
        json.dumps(answer.json, ensure_ascii=False)
        if answer.text and answer.is_json
        else answer.text
    )


def missing(identifier: str) -> str:
    """Return an identifier of the same kind and time that nothing has."""
    prefix, _, ulid = identifier.rpartition("_")
    turned = ulid[:10] + "".join("0" if c != "0" else "1" for c in ulid[10:23]) + ulid[23:]
    return f"{prefix}_{turned}" if prefix else turned


def _profile(actor: Actor, email: str, now: datetime) -> list[Entity]:
    if actor.role is Role.CLIENT:
        return [Client(client_id=actor.profile_id, name=actor.name, email=email)]
    if actor.role is not Role.THERAPIST:
        return []
    therapist = Therapist(
        therapist_id=actor.profile_id,
        name=actor.name,
        email=email,
        expertise=["Grief"],
        location="Oslo",
        timezone="Europe/Oslo",
        verified_at=now,
        listing=LISTED,
    )
    return [therapist, *facets_of(therapist)]


def _relationship(owner: Actor, therapist: Actor, state: Any) -> Relationship:
    mapping, journal_access, contact = state
    return Relationship(
        client_id=owner.profile_id,
        therapist_id=therapist.profile_id,
        client_name=owner.name,
        mapping=mapping.value,
        journal_access=journal_access.value,
        contact=contact.value,
    )

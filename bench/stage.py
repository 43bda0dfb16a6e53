"""What the bench of the API plays on: an engine, a table with people in it, and their tokens.

Everything that is asked over HTTP, of ours and of its peers, lies in this one table, made by the
library itself: the same accounts, the same open log-ins, the same entries with sealed words.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt

from bench import tools
from bench.library.items import words
from tests.practices import PASSWORD, a_client, an_entry, new_practice
from therapy_api.app import create_app
from therapy_api.auth import tokens_for
from therapy_cli.engine import Engine
from therapy_core import ANONYMOUS, Actor, Practice
from therapy_core.accounts.passwords import Hasher
from therapy_core.keys.models import OWN, DataKey
from therapy_core.keys.providers import Wrapping

MINUTES = 1440
"""How long a token is good: longer than any run."""
STEP = timedelta(hours=7)


@dataclass(frozen=True, repr=False)
class Person:
    """Hold a client who is logged in, and which entries there are to read."""

    email: str
    client_id: str
    token: str
    entry_ids: list[str]

    @property
    def list_path(self) -> str:
        """Return the path of the newest 20 entries."""
        return f"/journals/{self.client_id}?limit=20"

    def entry_path(self, number: int) -> str:
        """Return the path of one of the entries."""
        return f"/journals/{self.client_id}/{self.entry_ids[number % len(self.entry_ids)]}"


@dataclass(frozen=True, repr=False)
class Stage:
    """Hold where everything is; `environ` is what a server needs to know of it.

    `gone` is somebody whose token is good and whose log-in has ended.
    """

    practice: Practice
    people: list[Person]
    gone: Person
    environ: dict[str, str]
    folder: Path

    def environ_of(self, port: int = 5000, **more: str) -> dict[str, str]:
        """Return the environment of a server on `port`."""
        return {**self.environ, "PORT": str(port), **more}


class OneHash(Hasher):
    """Hash a password once, however many have it: people are made here, and not measured."""

    def __init__(self, pepper: str, cost: int) -> None:
        super().__init__(pepper, cost)
        self._known: dict[str, str] = {}

    def hash(self, password: str) -> str:
        """Return a hash of `password`, the same each time."""
        if password not in self._known:
            self._known[password] = super().hash(password)
        return self._known[password]

    def matches(self, password: str, hashed: str | None) -> bool:
        """Tell whether `hashed` is the hash that was made of `password` here."""
        return hashed is not None and self._known.get(password) == hashed


@contextmanager
def stage(bcrypt_cost: int = 4, clients: int = 20, entries: int = 200) -> Iterator[Stage]:
    """Start an engine in memory, fill a table, and clear everything away at the end.

    There are so many `clients`, each of whom has so many `entries`.
    """
    with Engine() as engine, tempfile.TemporaryDirectory(prefix="therapy-bench-") as made:
        folder = Path(made)
        practice = new_practice(
            engine.endpoint,
            "bench-stage",
            streamed=False,
            access_minutes=MINUTES,
            bcrypt_cost=bcrypt_cost,
        )
        practice.hasher = OneHash(practice.settings.password_pepper.reveal(), bcrypt_cost)
        *people, gone = _people(practice, clients + 1, entries)
        _log_out(practice, gone)
        yield Stage(practice, people, gone, _environ(practice, folder, people), folder)


def _people(practice: Practice, count: int, entries: int) -> list[Person]:
    app = create_app(practice.settings, practice)
    with app.app_context():
        return [_person(practice, f"client{n}@practice.example", entries) for n in range(count)]


def _person(practice: Practice, email: str, count: int) -> Person:
    client = a_client(practice, email=email)
    entry_ids = _fill_journal(practice, client, count)
    logged_in = practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD)
    token = tokens_for(logged_in)["access_token"]
    return Person(email, client.profile_id, token, entry_ids)


def _log_out(practice: Practice, person: Person) -> None:
    """End every log-in of a person."""
    claims = jwt.decode(person.token, options={"verify_signature": False})
    actor = practice.authenticate(claims["sub"], claims["sid"])
    practice.acting_as(actor).accounts.log_out()


def _fill_journal(practice: Practice, client: Actor, count: int) -> list[str]:
    now = datetime.now(UTC).replace(microsecond=0)
    entries = [an_entry(client, now - n * STEP, words(n)) for n in range(count)]
    practice.table.load(entries)
    return [entry.entry_id for entry in entries]


def _environ(practice: Practice, folder: Path, people: list[Person]) -> dict[str, str]:
    settings = practice.settings
    return tools.environ(
        THERAPY_ENV="test",
        TABLE_NAME=settings.table_name,
        DYNAMODB_ENDPOINT=settings.endpoint or "",
        JWT_SECRET=settings.jwt_secret.reveal(),
        PASSWORD_PEPPER=settings.password_pepper.reveal(),
        MASTER_KEY=settings.master_key.reveal(),
        BCRYPT_COST=str(settings.bcrypt_cost),
        ACCESS_MINUTES=str(MINUTES),
        TRUSTED_PROXIES="1",
        BENCH_KEYS=str(_write_keys(practice, folder, people)),
    )


def _write_keys(practice: Practice, folder: Path, people: list[Person]) -> Path:
    """Write the clients' data keys down for the peers, who keep them as our keyring does.

    They belong to nobody, and go with the folder.
    """
    target = folder / "keys.json"
    target.touch(mode=0o600)
    target.write_text(json.dumps({p.client_id: _key_of(practice, p.client_id) for p in people}))
    return target


def _key_of(practice: Practice, client_id: str) -> str:
    keyring = practice.keyring
    key = practice.table.get(DataKey.at(client_id=client_id, name=OWN))
    held = key.wrapped(1) if key else None
    if held is None:
        raise RuntimeError("a client of the bench has no data key")
    about = keyring.about(client_id, OWN)
    return keyring.provider.unwrap(Wrapping(held.by, held.blob), about).hex()

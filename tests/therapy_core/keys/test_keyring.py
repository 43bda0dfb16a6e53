"""The keyring: keys are made once, kept for a bounded time, and gone when they are destroyed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from tests.practices import SETTINGS, a_client, a_therapist
from tests.transports import transport_to
from therapy_core import Practice
from therapy_core.budgets import BESIDE, counted
from therapy_core.errors import TryAgain
from therapy_core.keys.choosing import provider_of
from therapy_core.keys.keyring import Keyring, destroy
from therapy_core.keys.kms import KmsKeys
from therapy_core.keys.models import OWN, RECORD, DataKey
from therapy_core.keys.providers import About, KeyProvider, Wrapping
from therapy_core.table import BotocoreTransport, Ref, Table, Transport
from therapy_core.table.errors import Erased, SealBroken
from therapy_core.table.migrations import Runner
from therapy_core.table.testing import FaultyTransport, never_sent

WHERE = b"where it lies"
MIGRATIONS = Path(__file__).parents[3] / "migrations"


class Counting:
    """Wrap by a master key, and count how often keys are made and unwrapped."""

    def __init__(self) -> None:
        self.inner: KeyProvider = provider_of(SETTINGS)
        self.made = self.unwrapped = 0

    @property
    def current(self) -> str:
        """Return the name of the master key."""
        return self.inner.current

    def make(self, about: About) -> tuple[bytes, Wrapping]:
        """Return a new key."""
        self.made += 1
        return self.inner.make(about)

    def unwrap(self, wrapping: Wrapping, about: About) -> bytes:
        """Return the plain key."""
        self.unwrapped += 1
        return self.inner.unwrap(wrapping, about)

    def rewrap(self, wrapping: Wrapping, about: About) -> Wrapping:
        """Return the key wrapped anew."""
        return self.inner.rewrap(wrapping, about)


class Ticking:
    """Tell the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds that have passed."""
        return self.now


@pytest.fixture
def provider() -> Counting:
    """Return a provider that counts."""
    return Counting()


@pytest.fixture
def ticking() -> Ticking:
    """Return a clock that stands still."""
    return Ticking()


@pytest.fixture
def keyring(practice: Practice, provider: Counting, ticking: Ticking) -> Keyring:
    """Return a keyring that keeps two keys for ten seconds."""
    return Keyring(practice.table, provider, seconds=10, most=2, clock=ticking)


def key_of(table: Table, name: str = OWN, client_id: str = "cli_1") -> DataKey | None:
    """Return a data key as it stands."""
    ref: Ref[DataKey] = DataKey.at(client_id=client_id, name=name)
    return table.get(ref)


def test_a_client_signs_up_with_both_keys(practice: Practice) -> None:
    """They are there from the first, so that the first text costs no call to make them."""
    client = a_client(practice).profile_id
    therapist = a_therapist(practice).profile_id
    assert key_of(practice.table, OWN, client)
    assert key_of(practice.table, RECORD, client)
    assert key_of(practice.table, OWN, therapist) is None
    with practice.metered() as meter:
        practice.keyring.seal(client, OWN, WHERE, "text")
    assert [c.purpose for c in meter.calls] == ["get DataKey"]
    assert counted(meter) == 0


def test_a_missing_key_is_made_by_the_first_text(practice: Practice, keyring: Keyring) -> None:
    """Once, and beside the budget."""
    with practice.metered() as meter:
        blob = keyring.seal("cli_1", OWN, WHERE, "text")
        assert keyring.open("cli_1", OWN, WHERE, blob) == "text"
    assert {c.purpose for c in meter.calls} == BESIDE
    assert (meter.round_trips, counted(meter)) == (2, 0)


@pytest.mark.exact
def test_of_many_who_make_a_key_one_wins(practice: Practice, provider: Counting) -> None:
    """16 processes that write a client's first text at once all use the same key."""
    rings = [Keyring(practice.table, provider) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        blobs = list(pool.map(lambda r: r.seal("cli_1", OWN, WHERE, "text"), rings))
    fresh = Keyring(practice.table, provider)
    assert {fresh.open("cli_1", OWN, WHERE, blob) for blob in blobs} == {"text"}


def test_keys_are_kept_for_a_bounded_time(
    keyring: Keyring, provider: Counting, ticking: Ticking
) -> None:
    """Until then nothing is read or unwrapped; from then on everything is, once."""
    blob = keyring.seal("cli_1", OWN, WHERE, "text")
    ticking.now = 9.9
    keyring.open("cli_1", OWN, WHERE, blob)
    assert provider.unwrapped == 0
    ticking.now = 10.0
    for _ in range(3):
        keyring.open("cli_1", OWN, WHERE, blob)
    assert provider.unwrapped == 1


def test_so_many_keys_are_kept_and_no_more(keyring: Keyring, provider: Counting) -> None:
    """The one that was used longest ago goes first."""
    blobs = {n: keyring.seal(f"cli_{n}", OWN, WHERE, "text") for n in (1, 2)}
    keyring.open("cli_1", OWN, WHERE, blobs[1])
    keyring.seal("cli_3", OWN, WHERE, "text")
    keyring.open("cli_1", OWN, WHERE, blobs[1])
    assert provider.unwrapped == 0
    keyring.open("cli_2", OWN, WHERE, blobs[2])
    assert provider.unwrapped == 1


def test_many_keys_are_read_in_one_call(practice: Practice, provider: Counting) -> None:
    """Beside the budget; those that are kept, missing or destroyed are no matter."""
    first, second = Keyring(practice.table, provider), Keyring(practice.table, provider)
    blobs = {f"cli_{n}": first.seal(f"cli_{n}", OWN, WHERE, str(n)) for n in range(20)}
    with practice.table.transaction("erase") as unit:
        destroy(unit, "cli_19")
    second.open("cli_0", OWN, WHERE, blobs["cli_0"])
    with practice.metered() as meter:
        second.warm([*blobs, "cli_nobody"], OWN)
        assert [second.open(f"cli_{n}", OWN, WHERE, blobs[f"cli_{n}"]) for n in range(19)] == [
            str(n) for n in range(19)
        ]
        second.warm(list(blobs)[:19], OWN)
    assert (meter.round_trips, counted(meter)) == (1, 0)
    with pytest.raises(Erased):
        second.open("cli_19", OWN, WHERE, blobs["cli_19"])


def test_text_opens_for_its_owner_key_and_place_alone(keyring: Keyring) -> None:
    """Another client's key, the client's other key, or another place does not open it."""
    blob = keyring.seal("cli_1", OWN, WHERE, "text")
    keyring.seal("cli_1", RECORD, WHERE, "text")
    keyring.seal("cli_2", OWN, WHERE, "text")
    for owner, name, where in (
        ("cli_2", OWN, WHERE),
        ("cli_1", RECORD, WHERE),
        ("cli_1", OWN, b"elsewhere"),
    ):
        with pytest.raises(SealBroken):
            keyring.open(owner, name, where, blob)


def test_a_generation_that_another_process_made_is_found(
    practice: Practice, keyring: Keyring, provider: Counting
) -> None:
    """A text under a newer generation than the one that is kept makes it be read again."""
    keyring.seal("cli_1", OWN, WHERE, "text")
    other = Keyring(practice.table, provider)
    key = key_of(practice.table)
    assert key is not None
    key.generations = [*key.generations, other.generation_after(key)]
    key.generation = 2
    practice.table.save(key)
    blob = other.seal("cli_1", OWN, WHERE, "newer")
    assert keyring.open("cli_1", OWN, WHERE, blob) == "newer"
    unknown = blob[:1] + (7).to_bytes(4) + blob[5:]
    with pytest.raises(SealBroken):
        keyring.open("cli_1", OWN, WHERE, unknown)


def test_a_destroyed_key_is_gone_and_none_takes_its_place(
    practice: Practice, provider: Counting
) -> None:
    """What it sealed can't be read, nothing new can be sealed; the other key goes on."""
    client = a_client(practice).profile_id
    ring, other = practice.keyring, Keyring(practice.table, provider)
    own, record = (ring.seal(client, name, WHERE, "text") for name in (OWN, RECORD))
    with practice.table.transaction("erase") as unit:
        destroy(unit, client)
    for each in (ring, other):
        with pytest.raises(Erased):
            each.open(client, OWN, WHERE, own)
        with pytest.raises(Erased):
            each.seal(client, OWN, WHERE, "text")
        assert each.open(client, RECORD, WHERE, record) == "text"
    stands = key_of(practice.table, OWN, client)
    assert stands is not None
    assert (stands.generations, bool(stands.destroyed_at)) == ([], True)


def test_a_destruction_that_does_not_happen_destroys_nothing(practice: Practice) -> None:
    """It is part of the eraser's transaction."""
    client = a_client(practice).profile_id
    blob = practice.keyring.seal(client, OWN, WHERE, "text")
    with pytest.raises(ZeroDivisionError), practice.table.transaction("erase") as unit:
        destroy(unit, client)
        raise ZeroDivisionError
    assert practice.keyring.open(client, OWN, WHERE, blob) == "text"


def test_a_key_that_was_read_just_before_its_end_is_not_kept(
    practice: Practice, endpoint: str
) -> None:
    """A reader who is slower than the destruction forgets the key, as everybody in the process."""
    client = a_client(practice).profile_id
    blob = practice.keyring.seal(client, OWN, WHERE, "text")
    faulty = FaultyTransport(transport_to(endpoint))
    slow = Practice.connect(replace(SETTINGS, table_name=practice.table.name), faulty)

    def destroyed_behind_it(send: Transport, operation: str, request: Any) -> Any:
        answer = send(operation, request)
        with slow.table.transaction("erase") as unit:
            destroy(unit, client)
        return answer

    faulty.next("GetItem", destroyed_behind_it)
    assert slow.keyring.open(client, OWN, WHERE, blob) == "text"
    with pytest.raises(Erased):
        slow.keyring.open(client, OWN, WHERE, blob)


def test_text_whose_key_is_missing_is_erased(keyring: Keyring, practice: Practice) -> None:
    """A key whose item is gone altogether is gone all the same."""
    blob = keyring.seal("cli_1", OWN, WHERE, "text")
    with practice.table.transaction("remove") as unit:
        unit.remove(DataKey.at(client_id="cli_1", name=OWN))
    keyring.evict("cli_1")
    with pytest.raises(Erased):
        keyring.open("cli_1", OWN, WHERE, blob)


@pytest.mark.exact  # which moto playing DynamoDB in this very process is not
def test_a_keyring_works_with_kms(practice: Practice) -> None:
    """One call to KMS makes a key, one more unwraps it in another process; then none is made."""
    with mock_aws():
        transport = BotocoreTransport(region="eu-central-1", service="kms")
        arn = transport("CreateKey", {})["KeyMetadata"]["Arn"]
        kms = FaultyTransport(transport)
        ring, other = (Keyring(practice.table, KmsKeys(arn, kms)) for _ in range(2))
        blob = ring.seal("cli_1", OWN, WHERE, "text")
        assert [other.open("cli_1", OWN, WHERE, blob) for _ in range(3)] == ["text"] * 3
    assert kms.operations == ["GenerateDataKey", "Decrypt"]


def test_a_kms_out_of_reach_is_to_be_tried_again(practice: Practice) -> None:
    """To a caller of the library it is a table that is busy, and nothing is written."""
    kms = FaultyTransport(BotocoreTransport(region="eu-central-1", service="kms"))
    kms.next("GenerateDataKey", never_sent)
    practice.keyring.provider = KmsKeys("alias/t", kms)
    with pytest.raises(TryAgain):
        a_client(practice)


@pytest.mark.parametrize("times", [1, 2])
def test_clients_of_before_are_given_keys(practice: Practice, times: int) -> None:
    """The migration makes what is missing, once, and leaves alone what is there."""
    clients = [a_client(practice).profile_id for _ in range(6)]
    blob = practice.keyring.seal(clients[0], RECORD, WHERE, "text")
    with practice.table.transaction("as it was") as unit:
        for client in clients:
            unit.remove(DataKey.at(client_id=client, name=OWN))
        unit.remove(DataKey.at(client_id=clients[1], name=RECORD))
    said: list[str] = []
    runner = Runner(practice.table, MIGRATIONS)
    assert runner.migrate(dry_run=True, report=said.append)
    assert "0002_give_clients_data_keys: data keys: would make 7 items" in said
    for _ in range(times):
        runner.migrate(report=said.append)
    assert "0002_give_clients_data_keys: data keys: made 7 items" in said
    practice.keyring.evict()
    for client in clients:
        assert key_of(practice.table, OWN, client)
        assert key_of(practice.table, RECORD, client)
    assert practice.keyring.open(clients[0], RECORD, WHERE, blob) == "text"


@pytest.mark.exact
def test_threads_share_a_keyring(practice: Practice, provider: Counting, ticking: Ticking) -> None:
    """Sealing, opening, forgetting and pushing one another out at once, all text comes back."""
    ring = Keyring(practice.table, provider, seconds=10, most=3, clock=ticking)

    def use(n: int) -> bool:
        owner = f"cli_{n % 5}"
        blob = ring.seal(owner, OWN, WHERE, str(n))
        if n % 7 == 0:
            ring.evict(owner)
        ticking.now += 1
        return ring.open(owner, OWN, WHERE, blob) == str(n)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(120)))

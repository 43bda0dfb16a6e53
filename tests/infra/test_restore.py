"""The restore of docs/backup.md, on a DynamoDB of moto's that takes and restores backups."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from tests.conftest import moto_server
from tests.practices import ADMIN, SETTINGS, a_client, an_entry, new_practice
from therapy_core import Actor, Practice
from therapy_core.audit import sealing, verification
from therapy_core.errors import NotFound
from therapy_core.table.errors import SealBroken

WORDS = "words that only their owner and who was let in may read"
ERASED = "account.erased"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the URL of a DynamoDB that takes backups."""
    with moto_server() as url:
        yield url


@pytest.fixture
def practice(server: str) -> Practice:
    """Return a practice on a table of its own there."""
    return new_practice(server, f"therapy-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def client(practice: Practice) -> Actor:
    """Return a client with one entry in the journal."""
    found = a_client(practice)
    with practice.table.transaction("an entry") as unit:
        unit.create(an_entry(found, practice.table.clock(), WORDS))
    return found


def dynamodb(practice: Practice) -> Any:
    """Return AWS's own client of the practice's DynamoDB, as the command line uses it."""
    settings = practice.settings
    return boto3.client("dynamodb", endpoint_url=settings.endpoint, region_name=settings.region)


def restored(practice: Practice, name: str) -> Practice:
    """Return the practice on what its table held, restored into a table called `name`."""
    dynamodb(practice).restore_table_to_point_in_time(
        SourceTableName=practice.table.name, TargetTableName=name, UseLatestRestorableTime=True
    )
    return connected(practice, name)


def connected(practice: Practice, name: str) -> Practice:
    """Return the practice as a new process has it, with no keys in memory."""
    there = replace(SETTINGS, endpoint=practice.settings.endpoint, table_name=name)
    return Practice.connect(there)


def put_in_place(practice: Practice, source: Practice) -> Practice:
    """Return the practice under its own name again, on what `source` holds."""
    aws, name = dynamodb(practice), practice.table.name
    kept = aws.create_backup(TableName=source.table.name, BackupName="checked")
    aws.update_table(TableName=name, DeletionProtectionEnabled=False)
    aws.delete_table(TableName=name)
    arn = kept["BackupDetails"]["BackupArn"]
    aws.restore_table_from_backup(TargetTableName=name, BackupArn=arn)
    return connected(practice, name)


def words(practice: Practice, client: Actor) -> list[str]:
    """Return what stands in a client's journal, as its owner reads it."""
    return [
        entry.words for entry in practice.acting_as(client).journals.list(client.profile_id).items
    ]


def erased_today(practice: Practice) -> list[str]:
    """Return who was erased today, as an admin reads it in the audit."""
    events = practice.acting_as(ADMIN).audit.list(day=practice.table.clock().date()).items
    return [event.subject_id for event in events if event.event == ERASED]


def test_under_another_name_no_text_opens(practice: Practice, client: Actor) -> None:
    """Text and keys are bound to the table's name, so a restored table is read under its own."""
    elsewhere = restored(practice, f"{practice.table.name}-restored")
    assert elsewhere.acting_as(client).clients.get(client.profile_id).name == "Ada Client"
    with pytest.raises(SealBroken):
        words(elsewhere, client)


def test_under_another_name_the_audit_can_be_verified(practice: Practice, client: Actor) -> None:
    """The chain is whole, with the head that was kept, before anything is put in place."""
    practice.acting_as(ADMIN).clients.get(client.profile_id)
    real = practice.table.clock
    practice.table.clock = lambda: real() + timedelta(hours=3)
    assert sealing.seal(practice) == 1
    head = verification.verify(practice).head
    elsewhere = restored(practice, f"{practice.table.name}-restored")
    elsewhere.table.clock = practice.table.clock
    report = verification.verify(elsewhere, head)
    assert (report.findings, report.seals, report.events) == ([], 1, 1)


def test_put_in_place_under_its_own_name_all_opens(practice: Practice, client: Actor) -> None:
    """By way of a backup of the restored table, once the damaged one is gone."""
    elsewhere = restored(practice, f"{practice.table.name}-restored")
    again = put_in_place(practice, elsewhere)
    assert words(again, client) == [WORDS]


def test_who_was_erased_comes_back_and_is_erased_again(practice: Practice, client: Actor) -> None:
    """The backup holds the data key as well; the damaged table's audit says who has to go."""
    name = f"{practice.table.name}-before"
    before = restored(practice, name)
    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    gone = erased_today(practice)
    again = put_in_place(practice, before)
    assert words(again, client) == [WORDS]
    for person in gone:
        again.acting_as(ADMIN).clients.delete(person)
    with pytest.raises(NotFound):
        again.acting_as(ADMIN).clients.get(client.profile_id)
    assert words(connected(practice, practice.table.name), client) == []

"""The restore of docs/backup.md, on a DynamoDB of moto's that takes and restores backups."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from infra import decisions
from infra.decisions import carry_out, decided_since
from tests.conftest import moto_server
from tests.practices import (
    ADMIN,
    PASSWORD,
    SETTINGS,
    a_client,
    a_therapist,
    an_admin,
    an_entry,
    between,
    let_read,
    new_practice,
    related,
)
from therapy_core import Actor, Practice
from therapy_core.accounts.models import Account
from therapy_core.audit import sealing, verification
from therapy_core.errors import NotFound
from therapy_core.table.errors import SealBroken

WORDS = "words that only their owner and who was let in may read"


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


def test_what_was_decided_since_is_done_again(practice: Practice, client: Actor) -> None:
    """Who was erased goes again, and who was shut out of a journal or a directory stays out."""
    tom, una = a_therapist(practice), a_therapist(practice, "Una Therapist")
    other, admin = a_client(practice, "Bea Client"), an_admin(practice)
    let_read(practice, other, tom)
    related(practice, other, una, mapping="active")
    before = restored(practice, f"{practice.table.name}-before")
    at = practice.table.clock()

    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    practice.acting_as(admin).records.erase(PASSWORD)
    practice.acting_as(other).journal_access.revoke(other.profile_id, tom.profile_id)
    practice.acting_as(other).relationships.unmap(other.profile_id, una.profile_id)
    practice.acting_as(ADMIN).therapists.unverify(tom.profile_id)
    found = list(decided_since(practice, at))
    assert [each.event for each in found] == [
        "account.erased",
        "account.erased",
        "journal_access.revoked",
        "mapping.ended",
        "therapist.unverified",
    ]

    again = put_in_place(practice, before)
    assert words(again, client) == [WORDS]
    assert carry_out(again, found) == (5, 0)
    again = connected(practice, practice.table.name)
    assert words(again, client) == []
    with pytest.raises(NotFound):
        again.acting_as(ADMIN).clients.get(client.profile_id)
    assert again.table.get(Account.at(account_id=admin.account_id)) is None
    assert between(again, other, tom).journal_access == "none"
    assert between(again, other, una).mapping == "ended"
    assert not again.acting_as(client).therapists.list(name="Tom").items


def test_doing_it_again_twice_is_no_error(practice: Practice, client: Actor) -> None:
    """After a crash the whole list is run again; what is so already is counted as that."""
    at = practice.table.clock()
    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    found = list(decided_since(practice, at))
    assert carry_out(practice, found) == (0, 1)


def test_what_was_decided_before_is_left_alone(practice: Practice, client: Actor) -> None:
    """The backup holds it already; and readings and writings are no decisions."""
    practice.acting_as(ADMIN).clients.get(client.profile_id)
    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    assert list(decided_since(practice, practice.table.clock() + timedelta(seconds=1))) == []
    yesterday = practice.table.clock() - timedelta(days=1)
    assert [each.event for each in decided_since(practice, yesterday)] == ["account.erased"]


def test_decisions_go_through_a_file(
    practice: Practice, client: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are written down from the damaged table, hold ids alone, and are read for the other."""
    monkeypatch.setattr(decisions, "_practice", lambda: practice)
    practice.acting_as(ADMIN).clients.delete(client.profile_id)
    at = (practice.table.clock() - timedelta(hours=1)).isoformat()
    told = CliRunner().invoke(decisions.main, ["since", at])
    assert json.loads(told.output) == {
        "event": "account.erased",
        "subject_id": client.profile_id,
        "about": "",
    }
    file = tmp_path / "decisions.jsonl"
    file.write_text(told.output, encoding="utf-8")
    done = CliRunner().invoke(decisions.main, ["again", str(file)])
    assert done.output == "0 done again, 1 were so already.\n"
    assert CliRunner().invoke(decisions.main, ["since", "2026-11-27T06:00:00"]).exit_code != 0

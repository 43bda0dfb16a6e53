"""A first creation that failed can be tried again; no command takes a table that holds anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from moto import mock_aws

from infra import aws, destroy

STACK = "therapy-production"


class Failed:
    """Be production's stack after its first creation failed, and its table, which is protected."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.began = datetime.now(UTC) - timedelta(minutes=5)
        self.deleted = False
        self.dynamodb = aws.client("dynamodb")
        self.dynamodb.create_table(
            TableName=STACK,
            AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            DeletionProtectionEnabled=True,
        )

    def described(self, _: str) -> dict[str, Any] | None:
        """Say what CloudFormation says."""
        return None if self.deleted else {"StackStatus": self.state, "CreationTime": self.began}

    def delete(self, _: str) -> None:
        """Delete the stack, which leaves the table."""
        self.deleted = True

    @property
    def table(self) -> dict[str, Any] | None:
        """Return what is told of the table, or None once it is gone."""
        if STACK not in self.dynamodb.list_tables()["TableNames"]:
            return None
        found: dict[str, Any] = self.dynamodb.describe_table(TableName=STACK)["Table"]
        return found


@pytest.fixture(params=aws.NEVER_MADE)
def failed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Failed]:
    """Return production after its first creation failed, in each state that this ends in."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        found = Failed(request.param)
        monkeypatch.setattr(aws, "described", found.described)
        monkeypatch.setattr(destroy, "destroy", found.delete)
        yield found


def destroyed() -> str:
    """Destroy production, and return what is said."""
    done = CliRunner().invoke(destroy.main, ["production"])
    assert done.exit_code == 0
    return done.output


def test_an_empty_table_goes_along(failed: Failed) -> None:
    """Protected or not, so that its name is free for the next creation."""
    assert "its key and its logs are still there" in destroyed()
    assert (failed.table, failed.deleted) == (None, True)


def test_a_table_with_anything_in_it_stays_and_stays_protected(failed: Failed) -> None:
    """Somebody may have restored data into it since."""
    failed.dynamodb.put_item(TableName=STACK, Item={"PK": {"S": "x"}})
    assert "its table" in destroyed()
    assert failed.table is not None
    assert failed.table["DeletionProtectionEnabled"]


def test_a_table_that_was_there_before_stays_and_stays_protected(failed: Failed) -> None:
    """That its name was taken may be why the creation failed."""
    failed.began = datetime.now(UTC) + timedelta(minutes=5)
    assert "its table" in destroyed()
    assert failed.table is not None
    assert failed.table["DeletionProtectionEnabled"]


def test_a_table_that_was_never_made_is_no_matter(failed: Failed) -> None:
    """The stack alone goes."""
    failed.dynamodb.update_table(TableName=STACK, DeletionProtectionEnabled=False)
    failed.dynamodb.delete_table(TableName=STACK)
    destroyed()
    assert failed.deleted

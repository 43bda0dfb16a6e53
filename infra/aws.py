"""What the tools of this folder ask of AWS, in few words, and what they say when it refuses."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import click
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

FOLDER = Path(__file__).parent
POLL_SECONDS = 3.0
NEVER_MADE = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED")
"""The states of a stack whose first creation failed."""


class Failed(Exception):
    """Say in words what AWS did not do."""


def client(service: str, config: Config | None = None) -> Any:
    """Return a client of a service, for the region and the account of the environment."""
    return boto3.client(service, config=config)


@contextmanager
def telling(stack: str) -> Iterator[None]:
    """Let a command end with what AWS did not do with a stack, in words and without a traceback."""
    try:
        yield
    except (Failed, BotoCoreError, ClientError) as failure:
        raise click.ClickException(f"{stack}: {failure}") from failure


def parameters_of(environment: str) -> dict[str, str]:
    """Return what the environment's file in infra/parameters sets. Raises `Failed` without one."""
    file = FOLDER / "parameters" / f"{environment}.json"
    if not file.is_file():
        raise Failed(f"there is no infra/parameters/{environment}.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return {"Environment": environment, **found}


def stack_of(environment: str) -> str:
    """Return the name of an environment's stack."""
    return f"therapy-{environment}"


def described(stack: str) -> dict[str, Any] | None:
    """Return what CloudFormation says of a stack, or None when there is none."""
    cloudformation = client("cloudformation")
    try:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except cloudformation.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else dict(found)


def was_made(stack: str) -> bool:
    """Tell whether a stack is there and was once made whole, not only a change set of it."""
    found = described(stack)
    return found is not None and found["StackStatus"] not in ("REVIEW_IN_PROGRESS", *NEVER_MADE)


def is_stillborn(stack: str) -> bool:
    """Tell whether a stack's first creation failed, so that it can only be removed."""
    found = described(stack)
    return found is not None and found["StackStatus"] in NEVER_MADE


def outputs_of(stack: str) -> dict[str, str]:
    """Return a stack's outputs. Raises `Failed` when there is no such stack."""
    found = described(stack)
    if found is None:
        raise Failed(f"there is no stack {stack}")
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}


def parameters_in(listed: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return a stack's parameters, as CloudFormation lists them, by their names."""
    return {each["ParameterKey"]: each["ParameterValue"] for each in listed}


def brought(template: Path, bucket: str, stack: str) -> str:
    """Put a stack's template, which is too long to be sent along, into a bucket; return its URL."""
    key = upload(template, bucket, f"templates/{stack}")
    regional = client("s3", Config(signature_version="s3v4"))
    url: str = regional.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key})
    return url.partition("?")[0]


def upload(file: Path, bucket: str, folder: str) -> str:
    """Put a file into a bucket under its own hash, once, and return its key."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    key = f"{folder}/{digest}{file.suffix}"
    storage = client("s3")
    held = storage.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount", 0)
    if not held:
        storage.upload_file(str(file), bucket, key)
    return key


def statuses(stack: str, seconds: float) -> Iterator[str]:
    """Yield the status of a stack, again and again. Raises `Failed` after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = described(stack)
        yield found["StackStatus"] if found else "DELETE_COMPLETE"
        time.sleep(POLL_SECONDS)
    raise Failed(f"{stack} is not done after {seconds:.0f} s; it goes on by itself")


def settled(stack: str, seconds: float = 3600) -> str:
    """Wait until nothing moves in a stack, and return its status."""
    return next(each for each in statuses(stack, seconds) if not each.endswith("_IN_PROGRESS"))


def reasons(stack: str) -> list[str]:
    """Return why resources of a stack failed, the first failure first."""
    events = client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return [
        f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}"
        for each in reversed(events)
        if each["ResourceStatus"].endswith("FAILED")
    ]

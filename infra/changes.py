"""Change sets: every change of a stack is made as one, can be shown, and is then carried out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from infra import aws

CAPABILITIES = ["CAPABILITY_IAM"]
WATCHED, MOST_TRIGGERS = 5, 5
"""For so many minutes CloudFormation looks at alarms after an update, and rolls back at the first;
it takes five of them at most."""
DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
MADE = ("CREATE_COMPLETE", "FAILED")
NOTHING = ("didn't contain changes", "No updates are to be performed", "no changes")


def make(
    stack: str,
    name: str,
    template: Path,
    parameters: Mapping[str, str],
    watching: Sequence[str] = (),
) -> bool:
    """Make a change set from a template's file; tell whether there is anything to change.

    `watching` are ARNs of the alarms that roll the change back; without any, none does, whatever
    an earlier change said. Raises `aws.Failed` with CloudFormation's reason when it can't be made.
    """
    if aws.is_stillborn(stack):
        raise aws.Failed("it could not be made; remove it first: python -m infra.destroy")
    aws.client("cloudformation").create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType="UPDATE" if aws.was_made(stack) else "CREATE",
        TemplateURL=aws.brought(template, parameters["ArtifactBucket"], stack),
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        RollbackConfiguration=_watching(watching),
        Tags=[{"Key": "therapy", "Value": stack}],
        **_role(),
    )
    return _changes(stack, name)


def show(stack: str, name: str) -> Iterator[str]:
    """Yield a line for each change of a change set."""
    pages = aws.client("cloudformation").get_paginator("describe_change_set")
    for page in pages.paginate(StackName=stack, ChangeSetName=name):
        yield from (_told(each["ResourceChange"]) for each in page["Changes"])


def carry_out(stack: str, name: str) -> str:
    """Carry out a change set, wait for its end, and return the stack's status.

    Raises `aws.Failed` with the reason of the first resource that failed.
    """
    aws.client("cloudformation").execute_change_set(StackName=stack, ChangeSetName=name)
    status = aws.settled(stack)
    if status not in DONE:
        raise aws.Failed("; ".join(aws.reasons(stack)) or status)
    return status


def _changes(stack: str, name: str) -> bool:
    """Wait for a change set; tell whether it changes anything, and remove it if not."""
    named = {"StackName": stack, "ChangeSetName": name}
    cloudformation = aws.client("cloudformation")
    while (found := cloudformation.describe_change_set(**named))["Status"] not in MADE:
        time.sleep(aws.POLL_SECONDS)
    if found["Status"] != "FAILED":
        return True
    why = found.get("StatusReason", "the change set could not be made")
    if not any(words in why for words in NOTHING):
        raise aws.Failed(why)
    cloudformation.delete_change_set(**named)
    return False


def _watching(alarms: Sequence[str]) -> dict[str, Any]:
    triggers = [{"Arn": arn, "Type": "AWS::CloudWatch::Alarm"} for arn in alarms[:MOST_TRIGGERS]]
    return {"RollbackTriggers": triggers, "MonitoringTimeInMinutes": WATCHED if triggers else 0}


def _role() -> dict[str, str]:
    """Return the role that CloudFormation works under, where one is named."""
    role = os.environ.get("CLOUDFORMATION_ROLE_ARN")
    return {"RoleARN": role} if role else {}


def _told(change: dict[str, Any]) -> str:
    replaced = {"True": " (replaced)", "Conditional": " (perhaps replaced)"}
    how = replaced.get(change.get("Replacement", ""), "")
    return f"{change['Action']:<8} {change['LogicalResourceId']} {change['ResourceType']}{how}"

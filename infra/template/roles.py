"""A role for each function, which can do what its grants say and nothing else.

A statement holds its actions to the partitions that they were seen on, by the condition
`dynamodb:LeadingKeys`. There is no Scan in it, and no wildcard but at the end of such a partition's
kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from infra.calls import KEYS, TABLE, Call
from infra.functions import FUNCTIONS, logical
from infra.grants import granted
from infra.template.plain import (
    Node,
    Resources,
    arn,
    if_,
    policy,
    ref,
    resource,
    statement,
    sub,
    trusted,
)


def resources() -> Resources:
    """Return the roles."""
    return {logical(name, "Role"): role(name) for name in FUNCTIONS}


def role(name: str) -> Node:
    """Return the role of one function."""
    statements = [*statements_of(granted().get(name, set())), _secrets(), _logs(name)]
    if name == "due":
        statements += _dead_letters()
    return resource(
        "IAM::Role",
        {
            "Description": f"{FUNCTIONS[name].about}",
            "AssumeRolePolicyDocument": trusted("lambda.amazonaws.com"),
            "PermissionsBoundary": if_("HasRoleBoundary", ref("RoleBoundary")),
            "Policies": [{"PolicyName": name, "PolicyDocument": policy(*statements)}],
        },
    )


def statements_of(calls: Iterable[Call]) -> Iterator[Node]:
    """Yield the statements that allow these calls; those on the same partitions go together."""
    leads: dict[tuple[str, str], set[str]] = defaultdict(set)
    for call in calls:
        leads[call.on, call.action].add(call.leading)
    actions: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (on, action), found in sorted(leads.items()):
        actions[on, tuple(sorted(found))].append(action)
    for (on, together), allowed in sorted(actions.items()):
        yield _on_keys(allowed, together) if on == KEYS else _on_table(on, allowed, together)


def _on_table(on: str, actions: list[str], leads: tuple[str, ...]) -> Node:
    named = arn("Table") if on == TABLE else sub(f"${{Table.Arn}}/index/{on}")
    allowed = statement([f"dynamodb:{action}" for action in actions], named)
    if "" in leads:  # on the table as a whole
        return allowed
    wanted = [f"{lead}*" if lead.endswith("#") else lead for lead in leads]
    condition = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": wanted}}
    return {**allowed, "Condition": condition}


def _on_keys(actions: list[str], names: tuple[str, ...]) -> Node:
    """Allow use of the KMS key for this table's data keys of these names alone."""
    allowed = statement([f"kms:{action}" for action in actions], arn("DataKey"))
    about = {"kms:EncryptionContext:key": list(names), "kms:EncryptionContext:table": ref("Table")}
    return {**allowed, "Condition": {"StringEquals": about}}


def _secrets() -> Node:
    return statement(["secretsmanager:GetSecretValue"], ref("SecretsArn"))


def _logs(name: str) -> Node:
    return statement(["logs:CreateLogStream", "logs:PutLogEvents"], arn(logical(name, "Logs")))


def _dead_letters() -> list[Node]:
    """Allow to leave what failed in the queue, which is encrypted under the key."""
    through = {"StringEquals": {"kms:ViaService": sub("sqs.${AWS::Region}.amazonaws.com")}}
    encrypt = statement(["kms:Decrypt", "kms:GenerateDataKey"], arn("DataKey"), Condition=through)
    return [statement(["sqs:SendMessage"], arn("DeadLetters")), encrypt]

"""The one table, from the library's own export, and the key that encrypts it."""

from __future__ import annotations

from infra.template.plain import KEPT, Node, Resources, arn, if_, kept, ref, resource, sub
from therapy_core.schema import PRACTICE
from therapy_core.table.export import cloudformation


def resources() -> Resources:
    """Return the table with its key; both outlive the stack."""
    return {"Table": _table(), "DataKey": _key(), "DataKeyAlias": _alias()}


def _table() -> Node:
    table = cloudformation(PRACTICE, arn("DataKey"), if_("IsProduction", True, False))
    properties = table["Properties"]
    properties["TableName"] = sub("therapy-${Environment}")
    properties["OnDemandThroughput"] = _ceiling()
    for index in properties["GlobalSecondaryIndexes"]:
        index["OnDemandThroughput"] = _ceiling()
    return {**table, **KEPT}


def _ceiling() -> Node:
    """Return what a minute's mistake can cost at most; beyond it DynamoDB throttles."""
    return {
        "MaxReadRequestUnits": ref("MaxReadUnits"),
        "MaxWriteRequestUnits": ref("MaxWriteUnits"),
    }


def _key() -> Node:
    return kept(
        "KMS::Key",
        {
            "Description": sub("Table, data keys, logs and alarms of therapy-${Environment}"),
            "EnableKeyRotation": True,
            "PendingWindowInDays": 30,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    _for_the_account(),
                    _for_the_table(),
                    _for_logs(),
                    _for_services(),
                ],
            },
        },
    )


def _for_the_account() -> Node:
    """Let the account's own policies decide, which is what makes a role's statement count."""
    return {
        "Sid": "Account",
        "Effect": "Allow",
        "Principal": {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
        "Action": "kms:*",
        "Resource": "*",
    }


def _for_the_table() -> Node:
    """Let whoever may use the table have it decrypted, by DynamoDB and nobody else."""
    return {
        "Sid": "ThroughDynamoDB",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
        "Resource": "*",
        "Condition": {
            "StringEquals": {
                "kms:CallerAccount": ref("AWS::AccountId"),
                "kms:ViaService": sub("dynamodb.${AWS::Region}.amazonaws.com"),
            }
        },
    }


def _for_logs() -> Node:
    """Let the logs of this account be encrypted, each under its own name."""
    logs = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": {"Service": sub("logs.${AWS::Region}.amazonaws.com")},
        "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": sub(logs)}},
    }


def _for_services() -> Node:
    """Let alarms and the queue be encrypted."""
    return {
        "Sid": "Services",
        "Effect": "Allow",
        "Principal": {
            "Service": [
                "cloudwatch.amazonaws.com",
                "scheduler.amazonaws.com",
                "sns.amazonaws.com",
            ]
        },
        "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }


def _alias() -> Node:
    return resource(
        "KMS::Alias",
        {"AliasName": sub("alias/therapy-${Environment}"), "TargetKeyId": ref("DataKey")},
    )

"""The functions with their logs, and the schedule of what falls due."""

from __future__ import annotations

from infra.functions import FUNCTIONS, Function, logical
from infra.template.plain import (
    Node,
    Resources,
    arn,
    if_,
    kept,
    policy,
    ref,
    resource,
    statement,
    sub,
    trusted,
)

ATTEMPTS = 2
"""How often a sweep is tried again; the next one is a minute away anyway."""
OLDEST_SECONDS = 300
DAYS = 24 * 60 * 60


def resources() -> Resources:
    """Return every function with its log group, and the schedule."""
    found: Resources = {}
    for name, function in FUNCTIONS.items():
        found[logical(name, "Logs")] = _logs(name)
        found[logical(name, "Function")] = _function(name, function)
    return found | {
        "DeadLetters": _dead_letters(),
        "DueFailures": _failures(),
        "DueSchedule": _schedule(),
        "ScheduleRole": _schedule_role(),
    }


def _logs(name: str) -> Node:
    return kept(
        "Logs::LogGroup",
        {
            "LogGroupName": sub(f"/aws/lambda/therapy-${{Environment}}-{name}"),
            "RetentionInDays": ref("LogRetentionDays"),
            "KmsKeyId": arn("DataKey"),
        },
    )


def _function(name: str, function: Function) -> Node:
    return resource(
        "Lambda::Function",
        {
            "FunctionName": sub(f"therapy-${{Environment}}-{name}"),
            "Description": function.about,
            "Handler": function.handler,
            "Runtime": ref("Runtime"),
            "Architectures": [ref("Architecture")],
            "Code": {"S3Bucket": ref("ArtifactBucket"), "S3Key": ref("ArtifactKey")},
            "MemorySize": function.memory,
            "Timeout": function.timeout,
            "ReservedConcurrentExecutions": if_("ReservesConcurrency", function.concurrency),
            "Role": arn(logical(name, "Role")),
            "LoggingConfig": {"LogFormat": "Text", "LogGroup": ref(logical(name, "Logs"))},
            "Environment": {"Variables": _variables(name, function)},
        },
    )


def _variables(name: str, function: Function) -> Node:
    found: Node = {
        "THERAPY_ENV": {"Fn::FindInMap": ["Environments", ref("Environment"), "Settings"]},
        "THERAPY_STACK": ref("Environment"),
        "TABLE_NAME": ref("Table"),
        "KMS_KEY_ID": arn("DataKey"),
        "SECRETS_ARN": ref("SecretsArn"),
        "LOG_LEVEL": ref("LogLevel"),
        "THERAPY_SHARDS": ref("Shards"),
    }
    of_an_area = {"THERAPY_AREA": name, "ONLY_CLOUDFRONT": if_("HasWebAcl", "yes", "no")}
    return found | (of_an_area if function.is_area else {})


def _dead_letters() -> Node:
    return resource(
        "SQS::Queue",
        {"MessageRetentionPeriod": 14 * DAYS, "KmsMasterKeyId": arn("DataKey")},
    )


def _failures() -> Node:
    """Keep a sweep that failed to the end, so that an alarm can tell of it."""
    return resource(
        "Lambda::EventInvokeConfig",
        {
            "FunctionName": ref("DueFunction"),
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": ATTEMPTS,
            "MaximumEventAgeInSeconds": OLDEST_SECONDS,
            "DestinationConfig": {"OnFailure": {"Destination": arn("DeadLetters")}},
        },
    )


def _schedule() -> Node:
    return resource(
        "Scheduler::Schedule",
        {
            "Description": "Sweep what has fallen due.",
            "ScheduleExpression": "rate(1 minute)",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {
                "Arn": arn("DueFunction"),
                "RoleArn": arn("ScheduleRole"),
                "DeadLetterConfig": {"Arn": arn("DeadLetters")},
                "RetryPolicy": {
                    "MaximumRetryAttempts": ATTEMPTS,
                    "MaximumEventAgeInSeconds": OLDEST_SECONDS,
                },
            },
        },
    )


def _schedule_role() -> Node:
    allowed = policy(
        statement(["lambda:InvokeFunction"], arn("DueFunction")),
        statement(["sqs:SendMessage"], arn("DeadLetters")),
        statement(["kms:Decrypt", "kms:GenerateDataKey"], arn("DataKey")),
    )
    return resource(
        "IAM::Role",
        {
            "Description": "Lets the schedule start the sweep.",
            "AssumeRolePolicyDocument": trusted(
                "scheduler.amazonaws.com",
                Condition={"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
            ),
            "PermissionsBoundary": if_("HasRoleBoundary", ref("RoleBoundary")),
            "Policies": [{"PolicyName": "invoke", "PolicyDocument": allowed}],
        },
    )

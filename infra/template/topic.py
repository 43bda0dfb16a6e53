"""The topic that whoever is on call hears the alarms from."""

from __future__ import annotations

from infra.template.plain import Node, Resources, policy, ref, resource, statement, sub


def resources() -> Resources:
    """Return the topic, with who may publish and who listens."""
    return {
        "AlarmTopic": _topic(),
        "AlarmTopicPolicy": _publishers(),
        "AlarmSubscription": _subscription(),
    }


def _topic() -> Node:
    return resource("SNS::Topic", {"KmsMasterKeyId": ref("DataKey")})


def _publishers() -> Node:
    """Let this account's alarms publish, and nobody else's."""
    source = sub("arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*")
    allowed = statement(
        ["sns:Publish"],
        ref("AlarmTopic"),
        Sid="Alarms",
        Principal={"Service": "cloudwatch.amazonaws.com"},
        Condition={
            "ArnLike": {"aws:SourceArn": source},
            "StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")},
        },
    )
    return resource(
        "SNS::TopicPolicy", {"Topics": [ref("AlarmTopic")], "PolicyDocument": policy(allowed)}
    )


def _subscription() -> Node:
    listening = {
        "TopicArn": ref("AlarmTopic"),
        "Protocol": "email",
        "Endpoint": ref("AlarmEmail"),
    }
    return resource("SNS::Subscription", listening, Condition="HasAlarmEmail")

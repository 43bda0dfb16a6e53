"""Alarms watch what is really written, and whoever is on call hears them and knows what to do."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.functions import FUNCTIONS
from infra.template import topic
from infra.template.alarms import alarms, resources
from infra.template.whole import template
from therapy_api import metrics
from therapy_api.areas import AREAS
from therapy_core.due.sweeping import Swept
from therapy_core.schema import PRACTICE

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
ALL = {id_: each for id_, each in resources().items() if each["Type"] == "AWS::CloudWatch::Alarm"}
REQUEST = {"duration_ms": 7, "round_trips": 1, "read_units": 1, "write_units": 1, "throttled": 1}
Named = tuple[str, str, frozenset[tuple[str, str]]]


def written() -> set[Named]:
    """Return the metrics that the functions write, as CloudWatch identifies them."""
    statuses = [("GET", "/me", 500), ("POST", "/login", 401), ("POST", "/login", 429)]
    found: set[Named] = set()
    for area in AREAS:
        for method, route, status in statuses:
            line = REQUEST | {"method": method, "route": route, "status": status}
            values = metrics.of_request(line, is_first=True)
            found |= read(metrics.record("${Environment}", area, values))
    swept = Swept(Counter(unmap=1), failed=1)
    return found | read(metrics.of_sweep("${Environment}", swept, datetime.now(UTC)))


def read(record: dict[str, Any]) -> set[Named]:
    """Return the metrics of a record in the embedded format."""
    found = set()
    for directive in record["_aws"]["CloudWatchMetrics"]:
        for names in directive["Dimensions"]:
            dimensions = frozenset((name, record[name]) for name in names)
            found |= {(directive["Namespace"], m["Name"], dimensions) for m in directive["Metrics"]}
    return found


def watched(alarm: dict[str, Any]) -> Named:
    """Return the metric that an alarm looks at."""
    properties = alarm["Properties"]
    values = {each["Name"]: each["Value"] for each in properties["Dimensions"]}
    texts = {k: v if isinstance(v, str) else v["Fn::Sub"] for k, v in values.items()}
    return properties["Namespace"], properties["MetricName"], frozenset(texts.items())


def test_alarms_watch_what_the_functions_write() -> None:
    """Namespace, name and dimensions are those of the lines, to the letter."""
    ours = {watched(alarm) for alarm in ALL.values() if watched(alarm)[0] == "Therapy"}
    assert len(ours) > 2 * len(AREAS)
    assert not ours - written()


@pytest.mark.parametrize("alarm", ALL.values(), ids=ALL)
def test_an_alarm_is_heard_and_says_what_to_do(alarm: dict[str, Any]) -> None:
    """It goes to the topic, when it begins and when it ends, and names a section of the guide."""
    properties = alarm["Properties"]
    assert properties["AlarmActions"] == properties["OKActions"] == [{"Ref": "AlarmTopic"}]
    section = properties["AlarmDescription"].split("docs/operating.md, ")[1].rstrip(".")
    assert f"\n### {section}\n" in GUIDE


@pytest.mark.parametrize("name", alarms())
def test_the_guide_names_every_alarm(name: str) -> None:
    """By its own name, or by the end of it where there is one for each function."""
    of_each = re.sub(f"^({'|'.join(each.capitalize() for each in FUNCTIONS)})(?=[A-Z])", "…", name)
    assert f"`{name}`" in GUIDE or f"`{of_each}`" in GUIDE


def test_silence_is_a_fault_only_where_something_has_to_speak() -> None:
    """A sweep speaks every minute; nothing else has to happen."""
    missing = {id_: each["Properties"]["TreatMissingData"] for id_, each in ALL.items()}
    assert {id_ for id_, how in missing.items() if how == "breaching"} == {"DueLagAlarm"}
    assert set(missing.values()) == {"breaching", "notBreaching"}


@pytest.mark.parametrize("alarm", ALL.values(), ids=ALL)
def test_an_alarm_is_one_that_cloudwatch_takes(alarm: dict[str, Any]) -> None:
    """It looks at whole minutes of a day at most, and at a statistic of one kind."""
    properties = alarm["Properties"]
    assert properties["Period"] % 60 == 0
    assert properties["Period"] * properties["EvaluationPeriods"] <= 24 * 60 * 60
    assert 1 <= properties["DatapointsToAlarm"] <= properties["EvaluationPeriods"]
    assert properties["Threshold"] > 0
    assert ("Statistic" in properties) != ("ExtendedStatistic" in properties)
    assert properties.get("ExtendedStatistic", "p99") == "p99"
    assert properties.get("Statistic", "Sum") in ("Sum", "Maximum")


def test_each_area_and_each_function_has_its_alarms() -> None:
    """A new area is watched from its first day."""
    wanted = {f"{area.capitalize()}{what}" for area in AREAS for what in ("Errors", "Slow")}
    wanted |= {f"{each.capitalize()}{what}" for each in FUNCTIONS for what in ("Crashes", "Unread")}
    wanted |= {f"{area.capitalize()}TurnedAway" for area in AREAS}
    assert wanted <= alarms().keys()


def test_reads_are_watched_on_the_table_and_on_every_index() -> None:
    """DynamoDB counts each apart."""
    seen = [dict(watched(alarm)[2]) for id_, alarm in ALL.items() if id_.endswith("ReadsAlarm")]
    indexes = {each.get("GlobalSecondaryIndexName") for each in seen}
    assert indexes == {None, *(index.name for index in PRACTICE.indexes)}


def test_a_dead_letter_that_does_not_arrive_is_told_of() -> None:
    """For each function with a queue or a topic for what it could not do."""
    told = {
        dict(watched(alarm)[2])["FunctionName"]
        for alarm in ALL.values()
        if watched(alarm)[:2] == ("AWS/Lambda", "DestinationDeliveryFailures")
    }
    made = template()["Resources"]
    configured = {
        f"${{{each['Properties']['FunctionName']['Ref']}}}"
        for each in made.values()
        if each["Type"] == "AWS::Lambda::EventInvokeConfig"
    }
    assert told == configured != set()
    assert not [each for each in made.values() if "DeadLetterConfig" in each["Properties"]]


def test_what_rolls_a_deployment_back_is_quick() -> None:
    """CloudFormation looks at it for a few minutes after an update."""
    for name in ("ServerErrors", "GatewayErrors"):
        assert ALL[f"{name}Alarm"]["Properties"]["Period"] == 60


def test_only_this_account_s_alarms_publish() -> None:
    """And what they say is encrypted on its way to whoever listens."""
    found = topic.resources()
    assert found["AlarmTopic"]["Properties"]["KmsMasterKeyId"] == {"Ref": "DataKey"}
    policy = found["AlarmTopicPolicy"]["Properties"]["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Action"] == ["sns:Publish"]
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": {"Ref": "AWS::AccountId"}
    }
    assert found["AlarmSubscription"]["Condition"] == "HasAlarmEmail"


def test_the_guide_says_how_many_metrics_there_are() -> None:
    """As each of them costs."""
    kinds = {(name, dimensions) for _, name, dimensions in written()}
    elsewhere = [
        one for one in kinds if one[0] == "FailedLogIns" and ("Area", "auth") not in one[1]
    ]
    assert f"at most {len(kinds) - len(elsewhere)} metrics of its own" in GUIDE
    assert f"{len(ALL)} alarms." in " ".join(GUIDE.split())

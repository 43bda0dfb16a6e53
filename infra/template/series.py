"""The metrics that alarms and the dashboard look at, under the names by which they are written.

Ours come from the names that the app itself uses; the others are AWS's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.functions import logical
from infra.template.plain import Node, sub
from therapy_api.metrics import DIMENSIONS, NAMESPACE, WHOLE, Metric
from therapy_core.schema import PRACTICE


@dataclass(frozen=True, slots=True)
class Series:
    """Name a metric by namespace, name and dimensions, whose values may hold `${Names}`."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]

    def in_alarm(self) -> Node:
        """Return it as an alarm names it."""
        dimensions = [{"Name": k, "Value": _value(v)} for k, v in self.dimensions.items()]
        return {"Namespace": self.namespace, "MetricName": self.name, "Dimensions": dimensions}

    def in_widget(self, **how: Any) -> list[Any]:
        """Return it as a dashboard names it; `how` it is drawn: `label`, `stat`, `yAxis`."""
        named = (each for pair in self.dimensions.items() for each in pair)
        return [self.namespace, self.name, *named, how]


def ours(metric: Metric, area: str) -> Series:
    """Return what the functions write of an area, or of the sweep."""
    values = ("${Environment}", area)
    return Series(NAMESPACE, metric, dict(zip(DIMENSIONS, values, strict=True)))


def ours_together(metric: Metric) -> Series:
    """Return what the functions write of all areas together."""
    return Series(NAMESPACE, metric, dict(zip(WHOLE, ("${Environment}",), strict=True)))


def of_function(name: str, function: str) -> Series:
    """Return what Lambda counts of a function."""
    return Series("AWS/Lambda", name, {"FunctionName": f"${{{logical(function, 'Function')}}}"})


def of_gateway(name: str) -> Series:
    """Return what API Gateway counts of all requests."""
    return Series("AWS/ApiGateway", name, {"ApiId": "${Api}"})


def of_table(name: str) -> Series:
    """Return what DynamoDB counts of the table, without its indexes."""
    return Series("AWS/DynamoDB", name, {"TableName": "${Table}"})


def of_indexes(name: str) -> Iterator[Series]:
    """Yield what DynamoDB counts of each index."""
    for index in PRACTICE.indexes:
        named = {"TableName": "${Table}", "GlobalSecondaryIndexName": index.name}
        yield Series("AWS/DynamoDB", name, named)


def of_operation(name: str, operation: str) -> Series:
    """Return what DynamoDB counts of an operation on the table."""
    return Series("AWS/DynamoDB", name, {"TableName": "${Table}", "Operation": operation})


def of_log(name: str, function: str) -> Series:
    """Return what CloudWatch counts of a function's log."""
    return Series("AWS/Logs", name, {"LogGroupName": f"${{{logical(function, 'Logs')}}}"})


def of_dead_letters(name: str) -> Series:
    """Return what SQS counts of the queue of what could not be done."""
    return Series("AWS/SQS", name, {"QueueName": "${DeadLetters.QueueName}"})


def _value(text: str) -> Any:
    return sub(text) if "${" in text else text

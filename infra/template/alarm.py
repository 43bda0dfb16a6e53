"""What an alarm is, and how CloudFormation takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infra.template.plain import Node, ref, resource, sub
from infra.template.series import Series

TOGETHER = "SUM(METRICS())"
QUIET = "notBreaching"
"""Where no news is good news."""
SILENCE = "breaching"
"""Where no news means that nobody is at work."""
GUIDE = "docs/operating.md"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Say what is watched and from which value on it sounds.

    `guide` is the section of the guide that says what to do. Several series are taken together by
    `expression`, in which they are `m0`, `m1`, … Values are of periods of so many `minutes`, and
    it sounds when `of[0]` of the last `of[1]` periods reach the threshold.
    """

    about: str
    guide: str
    series: tuple[Series, ...]
    threshold: float
    minutes: int = 5
    of: tuple[int, int] = (1, 1)
    statistic: str = "Sum"
    missing: str = QUIET
    expression: str = TOGETHER

    def resource(self, name: str) -> Node:
        """Return the alarm as CloudFormation takes it, under a name of its own in the account."""
        return resource(
            "CloudWatch::Alarm",
            {
                "AlarmName": sub(f"${{AWS::StackName}}-{name}"),
                "AlarmDescription": f"{self.about} What to do: {GUIDE}, {self.guide}.",
                "AlarmActions": [ref("AlarmTopic")],
                "OKActions": [ref("AlarmTopic")],
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "Threshold": self.threshold,
                "DatapointsToAlarm": self.of[0],
                "EvaluationPeriods": self.of[1],
                "TreatMissingData": self.missing,
                **self._watched(),
            },
        )

    def _watched(self) -> Node:
        if len(self.series) == 1:
            how = "ExtendedStatistic" if self.statistic.startswith("p") else "Statistic"
            return self.series[0].in_alarm() | {how: self.statistic, "Period": self._seconds}
        return {"Metrics": [*self._parts(), {"Id": "all", "Expression": self.expression}]}

    def _parts(self) -> list[Node]:
        return [
            {"Id": f"m{number}", "MetricStat": self._stat(series), "ReturnData": False}
            for number, series in enumerate(self.series)
        ]

    def _stat(self, series: Series) -> dict[str, Any]:
        return {"Metric": series.in_alarm(), "Period": self._seconds, "Stat": self.statistic}

    @property
    def _seconds(self) -> int:
        return self.minutes * 60

"""What an alarm is, and how CloudFormation takes it.

Each watches one metric, without metric math: it says by its name what is wrong, costs a tenth of
one that adds up ten, and can be tried out locally.
"""

from __future__ import annotations

from dataclasses import dataclass

from infra.template.plain import Node, ref, resource, sub
from infra.template.series import Series

QUIET = "notBreaching"
"""Where no news is good news."""
SILENCE = "breaching"
"""Where no news means that nobody is at work."""
GUIDE = "docs/operating.md"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Say what is watched and from which value on it sounds.

    `guide` is the section of the guide that says what to do. Values are of periods of so many
    `minutes`; it sounds when `of[0]` of the last `of[1]` periods reach the threshold.
    """

    about: str
    guide: str
    series: Series
    threshold: float
    minutes: int = 5
    of: tuple[int, int] = (1, 1)
    statistic: str = "Sum"
    missing: str = QUIET

    def resource(self, name: str) -> Node:
        """Return the alarm as CloudFormation takes it, under a name of its own in the account."""
        return resource(
            "CloudWatch::Alarm",
            {
                "AlarmName": sub(f"${{AWS::StackName}}-{name}"),
                "AlarmDescription": f"{self.about} What to do: {GUIDE}, {self.guide}.",
                "AlarmActions": [ref("AlarmTopic")],
                "OKActions": [ref("AlarmTopic")],
                **self.series.in_alarm(),
                self._how: self.statistic,
                "Period": self.minutes * 60,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "Threshold": self.threshold,
                "DatapointsToAlarm": self.of[0],
                "EvaluationPeriods": self.of[1],
                "TreatMissingData": self.missing,
            },
        )

    @property
    def _how(self) -> str:
        return "ExtendedStatistic" if self.statistic.startswith("p") else "Statistic"

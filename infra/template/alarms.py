"""The alarms, which whoever is on call hears from the topic.

Each threshold stands beside its reason. They suit a practice of some thousand clients; those that
grow with the number of people are named in docs/operating.md.
"""

from __future__ import annotations

from infra.functions import FUNCTIONS, logical
from infra.template.alarm import SILENCE, Alarm
from infra.template.plain import Resources
from infra.template.series import (
    of_dead_letters,
    of_function,
    of_gateway,
    of_indexes,
    of_log,
    of_operation,
    of_table,
    ours,
    ours_together,
)
from therapy_api.areas import AREAS
from therapy_api.metrics import DUE, Metric

ERRORS_A_MINUTE = 5
"""In all. One or two may be a passing fault, which a repetition mends; a bad deployment makes
more, and is rolled back by this."""
AREA_ERRORS = 3
"""In five minutes in one area, so that a single error at night is for the morning."""
SLOW_MILLISECONDS = 2000
"""What all but one of a hundred requests have to take less than: a person waits for them."""
SLOW_MILLISECONDS_OF = {"auth": 4000, "search": 4000, "record": 15_000}
"""A password's hash waits its turn, a search reads up to ten pages, an export everything."""
SLOW_OF = (3, 5)
"""Periods: with few requests one cold start is the slowest of a hundred, but not three times."""
CRASHES = 1
"""What the app answers is no crash: it ran out of time or memory, or did not start."""
TURNED_AWAY = 5
"""In five minutes. Too many at once is a burst; one that goes on wants more concurrency. A sweep
that is at work rightly turns the next away, so functions that no caller waits for have none."""
THROTTLED = 10
"""In five minutes. A few are tried again within the request, and nobody notices."""
TELLING = ("GetItem", "Query", "TransactWriteItems")
"""Operations: where DynamoDB has a fault, one of these meets it."""
TABLE_FAULTS = 10
"""In five minutes. DynamoDB's own faults are tried again as well."""
FAILED_LOG_INS = 50
"""In five minutes: half of what one network may try, and more than people mistype."""
LIMITED_LOG_INS = 100
"""In five minutes: who goes on after so many refusals is no person."""
LAG_SECONDS = 15 * 60
"""A sweep runs every minute, so that many in a row did nothing, or there is too much to do."""
DUE_FAILURES = 1
DUE_FAILURES_OF = (2, 2)
"""Periods of a quarter of an hour: what failed is tried again after ten minutes."""
DEAD_LETTERS = 1
"""Each is a sweep that was tried three times."""
UNDELIVERED = 1
"""Each is a dead letter that is nowhere, so that the alarm above stays silent."""
READS_AN_HOUR = 1_500_000
WRITES_AN_HOUR = 700_000
"""A tenth of what the table's ceiling allows, all hour long: somebody is busy, or a loop is."""
UNREAD_LINES = 1
"""In an hour. A line that is no metric any more is an alarm that can't sound any more."""


def resources() -> Resources:
    """Return every alarm."""
    return {f"{name}Alarm": each.resource(name) for name, each in alarms().items()}


def alarms() -> dict[str, Alarm]:
    """Return every alarm by its name."""
    found = _of_all() | _of_the_table() | _of_log_ins() | _of_due_work()
    for area in AREAS:
        found |= _of_area(area)
    for function in FUNCTIONS:
        found |= _of_function(function)
    return found


def _of_all() -> dict[str, Alarm]:
    """Return those that roll a deployment back, which looks at them for five minutes."""
    return {
        "ServerErrors": Alarm(
            "The functions answer with errors of the server.",
            "Errors",
            ours_together(Metric.SERVER_ERRORS),
            ERRORS_A_MINUTE,
            minutes=1,
        ),
        "GatewayErrors": Alarm(
            "The gateway answers with errors of the server, its own included.",
            "Errors",
            of_gateway("5xx"),
            ERRORS_A_MINUTE,
            minutes=1,
        ),
    }


def _of_area(area: str) -> dict[str, Alarm]:
    return {
        logical(area, "Errors"): Alarm(
            f"Requests of {area} fail.",
            "Errors",
            ours(Metric.SERVER_ERRORS, area),
            AREA_ERRORS,
        ),
        logical(area, "Slow"): Alarm(
            f"One of a hundred requests of {area} takes too long.",
            "Slow",
            ours(Metric.DURATION, area),
            SLOW_MILLISECONDS_OF.get(area, SLOW_MILLISECONDS),
            of=SLOW_OF,
            statistic="p99",
        ),
        logical(area, "TurnedAway"): Alarm(
            f"The function {area} turns requests away: too many at once.",
            "Throttles",
            of_function("Throttles", area),
            TURNED_AWAY,
        ),
    }


def _of_function(name: str) -> dict[str, Alarm]:
    return {
        logical(name, "Crashes"): Alarm(
            f"The function {name} crashed, ran out of time, or did not start.",
            "Crashes",
            of_function("Errors", name),
            CRASHES,
        ),
        logical(name, "Unread"): Alarm(
            f"Lines of the log of {name} can't be read as metrics: its alarms may be deaf.",
            "Deaf alarms",
            of_log("EMFValidationErrors", name),
            UNREAD_LINES,
            minutes=60,
        ),
    }


def _of_the_table() -> dict[str, Alarm]:
    throttles = Alarm(
        "DynamoDB turns requests away.", "Throttles", ours_together(Metric.THROTTLES), THROTTLED
    )
    return {"TableThrottles": throttles} | _faults() | _capacity()


def _faults() -> dict[str, Alarm]:
    return {
        f"{operation}Faults": Alarm(
            f"DynamoDB has faults of its own at {operation}.",
            "The table's faults",
            of_operation("SystemErrors", operation),
            TABLE_FAULTS,
        )
        for operation in TELLING
    }


def _capacity() -> dict[str, Alarm]:
    """Return those of capacity: an index is read by itself, and written with the table."""
    reads = {"Table": of_table("ConsumedReadCapacityUnits")}
    for series in of_indexes("ConsumedReadCapacityUnits"):
        reads[series.dimensions["GlobalSecondaryIndexName"].capitalize()] = series
    watched = {f"{name}Reads": (series, READS_AN_HOUR) for name, series in reads.items()}
    watched["TableWrites"] = (of_table("ConsumedWriteCapacityUnits"), WRITES_AN_HOUR)
    return {
        name: Alarm("The table is in much more use than usual.", "Capacity", *each, minutes=60)
        for name, each in watched.items()
    }


def _of_log_ins() -> dict[str, Alarm]:
    return {
        "FailedLogIns": Alarm(
            "Many log-ins are refused.",
            "Log-ins",
            ours(Metric.FAILED_LOG_INS, "auth"),
            FAILED_LOG_INS,
        ),
        "LimitedLogIns": Alarm(
            "Somebody goes on trying to log in, sign up or refresh beyond the limits.",
            "Log-ins",
            ours(Metric.LIMITS_REACHED, "auth"),
            LIMITED_LOG_INS,
        ),
    }


def _of_due_work() -> dict[str, Alarm]:
    return {
        "DueLag": Alarm(
            "What has fallen due is not done in time, or nobody sweeps.",
            "Due work",
            ours(Metric.DUE_LAG, DUE),
            LAG_SECONDS,
            of=(2, 2),
            statistic="Maximum",
            missing=SILENCE,
        ),
        "DueFailed": Alarm(
            "Some due work fails again and again.",
            "Due work",
            ours(Metric.DUE_FAILED, DUE),
            DUE_FAILURES,
            minutes=15,
            of=DUE_FAILURES_OF,
        ),
        "DeadLetters": Alarm(
            "A sweep was given up.",
            "Dead letters",
            of_dead_letters("ApproximateNumberOfMessagesVisible"),
            DEAD_LETTERS,
            statistic="Maximum",
        ),
        "DueUndelivered": Alarm(
            "A sweep was given up, and could not be put into the queue of dead letters.",
            "Dead letters",
            of_function("DestinationDeliveryFailures", "due"),
            UNDELIVERED,
        ),
    }

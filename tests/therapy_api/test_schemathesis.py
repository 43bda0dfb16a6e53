"""Requests made from the OpenAPI document, good and bad, by everybody: each answer conforms to it.

A few examples an operation in `make test`; `make fuzz` makes five hundred (`EXAMPLES`), beside
them every boundary of every parameter, and a chain of requests for every five.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response

from tests.practices import SETTINGS
from tests.therapy_api.fuzzed import Stage
from tests.therapy_api.people import Person
from therapy_api.app import create_app

EXAMPLES = int(os.environ.get("EXAMPLES", "3"))
LONG = EXAMPLES >= 50
CONFIG: dict[str, Any] = {
    "generation": {"deterministic": not LONG},
    "phases": {"coverage": {"enabled": LONG}},
    "checks": {
        # A stale or missing version is refused as such before anything else is looked at, and
        # what is asked for may not be there: both are no matter of the schema.
        "negative_data_rejection": {
            "expected-statuses": [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428]
        },
        "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 415, 422, 428]},
        # Cursors, versions, slots and time zones have a meaning that no schema tells.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", 304, 400, 401, 403, 404, 409, 412, 422, 428]
        },
    },
}
CHAINS = max(4, EXAMPLES // 5)
QUIET: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
TALLY: Counter[str] = Counter()

app = create_app(replace(SETTINGS, access_minutes=24 * 60, log_level="CRITICAL"))
api = schemathesis.openapi.from_wsgi(
    "/openapi.json", app, config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture(scope="module")
def stage(endpoint: str) -> Iterator[Stage]:
    """Return people with something of every kind between them, behind the app."""
    found = Stage(app, endpoint, "therapy-fuzzed")
    yield found
    found.remove()
    lines = [f"{many:>8} {what}" for what, many in sorted(TALLY.items())]
    print("", *lines, sep="\n")  # noqa: T201 - `make fuzz` shows what was asked


@pytest.mark.slow
@pytest.mark.exact
@api.parametrize()
@settings(max_examples=EXAMPLES, **QUIET)
def test_every_answer_conforms_to_the_document(case: schemathesis.Case, stage: Stage) -> None:
    """No fault of the server, and no status, type, header or body that is not declared."""
    headers = stage.aim(case)
    response = case.call(headers=headers)
    TALLY["all"] += 1
    TALLY[f"{response.status_code // 100}xx"] += 1
    if case.method == case.operation.method.upper():
        TALLY[f"2xx for {case.operation.label}"] += response.status_code < 300
    try:
        case.validate_response(response, headers=headers)
    finally:
        if case.method.upper() not in SAFE:
            stage.undo()


@pytest.mark.slow
@pytest.mark.exact
@pytest.mark.parametrize("who", ["client", "therapist"])
def test_what_is_made_can_be_read_and_what_is_removed_can_not(stage: Stage, who: str) -> None:
    """Each answer in a chain, which names what the one before told, agrees with those before."""
    user: Person = getattr(stage, who)
    headers = {"Authorization": user.http.environ_base["HTTP_AUTHORIZATION"]}

    class Chain(api.as_state_machine()):  # type: ignore[misc]  # made from the document
        def setup(self) -> None:
            stage.undo()

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": headers}

        def validate_response(self, response: Response, case: Any, **_: Any) -> None:
            TALLY[f"{response.status_code // 100}xx in chains"] += 1
            case.validate_response(response, headers=headers, recorder=self.recorder)

    chosen = settings(max_examples=CHAINS, stateful_step_count=8, derandomize=not LONG, **QUIET)
    try:
        Chain.run(settings=chosen)
    finally:
        stage.undo()

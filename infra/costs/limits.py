"""How near a practice of some size comes to what AWS allows, in its busiest minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.costs.calling import Call, measured_ms
from infra.costs.inputs import Inputs
from infra.costs.usage import SECONDS, Usage, cold_seconds, seconds

DUE = {
    "mapping_requests.ask",
    "mapping_requests.answer",
    "journal_access_requests.ask",
    "appointment_requests.ask",
    "appointment_requests.answer",
}
"""What writes or removes an item in the list of what falls due."""
DIRECTORY = {"therapists.list"}


@dataclass(frozen=True)
class Limit:
    """Hold a limit: what of a practice's use it bounds, and what to do when it comes near."""

    what: str
    use: str
    most: float
    confirmed: bool
    source: str
    change: str
    shards: bool = False

    def reached_at(self, used: Usage, found: Mapping[str, float]) -> float:
        """Return at how many clients it is reached, if all use grows with their number."""
        return used.clients * self.most / found[self.use]


def limits(inputs: Inputs) -> list[Limit]:
    """Return the limits in the order in which they are listed."""
    return [Limit(**each) for each in inputs.limits["limit"]]


def peaks(inputs: Inputs, used: Usage) -> dict[str, float]:
    """Return what is used a second in the busiest minute; of functions, how many work at once."""
    month = inputs.month
    a_second = month["people"]["peak"] / SECONDS
    starting = used.cold_share * cold_seconds(inputs)
    hash_ms = measured_ms(inputs, "hash") * month["lambda"]["core_factor"]
    sums = {
        "requests": used.total(lambda _: 1),
        "at once": used.total(lambda call: seconds(month, call) + starting),
        "hashing": used.total(lambda call: _is(call, {"accounts.log_in"})) * hash_ms / 1000,
        "read": used.total(lambda call: call.read),
        "write": used.total(lambda call: call.write),
        "audit": used.total(lambda call: call.events),
        "due": used.total(lambda call: _is(call, DUE)),
        "directory": used.total(lambda call: call.read * _is(call, DIRECTORY)),
        "kms": used.quantities["kms.requests"],
        "delivered": used.quantities["cloudfront.requests"],
    }
    return {name: found * a_second for name, found in sums.items()}


def _is(call: Call, names: set[str]) -> bool:
    return call.use_case in names

"""What every use case costs: a page of its own, and a section that sums it up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench.report.markdown import measured_on, table


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    cases = found["use cases"].values()
    single = sum(each["calls"] <= 1 for each in cases)
    return f"""## Calls, capacity and money

`make bench PART=costs`. {len(cases)} use cases, of which {single} take one call or none. What
each takes, and what a million of each costs, stands in [capacity.md](capacity.md)."""


def page(costs: dict[str, Any], capacity: dict[str, Any] | None) -> str:
    """Return the page."""
    prices = costs["prices"]
    return f"""# Calls and capacity

Written by `make bench PART=costs` and `make bench PART=capacity`, on the embedded engine.
{measured_on(costs)}

Units are DynamoDB's read and write capacity units. Those of transactions are as the embedded
engine reports them; AWS's may differ by one or two.

## What each use case costs

Each was carried out once, as the tests of its budget do it (`tests/therapy_core/cases`), in a
practice that holds no more than it takes: **lists are nearly empty there**, and what full pages
cost stands in [growth.md](growth.md). The exceptions are searches, which make all the calls that
they may, and the end of an account. Calls that fetch data keys, which a process keeps for a
while, are left out.

The last column is what a million of them cost in {prices["currency"]}: {prices["what"]}, in
{prices["region"]}, at {prices["a million read request units"]} a million read and
{prices["a million write request units"]} a million write request units. These prices hold since
{prices["since"]} and are as of {prices["as of"]}; they are from a copy of a page about them and
**have to be checked** (<{prices["check at"]}>), as have those of another region, in
[bench/prices.json](../bench/prices.json). Storage, streams, backups and traffic come on top.

{_costs(costs["use cases"])}
A request over HTTP takes besides:

{_costs(costs["beside"])}
{_beside_plain(capacity) if capacity else ""}"""


def _costs(found: dict[str, Any]) -> str:
    return table(["use case", "calls", "read", "write", "a million"], _rows(found))


def _rows(found: dict[str, Any]) -> Iterable[list[str]]:
    for name, each in found.items():
        units = (f"{each[kind]:g}" for kind in ("calls", "read", "write"))
        yield [f"`{name}`" if "." in name else name, *units, f"{each['a million']:,.3f}"]


def _beside_plain(found: dict[str, Any]) -> str:
    sides = ("therapy_core", "plain")
    kinds = ("calls", "read", "write")
    rows = [
        [name, *(f"{case[side][kind]:g}" for side in sides for kind in kinds)]
        for name, case in found["use cases"].items()
    ]
    return f"""## Beside plain boto3

With {found["clients"]:,} clients and {found["therapists"]:,} therapists. On the left
`therapy_core`; on the right the same by plain boto3 with a table for each entity and lists by
scan (`bench/plain.py`).

What `therapy_core` does beside: the address is unique in a race, account and profile come and go
together, facets and index keys follow in the same transaction (which costs two units a write),
lists are in order, and every read but a list is consistent. That is where its writes cost more.

{table(["use case", *kinds, "plain: calls", "read", "write"], rows)}"""

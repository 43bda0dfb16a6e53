"""The document: the sheet and the limits of three sizes, with all that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.report.markdown import figure, filled, table
from infra.costs.calling import measured_ms, people
from infra.costs.inputs import Inputs
from infra.costs.limits import Limit, limits, peaks
from infra.costs.sheet import Line, Sheet, sheet
from infra.costs.usage import SECONDS

SIZES = (100, 10_000, 1_000_000)
LEAST = 0.01
"""What is less a second is not told apart."""
ROUND = 1000
"""From here on cents are left out."""


def document(inputs: Inputs, sizes: Sequence[int] = SIZES) -> str:
    """Return docs/costs.md."""
    sheets = [sheet(inputs, size) for size in sizes]
    parts = [
        _beginning(inputs),
        _sums(sheets),
        _dearest(sheets),
        _lines(sheets[-1]),
        _use_cases(inputs, sheets[-1]),
        _limits(inputs, sheets),
        _month(inputs, sheets),
        _prices(inputs),
    ]
    return filled("\n".join(parts))


def _beginning(inputs: Inputs) -> str:
    measured = inputs.measured["costs"]["measured"]
    open_prices = [f"{p.service}, {p.what}" for p in inputs.prices.values() if not p.confirmed]
    dates = sorted(p.as_of for p in inputs.prices.values() if p.as_of[:2] == "20")
    return f"""# What it costs

Written by `python -m infra.costs`; do not edit. It is computed from what each use case takes,
measured {measured["at"][:10]} ([capacity.md](capacity.md), [growth.md](growth.md)), from prices in
{inputs.region} ([infra/prices.json](../infra/prices.json)) and from an **assumed** month of a
practice ([infra/costs/month.toml](../infra/costs/month.toml)). Nothing of it was ever billed.

All amounts are in {inputs.currency}, without taxes, support and people. Where a price has tiers,
the first holds throughout, so large sums are too high rather than too low. The prices were found in
stored copies of pages of {dates[0]} to {dates[-1]}, some without a date, most of them about AWS
rather than by AWS. They **have to be checked** against AWS's own pages, which the file names for
each. No page was found for what is assumed of: {_listed(open_prices)}.
What to change as a practice grows stands in [scaling.md](scaling.md).

## A month
"""


def _sums(sheets: Sequence[Sheet]) -> str:
    found = [each.by_service() for each in sheets]
    rows = [[name, *(_money(each[name]) for each in found)] for name in found[0]]
    rows.append(["together", *(_money(each.gross) for each in sheets)])
    rows.append(["free each month", *(_money(-each.free) for each in sheets)])
    rows.append(["**to pay**", *(f"**{_money(each.total)}**" for each in sheets)])
    rows.append(["a client", *(f"{each.total / each.clients:,.4f}" for each in sheets)])
    return table(["", *(f"{each.clients:,} clients" for each in sheets)], rows)


def _dearest(sheets: Sequence[Sheet]) -> str:
    rows = (
        [f"{found.clients:,}", *(_share(each, found) for each in top)]
        for found in sheets
        for top in [found.dearest()]
    )
    return f"""What is free holds for an account as a whole, and may be used up by something else.
These lines dominate, as shares of the sum before what is free:

{table(["clients", "dearest", "then", "then"], rows)}"""


def _share(line: Line, of: Sheet) -> str:
    return f"{line.service}: {line.what}, {line.cost / of.gross:.0%}"


def _lines(found: Sheet) -> str:
    rows = (
        [f"{line.service}: {line.what}", figure(line.quantity), _money(line.cost)]
        for line in found.lines
    )
    head = ["", "a month", "before what is free"]
    return f"## Line by line, {found.clients:,} clients\n\n{table(head, rows)}"


def _use_cases(inputs: Inputs, found: Sheet) -> str:
    read, write = inputs.prices["dynamodb.read"], inputs.prices["dynamodb.write"]
    costs = [
        (call.times * (read.of(call.read) + write.of(call.write)), call)
        for call in found.used.calls
    ]
    whole = sum(cost for cost, _ in costs)
    rows = [
        [f"`{c.use_case}`, {c.role}", figure(c.read), figure(c.write), f"{cost / whole:.1%}"]
        for cost, c in sorted(costs, key=lambda each: -each[0])[:15]
    ]
    head = ["use case", "read", "write", "of the table's requests"]
    return f"""## Which use cases make the table's bill

The fifteen dearest at {found.clients:,} clients, with a full page where one was measured, and the
check of the log-in, the count of a limited request, the record of an `Idempotency-Key` and the keys
that a process has to fetch.

{table(head, rows)}"""


def _limits(inputs: Inputs, sheets: Sequence[Sheet]) -> str:
    found = [peaks(inputs, each.used) for each in sheets]
    rows = (
        [
            each.what + ("" if each.confirmed else " (not confirmed)"),
            f"{each.most:,.0f}",
            *(_a_second(peak[each.use]) for peak in found),
            _clients(each.reached_at(sheets[-1].used, found[-1])),
            each.change,
        ]
        for each in limits(inputs)
    )
    head = ["", "most", *(f"{s.clients:,}" for s in sheets), "reached at", "what to change then"]
    return f"""## Which limits come first

What is used a second (of functions: how many work at once) in the busiest minute, which is taken
to have {inputs.month["people"]["peak"]} times the average. Reached at so many clients, if nothing
is changed, with one shard. What a rush or an attack adds is not in it.

{table(head, rows)}"""


def _a_second(found: float) -> str:
    return figure(found) if found >= LEAST else f"< {LEAST}"


def _clients(count: float) -> str:
    """Return a number of clients with two digits that mean something."""
    digits = 10 ** max(0, len(str(int(count))) - 2)
    return f"{round(count / digits) * digits:,}"


def _month(inputs: Inputs, sheets: Sequence[Sheet]) -> str:
    there = [people(inputs, each.clients) for each in sheets]
    requests = [each.used.total(lambda _: 1) for each in sheets]
    rows = [
        ["therapists", *(f"{each['therapist']:,}" for each in there)],
        ["requests a month", *(f"{each:,.0f}" for each in requests)],
        ["requests a second, on average", *(figure(each / SECONDS) for each in requests)],
        ["that start a function", *(f"{each.used.cold_share:.0%}" for each in sheets)],
    ]
    return f"""## What it rests on

{table(["", *(f"{each.clients:,} clients" for each in sheets)], rows)}
{_time(inputs)}"""


def _time(inputs: Inputs) -> str:
    found = inputs.month["lambda"]
    read, page, hashed = (measured_ms(inputs, kind) for kind in ("read", "list", "hash"))
    return f"""Of Lambda's time, processor time is **measured** on the machine of
[performance.md](performance.md): {read:.2f} ms for a single entry, {page:.2f} ms for a page of 20
(`bench/results/http.json`), {hashed:.0f} ms for a log-in (`logins.json`, all of a core while others
read). **Assumed** are the rest: a core of Lambda's takes {found["core_factor"]} times as long;
{found["memory_mb"]:,} MB have {found["memory_mb"] / found["whole_core_mb"]:.0%} of one; each call
to DynamoDB waits {found["wait_ms"]} ms; a write takes what a page does; a search takes
{found["kinds"]["search"]["times"]} pages. Starts take what the whole app took
(`bench/results/start.json`), though a function loads an area of it.

Lists cost what a full page does: from [growth.md](growth.md) where it was measured, else by the
bytes of 20 items. Storage is that of {inputs.month["people"]["age_months"]} months.
"""


def _prices(inputs: Inputs) -> str:
    rows = (
        [
            f"{price.service}: {price.what}",
            f"{price.price:g}",
            f"{price.per:,.0f}",
            f"{price.free:,.0f}",
            price.as_of.partition(":")[0],
            "yes" if price.confirmed else "**no**",
        ]
        for price in inputs.prices.values()
    )
    head = ["", inputs.currency, "for", "free a month", "as of", "confirmed"]
    return f"## Prices\n\n{table(head, rows)}\n{_sources(limits(inputs))}"


def _sources(found: Iterable[Limit]) -> str:
    return f"""Each price's source, and where to check it, stand in the file. The limits' stand in
[infra/costs/limits.toml](../infra/costs/limits.toml); {
        _listed([each.what for each in found if not each.confirmed])
    }: not confirmed.
"""


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names) or "none"


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if abs(amount) < ROUND else f"{amount:,.0f}"

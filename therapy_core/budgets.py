"""How many calls to DynamoDB each use case makes: a promise, pinned by tests, shown in the docs.

The one call that checks the login (`Practice.authenticate`) and, on limited routes, the one that
counts the request (`Limits.hit`) come on top. So does, where sealed text is read or written, the
one that reads the client's data key (`BESIDE`), whenever a process has not kept it; a client who
has none yet is given one by another. None of the numbers grows with the amount of data,
but for lists that are read to their end to be removed or renamed with their owner: one call for
each hundred of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from therapy_core.table import Meter

BUDGETS: Mapping[str, int] = {
    "accounts.sign_up": 1,
    "accounts.create_admin": 1,
    "accounts.log_in": 3,
    "accounts.refresh": 2,
    "accounts.log_out": 1,
    "accounts.logins": 1,
    "accounts.end_login": 2,
    "accounts.me": 1,
    "accounts.change_me": 2,
    "accounts.change_password": 2,
    "clients.create": 1,
    "clients.get": 1,
    "clients.list": 1,
    "clients.replace": 2,
    "clients.change": 2,
    "clients.delete": 4,
    "therapists.create": 1,
    "therapists.get": 1,
    "therapists.list": 1,
    "therapists.replace": 2,
    "therapists.change": 2,
    "therapists.verify": 2,
    "therapists.unverify": 2,
    "therapists.delete": 5,
    # relationships
    # scheduling
    # sessions
    # journals
    # messaging
    # search
    # audit
    # records
}

BESIDE = frozenset({"get DataKey", "create DataKey"})
"""The purposes of calls that are not counted, as keys are kept for a bounded time."""


def counted(meter: Meter) -> int:
    """Return how many calls count against a budget."""
    return sum(call.purpose not in BESIDE for call in meter.calls)


def chart() -> str:
    """Return the budgets as a table in Markdown."""
    rows = "\n".join(f"| `{name}` | {calls} |" for name, calls in BUDGETS.items())
    return f"## Budgets\n\n| use case | calls to DynamoDB |\n| --- | --- |\n{rows}\n"

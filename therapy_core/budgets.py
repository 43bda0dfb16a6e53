"""How many calls to DynamoDB each use case makes: a promise, pinned by tests, shown in the docs.

The one call that checks the login (`Practice.authenticate`) and, on limited routes, the one that
counts the request (`Limits.hit`) come on top. So does, where sealed text is read or written, the
one that reads the client's data key (`BESIDE`), whenever a process has not kept it; a client who
has none yet is given one by another. None of the numbers grows with the amount of data,
but for lists that are read to their end to be removed or renamed with their owner: one call for
each hundred of them. A marker of what was read that is not moved to the last message takes three
calls, and one more for each further hundred messages that it passes.
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
    "clients.get": 2,
    "clients.list": 1,
    "clients.replace": 2,
    "clients.change": 2,
    "clients.delete": 30,
    "therapists.create": 1,
    "therapists.get": 1,
    "therapists.list": 1,
    "therapists.replace": 2,
    "therapists.change": 2,
    "therapists.verify": 2,
    "therapists.unverify": 2,
    "therapists.delete": 30,
    # relationships
    "mapping_requests.ask": 1,
    "mapping_requests.get": 1,
    "mapping_requests.list": 1,
    "mapping_requests.answer": 2,
    "journal_access_requests.ask": 1,
    "journal_access_requests.get": 1,
    "journal_access_requests.list": 1,
    "journal_access_requests.answer": 2,
    "relationships.therapists": 2,
    "relationships.clients": 1,
    "relationships.unmap": 5,
    "journal_access.readers": 2,
    "journal_access.grant": 2,
    "journal_access.revoke": 1,
    "consents.list": 1,
    # scheduling
    "slots.publish": 2,
    "slots.publish_weekly": 2,
    "slots.get": 1,
    "slots.list": 1,
    "slots.withdraw": 2,
    "appointment_requests.ask": 1,
    "appointment_requests.get": 1,
    "appointment_requests.list": 1,
    "appointment_requests.answer": 2,
    # sessions
    "sessions.list": 1,
    "sessions.get": 1,
    "sessions.change": 2,
    "sessions.cancel": 2,
    "notes.shared": 1,
    "notes.private": 1,
    "notes.write": 2,
    "notes.sign": 2,
    "notes.add": 2,
    "notes.addenda": 1,
    "notes.private_addenda": 1,
    "calendar.open": 1,
    "calendar.close": 1,
    "calendar.read": 2,
    # journals
    "journals.write": 1,
    "journals.list": 2,
    "journals.get": 2,
    "journals.change": 2,
    "journals.remove": 2,
    "journals.trends": 2,
    "journals.feelings": 0,
    # messaging
    "messaging.send": 1,
    "messaging.history": 1,
    "messaging.get": 1,
    "messaging.edit": 2,
    "messaging.delete": 2,
    "messaging.mark_read": 1,
    "messaging.conversations": 1,
    # search
    "search.of_client": 10,
    "search.of_therapist": 10,
    # audit
    "audit.mine": 1,
    "audit.list": 1,
    # records
    "records.export": 16,
    "records.erase": 30,
    "records.bring_back": 2,
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

"""See to it that all sides do the same: equal answers, field by field, and equal refusals."""

from __future__ import annotations

import http.client
import json
from typing import Any

from bench.http.sides import Server
from bench.stage import Person, Stage
from therapy_cli.engine.ports import HOST

OK, UNAUTHORISED, NOT_FOUND = 200, 401, 404
REFUSED = {400, 422}
CURSOR = "nextCursor"


class Differs(Exception):
    """Say that two sides don't do the same."""


def check(stage: Stage, servers: list[Server]) -> None:
    """Compare everybody with the first. Raises `Differs`."""
    first, *others = servers
    for person in stage.people:
        expected = answers_to(first, person)
        for other in others:
            _same(f"{other.name} and {first.name}", answers_to(other, person), expected)
    for server in servers:
        _check_refusals(server, stage)


def answers_to(server: Server, person: Person) -> list[Any]:
    """Return two pages of a journal and three of its entries, without what can't be the same."""
    first = page(server, person.list_path, person.token)
    second = page(server, f"{person.list_path}&cursor={first.pop(CURSOR)}", person.token)
    if not second.pop(CURSOR) or len(first["items"]) != len(second["items"]):
        raise Differs(f"{server.name} ends its list early")
    paths = [person.entry_path(number) for number in (0, 7, 150)]
    return [first, second, *(page(server, path, person.token) for path in paths)]


def page(server: Server, path: str, token: str) -> Any:
    """Return the JSON at a path, in the order in which its members came."""
    status, body = ask(server, path, token)
    if status != OK:
        raise Differs(f"{server.name} answers {status}")
    return json.loads(body)


def ask(server: Server, path: str, token: str) -> tuple[int, bytes]:
    """Return the status and the body of an answer."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _same(who: str, found: list[Any], expected: list[Any]) -> None:
    for one, other in zip(found, expected, strict=True):
        differing = list(differences(one, other))
        if differing:
            raise Differs(f"{who} differ in {', '.join(differing[:5])}")


def differences(one: Any, other: Any, place: str = "$") -> list[str]:
    """Return where two values of JSON differ: by value, by type, by the order of their members."""
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other):
            return [f"{place} (members)"]
        return [d for name in one for d in differences(one[name], other[name], f"{place}.{name}")]
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return [f"{place} (length)"]
        pairs = enumerate(zip(one, other, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{place}[{n}]")]
    return [] if type(one) is type(other) and one == other else [place]


def _check_refusals(server: Server, stage: Stage) -> None:
    """Require that a side refuses what it has to look at closely to refuse."""
    person, other = stage.people[:2]
    altered = person.token[:-2] + ("AA" if person.token[-2:] != "AA" else "BB")
    for path, token, wanted, what in (
        (person.list_path, altered, {UNAUTHORISED}, "an altered token"),
        (stage.gone.list_path, stage.gone.token, {UNAUTHORISED}, "a log-in that ended"),
        (other.list_path, person.token, {NOT_FOUND}, "another's journal"),
        (f"{person.list_path}&nonsense=1", person.token, REFUSED, "an unknown parameter"),
        (f"/journals/{person.client_id}?limit=101", person.token, REFUSED, "too long a page"),
    ):
        status, _ = ask(server, path, token)
        if status not in wanted:
            raise Differs(f"{server.name} answers {status} to {what}")

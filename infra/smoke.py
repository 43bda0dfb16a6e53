"""Look at a deployed system from outside: `python -m infra.smoke URL [--stack NAME --minutes N]`.

Nobody signs up for it and nothing is written: it asks what anybody may ask, and what nobody may.
Then it watches the stack's alarms for a while. Leaves with 1 and a sentence a fault.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import requests

from infra import aws

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"
TIMEOUT_SECONDS = 30
"""A first request waits for a cold start."""
POLL_SECONDS = 15.0
OF_CALLERS = ("FailedLogIns", "LimitedLogIns")
"""Alarms that anybody can set off from outside, and so could keep a mended version from staying."""
PROBLEM = "application/problem+json"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@click.command()
@click.argument("url")
@click.option("--stack", help="Whose alarms to watch.")
@click.option("--minutes", default=5.0, show_default=True, help="For how long.")
def main(url: str, stack: str | None, minutes: float) -> None:
    """Look at what is deployed at URL, and say what is wrong with it."""
    faults = list(looked_at(url.rstrip("/")))
    if stack and not faults:
        faults = watched(stack, minutes)
    if faults:
        raise click.ClickException("; ".join(faults))
    click.echo("It answers as it should.")


def looked_at(url: str) -> Iterator[str]:
    """Yield what is wrong with the answers of the system at `url`, a sentence each."""
    for path in ("/health", "/ready"):
        yield from _answers(url, path, 200, {"status": "ok"})
    yield from _same_document(url)
    yield from _problem(url, "GET", "/no/such/path", 404)
    yield from _problem(url, "DELETE", "/health", 405)
    yield from _problem(url, "GET", "/me", 401, "WWW-Authenticate")
    yield from _problem(url, "POST", "/login", 400, body="{")


def watched(stack: str, minutes: float) -> list[str]:
    """Return the first alarms of a stack that go off within so many minutes, or are off already.

    Those that callers set off say nothing of what was deployed.
    """
    ends = time.monotonic() + minutes * 60
    while True:
        if names := _ringing(stack):
            return [f"alarm: {name}" for name in names]
        if time.monotonic() >= ends:
            return []
        time.sleep(POLL_SECONDS)


def _answers(url: str, path: str, status: int, body: Any) -> Iterator[str]:
    answer = _asked(url, "GET", path)
    if isinstance(answer, str):
        yield answer
        return
    if (answer.status_code, _json(answer)) != (status, body):
        yield f"GET {path} answers {answer.status_code}, not {status} with what belongs to it"
    yield from _unprotected(answer, f"GET {path}")


def _same_document(url: str) -> Iterator[str]:
    """Compare the API's own document with this commit's: what is deployed is what was built."""
    answer = _asked(url, "GET", "/openapi.json")
    if isinstance(answer, str):
        yield answer
    elif _paths(_json(answer)) != _paths(json.loads(DOCUMENT.read_bytes())):
        yield "GET /openapi.json doesn't have the paths of this commit's docs/openapi.json"


def _problem(
    url: str,
    method: str,
    path: str,
    status: int,
    header: str | None = None,
    body: str | None = None,
) -> Iterator[str]:
    """Expect a refusal to be a problem (RFC 9457) of that status, with that header."""
    answer, asked = _asked(url, method, path, body), f"{method} {path}"
    if isinstance(answer, str):
        yield answer
        return
    if answer.status_code != status:
        yield f"{asked} answers {answer.status_code}, not {status}"
    if not _is_problem(answer):
        yield f"{asked} answers {answer.status_code} with something else than a problem"
    if header and header not in answer.headers:
        yield f"{asked} answers without {header}"
    yield from _unprotected(answer, asked)


def _asked(url: str, method: str, path: str, body: str | None = None) -> requests.Response | str:
    """Ask, and return the answer, or a sentence where there is none."""
    headers = {"Accept": "application/json"} | (
        {"Content-Type": "application/json"} if body else {}
    )
    try:
        return requests.request(
            method, url + path, data=body, headers=headers, timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )  # fmt: skip
    except requests.RequestException as failure:
        return f"{method} {path} has no answer: {type(failure).__name__}"


def _unprotected(answer: requests.Response, asked: str) -> Iterator[str]:
    """Yield which security headers an answer lacks."""
    wanted = dict(HEADERS)
    if urlsplit(answer.url).scheme == "https":
        wanted["Strict-Transport-Security"] = "max-age="
    for name, value in wanted.items():
        if value not in answer.headers.get(name, ""):
            yield f"{asked} answers without {name}: {value}"


def _is_problem(answer: requests.Response) -> bool:
    body = _json(answer)
    is_said = answer.headers.get("Content-Type", "").startswith(PROBLEM)
    return is_said and isinstance(body, dict) and body.get("status") == answer.status_code


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return None


def _paths(document: Any) -> dict[str, set[str]]:
    """Return the methods of each path of a document."""
    found = document.get("paths", {}) if isinstance(document, dict) else {}
    return {path: set(operations) for path, operations in found.items()}


def _ringing(stack: str) -> list[str]:
    pages = aws.client("cloudwatch").get_paginator("describe_alarms")
    found = pages.paginate(AlarmNamePrefix=f"{stack}-", StateValue="ALARM")
    names = [alarm["AlarmName"] for page in found for alarm in page["MetricAlarms"]]
    return [name for name in names if name.removeprefix(f"{stack}-") not in OF_CALLERS]


if __name__ == "__main__":
    main()

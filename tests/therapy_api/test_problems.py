"""Every error is a problem document with a page behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import RequestURITooLarge, TooManyRequests

from tests.therapy_api.api_fakes import FakePractice
from therapy_api import problems
from therapy_api.kinds import KINDS
from therapy_core import errors

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "requestId"}


def tree(kind: type[errors.TherapyError]) -> Iterator[type[errors.TherapyError]]:
    """Walk over a class and all below it."""
    yield kind
    for each in kind.__subclasses__():
        yield from tree(each)


LIBRARY = sorted(
    {each for each in tree(errors.TherapyError) if each.__module__ == errors.__name__},
    key=lambda each: each.code,
)


def made(kind: type[errors.TherapyError]) -> errors.TherapyError:
    """Make an error of a class."""
    if issubclass(kind, errors.InvalidInput):
        return kind({"time_zone": "is unknown", "expertise.0": "is too long"})
    return kind(7) if issubclass(kind, errors.TooManyRequests) else kind()


@pytest.mark.parametrize("kind", LIBRARY, ids=lambda kind: kind.__name__)
def test_each_error_of_the_library_has_its_status(
    admin: FlaskClient, practice: FakePractice, kind: type[errors.TherapyError]
) -> None:
    """Each class has a status of its own line and a kind of its own code."""
    practice.fails_with = made(kind)
    answer = admin.get("/clients/cli_1")
    assert answer.status_code == KINDS[kind.code].status == problems.status_of(kind)
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == kind.code
    direct = next(each for each in kind.__mro__ if each in problems.STATUS_OF)
    assert kind is errors.TherapyError or direct is not errors.TherapyError


def test_fields_of_the_library_become_pointers(admin: FlaskClient, practice: FakePractice) -> None:
    """The library's names become JSON pointers in camelCase."""
    practice.fails_with = made(errors.InvalidInput)
    places = [each["pointer"] for each in admin.get("/clients/cli_1").json["errors"]]
    assert places == ["/timeZone", "/expertise/0"]


def test_retry_after_is_told(admin: FlaskClient, practice: FakePractice) -> None:
    """Too many requests and a busy table say when to come back."""
    practice.fails_with = errors.TooManyRequests(7)
    assert admin.get("/clients/cli_1").headers["Retry-After"] == "7"
    practice.fails_with = errors.TryAgain()
    assert admin.get("/clients/cli_1").headers["Retry-After"] == "1"


def test_faults_inside_stay_inside(admin: FlaskClient, practice: FakePractice) -> None:
    """What a misconfiguration or a bug says of itself is not answered."""
    for fault in (errors.Misconfigured("JWT_SECRET is weak"), ValueError("JWT_SECRET")):
        practice.fails_with = fault
        answer = admin.get("/clients/cli_1")
        assert answer.status_code == 500
        assert "JWT_SECRET" not in answer.text
        assert set(answer.json) == MEMBERS


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "route.not_found"),
        ("GET", "/clients/", 404, "route.not_found"),
        ("GET", "//clients", 404, "route.not_found"),
        ("GET", "/clients/a%2Fb", 404, "route.not_found"),
        ("GET", "/clients/" + "x" * 65, 404, "route.not_found"),
        ("GET", "/clients/cli_1%0A", 404, "route.not_found"),
        ("GET", "/clients/%00", 404, "route.not_found"),
        ("GET", "/problems/nothing", 404, "route.not_found"),
        ("GET", "/api-docs/../app.py", 404, "route.not_found"),
        ("GET", "/api-docs/swagger-ui.js", 404, "route.not_found"),
        ("DELETE", "/signup", 405, "route.method_not_allowed"),
        ("GET", "/clients", 401, "auth.required"),
    ],
)
def test_errors_of_http_are_problems(
    http: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    """A path, a method, a missing login: all are problems with every member."""
    answer = http.open(path, method=method)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert set(answer.json) == MEMBERS
    assert answer.json["requestId"] == answer.headers["X-Request-Id"]
    assert answer.json["status"] == status


def test_instance_is_the_path_without_the_query(http: FlaskClient) -> None:
    """What stands in a query is not repeated."""
    answer = http.get("/nowhere?email=amal@example.org")
    assert answer.json["instance"] == "/nowhere"
    assert "amal" not in answer.text


@pytest.mark.parametrize("other", ["access", "trends"])
def test_what_stands_under_a_journal_is_no_entry_of_it(http: FlaskClient, other: str) -> None:
    """`Allow` names what there is, and not what an entry of that name could do."""
    path = f"/journals/cli_01JD3W8QZ7M5T0X9V2B4C6D8E1/{other}"
    assert set(http.options(path).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert http.delete(path).status_code == 405


def test_405_keeps_allow(http: FlaskClient) -> None:
    """The methods that a path knows are told."""
    assert set(http.put("/health").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_errors_of_werkzeug_keep_their_headers(app: Flask, http: FlaskClient) -> None:
    """An HTTP error that brings a header keeps it, and one without a kind gets its status's."""
    app.add_url_rule("/busy", "busy", lambda: _raise(TooManyRequests(retry_after=9)))
    app.add_url_rule("/long", "long", lambda: _raise(RequestURITooLarge()))
    busy, long = http.get("/busy"), http.get("/long")
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "9")
    assert (long.status_code, long.json["type"]) == (414, "/problems/http.414")


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_type_has_a_page(http: FlaskClient, code: str) -> None:
    """The type of a problem is an address where a person reads what to do."""
    page = http.get(KINDS[code].path)
    assert page.status_code == 200
    assert page.content_type.startswith("text/html")
    assert "What to do" in page.text
    assert code in page.text
    assert "<script" not in page.text


def test_all_kinds_are_listed(http: FlaskClient) -> None:
    """One page leads to all the others."""
    page = http.get("/problems").text
    assert all(kind.path in page for kind in KINDS.values())


def _raise(error: Exception) -> None:
    raise error

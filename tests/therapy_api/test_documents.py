"""The OpenAPI document is complete and in step; its page asks nobody outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from therapy_api.areas import WHOLE
from therapy_api.openapi import document
from therapy_core.accounts.passwords import LONGEST, SHORTEST

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.fixture
def spec(app: Flask) -> dict[str, Any]:
    """Return the document."""
    return json.loads(document(app))  # type: ignore[no-any-return]


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each operation with its name."""
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield f"{method} {path}", operation


def test_the_committed_document_is_in_step(app: Flask) -> None:
    """`make schema` would change nothing."""
    assert COMMITTED.read_text(encoding="utf-8") == document(app)


def test_the_document_is_served(http: FlaskClient, spec: dict[str, Any]) -> None:
    """The app serves the same document."""
    assert http.get("/openapi.json").json == spec
    assert spec["openapi"].startswith("3.1")


def test_patterns_are_those_of_json_schema(spec: dict[str, Any]) -> None:
    """A pattern says where it begins and ends, and in no way that Python alone understands."""
    found = set(re.findall(r'"pattern": ("(?:[^"\\\\]|\\\\.)*")', json.dumps(spec)))
    assert found
    for pattern in map(json.loads, found):
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern
        assert not re.search(r"\\[AZzG]|\(\?P", pattern), pattern


def test_every_operation_is_complete(spec: dict[str, Any]) -> None:
    """Each has a summary, a description, a name, a tag, its security, answers and examples."""
    names = []
    for name, operation in operations(spec):
        for member in ("summary", "description", "operationId", "tags", "security"):
            assert member in operation, (name, member)
        names.append(operation["operationId"])
        assert "422" in operation["responses"], name
        assert "500" in operation["responses"], name
        for content in bodies(operation):
            assert content["schema"], name
            assert content["example"], name
        for parameter in operation["parameters"]:
            assert resolved(spec, parameter)["description"], name
    assert len(names) == len(set(names))


def test_every_reference_resolves(spec: dict[str, Any]) -> None:
    """No reference leads nowhere."""
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(spec)):
        assert resolved(spec, {"$ref": reference})


def test_every_problem_is_a_problem_document(spec: dict[str, Any]) -> None:
    """Errors are documented as application/problem+json with an example."""
    for name, operation in operations(spec):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                content = resolved(spec, answer)["content"]["application/problem+json"]
                assert content["example"]["status"] == int(status), name


def test_what_is_protected_says_so(spec: dict[str, Any]) -> None:
    """401 stands exactly where a token, a password or a refresh token is asked for."""
    for name, operation in operations(spec):
        asks = bool(operation["security"]) or name in ("post /login", "post /token/refresh")
        assert ("401" in operation["responses"]) == asks, name


def test_paths_are_written_in_camel_case(spec: dict[str, Any]) -> None:
    """Ids in paths have the names of the contract, and an operation with one can be 404."""
    assert "/clients/{clientId}" in spec["paths"]
    assert "/therapists/{therapistId}/verification" in spec["paths"]
    assert "/me/logins/{loginId}" in spec["paths"]
    for name, operation in operations(spec):
        assert "{" not in name or "404" in operation["responses"], name


def test_examples_of_bodies_are_accepted_by_their_schemas(spec: dict[str, Any]) -> None:
    """What the document shows as an example can be sent."""
    schemas = {
        argument["schema"].__name__: argument["schema"]
        for blueprint in WHOLE.blueprints()
        for endpoint in blueprint._docs.values()
        for described in endpoint.values()
        for argument in (described or {}).get("arguments", {}).get("parameters", [])
        if argument["in"] == "json"
    }
    seen = 0
    for _, operation in operations(spec):
        for content in operation.get("requestBody", {"content": {}})["content"].values():
            schemas[content["schema"]["$ref"].rpartition("/")[2]]().load(content["example"])
            seen += 1
    assert seen >= 9


def test_the_page_asks_only_its_own_server(http: FlaskClient) -> None:
    """The page and its scripts name no other host, hold no inline script, and are all served."""
    page = http.get("/api-docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")
    assert not re.search(r"<script(?![^>]*src=)", page.text)
    assert not re.search(r"\son\w+=|style=", page.text)
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert http.get(asset).status_code == 200, asset
    assert "validatorUrl: null" in http.get("/api-docs/docs.js").text


def test_the_page_has_a_policy_of_its_own(http: FlaskClient) -> None:
    """Scripts and styles of the page come from its server alone."""
    policy = http.get("/api-docs").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return what an operation reads and what it answers when all is well."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for status, answer in operation["responses"].items():
        if int(status) < 300:
            yield from answer.get("content", {}).values()


def resolved(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference."""
    for part in node.get("$ref", "").removeprefix("#/").split("/"):
        node = (spec if "$ref" in node else node)[part] if part else node
    return node


def test_the_document_tells_the_rule_for_passwords(app: Flask) -> None:
    """A password that the document allows is not refused for its length, and the other way."""
    schemas = json.loads(document(app))["components"]["schemas"]
    for schema, name in (("SignUp", "password"), ("PasswordChange", "newPassword")):
        found = schemas[schema]["properties"][name]
        assert (found["minLength"], found["maxLength"]) == (SHORTEST, LONGEST)

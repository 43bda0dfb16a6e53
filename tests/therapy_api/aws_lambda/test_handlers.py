"""The handlers answer what Lambda hands them, over a real table."""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import pytest

from tests.practices import SETTINGS, create_table
from tests.therapy_api.test_problems import MEMBERS
from therapy_api.aws_lambda.viewers import ADDRESS, HOST, KEY, Viewers
from therapy_api.logs import Unhandled
from therapy_api.request_ids import EVENT
from therapy_core import Practice, Settings
from therapy_core.audit import sealing

ORIGIN = "origin-canary-" + "0123456789abcdef" * 2
FORMER = ORIGIN[::-1]


@pytest.fixture
def environ(endpoint: str, table_name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Set what the stack sets, over an empty table that the stack made."""
    given = {
        "THERAPY_ENV": "test",
        "THERAPY_STACK": "local",
        "TABLE_NAME": table_name,
        "DYNAMODB_ENDPOINT": endpoint,
        "BCRYPT_COST": "4",
        "JWT_SECRET": SETTINGS.jwt_secret.reveal(),
        "PASSWORD_PEPPER": SETTINGS.password_pepper.reveal(),
        "MASTER_KEY": SETTINGS.master_key.reveal(),
        "ORIGIN_KEY": ORIGIN,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    create_table(Practice.connect(Settings.from_environment()))
    return given


@pytest.fixture
def started(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """Return a way to start a function anew, as a cold start does."""

    def start(name: str, **more: str) -> ModuleType:
        for key, value in more.items():
            monkeypatch.setenv(key, value)
        module = importlib.import_module(f"therapy_api.aws_lambda.{name}")
        return importlib.reload(module)

    monkeypatch.setenv("THERAPY_AREA", "auth")
    return start


def event(method: str, path: str, body: str = "", **headers: str) -> dict[str, Any]:
    """Return a request as API Gateway hands it on (payload format 2.0)."""
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {
            "requestId": "JKJaXmPLvHcESHA=",
            "http": {
                "method": method,
                "protocol": "HTTP/1.1",
                "sourceIp": "198.51.100.7",
                "path": path,
            },
        },
        "body": body,
        "isBase64Encoded": False,
    }


def test_an_area_answers(started: Callable[..., ModuleType]) -> None:
    """What it serves, and a problem for what it doesn't, whose JSON goes out as text."""
    api = started("api")
    assert api.handler(event("GET", "/ready"), None)["statusCode"] == 200
    missing = api.handler(event("GET", "/journals/cli_1"), None)
    assert (missing["statusCode"], missing["isBase64Encoded"]) == (404, False)
    assert json.loads(missing["body"])["code"] == "route.not_found"


def test_behind_a_web_acl_cloudfront_alone_is_answered(
    started: Callable[..., ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks API Gateway directly would pass by it; that they tried is in the log."""
    api = started("api", ONLY_CLOUDFRONT="yes", LOG_LEVEL="INFO")
    key = {"x_origin_key": ORIGIN, "x_viewer_host": "care.example.org"}
    assert api.handler(event("GET", "/ready", **key), None)["statusCode"] == 200
    for wrong in ({}, {"x_origin_key": ORIGIN[1:]}):
        answer = api.handler(event("GET", "/ready", **wrong), None)
        assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (
            421,
            "request.misdirected",
        )
        line = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
        assert line["status"] == 421
    assert ORIGIN not in str(answer)


def test_a_picture_goes_out_as_it_is(started: Callable[..., ModuleType]) -> None:
    """Bytes travel in base64, and API Gateway sends them as bytes."""
    answer = started("api").handler(event("GET", "/api-docs/favicon-32x32.png"), None)
    assert answer["isBase64Encoded"]
    assert base64.b64decode(answer["body"]).startswith(b"\x89PNG")


def test_a_request_tells_its_metrics_and_the_gateway_s_id(
    started: Callable[..., ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    """In its one line of the log, which says nothing of who asked."""
    api = started("api", LOG_LEVEL="INFO")
    api.handler(event("GET", "/health"), None)
    line = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert (line["route"], line["Area"], line["gateway_id"]) == (
        "/health",
        "auth",
        "JKJaXmPLvHcESHA=",
    )
    assert line["_aws"]["CloudWatchMetrics"]
    assert "198.51.100.7" not in json.dumps(line)


def seen(keys: Iterable[str], **headers: str) -> dict[str, Any]:
    """Return the environ in which an app sees a request with these headers, as apig-wsgi sets it.

    Names come in the order of the alphabet, and apig-wsgi takes `-` and `_` for the same.
    """
    sent = {name: headers[name] for name in sorted(headers)}
    environ: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.7", "HTTP_HOST": "api.example"}
    for name, value in sent.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    asked: list[dict[str, Any]] = []
    viewers = Viewers(lambda environ, _: asked.append(environ) or [b""], keys)
    viewers({**environ, EVENT: {"headers": sent}}, None)
    return asked[0]


@pytest.mark.parametrize(
    ("key", "address"),
    [
        (ORIGIN, "203.0.113.9"),
        (FORMER, "203.0.113.9"),
        ("wrong" * 8, "198.51.100.7"),
        ("", "198.51.100.7"),
    ],
)
def test_cloudfront_alone_says_who_is_asking(key: str, address: str) -> None:
    """Under its key or the former one; whoever else comes is who the connection came from."""
    environ = seen([ORIGIN, FORMER], **{KEY: key, ADDRESS: "203.0.113.9", HOST: "care.example.org"})
    assert environ["REMOTE_ADDR"] == address
    believed = address == "203.0.113.9"
    assert environ["HTTP_HOST"] == ("care.example.org" if believed else "api.example")
    assert not [name for name in environ if "VIEWER" in name or "ORIGIN" in name]


def test_a_caller_s_own_spelling_is_not_believed() -> None:
    """CloudFront sets `x-viewer-address`; `x_viewer_address` is whoever's who sent it."""
    twins = {"x_viewer_address": "6.6.6.6", "x_viewer_host": "evil.example"}
    told = {KEY: ORIGIN, ADDRESS: "203.0.113.9", HOST: "care.example.org"}
    environ = seen([ORIGIN], **told, **twins)
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == ("203.0.113.9", "care.example.org")
    assert seen([ORIGIN], **twins, x_origin_key=ORIGIN)["REMOTE_ADDR"] == "198.51.100.7"


def test_nobody_is_believed_where_no_key_is_set() -> None:
    """An empty key opens nothing."""
    for keys in ([], [""]):
        environ = seen(keys, **{KEY: "", ADDRESS: "203.0.113.9"})
        assert environ["REMOTE_ADDR"] == "198.51.100.7"


UNREADABLE: list[tuple[str, dict[str, Any]]] = [
    ("path", {"rawPath": "/clients/canary-\u20ac"}),
    ("path", {"rawPath": "/clients/canary-\ud800", "rawQueryString": "canary=\u20ac"}),
    ("query", {"rawQueryString": "canary=\u20ac"}),
    ("headers", {"headers": {"x-origin-key": "canary-\ud800"}}),
    ("body", {"body": "canary7f3a!", "isBase64Encoded": True}),
    ("body", {"body": "Y2FuYXJ5N", "isBase64Encoded": True}),
    ("body", {"body": "canary-\u20ac", "isBase64Encoded": True}),
    ("body", {"body": '{"email": "canary-\ud800"}'}),
]


@pytest.mark.parametrize(("part", "changed"), UNREADABLE)
def test_what_can_t_be_read_is_answered_as_a_problem(
    started: Callable[..., ModuleType],
    capsys: pytest.CaptureFixture[str],
    part: str,
    changed: dict[str, Any],
) -> None:
    """With the id that its one line in the log has, which tells nothing of the text."""
    api = started("api", LOG_LEVEL="INFO")
    answer = api.handler({**event("POST", "/login"), **changed}, None)
    (line,) = map(json.loads, capsys.readouterr().out.strip().splitlines())
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["code"]) == (400, "request.malformed")
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert set(problem) == MEMBERS
    assert problem["detail"] == f"The {part} could not be read."
    assert problem["requestId"] == line["request_id"] == answer["headers"]["x-request-id"]
    assert (line["status"], line["ClientErrors"]) == (400, 1)
    assert "canary" not in json.dumps(line) + json.dumps(answer)


def test_a_body_in_base64_is_read(started: Callable[..., ModuleType]) -> None:
    """As the gateway hands on what it takes for bytes."""
    body = base64.b64encode(b'{"email": "amal@example.org", "password": "wrong"}').decode()
    asked = event("POST", "/login", body, content_type="application/json")
    assert started("api").handler({**asked, "isBase64Encoded": True}, None)["statusCode"] == 401


def test_what_is_no_request_leaves_without_its_text(
    started: Callable[..., ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    """Lambda writes down whatever a handler raises; the log has it by its fingerprint."""
    asked = {"version": "2.0", "headers": {"canary": "canary"}}
    with pytest.raises(Unhandled) as caught:
        started("api").handler(asked, None)
    line = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert str(caught.value) == line["fingerprint"]
    assert "canary" not in json.dumps(line) + str(caught.value)


def test_migrations_are_applied_once_and_the_audit_s_chain_begins(
    started: Callable[..., ModuleType],
) -> None:
    """The table is the stack's own; a second call finds nothing to do."""
    migrate = started("migrate")
    assert migrate.handler({}, None)["applied"] == ["create_table", "give_clients_data_keys"]
    assert migrate.handler({}, None)["applied"] == []
    assert sealing.latest(Practice.connect(Settings.from_environment())) is not None


def test_a_sweep_tells_what_it_did(
    started: Callable[..., ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    """In numbers, with the metrics that alarms look at."""
    started("migrate").handler({}, None)
    due = started("due", LOG_LEVEL="INFO")
    assert due.handler({}, None) == {"done": 0, "passed": 0, "failed": 0}
    line = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert (line["event"], line["DueLag"], line["Area"]) == ("swept", 0, "due")

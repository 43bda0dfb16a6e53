"""Headers, origins, limits, request ids, health: what stands around every operation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import ORIGIN, PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from therapy_api.app import create_app
from therapy_core.errors import Busy, TryAgain
from therapy_core.settings import Settings

PATHS = ["/health", "/me", "/nowhere", "/api-docs", "/openapi.json", "/problems", "/signup"]
LOG_IN = {"email": "a@example.org", "password": "wrong"}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(http: FlaskClient, path: str) -> None:
    """Errors and pages carry the security headers too."""
    headers = http.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_personal_answers_are_not_stored(client: FlaskClient) -> None:
    """Nothing of a person stays in a cache."""
    assert client.get("/me").headers["Cache-Control"] == "no-store"


def test_hsts_is_told_over_https_alone(http: FlaskClient) -> None:
    """HSTS means nothing over plain HTTP."""
    assert "Strict-Transport-Security" not in http.get("/health").headers
    secure = http.get("/health", base_url="https://localhost")
    assert "max-age=63072000" in secure.headers["Strict-Transport-Security"]


def test_a_named_origin_may_read(http: FlaskClient) -> None:
    """A named origin gets its own name back, and sees the headers that it needs."""
    headers = http.get("/health", headers={"Origin": ORIGIN}).headers
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    for name in ("ETag", "Link", "Location", "RateLimit", "Retry-After", "X-Request-Id"):
        assert name in headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "*", ORIGIN + ".evil.example"])
def test_other_origins_get_nothing(http: FlaskClient, origin: str) -> None:
    """No other origin is reflected; every answer varies by it."""
    headers = http.get("/health", headers={"Origin": origin}).headers
    assert not [name for name, _ in headers if name.startswith("Access-Control")]
    assert "Origin" in headers["Vary"]


def test_a_preflight_is_answered_without_a_login(http: FlaskClient) -> None:
    """A preflight learns the path's methods and the headers that are read."""
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
    answer = http.options("/clients/cli_1", headers=asked)
    assert answer.status_code == 200
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    for name in ("Authorization", "Content-Type", "If-Match", "Idempotency-Key"):
        assert name in answer.headers["Access-Control-Allow-Headers"]
    stranger = http.options("/clients/cli_1", headers=asked | {"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Methods" not in stranger.headers


def test_without_named_origins_there_is_no_cors(settings: Settings, practice: FakePractice) -> None:
    """By default no other origin may read anything."""
    app = create_app(replace(settings, cors_origins=()), practice)  # type: ignore[arg-type]
    headers = app.test_client().get("/health", headers={"Origin": ORIGIN}).headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("sent", ["web-7f3a9c21", "a" * 64, "A.b_c-123"])
def test_a_sensible_request_id_is_kept(http: FlaskClient, sent: str) -> None:
    """The caller's id comes back."""
    assert http.get("/health", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "short", "a" * 65, "a b c d e f", 'x"},{"a":1', "\xe9" * 9])
def test_another_request_id_is_replaced(http: FlaskClient, sent: str) -> None:
    """What could spoil a log is not taken over."""
    echoed = http.get("/health", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", echoed)


def test_log_ins_are_limited_by_address_and_network(app: Flask, http: FlaskClient) -> None:
    """Beyond the quota log-ins are 429; another address still has its own."""
    app.config["RATE_LIMITS"] |= {"login-address": (2, 60)}
    first = http.post("/login", json=LOG_IN)
    assert (
        first.headers["RateLimit-Policy"] == '"login-network";q=100;w=300, "login-address";q=2;w=60'
    )
    assert first.headers["RateLimit"] == '"login-network";r=99;t=300, "login-address";r=1;t=60'
    http.post("/login", json=LOG_IN | {"email": " A@EXAMPLE.org "})
    refused = http.post("/login", json=LOG_IN)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert '"login-address";r=0;t=60' in refused.headers["RateLimit"]
    assert http.post("/login", json=LOG_IN | {"email": "b@example.org"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "limit", "body"),
    [
        ("/login", "login-network", LOG_IN),
        (
            "/signup",
            "signup-network",
            {**LOG_IN, "password": PASSWORD, "name": "A", "role": "client"},
        ),
        ("/token/refresh", "refresh-network", {"refreshToken": "x"}),
    ],
)
def test_each_network_has_a_limit(
    app: Flask, http: FlaskClient, path: str, limit: str, body: dict[str, str]
) -> None:
    """Log-in, sign-up and refresh are limited by the network they come from."""
    app.config["RATE_LIMITS"] |= {limit: (1, 60)}
    assert http.post(path, json=body).status_code != 429
    assert http.post(path, json=body).status_code == 429


def test_guessing_a_password_with_a_token_is_limited(app: Flask, client: FlaskClient) -> None:
    """A stolen token doesn't allow guesses without end."""
    app.config["RATE_LIMITS"] |= {"password-account": (1, 60)}
    guess = {"currentPassword": "x" * 9, "newPassword": PASSWORD}
    assert client.post("/me/password", json=guess).status_code == 422
    assert client.post("/me/password", json=guess).status_code == 429


def test_limits_count_by_keys_that_tell_nothing(http: FlaskClient, practice: FakePractice) -> None:
    """Neither the address nor the network can be read from a count."""
    http.post("/login", json=LOG_IN)
    for _, key in practice.hits:
        assert re.fullmatch("[0-9a-f]{64}", key)


def keys_of(app: Flask, practice: FakePractice, remote: str, forwarded: str) -> set[str]:
    """Return the keys that a log-in from somewhere counts by."""
    practice.hits.clear()
    app.test_client().post(
        "/login",
        json=LOG_IN,
        environ_base={"REMOTE_ADDR": remote},
        headers={"X-Forwarded-For": forwarded} if forwarded else {},
    )
    return {key for _, key in practice.hits}


def test_x_forwarded_for_is_believed_from_trusted_proxies_alone(
    settings: Settings, practice: FakePractice
) -> None:
    """Without trusted proxies the header changes nothing; with one, its last entry counts."""
    plain = create_app(settings, practice)  # type: ignore[arg-type]
    behind = create_app(replace(settings, trusted_proxies=1), practice)  # type: ignore[arg-type]
    direct = keys_of(plain, practice, "192.0.2.1", "")
    assert keys_of(plain, practice, "192.0.2.1", "198.51.100.7") == direct
    assert keys_of(behind, practice, "10.0.0.1", "203.0.113.9, 192.0.2.1") == direct
    assert keys_of(behind, practice, "10.0.0.1", "not an address")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/login", LOG_IN),
        ("POST", "/signup", {**LOG_IN, "password": PASSWORD, "name": "Amal", "role": "client"}),
        ("POST", "/me/password", {"currentPassword": PASSWORD, "newPassword": PASSWORD[::-1]}),
        ("DELETE", "/me", {"currentPassword": PASSWORD}),
    ],
)
def test_who_finds_no_room_for_a_password_has_used_up_no_try(
    client: FlaskClient, practice: FakePractice, method: str, path: str, body: dict[str, str]
) -> None:
    """While too many passwords wait, a request is refused before a limit counts it."""

    def full() -> None:
        raise Busy

    before = dict(practice.hits)
    practice.hasher.expect_room = full
    answer = client.open(path, method=method, json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json["code"]) == (503, "accounts.busy")
    assert answer.headers["Retry-After"] == "1"
    assert "RateLimit" not in answer.headers
    assert practice.hits == before
    assert client.get("/me").status_code == 200


def test_an_ipv6_network_counts_as_one(app: Flask, practice: FakePractice) -> None:
    """All addresses of a /64 share their limits; another network has its own."""
    one = keys_of(app, practice, "2001:db8::1", "")
    assert keys_of(app, practice, "2001:db8::ffff:1", "") == one
    assert keys_of(app, practice, "2001:db8:0:1::1", "") != one


def test_health_asks_nothing_of_the_table(http: FlaskClient, practice: FakePractice) -> None:
    """The process is alive even when the table is not; it is only not ready."""
    practice.fails_with = TryAgain()
    assert http.get("/health").json == {"status": "ok"}
    answer = http.get("/ready")
    assert (answer.status_code, answer.json["code"]) == (503, "table.try_again")
    practice.fails_with = None
    assert http.get("/ready").json == {"status": "ok"}


def test_head_is_get_without_a_body(http: FlaskClient, log_in: Callable[..., FlaskClient]) -> None:
    """HEAD is protected and answered like GET."""
    assert http.head("/me").status_code == 401
    answer = log_in("client").head("/me")
    assert (answer.status_code, answer.data) == (200, b"")

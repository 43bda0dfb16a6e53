"""Who may come in, by which token."""

from __future__ import annotations

import re
import time
from typing import Any

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.therapy_api.api_fakes import FakePractice
from therapy_api.auth import is_public
from therapy_api.signing import Keys
from therapy_core.secret import Secret, key_id

SECRET = "s" * 40
PUBLIC = {
    ("POST", "/signup"),
    ("POST", "/login"),
    ("POST", "/token/refresh"),
    ("GET", "/feelings"),
    ("GET", "/calendar/<feed:feed_token>.ics"),
    ("GET", "/health"),
    ("GET", "/ready"),
}


def token(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    """Sign a token that is right but for the changes; None takes a claim away."""
    claims = {
        "sub": "acc_1",
        "sid": "lgn_1",
        "type": "access",
        "exp": int(time.time()) + 60,
        "jti": "j",
        "iat": int(time.time()),
        "fresh": False,
    } | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, secret, algorithm)


WRONG = {
    "a key that nobody has": lambda: named(SECRET, "other"),
    "garbage": lambda: "garbage",
    "three parts of garbage": lambda: "a.b.c",
    "not ascii": lambda: "\xe4\xf6.\xfc.\xdf",
    "another secret": lambda: token("t" * 40),
    "no algorithm": lambda: token("", "none"),
    "another algorithm": lambda: token("s" * 64, "HS512"),
    "expired": lambda: token(exp=1),
    "no expiry": lambda: token(exp=None),
    "no type": lambda: token(type=None),
    "for another service": lambda: token(aud="elsewhere"),
    "a refresh token": lambda: token(type="refresh"),
    "no subject": lambda: token(sub=None),
    "a subject that is no text": lambda: token(sub=5),
    "an empty subject": lambda: token(sub=""),
    "no login": lambda: token(sid=None),
    "a login that is no text": lambda: token(sid=["lgn_1"]),
    "not valid yet": lambda: token(nbf=int(time.time()) + 600),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_token_that_is_not_good_is_401(client: FlaskClient, kind: str) -> None:
    """Garbage, another's, expired, endless or mistyped tokens are all 401 with a challenge."""
    answer = client.get("/me", headers={"Authorization": f"Bearer {WRONG[kind]()}"})
    assert (answer.status_code, answer.json["code"]) == (401, "auth.invalid_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "secret", ["", "-----BEGIN PUBLIC KEY-----\nMFww\n-----END PUBLIC KEY-----"]
)
def test_what_is_no_secret_is_refused_at_the_start(secret: str) -> None:
    """Nothing, and a key that others may have, can't sign tokens."""
    for secrets in ([secret], ["s" * 40, secret]):
        with pytest.raises(jwt.InvalidKeyError):
            Keys([Secret(each) for each in secrets])


def named(secret: str, kid: object) -> str:
    """Return a token that is signed by one secret and names whatever `kid` is."""
    body = jwt.decode(token(secret), options={"verify_signature": False})
    return jwt.encode(body, secret, "HS256", headers={"kid": kid})


def test_a_token_is_tried_under_the_key_that_it_names() -> None:
    """And under no other; one that names none, as all did once, is tried under each."""
    old, new, third = (Secret(letter * 40) for letter in "onx")
    keys = Keys([new, old])
    for secret in (old, new):
        plain = secret.reveal()
        assert jwt.decode(named(plain, key_id(secret)), keys, ["HS256"])["sub"] == "acc_1"
        assert jwt.decode(token(plain), keys, ["HS256"])["sub"] == "acc_1"
    for text in (
        named(old.reveal(), key_id(new)),
        named(old.reveal(), "elsewhere"),
        named(third.reveal(), key_id(third)),
        named(third.reveal(), key_id(old)),
        token(third.reveal()),
    ):
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(text, keys, ["HS256"])


def test_tokens_name_their_key_and_tell_nothing_of_it(client: FlaskClient) -> None:
    """The name is in both tokens, the same each time, and is no part of the secret."""
    tokens = client.tokens  # type: ignore[attr-defined]
    kids = {jwt.get_unverified_header(tokens[t])["kid"] for t in ("accessToken", "refreshToken")}
    assert kids == {key_id(Secret(SECRET))}
    assert key_id(Secret(SECRET)) not in (SECRET, SECRET.encode().hex()[:16])
    assert key_id(Secret(SECRET)) != key_id(Secret(SECRET + "s"))


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Token x", "Bearer  ", "\xff"])
def test_no_bearer_token_is_401(http: FlaskClient, header: str) -> None:
    """Another scheme, or no token, asks for one."""
    answer = http.get("/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")


def test_the_scheme_may_be_written_small(client: FlaskClient) -> None:
    """Schemes have no case (RFC 9110)."""
    assert client.get("/me", headers={"Authorization": f"bearer {token()}"}).status_code == 200


def test_a_good_token_costs_one_check(client: FlaskClient, practice: FakePractice) -> None:
    """Each request checks its login once."""
    client.get("/me")
    assert practice.authenticated == 1


def test_a_token_without_its_login_is_401(client: FlaskClient, practice: FakePractice) -> None:
    """A login that was ended takes its tokens along."""
    practice.logins.clear()
    assert client.get("/me").json["code"] == "auth.login_ended"


def test_every_operation_needs_a_login_but_the_named_ones(app: Flask) -> None:
    """What is public is a short list, and a new operation is not on it."""
    found = {(method, rule.rule) for rule, method, view in operations(app) if is_public(view)}
    assert found == PUBLIC


def test_every_protected_operation_refuses_strangers(app: Flask, http: FlaskClient) -> None:
    """Without a token every other operation is 401, whatever else is wrong with the request."""
    for rule, method, view in operations(app):
        if not is_public(view):
            path = rule.rule
            for name in rule.arguments:
                path = re.sub(rf"<\w+:{name}>", EXAMPLES.get(name, "x"), path)
            assert http.open(path, method=method).status_code == 401, (method, path)


EXAMPLES = {"entry_id": f"jrn_{'0' * 26}"}
"""What stands in a path where not every word can."""


def operations(app: Flask) -> list[tuple[Rule, str, Any]]:
    """Return each operation of the API: its rule, its method, its function."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            target = getattr(getattr(view, "view_class", None), method.lower(), view)
            if hasattr(target, "_apidoc"):
                found.append((rule, method, target))
    return found


@pytest.mark.parametrize(
    "header", ["Basic \xff", "Basic", "Digest a=b, c", "\xff", "Negotiate =", "Bearer", "bearer  "]
)
def test_other_ways_to_log_in_are_401(http: FlaskClient, header: str) -> None:
    """However a header looks, it is refused, and is no fault of the service."""
    answer = http.get("/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")

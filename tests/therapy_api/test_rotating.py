"""JWT_SECRET changes while people are logged in, and nobody notices.

Two apps stand over one table, as processes do in the midst of a rotation: one still signs by the
former secret and accepts the next, the other signs by the next and accepts the former.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from tests.practices import (
    PASSWORD,
    SETTINGS,
    a_client,
    a_therapist,
    an_address,
    later,
    new_practice,
)
from therapy_api.app import create_app
from therapy_core import Practice, Settings
from therapy_core.audit import sealing, verification
from therapy_core.errors import Conflict
from therapy_core.secret import Secret

FORMER, NEXT = SETTINGS.jwt_secret, Secret("canary7f3a-next-1b2c3d4e5f60718293a4b5c6")
ENTRY = {"feeling": "Relieved", "intensity": 6, "feltAt": "2026-03-01T23:30:00+01:00"}


@dataclass
class Stages:
    """Hold the app as it was before a rotation, in the midst of one, and after it."""

    before: Flask
    announced: Flask
    switched: Flask
    retired: Flask

    @property
    def midst(self) -> tuple[Flask, Flask]:
        """Return the two that run at once."""
        return self.announced, self.switched


@pytest.fixture
def settings(endpoint: str, table_name: str) -> Settings:
    """Return settings from before any rotation, over a table that is there."""
    return new_practice(endpoint, table_name, log_level="DEBUG").settings


@pytest.fixture
def stages(settings: Settings) -> Stages:
    """Return an app for each stage over the same table."""
    kept = replace(settings, long_term_secret=FORMER)
    return Stages(
        create_app(settings),
        create_app(replace(kept, other_jwt_secrets=(NEXT,))),
        create_app(replace(kept, jwt_secret=NEXT, other_jwt_secrets=(FORMER,))),
        create_app(replace(kept, jwt_secret=NEXT)),
    )


def practice_of(app: Flask) -> Practice:
    """Return the practice behind an app."""
    found: Practice = app.extensions["practice"]
    return found


def entered(app: Flask) -> dict[str, Any]:
    """Sign up and log in; return the tokens and the account."""
    email, http = an_address(), app.test_client()
    body = {"email": email, "password": PASSWORD, "name": "Amal", "role": "client"}
    assert http.post("/signup", json=body).status_code == 201
    answer = http.post("/login", json={"email": email, "password": PASSWORD})
    return {"sign_up": body, **answer.json}


def asked(app: Flask, person: dict[str, Any], path: str, **more: Any) -> Any:
    """Return the answer to a GET, or a POST with a body, by the person's access token."""
    headers = {"Authorization": f"Bearer {person['accessToken']}"} | more.pop("headers", {})
    method = "POST" if "json" in more else "GET"
    return app.test_client().open(path, method=method, headers=headers, **more)


def renewed(app: Flask, person: dict[str, Any]) -> Any:
    """Return the answer to the person's refresh token."""
    return app.test_client().post("/token/refresh", json={"refreshToken": person["refreshToken"]})


def test_tokens_of_each_side_are_good_on_the_other(stages: Stages) -> None:
    """Before the switch, in its midst and after it, access and refresh tokens go on."""
    for signing, others in (
        (stages.before, stages.midst),
        (stages.announced, stages.midst),
        (stages.switched, (*stages.midst, stages.retired)),
    ):
        person = entered(signing)
        for app in others:
            assert asked(app, person, "/me").status_code == 200
            answer = renewed(app, person)
            assert answer.status_code == 200
            person |= answer.json


def test_after_the_end_the_former_key_opens_nothing(stages: Stages) -> None:
    """Its tokens are 401 with a problem document, and the person logs in again."""
    person = entered(stages.announced)
    for answer in (asked(stages.retired, person, "/me"), renewed(stages.retired, person)):
        assert (answer.status_code, answer.json["code"]) == (401, "auth.invalid_token")
        assert answer.mimetype == "application/problem+json"
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    body = {name: person["sign_up"][name] for name in ("email", "password")}
    again = stages.retired.test_client().post("/login", json=body).json
    assert asked(stages.retired, again, "/me").status_code == 200


def test_a_list_goes_on_where_it_was(stages: Stages) -> None:
    """A cursor from either side leads on at the other; after the end a former one is 400."""
    person = entered(stages.before)
    place = f"/journals/{person['account']['accountId'].replace('acc_', 'cli_')}"
    for _ in range(3):
        assert asked(stages.before, person, place, json=ENTRY).status_code == 201
    first = asked(stages.before, person, f"{place}?limit=1").json
    for app, other in (stages.midst, stages.midst[::-1]):
        second = asked(app, person, f"{place}?limit=1&cursor={first['nextCursor']}").json
        third = asked(other, person, f"{place}?limit=1&cursor={second['nextCursor']}").json
        seen = [page["items"][0]["entryId"] for page in (first, second, third)]
        assert len(set(seen)) == 3
    new = renewed(stages.switched, person).json
    answer = asked(stages.retired, new, f"{place}?limit=1&cursor={first['nextCursor']}")
    assert (answer.status_code, answer.json["code"]) == (400, "paging.invalid_cursor")


def test_a_repeat_across_the_switch_makes_nothing_twice(stages: Stages) -> None:
    """Under its Idempotency-Key it is given what was made before, at sign-up too."""
    key = {"Idempotency-Key": "k1"}
    body = {"email": an_address(), "password": PASSWORD, "name": "Amal", "role": "client"}
    sign_up = lambda app: app.test_client().post("/signup", json=body, headers=key)  # noqa: E731
    account, person = sign_up(stages.before), entered(stages.before)
    place = f"/journals/{person['account']['accountId'].replace('acc_', 'cli_')}"
    entry = asked(stages.before, person, place, json=ENTRY, headers=key)
    for app in stages.midst:
        for first, again in (
            (account, sign_up(app)),
            (entry, asked(app, person, place, json=ENTRY, headers=key)),
        ):
            assert (again.status_code, again.json) == (first.status_code, first.json)
            assert again.headers["Idempotency-Replayed"] == "true"
        other = asked(app, person, place, json=ENTRY | {"intensity": 7}, headers=key)
        assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")


def test_a_limit_counts_on(stages: Stages) -> None:
    """Who guesses passwords gains no try by a switch."""
    guess = {"email": an_address(), "password": PASSWORD + "?"}
    apps = (stages.before, *stages.midst, stages.retired)
    answers = [app.test_client().post("/login", json=guess) for app in apps]
    left = [answer.headers["RateLimit"].rpartition('"login-address";r=')[2] for answer in answers]
    assert [each.partition(";")[0] for each in left] == ["9", "8", "7", "6"]


def test_a_switch_does_not_tell_whether_an_address_is_known(stages: Stages) -> None:
    """A therapist who asked for an address has asked already, whether anybody has it or not."""
    therapist, known = a_therapist(practice_of(stages.before)), an_address()
    a_client(practice_of(stages.before), email=known)
    for address in (known, an_address()):
        acting = practice_of(stages.before).acting_as(therapist)
        acting.mapping_requests.ask(client_email=address)
        for app in (*stages.midst, stages.retired):
            with pytest.raises(Conflict):
                practice_of(app).acting_as(therapist).mapping_requests.ask(client_email=address)


def test_the_audit_is_sealed_and_verified_on(stages: Stages) -> None:
    """Seals from before, from either side and from after are one chain to all of them."""
    apps = (stages.before, *stages.midst, stages.retired)
    for hours, app in enumerate(apps):
        person = entered(app)
        place = f"/journals/{person['account']['accountId'].replace('acc_', 'cli_')}"
        practice = practice_of(app)
        later(practice, hours=3 * hours)
        assert asked(app, person, place, json=ENTRY).status_code == 201
        later(practice, hours=2)
        assert sealing.seal(practice) == 1
        for other in map(practice_of, apps):
            other.table.clock = practice.table.clock
            report = verification.verify(other)
            assert (report.findings, report.seals) == ([], hours + 1)


def test_no_secret_is_logged(
    stages: Stages, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the former nor the next, nor a token, in no log at DEBUG and in no answer."""
    with caplog.at_level(logging.DEBUG):
        person = entered(stages.announced)
        answers = [asked(app, person, "/me") for app in (*stages.midst, stages.retired)]
        answers += [renewed(stages.retired, person)]
    written = caplog.text + "".join(capfd.readouterr()) + "".join(a.text for a in answers)
    assert "request" in written
    for secret in (FORMER, NEXT):
        assert secret.reveal() not in written
    assert "eyJhbGci" not in written

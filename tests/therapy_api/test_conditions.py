"""Versions, keys, pages: what makes requests safe to repeat and to continue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from therapy_api.idempotency import HEADER, fingerprint

CLIENT = {"email": "noor@example.org", "password": PASSWORD, "name": "Noor"}


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (None, 428, "conditional.required"),
        ("*", 428, "conditional.required"),
        ("", 428, "conditional.required"),
        ('"2"', 412, "state.version_mismatch"),
        ('W/"1"', 412, "state.version_mismatch"),
        ('"abc"', 412, "state.version_mismatch"),
        ('"-1"', 412, "state.version_mismatch"),
        ('""', 412, "state.version_mismatch"),
        ("1", 400, "conditional.malformed"),
        ('"1', 400, "conditional.malformed"),
        ('"1", "2"', 400, "conditional.malformed"),
        ('"1"', 200, None),
        (' "1" ', 200, None),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_names_its_version(
    client: FlaskClient, method: str, sent: str | None, status: int, code: str | None
) -> None:
    """Without a version 428, with another 412, with one that can't be read 400."""
    headers = {} if sent is None else {"If-Match": sent}
    answer = client.open("/clients/cli_1", method=method, json={"name": "N"}, headers=headers)
    assert answer.status_code == status
    assert answer.json.get("code") == code


def test_removing_names_its_version(admin: FlaskClient) -> None:
    """DELETE needs a version like any other change."""
    path = admin.post("/clients", json=CLIENT).headers["Location"]
    assert admin.delete(path).status_code == 428
    assert admin.delete(path, headers={"If-Match": '"9"'}).status_code == 412


def test_the_version_is_the_condition_of_the_write(client: FlaskClient) -> None:
    """Of two changes made from one version the second is refused."""
    tag = {"If-Match": client.get("/clients/cli_1").headers["ETag"]}
    assert client.patch("/clients/cli_1", json={"name": "A"}, headers=tag).status_code == 200
    assert client.patch("/clients/cli_1", json={"name": "B"}, headers=tag).status_code == 412


@pytest.mark.parametrize("sent", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_version_that_is_still_current_is_304(client: FlaskClient, sent: str) -> None:
    """A GET with the present tag is answered by the tag alone."""
    answer = client.get("/clients/cli_1", headers={"If-None-Match": sent})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"1"')


def test_another_version_is_answered_in_full(client: FlaskClient) -> None:
    """A GET with an old tag gets the entity."""
    assert client.get("/clients/cli_1", headers={"If-None-Match": '"0"'}).status_code == 200


def test_a_brief_view_has_a_tag_of_its_own(client: FlaskClient, practice: FakePractice) -> None:
    """Who sees less doesn't take a fuller view for unchanged, or the other way round."""
    practice.clients["cli_1"] = replace(practice.clients["cli_1"], email=None)
    answer = client.get("/clients/cli_1", headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1.brief"')


def test_me_has_a_tag_of_both_its_parts(client: FlaskClient, practice: FakePractice) -> None:
    """The tag of me changes with the profile, and still names the account's version."""
    before = client.get("/me").headers["ETag"]
    practice.clients["cli_1"] = replace(practice.clients["cli_1"], version=5)
    answer = client.get("/me", headers={"If-None-Match": before})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1.5"')
    tag = {"If-Match": '"1.5"'}
    assert client.patch("/me", json={"name": "N"}, headers=tag).headers["ETag"] == '"2.5"'


def test_a_creation_repeated_with_its_key_is_replayed(admin: FlaskClient) -> None:
    """The same key and body answer the same entity, and say that they do."""
    first = admin.post("/clients", json=CLIENT, headers={HEADER: "k-1"})
    reordered = dict(reversed(CLIENT.items()))
    again = admin.post("/clients", json=reordered, headers={HEADER: "k-1"})
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_a_key_with_another_body_is_422(admin: FlaskClient) -> None:
    """A key belongs to one request."""
    admin.post("/clients", json=CLIENT, headers={HEADER: "k-1"})
    other = admin.post("/clients", json=CLIENT | {"name": "N"}, headers={HEADER: "k-1"})
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")


def test_what_is_kept_of_a_request_tells_nothing(
    admin: FlaskClient, practice: FakePractice
) -> None:
    """The fingerprint is an HMAC, in which no value can be read."""
    admin.post("/clients", json=CLIENT, headers={HEADER: "k-1"})
    ((fingerprint, _),) = practice.answers.values()
    assert len(fingerprint) == 64
    assert "noor" not in fingerprint


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "\xe9"])
def test_a_key_is_printable_and_short(admin: FlaskClient, key: str) -> None:
    """Another key is 400."""
    answer = admin.post("/clients", json=CLIENT, headers={HEADER: key})
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency.invalid_key")


def test_pages_lead_on_by_cursor_and_link(admin: FlaskClient) -> None:
    """A list is walked by cursor or by Link, and ends with null and without a Link."""
    for number in range(5):
        admin.post("/clients", json=CLIENT | {"email": f"{number}@example.org"})
    first = admin.get("/clients?limit=2")
    assert len(first.json["items"]) == 2
    assert first.headers["Link"] == '</clients?limit=2&cursor=2>; rel="next"'
    last = admin.get("/clients?limit=2&cursor=4")
    assert (len(last.json["items"]), last.json["nextCursor"]) == (1, None)
    assert "Link" not in last.headers


def test_the_next_page_keeps_the_filters(admin: FlaskClient, therapist: FlaskClient) -> None:
    """The Link repeats every filter, encoded."""
    values = {"timezone": "Asia/Tokyo", "expertise": ["a & b"], "location": "Tokyo"}
    for number in range(3):
        mine = CLIENT | values | {"email": f"{number}@example.org"}
        admin.post("/therapists", json=mine)
    link = therapist.get("/therapists?expertise=a+%26+b&limit=1").headers["Link"]
    following = therapist.get(link.split(">")[0][1:])
    assert "expertise=a+%26+b" in link
    assert len(following.json["items"]) == 1


def test_a_page_holds_20_by_default(admin: FlaskClient) -> None:
    """Without a limit a page holds twenty."""
    for number in range(21):
        admin.post("/clients", json=CLIENT | {"email": f"{number}@example.org"})
    assert len(admin.get("/clients").json["items"]) == 20


@pytest.mark.parametrize("cursor", ["forged", "-1"])
def test_a_cursor_that_is_not_good_is_400(admin: FlaskClient, cursor: str) -> None:
    """A foreign or altered cursor is the library's to refuse, with 400."""
    answer = admin.get(f"/clients?cursor={cursor}")
    assert (answer.status_code, answer.json["code"]) == (400, "paging.invalid_cursor")


def test_a_head_is_answered_as_a_get(admin: FlaskClient) -> None:
    """HEAD has the same tag, and 304 for who has it."""
    path = admin.post("/clients", json=CLIENT).headers["Location"]
    tag = admin.get(path).headers["ETag"]
    assert admin.head(path).headers["ETag"] == tag
    assert admin.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_a_fingerprint_stands_for_method_path_and_body(app: Flask) -> None:
    """Any of the three makes it another request; the order of names does not."""

    def of(path: str, method: str, body: dict[str, int]) -> str:
        with app.test_request_context(path, method=method):
            g.body = body
            return fingerprint()

    first = of("/clients", "POST", {"a": 1, "b": 2})
    assert first == of("/clients", "POST", {"b": 2, "a": 1})
    others = [of("/clients", "PUT", {"a": 1, "b": 2}), of("/x", "POST", {"a": 1, "b": 2})]
    others.append(of("/clients", "POST", {"a": 1, "b": 3}))
    assert len({first, *others}) == 4

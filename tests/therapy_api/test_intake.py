"""What no view ever sees."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD

JSON = "application/json"
SIGN_UP = b'{"email":"a@example.org","password":"correct horse","role":"client","name":%s}'


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""],
)
def test_a_change_that_is_not_json_is_415(admin: FlaskClient, method: str, kind: str) -> None:
    """A body of another type is refused, and never ignored."""
    answer = admin.open(
        "/clients/cli_1", method=method, data=b'{"name":"A"}', headers={"Content-Type": kind}
    )
    assert (answer.status_code, answer.json["code"]) == (415, "body.unsupported_type")


def test_json_with_its_charset_is_json(http: FlaskClient) -> None:
    """UTF-8 may be named."""
    answer = http.post("/signup", data=SIGN_UP % b'"A"', content_type=f"{JSON}; charset=UTF-8")
    assert answer.status_code == 201


def test_a_missing_body_is_told(http: FlaskClient) -> None:
    """No body is 415 without a type, and 400 with JSON's."""
    assert http.post("/signup").status_code == 415
    answer = http.post("/signup", content_type=JSON)
    assert (answer.status_code, answer.json["code"]) == (400, "body.malformed")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name":"\xff"}',
        b"\xef\xbb\xbf{}",
        '{"name":"A"}'.encode("utf-16"),
        b'{"name":"A","name":"B"}',
        b'{"a":{"b":1,"b":2}}',
        b'{"name":NaN}',
        b'{"name":-Infinity}',
        b'{"name":1e999}',
        b'{"name":' + b"9" * 5000 + b"}",
        b'{"name":0.' + b"1" * 40 + b"}",
        b"[" * 33 + b"]" * 33,
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b"[" * 990 + b"]" * 990,
        b"[" * 100_000,
    ],
)
def test_what_is_not_plain_json_is_400(http: FlaskClient, body: bytes) -> None:
    """Broken, ambiguous, bottomless or endless JSON is refused before any view."""
    answer = http.post("/signup", data=body, content_type=JSON)
    assert (answer.status_code, answer.json["code"]) == (400, "body.malformed")


def test_32_levels_are_not_too_deep(http: FlaskClient) -> None:
    """The limit itself is allowed: the schema answers, not the intake."""
    answer = http.post("/signup", data=b"[" * 32 + b"]" * 32, content_type=JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize("text", [rb'"\ud800"', rb'"\udc00\ud800"', rb'"a\u0000b"'])
def test_text_that_cannot_be_stored_is_422(http: FlaskClient, text: bytes) -> None:
    """Lone surrogates and NUL are named with their place."""
    answer = http.post("/signup", data=SIGN_UP % text, content_type=JSON)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/name"


def test_a_pair_of_surrogates_is_text(http: FlaskClient) -> None:
    """An escaped emoji is one character."""
    answer = http.post("/signup", data=SIGN_UP % rb'"\ud83d\ude00"', content_type=JSON)
    assert answer.json["name"] == "\U0001f600"


def test_names_that_are_not_text_are_refused(http: FlaskClient) -> None:
    """A field's name is checked like its value."""
    answer = http.post("/signup", data=rb'{"\ud800":1}', content_type=JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null", b"true"])
def test_a_body_is_an_object(http: FlaskClient, body: bytes) -> None:
    """Another JSON value is 422 at the root."""
    answer = http.post("/login", data=body, content_type=JSON)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == ""


def test_a_large_body_is_413(app: Flask, http: FlaskClient) -> None:
    """More than 256 kB is refused, and the limit is the configuration's."""
    large = b'{"name":"%s"}' % (b"x" * 256 * 1024)
    assert http.post("/signup", data=large, content_type=JSON).status_code == 413
    app.config["MAX_CONTENT_LENGTH"] = 10
    answer = http.post("/signup", data=b'{"name":"A"}', content_type=JSON)
    assert (answer.status_code, answer.json["code"]) == (413, "body.too_large")


@pytest.mark.parametrize(("size", "status"), [(100, 201), (256 * 1024, 413), (400_000, 413)])
def test_a_large_body_in_chunks_is_413(http: FlaskClient, size: int, status: int) -> None:
    """A body that names no length is measured, and never cut off and then read."""
    body = SIGN_UP % b'"A"'
    answer = http.post(
        "/signup",
        input_stream=io.BytesIO(body + b" " * (size - len(body))),
        content_type=JSON,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code == status


def test_an_operation_without_a_body_reads_none(client: FlaskClient) -> None:
    """Where no body is declared, an empty object passes and anything else is refused."""
    assert client.get("/me", json={"a": 1}).status_code == 422
    assert client.get("/me", data=b"a").status_code == 415
    assert client.post("/logout", json={}).status_code == 204


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/therapists?expertize=x", "expertize"),
        ("/therapists?limit=1&limit=2", "limit"),
        ("/therapists?limit=0", "limit"),
        ("/therapists?limit=101", "limit"),
        ("/therapists?limit=1.5", "limit"),
        ("/therapists?limit=" + "9" * 5000, "limit"),
        ("/therapists?name=%00", "name"),
        ("/therapists?name=", "name"),
        ("/me?x=1", "x"),
        ("/health?x=1", "x"),
        ("/clients?expertise=x", "expertise"),
    ],
)
def test_query_parameters_are_checked(client: FlaskClient, path: str, parameter: str) -> None:
    """Unknown, repeated and wrong query parameters are 422, by name."""
    answer = client.get(path)
    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.json["errors"]] == [parameter]


def test_a_query_on_a_post_is_checked_too(http: FlaskClient) -> None:
    """An unknown parameter is refused whatever the method."""
    body = {"email": "a@example.org", "password": PASSWORD}
    assert http.post("/login?x=1", json=body).status_code == 422


class Broken(io.BytesIO):
    """A body that the server can't read to its end."""

    def readinto(self, _: object) -> int:
        """Fail as a server does that meets a bad chunk, with an error of its own."""
        raise RuntimeError("bad chunk: something private")

    read = read1 = readinto  # type: ignore[assignment]  # however it is read


def test_a_body_that_can_not_be_read_is_400(http: FlaskClient) -> None:
    """A bad chunk is the caller's fault, whatever the server calls it."""
    answer = http.post(
        "/login",
        content_type=JSON,
        input_stream=Broken(),
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")
    assert "private" not in answer.text


def test_a_body_that_breaks_off_is_400(http: FlaskClient) -> None:
    """What is shorter than it said is not taken for the whole."""
    answer = http.post(
        "/login",
        content_type=JSON,
        input_stream=io.BytesIO(b"{}"),
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": "50"},
    )
    assert (answer.status_code, answer.json["code"]) == (400, "request.malformed")

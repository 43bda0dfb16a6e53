"""What Lambda can carry goes out whole; what it can't is a problem rather than a 502."""

from __future__ import annotations

import json
from typing import Any

import pytest
from apig_wsgi import make_lambda_handler
from flask import Flask, Response

from tests.therapy_api.aws_lambda.test_handlers import event
from tests.therapy_api.people import served
from tests.therapy_api.test_problems import MEMBERS
from therapy_api.aws_lambda import answers

LAMBDA_S = 6 * 1024 * 1024
"""Bytes of an answer (AWS Lambda Developer Guide, "Lambda quotas")."""
BYTES, TEXT = "application/zip", "application/json"
MOST_BYTES = answers.LONGEST // 4 * 3
HALF = answers.LONGEST // 2


def answered(app: Flask) -> dict[str, Any]:
    """Return what Lambda is given for a GET of `/`."""
    handler = make_lambda_handler(
        app, binary_support=True, non_binary_content_type_prefixes=answers.TEXT
    )
    return handler(event("GET", "/"), None)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (BYTES, b"\x00" * MOST_BYTES, 200),
        (BYTES, b"\x00" * (MOST_BYTES + 1), 507),
        (TEXT, b"x" * (answers.LONGEST - 2), 200),
        (TEXT, b"x" * (answers.LONGEST - 1), 507),
        (TEXT, b'"' * (HALF - 1), 200),
        (TEXT, b'"' * HALF, 507),
        (TEXT, "\u20ac".encode() * (answers.LONGEST // 3 + 1), 507),
        (TEXT, b"\x00" * (LAMBDA_S // 6), 507),
        ("", b"", 200),
    ],
    ids=[
        "bytes that fit",
        "one byte more",
        "text that fits",
        "one letter more",
        "quotes that fit",
        "one quote more",
        "signs beyond ASCII",
        "control characters",
        "nothing",
    ],
)
def test_an_answer_is_sent_whole_or_refused(kind: str, body: bytes, status: int) -> None:
    """Bytes are counted as base64 and text as JSON; a file that names no length is as well."""
    app = Flask(__name__)
    app.add_url_rule(
        "/", "all", lambda: Response(iter([body]), content_type=kind, direct_passthrough=True)
    )
    answers.init_app(app)
    answer = answered(app)
    assert answer["statusCode"] == status
    assert len(json.dumps(answer, ensure_ascii=False).encode()) <= LAMBDA_S
    if status == 507:
        assert json.loads(answer["body"])["type"] == "/problems/answer.too_large"


def test_an_export_that_can_t_be_sent_says_so_and_is_logged(
    endpoint: str,
    table_name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One reads what happened and an id, and finds both in the log, which has the size alone."""
    app = served(endpoint, table_name)
    answers.init_app(app.app)
    person = app.client()
    assert person.http.get("/me/export").status_code == 200
    monkeypatch.setattr(answers, "LONGEST", 1000)
    capsys.readouterr()
    answer = person.http.get("/me/export")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (answer.status_code, set(answer.json)) == (507, MEMBERS)
    assert "Content-Disposition" not in answer.headers
    [fault] = [line for line in lines if line["event"] == "answer too large"]
    [request] = [line for line in lines if line["event"] == "request"]
    assert (fault["level"], request["status"]) == ("error", 507)
    assert fault["bytes"] > fault["most"] == 1000
    assert fault["request_id"] == request["request_id"] == answer.json["requestId"]

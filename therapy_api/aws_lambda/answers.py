"""Refuse to send what Lambda can't carry: a longer answer would end as a 502 that says nothing.

A function's answer is one JSON document of 6 MB at most (AWS Lambda Developer Guide, "Lambda
quotas"), in which bytes stand in base64 and take a third more. An export is all that can come near.
"""

from __future__ import annotations

import json
from math import ceil

from flask import Flask, Response

from therapy_api import problems
from therapy_api.kinds import KINDS
from therapy_api.logs import log

LONGEST = 6 * 1024 * 1024 - 32 * 1024
"""Bytes of a body as Lambda carries it. What is left is for the headers: API Gateway lets fewer
through."""
TEXT = ("text/", "application/json", "application/problem+json")
"""The types that go out as they are; all others are bytes."""
_MOST_A_BYTE = 6
"""Bytes that one byte of text can become in JSON, as a control character does."""


def init_app(app: Flask) -> None:
    """Look at every answer before it is logged. It has to come after all other parts of the app."""
    app.after_request(_that_fits)


def _that_fits(response: Response) -> Response:
    response.direct_passthrough = False  # Lambda holds all of it anyway
    carried = _carried(response)
    if carried <= LONGEST:
        return response
    response.close()
    log.error("answer too large", bytes=carried, most=LONGEST)
    return problems.answer(KINDS["answer.too_large"])


def _carried(response: Response) -> int:
    """Return how many bytes of Lambda's answer a response's body takes."""
    body = response.get_data()
    if response.content_encoding or not (response.content_type or "").startswith(TEXT):
        return ceil(len(body) / 3) * 4
    if len(body) * _MOST_A_BYTE <= LONGEST:
        return len(body)
    return len(json.dumps(body.decode(), ensure_ascii=False).encode())

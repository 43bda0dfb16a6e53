"""What an app of this stack imports before it has a line of its own: the floor of a cold start.

The packages that the project is built on, and cryptography, which opens what is sealed. The page is
at hand: no table is asked, and nothing is checked, decoded or dumped.
"""

# ruff: noqa: E402, F401 - what is imported is what is timed, and nothing is looked through
from __future__ import annotations

import gc

gc.disable()  # as in wsgi.py

import json
from typing import Any

import bcrypt
import dotenv
import flask_jwt_extended
import flask_smorest
import marshmallow
import pynamodb.attributes
import pynamodb.models
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, Response

app = Flask(__name__)
page = json.dumps({"items": [{} for _ in range(20)]})


@app.get("/journals/<client_id>")
def journal(client_id: str) -> Any:  # noqa: ARG001 - it is in the path
    """Answer with the page at hand."""
    return Response(page, content_type="application/json")


gc.freeze()
gc.enable()

"""The start of a process: what the first answer needs is loaded, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.practices import an_entry
from tests.therapy_api.people import served

FIRST_ANSWER = """
import json, os, sys
from therapy_api.app import create_app
from therapy_core import Settings
asked = json.loads(os.environ["ASKED"])
app = create_app(Settings.from_environment())
http = app.test_client(use_cookies=False)
answer = http.get(asked["path"], headers={"Authorization": asked["token"]})
transport = app.extensions["practice"].table.transport
said = {
    "status": answer.status_code,
    "entries": len(answer.json["items"]),
    "modules": sorted(sys.modules),
    "client": transport._stock._client is not None,
    "documented": app.extensions["openapi"].is_documented,
}
print("SAID " + json.dumps(said))
"""
IDLE = {"awscrt", "boto3", "email_validator", "icalendar", "therapy_cli"}
"""Slow to import, and of no use to somebody who reads a journal."""


def test_the_first_answer_loads_what_it_needs_and_no_more(endpoint: str, table_name: str) -> None:
    """No client of botocore's with its model of the service, no document, none of `IDLE`."""
    there = served(endpoint, table_name)
    client = there.client()
    there.practice.table.load([an_entry(client.actor, there.practice.table.clock(), "words")])
    settings = there.practice.settings
    asked = {
        "path": f"/journals/{client.id}",
        "token": client.http.environ_base["HTTP_AUTHORIZATION"],
    }
    environ = {
        **os.environ,
        "THERAPY_ENV": "test",
        "DYNAMODB_ENDPOINT": endpoint,
        "DYNAMODB_TRANSPORT": "lean",
        "TABLE_NAME": table_name,
        "JWT_SECRET": settings.jwt_secret.reveal(),
        "PASSWORD_PEPPER": settings.password_pepper.reveal(),
        "MASTER_KEY": settings.master_key.reveal(),
        "ASKED": json.dumps(asked),
    }
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    (line,) = (line for line in ran.stdout.splitlines() if line.startswith("SAID "))
    said = json.loads(line.removeprefix("SAID "))
    assert (said["status"], said["entries"]) == (200, 1)
    assert IDLE & set(said["modules"]) == set()
    assert (said["client"], said["documented"]) == (False, False)

"""AWS as ministack plays it, in a process of its own, and the environment that leads to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import requests

from therapy_cli.engine.health import wait_until
from therapy_cli.engine.ports import free_port

REGION = "eu-central-1"
START_SECONDS = 30.0
MINISTACK = Path(__file__).parents[2] / "build" / "ministack" / "bin" / "ministack"
"""In an environment of its own, which `make test-deploy` makes."""
BUCKET = "therapy-artifacts"


class Cloud:
    """Reach one ministack."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def client(self, service: str) -> Any:
        """Return a boto3 client of a service."""
        return boto3.client(service, endpoint_url=self.url, region_name=REGION)

    def logs_of(self, group: str) -> list[str]:
        """Return the lines of a log group."""
        pages = self.client("logs").get_paginator("filter_log_events")
        return [
            event["message"]
            for page in pages.paginate(logGroupName=group)
            for event in page["events"]
        ]

    def environ(self) -> dict[str, str]:
        """Return the environment in which everything goes to this cloud."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "ARTIFACT_BUCKET": BUCKET,
        }


@contextmanager
def cloud(folder: Path) -> Iterator[Cloud]:
    """Run a ministack with nothing in it, which keeps what it must in `folder`."""
    port = free_port()
    settings = {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0"}
    with (folder / "ministack.log").open("w") as log:
        process = subprocess.Popen(
            [str(MINISTACK)],
            env={**os.environ, **settings, "TMPDIR": str(folder)},
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    found = Cloud(port)
    try:
        assert wait_until(lambda: _answers(found.url), START_SECONDS), "ministack is not up"
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/_ministack/health", timeout=2).ok
    except requests.ConnectionError:
        return False

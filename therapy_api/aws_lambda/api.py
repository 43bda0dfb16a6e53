"""Serve the area of the API that THERAPY_AREA names, behind API Gateway.

What this imports is what a cold start takes, so it is what the area needs and no more.
"""

# ruff: noqa: E402 - what is imported below is what is not to be looked through
from __future__ import annotations

import gc

gc.disable()  # as in wsgi.py

import os
from typing import Any

from apig_wsgi import make_lambda_handler
from flask import Flask

from therapy_api import logs, metrics
from therapy_api.app import create_app
from therapy_api.areas import AREAS
from therapy_api.aws_lambda import answers
from therapy_api.aws_lambda.events import misdirected, readable, refusing
from therapy_api.aws_lambda.secrets import Following, Source
from therapy_api.aws_lambda.viewers import Viewers
from therapy_core import Settings

AREA = os.environ["THERAPY_AREA"]
STACK = os.environ["THERAPY_STACK"]
"""The name of the environment, by which the metrics of several in one account are kept apart."""
ONLY_CLOUDFRONT = os.environ.get("ONLY_CLOUDFRONT") == "yes"
"""Whether who asks API Gateway directly is refused, as they would pass by the web ACL."""


def make(settings: Settings) -> Flask:
    """Return the app of the area, as it is behind API Gateway and CloudFront."""
    app = create_app(settings, area=AREAS[AREA])
    metrics.init_app(app, area=AREA, environment=STACK)
    answers.init_app(app)
    app.wsgi_app = Viewers(  # type: ignore[method-assign]  # as Flask's documentation does
        refusing(app),
        [key.reveal() for key in settings.origin_keys],
        misdirected(app) if ONLY_CLOUDFRONT else None,
    )
    return app


handle = make_lambda_handler(
    Following(Source(), make), binary_support=True, non_binary_content_type_prefixes=answers.TEXT
)


@logs.without_text
def handler(event: Any, context: Any) -> dict[str, Any]:
    """Answer one event of API Gateway's. Raises `Unhandled` for what is none."""
    return handle(readable(event), context)


gc.freeze()
gc.enable()

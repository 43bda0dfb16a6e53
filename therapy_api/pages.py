"""Serve the pages for people: the API's documentation, and one page a kind of problem.

Everything comes from this process: Swagger UI from the files of flask-swagger-ui, and nothing
from anywhere else.
"""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Flask, Response, current_app, render_template, send_from_directory

from therapy_api import security
from therapy_api.kinds import KINDS
from therapy_api.openapi import document
from therapy_api.problems import Problem

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
OWN = Path(__file__).parent / "static"
FILES = {
    "swagger-ui.css": ASSETS,
    "swagger-ui-bundle.js": ASSETS,
    "favicon-32x32.png": ASSETS,
    "docs.js": OWN,
    "pages.css": OWN,
}

pages = Blueprint("pages", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(pages)


@pages.get("/openapi.json")
def openapi_json() -> Response:
    """Serve the OpenAPI document."""
    headers = {"Cache-Control": "no-cache"}
    return Response(document(current_app), content_type="application/json", headers=headers)


@pages.get("/api-docs")
def api_docs() -> Response:
    """Serve the page of the documentation."""
    return _page("docs.html", security.DOCS)


@pages.get("/api-docs/<path:name>")
def asset(name: str) -> Response:
    """Serve one of the files that the pages need, and no other."""
    if name not in FILES:
        raise Problem("route.not_found")
    return send_from_directory(FILES[name], name, max_age=3600)


@pages.get("/problems")
def problems() -> Response:
    """List every kind of problem."""
    return _page("problems.html", security.PAGE, kinds=KINDS.values())


@pages.get("/problems/<code>")
def problem(code: str) -> Response:
    """Say what happened and what to do, for one kind of problem."""
    if code not in KINDS:
        raise Problem("route.not_found")
    return _page("problem.html", security.PAGE, kind=KINDS[code])


def _page(template: str, policy: str, **values: object) -> Response:
    return Response(
        render_template(template, **values),
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"},
    )

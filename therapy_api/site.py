"""Serve the built site beside the API on one origin, as CloudFront does on AWS.

The site has the root page, `/app` and what is beneath it, which are all its one page, and its
files. What was compressed when the site was built is sent so to whoever takes it.
"""

from __future__ import annotations

import mimetypes
from os.path import isfile
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from werkzeug.exceptions import NotFound

from therapy_api import security
from therapy_api.problems import Problem
from therapy_core import Settings

PAGE = "index.html"
KEPT = "public, max-age=31536000, immutable"
ASKED_ANEW = "no-cache"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""The encodings that the site's build leaves beside its files, the best first."""
_UNKNOWN = "application/octet-stream"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
"""What some systems' tables of media types don't know, or know by an old name."""

site = Blueprint("site", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the site, where a folder is named and one was built into it."""
    folder = Path(settings.site_folder or "")
    if settings.site_folder and (folder / PAGE).is_file():
        app.extensions["site"] = folder.resolve()
        app.register_blueprint(site)


@site.get("/")
@site.get("/app")
@site.get("/app/<path:_>")
def page(_: str = "") -> Response:
    """Serve the one page; which part of it is shown, it finds out by its address."""
    return _file(_folder(), PAGE, ASKED_ANEW)


@site.get("/favicon.svg")
@site.get("/robots.txt")
def file() -> Response:
    """Serve one of the files that have a fixed name."""
    return _file(_folder(), request.path[1:], ASKED_ANEW)


@site.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Serve a file with a hash in its name, which can be kept for good."""
    return _file(_folder() / "assets", name, KEPT)


def media_type(name: str) -> str:
    """Return what a file of the site is, by its name, the same on every machine."""
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or _UNKNOWN
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _folder() -> Path:
    folder: Path = current_app.extensions["site"]
    return folder


def _file(folder: Path, name: str, kept: str) -> Response:
    encoding = _encoding(folder, name)
    try:
        response = send_from_directory(folder, name + ENCODINGS.get(encoding, ""))
    except NotFound:
        raise Problem("route.not_found") from None
    response.headers.update(_headers(name, kept, encoding))
    return response


def _headers(name: str, kept: str, encoding: str) -> dict[str, str]:
    return {
        "Content-Type": media_type(name),
        "Content-Security-Policy": security.SITE,
        "Cache-Control": kept,
        "Vary": "Accept-Encoding",
        **({"Content-Encoding": encoding} if encoding else {}),
    }


def _encoding(folder: Path, name: str) -> str:
    """Return the best encoding that the file lies there in and that is accepted, or nothing."""
    accepted = request.accept_encodings
    # `Path.is_file` raises for a name that is too long for any file.
    there = (e for e, end in ENCODINGS.items() if isfile(folder / (name + end)))  # noqa: PTH113
    return next((e for e in there if accepted[e] > 0), "")

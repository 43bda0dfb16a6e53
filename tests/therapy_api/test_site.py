"""The built site is served beside the API, and nothing else of its folder's neighbourhood is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.therapy_api.api_fakes import FakePractice
from therapy_api.app import create_app
from therapy_core.settings import Settings

SCRIPT = "assets/index-1a2b3c.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a site that was built."""
    site = tmp_path / "dist"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>Therapy</title>")
    (site / "favicon.svg").write_text("<svg/>")
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    (site / SCRIPT).write_text("plain")
    (site / f"{SCRIPT}.br").write_bytes(b"small")
    (tmp_path / "secret.txt").write_text("a secret")
    return site


@pytest.fixture
def http(settings: Settings, practice: FakePractice, folder: Path) -> FlaskClient:
    """Return a browser that nobody is logged in with."""
    served = replace(settings, site_folder=str(folder))
    return create_app(served, practice).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/app", "/app/journal", "/app/messages/c/t"])
def test_every_address_of_the_site_is_its_one_page(http: FlaskClient, path: str) -> None:
    """The page comes with a policy that lets nothing but its own files run, and is asked anew."""
    answer = http.get(path)
    assert answer.content_type == "text/html; charset=utf-8"
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"
    again = http.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_file_with_a_hash_in_its_name_is_kept(http: FlaskClient) -> None:
    """For a year, and without asking."""
    answer = http.get(f"/{SCRIPT}")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"small"),
        ("gzip", None, b"plain"),
        ("br;q=0, gzip", None, b"plain"),
        ("", None, b"plain"),
    ],
)
def test_what_was_compressed_is_sent_so_to_whoever_takes_it(
    http: FlaskClient, accepted: str, encoding: str | None, body: bytes
) -> None:
    """The plain file goes to everybody else, and caches keep the two apart."""
    answer = http.get(f"/{SCRIPT}", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding"), answer.data) == (encoding, body)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/assets/../index.html",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2fetc%2fhostname",
        "/assets/%00.js",
        f"/assets/{'a' * 300}.js",
        "/assets/",
        "/index.html",
        "/index.html.br",
    ],
)
def test_nothing_else_is_served(http: FlaskClient, path: str) -> None:
    """What isn't there, or lies elsewhere, is a problem like any other."""
    answer = http.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_page_can_only_be_read(http: FlaskClient) -> None:
    """Other methods are refused, and the answer says which are known."""
    answer = http.post("/app")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert http.head("/app").status_code == 200


@pytest.mark.parametrize("folder_name", [None, "nowhere"])
def test_without_a_built_site_the_api_is_as_it_was(
    settings: Settings, practice: FakePractice, folder_name: str | None
) -> None:
    """No folder, or an empty one: the root is no path."""
    app = create_app(replace(settings, site_folder=folder_name), practice)  # type: ignore[arg-type]
    assert app.test_client().get("/").status_code == 404

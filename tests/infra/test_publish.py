"""The site in its bucket: in the right order, with the right headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from moto import mock_aws

from infra import aws, publish

SITE = ("index.html", "favicon.svg", "assets/index-4f9a.js", "assets/index-77b1.css")
BUCKET = "therapy-dev-sitebucket-1"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with a built site."""
    for name in SITE:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_what_has_a_hash_is_kept_and_all_else_asked_for_anew(site: Path) -> None:
    """Assets may be kept for a year; the page and what has a fixed name may not."""
    found = {file.key: file.cache_control for file in publish.files(site)}
    assert found == {
        "index.html": "no-cache",
        "favicon.svg": "no-cache",
        "assets/index-4f9a.js": "public, max-age=31536000, immutable",
        "assets/index-77b1.css": "public, max-age=31536000, immutable",
    }


def test_what_the_build_compressed_stays_here(site: Path) -> None:
    """CloudFront compresses by itself; nobody would ask the bucket for those files."""
    before = publish.files(site)
    for ending in (".br", ".gz"):
        (site / f"{SITE[2]}{ending}").write_bytes(b"small")
    assert publish.files(site) == before


def test_pages_go_up_after_the_assets_that_they_name(site: Path) -> None:
    """Nobody gets a page whose assets aren't there yet."""
    keys = [file.key for file in publish.files(site)]
    assert keys == ["assets/index-4f9a.js", "assets/index-77b1.css", "favicon.svg", "index.html"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.woff2", "font/woff2"),
        ("a.unheard", "application/octet-stream"),
    ],
)
def test_each_file_says_what_it_is(site: Path, name: str, media_type: str) -> None:
    """Media types are the same whatever tables this machine has; browsers are told not to guess."""
    (site / name).write_text("")
    [file] = [each for each in publish.files(site) if each.key == name]
    assert file.media_type == media_type


def test_uploads_with_its_headers_and_leaves_former_assets(site: Path) -> None:
    """What S3 holds has the headers; an asset of a former version is still there."""
    with mock_aws():
        storage = aws.client("s3")
        place = {"LocationConstraint": "eu-central-1"}
        storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        storage.put_object(Bucket=BUCKET, Key="assets/index-0000.js", Body=b"former")
        assert publish.upload(publish.files(site), BUCKET) == len(SITE)
        page = storage.get_object(Bucket=BUCKET, Key="index.html")
        assert (page["CacheControl"], page["ContentType"]) == (
            "no-cache",
            "text/html; charset=utf-8",
        )
        assert storage.get_object(Bucket=BUCKET, Key="assets/index-0000.js")["Body"].read()


def test_refuses_a_folder_without_a_site(tmp_path: Path) -> None:
    """An empty folder is not published in place of the site."""
    with pytest.raises(aws.Failed, match="there is no site"):
        publish.files(tmp_path)

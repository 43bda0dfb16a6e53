"""Put the built site where CloudFront finds it: `python -m infra.publish ENV --from web/dist`.

A file under assets/ has a hash in its name, so it may be kept for a year; all else is asked for
anew each time. Assets go up before the pages that name them, and those of former versions stay for
whoever still has a former page open.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import click

from infra import aws
from therapy_api.site import ASKED_ANEW, ENCODINGS, KEPT, media_type

HASHED = "assets/"
COMPRESSED = tuple(ENCODINGS.values())
"""What the build leaves for `therapy run`; CloudFront compresses by itself."""


@dataclass(frozen=True, slots=True)
class File:
    """Say under which key a file goes up, and with which headers."""

    path: Path
    key: str
    media_type: str
    cache_control: str


@click.command()
@click.argument("environment")
@click.option("--from", "folder", type=click.Path(path_type=Path), default="web/dist")
def main(environment: str, folder: Path) -> None:
    """Upload the built site of an environment; say why where AWS doesn't take it."""
    stack = aws.stack_of(environment)
    with aws.telling(stack):
        outputs = aws.outputs_of(stack)
        count = upload(files(folder), outputs["SiteBucketName"])
        invalidate(outputs["DistributionId"])
    click.echo(f"{stack}: {count} files of the site are up")


def files(folder: Path) -> list[File]:
    """Return the files of a built site, assets first and pages last.

    Raises `aws.Failed` where there is no index.html.
    """
    if not (folder / "index.html").is_file():
        raise aws.Failed(f"there is no site in {folder}")
    found = [_file(path, folder) for path in folder.rglob("*") if _is_the_sites(path)]
    return sorted(found, key=lambda file: (file.cache_control == ASKED_ANEW, file.key))


def upload(found: list[File], bucket: str) -> int:
    """Put files into a bucket, in their order; return how many."""
    storage = aws.client("s3")
    for file in found:
        storage.put_object(
            Bucket=bucket,
            Key=file.key,
            Body=file.path.read_bytes(),
            ContentType=file.media_type,
            CacheControl=file.cache_control,
        )
    return len(found)


def invalidate(distribution: str) -> None:
    """Let CloudFront forget what it holds; what has a hash in its name comes back unchanged."""
    aws.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": f"publish-{time.time_ns()}",
        },
    )


def _is_the_sites(path: Path) -> bool:
    return path.is_file() and path.suffix not in COMPRESSED


def _file(path: Path, folder: Path) -> File:
    key = path.relative_to(folder).as_posix()
    kept = KEPT if key.startswith(HASHED) else ASKED_ANEW
    return File(path, key, media_type(path.name), kept)


if __name__ == "__main__":
    main()

"""What goes into the zip and what stays out."""

from __future__ import annotations

import shutil
from pathlib import Path

from infra.packaging.errors import Forbidden
from infra.packaging.wheels import ROOT

OURS = ("therapy_core", "therapy_api", "migrations")
_NOT_OURS = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
_SERVERS = "therapy_api/server"
"""The worker for gunicorn, which no function has."""

FORBIDDEN = ("awscrt", "boto3", "gunicorn", "pip", "rich", "s3transfer", "setuptools", "wheel")
"""What no function needs, and what would quietly make it several times as big."""

SERVICES = frozenset({"dynamodb", "kms", "secretsmanager", "sts"})
"""The services whose descriptions are kept of botocore's."""

_KEPT_METADATA = ("METADATA", "entry_points.txt")


def add_ours(folder: Path) -> None:
    """Copy our packages and the migrations into `folder`."""
    for name in OURS:
        shutil.copytree(ROOT / name, folder / name, ignore=_NOT_OURS)
    shutil.rmtree(folder / _SERVERS)


def prune(folder: Path) -> None:
    """Take out of the installed wheels in `folder` what no function reads.

    Licences stay. Raises `Forbidden` for a package that must not be there.
    """
    _expect_nothing_forbidden(folder)
    _remove(folder / "bin")
    for path in (*folder.rglob("__pycache__"), *folder.glob("*/**/tests")):
        _remove(path)
    for info in folder.glob("*.dist-info"):
        _prune_metadata(info)
    _prune_botocore(folder / "botocore" / "data")


def _expect_nothing_forbidden(folder: Path) -> None:
    if found := sorted(name for name in FORBIDDEN if (folder / name).exists()):
        raise Forbidden(found)


def _prune_metadata(info: Path) -> None:
    """Keep what `importlib.metadata` is asked for, and licences; not what pip wrote for itself."""
    for path in info.iterdir():
        if path.is_file() and path.name not in _KEPT_METADATA and not _is_licence(path):
            path.unlink()


def _is_licence(path: Path) -> bool:
    return path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS"))


def _prune_botocore(data: Path) -> None:
    """Keep the services that are used, and the files beside them that every client reads."""
    for service in data.glob("*/"):
        if service.name not in SERVICES:
            _remove(service)
    for examples in data.rglob("examples-1.json"):
        examples.unlink()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)

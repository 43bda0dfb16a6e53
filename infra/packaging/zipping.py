"""Zips whose bytes follow from their content alone: order, times, modes and compression are fixed.

Nothing of the machine goes in: not its clock, umask, locale or folders. zlib's version does, so
bytes are compared between builds on machines that have the same.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from infra.packaging.errors import TooBig

ZIPPED_LIMIT = 50 * 1024 * 1024
"""Bytes of a zip that Lambda takes directly."""
UNZIPPED_LIMIT = 250 * 1024 * 1024
"""Bytes that a function's code may have when it is unpacked."""

_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR, _UNIX = 0o100000, 3
_READABLE = 0o644
"""Lambda runs the code as a user of its own, who must be able to read all of it."""


def write_zip(folder: Path, zipped: Path) -> None:
    """Write every file in `folder` into the zip `zipped`. Raises `TooBig`."""
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted(_files(folder), key=lambda path: path.relative_to(folder).as_posix()):
            archive.writestr(_entry(path.relative_to(folder)), path.read_bytes())
    _expect_fitting("zipped", zipped.stat().st_size, ZIPPED_LIMIT)
    _expect_fitting("unzipped", unzipped_size(zipped), UNZIPPED_LIMIT)


def unzipped_size(zipped: Path) -> int:
    """Return how many bytes a zip's files have when they are unpacked."""
    with zipfile.ZipFile(zipped) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def sha256(zipped: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with zipped.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differing(first: Path, second: Path) -> list[str]:
    """Return the names of the entries in which two zips differ."""
    ours, theirs = _checksums(first), _checksums(second)
    return sorted(name for name in ours.keys() | theirs if ours.get(name) != theirs.get(name))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _entry(path: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path.as_posix(), _TIME)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
    entry.external_attr = (_REGULAR | _READABLE) << 16
    return entry


def _checksums(zipped: Path) -> dict[str, tuple[int, int]]:
    with zipfile.ZipFile(zipped) as archive:
        return {e.filename: (e.CRC, e.external_attr) for e in archive.infolist()}


def _expect_fitting(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooBig(what, size, limit)

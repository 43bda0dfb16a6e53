"""The archive: one zip with everything as JSON, the same as tables for people, and a README.

It is written page by page into a file, so that memory does not grow with the record.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from datetime import datetime
from typing import IO, Any

from therapy_core.actor import Role
from therapy_core.records.sections import SECTIONS, Section, Source
from therapy_core.records.values import as_json, as_row, camel, columns
from therapy_core.table import Table

FORMAT = "therapy-record-1"
IN_MEMORY = 1024 * 1024
README = """\
This is everything that the practice keeps of you, as of {at}.

json/   everything, for programs: one file a section, a list of objects, and manifest.json.
csv/    the same for people: open the files with any spreadsheet. Where a text begins with a sign
        that a spreadsheet could take for a formula, an apostrophe stands before it.

{sections}

Times are in UTC. Passwords are kept in a form that can't be read, and are not in here.
"""


def written(table: Table, role: Role, person: str) -> IO[bytes]:
    """Return the archive of a person's record as a file, at its beginning.

    `person` is the id of the profile, or an admin's account.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller's to close
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        counts = {s.name: _write_section(archive, table, s, person) for s in SECTIONS[role]}
        _write_rest(archive, role, counts, table.clock())
    file.seek(0)
    return file


def _write_section(archive: zipfile.ZipFile, table: Table, section: Section, person: str) -> int:
    """Write a section both ways in one reading, and return how many entries it has."""
    with tempfile.TemporaryFile("w+", newline="", encoding="utf-8") as rows:
        with archive.open(f"json/{section.name}.json", "w") as objects:
            count = _write_both(section.source, table, person, objects, rows)
        rows.seek(0)
        with archive.open(f"csv/{section.name}.csv", "w") as member:
            for chunk in iter(lambda: rows.read(IN_MEMORY), ""):
                member.write(chunk.encode())
    return count


def _write_both(
    source: Source, table: Table, person: str, objects: IO[bytes], rows: IO[str]
) -> int:
    names, sheet, count = columns(*source.kinds), csv.writer(rows), 0
    sheet.writerow(map(camel, names))
    objects.write(b"[")
    for entity in source.read(table, person):
        objects.write(b",\n" if count else b"\n")
        objects.write(_json(as_json(entity)))
        sheet.writerow(as_row(entity, names))
        count += 1
    objects.write(b"\n]\n")
    return count


def _write_rest(
    archive: zipfile.ZipFile, role: Role, counts: dict[str, int], now: datetime
) -> None:
    manifest = {"format": FORMAT, "role": role.value, "at": now.isoformat(), "sections": counts}
    listed = (f"{s.name + ':':25}{s.what} ({counts[s.name]})" for s in SECTIONS[role])
    readme = README.format(at=f"{now:%Y-%m-%d %H:%M} UTC", sections="\n".join(listed))
    archive.writestr("json/manifest.json", _json(manifest))
    archive.writestr("README.txt", readme)


def _json(value: Any) -> bytes:
    with io.StringIO() as text:
        json.dump(value, text, ensure_ascii=False)
        return text.getvalue().encode()

"""Bringing a record back: what an archive holds, written into a table that does not have it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from therapy_core.accounts.models import Account
from therapy_core.actor import Role
from therapy_core.directory.facets import facets_of
from therapy_core.directory.models import Therapist
from therapy_core.errors import Conflict, InvalidInput
from therapy_core.records.archive import FORMAT
from therapy_core.records.sections import SECTIONS, Kinds
from therapy_core.records.values import from_json
from therapy_core.relationships.models import JournalAccessRequest, MappingRequest
from therapy_core.table import Entity, Table

NO_PASSWORD = "!"  # noqa: S105 - no password has this hash
_NOT_BROUGHT = ("audit", "logins")
LARGEST = 1024 * 1024 * 1024
"""How many bytes of JSON a section may have; what says it has more is refused."""


def brought_back(table: Table, file: IO[bytes]) -> int:
    """Write all that an archive holds into `table`, and return how many entities that is.

    The account comes without a password, and open logins don't come at all. What happened there
    stays in the audit there. Raises `InvalidInput` for what is no archive, and `Conflict` when the
    account is in the table already.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            role = _role(archive)
            _refuse_what_is_there(table, archive)
            return table.load(_entities(table, archive, role))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError):
        raise _no_record() from None


def _role(archive: zipfile.ZipFile) -> Role:
    manifest = _read(archive, "manifest")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _no_record()
    try:
        return Role(str(manifest.get("role")))
    except ValueError:
        raise _no_record() from None


def _refuse_what_is_there(table: Table, archive: zipfile.ZipFile) -> None:
    for given in _read(archive, "account"):
        account = _entity(table, (Account,), given)
        if table.get(account.ref) is not None:
            raise Conflict


def _entities(table: Table, archive: zipfile.ZipFile, role: Role) -> Iterator[Entity]:
    for section in SECTIONS[role]:
        if section.name not in _NOT_BROUGHT:
            for given in _read(archive, section.name):
                yield from _with_copies(_entity(table, section.source.kinds, given))


def _entity(table: Table, kinds: Kinds, given: Any) -> Entity:
    tag = given.get("type") if isinstance(given, dict) else None
    kind = table.schema.by_tag.get(str(tag))
    if kind not in kinds:
        raise _no_record()
    made = from_json(kind, given)
    if isinstance(made, Account):
        made.password_hash = NO_PASSWORD
    return made


def _with_copies(entity: Entity) -> Iterator[Entity]:
    """Yield an entity and what lists show of it; nothing for a request that names nobody."""
    if isinstance(entity, MappingRequest | JournalAccessRequest) and not entity.client_id:
        return
    yield entity
    if isinstance(entity, Therapist):
        yield from facets_of(entity)


def _read(archive: zipfile.ZipFile, name: str) -> Any:
    member = archive.getinfo(f"json/{name}.json")
    if member.file_size > LARGEST:
        raise _no_record()
    return json.loads(archive.read(member))


def _no_record() -> InvalidInput:
    return InvalidInput({"file": "is no archive of a record"})

"""Taking a record along: complete, readable, without what is another's, and brought back whole."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from tests.lives import NAME, PRIVATE, WORDS, Lives, lives
from tests.practices import (
    PASSWORD,
    a_client,
    a_therapist,
    actor_of,
    an_address,
    an_admin,
    new_practice,
)
from therapy_core import SYSTEM, Actor, Practice, Role
from therapy_core.accounts.models import Account
from therapy_core.audit.events import Event
from therapy_core.errors import Conflict, InvalidCredentials, InvalidInput, NotAllowed
from therapy_core.journals.models import JournalEntry
from therapy_core.records.sections import SECTIONS
from therapy_core.records.values import SECRET, as_json, as_row, camel, columns


@pytest.fixture
def life(practice: Practice) -> Lives:
    """Return people who have everything with one another."""
    return lives(practice)


def export(practice: Practice, actor: Actor) -> bytes:
    """Return somebody's archive."""
    with practice.acting_as(actor).records.export() as file:
        return file.read()


def opened(archive: bytes) -> dict[str, str]:
    """Return the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.testzip() is None
        return {name: files.read(name).decode() for name in files.namelist()}


def everything(practice: Practice, role: Role, person: str) -> dict[str, list[Any]]:
    """Return all entities of somebody, as an archive would hold them."""
    return {
        s.name: [as_json(e) for e in s.source.read(practice.table, person)] for s in SECTIONS[role]
    }


@pytest.mark.parametrize("role", [Role.CLIENT, Role.THERAPIST])
def test_an_archive_holds_every_section_both_ways(
    practice: Practice, life: Lives, role: Role
) -> None:
    """JSON and CSV of every part, none of them empty but what there is none of, and a README."""
    actor = life.client if role is Role.CLIENT else life.tom
    files = opened(export(practice, actor))
    there = everything(practice, role, actor.profile_id)
    for section in SECTIONS[role]:
        found = json.loads(files[f"json/{section.name}.json"])
        assert found == there[section.name]
        assert found or section.name in ("journal-access-requests", "slot-rules")
        header, *rows = csv.reader(io.StringIO(files[f"csv/{section.name}.csv"]))
        assert len(rows) == len(found)
        assert header == [camel(n) for n in columns(*section.source.kinds)]
        assert section.what in files["README.txt"]
    assert json.loads(files["json/manifest.json"])["role"] == role.value


def test_a_client_gets_what_was_written_and_nothing_private_of_others(
    practice: Practice, life: Lives
) -> None:
    """Journal, shared notes, messages are readable; private notes and hashes are not in it."""
    whole = "\n".join(opened(export(practice, life.client)).values())
    for word in (WORDS, NAME, life.email, "Wehmut"):
        assert word in whole
    account = practice.table.get(Account.at(account_id=life.client.account_id))
    assert account is not None
    for word in (PRIVATE, account.password_hash, "Tom Tomson", *map(camel, SECRET)):
        assert word not in whole


def test_a_therapist_gets_own_notes_and_no_journal(practice: Practice, life: Lives) -> None:
    """The private notes are the therapist's; a journal is the client's, granted or not."""
    whole = "\n".join(opened(export(practice, life.tom)).values())
    assert PRIVATE in whole
    assert NAME in whole
    assert "Wehmut" not in whole
    assert PRIVATE not in "\n".join(opened(export(practice, life.eve)).values())


def test_a_therapist_who_asked_learns_of_no_client(practice: Practice) -> None:
    """Somebody's address and nobody's leave the same in the own audit and in the archive."""
    email = an_address()
    ada, eve = a_client(practice, email=email), a_therapist(practice)
    for address in (email, "nobody@practice.example"):
        practice.acting_as(eve).mapping_requests.ask(client_email=address)
        practice.acting_as(eve).journal_access_requests.ask(client_email=address)
    acts = practice.acting_as(eve).audit.mine().items
    assert {a.subject_id for a in acts if a.event.endswith(".requested")} == {None}
    files = opened(export(practice, eve))
    assert ada.profile_id not in "\n".join(files.values())
    assert json.loads(files["json/relationships.json"]) == []
    for name in ("mapping-requests", "journal-access-requests"):
        asked = json.loads(files[f"json/{name}.json"])
        assert [r["clientId"] for r in asked] == [None, None]
        assert {r["clientEmail"] for r in asked} == {email, "nobody@practice.example"}


def test_a_request_that_names_nobody_is_not_brought_back(
    practice: Practice, life: Lives, endpoint: str, table_name: str
) -> None:
    """All else of the therapist's comes."""
    taken = export(practice, life.eve)
    other = new_practice(endpoint, f"{table_name}-2")
    try:
        other.acting_as(SYSTEM).records.bring_back(io.BytesIO(taken))
        back = everything(other, Role.THERAPIST, life.eve.profile_id)
        assert len(back["profile"]) == 1
        assert back["mapping-requests"] == []
    finally:
        other.table.wire.dispatch("DeleteTable", {"TableName": other.table.name})


def test_no_cell_is_a_formula(practice: Practice, life: Lives) -> None:
    """What begins like a formula has an apostrophe before it, in every table."""
    files = opened(export(practice, life.client))
    cells = [
        cell
        for name, text in files.items()
        if name.startswith("csv/")
        for row in csv.reader(io.StringIO(text))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'={WORDS}(1)" in cells
    assert f"={WORDS}(1)" in files["json/journal.json"]


@pytest.mark.parametrize("sign", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
def test_every_sign_of_a_formula_is_taken_for_one(sign: str) -> None:
    """Those of full width, too, which spreadsheets in East Asia take for the narrow ones."""
    entry = JournalEntry(client_id="cli_1", words=f"{sign}1+1")
    assert as_row(entry, ["words"]) == [f"'{sign}1+1"]


def test_taking_a_record_along_is_a_deed(practice: Practice, life: Lives) -> None:
    """It stands in the audit, and in the archive itself."""
    files = opened(export(practice, life.client))
    assert json.loads(files["json/audit.json"])[0]["event"] == Event.RECORD_EXPORTED.value


def test_a_record_comes_back_whole(
    practice: Practice, life: Lives, endpoint: str, table_name: str
) -> None:
    """Brought into an empty table, all is as it was but for password and log."""
    other = new_practice(endpoint, f"{table_name}-2")
    try:
        for actor in (life.client, life.tom, an_admin(practice)):
            person = actor.profile_id or actor.account_id
            taken = export(practice, actor)
            count = other.acting_as(SYSTEM).records.bring_back(io.BytesIO(taken))
            there = everything(practice, actor.role, person)
            back = everything(other, actor.role, person)
            for name in there.keys() - {"audit", "logins"}:
                if (actor.role, name) != (Role.THERAPIST, "relationships"):
                    assert back[name] == there[name], name
            assert count >= sum(len(v) for n, v in there.items() if n not in ("audit", "logins"))
            with pytest.raises(Conflict):
                other.acting_as(SYSTEM).records.bring_back(io.BytesIO(taken))
        with pytest.raises(InvalidCredentials):
            actor_of(other, life.email, PASSWORD)
    finally:
        other.table.wire.dispatch("DeleteTable", {"TableName": other.table.name})


def _zip(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"json/{name}.json", text)
    return made.getvalue()


MANIFEST = '{"format": "therapy-record-1", "role": "admin"}'


@pytest.mark.parametrize(
    "broken",
    [
        b"no archive",
        _zip(),
        _zip(manifest="[]"),
        _zip(manifest='{"format": "therapy-record-1", "role": "king"}'),
        _zip(manifest="{"),
        _zip(manifest=MANIFEST, account='[{"type": "task", "taskId": "x"}]'),
        _zip(manifest=MANIFEST, account='[{"type": "account", "passwordHash": "x"}]'),
        _zip(manifest=MANIFEST, account="[1]"),
    ],
)
def test_what_is_no_archive_is_refused(practice: Practice, broken: bytes) -> None:
    """Nothing is written of it, whatever it is."""
    with pytest.raises(InvalidInput):
        practice.acting_as(SYSTEM).records.bring_back(io.BytesIO(broken))


def test_only_the_command_line_brings_back(practice: Practice, life: Lives) -> None:
    """Nobody who is logged in can."""
    with pytest.raises(NotAllowed):
        practice.acting_as(life.client).records.bring_back(io.BytesIO())


def test_sealed_text_is_opened_and_rows_follow_the_columns(practice: Practice, life: Lives) -> None:
    """A row has a cell for each column, empty where an entity has no such attribute."""
    (section,) = [s for s in SECTIONS[Role.THERAPIST] if s.name == "notes"]
    names = columns(*section.source.kinds)
    rows = [
        dict(zip(names, as_row(e, names), strict=True))
        for e in section.source.read(practice.table, life.tom.profile_id)
    ]
    assert {(r["type"], r["text"]) for r in rows} == {
        ("shared_note", WORDS),
        ("private_note", PRIVATE),
    }
    assert {r["assignments"] for r in rows if r["type"] == "private_note"} == {""}

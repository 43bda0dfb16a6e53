"""The use cases of notes: written by the therapist, signed once, corrected by addenda."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from therapy_core import access, ids
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import NotFound, VersionMismatch
from therapy_core.idempotency import create_once
from therapy_core.service import Service
from therapy_core.sessions import rules
from therapy_core.sessions.models import (
    ADDENDA,
    Addendum,
    NoteKind,
    PrivateNote,
    Session,
    SharedNote,
)
from therapy_core.sessions.views import AddendumView, NoteView
from therapy_core.sessions.working import if_working
from therapy_core.table import Ref, Unit
from therapy_core.values import checked

Note = SharedNote | PrivateNote
Between = Session | SharedNote | PrivateNote | Addendum
N = TypeVar("N", bound=Between)
NEW = 0
"""The version of a note that is not there yet."""
_KINDS: Mapping[NoteKind, type[Note]] = {
    NoteKind.SHARED: SharedNote,
    NoteKind.PRIVATE: PrivateNote,
}


class Notes(Service):
    """Read, write, sign and correct the notes of a session.

    Both sides read the shared note as it stands, the author alone the private one. A therapist's
    reads of own notes are not audited; what is done to a private note is filed with its author,
    so that the client's audit does not tell that there is one (docs/adr/0016).
    """

    domain: ClassVar[str] = "notes"

    def shared(self, session_id: str) -> NoteView:
        """Return the shared note of a session. Raises `NotFound`."""
        return NoteView.of(self._note("notes.shared", session_id, NoteKind.SHARED))

    def private(self, session_id: str) -> NoteView:
        """Return the private note that the actor wrote of a session. Raises `NotFound`."""
        return NoteView.of(self._note("notes.private", session_id, NoteKind.PRIVATE))

    def write(
        self, session_id: str, note: NoteKind, values: dict[str, Any], version: int | None = None
    ) -> NoteView:
        """Write a whole note: `text` and, on the shared one, `assignments` (up to 20 texts).

        `version` is the one that was read, 0 for a note that is not to be there yet, None for
        any. Raises `InvalidInput`, `NotFound`, `VersionMismatch`, and `Conflict` for a signed
        note.
        """
        given = checked(rules.NOTES[note], {"text": None} | values)
        refs = [Session.at(session_id=session_id), _KINDS[note].at(session_id=session_id)]
        found, stands = self._table.get_many(refs)
        session: Session = self._seen("notes.write", found)
        rules.check_unsigned(stands.signed_at if stands else None)
        if version is not None and version != (stands.version if stands else NEW):
            raise VersionMismatch
        written: Note = stands or _KINDS[note](**_sides(session))
        _fill(written, given)
        with self._table.transaction("write a note") as unit:
            if_working(unit, session.client_id, session.therapist_id)
            if stands is None:
                unit.create(written, otherwise=VersionMismatch())
            else:
                unit.save(written)
            self._record(unit, Event.NOTE_WRITTEN, session, note)
        return NoteView.of(written)

    def sign(self, session_id: str, note: NoteKind, version: int | None = None) -> NoteView:
        """Sign a note as it stands at `version`; from then on it never changes.

        Signing again what was signed at this version returns it as it stands. Raises `NotFound`,
        `VersionMismatch`, and `Conflict` for a note that was signed at another version.
        """
        found = self._note("notes.sign", session_id, note)
        if rules.was_signed_at(found.signed_at, int(found.version), version):
            return NoteView.of(found)
        rules.check_unsigned(found.signed_at)
        if version not in (None, found.version):
            raise VersionMismatch
        with self._table.transaction("sign a note") as unit:
            if_working(unit, found.client_id, found.therapist_id)
            found.signed_at = unit.now
            unit.save(found)
            self._record(unit, Event.NOTE_SIGNED, found, note)
        return NoteView.of(found)

    def add(self, session_id: str, note: NoteKind, text: str) -> AddendumView:
        """Add a correction to a signed note; it is signed at once.

        Raises `InvalidInput`, `NotFound`, and `Conflict` while the note is a draft.
        """
        given = checked(rules.ADDENDUM, {"text": text})
        found = self._note("notes.add", session_id, note)
        rules.check_signed(found.signed_at)
        addendum = self._addendum(found, note, given["text"])

        def write(unit: Unit) -> None:
            unit.create(addendum)
            if_working(unit, found.client_id, found.therapist_id)
            self._record(unit, Event.ADDENDUM_SIGNED, found, note)

        made = create_once(
            self._table, "add an addendum", self._actor.scope, self._once, addendum, write
        )
        return AddendumView.of(made)

    def addenda(self, session_id: str, page: PageRequest | None = None) -> Page[AddendumView]:
        """Return a page of the corrections of the shared note, in order.

        Raises `NotFound` for a session that is not the actor's, and `InvalidCursor`.
        """
        return self._corrections("notes.addenda", session_id, NoteKind.SHARED, page)

    def private_addenda(
        self, session_id: str, page: PageRequest | None = None
    ) -> Page[AddendumView]:
        """Return a page of the corrections of the actor's private note. Raises as `addenda`."""
        return self._corrections("notes.private_addenda", session_id, NoteKind.PRIVATE, page)

    def _corrections(
        self, action: str, session_id: str, note: NoteKind, page: PageRequest | None
    ) -> Page[AddendumView]:
        found = self._table.page(
            ADDENDA,
            page or PageRequest(),
            scope=self._actor.scope,
            session_id=session_id,
            note=note.value,
        )
        first = next(iter(found.items), None)
        if first is None or not access.is_shown(self._actor, action, _subject(first)):
            self._seen(action, self._table.get(Session.at(session_id=session_id)))
        return Page([AddendumView.of(each) for each in found.items], found.next_cursor)

    def _addendum(self, note: Note, kind: NoteKind, text: str) -> Addendum:
        now = self._table.clock()
        return Addendum(
            **_sides(note),
            addendum_id=ids.ADDENDUM + ids.new_ulid(now),
            note=kind.value,
            text=text,
            signed_at=now,
        )

    def _note(self, action: str, session_id: str, note: NoteKind) -> Note:
        ref: Ref[Any] = _KINDS[note].at(session_id=session_id)
        found: Note = self._seen(action, self._table.get(ref))
        return found

    def _seen(self, action: str, found: N | None) -> N:
        """Return `found` if the actor sees it. Raises `NotFound`."""
        access.sight(self._actor, action, _subject(found) if found else access.NOBODYS)
        if found is None:
            raise NotFound
        return found

    def _record(self, unit: Unit, event: Event, of: Session | Note, note: NoteKind) -> None:
        subject = of.client_id if note is NoteKind.SHARED else of.therapist_id
        record(unit, self._actor, event, subject, of.session_id)


def _subject(found: Between) -> Subject:
    return Subject(client_id=found.client_id, therapist_id=found.therapist_id)


def _sides(found: Session | Note) -> dict[str, Any]:
    return {n: getattr(found, n) for n in ("session_id", "client_id", "therapist_id")}


def _fill(note: Note, given: dict[str, Any]) -> None:
    note.text = given["text"]
    if isinstance(note, SharedNote):
        listed = given.get("assignments")
        note.assignments = json.dumps(listed, ensure_ascii=False) if listed else None

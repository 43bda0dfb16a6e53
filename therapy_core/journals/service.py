"""The use cases of journals: writing, reading back, and what a day or a month came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from therapy_core import access, ids, values
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import NotFound
from therapy_core.idempotency import create_once
from therapy_core.journals import rules
from therapy_core.journals.models import JOURNAL, MOODS, JournalEntry, Mood
from therapy_core.journals.reading import let_in, require_entry_id
from therapy_core.journals.rules import Felt
from therapy_core.journals.views import DayTrend, EntryView, Trends
from therapy_core.journals.vocabulary import Vocabulary, vocabulary
from therapy_core.keys.models import OWN
from therapy_core.service import Service, expect_version
from therapy_core.table import Narrow, Unit
from therapy_core.table.codecs import fold


class Journals(Service):
    """Keep a client's journal."""

    domain: ClassVar[str] = "journals"

    def write(
        self,
        client_id: str,
        feeling: str,
        intensity: int,
        felt_at: datetime | None = None,
        words: str | None = None,
        private: bool = False,
        timezone: str = "UTC",
    ) -> EntryView:
        """Write an entry down and return it.

        `feeling` is one of the vocabulary's words or any other (up to 60 characters);
        `intensity` a whole number from 1 to 10; `felt_at` an aware time that is not in the
        future, by default now; `words` up to 10,000 characters; `private` keeps it from every
        therapist; `timezone` the IANA zone whose day it is counted under.

        Raises `InvalidInput`, and `NotFound` for another's journal.
        """
        access.sight(self._actor, "journals.write", Subject(client_id))
        entry = self._new(
            client_id,
            feeling=feeling,
            intensity=intensity,
            felt_at=felt_at or self._table.clock(),
            words=words,
            private=private,
            timezone=timezone,
        )

        def write(unit: Unit) -> None:
            unit.create(entry)
            _count(unit, entry, None, _felt(entry))
            record(unit, self._actor, Event.JOURNAL_WRITTEN, client_id, entry.entry_id)

        scope = self._actor.scope
        made = create_once(self._table, "write a journal entry", scope, self._once, entry, write)
        return EntryView.of(made)

    def list(
        self,
        client_id: str,
        page: PageRequest | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        feeling: str | None = None,
    ) -> Page[EntryView]:
        """Return a page of entries by the time they were felt, the latest first.

        From `since` on and before `until`, aware times; `feeling` is a word or the name of a
        family (`other` for words without one), whatever its case and accents. A therapist gets
        those that are not private. Raises `NotFound` for a journal that the actor may not read,
        and `InvalidCursor`.
        """
        reader = let_in(self._table, self._actor, "journals.list", client_id)
        low, high = rules.id_bounds(ids.ENTRY, since, until)

        def wanted(entry: JournalEntry) -> bool:
            return reader.sees(entry) and (feeling is None or _is(feeling, entry))

        with self._practice.keyring.ahead(client_id, OWN):
            found = self._table.page(
                JOURNAL,
                page or PageRequest(),
                scope=self._actor.scope,
                narrow=Narrow(low=low, high=high),
                where=None if reader.sees_all and feeling is None else wanted,
                asked=fold(feeling or ""),
                client_id=client_id,
            )
        return Page([EntryView.of(e) for e in found.items], found.next_cursor)

    def get(self, client_id: str, entry_id: str) -> EntryView:
        """Return an entry. Raises `NotFound`, for a private one as well unless it is one's own."""
        require_entry_id(entry_id)
        reader = let_in(self._table, self._actor, "journals.get", client_id, about=entry_id)
        entry = self._load(client_id, entry_id)
        if not reader.sees(entry):
            raise NotFound
        return EntryView.of(entry)

    def change(
        self, client_id: str, entry_id: str, changes: Mapping[str, Any], version: int | None = None
    ) -> EntryView:
        """Change some of `feeling`, `words`, `intensity` and `private`, and return the entry.

        None as `words` removes them. The time it was felt stays. Raises `InvalidInput`,
        `NotFound` and `VersionMismatch`.
        """
        access.sight(self._actor, "journals.change", Subject(client_id))
        found = values.checked(rules.FIELDS, changes)
        entry = self._load(client_id, entry_id)
        expect_version(entry, version)
        before = _felt(entry)
        for name, value in (found | _named(found.get("feeling"))).items():
            setattr(entry, name, value)
        with self._table.transaction("change a journal entry") as unit:
            unit.save(entry)
            _count(unit, entry, before, _felt(entry))
            record(unit, self._actor, Event.JOURNAL_CHANGED, client_id, entry_id)
        return EntryView.of(entry)

    def remove(self, client_id: str, entry_id: str, version: int | None = None) -> None:
        """Remove an entry. Raises `NotFound` and `VersionMismatch`."""
        access.sight(self._actor, "journals.remove", Subject(client_id))
        entry = self._load(client_id, entry_id)
        expect_version(entry, version)
        with self._table.transaction("remove a journal entry") as unit:
            unit.delete(entry)
            _count(unit, entry, _felt(entry), None)
            record(unit, self._actor, Event.JOURNAL_REMOVED, client_id, entry_id)

    def trends(
        self,
        client_id: str,
        page: PageRequest | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Trends:
        """Return a page of days on which something was felt, newest first.

        `since` and `until` are dates in the client's own time, both included. A therapist's
        trends leave out what is private. Raises as `list`.
        """
        reader = let_in(
            self._table,
            self._actor,
            "journals.trends",
            client_id,
            event=Event.JOURNAL_TRENDS_READ,
        )
        found = self._table.page(
            MOODS,
            page or PageRequest(),
            scope=self._actor.scope,
            narrow=Narrow(low=since and since.isoformat(), high=until and until.isoformat()),
            where=lambda mood: bool(DayTrend.of(mood, reader.audience).families),
            client_id=client_id,
        )
        days = [DayTrend.of(mood, reader.audience) for mood in found.items]
        return Trends(days, found.next_cursor)

    def feelings(self) -> Vocabulary:
        """Return the vocabulary of feelings, with its version."""
        return vocabulary()

    def _new(self, client_id: str, **given: Any) -> JournalEntry:
        now = self._table.clock()
        more = {"felt_at": rules.felt_at(now), "timezone": values.timezone}
        found = values.checked({**rules.FIELDS, **more}, given)
        return JournalEntry(
            client_id=client_id,
            entry_id=ids.ENTRY + ids.new_ulid(found["felt_at"]),
            felt_on=rules.local_day(found["felt_at"], found["timezone"]),
            written_at=now,
            **found,
            **_named(found["feeling"]),
        )

    def _load(self, client_id: str, entry_id: str) -> JournalEntry:
        entry = self._table.get(JournalEntry.at(client_id=client_id, entry_id=entry_id))
        if entry is None:
            raise NotFound
        return entry


def _is(wanted: str, entry: JournalEntry) -> bool:
    """Tell whether an entry is of a family or a feeling of this name.

    The sealed name is opened only where it can be the one that is looked for.
    """
    if rules.is_of(wanted, entry.family):
        return True
    return rules.may_be(wanted, entry.family) and rules.is_named(wanted, entry.feeling)


def _named(feeling: str | None) -> dict[str, Any]:
    """Return what follows from the name of a feeling; nothing when it is not given."""
    if feeling is None:
        return {}
    known = vocabulary()
    return {"family": known.family_of(feeling), "vocabulary_version": known.version}


def _felt(entry: JournalEntry) -> Felt:
    return Felt(entry.family, int(entry.intensity), entry.private)


def _count(unit: Unit, entry: JournalEntry, before: Felt | None, after: Felt | None) -> None:
    """Add to `unit` what a change of `entry` does to its day's counters."""
    moved = rules.change_of(before, after)
    if moved:
        day = Mood.at(client_id=entry.client_id, day=entry.felt_on)
        unit.upsert(day, *(getattr(Mood, name).add(by) for name, by in moved.items()))

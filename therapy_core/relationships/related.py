"""The use cases of what two people are to each other: who is related, who may read, what ended."""

from __future__ import annotations

from typing import ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest
from therapy_core.directory.models import Therapist
from therapy_core.relationships import ending, granting, rules
from therapy_core.relationships.models import (
    CLIENTS_OF_THERAPIST,
    CONSENTS,
    THERAPISTS_OF_CLIENT,
    JournalAccess,
    Relationship,
)
from therapy_core.relationships.views import ConsentView, RelatedClient, RelatedTherapist
from therapy_core.service import Service


class _Related(Service):
    """Show a client the therapists who fit."""

    domain: ClassVar[str] = "relationships"

    def _therapists(
        self, client_id: str, page: PageRequest | None, *, readers: bool
    ) -> Page[RelatedTherapist]:
        now = self._table.clock()

        def fits(found: Relationship) -> bool:
            if readers:
                return found.journal_access == JournalAccess.GRANTED
            return not rules.is_bare(found, now)

        found = self._table.page(
            THERAPISTS_OF_CLIENT,
            page or PageRequest(),
            scope=self._actor.scope,
            where=fits,
            asked="readers" if readers else "",
            client_id=client_id,
        )
        refs = [Therapist.at(therapist_id=r.therapist_id) for r in found.items]
        profiles = self._table.get_many(refs) if refs else []
        both = zip(found.items, profiles, strict=True)
        return Page([RelatedTherapist.of(r, p, now) for r, p in both], found.next_cursor)


class Relationships(_Related):
    """See who is related, and end it."""

    domain: ClassVar[str] = "relationships"

    def therapists(self, client_id: str, page: PageRequest | None = None) -> Page[RelatedTherapist]:
        """Return a page of the therapists who are related to a client in any way, and how.

        Raises `NotFound` and `InvalidCursor`.
        """
        access.sight(self._actor, "relationships.therapists", Subject(client_id))
        return self._therapists(client_id, page, readers=False)

    def clients(self, therapist_id: str, page: PageRequest | None = None) -> Page[RelatedClient]:
        """Return a page of the clients who have acted towards a therapist, and how they stand.

        One whom the therapist asked is there once that client has acted. Raises `NotFound` and
        `InvalidCursor`.
        """
        access.sight(self._actor, "relationships.clients", Subject(therapist_id))
        now = self._table.clock()
        found = self._table.page(
            CLIENTS_OF_THERAPIST,
            page or PageRequest(),
            scope=self._actor.scope,
            where=rules.has_acted,
            asked="acted",
            therapist_id=therapist_id,
        )
        return Page([RelatedClient.of(r, now) for r in found.items], found.next_cursor)

    def unmap(self, client_id: str, therapist_id: str) -> None:
        """End a mapping, as either side, and with it journal access, contact and what is to come.

        The past is kept. Raises `NotFound` where no mapping is active.
        """
        subject = Subject(client_id=client_id, therapist_id=therapist_id)
        access.sight(self._actor, "relationships.unmap", subject)
        ending.unmap(self._table, self._actor, client_id, therapist_id)


class JournalAccesses(_Related):
    """Say who may read one's journal."""

    domain: ClassVar[str] = "journal_access"

    def readers(self, client_id: str, page: PageRequest | None = None) -> Page[RelatedTherapist]:
        """Return a page of the therapists who may read a journal.

        Raises `NotFound` and `InvalidCursor`.
        """
        access.sight(self._actor, "journal_access.readers", Subject(client_id))
        return self._therapists(client_id, page, readers=True)

    def grant(self, client_id: str, therapist_id: str) -> None:
        """Let a therapist read the journal, and answer a request for it; twice is no error.

        Raises `NotFound` for a therapist who is neither listed nor related.
        """
        access.sight(self._actor, "journal_access.grant", Subject(client_id))
        granting.grant(self._table, self._actor, client_id, therapist_id)

    def revoke(self, client_id: str, therapist_id: str) -> None:
        """Close the journal to a therapist, from the next read on; a mapping stays.

        Raises `NotFound` for a therapist who may not read it.
        """
        access.sight(self._actor, "journal_access.revoke", Subject(client_id))
        granting.revoke(self._table, self._actor, client_id, therapist_id)


class Consents(Service):
    """Read what was asked, allowed, refused and taken back."""

    domain: ClassVar[str] = "consents"

    def list(self, client_id: str, page: PageRequest | None = None) -> Page[ConsentView]:
        """Return a page of the steps of a client's consent, newest first.

        Raises `NotFound` and `InvalidCursor`.
        """
        access.sight(self._actor, "consents.list", Subject(client_id))
        request = page or PageRequest()
        scope = self._actor.scope
        found = self._table.page(CONSENTS, request, scope=scope, client_id=client_id)
        return Page([ConsentView.of(c) for c in found.items], found.next_cursor)

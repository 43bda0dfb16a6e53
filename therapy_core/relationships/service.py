"""The use cases of asking for a mapping, or to read a journal, and of answering."""

from __future__ import annotations

from typing import Any, ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.errors import Conflict, NotFound
from therapy_core.idempotency import create_once
from therapy_core.relationships import answering, asking, kinds, rules
from therapy_core.relationships.kinds import Kind, Request
from therapy_core.relationships.models import Status
from therapy_core.relationships.views import RequestView
from therapy_core.service import Service, expect_version
from therapy_core.table import Narrow
from therapy_core.values import checked


class _Requests(Service):
    """Ask, look at what was asked, and answer, for one kind of request."""

    domain: ClassVar[str] = "relationships"
    kind: ClassVar[Kind]

    def _ask(self, **given: str | None) -> RequestView:
        practice = self._practice
        who = asking.pair(practice, self._actor, **given)
        days = practice.settings.request_days
        request = asking.new_request(self._table, self.kind, self._actor, who, days)
        made = create_once(
            self._table,
            f"ask for {self.kind.about.value}",
            self._actor.scope,
            self._once,
            request,
            lambda unit: asking.write(unit, self.kind, self._actor, request),
        )
        return self._seen(made)

    def _get(self, request_id: str) -> RequestView:
        return self._seen(self._load("get", request_id))

    def _list(self, page: PageRequest | None, status: str | None) -> Page[RequestView]:
        mine = self._actor.role is Role.CLIENT
        pattern = self.kind.of_client if mine else self.kind.of_therapist
        owner: dict[str, Any] = {"client_id" if mine else "therapist_id": self._actor.profile_id}
        now = self._table.clock()
        wanted = checked({"status": rules.status}, {"status": status})["status"] if status else None

        def fits(request: Request) -> bool:
            return rules.status_at(request.status, request.due_at, now) is wanted

        found = self._table.page(
            pattern,
            page or PageRequest(),
            scope=self._actor.scope,
            narrow=_range(wanted),
            where=fits if wanted in (Status.PENDING, Status.EXPIRED) else None,
            asked=wanted or "",
            **owner,
        )
        return Page([self._seen(r) for r in found.items], found.next_cursor)

    def _answer(self, request_id: str, status: str, version: int | None) -> RequestView:
        wanted = checked({"status": rules.answer}, {"status": status})["status"]
        request = self._load("answer", request_id)
        expect_version(request, version)
        now = self._table.clock()
        waits = rules.status_at(request.status, request.due_at, now) is Status.PENDING
        if not waits or not rules.may_give(wanted, request.asked_by, self._actor.role):
            raise Conflict
        answering.answer(self._table, self._actor, request, wanted)
        return self._seen(request)

    def _load(self, use_case: str, request_id: str) -> Request:
        request: Request | None = self._table.get(self.kind.at(request_id))
        if request is None:
            raise NotFound
        subject = Subject(client_id=request.client_id, therapist_id=request.therapist_id)
        access.sight(self._actor, f"{self.domain}.{use_case}", subject)
        return request

    def _seen(self, request: Request) -> RequestView:
        return RequestView.of(request, self._actor.role, self._table.clock())


class MappingRequests(_Requests):
    """Ask to be mapped, and answer."""

    domain: ClassVar[str] = "mapping_requests"
    kind = kinds.MAPPING

    def ask(
        self,
        therapist_id: str | None = None,
        client_id: str | None = None,
        client_email: str | None = None,
    ) -> RequestView:
        """Ask the other side to be mapped; the request waits for `request_days`.

        A client names a therapist; a therapist a client, by id or by address, and isn't told
        whether there is one. Raises `InvalidInput`, `NotFound` for a therapist who is not
        listed, and `Conflict` while a request waits or the mapping is active.
        """
        return self._ask(therapist_id=therapist_id, client_id=client_id, client_email=client_email)

    def get(self, request_id: str) -> RequestView:
        """Return a request to or by the actor. Raises `NotFound`."""
        return self._get(request_id)

    def list(self, page: PageRequest | None = None, status: str | None = None) -> Page[RequestView]:
        """Return a page of the actor's requests, of one status or by status, newest first.

        Raises `InvalidInput` and `InvalidCursor`.
        """
        return self._list(page, status)

    def answer(self, request_id: str, status: str, version: int | None = None) -> RequestView:
        """Approve or reject as the side that was asked, or withdraw as the one that asked.

        Raises `InvalidInput`, `NotFound`, `VersionMismatch`, and `Conflict` when it is not for
        this side to say or the request waits no longer.
        """
        return self._answer(request_id, status, version)


class JournalAccessRequests(_Requests):
    """Ask to read a client's journal, and answer."""

    domain: ClassVar[str] = "journal_access_requests"
    kind = kinds.JOURNAL_ACCESS

    def ask(self, client_id: str | None = None, client_email: str | None = None) -> RequestView:
        """Ask a client, named by id or by address, to open the journal. Raises as for mappings."""
        return self._ask(client_id=client_id, client_email=client_email)

    def get(self, request_id: str) -> RequestView:
        """Return a request to or by the actor. Raises `NotFound`."""
        return self._get(request_id)

    def list(self, page: PageRequest | None = None, status: str | None = None) -> Page[RequestView]:
        """Return a page of the actor's requests. Raises as for mappings."""
        return self._list(page, status)

    def answer(self, request_id: str, status: str, version: int | None = None) -> RequestView:
        """Approve or reject as the client, or withdraw as the therapist. Raises as for mappings."""
        return self._answer(request_id, status, version)


def _range(wanted: Status | None) -> Narrow:
    """Return where requests of a status stand; those that lapsed unswept lie under pending.

    Expired and pending are neighbours in the order of the alphabet, with nothing between.
    """
    if wanted is None:
        return Narrow()
    high = Status.PENDING if wanted is Status.EXPIRED else wanted
    return Narrow(low=wanted.value, high=high.value)

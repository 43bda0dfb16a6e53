"""Journal access: who asks to read a journal, and who may."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.locations import located
from therapy_api.paging import PageQuery, paged
from therapy_api.schemas.relationships import (
    NewJournalAccessRequest,
    RelatedTherapistPage,
    RequestAnswer,
    RequestChange,
    RequestPage,
    RequestQuery,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("journal-access", __name__, description="Who may read a client's journal.")


@blp.route("/journal-access-requests")
class JournalAccessRequests(MethodView):
    """Serve the caller's requests for a journal."""

    @blp.arguments(RequestQuery, location="query")
    @blp.response(200, RequestPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, **filters: str) -> Page[Any]:
        """List journal-access requests.

        To and by the caller. What nobody answered in time is expired.
        """
        return acting().journal_access_requests.list(page, **filters)

    @blp.arguments(NewJournalAccessRequest)
    @blp.response(201, RequestAnswer)
    @tagged
    @repeatable
    @located("/journal-access-requests/{request_id}")
    @refuses(403, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Ask to read a journal.

        For therapists, who name the client by id or by address; the answer doesn't tell whether
        there is one. While a request waits, or the journal is open, a second one is a conflict.
        """
        return acting().journal_access_requests.ask(**values)


@blp.route("/journal-access-requests/<id:request_id>")
class JournalAccessRequest(MethodView):
    """Serve one request for a journal."""

    @blp.response(200, RequestAnswer)
    @tagged
    @refuses(403)
    def get(self, request_id: str) -> Any:
        """Read a journal-access request.

        For both sides.
        """
        return acting().journal_access_requests.get(request_id)

    @blp.arguments(RequestChange)
    @blp.response(200, RequestAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def patch(self, values: dict[str, Any], request_id: str, version: int) -> Any:
        """Answer a journal-access request.

        The client approves or rejects, the therapist withdraws. Approved, the journal is open to
        the therapist, but for entries marked private.
        """
        return acting().journal_access_requests.answer(request_id, values["status"], version)


@blp.route("/journals/<id:client_id>/access")
class JournalReaders(MethodView):
    """Serve the list of who may read a journal."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, RelatedTherapistPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str) -> Page[Any]:
        """List who may read the journal.

        For its client.
        """
        return acting().journal_access.readers(client_id, page)


@blp.route("/journals/<id:client_id>/access/<id:therapist_id>")
class JournalAccess(MethodView):
    """Serve one therapist's access to a journal."""

    @blp.response(204)
    @refuses(403, 409)
    def put(self, client_id: str, therapist_id: str) -> None:
        """Let a therapist read the journal.

        For its client, without being asked; a request that waits is answered by it.
        """
        acting().journal_access.grant(client_id, therapist_id)

    @blp.response(204)
    @refuses(403)
    def delete(self, client_id: str, therapist_id: str) -> None:
        """Close the journal to a therapist.

        For its client. It holds from the next read on, and keeps the mapping.
        """
        acting().journal_access.revoke(client_id, therapist_id)

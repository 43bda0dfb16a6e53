"""Mapping requests: a client and a therapist ask one another to be mapped."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.locations import located
from therapy_api.paging import paged
from therapy_api.schemas.relationships import (
    NewMappingRequest,
    RequestAnswer,
    RequestChange,
    RequestPage,
    RequestQuery,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("mapping-requests", __name__, description="Asking to be mapped.")


@blp.route("/mapping-requests")
class MappingRequests(MethodView):
    """Serve the caller's mapping requests."""

    @blp.arguments(RequestQuery, location="query")
    @blp.response(200, RequestPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, **filters: str) -> Page[Any]:
        """List mapping requests.

        To and by the caller. What nobody answered in time is expired.
        """
        return acting().mapping_requests.list(page, **filters)

    @blp.arguments(NewMappingRequest)
    @blp.response(201, RequestAnswer)
    @tagged
    @repeatable
    @located("/mapping-requests/{request_id}")
    @refuses(403, 404, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Ask to be mapped.

        A client names a therapist who is listed; a therapist a client, by id or by address, and
        the answer doesn't tell whether there is one. While a request waits, or the mapping is
        active, a second one is a conflict.
        """
        return acting().mapping_requests.ask(**values)


@blp.route("/mapping-requests/<id:request_id>")
class MappingRequest(MethodView):
    """Serve one mapping request."""

    @blp.response(200, RequestAnswer)
    @tagged
    @refuses(403)
    def get(self, request_id: str) -> Any:
        """Read a mapping request.

        For both sides.
        """
        return acting().mapping_requests.get(request_id)

    @blp.arguments(RequestChange)
    @blp.response(200, RequestAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def patch(self, values: dict[str, Any], request_id: str, version: int) -> Any:
        """Answer a mapping request.

        Who was asked approves or rejects, who asked withdraws. Approved, the mapping is active
        and the two may write to one another.
        """
        return acting().mapping_requests.answer(request_id, values["status"], version)

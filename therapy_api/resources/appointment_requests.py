"""Appointment requests: a client asks for a slot, and its therapist answers."""

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
from therapy_api.schemas.appointment_requests import (
    AppointmentAnswer,
    AppointmentRequestAnswer,
    AppointmentRequestPage,
    AppointmentRequestQuery,
    NewAppointmentRequest,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("appointment-requests", __name__, description="Asking for a slot.")


@blp.route("/appointment-requests")
class AppointmentRequests(MethodView):
    """Serve requests for slots."""

    @blp.arguments(AppointmentRequestQuery, location="query")
    @blp.response(200, AppointmentRequestPage)
    @paged
    def get(self, page: PageRequest, **filters: str) -> Page[Any]:
        """List requests for slots.

        Those by or to the caller, newest first; an admin names a client or a therapist. What
        nobody answered in time is expired.
        """
        return acting().appointment_requests.list(page, **filters)

    @blp.arguments(NewAppointmentRequest)
    @blp.response(201, AppointmentRequestAnswer)
    @tagged
    @repeatable
    @located("/appointment-requests/{request_id}")
    @refuses(403, 404, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Ask for a slot.

        For clients: holds the slot until the therapist answers, `expiresAt` at the latest, and
        opens contact between the two.
        """
        return acting().appointment_requests.ask(**values)


@blp.route("/appointment-requests/<id:request_id>")
class AppointmentRequest(MethodView):
    """Serve one request for a slot."""

    @blp.response(200, AppointmentRequestAnswer)
    @tagged
    def get(self, request_id: str) -> Any:
        """Read a request for a slot.

        For both sides, and without its reason for admins.
        """
        return acting().appointment_requests.get(request_id)

    @blp.arguments(AppointmentAnswer)
    @blp.response(200, AppointmentRequestAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def patch(self, values: dict[str, Any], request_id: str, version: int) -> Any:
        """Answer a request for a slot.

        The therapist approves, which books the slot and makes the session, or rejects; the client
        withdraws. What was answered so already stays as it is, whatever `If-Match` says.
        """
        return acting().appointment_requests.answer(request_id, values["status"], version)

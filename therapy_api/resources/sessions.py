"""Sessions: what is booked, and what became of it."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.paging import paged
from therapy_api.schemas.sessions import (
    Cancellation,
    SessionAnswer,
    SessionChange,
    SessionPage,
    SessionQuery,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("sessions", __name__, description="Sessions of clients with therapists.")


@blp.route("/sessions")
class Sessions(MethodView):
    """Serve the sessions that the caller may see."""

    @blp.arguments(SessionQuery, location="query")
    @blp.response(200, SessionPage)
    @paged
    def get(self, page: PageRequest, **filters: Any) -> Page[Any]:
        """List sessions.

        The earliest first; `from` is included, `to` is not. Clients and therapists get their own,
        an admin those of the client or the therapist that is named.
        """
        return acting().sessions.list(page, **filters)


@blp.route("/sessions/<id:session_id>")
class Session(MethodView):
    """Serve one session."""

    @blp.response(200, SessionAnswer)
    @tagged
    def get(self, session_id: str) -> Any:
        """Read a session.

        For both sides; an admin sees neither place nor reason.
        """
        return acting().sessions.get(session_id)

    @blp.arguments(SessionChange)
    @blp.response(200, SessionAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def patch(self, values: dict[str, Any], session_id: str, version: int) -> Any:
        """Change a session.

        For its therapist, while it is scheduled: moves it to another open slot, says where it is
        held, or, once it has begun, that it was completed or missed.
        """
        return acting().sessions.change(session_id, values, version)


@blp.route("/sessions/<id:session_id>/cancel", methods=["POST"])
@blp.arguments(Cancellation)
@blp.response(200, SessionAnswer)
@tagged
@refuses(403, 409)
def cancel_session(values: dict[str, Any], session_id: str) -> Any:
    """Cancel a session.

    For both sides, until it begins. A client who comes after the cutoff cancels late. Repeating
    it is safe: whoever cancelled it gets it as it stands.
    """
    return acting().sessions.cancel(session_id, **values)

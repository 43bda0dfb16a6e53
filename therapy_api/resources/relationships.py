"""Relationships: who is related to whom, the end of a mapping, and the record of consent."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.paging import PageQuery, paged
from therapy_api.schemas.relationships import (
    ConsentPage,
    RelatedClientPage,
    RelatedTherapistPage,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("relationships", __name__, description="What two people are to each other.")


@blp.route("/clients/<id:client_id>/therapists")
class RelatedTherapists(MethodView):
    """Serve the therapists who are related to a client."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, RelatedTherapistPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str) -> Page[Any]:
        """List a client's therapists.

        For the client: everyone related in any way, with the state of mapping, journal access
        and contact, and the requests that wait.
        """
        return acting().relationships.therapists(client_id, page)


@blp.route("/therapists/<id:therapist_id>/clients")
class RelatedClients(MethodView):
    """Serve the clients who are related to a therapist."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, RelatedClientPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, therapist_id: str) -> Page[Any]:
        """List a therapist's clients.

        For the therapist: everyone who asked for or took a session, wrote, or is related. Who was
        asked and has not acted yet is not in it.
        """
        return acting().relationships.clients(therapist_id, page)


@blp.route("/mappings/<id:client_id>/<id:therapist_id>")
class Mapping(MethodView):
    """Serve one mapping."""

    @blp.response(204)
    @refuses(403, 409)
    def delete(self, client_id: str, therapist_id: str) -> None:
        """End a mapping.

        For both sides. Ends journal access and contact, what is pending and the sessions to come,
        and keeps the record of the past.
        """
        acting().relationships.unmap(client_id, therapist_id)


@blp.route("/clients/<id:client_id>/consents")
class Consents(MethodView):
    """Serve the record of consent."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, ConsentPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str) -> Page[Any]:
        """Read the record of consent.

        For the client: every request, grant, refusal, revocation and expiry, newest first.
        """
        return acting().consents.list(client_id, page)

"""Therapists: the directory, and the admin's work on it."""

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
from therapy_api.schemas.therapists import (
    NewTherapist,
    TherapistAnswer,
    TherapistChange,
    TherapistPage,
    TherapistQuery,
    TherapistValues,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("therapists", __name__, description="The directory of therapists.")


@blp.route("/therapists")
class Therapists(MethodView):
    """Serve the directory."""

    @blp.arguments(TherapistQuery, location="query")
    @blp.response(200, TherapistPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, **filters: str) -> Page[Any]:
        """Find therapists.

        By expertise, by location, by the beginning of the name; without a filter, all that the
        caller may see.
        """
        return acting().therapists.list(page, **filters)

    @blp.arguments(NewTherapist)
    @blp.response(201, TherapistAnswer)
    @tagged
    @repeatable
    @located("/therapists/{therapist_id}")
    @refuses(403, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Add a therapist.

        For admins: opens the account and its profile at once.
        """
        return acting().therapists.create(**values)


@blp.route("/therapists/<id:therapist_id>")
class Therapist(MethodView):
    """Serve one therapist."""

    @blp.response(200, TherapistAnswer)
    @tagged
    def get(self, therapist_id: str) -> Any:
        """Read a therapist.

        What the caller may not see is null.
        """
        return acting().therapists.get(therapist_id)

    @blp.arguments(TherapistValues)
    @blp.response(200, TherapistAnswer)
    @tagged
    @if_match
    @refuses(403)
    def put(self, values: dict[str, Any], therapist_id: str, version: int) -> Any:
        """Replace a therapist's values.

        A bio that is left out becomes null.
        """
        return acting().therapists.replace(therapist_id, values, version)

    @blp.arguments(TherapistChange)
    @blp.response(200, TherapistAnswer)
    @tagged
    @if_match
    @refuses(403)
    def patch(self, values: dict[str, Any], therapist_id: str, version: int) -> Any:
        """Change some of a therapist's values.

        What is left out stays; null clears the bio.
        """
        return acting().therapists.change(therapist_id, values, version)

    @blp.response(204)
    @if_match
    @refuses(403, 409)
    def delete(self, therapist_id: str, version: int) -> None:
        """Remove a therapist.

        For admins, and for the therapist: closes the account and removes its profile.
        """
        acting().therapists.delete(therapist_id, version)


@blp.route("/therapists/<id:therapist_id>/verification")
class Verification(MethodView):
    """Serve an admin's word that a therapist is who they say."""

    @blp.response(200, TherapistAnswer)
    @tagged
    @if_match
    @refuses(403)
    def put(self, therapist_id: str, version: int) -> Any:
        """Verify a therapist.

        For admins: lists the therapist in the directory.
        """
        return acting().therapists.verify(therapist_id, version)

    @blp.response(200, TherapistAnswer)
    @tagged
    @if_match
    @refuses(403)
    def delete(self, therapist_id: str, version: int) -> Any:
        """Take a verification back.

        For admins: the therapist is no longer listed.
        """
        return acting().therapists.unverify(therapist_id, version)

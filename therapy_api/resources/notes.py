"""Notes of a session: one that both sides read, one for its author alone."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, if_match_or_new, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.paging import paged
from therapy_api.schemas.notes import (
    AddendumAnswer,
    AddendumPage,
    AddendumQuery,
    NewAddendum,
    NoteAnswer,
    PrivateNoteValues,
    SharedNoteValues,
)
from therapy_core.actor import Page, PageRequest
from therapy_core.sessions.models import NoteKind

blp = Blueprint("notes", __name__, description="What therapists note of sessions.")


@blp.route("/sessions/<id:session_id>/notes/shared")
class SharedNote(MethodView):
    """Serve the note that both sides read."""

    @blp.response(200, NoteAnswer)
    @tagged
    @refuses(403)
    def get(self, session_id: str) -> Any:
        """Read the shared note.

        For both sides, as it stands; a draft has no `signedAt`.
        """
        return acting().notes.shared(session_id)

    @blp.arguments(SharedNoteValues)
    @blp.response(200, NoteAnswer)
    @blp.or_created(NoteAnswer)
    @if_match_or_new
    @tagged
    @refuses(403, 409)
    def put(self, values: dict[str, Any], session_id: str, version: int) -> Any:
        """Write the shared note.

        For the therapist, until it is signed. The first time comes with `If-None-Match: *`,
        every other with `If-Match`.
        """
        return acting().notes.write(session_id, NoteKind.SHARED, values, version)


@blp.route("/sessions/<id:session_id>/notes/private")
class PrivateNote(MethodView):
    """Serve the note that its author alone reads."""

    @blp.response(200, NoteAnswer)
    @tagged
    @refuses(403)
    def get(self, session_id: str) -> Any:
        """Read the private note.

        For the therapist who wrote it, and nobody else.
        """
        return acting().notes.private(session_id)

    @blp.arguments(PrivateNoteValues)
    @blp.response(200, NoteAnswer)
    @blp.or_created(NoteAnswer)
    @if_match_or_new
    @tagged
    @refuses(403, 409)
    def put(self, values: dict[str, Any], session_id: str, version: int) -> Any:
        """Write the private note.

        For the therapist, until it is signed. The first time comes with `If-None-Match: *`,
        every other with `If-Match`.
        """
        return acting().notes.write(session_id, NoteKind.PRIVATE, values, version)


@blp.route("/sessions/<id:session_id>/notes/shared/sign", methods=["POST"])
@blp.response(200, NoteAnswer)
@tagged
@if_match
@refuses(403, 409)
def sign_shared_note(session_id: str, version: int) -> Any:
    """Sign the shared note.

    For its author: signs the version in `If-Match`, which never changes from then on.
    """
    return acting().notes.sign(session_id, NoteKind.SHARED, version)


@blp.route("/sessions/<id:session_id>/notes/private/sign", methods=["POST"])
@blp.response(200, NoteAnswer)
@tagged
@if_match
@refuses(403, 409)
def sign_private_note(session_id: str, version: int) -> Any:
    """Sign the private note.

    For its author: signs the version in `If-Match`, which never changes from then on.
    """
    return acting().notes.sign(session_id, NoteKind.PRIVATE, version)


@blp.route("/sessions/<id:session_id>/notes/addenda")
class Addenda(MethodView):
    """Serve what was corrected after signing."""

    @blp.arguments(AddendumQuery, location="query")
    @blp.response(200, AddendumPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, session_id: str, note: str) -> Page[Any]:
        """List the addenda of a note.

        In order. Those of the shared note for both sides; those of the private note for its
        author, who asks for them with `note=private`.
        """
        if note == NoteKind.PRIVATE:
            return acting().notes.private_addenda(session_id, page)
        return acting().notes.addenda(session_id, page)

    @blp.arguments(NewAddendum)
    @blp.response(201, AddendumAnswer)
    @repeatable
    @refuses(403, 409)
    def post(self, values: dict[str, Any], session_id: str) -> Any:
        """Add an addendum to a signed note.

        For its author; it is signed at once and never changes.
        """
        return acting().notes.add(session_id, NoteKind(values["note"]), values["text"])

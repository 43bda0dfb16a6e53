"""Search by keyword, over what the caller may see at this moment."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.limits import account, limited
from therapy_api.paging import paged
from therapy_api.schemas.search import ClientSearch, HitPage, TherapistSearch
from therapy_core.actor import Page, PageRequest

blp = Blueprint("search", __name__, description="Search by keyword.")


@blp.route("/clients/<id:client_id>/search")
class ClientSearches(MethodView):
    """Serve what a client finds."""

    @blp.arguments(ClientSearch, location="query")
    @blp.response(200, HitPage)
    @limited("search-account", by=account)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str, **asked: Any) -> Page[Any]:
        """Search as a client.

        Own journal, notes shared with them, messages and listed therapists; newest first inside
        a kind. A page takes bounded work: it may be short, even empty, and still have a
        `nextCursor`.
        """
        return acting().search.of_client(client_id, page=page, **asked)


@blp.route("/therapists/<id:therapist_id>/search")
class TherapistSearches(MethodView):
    """Serve what a therapist finds."""

    @blp.arguments(TherapistSearch, location="query")
    @blp.response(200, HitPage)
    @limited("search-account", by=account)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, therapist_id: str, **asked: Any) -> Page[Any]:
        """Search as a therapist.

        Own clients, notes and messages, and the journals that clients opened, where each search
        is written into the client's record. Newest first inside a kind. A page takes bounded
        work: it may be short, even empty, and still have a `nextCursor`.
        """
        return acting().search.of_therapist(therapist_id, page=page, **asked)

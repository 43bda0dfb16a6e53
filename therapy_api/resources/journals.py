"""Journals: what a client felt, and what a therapist reads of it while the client lets them."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.auth import public
from therapy_api.blueprint import Blueprint
from therapy_api.caching import cacheable
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.locations import located
from therapy_api.paging import paged
from therapy_api.schemas.journals import (
    EntryAnswer,
    EntryChange,
    EntryPage,
    EntryQuery,
    FeelingsAnswer,
    NewEntry,
    TrendPage,
    TrendQuery,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("journals", __name__, description="Journals, and what can be seen in them.")

AN_HOUR = 3600


@blp.route("/journals/<id:client_id>")
class Journal(MethodView):
    """Serve a client's journal."""

    @blp.arguments(EntryQuery, location="query")
    @blp.response(200, EntryPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str, **filters: Any) -> Page[Any]:
        """List the entries of a journal.

        By the time they were felt, the latest first. The client gets all; a therapist whom the
        client let in, those that are not private, and the reading is written down.
        """
        return acting().journals.list(client_id, page, **filters)

    @blp.arguments(NewEntry)
    @blp.response(201, EntryAnswer)
    @tagged
    @repeatable
    @located("/journals/{client_id}/{entry_id}")
    @refuses(403)
    def post(self, values: dict[str, Any], client_id: str) -> Any:
        """Write an entry.

        For the client. It can be backdated, and not set in the future.
        """
        return acting().journals.write(client_id, **values)


@blp.route("/journals/<id:client_id>/<entry:entry_id>")
class JournalEntry(MethodView):
    """Serve one entry."""

    @blp.response(200, EntryAnswer)
    @tagged
    @refuses(403)
    def get(self, client_id: str, entry_id: str) -> Any:
        """Read an entry.

        A private one is there for its client alone.
        """
        return acting().journals.get(client_id, entry_id)

    @blp.arguments(EntryChange)
    @blp.response(200, EntryAnswer)
    @tagged
    @if_match
    @refuses(403)
    def patch(self, values: dict[str, Any], client_id: str, entry_id: str, version: int) -> Any:
        """Change an entry.

        What is left out stays, and so does the time it was felt.
        """
        return acting().journals.change(client_id, entry_id, values, version)

    @blp.response(204)
    @if_match
    @refuses(403)
    def delete(self, client_id: str, entry_id: str, version: int) -> None:
        """Remove an entry.

        The trends forget it, too.
        """
        acting().journals.remove(client_id, entry_id, version)


@blp.route("/journals/<id:client_id>/trends")
class JournalTrends(MethodView):
    """Serve the trends of a journal."""

    @blp.arguments(TrendQuery, location="query")
    @blp.response(200, TrendPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, client_id: str, **filters: Any) -> Any:
        """Read the trends of a journal.

        How many feelings of each family on a day, and how strong; the newest day first. A
        therapist's leave out what is private; `from` the day of the last session shows what came
        since.
        """
        return acting().journals.trends(client_id, page, **filters)


@blp.route("/feelings")
@blp.response(200, FeelingsAnswer)
@cacheable(AN_HOUR)
@tagged
@public
def feelings() -> Any:
    """Read the vocabulary of feelings.

    Ten families of words in three strengths, the same for everybody.
    """
    return acting().journals.feelings()
